/*
title:
  en: Tasks with no goal
  zh: 没有目标的任务
description:
  en: Tasks that have no goal and no project with one.
  zh: 本身及所含项目都没有目标的任务。
*/
MATCH (t:Task)
WHERE NOT EXISTS { MATCH (t)-[:HAS_GOAL]->() } AND NOT EXISTS { MATCH (t)<-[:PART_OF]-(p)-[:HAS_GOAL]->() }
OPTIONAL MATCH (d:Document) WHERE d.id = t.doc
RETURN t.name AS task, d.name AS plan, t.evidence AS evidence
ORDER BY plan, t.start, t.id
