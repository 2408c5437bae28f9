/*
title:
  en: Bodies that carry most
  zh: 承担事项最多的机构
description:
  en: Bodies and regions by how many tasks, projects and goals they lead, carry or support.
  zh: 按牵头、负责、配合的事项数排列机构和区域。
params:
  limit: {type: integer, default: 20, example: 20, en: most rows, zh: 最多行数}
*/
MATCH (o)-[r:RESPONSIBLE_FOR]->(t)
WITH o, count(DISTINCT t) AS total,
  count(DISTINCT CASE WHEN r.role = 'lead' THEN t END) AS leads,
  count(DISTINCT CASE WHEN r.role = 'responsible' THEN t END) AS responsible,
  count(DISTINCT CASE WHEN r.role = 'support' THEN t END) AS supports,
  count(DISTINCT CASE WHEN r.role = 'undertake' THEN t END) AS undertakes
RETURN o.name AS who, total, leads, responsible, supports, undertakes
ORDER BY total DESC, leads DESC, who, o.id
LIMIT $limit
