/*
title:
  en: Projects with no responsible body
  zh: 没有责任单位的项目
description:
  en: Projects for which neither they nor the task or project they are part of name anyone.
  zh: 本身及所属任务、项目都没有写明责任单位的项目。
*/
MATCH (p:Project)
WHERE NOT EXISTS { MATCH (p)<-[:RESPONSIBLE_FOR]-() } AND NOT EXISTS { MATCH (p)-[:PART_OF]->(t)<-[:RESPONSIBLE_FOR]-() }
RETURN p.name AS project, p.kind AS kind, size(p.docs) AS plans
ORDER BY project, p.id
