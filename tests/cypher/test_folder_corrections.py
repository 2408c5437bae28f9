"""The user's corrections in a graph folder: kept with it, carried out at every load, undone when they go."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypher import open_store
from cypher.corrections import FILE, linked_facts
from cypher.facts import Folder
from kg.corrections import Corrections, Drop, Pair
from kg.errors import GraphError
from kg.graph import Graph


def same(*names: str, label: str = "Organization") -> Corrections:
    return Corrections(tuple(Pair("same", label, names[0], other) for other in names[1:]))


def bodies(store) -> list[str]:
    return [row["name"] for row in store.query("MATCH (n:Organization) RETURN n.name AS name ORDER BY name")]


@pytest.fixture
def store(tmp_path: Path, gd, zj):
    with open_store(tmp_path / "plans.kg", create=True) as opened:
        opened.load([gd.graph, zj.graph])
        yield opened


def test_corrections_hold_for_what_is_there_and_for_what_comes(tmp_path, gd, zj) -> None:
    rules = same("广东省教育厅", "广东省文化厅", "浙江省教育局")
    with open_store(tmp_path / "plans.kg", create=True) as store:
        assert store.correct(rules.joined) is None
        store.load(gd.graph)
        store.load(zj.graph)
        assert "广东省文化厅" not in bodies(store)
        assert "浙江省教育局" not in bodies(store)
        assert store.check() == []
        stepwise = store.read_graph()
        store.rebuild()
        assert store.read_graph() == stepwise
    with open_store(tmp_path / "other.kg", create=True) as other:
        other.load([gd.graph, zj.graph])
        other.correct(rules.joined)
        assert other.read_graph() == stepwise


def test_the_facts_stay_and_taking_a_row_out_brings_everything_back(store) -> None:
    before = store.read_graph()
    files = sorted(p.name for p in (store.path / "facts").iterdir())
    store.correct(same("广东省教育厅", "浙江省教育局").joined)
    assert store.read_graph() != before
    assert sorted(p.name for p in (store.path / "facts").iterdir()) == files
    store.correct(lambda known: known.without(("浙江省教育局", "广东省教育厅")))
    assert store.read_graph() == before


def test_a_file_changed_by_hand_counts_at_the_next_use(store) -> None:
    path = store.path / FILE
    store.close()
    path.write_text("relation,label,name,name2\nsame,Organization,广东省教育厅,广东省文化厅\n", "utf-8")
    with open_store(store.path) as again:
        assert "广东省文化厅" not in bodies(again)
        again.close()
        path.unlink()
        assert "广东省文化厅" in bodies(again)


def test_a_contradiction_changes_nothing(store) -> None:
    before = store.read_graph()
    store.correct(same("广东省教育厅", "广东省文化厅").joined)
    after = store.read_graph()
    never = Corrections((Pair("never", "Organization", "广东省文化厅", "广东省教育厅"),))
    with pytest.raises(GraphError, match="E221"):
        store.correct(never.joined)
    assert store.read_graph() == after != before


def test_a_plan_that_comes_later_moves_what_was_there(tmp_path, gd, zj) -> None:
    """The name that leads was in no plan at first, so the nodes there had another id."""
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.correct(same("浙江省教育局", "广东省教育厅").joined)
        store.load(gd.graph)
        assert "浙江省教育局" in bodies(store)
        store.load(zj.graph)
        stepwise = store.read_graph()
        store.remove(zj.id)
        assert "浙江省教育局" in bodies(store)
        store.load(zj.graph)
        assert store.read_graph() == stepwise
        assert store.check() == []


def test_a_wrong_edge_stays_out_when_its_plan_is_loaded_again(store, gd) -> None:
    edge = next(e for e in gd.graph.edges("RESPONSIBLE_FOR"))
    count = len(store.read_graph().edges())
    store.correct(Corrections((), (Drop(id=edge.id),)).joined)
    assert len(store.read_graph().edges()) == count - 1
    gd.graph.documents[gd.id].meta["number"] = "另一号"
    store.load(gd.graph)
    assert edge.id not in {e.id for e in store.read_graph().edges()}
    assert store.check() == []


def test_rows_that_cannot_be_carried_out_are_said_when_plans_are_loaded(store, gd) -> None:
    ids = [n.id for n in gd.graph.nodes("Organization")][:2]
    rows = Corrections((Pair("never", "Organization", *ids), Pair("same", "Organization", *ids)))
    with pytest.raises(GraphError, match="E221"):
        store.correct(rows.joined)
    names = [gd.graph.node(i).name for i in ids]
    rows = Corrections((Pair("never", "Organization", *ids), Pair("same", "Organization", *names)))
    report = store.correct(rows.joined)
    assert any("never the same" in note for note in report.notes)


def test_what_goes_to_a_server_is_linked_too(store) -> None:
    store.correct(same("广东省教育厅", "浙江省教育局").joined)
    whole = Graph()
    for graph in linked_facts(Folder(store.path)):
        whole.update(graph)
    assert "浙江省教育局" not in {n.name for n in whole.nodes("Organization")}
