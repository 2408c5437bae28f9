"""A notice that carries several plans gives one document each; nothing else is taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import extract_text
from extract.api import extract_graphs
from extract.parts import take_apart
from extract.readers import Raw, plan_of, read_text
from kg.graph import Graph

BODY = """为加快{0}，根据有关规定，制定本方案。
一、总体要求
坚持统筹推进，到2025年，{0}覆盖率达到90%，公共服务水平明显提升，群众满意度不断提高。
二、主要任务
（一）完善{0}体系。
建设贵州{0}平台，推进数据共享和业务协同。（省发展改革委牵头，省财政厅配合）
三、保障措施
加强组织领导，强化督促检查，确保各项任务落到实处。各地要结合实际制定实施细则，明确目标任务、责任分工和完成时限，及时总结推广好的经验做法。
"""
HEAD = """贵州省人民政府办公厅关于印发{0}的通知
黔府办发〔2021〕18号
各市（自治州）人民政府，各县（市、区、特区）人民政府：
{1}
贵州省人民政府办公厅
2021年6月6日
"""
NAMED = HEAD.format("三个专项行动方案", "《贵州省智慧教育专项行动方案》《贵州省智慧医疗专项行动方案》《贵州省智慧养老专项行动方案》已经省政府同意，现印发给你们，请认真贯彻执行。")  # fmt: skip
TITLES = ["贵州省智慧教育专项行动方案", "贵州省智慧医疗专项行动方案", "贵州省智慧养老专项行动方案"]


def plan(title: str, field: str | None = None, number: str = "") -> str:
    return f"{number}{title}\n{BODY.format(field or title[3:7])}"


def titles(text: str) -> list[str]:
    return [part.masthead.title for part in take_apart(read_text(text))]


SEVERAL = {
    "named in title marks": NAMED + "".join(map(plan, TITLES)),
    "attachments on lines of their own": HEAD.format(
        "智慧服务实施方案",
        "现印发给你们。\n附件：1.贵州省智慧教育专项行动方案\n2.贵州省智慧医疗专项行动方案\n3.贵州省智慧养老专项行动方案",
    )
    + "".join(f"附件{i}\n{plan(t)}" for i, t in enumerate(TITLES, 1)),
    "attachments that nothing lists": HEAD.format("智慧服务有关方案", "现印发给你们，请遵照执行。")
    + "".join(plan(t, number=f"附件{i}：") for i, t in enumerate(TITLES, 1)),
    "a count and titles that end alike": HEAD.format("智慧服务三大专项行动方案", "现印发给你们，请遵照执行。")
    + "".join(map(plan, TITLES)),
    "a list without numbers": HEAD.format(
        "智慧服务实施方案",
        "现印发给你们。\n附件：贵州省智慧教育专项行动方案\n贵州省智慧医疗专项行动方案\n贵州省智慧养老专项行动方案",
    )
    + "".join(map(plan, TITLES)),
    "names that leave the province out": HEAD.format(
        "《智慧教育专项行动方案》《智慧医疗专项行动方案》《智慧养老专项行动方案》", "现印发给你们。"
    )
    + "".join(map(plan, TITLES)),
    "a table of contents before them": NAMED + "目 录\n" + "\n".join(TITLES) + "\n" + "".join(map(plan, TITLES)),
    "titles on two lines": NAMED + "".join(plan(t[:7] + "\n" + t[7:], t[3:7]) for t in TITLES),
    "a title that comes again within its plan": NAMED
    + "".join(plan(t).replace("二、主要任务", f"{t}\n二、主要任务") for t in TITLES),
    "covers": NAMED + "".join(f"{t}\n2021年6月\n{plan(t)}" for t in TITLES),
    "an annex of each": NAMED
    + "".join(
        plan(t)
        + "附件1\n重点任务清单\n序号\t任务\t责任单位\n1\t建设平台\t省发展改革委\n附件2\n考核办法\n一、考核对象\n各市州。\n二、考核方式\n按年度考核。\n"
        for t in TITLES
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_each_plan_is_a_document(name: str) -> None:
    found = titles(SEVERAL[name])
    assert found[0].startswith("贵州省人民政府办公厅关于印发")
    assert found[1:] == TITLES


@pytest.mark.parametrize("name", SEVERAL)
def test_facts_of_the_notice_carry_over_and_evidence_is_each_text(name: str) -> None:
    graphs = extract_graphs(read_text(SEVERAL[name]))
    notice = next(iter(graphs[0].documents))
    merged = Graph()
    for graph in graphs:
        assert list(graph.problems()) == []
        (record,) = graph.documents.values()
        assert record.meta["number"] == "黔府办发〔2021〕18号"
        assert record.meta["date"] == "2021-06-06"
        assert record.meta["jurisdiction"] == "贵州省"
        assert all(e.properties["doc"] == record.id for e in graph.edges() if "doc" in e.properties)
        merged.update(graph)
    plans = set(merged.documents) - {notice}
    assert {e.source for e in merged.edges("PART_OF") if e.target == notice} == plans
    issued = {e.source for e in merged.edges("ISSUED_BY") if merged.node(e.target).name == "贵州省人民政府办公厅"}
    assert issued == plans | {notice}
    for doc in plans:
        assert "贵州省发展改革委" in {merged.node(e.source).name for e in merged.edges("RESPONSIBLE_FOR") if e.properties["doc"] == doc}  # fmt: skip
        outline = [merged.node(e.target).properties["number"] for e in merged.edges("CONTAINS") if e.source == doc]
        assert {"一", "二", "三"} <= set(outline)


ONE = {
    "a plan and its annexes": HEAD.format("贵州省智慧教育专项行动方案", "现印发给你们。")
    + plan(TITLES[0])
    + "附件1\n智慧教育考核办法\n一、考核对象\n各市州人民政府，各县区人民政府。\n二、考核方式\n按年度考核。\n附件2\n智慧教育资金管理办法\n"
    + BODY.format("资金管理"),
    "a plan with a list": HEAD.format("贵州省智慧教育专项行动方案", "现印发给你们。\n附件：1.贵州省智慧教育专项行动方案\n2.重点任务清单")
    + "附件1\n" + plan(TITLES[0]) + "附件2\n重点任务清单\n序号\t任务\t责任单位\n1\t建设平台\t省发展改革委\n",
    "plans that are named and not there": NAMED + plan(TITLES[0]),
    "a title that comes again": HEAD.format("贵州省智慧教育专项行动方案", "现印发给你们。") + plan(TITLES[0]) + plan(TITLES[0]),
    "a table of contents": HEAD.format("贵州省智慧教育专项行动方案", "现印发给你们。")
    + "目录\n一、总体要求\n二、主要任务\n贵州省智慧教育考核办法\n" + plan(TITLES[0]),
    "no notice": "".join(map(plan, TITLES)),
    "a notice of orders": HEAD.format("贵州省智慧教育专项行动方案", "现就有关事项通知如下。\n一、高度重视\n加强领导。\n二、抓好落实\n按期完成。"),
    "numbering that goes on": NAMED + plan(TITLES[0]) + TITLES[1] + "\n四、其他事项\n" + "做好其他各项工作。" * 40 + "\n五、附则\n自印发之日起施行。",
    "only titles": NAMED + "\n".join(TITLES),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_nothing_else_is_taken_apart(name: str) -> None:
    plan_text = read_text(ONE[name])
    assert take_apart(plan_text) == [plan_text]
    assert len(extract_text(ONE[name]).documents) == 1


def test_annexes_stay_with_their_plan() -> None:
    parts = take_apart(read_text(SEVERAL["an annex of each"]))
    assert all("考核办法" in part.text and "重点任务清单" in part.text for part in parts[1:])
    assert [len(part.tables) for part in parts] == [0, 1, 1, 1]


def test_places_blanks_and_offsets_of_the_source_move_along() -> None:
    text = "\ufeff" + SEVERAL["attachments on lines of their own"].replace("\n", "\r\n").replace(
        "三、保障措施", "任务\t单位\r\n建设\t"
    )
    marks = [0, *(i for i in range(len(text)) if text.startswith("附件", i) and text[i + 3] == "\r")]
    raw = Raw(text, places=[(at, f"page {n}") for n, at in enumerate(marks, 1)], blanks=[text.rindex("建设\t") + 3])
    parts = take_apart(plan_of(raw, source="a.txt", sha256=""))
    assert len(parts) == 4
    assert [part.place_at(len(part.text) - 1) for part in parts] == ["page 1", "page 2", "page 3", "page 4"]
    for part in parts:
        for at in range(0, len(part.text), 7):
            if not part.text[at].isspace():
                assert text[part.source_offset(at)] == part.text[at]
    assert [len(part.blanks) for part in parts] == [0, 0, 0, 1]


def test_same_bytes_each_time_and_one_graph_of_all() -> None:
    text = SEVERAL["covers"]
    whole = extract_text(text)
    assert whole.to_dict() == extract_text(text).to_dict()
    assert len(whole.documents) == 4
    whole.validate()


PIECES = st.sampled_from(
    [
        NAMED,
        *TITLES,
        *map(plan, TITLES),
        "附件1",
        "附件2：",
        "附件：",
        "目录",
        "一、总体要求",
        "二、任务",
        "2021年6月",
        "《",
        "（征求意见稿）",
        "正文。" * 80,
        "1.贵州省智慧教育专项行动方案",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=14))
def test_parts_are_stretches_of_the_text_in_order(pieces: list[str]) -> None:
    whole = read_text("规划\n" * (not pieces[0].startswith("贵州")) + "\n".join(pieces))
    parts = take_apart(whole)
    at = 0
    for part in parts:
        at = whole.text.index(part.text, at) + len(part.text)
    assert len(parts) != 2
    names = [part.masthead.title for part in parts[1:]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "line", ["附件1\n甲方案", "贵州省智慧教育专项行动方案", "《甲方案》" * 12, "附件：1.甲乙丙方案"]
)
def test_a_long_adversarial_text_ends(line: str) -> None:
    """Work that grew with the square of the lines would not end here."""
    whole = read_text(NAMED + f"{line}\n" * 100_000 + "".join(map(plan, TITLES)))
    assert len(take_apart(whole)) in (1, 4)


def test_a_real_notice_with_one_of_its_plans() -> None:
    """One plan of five in the file: the notice stays one document, as before."""
    text = (Path(__file__).parents[1] / "gold" / "sn2019_yingshang-p1.txt").read_text("utf-8")
    assert len(take_apart(read_text(text))) == 1
