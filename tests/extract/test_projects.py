"""Projects: every data row fires on its example, and how plans name, list and bound projects."""

from __future__ import annotations

import pytest

from extract.api import extract_text
from extract.components.projects import CONTEXT
from extract.lexicon import rows
from extract.mentions import EntityMention, entities
from extract.pipeline import build_pipeline, run
from extract.readers import read_text

ENABLED = ("plankg_regions", "plankg_documents", "plankg_organizations", "plankg_projects")


@pytest.fixture(scope="module")
def nlp():
    from extract.pipeline import COMPONENTS

    return build_pipeline(disable=[name for name in COMPONENTS if name not in ENABLED])


def found(nlp, text: str) -> list[EntityMention]:
    return entities(run(nlp, read_text(text)), "Project")


def names(nlp, text: str) -> list[str]:
    return [m.name for m in found(nlp, text)]


def mode(nlp, text: str) -> str:
    doc = run(nlp, read_text(text))
    (project,) = entities(doc, "Project")
    return doc.user_data[CONTEXT][project.start, project.end].mode


@pytest.mark.parametrize("file", ["project_heads.csv", "project_triggers.csv"])
def test_every_row_fires_on_its_example(nlp, file):
    failed = []
    for row in rows(file):
        got = names(nlp, row["example"])
        if (row["name"] not in got) if row["name"] else got:
            failed.append((row["id"], row["example"], got))
    assert not failed


def test_stop_rows_hold_on_their_examples(nlp):
    failed = []
    for row in rows("project_stops.csv"):
        got = names(nlp, row["example"])
        if row["kind"] in ("generic", "name"):
            wrong = bool(got)
        else:
            wrong = row["kind"] in ("actor", "thing", "scope") and "农机调度指挥平台" not in got
        if wrong:
            failed.append((row["id"], row["example"], got))
    assert not failed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("实施高标准农田建设工程。", ["高标准农田建设工程"]),
        ("实施主要经济作物全程机械化推进行动。", ["主要经济作物全程机械化推进行动"]),
        ("支持龙头企业牵头建设智能体开源平台。", ["智能体开源平台"]),
        ("加快推进农村集体产权制度改革试点。", ["农村集体产权制度改革试点"]),
        ("建设面向5G网络的车路协同应用示范区。", ["车路协同应用示范区"]),
        ("建设集展示、交易、服务于一体的开放式版权交易平台。", ["开放式版权交易平台"]),
        ("建设网上图书馆、博物馆、文化馆。", ["网上图书馆", "网上博物馆", "网上文化馆"]),
        ("建设现代农业产业园、农业科技园区、返乡创业园。", ["现代农业产业园", "农业科技园区", "返乡创业园"]),
        ("加快“湖北教育云”建设。", ["湖北教育云"]),
        ("推进国家“芯火”平台建设。", ["国家芯火平台"]),
        ("实施“雪亮”“天网”工程。", ["雪亮工程", "天网工程"]),
        ("开展增品种、提品质、创品牌“三品”专项行动。", ["增品种、提品质、创品牌三品专项行动"]),
        ("推进西延高铁、西十高铁等重大项目建设。", ["西延高铁", "西十高铁"]),
        ("实施省、市、县级区域健康信息平台工程。", ["区域健康信息平台工程"]),
        ("建设10个农业物联网应用示范基地。", ["农业物联网应用示范基地"]),
        ("在粮食主产区创建一批整建制示范县（场）。", ["整建制示范县（场）"]),
        ("允许船员从事远洋渔业基地岗位工作，统筹建设国家远洋渔业基地。", ["国家远洋渔业基地"]),
        ("积极稳妥地在灌区推广农业水价综合改革试点。", ["农业水价综合改革试点"]),
        ("依托“云上课堂”“书香校园”等平台开设课程。", ["云上课堂", "书香校园"]),
        ("打造“船政云”渔业信息平台。", ["船政云渔业信息平台"]),
        ("实施渠道防渗改造、泵站更新改造项目。", ["渠道防渗改造项目", "泵站更新改造项目"]),
        ("实施中国特色水产学校和专业建设计划。", ["中国特色水产学校和专业建设计划"]),
        ("总结评估试点，密切跟踪试点，落实改造项目。", []),
        ("对目录进行动态管理。", []),
        ("允许保险公司试点船舶保险直接理赔。", []),
    ],
)
def test_names(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "建设一批平台。",
        "推进重点项目建设。",
        "该项目总投资10亿元。",
        "坚持系统观念，强化系统治理。",
        "大力发展平台经济。",
        "培养工程技术人才。",
        "以经济建设为中心。",
        "支持企业上云用云，发展云计算。",
        "根据《乡村建设行动实施方案》执行。",
        "不得新建超大型算力中心。",
        "加强社区卫生服务中心管理。",
        "按照工作计划完成年度任务。",
    ],
)
def test_no_project(nlp, text):
    assert names(nlp, text) == []


def test_places_in_front_only_place(nlp):
    (project,) = found(nlp, "加快建设广州、深圳国家级文化和科技融合示范基地。")
    assert project.name == "国家级文化和科技融合示范基地"
    assert "文化和科技融合示范基地" in project.aliases
    assert names(nlp, "建设广东公共文化云平台。") == ["广东公共文化云平台"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设农机作业调度平台。", "order"),
        ("推动农机作业调度平台建设。", "order"),
        ("对接国家农机作业平台。", "lean"),
        ("推动与国家农机作业平台互联互通。", "lean"),
        ("已建成省级农机作业平台。", "report"),
        ("建设面向农户的农机作业调度平台。", "order"),
    ],
)
def test_what_the_passage_does_with_it(nlp, text, expected):
    assert mode(nlp, text) == expected


def test_namesakes_of_two_provinces_are_two_and_state_names_one():
    def ids(title: str) -> dict[str, str]:
        graph = extract_text(f"{title}\n一、重点任务\n（一）建设平台。\n建设省应急指挥平台，对接国家应急指挥平台。\n")
        return {n.name: n.id for n in graph.nodes("Project")}

    one, two = ids("湖南省应急体系建设规划"), ids("陕西省应急体系建设规划")
    assert one["省应急指挥平台"] != two["省应急指挥平台"]
    assert one["国家应急指挥平台"] == two["国家应急指挥平台"]


def test_ways_to_write_one_project_are_one_node():
    graph = extract_text(
        "湖南省应急体系建设规划\n一、重点任务\n（一）建设平台。\n建设湖南省应急指挥平台。依托省应急指挥平台开展演练。\n"
    )
    (project,) = graph.nodes("Project")
    assert project.name == "湖南省应急指挥平台"
    assert {"省应急指挥平台", "应急指挥平台"} <= set(project.aliases)


@pytest.mark.parametrize("unit", ["建设平台和", "工程", "“项目", "农业示范基地、", "推进推动建设", "（省", "广州、"])
def test_names_stay_short_in_lines_without_marks(nlp, unit):
    assert all(len(m.name) <= 80 for m in found(nlp, unit * 3000 + "平台"))
