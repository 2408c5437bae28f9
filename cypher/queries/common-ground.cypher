/*
title:
  en: What two plans share
  zh: 两份规划的共同内容
description:
  en: Bodies, projects, sectors, indicators, regions and documents that both plans speak of.
  zh: 两份规划都提到的机构、项目、领域、指标、区域和文件。
params:
  left: {type: string, example: 广东省数字经济发展规划, en: title or alias of one plan, zh: 甲规划标题或别名}
  right: {type: string, example: 浙江省数字经济行动计划, en: title or alias of the other, zh: 乙规划标题或别名}
*/
MATCH (a:Document) WHERE a.name = $left OR $left IN a.aliases
MATCH (b:Document) WHERE b.name = $right OR $right IN b.aliases
MATCH (n) WHERE a.id IN n.docs AND b.id IN n.docs AND a.id <> b.id
RETURN labels(n)[0] AS label, n.name AS name
ORDER BY label, name, n.id
