/*
title:
  en: Who does what in a plan
  zh: 规划分工表
description:
  en: Tasks and projects of a plan in the order of its text, with who leads and who supports.
  zh: 按原文顺序列出规划的任务和项目及其牵头、配合单位。
params:
  name: {type: string, example: 广东省数字经济发展规划, en: title or alias of the plan, zh: 规划标题或别名}
*/
MATCH (d:Document) WHERE d.name = $name OR $name IN d.aliases
MATCH (o)-[r:RESPONSIBLE_FOR]->(t) WHERE r.doc = d.id
WITH d, t, r, o ORDER BY r.start, o.name, o.id
WITH d, t, min(r.start) AS place,
  collect(DISTINCT CASE WHEN r.role = 'lead' THEN o.name END) AS leads,
  collect(DISTINCT CASE WHEN r.role = 'responsible' OR r.role = 'undertake' THEN o.name END) AS responsible,
  collect(DISTINCT CASE WHEN r.role = 'support' THEN o.name END) AS supports
RETURN labels(t)[0] AS label, t.name AS what, leads, responsible, supports
ORDER BY d.name, place, label, what, t.id
