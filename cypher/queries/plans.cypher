/*
title:
  en: The plans in the graph
  zh: 图中的规划
description:
  en: Every loaded plan with its date, issuer and how much it says.
  zh: 已载入的规划及其日期、发文机关和内容数量。
*/
MATCH (g:Goal) WITH g.doc AS doc, count(*) AS n
WITH collect({doc: doc, n: n}) AS goals
OPTIONAL MATCH (t:Task) WITH goals, t.doc AS doc, count(t) AS n
WITH goals, collect({doc: doc, n: n}) AS tasks
MATCH (d:Document) WHERE d.isPlan = true
OPTIONAL MATCH (d)-[:ISSUED_BY]->(o:Organization)
WITH goals, tasks, d, o ORDER BY o.name, o.id
WITH goals, tasks, d, collect(DISTINCT o.name) AS issuers
RETURN d.name AS plan, d.number AS number, d.date AS date, issuers,
  coalesce(head([x IN goals WHERE x.doc = d.id | x.n]), 0) AS goals,
  coalesce(head([x IN tasks WHERE x.doc = d.id | x.n]), 0) AS tasks
ORDER BY date, plan, d.id
