/*
title:
  en: One indicator over plans and years
  zh: 某指标在各规划、各年份的数值
description:
  en: Targets and measured values of an indicator, by year.
  zh: 某指标的目标值和现状值，按年份排列。
params:
  name: {type: string, example: 数字经济规模, en: name or alias, zh: 名称或别名}
*/
MATCH (i:Indicator) WHERE i.name = $name OR $name IN i.aliases
MATCH (x)-[:MEASURES]->(i)
WITH DISTINCT i, x
OPTIONAL MATCH (d:Document) WHERE d.id = x.doc
RETURN i.name AS indicator, labels(x)[0] AS label, x.year AS year, x.comparator AS comparator, x.value AS value,
  x.valueMax AS valueMax, x.unit AS unit, d.name AS plan, x.evidence AS evidence
ORDER BY indicator, year, label, plan, x.start, x.id
