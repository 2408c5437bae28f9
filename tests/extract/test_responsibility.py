import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import extract_text
from extract.bodies import Namer
from extract.lexicon import rows
from extract.notes import find_notes
from extract.pipeline import COMPONENTS, build_pipeline, run
from extract.readers import read_text
from extract.roles import labels, tails

OFF = [
    c for c in COMPONENTS if c in ("plankg_statements", "plankg_structure_edges", "plankg_relations", "plankg_spans")
]


def duties(text):
    doc = run(build_pipeline(disable=OFF), read_text(text))
    edges = [r for r in doc._.relations if r.type == "RESPONSIBLE_FOR"]
    assert all(0 <= r.start < r.end <= len(doc._.plan.text) for r in edges)
    return {(r.source.name, r.target.name, r.properties["role"]) for r in edges}


def of_note(note, head="浙江省行动方案\n一、主要任务\n1.推进创新。"):
    return {(who.removeprefix("浙江省"), role) for who, _, role in duties(head + note + "\n")}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("（省科技厅牵头，省财政厅、教育厅按职责分工负责）", {("科技厅", "lead"), ("财政厅", "responsible"), ("教育厅", "responsible")}),
        ("（省科技厅牵头，省财政厅等配合）", {("科技厅", "lead"), ("财政厅", "support")}),
        ("（省科技厅、省财政厅等部门按职责分工负责）", {("科技厅", "responsible"), ("财政厅", "responsible")}),
        ("（牵头单位：省科技厅；配合单位：省财政厅；完成时限：2026年12月）", {("科技厅", "lead"), ("财政厅", "support")}),
        ("（牵头单位：省科技厅、省财政厅按职责分工负责；配合单位：省教育厅）",
         {("科技厅", "responsible"), ("财政厅", "responsible"), ("教育厅", "support")}),
        ("（责任单位：省科技厅、省财政厅，各市、县〔市、区〕政府）",
         {("科技厅", "responsible"), ("财政厅", "responsible"), ("各市、县〔市、区〕政府", "responsible")}),
        ("〔责任单位：省经信厅（牵头）、省财政厅〕", {("经信厅", "lead"), ("财政厅", "responsible")}),
        ("（省科技厅会同省财政厅负责）", {("科技厅", "lead"), ("财政厅", "responsible")}),
        ("（由省科技厅牵头，会同省财政厅制定；省教育厅配合）", {("科技厅", "lead"), ("财政厅", "support"), ("教育厅", "support")}),
        ("（2025年底前完成，省教育厅牵头）", {("教育厅", "lead")}),
        ("（省科技厅、省财政厅，各市人民政府）", {("科技厅", "responsible"), ("财政厅", "responsible"), ("各市人民政府", "responsible")}),
        ("\n牵头部门：省科技厅\n参与部门：省财政厅\n完成时限：2026年6月", {("科技厅", "lead"), ("财政厅", "support")}),
        ("责任单位：省科技厅牵头，省财政厅配合。", {("科技厅", "lead"), ("财政厅", "support")}),
        ("（牵头：省科技厅；配合：省财政厅）", {("科技厅", "lead"), ("财政厅", "support")}),
        ("依托高校（浙江大学、清华大学）。", set()),
        ("（一期工程按计划实施）", set()),
        ("（包括省级部门、市级部门）", set()),
    ],
)  # fmt: skip
def test_shapes_of_notes(note, expected):
    assert of_note(note) == expected


def test_the_first_leads_when_the_plan_says_so_once():
    text = (
        "国务院关于加快转型的意见\n一、推进转型\n（一）完善体系。加强研发。（工业和信息化部、科技部、商务部等负责。列第一位者为牵头单位，下同）\n"
        "（二）优化布局。（农业农村部、财政部负责）\n"
    )
    assert duties(text) == {
        ("工业和信息化部", "完善体系", "lead"),
        ("科技部", "完善体系", "responsible"),
        ("商务部", "完善体系", "responsible"),
        ("农业农村部", "优化布局", "lead"),
        ("财政部", "优化布局", "responsible"),
    }


def test_the_comma_parts_leaders_from_helpers_when_the_plan_says_so():
    text = "浙江省行动方案\n一、主要任务\n1.推进创新。（省科技厅，省财政厅、省教育厅。逗号前为牵头单位，下同）\n2.扩大开放。（省商务厅，杭州海关）\n"
    assert {(who, role) for who, _, role in duties(text)} == {
        ("浙江省科技厅", "lead"),
        ("浙江省财政厅", "support"),
        ("浙江省教育厅", "support"),
        ("浙江省商务厅", "lead"),
        ("杭州海关", "support"),
    }


def test_columns_of_a_table_with_merged_cells():
    text = (
        "杭州市重点任务分工表\n序号\t重点任务\t牵头单位\t配合单位\t完成时限\n1\t建设A平台\t市发展改革委\t市财政局、市科技局\t2025年底\n"
        "2\t开展直播培训\t市经信局\t\t2026年\n"
    )
    assert duties(text) == {
        ("杭州市发展改革委", "建设A平台", "lead"),
        ("杭州市财政局", "建设A平台", "support"),
        ("杭州市科技局", "建设A平台", "support"),
        ("杭州市经信局", "开展直播培训", "lead"),
    }


def test_a_body_named_twice_keeps_its_strongest_role():
    assert of_note("（牵头单位：省科技厅；配合单位：省经信厅、省科技厅）") == {
        ("科技厅", "lead"),
        ("经信厅", "support"),
    }


def test_undertaking_needs_a_project():
    head = "广东省行动方案\n一、主要任务\n"
    found = duties(head + "支持广州、深圳等地市加快建设智慧城市应用示范区。支持深圳市大数据协会开展行业论坛。\n")
    assert found == {("广州市", "智慧城市应用示范区", "undertake"), ("深圳市", "智慧城市应用示范区", "undertake")}


def test_running_text_speaks_of_the_task_of_its_passage():
    text = (
        "浙江省行动方案\n一、主要任务\n（一）完善飞行服务。由省交通运输厅牵头，研究管理办法。省财政厅负责统筹资金。\n"
    )
    assert duties(text) == {
        ("浙江省交通运输厅", "完善飞行服务", "lead"),
        ("浙江省财政厅", "完善飞行服务", "responsible"),
    }


@pytest.mark.parametrize("row", rows("roles.csv"), ids=lambda r: r["id"])
def test_each_role_fires_on_its_example(row):
    if row["form"] == "label":
        match = labels().match(row["example"])
        assert match and match.lastgroup == row["role"]
    else:
        assert next(role for role, p in tails() if p.search(row["example"])) == row["role"]


@given(
    st.lists(
        st.sampled_from(
            [
                "（",
                "）",
                "省科技厅",
                "牵头",
                "，",
                "、",
                "责任单位：",
                "各市",
                "等",
                "会同",
                "\n",
                "\t",
                "负责",
                "2025年",
                "。",
                "〔",
                "〕",
                "和",
                "杭州",
            ]
        ),
        max_size=30,
    )
)
def test_any_text_is_read_and_spans_hold(pieces):
    plan = read_text("浙江省规划\n一、推进\n" + "".join(pieces) + "甲")
    for note in find_notes(plan, Namer("330000")):
        assert 0 <= note.start < note.end <= len(plan.text)
        for party in note.parties:
            assert party.member.body.name
            assert re.sub(r"\s", "", plan.text[party.member.start : party.member.end])
            assert 0 <= party.start < party.end


def said_duties(text: str, title: str = "泰州市2024年重点工作方案") -> set[tuple[str, str, str]]:
    from extract import extract_text

    graph = extract_text(f"{title}\n一、总体要求\n略。\n二、重点任务\n{text}")
    names = {n.id: n.name for n in graph.nodes()}
    return {
        (names[e.source], str(e.properties["role"]), names[e.target])
        for e in graph.edges()
        if e.type == "RESPONSIBLE_FOR"
    }


def test_labels_with_half_width_marks_and_a_person():
    text = (
        "1.推进养老服务。\n牵头负责领导:王某某。\n牵头责任单位:市民政局。\n协同责任单位:市财政局、市卫生健康委。\n"
        "2.推进托育服务。完善服务。〔牵头单位:市卫生健康委;配合单位:市财政局,6月底完成〕\n"
    )
    assert said_duties(text) == {
        ("泰州市民政局", "lead", "推进养老服务"),
        ("泰州市财政局", "support", "推进养老服务"),
        ("泰州市卫生健康委", "support", "推进养老服务"),
        ("泰州市卫生健康委", "lead", "推进托育服务"),
        ("泰州市财政局", "support", "推进托育服务"),
    }


def test_a_month_is_in_the_year_of_a_plan_for_one_year():
    from extract import extract_text

    text = "泰州市2024年重点工作方案\n一、重点任务\n1.推进养老服务。完善服务。（市民政局牵头，6月底完成）\n"
    (task,) = [n for n in extract_text(text).nodes() if n.label == "Task"]
    assert (task.properties["deadline"], task.properties["year"]) == ("6月底", 2024)


def test_a_note_in_the_column_of_fields_reaches_each_row_of_the_field():
    rows = [
        "序号\t领域\t项目名称\t责任单位",
        "1\t智慧养老（牵头单位：市民政局）\t养老信息服务平台\t市财政局",
        "2\t\t社区食堂管理系统\t市商务局",
    ]
    got = said_duties("附件 重点项目清单\n" + "\n".join(rows) + "\n")
    assert ("泰州市民政局", "lead", "养老信息服务平台") in got
    assert ("泰州市民政局", "lead", "社区食堂管理系统") in got


def test_a_division_of_work_and_a_helper_after_a_comma():
    text = (
        "1.推进养老服务。\n分管市领导:王某某\n部门分工:市民政局牵头,市财政局、各街道办事处配合。\n"
        "2.推进托育服务。完善服务。责任单位：市卫生健康委，市教育局配合。完成时限：2024年12月\n"
    )
    assert said_duties(text) == {
        ("泰州市民政局", "lead", "推进养老服务"),
        ("泰州市财政局", "support", "推进养老服务"),
        ("各街道办事处", "support", "推进养老服务"),
        ("泰州市卫生健康委", "responsible", "推进托育服务"),
        ("泰州市教育局", "support", "推进托育服务"),
    }


BODIES = {("市教育局", "responsible"), ("市财政局", "responsible")}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("（责任单位：牵头单位市教育局，配合单位市财政局）", {("市教育局", "lead"), ("市财政局", "support")}),
        ("（责任单位：★市教育局、市财政局）", {("市教育局", "lead"), ("市财政局", "responsible")}),
        ("（责任单位：市教育局/市财政局）", BODIES),
        ("\n责任单位：市教育局 市财政局", BODIES),
        ("（市教育局、市财政局；完成时限：2024年12月）", BODIES),
        ("（第一责任单位：市教育局；第二责任单位：市财政局）", BODIES),
        ("（市教育局，2024年9月底前）", {("市教育局", "responsible")}),
        ("（市教育局牵头，市财政局负责具体落实）", {("市教育局", "lead"), ("市财政局", "responsible")}),
        ("由市教育局负责牵头，市财政局参与。", {("市教育局", "lead"), ("市财政局", "support")}),
        ("（责任领导：王某某，责任单位：市教育局、市财政局，责任人：李某某）", BODIES),
    ],
)
def test_more_shapes_of_notes(note, expected):
    got = said_duties(f"1.推进养老服务。健全社区照护网络，办好老年食堂。{note}\n2.推进托育服务。办好社区托育点。\n")
    assert {(who.removeprefix("泰州"), role) for who, role, what in got if what == "推进养老服务"} == expected


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("以下均需各市人民政府落实，不再列出", "responsible"),
        ("以下各项任务均需各市人民政府配合，不再逐一列出", "support"),
        ("以下都由各市人民政府负责，不再重复列举", "responsible"),
    ],
)
def test_who_takes_part_in_every_task_is_said_once(said, role):
    graph = extract_text(
        "江西省水利工作方案\n一、修好水库。加固大坝。（省水利厅负责。" + said + "）\n"
        "二、管好河道。清理河道。（省水利厅负责）\n三、节约用水。改造灌区。（省水利厅、各市人民政府负责）\n"
    )
    name = {n["id"]: n["name"] for n in graph.to_dict()["nodes"]}
    edges = {
        (name[e["source"]], name[e["target"]]): e["properties"]["role"]
        for e in graph.to_dict()["edges"]
        if e["type"] == "RESPONSIBLE_FOR"
    }
    assert edges["各市人民政府", "管好河道"] == role
    assert edges["各市人民政府", "节约用水"] == "responsible"


def test_a_group_behind_etc_is_no_part_of_the_last_name():
    graph = extract_text(
        "国务院分工方案\n一、完善标准。修订目录。（国家发展改革委、国家能源局等国务院相关部门及各地区按职责分工负责）\n"
    )
    names = {n["name"] for n in graph.to_dict()["nodes"] if n["label"] == "Organization"}
    assert {"国家发展改革委", "国家能源局", "各地区"} <= names


def test_governments_of_pilot_places_answer_for_the_step_they_stand_in():
    found = said_duties(
        "（一）组织开展试点。试点县政府是农场建设责任主体，要有序推进。\n"
        "（二）开展评估总结。2025年底前，试点县政府对本地区建设情况进行评估总结。\n"
        "（三）落实责任。各级农业农村部门要加强巡查。省级人民政府对本地区粮食安全负总责。\n"
    )
    assert found >= {
        ("试点县政府", "responsible", "组织开展试点"),
        ("试点县政府", "responsible", "开展评估总结"),
        ("各级农业农村部门", "responsible", "落实责任"),
        ("省级人民政府", "responsible", "落实责任"),
    }
