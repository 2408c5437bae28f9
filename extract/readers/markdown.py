"""Markdown: headings, emphasis, lists, quotes and pipe tables become the plain lines that plans are made of."""

from __future__ import annotations

import re

from extract.readers import Raw
from extract.readers.plain import decode

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.{0,300}?)(?:\s+#+)?\s*$")
_RULE = re.compile(r"^\s*+(?:[-*_]\s*+){3,}+$")
_BULLET = re.compile(r"^\s*(?:[-*+]\s+)")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_TABLE_RULE = re.compile(r"^\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+$")
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,900}\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.{1,300}?)(?<=\S)\1")


def read(data: bytes, name: str) -> Raw:
    """Decode and strip the markup; table rows become tab-separated cells."""
    lines = []
    for line in decode(data, name).splitlines():
        if _RULE.match(line) or line.lstrip().startswith(("```", "~~~")):
            continue
        if line.count("|") >= 2 and (_TABLE_RULE.match(line) or line.strip().startswith("|")):
            if not _TABLE_RULE.match(line):
                lines.append("\t".join(_inline(cell.strip()) for cell in line.strip().strip("|").split("|")))
            continue
        heading = _HEADING.match(line)
        if heading:
            line = heading[1]
        line = _BULLET.sub("", _QUOTE.sub("", line))
        lines.append(_inline(line))
    return Raw("\n".join(lines))


def _inline(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return text
