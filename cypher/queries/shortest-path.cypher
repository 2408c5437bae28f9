/*
title:
  en: Shortest path between two names
  zh: 两个名称之间的最短路径
description:
  en: How two things are connected, step by step, in up to six steps; plain mentions do not count.
  zh: 两个事物如何相连，逐步列出，最多六步，单纯提及不算。
params:
  from: {type: string, example: 广东省财政厅, en: one name or alias, zh: 起点名称或别名}
  to: {type: string, example: 深圳市, en: the other name or alias, zh: 终点名称或别名}
*/
MATCH (a) WHERE a.name = $from OR $from IN a.aliases
MATCH (b) WHERE (b.name = $to OR $to IN b.aliases) AND b.id <> a.id
MATCH path = allShortestPaths((a)-[:RESPONSIBLE_FOR|PILOTS|LOCATED_IN|PART_OF|DEPENDS_ON|IN_SECTOR|HAS_GOAL|MEASURES|APPLIES_TO|BASED_ON|ISSUED_BY*..6]-(b))
WITH path, length(path) AS steps, [n IN nodes(path) | n.name] AS names, [r IN relationships(path) | r.id] AS ids
ORDER BY steps, names, ids
LIMIT 1
UNWIND range(0, steps - 1) AS i
WITH i, nodes(path)[i] AS here, relationships(path)[i] AS r, nodes(path)[i + 1] AS there
RETURN i + 1 AS step, here.name AS name, CASE WHEN startNode(r).id = here.id THEN '->' ELSE '<-' END AS direction,
  type(r) AS relation, coalesce(r.role, r.kind) AS detail, there.name AS other, r.evidence AS evidence
ORDER BY step
