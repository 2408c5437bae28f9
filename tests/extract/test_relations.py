"""LOCATED_IN, PILOTS and DEPENDS_ON: who, whom, by which words, and what says nothing of the kind."""

from __future__ import annotations

import pytest

from extract.api import extract_text
from extract.lexicon import rows

HEAD = "浙江省数字发展规划\n一、重点任务\n（一）加快发展数字农业。\n"


def edges(sentence: str, type_: str) -> set[tuple[str, ...]]:
    graph = extract_text(HEAD + sentence + "\n")
    assert list(graph.problems()) == []
    return {
        (
            graph.node(e.source).name,
            graph.node(e.target).name,
            *([e.properties["kind"]] if type_ == "DEPENDS_ON" else []),
        )
        for e in graph.edges(type_)
    }


@pytest.mark.parametrize("row", rows("dependency_triggers.csv"), ids=lambda row: row["id"])
def test_every_dependency_word_fires_on_its_example(row):
    assert {kind for *_, kind in edges(row["example"], "DEPENDS_ON")} == {row["kind"]}


@pytest.mark.parametrize("row", rows("pilot_triggers.csv"), ids=lambda row: row["id"])
def test_every_pilot_pattern_fires_on_its_example(row):
    assert {place for place, _ in edges(row["example"], "PILOTS")} == {"杭州市", "宁波市"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("依托省政务云平台建设基层治理信息系统。", {("基层治理信息系统", "省政务云平台", "relies_on")}),
        ("建设省级粮食追溯平台，对接国家粮食监管平台。", {("省级粮食追溯平台", "国家粮食监管平台", "connects_to")}),
        ("建设市级应急指挥平台，并接入省应急指挥平台。", {("市级应急指挥平台", "省应急指挥平台", "connects_to")}),
        (
            "构建多式联运信息系统，实现与国家交通物流信息平台互联互通。",
            {("多式联运信息系统", "国家交通物流信息平台", "connects_to")},
        ),
        (
            "以国家农业大数据平台为支撑，建设农机作业监测系统。",
            {("农机作业监测系统", "国家农业大数据平台", "relies_on")},
        ),
        ("充分发挥省农业大数据平台作用。", {("加快发展数字农业", "省农业大数据平台", "relies_on")}),
        (
            "依托省、市农产品追溯平台建立农户档案。",
            {("加快发展数字农业", "农产品追溯平台", "relies_on")},
        ),
        (
            "依托国家农业云平台（浙江）建设全省统一的粮情监测系统。",
            {("粮情监测系统", "国家农业云平台", "relies_on")},
        ),
        (
            "依托平湖数据中心集群、国家气象大数据平台，建设农业气象预警系统。",
            {
                ("农业气象预警系统", "平湖数据中心集群", "relies_on"),
                ("农业气象预警系统", "国家气象大数据平台", "relies_on"),
            },
        ),
        (
            "依托浙江农事服务网，建立统一的农机数据库，组建农机维修服务平台，方便农民办事。",
            {
                ("农机数据库", "浙江农事服务网", "relies_on"),
                ("农机维修服务平台", "浙江农事服务网", "relies_on"),
            },
        ),
        (
            "建设农作物长势评价系统，运用大数据技术对各地苗情进行分析。",
            {("农作物长势评价系统", "大数据", "uses")},
        ),
        (
            "以国家农业大数据平台为依托，实现良种工程和良田工程同向发力。",
            {("加快发展数字农业", "国家农业大数据平台", "relies_on")},
        ),
        (
            "构建粮情监测一张图，依托国家气象大数据平台，建设旱情预报系统、病虫害预警系统，接入国家农业云平台。",
            {
                (name, target, kind)
                for name in ("旱情预报系统", "病虫害预警系统")
                for target, kind in (("国家气象大数据平台", "relies_on"), ("国家农业云平台", "connects_to"))
            },
        ),
        ("建设省级粮食追溯平台，不再对接国家粮食监管平台。", set()),
        ("省级粮食追溯平台已经接入国家粮食监管平台。", set()),
    ],
)
def test_what_depends_on_what(sentence, expected):
    assert edges(sentence, "DEPENDS_ON") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "支持杭州、宁波等地加快建设面向5G网络的车路协同应用示范区。",
            {("车路协同应用示范区", "杭州市"), ("车路协同应用示范区", "宁波市")},
        ),
        ("在温州建设北斗规模应用示范基地。", {("北斗规模应用示范基地", "温州市")}),
        (
            "加快建设杭州、宁波国家级文化和科技融合示范基地。",
            {("国家级文化和科技融合示范基地", "杭州市"), ("国家级文化和科技融合示范基地", "宁波市")},
        ),
        ("支持杭州企业建设农机作业调度平台。", set()),
        ("建设浙江公共文化云平台。", set()),
    ],
)
def test_where_projects_lie(sentence, expected):
    assert edges(sentence, "LOCATED_IN") == expected


def test_pilots_try_the_nearest_project():
    got = edges("实施智慧养老惠民工程，以杭州、宁波等地为试点，开展数据融合应用。", "PILOTS")
    assert got == {("杭州市", "智慧养老惠民工程"), ("宁波市", "智慧养老惠民工程")}


def test_who_explores_a_pilot_tries_it_and_what_lies_in_a_place_lies_there():
    assert edges("杭州、宁波探索内河航运绿色转型试点。", "PILOTS") == {
        ("杭州市", "内河航运绿色转型试点"),
        ("宁波市", "内河航运绿色转型试点"),
    }
    assert ("国家海洋渔业种质库", "宁波市") in edges("位于宁波市的国家海洋渔业种质库完成扩建。", "LOCATED_IN")
    assert ("中国渔港数谷", "宁波市") in edges("打造宁波“中国渔港数谷”。", "LOCATED_IN")


def test_the_whole_of_the_province_is_no_place_of_a_project():
    assert edges("全省建设农业物联网示范基地。", "LOCATED_IN") == set()


def test_pilots_in_a_place_name_the_pilot():
    assert edges("在杭州、宁波开展数字家庭建设试点。", "PILOTS") == {
        ("杭州市", "数字家庭建设试点"),
        ("宁波市", "数字家庭建设试点"),
    }


def test_evidence_spans_both_clauses():
    graph = extract_text(HEAD + "加快建设省级粮食追溯平台，对接国家粮食监管平台，提升监管水平。\n")
    (edge,) = graph.edges("DEPENDS_ON")
    assert edge.properties["evidence"] == "加快建设省级粮食追溯平台，对接国家粮食监管平台"


def test_a_plan_of_a_pilot_chooses_its_places():
    graph = extract_text(
        "农村供水水费收缴试点方案\n一、总体要求\n（一）目标任务。选择保定、沧州和邢台3个市，开展农村供水水费收缴试点。\n"
        "（二）方法步骤。在保定市总结经验。\n"
    )
    names = {n.id: n.name for n in graph.nodes()}
    got = {(names[e.source], names[e.target]) for e in graph.edges("PILOTS")}
    assert got == {(place, "农村供水水费收缴试点") for place in ("保定市", "沧州市", "邢台市")}


def test_an_object_of_its_own_is_not_the_project_before():
    assert edges("实施智慧养老惠民工程，在杭州、宁波先行试点家庭养老床位。", "PILOTS") <= {
        ("杭州市", "加快发展数字农业"),
        ("宁波市", "加快发展数字农业"),
    }


def test_technologies_that_support_a_task():
    got = edges("以区块链、云计算技术为支撑，提升办理水平。", "DEPENDS_ON")
    assert {pair[1] for pair in got} == {"区块链", "云计算"}


def test_the_plans_own_pilot_and_the_places_that_take_part() -> None:
    graph = extract_text(
        "国务院办公厅关于印发《社区食堂建设试点工作方案》的通知\n国办函〔2022〕7号\n社区食堂建设试点工作方案\n一、试点范围\n"
        "确定河北、山西和四川省成都市作为试点地区。\n"
    )
    names = {node.id: node.name for node in graph.nodes()}
    pilots = {(names[e.source], names[e.target]) for e in graph.edges() if e.type == "PILOTS"}
    assert pilots == {(place, "社区食堂建设试点") for place in ("河北省", "山西省", "成都市")}
