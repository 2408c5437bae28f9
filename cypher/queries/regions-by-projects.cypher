/*
title:
  en: Regions by number of projects
  zh: 各区域项目数
description:
  en: How many projects are located or piloted in each region itself.
  zh: 位于各区域或在其试点的项目数。
params:
  limit: {type: integer, default: 20, example: 20, en: most rows, zh: 最多行数}
*/
MATCH (r:Region)-[e:LOCATED_IN|PILOTS]-(p:Project)
WITH r, count(DISTINCT p) AS projects,
  count(DISTINCT CASE WHEN type(e) = 'PILOTS' THEN p END) AS pilots
RETURN r.name AS region, r.level AS level, projects, pilots
ORDER BY projects DESC, pilots DESC, region, r.id
LIMIT $limit
