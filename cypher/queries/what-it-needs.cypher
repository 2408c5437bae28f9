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
MATCH path = (x)-[:DEPENDS_ON*1..5]->(y)
WITH x, y, min(length(path)) AS steps
RETURN steps, labels(y)[0] AS label, y.name AS needs, x.name AS what
ORDER BY steps, label, needs, what, y.id
