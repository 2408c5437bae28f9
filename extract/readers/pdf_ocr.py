"""Scanned pages: pictures of text, recognised by ``rapidocr`` (extra ``ocr``; its models come with the package).

Each line keeps the box on its page that it was read from: ``page 3, scan, box 78 745 517 761`` (points, from the left
lower corner: left, bottom, right, top). Recognised pages are kept in the user's cache folder (``PLANKG_CACHE`` names another).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.readers.pdf_lines import TextLine

#: Dots per inch at which pages are drawn, and most dots of a side.
DPI, MAX_SIDE = 200, 4000
#: Part of the cache's key: what is made of the recognised text has changed.
RULES = 2
#: Lines that the recognition is less sure of are left out.
LEAST_SCORE = 0.5
_HAN = "[\u3400-\u9fff，。；：、）》”]"
_WIDE = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_NARROW = re.compile(rf"\(|\)|(?<={_HAN})[,;:?!]")

#: Japanese forms that a recognition of both scripts takes for Chinese ones.
_LOOKALIKES = str.maketrans("庁対発図経済県広実営団権検験総続継戦労働", "厅对发图经济县广实营团权检验总续继战劳动")

#: ``(text, left, bottom, right, top)`` of a recognised piece, in points.
Piece = tuple[str, float, float, float, float]


@lru_cache(maxsize=1)
def engine() -> Any | None:
    """The recognition, loaded once; None if the extra is not installed."""
    try:
        from rapidocr import RapidOCR
    except ImportError:
        return None
    return RapidOCR(params={"Global.log_level": "critical"})


def recognise(page: Any, number: int) -> list[TextLine]:
    """The lines of an open ``pypdfium2`` page that is a picture; none if the extra is not installed."""
    if engine() is None:
        return []
    width, height = page.get_size()
    scale = min(DPI / 72, MAX_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    pixels = bitmap.to_numpy()
    key = hashlib.sha256(pixels.tobytes() + f"{_version()} {RULES} {pixels.shape}".encode()).hexdigest()
    pieces = _cached(key)
    if pieces is None:
        pieces = _pieces(pixels, scale, height)
        _keep(key, pieces)
    bitmap.close()
    return _lines(pieces, number)


def _version() -> str:
    from importlib.metadata import version

    return version("rapidocr")


def _pieces(pixels: Any, scale: float, height: float) -> list[Piece]:
    recognised = engine()
    assert recognised is not None
    # Without the classifier of directions: it drops lines.
    found = recognised(pixels.squeeze(), use_cls=False)
    out: list[Piece] = []
    if found.boxes is None or found.txts is None:
        return out
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        xs, ys = [float(p[0]) / scale for p in box], [height - float(p[1]) / scale for p in box]
        if float(score) >= LEAST_SCORE and text.strip():
            left, bottom, right, top = (round(v, 1) for v in (min(xs), min(ys), max(xs), max(ys)))
            out.append((_wide(text.strip()), left, bottom, right, top))
    return out


def _wide(text: str) -> str:
    """Marks of a Chinese line in their wide form, as they are printed."""
    if not re.search("[\u3400-\u9fff]", text):
        return text
    return _NARROW.sub(lambda match: _WIDE[match[0]], text.translate(_LOOKALIKES))


def _lines(pieces: list[Piece], number: int) -> list[TextLine]:
    """Pieces side by side as one line, from top to bottom; heights that differ by noise made equal."""
    if not pieces:
        return []
    heights = sorted(top - bottom for _, _, bottom, _, top in pieces)
    usual = heights[len(heights) // 2]
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -(p[2] + p[4])):
        middle = (piece[2] + piece[4]) / 2
        if rows and abs((rows[-1][0][2] + rows[-1][0][4]) / 2 - middle) < usual * 0.4:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    out = []
    for row in rows:
        row.sort(key=lambda p: p[1])
        left, bottom = min(p[1] for p in row), min(p[2] for p in row)
        right, top = max(p[3] for p in row), max(p[4] for p in row)
        # A box round few characters is too high; their width tells the size, too.
        size = min(top - bottom, (right - left) / sum(len(p[0]) for p in row) * 1.1)
        size = usual if size < usual * 1.25 else size
        line = TextLine(" ".join(p[0] for p in row), left, right, bottom + size * 0.15, size, number, left)
        line.place = f"page {number}, scan, box {left:.0f} {bottom:.0f} {right:.0f} {top:.0f}"
        out.append(line)
    return out


def _folder() -> Path:
    given = os.environ.get("PLANKG_CACHE")
    if given:
        return Path(given) / "ocr"
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("plankg")) / "ocr"


def _cached(key: str) -> list[Piece] | None:
    try:
        found = json.loads((_folder() / f"{key}.json").read_text("utf-8"))
        return [(str(t), float(a), float(b), float(c), float(d)) for t, a, b, c, d in found]
    except (OSError, ValueError, TypeError):
        return None


def _keep(key: str, pieces: list[Piece]) -> None:
    """Keep a page's result; a cache that cannot be written is none."""
    target = _folder() / f"{key}.json"
    part = target.with_suffix(f".{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(pieces, ensure_ascii=False), "utf-8")
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
