"""Which encoding bytes are in: BOM, strict UTF-8, then the legacy ones told apart by everyday characters.

A wrong guess between GB18030, Big5 and UTF-16 still gives Chinese characters, but rare ones. So each candidate is
decoded strictly and scored by how common its characters are; a text whose best score is low is refused.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from pathlib import Path

from kg.errors import InputError

#: Codecs tried when there is no BOM and the bytes are not UTF-8; the first wins a tie.
CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
#: How many characters are scored.
SAMPLE = 6000
#: Among how many characters these are looked for (web pages begin with markup).
REACH = 400_000
#: Mean score from which a text counts as read rightly (1: only the most common characters).
GOOD = 0.3
#: Lead over the second best with which a lower score will do (short texts with a rare word).
MARGIN = 0.8
#: A text of which this many characters are Chinese is refused even in valid UTF-8 if it reads like noise.
ENOUGH = 20
_ASCII = re.compile("[\\x00-\\x7f\\xa0\u3000\ufeff]+")
_CONTROL = re.compile("[\\x00-\\x08\\x0e-\\x1f]")


def decode(data: bytes, name: str) -> str:
    """The text of ``data``. Raises ``InputError``: E102 empty, E103 binary, E104 undecodable, E112 garbled."""
    text, _ = decode_with(data, name)
    return text


def decode_with(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the codec that gave it; ``declared`` (of a web page) is tried before guessing."""
    if not data.strip(b" \t\r\n\x00"):
        raise InputError("E103" if data.strip() else "E102", path=name)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _with_bom(data[len(bom) :], codec, name), codec
    wide = b"\x00" in data
    if not wide:
        try:
            return _checked(data.decode("utf-8"), name), "utf-8"
        except UnicodeDecodeError:
            pass
    found = best(data, declared)
    if found is None:
        raise InputError("E103" if wide else "E104", path=name)
    return found


def best(data: bytes, declared: str | None = None) -> tuple[str, str] | None:
    """The text and codec with the most common characters, None if none reads like Chinese."""
    wide = b"\x00" in data
    ranking: list[tuple[float, int, str, str]] = []
    names = dict.fromkeys([*([declared] if declared else []), *CANDIDATES])
    for position, codec in enumerate(names):
        if wide and not codec.startswith("utf-16"):
            continue
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        ranking.append((score(text), -position, text, codec))
    if not ranking:
        return None
    ranking.sort(reverse=True)
    value, _, text, codec = ranking[0]
    others = [other for other, _, rest, _ in ranking[1:] if rest != text]
    clear = value >= GOOD or (value >= 0 and bool(others) and value - others[0] >= MARGIN)
    return (text, codec) if clear else None


def score(text: str) -> float:
    """How everyday the characters of ``text`` are, from about -2 (noise) to 1; ASCII (markup) does not count."""
    ranks = _ranks()
    control = len(_CONTROL.findall(text, 0, REACH))
    chars = _ASCII.sub("", text[:REACH])[:SAMPLE]
    total = -2.0 * control
    for char in chars:
        rank = ranks.get(char)
        if rank is not None:
            total += rank
        elif "\u3400" <= char <= "\u9fff":
            total -= 1.0
        elif not ("\u00b0" <= char <= "\u00f7" or "\u2460" <= char <= "\u257f" or "\uff01" <= char <= "\uff5e"):
            total -= 2.0
    count = len(chars) + control
    return total / count if count else 0.0


@lru_cache(maxsize=1)
def _ranks() -> dict[str, float]:
    """Weight of each everyday character and mark."""
    lines = Path(__file__).with_name("common_characters.txt").read_text(encoding="utf-8").splitlines()
    simplified, pairs = lines[0], lines[1]
    weights = {char: 1.0 if i < 500 else 0.7 if i < 1200 else 0.3 for i, char in enumerate(simplified)}
    for traditional, plain in zip(pairs[::2], pairs[1::2], strict=True):
        weights[traditional] = weights[plain]
    weights |= dict.fromkeys("，。、：；（）《》“”‘’！？〔〕【】「」『』", 0.6)
    return weights | dict.fromkeys("０１２３４５６７８９％—–…·－　〇○", 0.3)


def _with_bom(data: bytes, codec: str, name: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError("E104", path=name) from error
    if not text.strip():
        raise InputError("E102", path=name)
    return _checked(text, name)


def _checked(text: str, name: str) -> str:
    """``text``, unless it was garbled by a wrong conversion before it was saved."""
    sample = text[:SAMPLE]
    if "\ufffd" in sample or "锟斤拷" in sample:
        damaged = sample.count("\ufffd") + 3 * sample.count("锟斤拷")
        if damaged * 100 > len(sample):
            raise InputError("E112", path=name)
    han = "".join(c for c in sample if "\u3400" <= c <= "\u9fff")
    if len(han) >= ENOUGH and score(han) < 0:
        raise InputError("E112", path=name)
    return text
