/*
title:
  en: Two plans side by side
  zh: 两份规划对照
description:
  en: For each kind of thing, how many are only in one plan, in both, only in the other.
  zh: 逐类统计只在甲规划、两者都有、只在乙规划的数量。
params:
  left: {type: string, example: 广东省数字经济发展规划, en: title or alias of one plan, zh: 甲规划标题或别名}
  right: {type: string, example: 浙江省数字经济行动计划, en: title or alias of the other, zh: 乙规划标题或别名}
*/
MATCH (a:Document) WHERE a.name = $left OR $left IN a.aliases
MATCH (b:Document) WHERE b.name = $right OR $right IN b.aliases
MATCH (n) WHERE a.id IN n.docs OR b.id IN n.docs
WITH labels(n)[0] AS label, a.id IN n.docs AS inLeft, b.id IN n.docs AS inRight
RETURN label, sum(CASE WHEN inLeft AND NOT inRight THEN 1 ELSE 0 END) AS only_left,
  sum(CASE WHEN inLeft AND inRight THEN 1 ELSE 0 END) AS both,
  sum(CASE WHEN inRight AND NOT inLeft THEN 1 ELSE 0 END) AS only_right
ORDER BY label
