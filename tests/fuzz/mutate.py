"""Changes to an input that plan texts call for: whole words put in, pieces doubled, moved, taken out, repeated many times."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

#: Pieces of the formats themselves.
MARKS = (
    "一、", "（一）", "1.", "（1）", "专栏1 ", "第一章 ", "附件1：", "《", "》", "（", "）", "“", "”", "、", "，", "；", "。", "：", "\n", "\t",
    "\r", "\x1f", "\x0c", "\x00", "\u2028", "\u200b", "\ufeff", "\ue010", "\ud7ff", "\U00020bb7", "１２", "％", "到2025年，", "达到90%以上",
    "翻一番", "三分之二", "99999999999999999999", "1e400", "-1", "NaN", "null", "true", "[", "]", "{", "}", '"', "'", "\\", "\\ud800",
    "<p>", "</p>", "<table>", "<tr>", "<td rowspan=9 colspan=9>", "</table>", "<br>", "<li>", "<ol start=9>", "&#0;", "&nbsp;", "<!--",
    "-->", "<script>", "<![CDATA[", "<w:p>", "</w:p>", "<w:r><w:t>数</w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
    "<w:tc>", "</w:tc>", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="3"/>', "<w:br/>", "<w:tab/>",
    "\x1e", " Tj ", " Tf ", " Td ", " Tm ", " re f ", " l S ", " cm ", "BT ", " ET ", "<4E00>", "MATCH (n) ", "RETURN ", "WITH ",
    "count(", "/*", "*/", "//", "`", "$x", " AS ", "ORDER BY ", "COUNT {", "same", "never", "drop", "relation", ",", "label", "nodes",
)  # fmt: skip


@cache
def words() -> tuple[str, ...]:
    """Marks, and words of the rules' own data: triggers, units, bodies, heads, fields, places."""
    from extract.lexicon import rows

    found: dict[str, None] = dict.fromkeys(MARKS)
    for name in (
        "units", "roles", "project_heads", "org_suffixes", "task_verbs", "sector_endings", "document_kinds",
        "dependency_triggers", "pilot_triggers", "statement_triggers", "organizations", "departments", "places", "sectors",
    ):  # fmt: skip
        for row in rows(f"{name}.csv")[:120]:
            for column in ("name", "unit", "head", "pattern", "suffix", "word", "verb"):
                word = row.get(column) or ""
                if word and not set(word) & set("|()[]?*+\\^$"):
                    found[word] = None
                elif word:
                    found.update(dict.fromkeys(w for w in word.split("|") if w and not set(w) & set("()[]?*+\\^$.")))
    sample = Path(__file__).parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"
    found.update(dict.fromkeys(piece for piece in sample.read_text("utf-8").split("\n")[::9] if piece))
    return tuple(found)


def mutate(data: bytes, max_size: int, seed: int, other: Callable[[bytes, int], bytes] | None = None) -> bytes:
    """``data`` changed once to four times, at most ``max_size`` bytes; ``other`` is a mutator for single bytes."""
    rng = random.Random(seed)
    if other is not None and rng.random() < 0.4:
        return other(data, max_size)
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(rng.randint(1, 4)):
        text = _step(text, rng)
    changed = text.encode("utf-8", "surrogateescape")
    if other is None and changed and rng.random() < 0.3:
        at = rng.randrange(len(changed))
        changed = changed[:at] + bytes([rng.randrange(256)]) + changed[at + rng.randint(0, 1) :]
    return changed[:max_size]


def _step(text: str, rng: random.Random) -> str:
    a, b = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    b = min(b, a + 1 + int(rng.expovariate(0.08)))
    piece = text[a:b]
    match rng.randrange(8):
        case 0 | 1 | 2:
            return text[:a] + rng.choice(words()) + text[a:]
        case 3:
            return text[:a] + rng.choice(words()) + text[b:]
        case 4:
            return text[:a] + text[b:]
        case 5:
            at = rng.randint(0, len(text))
            return text[:at] + piece + text[at:]
        case 6:
            return text[:a] + piece * rng.choice((2, 2, 3, 8, 50)) + text[b:]
        case _:
            return text[:a] + piece[::-1] + text[b:]
