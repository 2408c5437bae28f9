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
CALL { WITH x MATCH (x)-[:DEPENDS_ON]->(y) RETURN collect(DISTINCT y) AS step1 }
CALL { WITH step1 UNWIND step1 AS n MATCH (n)-[:DEPENDS_ON]->(y) RETURN collect(DISTINCT y) AS step2 }
CALL { WITH step2 UNWIND step2 AS n MATCH (n)-[:DEPENDS_ON]->(y) RETURN collect(DISTINCT y) AS step3 }
CALL { WITH step3 UNWIND step3 AS n MATCH (n)-[:DEPENDS_ON]->(y) RETURN collect(DISTINCT y) AS step4 }
CALL { WITH step4 UNWIND step4 AS n MATCH (n)-[:DEPENDS_ON]->(y) RETURN collect(DISTINCT y) AS step5 }
UNWIND [[1, step1], [2, step2], [3, step3], [4, step4], [5, step5]] AS level
UNWIND level[1] AS y
WITH x.name AS what, y.id AS id, y.name AS needs, labels(y)[0] AS label, level[0] AS step
WITH what, id, needs, label, min(step) AS steps
RETURN steps, label, needs, what
ORDER BY steps, label, needs, what, id
