/*
title:
  en: A project on one line
  zh: 项目卡片
description:
  en: Leads, supporters, regions, sectors and dependencies of a project, and the plans that speak of it.
  zh: 项目的牵头与配合单位、区域、领域、依托对象和出处。
params:
  name: {type: string, example: 广东教育云, en: name or alias, zh: 名称或别名}
*/
MATCH (p:Project) WHERE p.name = $name OR $name IN p.aliases
OPTIONAL MATCH (o)-[r:RESPONSIBLE_FOR]->(p)
WITH p, o, r ORDER BY o.name, o.id
WITH p, collect(DISTINCT CASE WHEN r.role IN ['lead', 'responsible', 'undertake'] THEN o.name END) AS leads,
  collect(DISTINCT CASE WHEN r.role = 'support' THEN o.name END) AS supports
OPTIONAL MATCH (p)-[:LOCATED_IN]->(x:Region)
WITH p, leads, supports, x ORDER BY x.name
WITH p, leads, supports, collect(DISTINCT x.name) AS regions
OPTIONAL MATCH (p)-[:IN_SECTOR]->(s:Sector)
WITH p, leads, supports, regions, s ORDER BY s.name
WITH p, leads, supports, regions, collect(DISTINCT s.name) AS sectors
OPTIONAL MATCH (p)-[:DEPENDS_ON]->(y)
WITH p, leads, supports, regions, sectors, y ORDER BY y.name
WITH p, leads, supports, regions, sectors, collect(DISTINCT y.name) AS needs
RETURN p.name AS project, p.kind AS kind, leads, supports, regions, sectors, needs, size(p.docs) AS plans
ORDER BY project, p.id
