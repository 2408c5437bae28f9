"""Why a passage says what it says: rules, rows, and what was considered and dropped."""

from __future__ import annotations

import pytest

from extract.explain import Explainer, Finding
from extract.mentions import drop
from extract.pipeline import build_pipeline, run
from extract.readers import read_text
from kg.errors import InputError

TEXT = """甘肃省教育规划（2021—2025年）
一、主要任务
（一）完善教育体系。
建设甘肃教育云平台，对接国家教育资源平台。（省教育厅牵头）
建设一批平台，培育资源开发企业，财政厅给予支持。由有关企业负责日常维护。
"""


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    return Explainer(read_text(TEXT))


def dropped(explainer: Explainer, at: str) -> dict[tuple[str, str], Finding]:
    (passage,) = explainer.passages(explainer.places(at))
    return {(f.kind, f.name): f for f in passage.findings if not f.taken}


def test_a_passage_has_its_sentence_headings_and_readings(explainer: Explainer) -> None:
    (passage,) = explainer.passages(explainer.places("对接"))
    assert passage.text == "建设甘肃教育云平台，对接国家教育资源平台。"
    assert TEXT[passage.start : passage.end] == passage.text
    assert passage.path == ("一 主要任务", "（一） 完善教育体系")
    taken = {(f.kind, f.name): f for f in passage.findings if f.taken}
    edge = taken["DEPENDS_ON", "甘肃教育云平台 → 国家教育资源平台 (connects_to)"]
    row = edge.row
    assert row is not None and row.file == "dependency_triggers.csv" and "word=对接" in row.cells
    assert edge.confidence is not None


def test_what_a_later_part_took_out_is_named_with_the_reason(explainer: Explainer) -> None:
    found = dropped(explainer, "对接")
    assert "inside the name of the Project 甘肃教育云平台" in found["Region", "甘肃省"].reason


def test_what_nothing_took_is_named(explainer: Explainer) -> None:
    found = dropped(explainer, "一批平台")
    assert ("Project", "平台") in found
    assert found["Project", "平台"].rule == "project.head.平台"
    assert ("Organization", "财政厅") in found
    assert ("Region", "资源县") in found


def test_a_word_of_duty_that_names_nobody_is_named(explainer: Explainer) -> None:
    (passage,) = explainer.passages(explainer.places("日常维护"))
    kinds = {f.kind for f in passage.findings if not f.taken}
    assert "RESPONSIBLE_FOR" in kinds or any(f.kind == "RESPONSIBLE_FOR" for f in passage.findings)


def test_every_place_of_the_words_is_found_once(explainer: Explainer) -> None:
    assert len(explainer.places("平台")) == 3
    assert len(list(explainer.passages(explainer.places("平台")))) == 2
    assert explainer.places("5") == [5]
    for at in ("没有", "", str(len(TEXT) + 9)):
        with pytest.raises(InputError, match="E118"):
            explainer.places(at)


def test_components_may_note_what_they_drop_at_no_cost_otherwise() -> None:
    nlp, plan = build_pipeline(), read_text(TEXT)
    doc = run(nlp, plan)
    assert doc._.dropped is None
    drop(doc, "Project", 0, 1, "甘", "no name")
    assert doc._.dropped is None
    watched = run(nlp, plan, explain=True)
    drop(watched, "Project", 0, 1, "甘", "no name")
    assert watched._.dropped[-1].reason == "no name"


def test_explaining_changes_nothing() -> None:
    from extract.assemble import assemble

    nlp, plan = build_pipeline(), read_text(TEXT)
    assert assemble(run(nlp, plan, explain=True)) == assemble(run(nlp, plan))
