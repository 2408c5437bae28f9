"""Confidence corrected by what was measured, and the bench that measures it."""

from __future__ import annotations

import json
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import calibration, extract_text
from extract.calibration import WEIGHT, calibrated, corrected, stems, uncalibrated
from kg.scoring import verdicts

BENCH = Path(__file__).resolve().parents[2] / "benchmarks" / "calibrate.py"
TEXT = "甘肃省教育规划（2021—2025年）\n一、主要任务\n（一）完善教育体系。\n建设甘肃教育云平台。（省教育厅牵头）\n"


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch):
    """Set what was measured."""

    def set_to(table: dict[tuple[str, str], tuple[int, int]]) -> None:
        monkeypatch.setattr(calibration, "measured", lambda: table)
        calibration._cached.cache_clear()

    yield set_to
    calibration._cached.cache_clear()


def test_families_of_a_rule_widest_first() -> None:
    assert stems("project.head.平台") == ["*", "project", "project.head", "project.head.平台"]
    assert stems("") == ["*"]


def test_without_counts_a_rule_is_as_sure_as_it_says(counts) -> None:
    counts({})
    assert calibrated("Project", "project.head.平台", 0.9) == 0.9


def test_a_rule_that_was_often_wrong_is_less_sure_and_its_family_a_little() -> None:
    table = {("Project", "project.head.平台"): (5, 50)}
    assert corrected(table, "Project", "project.head.平台", 0.9) == pytest.approx((5 + WEIGHT * 0.9) / (50 + WEIGHT))
    assert corrected(table, "Project", "project.head.工程", 0.9) == 0.9
    assert corrected(table, "PART_OF", "project.head.平台", 0.9) == 0.9
    family = {("Project", "project.head"): (5, 50)}
    assert corrected(family, "Project", "project.head.工程", 0.9) < 0.5


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(right=st.integers(0, 500), more=st.integers(0, 500), low=st.floats(0.01, 0.99), high=st.floats(0.01, 0.99))
def test_it_stays_a_share_between_what_is_said_and_what_was_seen_and_keeps_the_order(
    right: int, more: int, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    seen = right + more
    table = {("Goal", "goal"): (right, seen)}
    a, b = (corrected(table, "Goal", "goal.term", c) for c in (low, high))
    assert 0 <= a <= b <= 1
    share = right / seen if seen else low
    assert min(low, share) - 1e-9 <= a <= max(low, share) + 1e-9


def test_the_graph_says_the_corrected_confidence(counts) -> None:
    counts({("RESPONSIBLE_FOR", "role.tail.lead"): (0, 1000), ("Organization", "*"): (0, 1000)})
    graph = extract_text(TEXT)
    (edge,) = graph.edges("RESPONSIBLE_FOR")
    assert edge.properties["confidence"] < 0.05
    assert all(m.confidence < 0.05 for n in graph.nodes("Organization") for m in n.mentions)
    assert all(m.confidence > 0.5 for n in graph.nodes("Task") for m in n.mentions)
    with uncalibrated():
        assert extract_text(TEXT).edges("RESPONSIBLE_FOR")[0].properties["confidence"] > 0.9


def test_verdicts_leave_out_what_counts_neither_way() -> None:
    found = extract_text(TEXT).to_dict()
    gold = extract_text(TEXT).to_dict()
    project = next(n for n in gold["nodes"] if n["label"] == "Project")
    project["optional"] = True
    body = next(n for n in gold["nodes"] if n["label"] == "Organization")
    gold["nodes"].remove(body)
    gold["edges"] = [e for e in gold["edges"] if body["id"] not in (e["source"], e["target"])]
    judged = verdicts(gold, found)
    assert project["id"] not in judged.nodes
    assert judged.nodes[body["id"]] is False
    assert not any(right for (type_, *_), right in judged.edges.items() if type_ == "RESPONSIBLE_FOR")


def test_the_bench_measures_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for name in ("one", "two"):
        (gold / f"{name}.txt").write_text(TEXT, "utf-8")
        raw = extract_text(TEXT).to_dict()
        if name == "two":
            raw["edges"] = [e for e in raw["edges"] if e["type"] != "RESPONSIBLE_FOR"]
        (gold / f"{name}.json").write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    bench = run_path(str(BENCH))
    out = tmp_path / "calibration.csv"
    assert bench["main"]([str(gold), "--write", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "| RESPONSIBLE_FOR | 2 | 0.500 |" in shown
    assert out.read_text("utf-8").splitlines()[0] == "kind,rule,right,seen"
    counted = bench["count"](bench["gather"](gold, None, 1.0) * 5)
    assert counted["RESPONSIBLE_FOR", "role.tail.lead"] == (5, 10)
    assert bench["main"]([str(tmp_path)]) == 1
