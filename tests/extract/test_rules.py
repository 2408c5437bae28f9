"""Every rule is described, and fires on its example."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import extract
from extract import extract_text
from extract.lexicon import rows
from extract.rules import LOOK_UP, Rule, all_rules, files, grammar, rule_of

FOLDER = Path(extract.__file__).parent
MASTHEAD = "甘肃省公共服务发展规划（2021—2025年）\n"
_TITLED = re.compile("规划|通知|要点|分工")


def literals() -> dict[str, str]:
    """Every text in the code that looks like a rule id of a family that there is, with the file it stands in."""
    families = {rule.id.partition(".")[0] for rule in grammar()}
    shape = re.compile(rf"^(?:{'|'.join(sorted(families))})\.[a-z0-9_.]*[a-z0-9_]$")
    found = {}
    for path in [*FOLDER.glob("*.py"), *(FOLDER / "components").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and shape.match(node.value):
                found[node.value] = path.name
    return found


def rules_of(text: str) -> set[str]:
    graph = extract_text(text)
    found = {m.rule for node in graph.nodes() for m in node.mentions}
    return found | {str(edge.properties.get("rule")) for edge in graph.edges()}


def test_every_rule_id_in_the_code_is_described() -> None:
    found = literals()
    assert len(found) > 50
    described = {rule.id.removesuffix(".*") for rule in grammar()}
    unknown = {
        i: name
        for i, name in found.items()
        if not {i, i.rpartition(".")[0]} & described or (i.count(".") == 1 and i not in described)
    }
    assert not unknown, "describe these in extract/data/rules.csv"


def test_every_data_row_says_what_it_finds_and_shows_it() -> None:
    for rule in all_rules():
        described = rule_of(rule.id)
        assert described is not None and described.finds, (
            f"{rule.id} ({rule.file}): describe it in extract/data/rules.csv"
        )
        assert rule.example, rule.id


def test_ids_are_unique_over_all_files() -> None:
    ids = [row["id"] for name in files() for row in rows(name)]
    assert len(ids) == len(set(ids))
    assert not set(files()) & LOOK_UP


def test_every_rule_of_a_real_plan_is_described(sample_rules: set[str]) -> None:
    assert not {rule for rule in sample_rules if rule_of(rule) is None}


@pytest.fixture(scope="module")
def sample_rules() -> set[str]:
    return rules_of((FOLDER.parent / "examples" / "gd-digital-economy-2018-2025.txt").read_text("utf-8"))


@pytest.mark.parametrize("rule", [r for r in grammar() if r.example and not r.id.endswith("*")], ids=lambda r: r.id)
def test_a_grammar_fires_on_its_example(rule: Rule) -> None:
    text = rule.example.replace("⏎", "\n")
    first = text.partition("\n")[0]
    titled = _TITLED.search(first) and "《" not in first
    assert rule.id in rules_of(text if titled else MASTHEAD + text)
