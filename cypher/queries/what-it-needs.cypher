/*
title:
  en: What something depends on, directly or not
  zh: 某事项直接或间接依托什么
description:
  en: Platforms, sectors, bodies and documents it relies on, connects to or uses, in up to five steps.
  zh: 该事项依托、对接、利用的平台、领域、机构和文件，最多五级。
params:
  name: {type: string, example: 人工智能开放平台, en: name or alias, zh: 名称或别名}
*/
MATCH (x) WHERE x.name = $name OR $name IN x.aliases
CALL {
  WITH x MATCH (x)-[:DEPENDS_ON]->(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 1 AS step
  UNION ALL
  WITH x MATCH (x)-[:DEPENDS_ON]->(n1)
    WITH DISTINCT n1 MATCH (n1)-[:DEPENDS_ON]->(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 2 AS step
  UNION ALL
  WITH x MATCH (x)-[:DEPENDS_ON]->(n1)
    WITH DISTINCT n1 MATCH (n1)-[:DEPENDS_ON]->(n2)
    WITH DISTINCT n2 MATCH (n2)-[:DEPENDS_ON]->(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 3 AS step
  UNION ALL
  WITH x MATCH (x)-[:DEPENDS_ON]->(n1)
    WITH DISTINCT n1 MATCH (n1)-[:DEPENDS_ON]->(n2)
    WITH DISTINCT n2 MATCH (n2)-[:DEPENDS_ON]->(n3)
    WITH DISTINCT n3 MATCH (n3)-[:DEPENDS_ON]->(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 4 AS step
  UNION ALL
  WITH x MATCH (x)-[:DEPENDS_ON]->(n1)
    WITH DISTINCT n1 MATCH (n1)-[:DEPENDS_ON]->(n2)
    WITH DISTINCT n2 MATCH (n2)-[:DEPENDS_ON]->(n3)
    WITH DISTINCT n3 MATCH (n3)-[:DEPENDS_ON]->(n4)
    WITH DISTINCT n4 MATCH (n4)-[:DEPENDS_ON]->(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 5 AS step
}
WITH x.name AS what, id, name AS needs, label, min(step) AS steps
RETURN steps, label, needs, what
ORDER BY steps, label, needs, what, id
