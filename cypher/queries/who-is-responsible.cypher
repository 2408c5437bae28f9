/*
title:
  en: Who is responsible for a task, project or goal
  zh: 谁负责某项任务、项目或目标
description:
  en: Bodies and regions that lead, carry, support or undertake it, with the sentence that says so.
  zh: 牵头、负责、配合、承担该事项的机构和区域，附原文。
params:
  name: {type: string, example: 广东教育云, en: name or alias, zh: 名称或别名}
*/
MATCH (t) WHERE t.name = $name OR $name IN t.aliases
MATCH (o)-[r:RESPONSIBLE_FOR]->(t)
OPTIONAL MATCH (d:Document) WHERE d.id = r.doc
RETURN o.name AS who, labels(o)[0] AS label, r.role AS role, t.name AS what, d.name AS plan, r.evidence AS evidence
ORDER BY CASE r.role WHEN 'lead' THEN 0 WHEN 'responsible' THEN 1 WHEN 'undertake' THEN 2 ELSE 3 END,
  o.name, t.name, plan, r.start, r.id
