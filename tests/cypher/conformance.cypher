// Statements of the kinds that analysts write, one a line; test_conformance.py runs each on the embedded engine and on a real Neo4j
// over the same graph and compares columns, rows, order and types. Before a statement may stand
//   params: JSON      its parameters
//   refused: words    the embedded store refuses it with a line that has these words, because its engine cannot do it or
//                     would answer differently (docs/databases.md lists these)
// A kind that is called `errors` holds statements that both refuse.

// # pattern comprehension
MATCH (p:Project) UNWIND [(p)<-[r:RESPONSIBLE_FOR]-(o) | o.name] AS who RETURN p.name AS name, who ORDER BY name, who
MATCH (p:Project) WITH p, [(p)-[:DEPENDS_ON]->(x:Project) WHERE x.kind = 'platform' | x.name] AS needs WHERE size(needs) > 0 RETURN p.name AS name, needs ORDER BY name
MATCH (r:Region) RETURN r.name AS name, size([(r)-[:PILOTS]->(x) | x]) AS pilots ORDER BY pilots DESC, name, r.id

// # optional match
MATCH (p:Project) OPTIONAL MATCH (p)-[:LOCATED_IN]->(r:Region) RETURN p.name AS project, r.name AS region ORDER BY project, region, p.id
OPTIONAL MATCH (n:Project {name: '没有的'}) RETURN n AS nothing, n.name AS name, labels(n) AS labels
MATCH (t:Task) OPTIONAL MATCH (t)-[:HAS_GOAL]->(g) WHERE g.year > 2020 RETURN t.name AS task, count(g) AS goals, collect(g.year) AS years ORDER BY task
MATCH (o:Organization) OPTIONAL MATCH (o)-[r:RESPONSIBLE_FOR {role:'lead'}]->(t:Task) OPTIONAL MATCH (t)-[:HAS_GOAL]->(g:Goal) RETURN o.name AS who, t.name AS task, g.text AS goal ORDER BY who, task, goal, o.id

// # aggregation
MATCH (n) RETURN labels(n)[0] AS label, count(*) AS n ORDER BY n DESC, label
MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n, count(r.doc) AS stated, count(DISTINCT r.doc) AS plans ORDER BY n DESC, type
MATCH (g:Goal) RETURN min(g.year) AS first, max(g.year) AS last, avg(g.year) AS mean, sum(g.year) AS total
MATCH (g:Goal) RETURN sum(g.value) AS total, round(avg(g.value), 6) AS mean, round(stDev(g.value), 6) AS spread
MATCH (n:Sector) WHERE n.name = '没有的' RETURN count(n) AS n, sum(n.year) AS total, collect(n.name) AS names, max(n.year) AS last, avg(n.year) AS mean
MATCH (o)-[r:RESPONSIBLE_FOR]->(t) WITH o, collect(DISTINCT r.role) AS roles, count(DISTINCT t) AS n UNWIND roles AS role WITH o, n, role ORDER BY role RETURN o.name AS who, n, collect(role) AS roles ORDER BY who
UNWIND [1, 2, 3, 4, 10] AS x RETURN toFloat(percentileCont(x, 0.5)) AS median, percentileDisc(x, 0.5) AS middle, stDevP(x) AS spread
// refused: percentileCont gives another type
UNWIND [1, 2, 3, 4, 10] AS x RETURN percentileCont(x, 0.5) AS median
// refused: in a condition
MATCH (n:Project) RETURN count(n) > 3 AND count(n) < 1000 AS some
// refused: in a condition
MATCH (n:Project) RETURN n.kind AS kind, max(n.year) IS NULL AS none ORDER BY kind
// refused: before a property
MATCH (n:Project) WITH n ORDER BY n.name RETURN head(collect(n)).name AS first
MATCH (n:Project) WITH n ORDER BY n.name WITH n.kind AS kind, collect(n)[..2] AS ns RETURN kind, [n IN ns | n.name] AS names ORDER BY kind
MATCH (n:Project) RETURN n.kind AS kind, round(100.0 * sum(size(n.docs)) / count(*), 1) AS share, coalesce(max(n.year), 0) AS year, CASE WHEN count(n) > 3 THEN 'many' ELSE 'few' END AS many ORDER BY kind
MATCH (n:Project) WITH n ORDER BY n.name RETURN n.kind AS kind, [x IN collect(n.name) WHERE NOT x CONTAINS '云'] AS names, any(x IN collect(n.name) WHERE x CONTAINS '云') AS cloud, reduce(t = 0, x IN collect(size(n.name)) | t + x) AS signs ORDER BY kind
MATCH (d:Document)-[:CONTAINS]->(s:Section) WITH d, count(s) AS sections ORDER BY sections DESC, d.name RETURN collect({plan:d.name, sections:sections}) AS plans
MATCH (p:Project) RETURN p.kind AS kind, count(*) AS n ORDER BY n DESC, kind
MATCH (n) RETURN count(n) > 10 AS many, count(DISTINCT labels(n)) AS kinds

// # with, order, skip, limit
MATCH (s:Sector) WITH s ORDER BY s.name SKIP 2 LIMIT 5 RETURN s.name AS name
MATCH (s:Sector) RETURN s.name AS name ORDER BY size(name) DESC, name SKIP 1 LIMIT 3
MATCH (o:Organization)-[:RESPONSIBLE_FOR]->(x) WITH o, count(x) AS n WHERE n >= 1 WITH o.name AS who, n ORDER BY n DESC, who LIMIT 3 RETURN collect(who) AS whos, sum(n) AS n
MATCH (n) RETURN DISTINCT labels(n) AS labels ORDER BY labels
MATCH (g:Goal) RETURN g.year AS year, g.indicator AS indicator ORDER BY year DESC, indicator
// params: {"skip": 1, "limit": 2}
MATCH (s:Sector) RETURN s.name AS name ORDER BY name SKIP $skip LIMIT $limit
MATCH (p:Project) WITH * ORDER BY p.name, p.id LIMIT 2 RETURN *
MATCH (a:Task)<-[r:PART_OF]-(b) WITH r, a, b ORDER BY r.id LIMIT 2 RETURN *
// refused: beside *
WITH 1 AS b, 2 AS a RETURN *, a + b AS c
WITH 1 AS b, 2 AS a WITH *, a + b AS c RETURN *
UNWIND [3, null, 1, 2] AS x RETURN x ORDER BY x
UNWIND [3, null, 1, 2] AS x RETURN x ORDER BY x DESC
UNWIND ['b', 'a', '云', '中', 'A', ''] AS x RETURN x ORDER BY x
UNWIND [true, false, null] AS x RETURN x ORDER BY x
UNWIND [1.5, 1, 2] AS x RETURN x ORDER BY x

// # case
MATCH (p:Project) RETURN p.name AS name, CASE p.kind WHEN 'platform' THEN '平台' WHEN 'facility' THEN '设施' ELSE '其他' END AS kind ORDER BY name, p.id
MATCH (g:Goal) RETURN g.text AS goal, CASE WHEN g.year IS NULL THEN '无期限' WHEN g.year <= 2020 THEN '已到期' END AS state ORDER BY goal, g.id
MATCH ()-[r:RESPONSIBLE_FOR]->() RETURN sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END) AS leads, count(CASE WHEN r.role = 'support' THEN r END) AS supports

// # list functions
RETURN range(1, 5) AS a, range(10, 0, -3) AS b, [1, 2, 3][1] AS c, [1, 2, 3][-1] AS d, [1, 2, 3, 4][1..3] AS e, [1, 2][5] AS f
RETURN head([1, 2]) AS a, last([1, 2]) AS b, tail([1, 2]) AS c, reverse([1, 2]) AS d, size([1, 2]) AS e, head([]) AS f
RETURN [x IN range(1, 10) WHERE x % 2 = 0 | x * x] AS a, [x IN [1, 2] | toString(x)] AS b
RETURN reduce(total = 0, x IN [1, 2, 3] | total + x) AS a, all(x IN [1, 2] WHERE x > 0) AS b, any(x IN [1, 2] WHERE x > 1) AS c, none(x IN [1] WHERE x > 1) AS d, single(x IN [1, 2] WHERE x > 1) AS e
RETURN 2 IN [1, 2] AS a, 3 IN [1, null] AS b, [1] + [2] AS c, [1] + 2 AS d, [1, 2] = [1, 2] AS e, [] = [] AS f
MATCH (d:Document) WHERE d.isPlan RETURN d.name AS name, size(keys(d)) > 3 AS many, [k IN keys(d) WHERE k STARTS WITH 'da'] AS k ORDER BY name
UNWIND [[1, 2], [3]] AS part UNWIND part AS x RETURN x, part
UNWIND [] AS x RETURN x
MATCH (n:Organization) UNWIND n.aliases AS alias RETURN alias, n.name AS name ORDER BY alias, name
RETURN toIntegerList(['1', 'x']) AS a, toStringList([1, true]) AS b

// # map functions
RETURN {name: '广东', n: 1}.name AS a, {a: 1} = {a: 1} AS b, keys({b: 1}) AS c, {a: {b: [1, 2]}}.a.b[1] AS d
MATCH (p:Project) WITH p ORDER BY p.name, p.id LIMIT 3 RETURN p {.name, .kind, n: size(p.docs)} AS p
WITH {name: '云', kind: 'platform'} AS m RETURN m['name'] AS a, m.nothing AS b, m {.*, x: 1} AS c
MATCH (o:Organization)-[r:RESPONSIBLE_FOR]->(x) WITH o, r, x ORDER BY r.id WITH o, collect(r.role) AS roles, collect(x {.name, .kind}) AS what RETURN {who: o.name, roles: roles, what: what} AS card ORDER BY card.who
// refused: in a map
MATCH (o:Organization)-[r:RESPONSIBLE_FOR]->(x) RETURN o.name AS who, {n: count(r)} AS card ORDER BY who
MATCH (n:Goal) WITH n ORDER BY n.id LIMIT 2 RETURN properties(n) AS p
MATCH ()-[r:PILOTS]->() WITH r ORDER BY r.id LIMIT 2 RETURN r {.evidence, .start, .confidence} AS r

// # nodes, relationships, paths
MATCH (n:Project) RETURN n ORDER BY n.id LIMIT 5
MATCH (a)-[r:PILOTS]->(b) RETURN a, r, b ORDER BY r.id LIMIT 5
MATCH ()-[r:DEPENDS_ON]->() RETURN r ORDER BY r.id
MATCH p = (:Organization)-[:RESPONSIBLE_FOR]->(:Project)-[:DEPENDS_ON]->() RETURN p ORDER BY [n IN nodes(p) | n.id], [r IN relationships(p) | r.id]
MATCH p = (a:Region)-[:PILOTS]->(b)<-[:DEPENDS_ON]-(c) RETURN length(p) AS n, [x IN nodes(p) | x.name] AS names, [r IN relationships(p) | type(r)] AS types ORDER BY names
MATCH (a)-[r:RESPONSIBLE_FOR]->(b) RETURN startNode(r).name AS a, endNode(r).name AS b, type(r) AS t, r.role AS role ORDER BY a, b, role
MATCH (n:Project) WITH n ORDER BY n.id LIMIT 3 WITH collect(n) AS nodes RETURN nodes, {first: head(nodes)} AS m
MATCH (n) WHERE n:Project OR n:Task RETURN n.name AS name, n:Task AS task ORDER BY name, n.id
MATCH (n:Project|Task) RETURN labels(n) AS labels, count(*) AS n ORDER BY labels
MATCH (a)--(b:Region) RETURN DISTINCT labels(a)[0] AS label, b.name AS region ORDER BY label, region

// # variable length
MATCH (a:Project)-[:DEPENDS_ON*1..3]->(b) RETURN a.name AS a, b.name AS b ORDER BY a, b
MATCH p = (a:Project)-[:PART_OF*]->(b) RETURN a.name AS a, b.name AS b, length(p) AS n ORDER BY a, b, n
MATCH (a:Region)-[rs:PART_OF*0..2]->(b:Region) RETURN a.name AS a, b.name AS b, size(rs) AS n ORDER BY a, b
MATCH p = (a:Organization)-[:RESPONSIBLE_FOR|PART_OF|DEPENDS_ON*2]-(b) RETURN a.name AS a, b.name AS b, count(*) AS n ORDER BY a, b, n
MATCH (d:Document)-[:CONTAINS*1..2]->(s:Section)-[:MENTIONS]->(x) RETURN d.name AS plan, labels(x)[0] AS label, count(DISTINCT x) AS n ORDER BY plan, label

// # shortest path
MATCH (a:Region {name:'深圳市'}), (b:Organization {name:'华为公司'}) MATCH p = shortestPath((a)-[*..6]-(b)) RETURN length(p) AS n
MATCH (a:Organization {name:'广东省财政厅'}), (b:Sector {name:'智慧教育'}), p = allShortestPaths((a)-[*..5]-(b)) RETURN [x IN nodes(p) | x.name] AS names ORDER BY names
MATCH (a:Region {name:'杭州市'}), (b:Task {name:'发展智慧教育'}) OPTIONAL MATCH p = shortestPath((a)-[:PART_OF*..3]->(b)) RETURN p IS NULL AS none

// # exists and count subqueries
MATCH (p:Project) WHERE EXISTS { (p)<-[:RESPONSIBLE_FOR]-(:Organization) } RETURN p.name AS name ORDER BY name
MATCH (p:Project) WHERE NOT EXISTS { MATCH (p)-[:LOCATED_IN]->(r:Region) WHERE r.level = 'city' } RETURN p.name AS name ORDER BY name, p.id
MATCH (p:Project) RETURN p.name AS name, COUNT { (p)<-[:PILOTS]-() } AS pilots ORDER BY pilots DESC, name, p.id
MATCH (r:Region) WHERE COUNT { (r)-[:PILOTS]->() } > 0 RETURN r.name AS name ORDER BY name
MATCH (p:Project) WHERE (p)-[:DEPENDS_ON]->() RETURN p.name AS name ORDER BY name
MATCH (p:Project) WHERE NOT (p)<-[:RESPONSIBLE_FOR]-() AND p.kind = 'platform' RETURN p.name AS name ORDER BY name
MATCH (p:Project) RETURN p.name AS name, COLLECT { MATCH (p)<-[:RESPONSIBLE_FOR]-(o) RETURN o.name ORDER BY o.name } AS who ORDER BY name, p.id
MATCH (p:Project) RETURN p.name AS name, exists { (p)-[:IN_SECTOR]->() } AS placed ORDER BY name, p.id

// # call subqueries
MATCH (r:Region) CALL { WITH r MATCH (r)<-[:LOCATED_IN]-(p) RETURN count(p) AS n } RETURN r.name AS name, n ORDER BY n DESC, name, r.id
MATCH (o:Organization) CALL { WITH o MATCH (o)-[r:RESPONSIBLE_FOR]->(x) RETURN x.name AS first ORDER BY first LIMIT 1 } RETURN o.name AS who, first ORDER BY who
CALL { MATCH (n:Task) RETURN count(n) AS n } RETURN n
CALL { MATCH (n:Task) RETURN n.name AS name UNION MATCH (n:Project) RETURN n.name AS name } RETURN count(*) AS n, min(name) AS first
MATCH (r:Region) CALL (r) { MATCH (r)-[:PILOTS]->(x) RETURN collect(x.name) AS pilots } RETURN r.name AS name, size(pilots) AS n ORDER BY name, r.id

// # union
MATCH (n:Task) RETURN n.name AS name ORDER BY name UNION ALL MATCH (n:Region) RETURN n.name AS name ORDER BY name
MATCH (n:Task) RETURN 'task' AS kind, count(n) AS n UNION MATCH (n:Goal) RETURN 'goal' AS kind, count(n) AS n
RETURN 1 AS x UNION RETURN 1 AS x

// # strings
RETURN size('数据，共享') AS a, substring('公共数字文化', 2, 2) AS b, left('公共数字', 2) AS c, right('公共数字', 2) AS d, reverse('公共') AS e
RETURN replace('广东省广州市', '广', '甲') AS a, split('省、市、县', '、') AS b, trim('  云 ') AS c, toUpper('5g云') AS d, toLower('AI') AS e, split('a', '') AS f
RETURN '数字经济' CONTAINS '经' AS a, '数字' STARTS WITH '数' AS b, '数字' ENDS WITH '字' AS c, '数字' =~ '数.*' AS d, '数字' =~ '字' AS e
RETURN '广东' + '省' AS a, '第' + 3 + '项' AS b, toString(3.0) AS c, toString(90) AS d, toInteger('12') AS e, toFloat('1.5') AS f, toInteger('x') AS g, toBoolean('true') AS h
RETURN size('𠮷野家') AS a, substring('𠮷野家', 1, 1) AS b, left('𠮷野家', 1) AS c, reverse('𠮷野') AS d
RETURN 'it\'s' AS a, "he said \"云\"" AS b, 'tab\tnewline\n' AS c, '\u6570' AS d
MATCH (s:Section)-[m:MENTIONS]->(x) WHERE m.evidence CONTAINS '平台' RETURN x.name AS name, size(m.evidence) AS n ORDER BY name, n, m.id
MATCH (n) WHERE n.name =~ '.*(平台|云)$' RETURN n.name AS name ORDER BY name, n.id
UNWIND ['２０２０', 'Ａ', 'ß', 'É'] AS x RETURN x, toLower(x) AS lower, toUpper(x) AS upper, size(x) AS n
RETURN trim('　云　') AS a, ltrim(' a ') AS b, rtrim(' a ') AS c
// params: {"name": "省教育厅"}
MATCH (n) WHERE n.name = $name OR $name IN n.aliases RETURN n.name AS name, labels(n)[0] AS label ORDER BY name

// # nulls
RETURN null = null AS a, null <> 1 AS b, null IS NULL AS c, NOT null AS d, null AND false AS e, null OR true AS f, null XOR true AS g
RETURN coalesce(null, 2, 3) AS a, size(null) AS b, 1 + null AS c, null + 'x' AS d, [1, null] AS e, null IN [1] AS f, toUpper(null) AS g
MATCH (p:Project) WHERE p.kind <> 'platform' RETURN p.name AS name ORDER BY name
MATCH (g) WHERE g.year > 2019 RETURN g.name AS name, g.year AS year ORDER BY year, name
RETURN nullIf(1, 1) AS a, isEmpty('') AS b, isEmpty([]) AS c, {x: null} AS d, null STARTS WITH 'a' AS e
MATCH (n:Sector) RETURN n.nothing AS nothing, n.nothing IS NOT NULL AS known, count(*) AS n

// # numbers
RETURN 7 / 2 AS a, 7.0 / 2 AS b, 7 % 3 AS c, -7 / 2 AS d, -7 % 3 AS e, 2 ^ 3 AS f, 1e3 AS g, 10 / 4.0 AS h
RETURN round(2.5) AS a, round(-2.5) AS b, round(3.14159, 2) AS c, ceil(1.2) AS d, floor(-1.2) AS e, abs(-3) AS f, sign(-2) AS g, sqrt(16) AS h
RETURN 1 = 1.0 AS a, 1 < 1.5 AS b, '1' = 1 AS c, 0.1 + 0.2 AS d, 9007199254740993 AS e, 0x1F AS f, toInteger(3.9) AS g, toFloat(3) AS h
RETURN exp(0) AS a, log(1) AS b, log10(100) AS c, pi() > 3.14 AS d, round(e(), 3) AS e, toInteger('0012') AS f
RETURN 'a' < 'b' AS a, '云' < '中' AS b, 1 < 2 < 3 AS c, 3 >= 3 AS d, 'a' < 1 AS e
UNWIND [1, 2.0, 3] AS x RETURN x, x + 1 AS y, x * 2 AS z
RETURN 9223372036854775807 AS big, -9223372036854775808 AS small
RETURN 1.0 AS a, 100000000000000000000.0 AS b, 1.0e-7 AS c, 3.0 * 2 AS d

// # temporal
RETURN date('2018-04-10') AS a, date('2018-04-10').year AS b, date('2018-04-10') < date('2020-01-01') AS c
RETURN date({year:2025, month:12, day:31}) AS a, datetime('2020-01-01T08:00:00Z') AS b, duration('P1Y2M') AS c
RETURN duration.between(date('2018-01-01'), date('2020-03-01')).months AS a, date('2020-01-31') + duration('P1M') AS b
RETURN localdatetime('2020-01-01T08:00:00') AS a, localtime('08:30') AS b, time('08:30:00+08:00') AS c
MATCH (d:Document) WHERE d.date IS NOT NULL RETURN d.name AS plan, date(d.date).year AS year, date(d.date).quarter AS quarter ORDER BY year, plan
RETURN toString(date('2020-02-29')) AS a, date.truncate('month', date('2020-02-29')) AS b, duration({days:3}).days AS c

// refused: toString writes times
RETURN toString(datetime('2020-01-01T08:00:00Z')) AS a
RETURN datetime('2020-01-01T08:00:01.5+08:00') AS a, datetime('2020-01-01T08:00[Asia/Shanghai]') AS b, localdatetime('2020-01-01T08:00:01.000001') AS c, datetime({epochSeconds: 1577865600}) AS d
RETURN duration({years: 1, weeks: 1, minutes: 90, seconds: 3.5}) AS a, duration('P1D') * 2 AS b, duration('P400D').days AS c, duration.inDays(date('2018-01-01'), date('2020-03-02')).days AS d

// # functions and procedures
// refused: the procedure `db.propertyKeys`
CALL db.propertyKeys() YIELD propertyKey RETURN count(*) > 10 AS many
CALL db.labels() YIELD label RETURN label ORDER BY label
CALL db.relationshipTypes() YIELD relationshipType AS type RETURN type ORDER BY type
RETURN point({x: 1, y: 2}) AS p, point.distance(point({x: 1, y: 2}), point({x: 4, y: 6})) AS d
// refused: SHORTEST 1
MATCH p = SHORTEST 1 (a:Region {name: '深圳市'})-[:PILOTS|RESPONSIBLE_FOR]-+(b:Organization {name: '华为公司'}) RETURN length(p) AS n

// # quantified paths and label expressions
MATCH (a:Project)-[:DEPENDS_ON]->{1,3}(b) RETURN a.name AS a, b.name AS b ORDER BY a, b
MATCH (n:Project&!Task) RETURN count(n) AS n
MATCH (n:Project WHERE n.kind = 'platform') RETURN n.name AS name ORDER BY name, n.id
MATCH ()-[r:!MENTIONS]->() RETURN count(r) AS n

// # predicates
MATCH (p:Project) WHERE p.kind IN ['platform', 'facility'] AND NOT p.name STARTS WITH '广东' RETURN p.name AS name ORDER BY name, p.id
MATCH (g:Goal) WHERE 2019 < g.year <= 2025 RETURN g.text AS goal ORDER BY goal, g.id
MATCH (a)-[r]->(b) WHERE type(r) IN ['PILOTS', 'LOCATED_IN'] AND r.confidence >= 0.5 RETURN a.name AS a, b.name AS b ORDER BY a, b, r.id
MATCH (a:Organization), (b:Region) WHERE a.jurisdiction = b.name RETURN a.name AS a, b.name AS b ORDER BY a
MATCH (a)-[:IN_SECTOR]->(s)<-[:IN_SECTOR]-(b) WHERE a.id < b.id RETURN a.name AS a, s.name AS s, b.name AS b ORDER BY a, s, b
MATCH (n) WHERE n.doc IS NULL AND n.docs IS NOT NULL AND size(n.docs) > 1 RETURN n.name AS name, labels(n)[0] AS label ORDER BY name
MATCH (a)-[r1:RESPONSIBLE_FOR]->(x)<-[r2:RESPONSIBLE_FOR]-(b) WHERE r1.role = 'lead' AND r2.role = 'support' RETURN a.name AS lead, b.name AS support, x.name AS what ORDER BY lead, support, what

// # names of edges
MATCH (r:Region)-[e:PILOTS]->() MATCH (d:Document {id: e.doc}) RETURN r.name AS r, d.name AS d ORDER BY r, d
MATCH (r:Region)-[e:PILOTS]->() OPTIONAL MATCH (d:Document {id: e.doc}) RETURN r.name AS r, d.name AS d ORDER BY r, d
MATCH (r:Region)-[e:PILOTS]->(), (d:Document {name: '广东省数字经济发展规划', id: e.doc}) RETURN r.name AS r ORDER BY r
MATCH (a)-[e:PILOTS]->(b)<-[f:RESPONSIBLE_FOR {doc: e.doc}]-(c) RETURN a.name AS a, c.name AS c ORDER BY a, c
MATCH (a)-[e:PILOTS]->(b) WHERE a.name = '深圳市' OR b.name CONTAINS '云' MATCH (c)-[:RESPONSIBLE_FOR {doc: e.doc}]->(x) RETURN a.name AS a, c.name AS c, x.name AS x ORDER BY a, c, x
MATCH (p:Project) OPTIONAL MATCH (p)-[e:DEPENDS_ON]->(b) OPTIONAL MATCH (d:Document {id: e.doc}) RETURN p.name AS p, d.name AS d ORDER BY p, d
MATCH (o)-[e:RESPONSIBLE_FOR]->(b), (o)-[f:RESPONSIBLE_FOR {role: e.role}]->(c) WHERE b.id < c.id RETURN o.name AS o, b.name AS b, c.name AS c ORDER BY o, b, c
MATCH (a)-[`e x`:DEPENDS_ON]->(b) MATCH (a)-[:DEPENDS_ON*1..2 {kind: `e x`.kind}]->(c) RETURN a.name AS a, c.name AS c ORDER BY a, c
MATCH (a)-[e:PILOTS]->(b) MATCH p = shortestPath((d:Document {id: e.doc})-[*..3]-(b)) RETURN a.name AS a, length(p) AS n ORDER BY a
MATCH (a)-[e:PILOTS]->(b) MATCH (b)((x)-[f WHERE f.doc = e.doc]-(y)){1,2}(c:Organization) RETURN a.name AS a, c.name AS c, count(*) AS n ORDER BY a, c
MATCH (a)-[e:PILOTS]->(b) MATCH (b)((x)-[f]-(y) WHERE f.doc = e.doc){1,2}(c:Organization) RETURN a.name AS a, c.name AS c, count(*) AS n ORDER BY a, c
MATCH (a)-[e:PILOTS]->() WITH * MATCH (d:Document {id: e['doc']}) RETURN d.name AS d, count(*) AS n ORDER BY d
MATCH (a)-[e:PILOTS]->() MATCH (x)-[]->(y {id: endNode(e).id}) RETURN count(*) AS n
MATCH (a)-[e:PILOTS]->() CALL (*) { MATCH (d:Document {id: e.doc}) RETURN d.name AS d } RETURN a.name AS a, d ORDER BY a, d
MATCH (p:Project) CALL { WITH p MATCH (p)<-[e:RESPONSIBLE_FOR]-(o) MATCH (d:Document {id: e.doc}) RETURN d.name AS d } RETURN p.name AS p, d ORDER BY p, d
MATCH (p:Project) WHERE EXISTS { (p)<-[e:RESPONSIBLE_FOR]-(o)-[:RESPONSIBLE_FOR {role: e.role}]->(q) } RETURN p.name AS p ORDER BY p
MATCH (p:Project) RETURN p.name AS p, COUNT { MATCH (p)<-[e:RESPONSIBLE_FOR]-(o) MATCH (d:Document {id: e.doc}) } AS n ORDER BY p
MATCH (p:Project) RETURN p.name AS p, COLLECT { MATCH (p)<-[e:RESPONSIBLE_FOR]-(o) MATCH (:Document {id: e.doc}) WITH o ORDER BY e.start, o.name RETURN o.name } AS who ORDER BY p
MATCH (p:Project) RETURN p.name AS p, size([(p)<-[e:RESPONSIBLE_FOR]-(o)-[:RESPONSIBLE_FOR {role: e.role}]->(q) | q]) AS n ORDER BY p
MATCH (a)-[e:PILOTS]->(b) RETURN a.name AS a, b.name AS b, size([(c)-[:RESPONSIBLE_FOR {doc: e.doc}]->(b) | c]) AS n ORDER BY a, b
MATCH (a)-[e:PILOTS]->(b) WITH a, b ORDER BY e.start DESC, a.id SKIP 1 LIMIT 3 RETURN collect(a.name + b.name) AS x
MATCH (p:Project)<-[e:RESPONSIBLE_FOR]-(o) WITH p, o.name AS who ORDER BY e.role, who RETURN p.name AS p, collect(who) AS who ORDER BY p
MATCH (a)-[e:PILOTS]->(b) MATCH (d:Document {id: e.doc}) RETURN DISTINCT 'p' AS t, d.name AS d ORDER BY d UNION ALL MATCH (a)-[e:LOCATED_IN]->(b) MATCH (d:Document {id: e.doc}) RETURN DISTINCT 'l' AS t, d.name AS d ORDER BY d
MATCH (p:Project)<-[e]-(o) RETURN p.name AS p, [(p)<-[f]-(x) WHERE f = e | x.name] AS x ORDER BY p, x
MATCH (a)-[e:PILOTS]->(b) MATCH (x)-[e]->(y) WHERE EXISTS { (x)-[e]->(y) } RETURN x.name AS x, y.name AS y ORDER BY x, y
// refused: for a new edge
MATCH (a)-[e:PILOTS]->(b) RETURN a.name AS a, [(x)-[e]->(y) | y.name] AS x ORDER BY a
// refused: for a new edge
MATCH (p:Project)<-[e]-(o) WHERE NOT (o)<-[e]-(p) RETURN count(*) AS n
// refused: hands nothing on
MATCH (t:Task) CALL { WITH * MATCH (d:Document {id: t.doc}) RETURN d.name AS d } RETURN t.name AS t, d ORDER BY t, d
// refused: needs a name
MATCH (p:Project) RETURN COUNT { (p)<-[e:RESPONSIBLE_FOR]-(o)-[:RESPONSIBLE_FOR {role: e.role}]->(q) } ORDER BY p.id
// refused: not defined
CALL { MATCH (p:Project)<-[e:RESPONSIBLE_FOR]-(o) RETURN * } RETURN p.name AS p, e.role AS role ORDER BY p, role

// # maps and names in later patterns
MATCH (t:Task) OPTIONAL MATCH (d:Document {id: t.doc}) RETURN t.name AS t, d.name AS d ORDER BY t, d
MATCH (d:Document {id: t.doc}), (t:Task) RETURN t.name AS t, d.name AS d ORDER BY t, d
MATCH (t:Task) RETURN t.name AS t, EXISTS { (:Document {id: t.doc}) } AS x, COUNT { (:Document {id: t.doc})-->() } AS n ORDER BY t
MATCH p = (:Region)-[:PILOTS]->() MATCH (d:Document {id: relationships(p)[0].doc}) RETURN d.name AS d, count(*) AS n ORDER BY d
MATCH (a)-[es:PILOTS*1..2]->(b) MATCH (d:Document {id: es[0].doc}) RETURN d.name AS d, count(*) AS n ORDER BY d
UNWIND [{n: '广州市'}, {n: '没有的'}] AS x OPTIONAL MATCH (r:Region {name: x.n})-[:PILOTS {doc: r.docs[0]}]->(y) RETURN x.n AS n, y.name AS y ORDER BY n, y
MATCH (g:Goal) MATCH (h:Goal {year: g.year, unit: g.unit}) WHERE g.id < h.id RETURN g.name AS a, h.name AS b ORDER BY a, b
MATCH path = (a:Region)-[*1..2]-(b:Organization) WITH a, b ORDER BY length(path) DESC, a.id, b.id RETURN collect(a.name + b.name) AS x
MATCH (a:Region)-[es*1..2]-(b:Organization) WITH a, b ORDER BY size(es) DESC, a.id, b.id, es[0].id RETURN collect(a.name + b.name) AS x
MATCH (a:Project)((x)-[e:DEPENDS_ON]->(y)){1,2}(b) RETURN a.name AS a, b.name AS b, [n IN y | n.name] AS ys, [r IN e | r.kind] AS kinds ORDER BY a, b
MATCH (a:Project)-[r:DEPENDS_ON]->+(b) RETURN a.name AS a, b.name AS b, size(r) AS n ORDER BY a, b
MATCH (a:Region WHERE a.level = 'city')-[r:PILOTS WHERE r.confidence > 0.5]->(b) RETURN a.name AS a, b.name AS b ORDER BY a, b

// # texts of plans
MATCH (d:Document) WHERE d.isPlan RETURN d.name AS plan, size(d.text) AS n, size(keys(d)) AS k ORDER BY plan
MATCH (a)-[r]->(b) WHERE r.evidence IS NOT NULL MATCH (d:Document {id: r.doc}) RETURN substring(d.text, r.start, r.end - r.start) = r.evidence AS same, count(*) > 0 AS any
MATCH (d:Document) RETURN d ORDER BY d.id

// # labels, types and functions of the database
// refused: worked out
MATCH ()-[r:$('PILOTS')]->() RETURN count(*) AS n
// refused: worked out
WITH 'Region' AS label MATCH (n:$(label)) RETURN count(*) AS n
// refused: valueType
RETURN valueType([1]) AS a
RETURN 1 IS :: INTEGER AS a, 'x' IS TYPED STRING AS b, 1.0 IS NOT :: INTEGER AS c
// refused: same return column names
RETURN 1 AS a, 2 AS b UNION RETURN 2 AS b, 1 AS a
MATCH (n:Region) UNWIND keys(n) AS k RETURN k, count(*) AS c ORDER BY c DESC, k
MATCH ()-[r]->() UNWIND keys(r) AS k RETURN k, count(*) AS c ORDER BY c DESC, k

// # counting neighbours
MATCH (a)-[r]->(b) RETURN labels(a)[0] AS a, type(r) AS t, labels(b)[0] AS b, count(*) AS n ORDER BY n DESC, a, t, b
MATCH (n) RETURN n.name AS name, COUNT { (n)-->() } AS out, COUNT { (n)<--() } AS in ORDER BY out + in DESC, name, n.id LIMIT 5
MATCH (a)--(b)--(c)--(d) RETURN count(*) AS n
MATCH (a:Region)-[r*1..2]-(b:Organization) WITH last(r) AS l RETURN type(l) AS t, count(*) AS n ORDER BY t
MATCH (a:Project)-[r]->(b), (a)-[s]->(c) RETURN count(*) AS n
MATCH (s:Section)-[:MENTIONS]->(a:Sector), (s)-[:MENTIONS]->(b:Sector) WHERE a.name < b.name RETURN a.name AS a, b.name AS b, count(DISTINCT s) AS n ORDER BY n DESC, a, b LIMIT 5

// # errors
RETURN 1 / 0 AS x
MATCH (n RETURN n
RETURN nosuch(1) AS x
RETURN x
MATCH (n:Project) RETURN n.name AS a, n.kind AS a
MATCH (n:Project) RETURN count(n) AS n ORDER BY m
RETURN $missing AS x
MATCH (n) RETURN size(n) AS x
RETURN apoc.text.join(['a', 'b'], ',') AS x
RETURN text.join(['a', 'b'], ',') AS x
CALL apoc.help('x')
