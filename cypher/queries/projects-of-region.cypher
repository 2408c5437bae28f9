/*
title:
  en: Projects in a region and in what lies in it
  zh: 某区域（含下辖）的项目
description:
  en: Projects located or piloted in a region or in any region that is part of it.
  zh: 位于该区域及其下辖区域、或在其中试点的项目。
params:
  name: {type: string, example: 广东省, en: name or alias, zh: 名称或别名}
*/
MATCH (r:Region) WHERE r.name = $name OR $name IN r.aliases
MATCH (x:Region)-[:PART_OF*0..5]->(r)
WITH DISTINCT x
MATCH (x)-[e:LOCATED_IN|PILOTS]-(p:Project)
WITH DISTINCT x, p, type(e) AS how
RETURN x.name AS region, p.name AS project, p.kind AS kind, how
ORDER BY x.code, region, project, how, p.id
