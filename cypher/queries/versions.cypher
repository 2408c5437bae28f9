/*
title:
  en: Versions of a plan
  zh: 某规划的各个版本
description:
  en: Drafts, revisions and the adopted text of one plan, with their dates and the title line that says so; the plan alone if it has no others.
  zh: 同一规划的征求意见稿、送审稿、修订稿和正式文本，及其日期和标明版本的标题。
params:
  name: {type: string, example: 广东省数字经济发展规划, en: title of any version, zh: 任一版本的标题}
*/
MATCH (given:Document) WHERE given.name = $name OR $name IN given.aliases
OPTIONAL MATCH (given)-[:VERSION_OF]->(up:Document)
WITH collect(DISTINCT given.id) + collect(DISTINCT up.id) AS ids
MATCH (plan:Document) WHERE plan.id IN ids
OPTIONAL MATCH (other:Document)-[:VERSION_OF]->(plan)
WITH collect(DISTINCT plan) + collect(DISTINCT other) AS found
UNWIND found AS d
WITH DISTINCT d
OPTIONAL MATCH (d)-[v:VERSION_OF]->(:Document)
WITH d, v ORDER BY v.start, v.id
WITH d, head(collect(v.version)) AS version, head(collect(v.evidence)) AS evidence
RETURN d.name AS document, version, d.date AS date, d.number AS number, d.isPlan = true AS loaded, evidence
ORDER BY date, document, d.id
