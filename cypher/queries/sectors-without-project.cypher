/*
title:
  en: Sectors with no project
  zh: 没有项目的领域
description:
  en: Fields that plans name but in which no project or task stands.
  zh: 规划提到但没有项目或任务的领域。
*/
MATCH (s:Sector)
WHERE NOT EXISTS { MATCH (s)<-[:IN_SECTOR]-() }
RETURN s.name AS sector, s.kind AS kind, size(s.docs) AS plans
ORDER BY plans DESC, sector, s.id
