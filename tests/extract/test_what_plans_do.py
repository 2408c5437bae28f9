"""What plans do that a toy misses, one row a habit, read through the whole pipeline.

A row is a stretch of a plan, facts that must be read from it and facts that must not. A fact is ``Label:name``,
``source -TYPE> target`` or ``source -TYPE role/kind> target``.
"""

from __future__ import annotations

import pytest

from extract import extract_text
from kg.graph import Graph

PROVINCE = "四川省产业发展实施方案\n川府发〔2021〕12号\n"
STATE = "国务院关于促进产业发展的意见\n国发〔2021〕12号\n"
ITEM = "一、主要任务\n（一）推进产业创新。"
AIMS = "一、总体要求\n（一）发展目标。"


def facts(graph: Graph) -> set[str]:
    """Everything a graph says, as the rows write it."""
    names = {node.id: node.name for node in graph.nodes()}
    said = {f"{node.label}:{node.name}" for node in graph.nodes()}
    for edge in graph.edges():
        source, target = names[edge.source], names[edge.target]
        how = edge.properties.get("role") or edge.properties.get("kind")
        said.add(f"{source} -{edge.type}> {target}")
        if how:
            said.add(f"{source} -{edge.type} {how}> {target}")
    return said


def goals(graph: Graph) -> set[tuple[object, ...]]:
    found = set()
    for node in graph.nodes("Goal"):
        p = node.properties
        found.add(
            (p.get("indicator"), p.get("value"), p.get("valueMax"), p.get("unit"), p.get("comparator"), p.get("year"))
        )
    return found


TASK = "推进产业创新"

RESPONSIBILITY = {
    "牵头，按职责分工负责": (
        PROVINCE + ITEM + "支持企业研发。（省发展改革委牵头，省科技厅、财政厅按职责分工负责）\n",
        [f"四川省发展改革委 -RESPONSIBLE_FOR lead> {TASK}", f"四川省科技厅 -RESPONSIBLE_FOR responsible> {TASK}",
         f"四川省财政厅 -RESPONSIBLE_FOR responsible> {TASK}"], []),
    "列第一位者为牵头单位": (
        STATE + ITEM + "支持企业研发。（科技部、教育部、财政部负责。列第一位者为牵头单位，下同）\n（二）完善服务体系。健全网络。（商务部、人民银行负责）\n",
        [f"科技部 -RESPONSIBLE_FOR lead> {TASK}", f"教育部 -RESPONSIBLE_FOR responsible> {TASK}",
         "商务部 -RESPONSIBLE_FOR lead> 完善服务体系"], []),
    "排在第一位的部门为牵头部门": (
        PROVINCE + ITEM + "支持企业研发。（责任单位：省科技厅、省教育厅；排在第一位的部门为牵头部门，下同）\n（二）完善服务体系。健全网络。（责任单位：省商务厅、省财政厅）\n",
        [f"四川省科技厅 -RESPONSIBLE_FOR lead> {TASK}", "四川省商务厅 -RESPONSIBLE_FOR lead> 完善服务体系",
         "四川省财政厅 -RESPONSIBLE_FOR responsible> 完善服务体系"], []),
    "逗号前为牵头单位": (
        PROVINCE + ITEM + "支持企业研发。（省科技厅、省教育厅，省财政厅、省商务厅。逗号前为牵头单位，逗号后为配合单位，下同）\n",
        [f"四川省科技厅 -RESPONSIBLE_FOR lead> {TASK}", f"四川省教育厅 -RESPONSIBLE_FOR lead> {TASK}",
         f"四川省商务厅 -RESPONSIBLE_FOR support> {TASK}"], []),
    "行：牵头部门、参与部门、完成时限": (
        PROVINCE + ITEM + "支持企业研发。\n牵头部门：省科技厅\n参与部门：省级有关部门\n完成时限：2022年6月底前\n",
        [f"四川省科技厅 -RESPONSIBLE_FOR lead> {TASK}", f"省级有关部门 -RESPONSIBLE_FOR support> {TASK}"], ["Goal:2022年6月底前"]),
    "表：合并的单元格": (
        PROVINCE + "附件：任务清单\n序号\t重点任务\t牵头单位\t配合单位\n1\t建设创新平台\t省科技厅\t省财政厅\n2\t培育龙头企业\t\t省商务厅\n",
        ["四川省科技厅 -RESPONSIBLE_FOR lead> 培育龙头企业", "四川省商务厅 -RESPONSIBLE_FOR support> 培育龙头企业"], []),
    "一项数注": (
        PROVINCE + ITEM + "支持企业研发。（省科技厅负责）完善人才政策。（省教育厅负责）\n",
        ["四川省科技厅 -RESPONSIBLE_FOR responsible> 支持企业研发", "四川省教育厅 -RESPONSIBLE_FOR responsible> 完善人才政策",
         f"完善人才政策 -PART_OF> {TASK}"], [f"四川省教育厅 -RESPONSIBLE_FOR> {TASK}"]),
    "群体机构与六角括号": (
        PROVINCE + ITEM + "支持企业研发。〔省科技厅、省财政厅等部门，各市（州）、县（市、区）政府〕\n",
        [f"四川省科技厅 -RESPONSIBLE_FOR responsible> {TASK}", f"各市（州）、县（市、区）政府 -RESPONSIBLE_FOR responsible> {TASK}"], []),
    "由…牵头": (
        PROVINCE + ITEM + "由省科技厅牵头制定研发补助办法。\n",
        [f"四川省科技厅 -RESPONSIBLE_FOR lead> {TASK}"], []),
    "支持…建设": (
        PROVINCE + ITEM + "支持绵阳建设先进材料创新中心。\n",
        ["绵阳市 -RESPONSIBLE_FOR undertake> 先进材料创新中心", "先进材料创新中心 -LOCATED_IN> 绵阳市"], []),
    "国家部门简称": (
        STATE + ITEM + "规范网络服务。（网信办、银保监会、发展改革委按职责分工负责）\n",
        [f"中央网信办 -RESPONSIBLE_FOR responsible> {TASK}", f"中国银保监会 -RESPONSIBLE_FOR responsible> {TASK}",
         f"国家发展改革委 -RESPONSIBLE_FOR responsible> {TASK}"], ["Organization:国家金融监督管理总局"]),
}  # fmt: skip

GOALS = {
    "同一期限下的并列分句": (AIMS + "到2025年，建成10个园区，引进50家企业，体系基本健全。", {
        ("园区", 10, None, "个", "=", 2025), ("企业", 50, None, "家", "=", 2025), (None, None, None, None, None, 2025)}),
    "分别": (AIMS + "到2025年，水稻、油菜机收率分别达到90%、70%。", {("水稻机收率", 90, None, "%", "=", 2025), ("油菜机收率", 70, None, "%", "=", 2025)}),
    "均": (AIMS + "到2025年，城镇、农村供水普及率均达到95%以上。", {("城镇供水普及率", 95, None, "%", ">=", 2025), ("农村供水普及率", 95, None, "%", ">=", 2025)}),
    "1-2项": (AIMS + "到2025年，形成1-2项国际标准。", {("国际标准", 1, 2, "项", "=", 2025)}),
    "3至5家": (AIMS + "到2025年，培育3至5家骨干企业。", {("骨干企业", 3, 5, "家", "=", 2025)}),
    "不低于": (AIMS + "到2025年，研发投入强度不低于3%。", {("研发投入强度", 3, None, "%", ">=", 2025)}),
    "突破": (AIMS + "到2025年，产业规模突破1000亿元。", {("产业规模", 1000, None, "亿元", ">", 2025)}),
    "控制在…以内": (AIMS + "到2025年，城镇登记失业率控制在4.5%以内。", {("城镇登记失业率", 4.5, None, "%", "<=", 2025)}),
    "力争…左右": (AIMS + "到2025年，力争绿色建筑占比达到80%左右。", {("绿色建筑占比", 80, None, "%", "~", 2025)}),
    "翻一番": (AIMS + "到2025年，专利授权量翻一番。", {("专利授权量", 2, None, "倍", "=", 2025)}),
    "零发生": (AIMS + "到2025年，重大安全事故零发生。", {("重大安全事故", 0, None, None, "=", 2025)}),
    "占…比重": (AIMS + "到2025年，服务业增加值占地区生产总值比重达到55%。", {("服务业增加值占地区生产总值比重", 55, None, "%", "=", 2025)}),
    "标题的年份": ("一、总体要求\n（一）2030年发展目标。建成20个园区。\n", {("园区", 20, None, "个", "=", 2030)}),
    "年均增长": (AIMS + "到2025年，营业收入年均增长8%以上。", {("营业收入年均增长率", 8, None, "%", ">=", 2025)}),
    "下降…以上": (AIMS + "到2025年，单位产值能耗下降15%以上。", {("单位产值能耗降幅", 15, None, "%", ">=", 2025)}),
    "由…提高到…": (AIMS + "到2025年，综合利用率由2020年的60%提高到75%。", {("综合利用率", 75, None, "%", "=", 2025)}),
    "提升至": (AIMS + "到2025年，自给率提升至70%。", {("自给率", 70, None, "%", "=", 2025)}),
    "表：指标、年份、属性": (
        "专栏1 主要指标\n指标\t单位\t2020年\t2025年\t属性\n森林覆盖率\t%\t40\t42\t约束性\n",
        {("森林覆盖率", 42, None, "%", "=", 2025)}),
}  # fmt: skip

THINGS = {
    "最长的名字，去动词与范围词": (ITEM + "加快建设全省统一的政务数据共享交换平台。", ["Project:政务数据共享交换平台"], []),
    "共用前缀": (ITEM + "建设网上图书馆、博物馆。", ["Project:网上图书馆", "Project:网上博物馆"], ["Project:博物馆"]),
    "专栏标题": (ITEM + "\n专栏1 智慧港口建设工程\n建设自动化码头。\n", ["Project:智慧港口建设工程", f"智慧港口建设工程 -PART_OF> {TASK}"], []),
    "引号中的名字": (ITEM + "实施“蓉城英才”计划。", ["Project:蓉城英才计划"], []),
    "通称不是项目": (ITEM + "建设一批平台，培育一批工程。", [], ["Project:平台", "Project:工程", "Project:一批平台"]),
    "以工程结尾的不都是项目": (ITEM + "这是一项系统工程，要加强统筹。", [], ["Project:系统工程", "Project:一项系统工程"]),
    "依托": (ITEM + "依托国家超级计算成都中心，建设四川算力调度平台。", ["四川算力调度平台 -DEPENDS_ON relies_on> 国家超级计算成都中心"], []),
    "以…为载体": (ITEM + "以四川教育云平台为载体，建设四川成果转化平台。", ["四川成果转化平台 -DEPENDS_ON relies_on> 四川教育云平台"], []),
    "对接、接入": (ITEM + "建设四川健康信息平台，接入国家人口健康信息平台。", ["四川健康信息平台 -DEPENDS_ON connects_to> 国家人口健康信息平台"],
                ["国家人口健康信息平台 -PART_OF> 推进产业创新"]),
    "利用": (ITEM + "利用区块链建设四川电子票据平台。", ["四川电子票据平台 -DEPENDS_ON uses> 区块链"], []),
    "否定不成依赖": (ITEM + "建设四川应急指挥平台，不依托四川政务云平台。", [], ["四川应急指挥平台 -DEPENDS_ON> 四川政务云平台"]),
    "领域不是价值和过程": (ITEM + "推进数字化转型，发展智慧养老、生物医药产业。", ["Sector:智慧养老", "Sector:生物医药"], ["Sector:数字化转型", "Sector:创新"]),
    "同一领域的两个名字": (ITEM + "发展人工智能（AI）产业，推广AI应用。", ["Sector:人工智能"], ["Sector:AI"]),
    "地名简称": (ITEM + "在成都、绵阳、德阳开展数字贸易试点。", ["Region:成都市", "Region:绵阳市", "Region:德阳市", "绵阳市 -PILOTS> 数字贸易试点"], []),
    "机构名中的地名": (ITEM + "发挥成都海关、四川大学作用。", [], ["Region:成都市"]),
    "同名区县": (ITEM + "支持成都市武侯区、朝阳产业发展。", ["Region:武侯区"], ["Region:朝阳市", "Region:朝阳区"]),
}  # fmt: skip


def _facts(case: tuple[str, list[str], list[str]]) -> None:
    text, wanted, unwanted = case
    text = text if text.startswith((PROVINCE, STATE)) else PROVINCE + text + "\n"
    graph = extract_text(text)
    said = facts(graph)
    assert not list(graph.problems())
    assert [fact for fact in wanted if fact not in said] == [], sorted(said)
    assert [fact for fact in unwanted if fact in said] == []


@pytest.mark.parametrize("habit", RESPONSIBILITY)
def test_responsibility(habit: str) -> None:
    _facts(RESPONSIBILITY[habit])


@pytest.mark.parametrize("habit", THINGS)
def test_projects_dependencies_fields_places(habit: str) -> None:
    _facts(THINGS[habit])


@pytest.mark.parametrize("habit", GOALS)
def test_goals(habit: str) -> None:
    text, expected = GOALS[habit]
    assert goals(extract_text(PROVINCE + text + "\n")) == expected
