"""Rows of tables of undertakings and of duties: what each row is about, who does it, in which field."""

import pytest

from extract import extract_text
from extract.pipeline import build_pipeline, run
from extract.plantext import Table
from extract.readers import read_text
from extract.tablerows import columns

DATA = (
    "湖北省数据要素发展行动方案\n一、重点项目\n"
    "序号\t领域\t数据集名称\t建设主体\t简要描述\t责任单位\t投入时间\n"
    "1\t现代农业（牵头单位：省农业农村厅）\t“水稻病虫害图像”数据集\t华中农业大学、武汉禾元智能科技有限公司\t采集图像，形成数据集。\t省农业农村厅\t2026年6月\n"
    "2\t\t柑橘产销监测数据集\t宜昌市数字农业服务中心\t汇聚产销数据，支撑分析。\t宜昌市农业农村局、宜昌市数据局\t2026年12月\n"
    "序号\t领域\t数据集名称\t建设主体\t简要描述\t责任单位\t投入时间\n"
    "3\t智慧交通\t长江航道水深数据集\t武汉理工大学附属航运研究院\t归集水深数据。\t省交通运输厅\t2027年\n"
)
BUILT = (
    "云南省重点项目建设计划\n一、项目安排\n"
    "项目\t建设内容\t建设单位\t牵头单位\t配合单位\n"
    "滇中城际铁路一期工程\t新建线路80公里\t云南滇铁建设集团有限公司\t省发展改革委\t省交通运输厅、省财政厅\n"
    "昆明口岸物流园\t建设仓库\t云南云港物流有限公司 昆明市城建投资集团\t\t\n"
    "二、仓储类\t\t\t\t\n"
    "加快完善园区配套设施\t改造道路\t昆明市人民政府\t省自然资源厅\t\n"
    "合计（3个）\t\t\t省财政厅\t\n"
)
ORDERED = (
    "甘肃省政务服务改革任务分工\n"
    "序号\t类别\t重点任务\t责任单位\t承担单位\t完成时限\n"
    "1\t优化环境\t精简审批事项，压减办理时间\t省市场监管局\t省政务服务中心\t2025年12月\n"
    "2\t\t推进证照电子化\t\t\t2026年6月\n"
)


def read(text):
    doc = run(build_pipeline(), read_text(text))
    return doc, doc._.plan.text


def duties(doc):
    return {
        (r.source.name, r.target.name, r.properties["role"]) for r in doc._.relations if r.type == "RESPONSIBLE_FOR"
    }


def test_named_undertakings_are_projects_with_their_builders_and_authorities():
    doc, _ = read(DATA)
    assert not [m for m in doc._.entities if m.label == "Task" and "\t" in m.name]
    assert {(m.name, m.properties["kind"]) for m in doc._.entities if m.rule == "project.table"} == {
        ("“水稻病虫害图像”数据集", "platform"),
        ("柑橘产销监测数据集", "platform"),
        ("长江航道水深数据集", "platform"),
    }
    first = "“水稻病虫害图像”数据集"
    assert duties(doc) == {
        ("华中农业大学", first, "undertake"),
        ("武汉禾元智能科技有限公司", first, "undertake"),
        ("湖北省农业农村厅", first, "lead"),  # by the column of fields; the row's own word is the weaker
        ("宜昌市数字农业服务中心", "柑橘产销监测数据集", "undertake"),
        ("宜昌市农业农村局", "柑橘产销监测数据集", "responsible"),
        ("宜昌市数据局", "柑橘产销监测数据集", "responsible"),
        ("湖北省农业农村厅", "柑橘产销监测数据集", "lead"),
        ("武汉理工大学附属航运研究院", "长江航道水深数据集", "undertake"),
        ("湖北省交通运输厅", "长江航道水深数据集", "responsible"),
    }


def test_the_field_of_merged_cells_is_the_field_of_each_row_and_so_is_who_leads_it():
    doc, _ = read(DATA)
    edges = [r for r in doc._.relations if r.rule == "sector.column"]
    assert {(r.source.name, r.target.name) for r in edges} == {
        ("“水稻病虫害图像”数据集", "农业"),
        ("柑橘产销监测数据集", "农业"),
        ("长江航道水深数据集", "智慧交通"),
    }
    leads = {d for d in duties(doc) if d[0] == "湖北省农业农村厅"}
    assert leads == {("湖北省农业农村厅", row, "lead") for row in ("“水稻病虫害图像”数据集", "柑橘产销监测数据集")}


def test_evidence_of_a_row_is_its_line():
    doc, text = read(DATA)
    rows = [r for r in doc._.relations if r.rule.startswith("role.column") or r.rule == "sector.column"]
    assert len(rows) == 12
    for r in rows:
        line = text[r.start : r.end]
        assert "\n" not in line and line in text.split("\n")
        assert text[r.target.start : r.target.end] in line or text[r.source.start : r.source.end] in line


def test_projects_by_their_column_orders_stay_tasks_and_sums_are_nothing():
    doc, _ = read(BUILT)
    kinds = {m.name: m.label for m in doc._.entities if m.rule in ("project.table", "task.row")}
    assert kinds == {
        "滇中城际铁路一期工程": "Project",
        "昆明口岸物流园": "Project",
        "加快完善园区配套设施": "Task",
    }
    found = duties(doc)
    assert {
        ("云南滇铁建设集团有限公司", "滇中城际铁路一期工程", "undertake"),
        ("云南省发展和改革委员会", "滇中城际铁路一期工程", "lead"),
        ("云南省财政厅", "滇中城际铁路一期工程", "support"),
        ("云南云港物流有限公司", "昆明口岸物流园", "undertake"),
        ("昆明市城建投资集团", "昆明口岸物流园", "undertake"),
        ("云南省发展和改革委员会", "昆明口岸物流园", "lead"),
    } <= {(who.replace("发展改革委", "发展和改革委员会"), what, role) for who, what, role in found}
    assert not [d for d in found if d[1] == "昆明口岸物流园" and d[2] == "support"]  # an empty cell is not a merged one
    assert not [d for d in found if "合计" in d[1]]


def test_what_is_ordered_is_a_task_with_its_deadline():
    doc, _ = read(ORDERED)
    tasks = {m.name: m for m in doc._.entities if m.label == "Task"}
    assert set(tasks) == {"精简审批事项，压减办理时间", "推进证照电子化"}
    assert tasks["推进证照电子化"].properties == {"deadline": "2026年6月", "year": 2026}
    assert {(who, role) for who, what, role in duties(doc)} == {
        ("甘肃省市场监管局", "responsible"),
        ("甘肃省政务服务中心", "responsible"),
    }


@pytest.mark.parametrize(
    ("header", "thing", "kind"),
    [
        ("序号 领域 平台名称 建设内容 牵头单位", 2, "platform"),
        ("序号 试点名称 申报单位", 1, "pilot"),
        ("重点任务 项目名称 责任单位", 1, "engineering"),
        ("序号 任务名称 工作内容 责任单位", 1, ""),
        ("重点任务 具体举措 责任单位", 1, ""),
        ("重大项目 建设规模 总投资", 0, "engineering"),
        ("重点任务 项目 责任单位", 0, ""),
        ("序号 工作类别 措施 责任单位", 2, ""),
    ],
)
def test_which_column_names_the_thing(header, thing, kind):
    about = columns(Table(0, 0, header.split(), []))
    assert about is not None and (about.thing, about.kind) == (thing, kind)


@pytest.mark.parametrize(
    "header",
    [
        "项目 单位 2020年 2025年 属性",
        "指标名称 单位 2025年",
        "序号 企业名称 责任单位",
        "领域 责任单位",
        "项目 2015年 年均增长",
    ],
)
def test_tables_of_measures_and_of_bodies_name_no_thing(header):
    assert columns(Table(0, 0, header.split(), [])) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("省发展改革委省财政厅", {"青海省发展改革委", "青海省财政厅"}),
        ("西宁水务有限公司西宁市水务局、青海大学", {"西宁水务有限公司", "西宁市水务局", "青海大学"}),
        ("中国建筑股份有限公司青海分公司", {"中国建筑股份有限公司青海分公司"}),
        ("西宁智水科技有限公司；青海大学附属医院", {"西宁智水科技有限公司", "青海大学附属医院"}),
        ("国家税务总局青海省税务局", {"国家税务总局青海省税务局"}),
    ],
)
def test_bodies_of_a_cell_are_cut_where_one_ends(cell, expected):
    doc, _ = read(f"青海省供水工程实施方案\n工程名称\t建设内容\t责任单位\n湟水供水工程\t管网\t{cell}\n")
    assert {who for who, _, _ in duties(doc)} == expected


def duties_of(text: str) -> set[tuple[str, str, str]]:
    """Who is responsible for what, in which role."""
    graph = extract_text(text)
    return {
        (graph.node(e.source).name, graph.node(e.target).name, str(e.properties["role"]))
        for e in graph.edges("RESPONSIBLE_FOR")
    }


def test_a_column_of_measures_names_the_rows_and_not_the_column_of_contents():
    duties = duties_of(
        "某地关于推广改革举措的通知\n附件\n改革举措推广清单\n"
        "序号\t改革举措\t主要内容\t指导部门\t推广范围\n"
        "1\t建立专利快速审查机制\t设立绿色通道，缩短审查时间。\t国家知识产权局\t全国\n"
        "2\t推行首席数据官制度\t在部门设首席数据官。\t国家数据局、工业和信息化部\t全国\n"
    )
    assert duties == {
        ("国家知识产权局", "建立专利快速审查机制", "support"),
        ("国家数据局", "推行首席数据官制度", "support"),
        ("工业和信息化部", "推行首席数据官制度", "support"),
    }


def test_rows_behind_the_name_of_a_group_keep_the_header():
    duties = duties_of(
        "某地关于推广改革举措的通知\n附件\n改革举措推广清单\n"
        "序号\t改革举措\t主要内容\t指导部门\n"
        "一、人才方面（共1项）\n1\t推行首席数据官制度\t设首席数据官。\t国家数据局\n"
        "二、专利方面（共1项）\n2\t建立专利快速审查机制\t设立绿色通道。\t国家知识产权局\n"
    )
    assert {(who, what) for who, what, _ in duties} == {
        ("国家数据局", "推行首席数据官制度"),
        ("国家知识产权局", "建立专利快速审查机制"),
    }
