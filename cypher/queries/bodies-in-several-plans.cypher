/*
title:
  en: Bodies that several plans speak of
  zh: 出现在多份规划中的机构
description:
  en: Bodies by how many of the loaded plans give them something to do.
  zh: 按承担事项的规划数排列机构。
params:
  limit: {type: integer, default: 20, example: 20, en: most rows, zh: 最多行数}
*/
MATCH (o:Organization)-[r:RESPONSIBLE_FOR]->(t)
WITH o, count(DISTINCT r.doc) AS plans, count(DISTINCT t) AS duties
WHERE plans > 1
RETURN o.name AS who, plans, duties
ORDER BY plans DESC, duties DESC, who, o.id
LIMIT $limit
