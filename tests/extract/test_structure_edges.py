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
