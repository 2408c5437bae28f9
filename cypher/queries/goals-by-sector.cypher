/*
title:
  en: Goals by sector
  zh: 按领域列出目标
description:
  en: Goals stated for a sector, or for a project or task in it; one sector if a name is given.
  zh: 为某领域或其中的项目、任务提出的目标；给出名称时只列该领域。
params:
  name: {type: string, default: null, example: 数字音乐, en: sector; all if empty, zh: 领域，空为全部}
*/
MATCH (s:Sector) WHERE $name IS NULL OR s.name = $name OR $name IN s.aliases
MATCH (s)<-[:IN_SECTOR*0..1]-(x)-[:HAS_GOAL]->(g:Goal)
WITH DISTINCT s, x, g
OPTIONAL MATCH (d:Document) WHERE d.id = g.doc
RETURN s.name AS sector, x.name AS stated_for, g.year AS year, g.text AS goal, d.name AS plan
ORDER BY sector, year, plan, g.start, stated_for, g.id
