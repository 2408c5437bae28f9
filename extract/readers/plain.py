"""Plain text: UTF-8 (with or without BOM), else GB18030; anything else is refused rather than guessed."""

from __future__ import annotations

from extract.readers import Raw
from kg.errors import InputError

_COMMON = frozenset("的是和一发展国人民工作建设实施推进部门单位省市政府加强完善管理服务企业社会经济产业年")


def read(data: bytes, name: str) -> Raw:
    """Decode ``data``; raises ``InputError`` for empty, binary or undecodable content."""
    return Raw(decode(data, name))


def decode(data: bytes, name: str) -> str:
    """The text of ``data``."""
    if not data.strip():
        raise InputError("E102", path=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError("E104", path=name) from error
    if b"\x00" in data:
        raise InputError("E103", path=name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise InputError("E104", path=name) from error
    if not _looks_chinese(text):
        raise InputError("E104", path=name)
    return text


def _looks_chinese(text: str) -> bool:
    """Whether decoded text is made of everyday characters, as plans are, and not of decoding noise."""
    sample = text[:20_000]
    han = [c for c in sample if "\u4e00" <= c <= "\u9fff"]
    control = sum(1 for c in sample if ord(c) < 32 and c not in "\t\r\n\f")
    if control * 100 > len(sample):
        return False
    return len(han) * 5 >= len(sample.strip()) and sum(c in _COMMON for c in han) * 50 >= len(han)
