/*
title:
  en: Everything a body leads, carries or supports
  zh: 某机构牵头、负责、配合的全部事项
description:
  en: Tasks, projects and goals of a body by role, with the sentence that says so.
  zh: 按角色列出该机构的任务、项目和目标，附原文。
params:
  name: {type: string, example: 广东省教育厅, en: name or alias, zh: 名称或别名}
  role: {type: string, default: null, example: lead, en: lead, responsible, support or undertake; all if empty, zh: lead、responsible、support、undertake 之一，空为全部}
*/
MATCH (o) WHERE o.name = $name OR $name IN o.aliases
MATCH (o)-[r:RESPONSIBLE_FOR]->(t)
WHERE $role IS NULL OR r.role = $role
OPTIONAL MATCH (d:Document) WHERE d.id = r.doc
RETURN r.role AS role, labels(t)[0] AS label, t.name AS what, o.name AS who, d.name AS plan, r.evidence AS evidence
ORDER BY CASE r.role WHEN 'lead' THEN 0 WHEN 'responsible' THEN 1 WHEN 'undertake' THEN 2 ELSE 3 END,
  label, what, plan, r.start, r.id
