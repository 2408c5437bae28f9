/*
title:
  en: Pilots by region
  zh: 各区域的试点
description:
  en: What each region or body pilots, with the sentence that says so.
  zh: 各区域和机构的试点事项，附原文。
*/
MATCH (r)-[e:PILOTS]->(t)
OPTIONAL MATCH (d:Document) WHERE d.id = e.doc
WITH r.name AS region, labels(t)[0] AS label, t.name AS pilot, d.name AS plan, e.evidence AS evidence,
  e.start AS start, e.id AS id
RETURN region, label, pilot, plan, evidence
ORDER BY region, pilot, plan, start, id
