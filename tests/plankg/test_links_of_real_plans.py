"""All reference texts loaded together: bodies of different provinces stay apart, and none is split by a short name."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import extract_file, extract_text
from kg.corrections import Corrections
from kg.graph import Graph
from kg.linking import link
from kg.merges import forms, suspects

GOLD = Path(__file__).resolve().parents[1] / "gold"
FORMS = ("省发展改革委", "省发展和改革委员会", "省发改委")


def made(place: str, form: str) -> str:
    return f"{place}算力发展规划\n一、主要任务\n（一）完善算力体系。\n建设{place}算力调度平台。（{form}牵头，省财政厅配合）\n"


@pytest.fixture(scope="module")
def whole() -> Graph:
    graph = Graph()
    for path in sorted(GOLD.glob("*.txt")):
        graph.update(extract_file(path))
    for place in ("甘肃省", "浙江省", "湖南省"):
        for number, form in enumerate((*FORMS, f"{place}发改委"), start=1):
            graph.update(extract_text(made(place, form).replace("规划", f"规划（第{number}期）", 1)))
    return graph


def test_nothing_looks_merged_or_split_wrongly(whole: Graph) -> None:
    assert len(whole.documents) >= 10
    assert list(suspects(whole)) == []


def test_one_body_a_province_under_all_its_names(whole: Graph) -> None:
    for place in ("甘肃省", "浙江省", "湖南省"):
        bodies = [n for n in whole.nodes("Organization") if n.name.startswith(f"{place}发") and "改" in n.name]
        assert len(bodies) == 1
        plans = {m.doc for m in bodies[0].mentions}
        assert all(whole.documents[doc].meta.get("jurisdiction") == place for doc in plans if doc in whole.documents)


def test_every_merge_has_a_reason_and_a_rule(whole: Graph) -> None:
    table = list(forms(whole))
    assert len(table) > 100
    assert all(form.reason and form.rule and form.plans for form in table)
    found = {(f.name, f.form): f.reason for f in table if f.label == "Organization"}
    assert found["甘肃省发展改革委", "省发改委"] == "the plan's own place is filled in (甘肃省)"


def test_linking_without_corrections_changes_nothing(whole: Graph) -> None:
    assert link(whole, Corrections()) == (whole, [])
