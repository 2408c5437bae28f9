/*
title:
  en: Goals due by year
  zh: 按年份列出目标
description:
  en: Goals whose deadline lies between two years, earliest first.
  zh: 期限在两个年份之间的目标，先到期的在前。
params:
  from: {type: integer, default: 1900, example: 2020, en: first year, zh: 起始年份}
  to: {type: integer, default: 2100, example: 2025, en: last year, zh: 终止年份}
*/
MATCH (g:Goal) WHERE g.year >= $from AND g.year <= $to
OPTIONAL MATCH (d:Document) WHERE d.id = g.doc
RETURN g.year AS year, g.indicator AS indicator, g.comparator AS comparator, g.value AS value, g.valueMax AS valueMax,
  g.unit AS unit, d.name AS plan, g.evidence AS evidence
ORDER BY year, plan, g.start, g.id
