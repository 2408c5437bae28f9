"""Encodings told apart by everyday characters, and garbled text refused."""

from __future__ import annotations

import codecs

import pytest

from extract.readers.encoding import best, decode
from kg.errors import InputError

SIMPLIFIED = (
    "到2025年，全市数字经济核心产业增加值占地区生产总值比重达到12%。\n"
    "（一）加快建设工业互联网平台，支持企业上云用数赋智。（责任单位：市工业和信息化局、市财政局）\n"
    "完善农村公共服务体系，推进乡镇卫生院标准化建设，提高基层医疗水平。"
)
TRADITIONAL = (
    "到二零二五年，全市數位經濟產值佔地區生產總值比重達到百分之十二。\n"
    "（一）加快建設工業互聯網平臺，支援企業使用雲端服務。（責任單位：經濟發展局、財政局）\n"
    "完善農村公共服務體系，推進鄉鎮衛生所標準化建設，提高基層醫療水準。"
)


def _snippets(text: str) -> list[str]:
    return [text[i : i + n] for n in (6, 8, 12, 30, 200) for i in range(0, max(1, len(text) - n), 7)]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        *[(t, c) for t in (SIMPLIFIED, TRADITIONAL) for c in ("utf-16-le", "utf-16-be")],
    ],
)
def test_snippets_without_bom(text: str, codec: str) -> None:
    for snippet in _snippets(text):
        if sum("\u4e00" <= c <= "\u9fff" for c in snippet) < 5:
            continue
        found = best(snippet.encode(codec))
        assert found is not None and found[0] == snippet, (snippet, found)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"])
def test_bom(codec: str) -> None:
    assert decode("\ufeff".encode(codec) + SIMPLIFIED.encode(codec), "x") == SIMPLIFIED


def test_gb18030_characters_outside_gbk() -> None:
    text = "䶮㙍镇㵲阳河生态保护和修复工程建设规划，𬭎业示范区加快推进基础设施建设。"
    assert decode(text.encode("gb18030"), "x") == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E102"),
        (b" \n\t ", "E102"),
        (codecs.BOM_UTF8 + b"\n", "E102"),
        (codecs.BOM_UTF16_LE + b"\x00", "E104"),
        (b"\x00" * 400, "E103"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00" * 20, "E103"),
        (bytes(range(128, 256)) * 20, "E104"),
        ("Ünïcödé déjà vu, façade naïve élève à côté".encode("latin-1") * 10, "E104"),
        (SIMPLIFIED.encode("utf-8")[:-1], "E104"),
        (SIMPLIFIED.encode("utf-8").decode("gb18030", "replace").encode("utf-8"), "E112"),
        (("锟斤拷" * 30 + SIMPLIFIED).encode("utf-8"), "E112"),
        (SIMPLIFIED.encode("gb18030").decode("utf-8", "replace").encode("utf-8"), "E112"),
        (SIMPLIFIED.encode("gb18030").decode("cp950", "ignore").encode("utf-8"), "E112"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "plan.txt")
    assert caught.value.code == code
    assert "plan.txt" in str(caught.value)
