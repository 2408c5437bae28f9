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
MATCH path = (y)-[:DEPENDS_ON*1..5]->(x)
WITH x, y, min(length(path)) AS steps
RETURN steps, labels(y)[0] AS label, y.name AS what, x.name AS depends_on
ORDER BY steps, label, what, depends_on, y.id
