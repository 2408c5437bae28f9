"""Goals, observations and indicators, by the phenomena of plan prose."""

from __future__ import annotations

import re

import pytest

from extract import extract_text
from extract.coordinated import expand
from extract.lexicon import rows
from extract.section_roles import title_role
from kg.graph import Graph

HEAD = "江苏省数字经济发展规划\n苏政发〔2021〕8号\n2021年8月1日\n"


def plan(body: str) -> Graph:
    return extract_text(HEAD + body)


def said(graph: Graph, label: str = "Goal") -> list[tuple[object, ...]]:
    """(indicator, value, valueMax, unit, comparator, year) in text order; clauses without value by their text."""
    found = []
    for node in sorted(graph.nodes(label), key=lambda n: (n.mentions[0].start, n.name)):
        p = node.properties
        if "value" in p:
            found.append((p["indicator"], p["value"], p.get("valueMax"), p["unit"], p["comparator"], p.get("year")))
        else:
            found.append((p["text"], p.get("year")))
    return found


GOALS = "一、总体要求\n（二）发展目标\n"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("到2025年，数字经济核心产业增加值占地区生产总值比重达到13%。", [("数字经济核心产业增加值占地区生产总值比重", 13, None, "%", "=", 2025)]),
        ("到2025年，全省建成100个示范园区，培育50家龙头企业。", [("示范园区", 100, None, "个", "=", 2025), ("龙头企业", 50, None, "家", "=", 2025)]),
        ("到2025年，小麦、玉米机收率分别达到95%和80%。", [("小麦机收率", 95, None, "%", "=", 2025), ("玉米机收率", 80, None, "%", "=", 2025)]),
        ("到2025年，规模以上工业企业营业收入年均增长8%左右。", [("规模以上工业企业营业收入年均增长率", 8, None, "%", "~", 2025)]),
        ("到2025年，单位地区生产总值能耗控制在0.4吨标准煤以内。", [("单位地区生产总值能耗", 0.4, None, "吨标准煤", "<=", 2025)]),
        ("2023年底前，引进3至5家研究机构。", [("研究机构", 3, 5, "家", "=", 2023)]),
        ("到2025年，体系基本健全，能力显著增强。到2035年，全面建成强省。", [("体系基本健全", 2025), ("能力显著增强", 2025), ("全面建成强省", 2035)]),
        ("“十四五”期间，新增床位1万张。", [("床位", 1, None, "万张", "=", 2025)]),
    ],
)  # fmt: skip
def test_goals_of_a_goal_passage(clause: str, expected: list[tuple[object, ...]]) -> None:
    assert said(plan(GOALS + clause + "\n")) == expected


def test_present_value_and_target_in_one_clause() -> None:
    graph = plan(GOALS + "到2025年，公共服务网上办理率由2020年的60%提高到90%。\n")
    assert said(graph) == [("公共服务网上办理率", 90, None, "%", "=", 2025)]
    assert said(graph, "Observation") == [("公共服务网上办理率", 60, None, "%", "=", 2020)]


def test_deadline_of_an_order_reaches_its_sentence() -> None:
    graph = plan(
        "二、主要任务\n（一）建设平台\n到2023年，建成平台10个；覆盖率达到90%。推广应用。培育企业20家。\n加强宣传，营造氛围。\n"
    )
    assert said(graph) == [
        ("平台", 10, None, "个", "=", 2023),
        ("覆盖率", 90, None, "%", "=", 2023),
        ("企业", 20, None, "家", "=", None),
    ]


def test_deadline_that_opens_a_paragraph_of_aims_reaches_all_of_it() -> None:
    graph = plan(GOALS + "到2025年，体系基本健全。能力显著增强。到2035年，全面建成强省。\n")
    assert said(graph) == [("体系基本健全", 2025), ("能力显著增强", 2025), ("全面建成强省", 2035)]


def test_items_carry_the_term_that_opens_their_section_until_another_is_named() -> None:
    graph = plan(
        GOALS
        + "到2025年，水网体系更加完善。\n——供水更加可靠。自来水普及率达到92%。\n——水质持续改善。优良水体比例达到88%。\n"
        "展望2035年，全面建成现代水网。\n——防洪能力大幅提升。堤防达标率达到95%。\n二、主要任务\n（一）扩大灌区\n新建灌区5处。\n"
    )
    values = {
        n.properties["indicator"]: n.properties.get("year") for n in graph.nodes("Goal") if "value" in n.properties
    }
    assert values == {"自来水普及率": 2025, "优良水体比例": 2025, "堤防达标率": 2035, "灌区": None}


@pytest.mark.parametrize(
    "line",
    ["完成时限：2022年6月底前，以后每年更新", "牵头负责同志:张三。", "责任单位：省水利厅", "协同责任单位:省财政厅、省水利厅。", "（省水利厅牵头，6月底前完成）",
     "对隐瞒不报的，三年内取消其申报资格，并追究有关人员责任。", "到2023年，经批准可适当延长许可。"],
)  # fmt: skip
def test_notes_sanctions_and_rights_are_no_goals(line: str) -> None:
    assert said(plan("二、主要任务\n（一）规范取水\n加强管护。\n" + line + "\n")) == []
    assert said(plan("一、发展目标\n到2025年，水质明显改善。\n" + line + "\n"))[0] == ("水质明显改善", 2025)


def test_title_of_the_plan_is_no_goal() -> None:
    text = "《江宁县水网建设三年行动计划(2023—2025年)》的通知\n各乡镇人民政府:\n现印发给你们。\n江宁县水网建设三年行动计划(2023—2025年)\n一、总体要求\n到2025年,水网基本建成。\n"
    assert said(extract_text(text)) == [("水网基本建成", 2025)]


@pytest.mark.parametrize(
    ("clause", "texts"),
    [
        ("骨干水网全面建成、节水器具应装尽装、用水效率达到先进水平", ["骨干水网全面建成", "节水器具应装尽装", "用水效率达到先进水平"]),
        ("体系规模扩大、结构优化、质量提升", ["体系规模扩大、结构优化、质量提升"]),
        ("监测体系、预警机制、应急能力明显增强", ["监测体系、预警机制、应急能力明显增强"]),
        ("职责更加明确、运行更加顺畅的管理体制基本形成", ["职责更加明确、运行更加顺畅的管理体制基本形成"]),
        ("推动林相明显改善、林分质量提升", ["推动林相明显改善、林分质量提升"]),
    ],
)  # fmt: skip
def test_coordinated_states(clause: str, texts: list[str]) -> None:
    assert [t for t, _ in said(plan(GOALS + f"到2025年，{clause}。\n"))] == texts


def test_value_and_deed_joined_by_and() -> None:
    assert said(plan(GOALS + "到2025年，隐患整改八成以上并杜绝新增违建。\n")) == [
        ("隐患整改比例", 80, None, "%", ">=", 2025),
        ("杜绝新增违建", 2025),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2021年底完成60%以上水库加固任务。", [("水库加固任务完成率", 60, None, "%", ">=", 2021)]),
        ("年底前，建成监测站300个。", [("监测站", 300, None, "个", "=", 2021)]),
        ("对供水量增长3%以上、漏损率下降2个百分点等指标进行监测。", [("供水量增长率", 3, None, "%", ">=", None), ("漏损率降幅", 2, None, "个百分点", "=", None)]),
        ("70%以上的行政村实现规模化供水。", [("实现规模化供水的行政村比例", 70, None, "%", ">=", None)]),
        ("医师每年至少20天在基层坐诊。", [("医师每年在基层坐诊时间", 20, None, "天", ">=", None)]),
        ("打造莲湖、金水等6个示范灌区。", [("示范灌区", 6, None, "个", "=", None)]),
        ("建成400TB规模的影像库。", [("影像库规模", 400, None, "TB", "=", None)]),
        ("将许可办理时间由15个工作日压缩至5个工作日以内。", [("许可办理时间", 5, None, "个工作日", "<=", None)]),
        ("30个行政村实现雨污分流，覆盖率达到90%。", [("覆盖率", 90, None, "%", "=", None)]),
        ("打造省级示范林场15个、国家级3个。", [("省级示范林场", 15, None, "个", "=", None), ("国家级示范林场", 3, None, "个", "=", None)]),
        ("重点培育年产值超过1亿元的加工企业10家以上。", [("年产值超过1亿元的加工企业", 10, None, "家", ">=", None)]),
        ("低产林改造6万亩，培训林农1万人次。", [("低产林改造", 6, None, "万亩", "=", None), ("林农", 1, None, "万人次", "=", None)]),
        ("推进湿地修复建设，建成50万亩。", [("湿地修复", 50, None, "万亩", "=", None)]),
        ("组织30家企业参加展销。", [("参加展销的企业", 30, None, "家", "=", None)]),
        ("推动林长制覆盖率100%。", [("林长制覆盖率", 100, None, "%", "=", None)]),
        ("林业企业突破500家，培育链主企业2家，总数达到9家。", [("林业企业", 500, None, "家", ">", None), ("链主企业", 2, None, "家", "=", None), ("链主企业总数", 9, None, "家", "=", None)]),
        ("报装压缩到2个环节。", [("报装环节", 2, None, "个", "=", None)]),
        ("用5年时间，建成林场9个。", [("林场", 9, None, "个", "=", None)]),
        ("2022年前完成全部加固任务。", [("2022年前完成全部加固任务", 2022)]),
        ("审批时间平均压缩三分之一，对农业用水价格下调10%。", [("审批时间降幅", 33.333333, None, "%", "=", None), ("农业用水价格降幅", 10, None, "%", "=", None)]),
        ("五年内培训林农5万人次。", [("林农", 5, None, "万人次", "=", None)]),
        ("开展技能培训，五年内培训5万人次。", [("培训人数", 5, None, "万人次", "=", None)]),
        ("支持林业高校开设专业20个。", [("专业", 20, None, "个", "=", None)]),
        ("突破20项左右关键技术。", [("关键技术", 20, None, "项", "~", None)]),
        ("突破20项关键技术。", [("关键技术", 20, None, "项", "=", None)]),
        ("设立总规模90亿元的育林基金。", [("育林基金总规模", 90, None, "亿元", "=", None)]),
        ("每年动态培育林业企业80家，推广应用新品种40个。", [("林业企业", 80, None, "家", "=", None), ("新品种", 40, None, "个", "=", None)]),
        ("力争通过3年努力，建成花卉强县。", [("建成花卉强县", None)]),
        ("提前建成3条高速铁路。", [("高速铁路", 3, None, "条", "=", None)]),
    ],
)  # fmt: skip
def test_values_in_orders(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert said(plan("二、主要任务\n（一）建设水网\n" + sentence + "\n")) == expected


def test_rows_of_undertakings_and_tasks() -> None:
    graph = plan(
        "附件\n重点项目清单\n项目名称\t建设内容\t责任单位\t完成时间\n"
        "城东水厂扩建工程\t总投资3亿元，新建泵站6座、管网120公里，包括水池2万立方米以上，惠及15万人。目前已完成管网30公里。\t市水利局\t2024年12月\n"
        "附件2\n任务分工\n重点任务\t责任单位\t时限\n新建供水站50座\t省水利厅\t2023年\n完善水价机制\t省发展改革委\t2023年\n"
    )
    assert said(graph) == [
        ("泵站", 6, None, "座", "=", 2024),
        ("管网", 120, None, "公里", "=", 2024),
        ("水池", 2, None, "万立方米", ">=", 2024),
        ("惠及人数", 15, None, "万人", "=", 2024),
        ("供水站", 50, None, "座", "=", 2023),
    ]
    assert said(graph, "Observation") == [("管网", 30, None, "公里", "=", None)]
    owners = {graph.node(e.source).name for e in graph.edges("HAS_GOAL")}
    assert owners == {"城东水厂扩建工程", "新建供水站50座"}


def test_heading_names_the_deadline() -> None:
    graph = plan("一、总体要求\n（二）发展目标\n1．2025年目标\n覆盖率达到90%。\n")
    assert said(graph) == [("覆盖率", 90, None, "%", "=", 2025)]


@pytest.mark.parametrize(
    "text",
    ["二、主要任务\n（一）加大支持\n对符合条件的企业给予最高500万元补助。\n", "二、主要任务\n（一）优化服务\n办理时间不得超过3个工作日。\n",
     "一、总体要求\n（一）基本原则\n坚持创新驱动，推动高质量发展。\n", "二、主要任务\n（一）推进融合\n推动深度融合，营造良好环境。\n"],
)  # fmt: skip
def test_no_goal(text: str) -> None:
    assert said(plan(text)) == []


def test_observations_of_a_background_passage() -> None:
    graph = plan("一、发展基础\n2020年，全省数字经济规模超过4万亿元，占地区生产总值比重达到44%。目前拥有企业300家。\n")
    assert said(graph, "Observation") == [
        ("数字经济规模", 4, None, "万亿元", ">", 2020),
        ("数字经济规模占地区生产总值比重", 44, None, "%", "=", 2020),
        ("企业", 300, None, "家", "=", None),
    ]
    assert said(graph) == []


@pytest.mark.parametrize(
    "sentence",
    ["实施百万亩造林行动。", "突出引水、蓄水2个方向，办好两件大事。", "支持每家企业100万元。", "除另有规定外，依法办理。", "实现20户以上自然村通水。"],
)  # fmt: skip
def test_numbers_in_names_descriptions_and_grants_are_no_targets(sentence: str) -> None:
    assert not [s for s in said(plan("二、主要任务\n（一）绿化国土\n" + sentence + "\n")) if len(s) > 2]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("每千人口拥有医师3.2人、床位7.5张", [("每千人口拥有医师", 3.2, None, "人", "=", 2025), ("每千人口拥有床位", 7.5, None, "张", "=", 2025)]),
        ("风电、光伏装机分别达到500万千瓦、800万千瓦", [("风电装机", 500, None, "万千瓦", "=", 2025), ("光伏装机", 800, None, "万千瓦", "=", 2025)]),
        ("65岁以上老年人健康管理率不低于72%", [("65岁以上老年人健康管理率", 72, None, "%", ">=", 2025)]),
        ("自来水普及率、污水处理率分别达到92%、85%", [("自来水普及率", 92, None, "%", "=", 2025), ("污水处理率", 85, None, "%", "=", 2025)]),
        ("形成1个百亿级、3个十亿级林业集群", [("百亿级林业集群", 1, None, "个", "=", 2025), ("十亿级林业集群", 3, None, "个", "=", 2025)]),
        ("药费占总费用的比重降至26%左右", [("药费占总费用比重", 26, None, "%", "~", 2025)]),
        ("孕产妇死亡率控制在10/10万以内", [("孕产妇死亡率", 10, None, "/10万", "<=", 2025)]),
    ],
)  # fmt: skip
def test_values_of_aims(clause: str, expected: list[tuple[object, ...]]) -> None:
    found = said(plan(GOALS + f"到2025年，{clause}。\n"))
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_items_of_one_sentence() -> None:
    graph = plan(
        "二、主要任务\n（一）加强水源建设\n1.新建水厂5座，供水能力达到10万吨。\n2.规范审批。\n3.开展攻坚行动，实现两个翻番目标。\n4.年底前加固水库12座。\n"
    )
    assert said(graph) == [
        ("水厂", 5, None, "座", "=", None),
        ("供水能力", 10, None, "万吨", "=", None),
        ("水库", 12, None, "座", "=", 2021),
    ]


def test_owner_is_the_nearest_project_or_task() -> None:
    graph = plan(
        "二、主要任务\n（一）推进水网建设\n加快建设骨干水网。新建泵站3座。\n专栏1 水网重点工程\n1.城乡供水保障工程。新建水厂10座。\n"
        "2.改造灌区。改造灌区6处。\n（二）实施节水行动\n农业节水增效工程：发展高效灌溉50万亩。\n改造管网200公里。\n"
    )
    owners = {graph.node(e.target).properties["value"]: graph.node(e.source).name for e in graph.edges("HAS_GOAL")}
    assert owners[3] == "推进水网建设" and owners[200] == "实施节水行动"
    assert owners[10] == "城乡供水保障工程" and owners[6] == "水网重点工程" and owners[50] == "农业节水增效工程"


def test_value_without_unit() -> None:
    (goal,) = plan(GOALS + "到2025年，城乡居民收入比缩小到2.1以内。\n").nodes("Goal")
    p = goal.properties
    assert (p["indicator"], p["value"], p["comparator"]) == ("城乡居民收入比", 2.1, "<=") and "unit" not in p


def test_present_values_of_a_report_are_both_observations() -> None:
    graph = plan(
        "一、发展基础\n2020年，全省林业产值年均增长6.5%，达到120亿元。森林覆盖率由2015年的31.2%提高到2020年的34.6%。\n"
    )
    assert said(graph) == []
    assert sorted(said(graph, "Observation"), key=str) == [
        ("林业产值", 120, None, "亿元", "=", 2020),
        ("林业产值年均增长率", 6.5, None, "%", "=", 2020),
        ("森林覆盖率", 31.2, None, "%", "=", 2015),
        ("森林覆盖率", 34.6, None, "%", "=", 2020),
    ]


def test_stages_named_in_brackets() -> None:
    graph = plan(GOALS + "第一阶段（2021—2023年），初步形成体系。\n")
    assert said(graph) == [("初步形成体系", 2023)]


def test_reports_of_today_in_a_preamble_and_among_orders() -> None:
    graph = plan(
        "目前，全省拥有水文站300座，监测覆盖率达到80%。制定本规划。\n一、主要任务\n（一）建设水库\n目前，建成水库20座。新建水库5座。\n"
    )
    assert said(graph, "Observation") == [
        ("水文站", 300, None, "座", "=", None),
        ("监测覆盖率", 80, None, "%", "=", None),
        ("水库", 20, None, "座", "=", None),
    ]
    assert said(graph) == [("水库", 5, None, "座", "=", None)]


def test_indicator_table() -> None:
    graph = plan(
        "附件\n主要指标\n序号\t指标\t单位\t2020年\t2025年\t属性\n1\t研发投入强度\t%\t2.8\t≥3.2\t预期性\n2\t森林覆盖率\t%\t24\t24.5\t约束性\n"
    )
    goals = {n.properties["indicator"]: n.properties for n in graph.nodes("Goal")}
    assert goals["研发投入强度"]["value"] == 3.2 and goals["研发投入强度"]["comparator"] == ">="
    assert goals["森林覆盖率"]["nature"] == "约束性" and goals["森林覆盖率"]["year"] == 2025
    assert [n.properties["year"] for n in graph.nodes("Observation")] == [2020, 2020]


def test_indicator_table_with_targets_and_present_values() -> None:
    graph = plan(
        "附件\n2025年主要指标\n指标\t单位\t现状值\t目标值\t属性\n造林面积\t万亩\t—\t[50]\t预期性\n"
        "森林覆盖率（%）\t\t24\t不低于26\t约束性\n林场床位\t张\t900\t1000-1200\t预期性\n"
    )
    assert sorted(said(graph), key=str) == [
        ("林场床位", 1000, 1200, "张", "=", 2025),
        ("森林覆盖率", 26, None, "%", ">=", 2025),
        ("造林面积", 50, None, "万亩", "=", 2025),
    ]
    assert sorted(said(graph, "Observation"), key=str) == [
        ("林场床位", 900, None, "张", "=", None),
        ("森林覆盖率", 24, None, "%", "=", None),
    ]


def test_table_of_projects_by_year() -> None:
    graph = plan(
        "附件\n2022年重点项目计划表\n项目名称\t建设规模及主要内容\t建设年限\t2022年计划投资\t2022年工作目标\t责任单位\n"
        "人民医院迁建项目\t总建筑面积8.5万平方米，设置床位900张\t2021-2024\t20000\t装修工程完成30%\t市卫健委\n"
        "智慧停车平台\t接入车位5万个，日均服务2万人次\t2023\t800\t6月底前上线运行\t市城管局\n"
    )
    assert set(said(graph)) == {
        ("日均服务", 2, None, "万人次", "=", 2023),
        ("床位", 900, None, "张", "=", 2024),
        ("总建筑面积", 8.5, None, "万平方米", "=", 2024),
        ("装修工程", 30, None, "%", "=", 2022),
        ("车位", 5, None, "万个", "=", 2023),
    }


def test_every_statement_has_indicator_edge_owner_and_evidence() -> None:
    graph = plan(GOALS + "到2025年，全省覆盖率达到90%，体系更加健全。\n")
    graph.validate()
    (document,) = list(graph.nodes("Document"))
    assert {e.target for e in graph.edges("HAS_GOAL")} == {n.id for n in graph.nodes("Goal")}
    assert {e.source for e in graph.edges("HAS_GOAL")} == {document.id}
    assert [graph.node(e.target).name for e in graph.edges("MEASURES")] == ["覆盖率"]
    assert [graph.node(e.target).name for e in graph.edges("APPLIES_TO")] == ["江苏省"]


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("花生种植、收获机械化率", ["花生种植机械化率", "花生收获机械化率"]),
        ("企业的互联网销售率、互联网采购率", ["企业的互联网销售率", "企业的互联网采购率"]),
        ("云计算、大数据在企业的应用率", ["云计算在企业的应用率", "大数据在企业的应用率"]),
        ("森林覆盖率", ["森林覆盖率"]),
    ],
)
def test_coordinated_indicators(name: str, members: list[str]) -> None:
    assert expand(name) == members


def test_table_of_tasks_is_one_of_aims() -> None:
    graph = plan(
        "三、主要任务\n表1 “十四五”全省城乡供水建设任务\n序号\t主要指标\t单位\t计划任务\t其中：2022年任务\t指标属性\n"
        "1\t新建供水管网\t公里\t1200\t300\t约束性\n2\t改造水厂\t座\t40\t9\t预期性\n"
    )
    assert sorted(said(graph), key=str) == [
        ("改造水厂", 40, None, "座", "=", 2025),
        ("改造水厂", 9, None, "座", "=", 2022),
        ("新建供水管网", 1200, None, "公里", "=", 2025),
        ("新建供水管网", 300, None, "公里", "=", 2022),
    ]
    assert len(list(graph.edges("APPLIES_TO"))) == 4


def test_heads_with_five_year_plans_and_names_of_tasks() -> None:
    graph = plan(
        "三、主要任务\n公路建设目标\n序号\t建设任务\t单位\t“十三五”完成\t“十四五”目标\n1\t新改建农村公路\t公里\t5000\t8000\n"
    )
    assert said(graph) == [("新改建农村公路", 8000, None, "公里", "=", 2025)]
    assert said(graph, "Observation") == [("新改建农村公路", 5000, None, "公里", "=", 2020)]


ORDERS = "三、重点任务\n（一）重点工作\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # an item that is an order with its deadline
        ("1．2022年底前出台社区养老服务实施细则。\n", [("2022年底前出台社区养老服务实施细则", 2022)]),
        ("2022年底前完成排查，报送省水利厅备案，及时向社会公布，实现隐患清零。\n", [("2022年底前完成排查", 2022), ("实现隐患清零", 2022)]),
        ("对于需要迁建的，2022年底前完成选址。\n", [("对于需要迁建的，2022年底前完成选址", 2022)]),
        ("2022年底前完成排查，切实提升供水服务能力。\n", [("2022年底前完成排查", 2022)]),
        # 自…起 sets no term
        ("自2022年1月1日起，实施免费培训。\n", []),
        ("2022年1月1日至2023年12月31日，对脱贫户给予保费补贴。\n", []),
        # doublings
        ("努力实现企业数量倍增。\n", [("企业数量", 2, None, "倍", "=", None)]),
        ("实施企业倍增计划。\n", []),
        # numbers of aspects, names with numbers
        ("从五个方面推进“三方协议”改革。\n", []),
        ("实施“清河工程、净水工程”等六方面重点工程。\n", []),
        ("打造15分钟健身圈，防洪标准达到20年一遇。\n", []),
        ("建成15分钟健身圈30个。\n", [("15分钟健身圈", 30, None, "个", "=", None)]),
        ("到2025年，实现县城40分钟可达高速、中心城市2小时通达省会。\n",
         [("县城可达高速时间", 40, None, "分钟", "=", 2025), ("中心城市通达省会时间", 2, None, "小时", "=", 2025)]),
        # shares of things of which something is true
        ("到2025年，重点流域35%左右河段达到Ⅲ类水质，80%社区配备养老设施。\n",
         [("重点流域达到Ⅲ类水质的河段比例", 35, None, "%", "~", 2025), ("配备养老设施的社区比例", 80, None, "%", "=", 2025)]),
        ("全省200个高频事项实现一次办好。\n", [("实现一次办好的高频事项", 200, None, "个", "=", None)]),
        # shares that must be reached; caps and payments are rules
        ("涉农业务占比不得低于60%。\n", [("涉农业务占比", 60, None, "%", ">=", None)]),
        ("单户1000万元以下的占比不得低于60%。\n", [("单户1000万元以下的占比", 60, None, "%", ">=", None)]),
        ("个人出资比例不得低于10%，补助比例不超过30%。\n", []),
        ("到2025年，招生规模不低于总规模的10%。\n", [("招生规模占总规模比重", 10, None, "%", ">=", 2025)]),
        # what is moved stands behind 将
        ("引导银行逐步将贷款利率降至4%以下。\n", [("贷款利率", 4, None, "%", "<=", None)]),
        ("养老机构100%开展消防检查。\n", [("开展消防检查的养老机构比例", 100, None, "%", "=", None)]),
        ("垃圾收运体系覆盖90%以上行政村。\n", [("垃圾收运体系覆盖的行政村比例", 90, None, "%", ">=", None)]),
        # what is done says the clause before
        ("推进危房改造，2023年底前基本完成。\n", [("推进危房改造，2023年底前基本完成", 2023)]),
        ("研发费用占营业收入比重超过5%的，按增量给予10%补助。\n", []),
        ("开展补贴性职业技能培训5万人次。\n", [("补贴性职业技能培训", 5, None, "万人次", "=", None)]),
        ("完成200家企业治理任务。\n", [("企业治理任务", 200, None, "家", "=", None)]),
        # what goes on from the value before
        ("培育省级龙头企业15家，国家级3家。\n",
         [("省级龙头企业", 15, None, "家", "=", None), ("国家级龙头企业", 3, None, "家", "=", None)]),
        ("新开工项目50个，其中省重点项目20个。\n",
         [("项目", 50, None, "个", "=", None), ("省重点项目", 20, None, "个", "=", None)]),
        ("力争全年引进项目100个，到位资金300亿元。\n",
         [("项目", 100, None, "个", "=", None), ("到位资金", 300, None, "亿元", "=", None)]),
        ("新建铁路3条建成通车，新增企业100家入驻。\n",
         [("铁路", 3, None, "条", "=", None), ("企业", 100, None, "家", "=", None)]),
        ("覆盖率达到90%，利用率达到80%。\n",
         [("覆盖率", 90, None, "%", "=", None), ("利用率", 80, None, "%", "=", None)]),
    ],
)  # fmt: skip
def test_goals_of_orders(body: str, expected: list[tuple[object, ...]]) -> None:
    assert said(plan(ORDERS + body)) == expected


def test_members_that_change_by_their_own_rate() -> None:
    graph = plan(ORDERS + "到2025年，化学需氧量、氨氮分别减少8%、10%。\n")
    assert set(said(graph)) == {
        ("化学需氧量降幅", 8, None, "%", "=", 2025),
        ("氨氮降幅", 10, None, "%", "=", 2025),
    }


def test_members_with_a_number_each() -> None:
    graph = plan(ORDERS + "到2025年，风电、光伏分别新增300万千瓦、500万千瓦。\n")
    assert set(said(graph)) == {("风电", 300, None, "万千瓦", "=", 2025), ("光伏", 500, None, "万千瓦", "=", 2025)}


def test_values_of_one_indicator_in_as_many_years() -> None:
    graph = plan(GOALS + "到2025年和2030年，全省居民健身率分别不低于38%和42%。\n")
    assert set(said(graph)) == {("居民健身率", 38, None, "%", ">=", 2025), ("居民健身率", 42, None, "%", ">=", 2030)}


def test_deed_and_value_joined_by_and() -> None:
    graph = plan(GOALS + "到2023年，建成调度平台并实现80%水库在线监测，确保稳定保障20万吨以上供水能力。\n")
    assert [text for text, *_ in said(graph)] == ["建成调度平台", "水库在线监测", "供水能力"]


def test_members_with_a_state_of_their_own_and_a_title_with_a_purpose() -> None:
    graph = plan(
        GOALS
        + "到2025年，建筑垃圾全量利用、畜禽粪污全面管控、固废总量趋零增长。\n二、主要任务\n（一）推行清洁生产，推动固废总量趋零增长\n加强宣传。\n"
    )
    assert said(graph) == [("建筑垃圾全量利用", 2025), ("畜禽粪污全面管控", 2025), ("固废总量趋零增长", 2025)]


def test_label_of_an_items_term_dates_its_goals() -> None:
    graph = plan(
        "三、重点任务\n1．建设驿站。新建驿站20个。\n完成时限：2022年6月底前\n2．推广应用。培育企业5家。\n完成时限：持续推进\n"
    )
    assert said(graph) == [("驿站", 20, None, "个", "=", 2022), ("企业", 5, None, "家", "=", None)]


def test_caption_of_a_table_states_nothing() -> None:
    graph = plan(GOALS + "“十四五”时期主要目标\n指标\t单位\t2025年\n森林覆盖率\t%\t24\n")
    assert said(graph) == [("森林覆盖率", 24, None, "%", "=", 2025)]


def test_whole_city_of_a_municipality() -> None:
    graph = extract_text(
        "重庆市养老服务实施方案\n渝府发〔2021〕9号\n2021年8月1日\n" + GOALS + "到2025年，全市养老床位达到20万张。\n"
    )
    assert [graph.node(e.target).name for e in graph.edges("APPLIES_TO")] == ["重庆市"]


@pytest.mark.parametrize("row", rows("section_roles.csv"), ids=lambda row: row["id"])
def test_section_role_examples(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"])
    assert title_role(row["example"]) == row["role"]


@pytest.mark.parametrize("row", rows("statement_triggers.csv"), ids=lambda row: row["id"])
def test_trigger_examples(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # so much of a thing at the end of an order, whatever its verb; what only tells or rules is none
        ("抢救老树20万株、复壮30万株。\n",
         [("抢救老树", 20, None, "万株", "=", None), ("复壮老树", 30, None, "万株", "=", None)]),
        ("替代燃煤机组5.5万千瓦。\n", [("替代燃煤机组", 5.5, None, "万千瓦", "=", None)]),
        ("现有排涝泵站30座。\n", []),
        ("按每亩栽植苗木80株。\n", []),
        # a list under one verb: belts of so many kilometres are things, “带” of a number is none
        ("建设20个育苗基地、300公里防火带。\n",
         [("育苗基地", 20, None, "个", "=", None), ("防火带", 300, None, "公里", "=", None)]),
        ("打造3个特色经济带。\n", []),
        # what is measured in acres and kilowatts is named as it is, and its task is no part of the name
        ("完成30万千瓦机组灵活性改造任务，开展5万亩退化林地修复。\n",
         [("机组灵活性改造", 30, None, "万千瓦", "=", None), ("退化林地修复", 5, None, "万亩", "=", None)]),
        # deeds that make nothing new stay in the name; a capacity added is no capacity
        ("改造3万蒸吨供热锅炉，新增灌溉面积6万亩。\n",
         [("改造供热锅炉", 3, None, "万蒸吨", "=", None), ("新增灌溉面积", 6, None, "万亩", "=", None)]),
        ("淘汰35蒸吨以下供热锅炉。\n", []),
        # shares of things of which something is true
        ("实现80%的乡镇生活污水得到处理。\n", [("生活污水得到处理的乡镇比例", 80, None, "%", "=", None)]),
        ("70%以上省级湿地公园达到规范化管理标准。\n",
         [("达到规范化管理标准的省级湿地公园比例", 70, None, "%", ">=", None)]),
        ("实现60%以上的规模猪场配套建设粪污贮存池。\n", [("配套建设粪污贮存池的规模猪场比例", 60, None, "%", ">=", None)]),
        ("医疗废物100%安全处置。\n", [("医疗废物安全处置率", 100, None, "%", "=", None)]),
        ("选择12个县区开展水权改革试点。\n", [("开展水权改革试点的县区", 12, None, "个", "=", None)]),
        # the deed behind the last is done to the first too
        ("完成10个旧码头和15个新码头岸电改造试点。\n",
         [("旧码头岸电改造试点", 10, None, "个", "=", None), ("新码头岸电改造试点", 15, None, "个", "=", None)]),
        # a scan reads a one as the letter
        ("荒坡治理l5万亩。\n", [("荒坡治理", 15, None, "万亩", "=", None)]),
        # a period is no deadline of the orders behind its first; 时间内 belongs to the term
        ("“十四五”期间，组织实施绿色矿山等12项重点工程，建立项目储备库。\n", [("重点工程", 12, None, "项", "=", 2025)]),
        ("力争三到五年时间内，监管机制更加完善。\n", [("监管机制更加完善", None)]),
        # rule words in what an order is about make it no rule
        ("2022年底前优化享受减征优惠的车型目录发布程序。\n", [("2022年底前优化享受减征优惠的车型目录发布程序", 2022)]),
        ("2022年底前对小微企业免征登记费。\n", []),
    ],
)  # fmt: skip
def test_figures_in_a_box_of_works(body: str, expected: list[tuple[object, ...]]) -> None:
    assert said(plan(ORDERS + body)) == expected


def test_goals_under_a_lead_on_its_own_line_belong_to_its_project() -> None:
    graph = plan("二、主要任务\n（一）改善水环境\n1.河道清淤工程\n建设泵站6座。\n")
    edges = [(graph.node(e.source).name, graph.node(e.target).name) for e in graph.edges("HAS_GOAL")]
    assert edges == [("河道清淤工程", "建设泵站6座")]
