"""Two small plans made by hand: real relations between made-up sentences, every span found in the text."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.identity import node_id
from kg.model import DocumentText, Edge, Mention, Node
from kg.ontology import ontology


class Plan:
    """Builds one plan's graph; names and evidence are looked up in its text."""

    def __init__(self, title: str, text: str, **meta: str) -> None:
        self.text = text
        self.id = node_id("Document", title)
        self.graph = Graph()
        self.graph.add_document(DocumentText(self.id, title, text, f"{title}.txt", "0" * 64, meta))
        self.graph.add_node(Node(self.id, "Document", title, [], dict(meta)))

    def node(self, label: str, name: str, *, at: str = "", aliases: tuple[str, ...] = (), **properties) -> str:
        span = at or name
        start = self.text.index(span)
        local = ontology().labels[label].local
        key = (self.id, name) if local else (name,)
        if local:
            properties |= {"doc": self.id, "start": start, "end": start + len(span), "evidence": span}
        mention = Mention(self.id, start, start + len(span), "", "test", 0.9)
        node = Node(node_id(label, *key), label, name, sorted(aliases), properties, [mention])
        self.graph.add_node(node)
        return node.id

    def document(self, title: str) -> str:
        return self.node("Document", title)

    def edge(self, type_: str, source: str, target: str, evidence: str = "", **properties) -> str:
        if evidence:
            start = self.text.index(evidence)
            properties |= {"doc": self.id, "start": start, "end": start + len(evidence), "evidence": evidence}
            properties |= {"section": "", "rule": "test", "confidence": 0.9}
        edge = self.graph.add_edge(Edge(source, target, type_, properties))
        return edge.id


GD_TEXT = """广东省数字经济发展规划
根据《国家数字经济战略纲要》，制定本规划。
一、主要目标
到2020年，全省数字经济规模达到4万亿元。到2025年，公共数字文化服务覆盖率达到90%以上。
2017年网民规模达到8096万人。
二、重点任务
（一）发展智慧教育。建设广东教育云，依托省政务云平台。由省教育厅牵头，省财政厅、华为公司配合。
在广州市、深圳市开展广东教育云试点。广东教育云包括名师课堂系统。
（二）促进数字创意消费。在深圳市建设数字音乐基地。由省文化厅负责。
（三）推动人工智能产业创新。建设人工智能开放平台，对接广东教育云。支持横琴先行先试跨境电子商务。
"""

ZJ_TEXT = """浙江省数字经济行动计划
为落实《国家数字经济战略纲要》，制定本计划。
一、主要目标
到2022年，全省数字经济规模达到3万亿元。
二、重点任务
建设浙江教育云，依托国家政务云平台。由省教育局牵头，华为公司参与建设。在杭州市建设人工智能小镇。
"""


def guangdong() -> Plan:
    p = Plan("广东省数字经济发展规划", GD_TEXT, jurisdiction="广东省", date="2018-04-10", number="粤府〔2018〕1号")
    outline = p.document("国家数字经济战略纲要")
    p.edge("BASED_ON", p.id, outline, "根据《国家数字经济战略纲要》，制定本规划。")
    goals = p.node("Section", "主要目标", at="一、主要目标", number="一、", level=1, kind="chapter")
    tasks = p.node("Section", "重点任务", at="二、重点任务", number="二、", level=1, kind="chapter")
    p.edge("CONTAINS", p.id, goals, "一、主要目标", order=1)
    p.edge("CONTAINS", p.id, tasks, "二、重点任务", order=2)
    province = p.node("Region", "广东省", aliases=("全省",), code="440000", level="province")
    cities = {
        name: p.node("Region", name, aliases=(name[:-1],), code=code, level="city")
        for name, code in (("广州市", "440100"), ("深圳市", "440300"))
    }
    zone = p.node("Region", "横琴", kind="zone")
    for city in cities.values():
        p.edge("PART_OF", city, province, rule="gbt2260", confidence=1.0)
    task1 = p.node("Task", "发展智慧教育")
    task2 = p.node("Task", "促进数字创意消费")
    task3 = p.node("Task", "推动人工智能产业创新")
    cloud = p.node("Project", "广东教育云", kind="platform", jurisdiction="广东省")
    class_ = p.node("Project", "名师课堂系统", kind="platform")
    gov = p.node("Project", "广东省政务云平台", at="省政务云平台", aliases=("省政务云平台",), kind="platform")
    base = p.node("Project", "数字音乐基地", kind="facility")
    ai = p.node("Project", "人工智能开放平台", kind="platform")
    edu = p.node("Organization", "广东省教育厅", at="省教育厅", aliases=("省教育厅",), jurisdiction="广东省")
    fin = p.node("Organization", "广东省财政厅", at="省财政厅", aliases=("省财政厅",), jurisdiction="广东省")
    culture = p.node("Organization", "广东省文化厅", at="省文化厅", aliases=("省文化厅",), jurisdiction="广东省")
    huawei = p.node("Organization", "华为公司", aliases=("华为",), kind="enterprise")
    sectors = {
        n: p.node("Sector", n, kind=k)
        for n, k in (("智慧教育", "field"), ("人工智能", "technology"), ("数字音乐", "field"))
    }
    p.node("Sector", "跨境电子商务", kind="field")
    p.edge("PART_OF", cloud, task1, "建设广东教育云，依托省政务云平台。")
    p.edge("PART_OF", class_, cloud, "广东教育云包括名师课堂系统。")
    p.edge("PART_OF", base, task2, "在深圳市建设数字音乐基地。")
    p.edge("PART_OF", ai, task3, "建设人工智能开放平台，对接广东教育云。")
    p.edge("DEPENDS_ON", cloud, gov, "建设广东教育云，依托省政务云平台。", kind="relies_on")
    p.edge("DEPENDS_ON", ai, cloud, "建设人工智能开放平台，对接广东教育云。", kind="connects_to")
    said = "由省教育厅牵头，省财政厅、华为公司配合。"
    p.edge("RESPONSIBLE_FOR", edu, cloud, said, role="lead")
    p.edge("RESPONSIBLE_FOR", edu, task1, said, role="lead")
    p.edge("RESPONSIBLE_FOR", fin, cloud, said, role="support")
    p.edge("RESPONSIBLE_FOR", huawei, cloud, said, role="support")
    p.edge("RESPONSIBLE_FOR", culture, task2, "由省文化厅负责。", role="responsible")
    for city in cities.values():
        p.edge("PILOTS", city, cloud, "在广州市、深圳市开展广东教育云试点。")
    p.edge("PILOTS", zone, node_id("Sector", "跨境电子商务"), "支持横琴先行先试跨境电子商务。")
    p.edge("LOCATED_IN", base, cities["深圳市"], "在深圳市建设数字音乐基地。")
    p.edge("IN_SECTOR", cloud, sectors["智慧教育"], "发展智慧教育。建设广东教育云")
    p.edge("IN_SECTOR", base, sectors["数字音乐"], "建设数字音乐基地")
    p.edge("IN_SECTOR", ai, sectors["人工智能"], "人工智能开放平台")
    size = p.node("Indicator", "数字经济规模")
    cover = p.node("Indicator", "公共数字文化服务覆盖率")
    users = p.node("Indicator", "网民规模")
    text = "到2020年，全省数字经济规模达到4万亿元"
    g1 = p.node("Goal", text, text=text, indicator="数字经济规模", value=4, unit="万亿元", comparator=">=", year=2020)
    text = "到2025年，公共数字文化服务覆盖率达到90%以上"
    g2 = p.node(
        "Goal", text, text=text, indicator="公共数字文化服务覆盖率", value=90, unit="%", comparator=">=", year=2025
    )
    text = "2017年网民规模达到8096万人"
    seen = p.node("Observation", text, text=text, indicator="网民规模", value=8096.5, unit="万人", year=2017)
    p.edge("HAS_GOAL", p.id, g1, "到2020年，全省数字经济规模达到4万亿元。")
    p.edge("HAS_GOAL", task2, g2, "到2025年，公共数字文化服务覆盖率达到90%以上。")
    p.edge("HAS_GOAL", sectors["数字音乐"], g2, "公共数字文化服务覆盖率达到90%以上。")
    p.edge("MEASURES", g1, size, "数字经济规模达到4万亿元")
    p.edge("MEASURES", g2, cover, "公共数字文化服务覆盖率达到90%以上")
    p.edge("MEASURES", seen, users, "网民规模达到8096万人")
    p.edge("APPLIES_TO", g1, province, "全省数字经济规模达到4万亿元")
    p.edge("MENTIONS", tasks, cloud, "广东教育云", count=4)
    p.edge("ISSUED_BY", p.id, edu, "省教育厅")
    return p


def zhejiang() -> Plan:
    p = Plan("浙江省数字经济行动计划", ZJ_TEXT, jurisdiction="浙江省", date="2020-11-01")
    outline = p.document("国家数字经济战略纲要")
    p.edge("BASED_ON", p.id, outline, "为落实《国家数字经济战略纲要》，制定本计划。")
    province = p.node("Region", "浙江省", aliases=("全省",), code="330000", level="province")
    city = p.node("Region", "杭州市", aliases=("杭州",), code="330100", level="city")
    p.edge("PART_OF", city, province, rule="gbt2260", confidence=1.0)
    cloud = p.node("Project", "浙江教育云", kind="platform")
    gov = p.node("Project", "国家政务云平台", kind="platform")
    town = p.node("Project", "人工智能小镇", kind="zone")
    edu = p.node("Organization", "浙江省教育局", at="省教育局", aliases=("省教育局",))
    huawei = p.node("Organization", "华为公司", aliases=("华为", "华为技术"), kind="enterprise")
    ai = p.node("Sector", "人工智能", kind="technology")
    p.edge("RESPONSIBLE_FOR", edu, cloud, "由省教育局牵头，华为公司参与建设。", role="lead")
    p.edge("RESPONSIBLE_FOR", huawei, cloud, "由省教育局牵头，华为公司参与建设。", role="support")
    p.edge("DEPENDS_ON", cloud, gov, "建设浙江教育云，依托国家政务云平台。", kind="relies_on")
    p.edge("LOCATED_IN", town, city, "在杭州市建设人工智能小镇。")
    p.edge("IN_SECTOR", town, ai, "人工智能小镇")
    size = p.node("Indicator", "数字经济规模")
    text = "到2022年，全省数字经济规模达到3万亿元"
    goal = p.node("Goal", text, text=text, indicator="数字经济规模", value=3, unit="万亿元", comparator=">=", year=2022)
    p.edge("HAS_GOAL", p.id, goal, "到2022年，全省数字经济规模达到3万亿元。")
    p.edge("MEASURES", goal, size, "数字经济规模达到3万亿元")
    p.edge("APPLIES_TO", goal, province, "全省数字经济规模达到3万亿元")
    return p


@pytest.fixture
def gd() -> Plan:
    return guangdong()


@pytest.fixture
def zj() -> Plan:
    return zhejiang()


@pytest.fixture
def sample_graph() -> Graph:
    """Both plans in one graph."""
    graph = Graph()
    for plan in (guangdong(), zhejiang()):
        graph.update(plan.graph)
    return graph


@pytest.fixture(scope="session")
def plans() -> list[Plan]:
    """Both plans; not to be changed."""
    return [guangdong(), zhejiang()]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory):
    """Both plans in an embedded store; only for tests that do not change it."""
    from cypher import open_store

    path = tmp_path_factory.mktemp("sample") / "plans.kg"
    with open_store(path, create=True) as store:
        store.load([guangdong().graph, zhejiang().graph])
        yield store


@pytest.fixture(scope="module")
def embedded(tmp_path_factory, graphs):
    """The embedded database with the module's ``graphs``."""
    from cypher import open_store

    with open_store(tmp_path_factory.mktemp("both") / "plans.kg", create=True) as store:
        store.load(graphs)
        yield store


@pytest.fixture(scope="module")
def server(neo4j_store, graphs):
    """A real server's store with the same ``graphs``."""
    neo4j_store.load(graphs)
    return neo4j_store
