"""PART_OF and IN_SECTOR by where a project stands and by its name."""

from __future__ import annotations

import pytest

from extract.api import extract_text

PLAN = """湖南省数字生活发展规划
一、发展基础
近年来建成省级健康信息平台。
二、重点任务
（一）发展数字医疗。
推动省远程医疗平台建设，对接国家健康信息平台。在医院推广电子病历。
专栏1 数字生活惠民工程
智慧养老。建设智慧养老服务管理平台，对接省养老信息系统。
智慧教育。加快“潇湘教育云”建设。实施数字校园示范工程，包括数字教材资源平台和虚拟实训平台。
"""


@pytest.fixture(scope="module")
def edges():
    graph = extract_text(PLAN)
    assert list(graph.problems()) == []
    return {
        type_: {(graph.node(e.source).name, graph.node(e.target).name): e for e in graph.edges(type_)}
        for type_ in ("PART_OF", "IN_SECTOR")
    }


def test_ordered_projects_belong_to_the_innermost_box_or_task(edges):
    part_of = set(edges["PART_OF"])
    assert ("省远程医疗平台", "发展数字医疗") in part_of
    assert ("智慧养老服务管理平台", "数字生活惠民工程") in part_of
    assert ("潇湘教育云", "数字生活惠民工程") in part_of


def test_a_box_belongs_to_the_task_it_follows(edges):
    assert ("数字生活惠民工程", "发展数字医疗") in edges["PART_OF"]


def test_projects_leant_on_or_reported_belong_to_nothing(edges):
    members = {source for source, _ in edges["PART_OF"]}
    assert not members & {"国家健康信息平台", "省养老信息系统", "省级健康信息平台"}


def test_what_a_project_includes_is_part_of_it(edges):
    assert ("数字教材资源平台", "数字校园示范工程") in edges["PART_OF"]


def test_lead_and_name_give_the_field(edges):
    in_sector = set(edges["IN_SECTOR"])
    assert ("智慧养老服务管理平台", "智慧养老") in in_sector
    assert ("潇湘教育云", "智慧教育") in in_sector
    assert ("省远程医疗平台", "远程医疗") in in_sector
    assert ("发展数字医疗", "数字医疗") in in_sector


def test_evidence_is_the_clause(edges):
    edge = edges["PART_OF"]["潇湘教育云", "数字生活惠民工程"]
    assert edge.properties["evidence"] == "加快“潇湘教育云”建设"


def test_what_stands_under_an_item_that_names_a_project_is_part_of_it():
    text = """湖南省智慧农业发展规划
一、重点任务
（一）夯实数字基础。
加快信息化建设。
专栏1 数字农业工程
1.农业大数据工程。建设省农产品产销平台。
2.天空地观测网。建设农业遥感中心。
二、重点工程
（一）人才引育工程
建设农机手培训基地。
"""
    graph = extract_text(text)
    part_of = {(graph.node(e.source).name, graph.node(e.target).name) for e in graph.edges("PART_OF")}
    assert {
        ("数字农业工程", "夯实数字基础"),
        ("农业大数据工程", "数字农业工程"),
        ("省农产品产销平台", "农业大数据工程"),
        ("农业遥感中心", "天空地观测网"),
        ("农机手培训基地", "人才引育工程"),
    } <= part_of


def part_of(body: str, title: str = "四川省质量提升规划") -> set[tuple[str, str]]:
    graph = extract_text(f"{title}\n一、重点任务\n（一）提高供给质量。{body}\n（二）加强宣传。办好展会。\n")
    return {(graph.node(e.source).name, graph.node(e.target).name) for e in graph.edges("PART_OF")}


@pytest.mark.parametrize(
    "sentence",
    [
        "各县制定“天府粮仓”试点实施方案。",
        "完善省农产品追溯平台功能。",
        "做好与省农产品追溯平台建设的衔接。",
        "对建设省级粮油安全示范区成效明显的县给予奖励。",
    ],
)
def test_what_tells_apart_or_is_leant_on_is_part_of_no_task(sentence):
    assert {target for _, target in part_of(sentence)} <= {"提高供给质量", "加强宣传"}
    assert not any("天府" in s or "追溯平台" in s or "示范区" in s for s, _ in part_of(sentence))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("优先纳入省级粮油安全示范区建设。", "省级粮油安全示范区"),
        ("加快国家川猪种质资源中心投入运营。", "国家川猪种质资源中心"),
        ("加大良种推广试点力度，扩大面积。", "良种推广试点"),
        ("继续实施“两免一补”、乡村教师支持计划等。", "乡村教师支持计划"),
        ("对受灾地区的农户实施灾后重建扶助工程。", "灾后重建扶助工程"),
    ],
)
def test_orders_that_do_not_begin_with_the_verb(sentence, name):
    assert (name, "提高供给质量") in part_of(sentence)


def test_the_pilot_that_a_plan_is_about_is_part_of_none_of_its_tasks():
    found = part_of("在全市开展低碳社区建设试点。", "成都市低碳社区建设试点工作方案")
    assert not any("试点" in source for source, _ in found)


def test_a_box_project_named_again_in_the_box_stays_with_the_task_above():
    found = part_of(
        "推广良种。\n专栏1 良种繁育示范工程\n1. 开展良种繁育示范工程建设。建成制种基地网络。\n2. 完善供种体系。布局供种站点，稳定供应。"
    )
    assert ("良种繁育示范工程", "提高供给质量") in found
    assert not any(source == "良种繁育示范工程" and target != "提高供给质量" for source, target in found)


def test_a_paragraph_after_a_lead_is_none_of_its_task():
    graph = extract_text(
        "四川省交通规划\n第一章 建设综合交通网\n第一节 完善骨干通道\n"
        "提升铁路服务能力。建设渝西综合客运枢纽工程，推进既有线路改造，扩大班列开行范围，优化站点。\n"
        "围绕口岸布局，建设川南国际物流园，完善集疏运道路。\n"
    )
    found = {(graph.node(e.source).name, graph.node(e.target).name) for e in graph.edges("PART_OF")}
    assert ("提升铁路服务能力", "完善骨干通道") in found
    assert ("渝西综合客运枢纽工程", "提升铁路服务能力") in found
    assert ("川南国际物流园", "完善骨干通道") in found
