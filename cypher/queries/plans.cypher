/*
title:
  en: The plans in the graph
  zh: 图中的规划
description:
  en: Every loaded plan with its date, issuer and how much it says.
  zh: 已载入的规划及其日期、发文机关和内容数量。
*/
MATCH (d:Document) WHERE d.isPlan = true
OPTIONAL MATCH (d)-[:ISSUED_BY]->(o:Organization)
WITH d, o ORDER BY o.name, o.id
WITH d, collect(DISTINCT o.name) AS issuers
OPTIONAL MATCH (g:Goal) WHERE g.doc = d.id
WITH d, issuers, count(g) AS goals
OPTIONAL MATCH (t:Task) WHERE t.doc = d.id
RETURN d.name AS plan, d.number AS number, d.date AS date, issuers, goals, count(t) AS tasks
ORDER BY date, plan
