"""Why a passage says what the graph says it says: what was read there, by which rule, and what was considered and dropped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.calibration import calibrated
from extract.mentions import Dropped, EntityMention, RelationMention
from extract.plantext import PlanText
from extract.rules import Rule, rule_of
from extract.segment import sentences
from kg.errors import InputError

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Finding:
    """One reading of a passage. ``kind`` is a label or an edge type; ``reason`` says why it was dropped, if it was.

    ``name`` of an edge is ``source → target``, with its role. Offsets are into the plan's text.
    """

    taken: bool
    kind: str
    name: str
    start: int
    end: int
    rule: str
    confidence: float | None = None
    reason: str = ""

    @property
    def row(self) -> Rule | None:
        """The rule with its data row."""
        return rule_of(self.rule) if self.rule else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and every reading of it: ``path`` are the headings above, ``start`` and ``end`` its place in the text.

    ``place`` is its place in the source (``page 7``), empty if that is not known.
    """

    path: tuple[str, ...]
    start: int
    end: int
    text: str
    findings: tuple[Finding, ...]
    place: str = ""


def watched(pipeline: Sequence[tuple[str, Any]], doc: Doc) -> Doc:
    """Run the components on ``doc``, noting in ``doc._.dropped`` what each takes out that an earlier one had found."""
    doc._.dropped = []
    for name, component in pipeline:
        before: list[EntityMention] = list(doc._.entities)
        doc = component(doc)
        kept = {id(m) for m in doc._.entities}
        for m in before:
            if id(m) not in kept:
                reason = f"{_why(m, doc._.entities)} [{name.removeprefix('plankg_')}]"
                doc._.dropped.append(Dropped(m.start, m.end, m.label, m.name, reason, m.rule))
    return doc


def _why(gone: EntityMention, kept: Iterable[EntityMention]) -> str:
    over = [
        m for m in kept if m.start < gone.end and gone.start < m.end and m.label not in ("Task", "Goal", "Observation")
    ]
    for m in sorted(over, key=lambda m: (m.start - m.end, m.label)):
        if (m.start, m.end) == (gone.start, gone.end):
            return f"the same words are the {m.label} {m.name}"
        if m.start <= gone.start and gone.end <= m.end:
            return f"inside the name of the {m.label} {m.name}"
    return "taken out"


class Explainer:
    """Reads a plan once, to explain any of its passages."""

    def __init__(
        self,
        plan: PlanText,
        *,
        lexicon: str | Path | None = None,
        model: str | None = None,
        disable: Sequence[str] = (),
    ) -> None:
        from extract.pipeline import build_pipeline, run

        self.plan = plan
        doc = run(build_pipeline(disable=disable, lexicon=lexicon, model=model), plan, explain=True)
        self.jurisdiction: EntityMention | None = doc._.jurisdiction
        entities: list[EntityMention] = doc._.entities
        relations: list[RelationMention] = doc._.relations
        dropped: list[Dropped] = doc._.dropped
        findings = [_entity(m) for m in entities if m is not doc._.document]
        findings += [_relation(r) for r in relations]
        findings += [_missed(d) for d in set(dropped)]
        self.findings = sorted(findings, key=lambda f: (not f.taken, f.start, f.end, f.kind, f.name, f.rule))

    def places(self, at: str) -> list[int]:
        """Offsets that ``at`` means: a number, or each place where the words stand.

        Raises ``InputError`` (E118) if there is none.
        """
        text = self.plan.text
        if at.isdecimal():
            if int(at) < len(text):
                return [int(at)]
            raise InputError("E118", at=at, path=self.plan.source, hint=f"it has {len(text)} characters")
        found, start = [], text.find(at) if at else -1
        while start >= 0:
            found.append(start)
            start = text.find(at, start + len(at))
        if not found:
            raise InputError(
                "E118", at=at, path=self.plan.source, hint="give words as the plan writes them, or an offset"
            )
        return found

    def passages(self, offsets: Iterable[int]) -> Iterator[Passage]:
        """The sentence at each offset, each once."""
        seen: set[int] = set()
        for offset in offsets:
            passage = self.passage(offset)
            if passage.start not in seen:
                seen.add(passage.start)
                yield passage

    def passage(self, offset: int) -> Passage:
        """The sentence that holds ``offset``, with what was read in it."""
        start, end = self._sentence(offset)
        inside = [f for f in self.findings if f.start < end and start < f.end]
        inside += self._near(start, end, inside)
        section = self.plan.section_at(offset)
        path = tuple(f"{s.number} {s.title}".strip() for s in self.plan.ancestors(section))[::-1]
        return Passage(path, start, end, self.plan.text[start:end], tuple(inside), self.plan.place_at(start))

    def _near(self, start: int, end: int, inside: list[Finding]) -> list[Finding]:
        """What nothing noted, but looked like something."""
        from extract.nearmiss import near_misses

        noted = {(f.kind, f.start, f.end) for f in inside}
        missed = near_misses(self.plan, start, end, [f for f in inside if f.taken])
        return [_missed(d) for d in missed if (d.label, d.start, d.end) not in noted]

    def _sentence(self, offset: int) -> tuple[int, int]:
        line = self.plan.line_at(offset)
        for start, end in sentences(self.plan.text, line.start, line.end):
            if start <= offset <= end:
                return start, min(end + 1, line.end)
        return line.start, line.end


def explainers(
    plan: PlanText, *, lexicon: str | Path | None = None, model: str | None = None, disable: Sequence[str] = ()
) -> Iterator[Explainer]:
    """One explainer a document: of a notice that carries several plans, the notice's and each plan's."""
    from extract.jurisdiction import issuing_place
    from extract.parts import issue_of, take_apart

    head, *plans = take_apart(plan)
    first = Explainer(head, lexicon=lexicon, model=model, disable=disable)
    yield first
    issue = issue_of(head, issuing_place(head, first.jurisdiction))
    for part in plans:
        part.issue = issue
        yield Explainer(part, lexicon=lexicon, model=model, disable=disable)


def _missed(d: Dropped) -> Finding:
    return Finding(False, d.label, d.name, d.start, d.end, d.rule, None, d.reason)


def _entity(m: EntityMention) -> Finding:
    return Finding(True, m.label, m.name, m.start, m.end, m.rule, round(calibrated(m.label, m.rule, m.confidence), 4))


def _relation(r: RelationMention) -> Finding:
    how = r.properties.get("role") or r.properties.get("kind")
    name = f"{r.source.name} → {r.target.name}" + (f" ({how})" if how else "")
    return Finding(True, r.type, name, r.start, r.end, r.rule, round(calibrated(r.type, r.rule, r.confidence), 4))
