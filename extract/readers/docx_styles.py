"""Styles and automatic numbers of a Word file: what stands before a paragraph though nobody typed it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from extract.readers.docx_names import attribute, children, first, is_on
from extract.readers.numbering import numeral

#: Bullets that mean something to the structure of a plan; others (of symbol fonts) are ornaments.
_BULLETS = "—■●◆▲★•·"
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Style:
    """What a paragraph or character style says that matters here; None: not said, ask the one it is based on."""

    name: str = ""
    based_on: str = ""
    num_id: str | None = None
    level: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a file by id."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        for element in children(root, "w:style"):
            style_id = attribute(element, "styleId")
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self.default = style_id
            self._styles[style_id] = _style(element)

    def _chain(self, style_id: str) -> list[Style]:
        found: list[Style] = []
        while style_id in self._styles and len(found) < 20:
            found.append(self._styles[style_id])
            style_id = found[-1].based_on
        return found

    def name(self, style_id: str) -> str:
        """The style's name in lower case (``toc 1``, ``heading 2``)."""
        style = self._styles.get(style_id)
        return style.name.lower() if style else ""

    def hidden(self, style_id: str) -> bool:
        """Whether text of this style is hidden."""
        return next((s.hidden for s in self._chain(style_id) if s.hidden is not None), False)

    def numbering(self, style_id: str) -> tuple[str, int | None, str]:
        """List id, level and the style that gives it; an empty id if the style has no numbers."""
        level = None
        current = style_id
        for style in self._chain(style_id):
            level = style.level if level is None else level
            if style.num_id is not None:
                return style.num_id, level, current
            current = style.based_on
        return "", None, ""


def _style(element: Any) -> Style:
    style = Style(attribute(first(element, "w:name"), "val"), attribute(first(element, "w:basedOn"), "val"))
    style.hidden = is_on(first(first(element, "w:rPr"), "w:vanish"))
    numbers = first(first(element, "w:pPr"), "w:numPr")
    if numbers is not None:
        identity = first(numbers, "w:numId")
        style.num_id = attribute(identity, "val") if identity is not None else None
        style.level = _number(attribute(first(numbers, "w:ilvl"), "val"))
    return style


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


@dataclass(slots=True)
class _List:
    """A list (``w:num``): the counters it shares, and its own levels where it says so."""

    counters: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a file, in order."""

    def __init__(self, root: Any | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for element in children(root, "w:abstractNum"):
            identity = attribute(element, "abstractNumId")
            self._abstract[identity] = {
                _number(attribute(level, "ilvl")) or 0: _level(level) for level in children(element, "w:lvl")
            }
            for tag, table in (("w:numStyleLink", links), ("w:styleLink", named)):
                link = first(element, tag)
                if link is not None:
                    table[attribute(link, "val") if tag == "w:styleLink" else identity] = (
                        identity if tag == "w:styleLink" else attribute(link, "val")
                    )
        for identity, style in links.items():
            self._abstract[identity] = self._abstract.get(named.get(style, ""), self._abstract[identity])
        for element in children(root, "w:num"):
            self._add_list(element)

    def _add_list(self, element: Any) -> None:
        abstract = attribute(first(element, "w:abstractNumId"), "val")
        entry = _List(abstract, dict(self._abstract.get(abstract, {})))
        for override in children(element, "w:lvlOverride"):
            level = _number(attribute(override, "ilvl")) or 0
            own = first(override, "w:lvl")
            if own is not None:
                entry.levels[level] = _level(own)
            start = first(override, "w:startOverride")
            if start is not None:
                entry.restarts[level] = _number(attribute(start, "val")) or 0
        self._lists[attribute(element, "numId")] = entry

    def level_of_style(self, num_id: str, style_id: str) -> int | None:
        """The level of a list that belongs to a paragraph style."""
        entry = self._lists.get(num_id)
        for number, level in entry.levels.items() if entry else ():
            if level.paragraph_style == style_id:
                return number
        return None

    def next(self, num_id: str, level: int) -> str:
        """Count one paragraph of a list; what stands before its text (``（二）``, ``第一章 ``), maybe nothing."""
        entry = self._lists.get(num_id)
        if entry is None or level not in entry.levels:
            return ""
        counts = self._counts.setdefault(entry.counters, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for at, start in entry.restarts.items():
                counts[at] = start - 1
        rule = entry.levels[level]
        counts[level] = counts.get(level, rule.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            restart = entry.levels[deeper].restart if deeper in entry.levels else None
            if restart is None or (restart != 0 and level < restart):
                del counts[deeper]
        return self._written(entry, counts, level)

    def _written(self, entry: _List, counts: dict[int, int], level: int) -> str:
        rule = entry.levels[level]
        if rule.style == "bullet":
            return rule.text if rule.text and all(c in _BULLETS for c in rule.text) else ""
        if rule.style == "none" and "%" not in rule.text:
            return rule.text

        def put(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = entry.levels.get(at, rule)
            value = counts.get(at, other.start)
            return numeral(value, "decimal" if rule.legal else other.style)

        text = _PLACEHOLDER.sub(put, rule.text)
        return text + " " if text and (text[-1].isalnum() or text[-1] in "章节条编篇") else text


def _level(element: Any) -> _Level:
    level = _Level()
    level.start = _number(attribute(first(element, "w:start"), "val")) or 0
    level.style = attribute(first(element, "w:numFmt"), "val") or "decimal"
    level.text = attribute(first(element, "w:lvlText"), "val")
    level.restart = _number(attribute(first(element, "w:lvlRestart"), "val"))
    level.legal = bool(is_on(first(element, "w:isLgl")))
    level.paragraph_style = attribute(first(element, "w:pStyle"), "val")
    return level
