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
CALL { WITH x MATCH (x)<-[:DEPENDS_ON]-(y) RETURN collect(DISTINCT y) AS step1 }
CALL { WITH step1 UNWIND step1 AS n MATCH (n)<-[:DEPENDS_ON]-(y) RETURN collect(DISTINCT y) AS step2 }
CALL { WITH step2 UNWIND step2 AS n MATCH (n)<-[:DEPENDS_ON]-(y) RETURN collect(DISTINCT y) AS step3 }
CALL { WITH step3 UNWIND step3 AS n MATCH (n)<-[:DEPENDS_ON]-(y) RETURN collect(DISTINCT y) AS step4 }
CALL { WITH step4 UNWIND step4 AS n MATCH (n)<-[:DEPENDS_ON]-(y) RETURN collect(DISTINCT y) AS step5 }
UNWIND [[1, step1], [2, step2], [3, step3], [4, step4], [5, step5]] AS level
UNWIND level[1] AS y
WITH x.name AS depends_on, y.id AS id, y.name AS what, labels(y)[0] AS label, level[0] AS step
WITH depends_on, id, what, label, min(step) AS steps
RETURN steps, label, what, depends_on
ORDER BY steps, label, what, depends_on, id
