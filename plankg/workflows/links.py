"""Names that are one thing: the table of merges, what looks wrong, and the rows that a user adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.corrections import Corrections, Pair, corrections_of, is_node_id, read_corrections
from kg.errors import GraphError
from plankg.console import console
from plankg.output import RowOptions, emit
from plankg.settings import Target
from plankg.workflows.stores import open_target

if TYPE_CHECKING:
    from cypher.store import LoadReport, Store
    from kg.graph import Graph

MERGES = ("label", "name", "form", "reason", "rule", "mentions", "plans")
RULES = ("line", "relation", "label", "name", "name2", "edge", "note", "state")
SUSPECTS = ("kind", "label", "name", "other", "why")


def correct_from(store: Store, path: str) -> None:
    """Add the corrections in a file to those kept with the graph, and carry them out.

    Raises ``InputError`` and ``GraphError`` (E220, E221); nothing is changed then.
    """
    new = read_corrections(path)
    embedded: Any = store
    tell(embedded.correct(new.joined))
    console.detail(f"{path}: {len(new.pairs)} pairs of names, {len(new.drops)} things that are wrong")


def tell(report: LoadReport | None) -> None:
    """Say which corrections could not be carried out."""
    for note in dict.fromkeys(report.notes if report is not None else ()):
        console.warn(f"corrections.csv {note}")


def say(db: Target, rows: Sequence[tuple[str, str, str]], label: str, forget: Sequence[tuple[str, str]]) -> None:
    """Add pairs ``(relation, name, name2)``, and take out pairs of names.

    Raises ``GraphError``: a name that means several things (E223), a pair that contradicts others (E221) or makes no
    sense (E220), a pair to take out that is not there (E204).
    """
    with open_target(db) as store:
        embedded: Any = store
        graph = store.read_graph() if rows else None
        new = [_pair(graph, relation, label, one, two) for relation, one, two in rows if graph is not None]

        def how(known: Corrections) -> Corrections:
            for names in forget:
                if known.without(names) == known:
                    raise GraphError("E204", name=f"{names[0]} and {names[1]}")
                known = known.without(names)
            return known.joined(Corrections(tuple(new)))

        report = embedded.correct(how)
    tell(report)
    done = "nothing changed" if report is None else f"now {report.nodes.added} nodes, {report.edges.added} edges"
    console.say(f"{db.place}: {done}")


def _pair(graph: Graph, relation: str, label: str, one: str, two: str) -> Pair:
    row = {"relation": relation, "label": label, "name": _meant(graph, label, one), "name2": _meant(graph, label, two)}
    (pair,) = corrections_of([(0, row)], "the command line").pairs
    return pair


def _meant(graph: Graph, label: str, name: str) -> str:
    """The name as it goes into the file: an alias as it stands, unless it means several things."""
    if is_node_id(name):
        return name
    found = graph.find(name, label)
    by_name = [n for n in found if n.name == name]
    if len(by_name or found) > 1:
        names = ", ".join(f"{n.id} ({n.name})" for n in (by_name or found)[:6])
        raise GraphError("E223", name=name, count=len(by_name or found), found=names)
    if not found:
        console.warn(f"no {label} in the graph is called {name} yet; the row counts as soon as a plan names it")
    return name


def show_merges(db: Target, labels: Iterable[str], words: str | None, rows: RowOptions) -> None:
    """Every name that came to a thing under another name or from several plans, with the reason."""
    from kg.merges import forms

    wanted = set(labels)
    with open_target(db) as store:
        graph = store.read_graph()
        user = _linker(db, store).merges if not db.is_server else []
    found = (f for f in forms(graph, user) if not wanted or f.label in wanted)
    emit(
        MERGES,
        (
            (f.label, f.name, f.form, f.reason, f.rule, f.mentions, f.plans)
            for f in found
            if not words or words in f.name or words in f.form
        ),
        rows,
    )


def show_suspects(db: Target, rows: RowOptions) -> int:
    """Bodies of two provinces in one node, one body in two nodes; the exit code is 1 if there is any."""
    from kg.merges import suspects

    with open_target(db) as store:
        graph = store.read_graph()
    found = list(suspects(graph))
    emit(SUSPECTS, ((s.kind, s.label, s.name, s.other, s.why) for s in found), rows)
    bodies = len(graph.nodes("Organization"))
    console.say(
        f"{bodies} bodies: {len(found)} to look at" if found else f"{bodies} bodies: none merged or split wrongly"
    )
    return 1 if found else 0


def show_rules(db: Target, rows: RowOptions) -> None:
    """The corrections kept with the graph, and what became of each."""
    with open_target(db) as store:
        linker = _linker(db, store)
    unused = set(linker.unused())
    noted = {note.partition(":")[0]: note.partition(":")[2].strip() for note in linker.notes}
    table: list[tuple[Any, ...]] = []
    for p in linker.corrections.pairs:
        state = noted.get(f"line {p.line}") or ("a name that no plan has" if p in unused else "carried out")
        table.append((p.line, p.relation, p.label, p.name, p.name2, "", p.note, state))
    for d in linker.corrections.drops:
        edge = d.id or f"{d.type} {d.source} → {d.target}"
        table.append((d.line, "drop", d.label, d.name, "", "" if d.name else edge, d.note, ""))
    emit(RULES, table, rows)


def _linker(db: Target, store: Store) -> Any:
    embedded: Any = store
    return embedded.linker()
