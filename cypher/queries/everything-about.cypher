/*
title:
  en: Everything said about something
  zh: 关于某事物的全部说法
description:
  en: Every relation of it in either direction, with the sentence, except where it is merely mentioned.
  zh: 该事物的全部关系及原文（单纯提及除外）。
params:
  name: {type: string, example: 广东教育云, en: name or alias, zh: 名称或别名}
*/
MATCH (x) WHERE x.name = $name OR $name IN x.aliases
MATCH (x)-[r]-(y)
WHERE type(r) <> 'MENTIONS' AND type(r) <> 'CONTAINS'
WITH x, r, y, startNode(r).id = x.id AS out
OPTIONAL MATCH (d:Document) WHERE d.id = r.doc
RETURN x.name AS name, CASE WHEN out THEN '->' ELSE '<-' END AS direction, type(r) AS relation,
  coalesce(r.role, r.kind) AS detail, labels(y)[0] AS label, y.name AS other, d.name AS plan, r.evidence AS evidence
ORDER BY name, relation, direction, detail, other, plan, r.start, r.id
