/*
title:
  en: Outline of a plan
  zh: 规划目录
description:
  en: Chapters and sections of a plan in order.
  zh: 规划的章节目录。
params:
  name: {type: string, example: 广东省数字经济发展规划, en: title or alias of the plan, zh: 规划标题或别名}
*/
MATCH (d:Document) WHERE d.name = $name OR $name IN d.aliases
MATCH (s:Section) WHERE s.doc = d.id
RETURN s.level AS level, s.number AS number, s.name AS section
ORDER BY s.start, s.level, s.id
