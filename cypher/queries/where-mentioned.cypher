/*
title:
  en: Where something is mentioned
  zh: 某事物在哪些章节被提及
description:
  en: Sections of plans that mention it, and how often.
  zh: 提到该事物的章节和次数。
params:
  name: {type: string, example: 广东教育云, en: name or alias, zh: 名称或别名}
*/
MATCH (x) WHERE x.name = $name OR $name IN x.aliases
MATCH (s:Section)-[m:MENTIONS]->(x)
OPTIONAL MATCH (d:Document) WHERE d.id = s.doc
RETURN d.name AS plan, s.number AS number, s.name AS section, x.name AS name, m.count AS count
ORDER BY plan, s.start, name, s.id, m.id
