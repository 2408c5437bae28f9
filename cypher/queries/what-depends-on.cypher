/*
title:
  en: What depends on something, directly or not
  zh: 哪些事项直接或间接依托某事项
description:
  en: Projects and tasks that rely on, connect to or use it, in up to five steps.
  zh: 依托、对接、利用该事项的项目和任务，最多五级。
params:
  name: {type: string, example: 广东省政务云平台, en: name or alias, zh: 名称或别名}
*/
MATCH (x) WHERE x.name = $name OR $name IN x.aliases
CALL {
  WITH x MATCH (x)<-[:DEPENDS_ON]-(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 1 AS step
  UNION ALL
  WITH x MATCH (x)<-[:DEPENDS_ON]-(n1)
    WITH DISTINCT n1 MATCH (n1)<-[:DEPENDS_ON]-(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 2 AS step
  UNION ALL
  WITH x MATCH (x)<-[:DEPENDS_ON]-(n1)
    WITH DISTINCT n1 MATCH (n1)<-[:DEPENDS_ON]-(n2)
    WITH DISTINCT n2 MATCH (n2)<-[:DEPENDS_ON]-(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 3 AS step
  UNION ALL
  WITH x MATCH (x)<-[:DEPENDS_ON]-(n1)
    WITH DISTINCT n1 MATCH (n1)<-[:DEPENDS_ON]-(n2)
    WITH DISTINCT n2 MATCH (n2)<-[:DEPENDS_ON]-(n3)
    WITH DISTINCT n3 MATCH (n3)<-[:DEPENDS_ON]-(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 4 AS step
  UNION ALL
  WITH x MATCH (x)<-[:DEPENDS_ON]-(n1)
    WITH DISTINCT n1 MATCH (n1)<-[:DEPENDS_ON]-(n2)
    WITH DISTINCT n2 MATCH (n2)<-[:DEPENDS_ON]-(n3)
    WITH DISTINCT n3 MATCH (n3)<-[:DEPENDS_ON]-(n4)
    WITH DISTINCT n4 MATCH (n4)<-[:DEPENDS_ON]-(y)
    RETURN DISTINCT y.id AS id, y.name AS name, labels(y)[0] AS label, 5 AS step
}
WITH x.name AS depends_on, id, name AS what, label, min(step) AS steps
RETURN steps, label, what, depends_on
ORDER BY steps, label, what, depends_on, id
