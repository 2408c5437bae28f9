/*
title:
  en: What a plan is based on
  zh: 某规划依据什么
description:
  en: Documents that a plan follows or carries out, and what those are based on, in up to three steps.
  zh: 规划依据或落实的文件，以及这些文件的依据，最多三级。
params:
  name: {type: string, example: 广东省数字经济发展规划, en: title or alias of the plan, zh: 规划标题或别名}
*/
MATCH (d:Document) WHERE d.name = $name OR $name IN d.aliases
MATCH path = (d)-[:BASED_ON*1..3]->(b:Document)
WITH d, b, min(length(path)) AS steps
OPTIONAL MATCH (d)-[r:BASED_ON]->(b)
WITH d, b, steps, r ORDER BY r.start, r.id
WITH d, b, steps, collect(r.evidence) AS said
RETURN steps, b.name AS based_on, d.name AS plan, head(said) AS evidence
ORDER BY steps, based_on, plan, b.id
