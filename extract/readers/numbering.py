"""Numbers as word processors and browsers write them before list items."""

from __future__ import annotations

_CN = "〇一二三四五六七八九"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN += ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # type: ignore[assignment]
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def numeral(value: int, style: str) -> str:
    """``value`` in a style of WordprocessingML (``ST_NumberFormat``) or of a list in HTML; decimal if unknown."""
    if value < 0:
        return str(value)
    if style in _CHINESE:
        return chinese(value)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(value).translate(str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"))
    if style in ("lowerLetter", "upperLetter") and value:
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman.lower() if style == "lowerRoman" else roman
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return _circled(value)
    if style == "decimalZero":
        return f"{value:02d}"
    if style == "decimalFullWidth":
        return str(value).translate({ord(str(d)): 0xFF10 + d for d in range(10)})
    if style == "ideographTraditional" and value:
        return _STEMS[(value - 1) % 10]
    if style == "ideographZodiac" and value:
        return _BRANCHES[(value - 1) % 12]
    if style == "decimalEnclosedParen":
        return f"({value})"
    if style == "decimalEnclosedFullstop":
        return f"{value}."
    return str(value)


_CHINESE_NAMES = (
    "chinese chineseCounting chineseCountingThousand ideographDigital japaneseCounting taiwaneseCounting "
    "taiwaneseCountingThousand taiwaneseDigital japaneseDigitalTenThousand"
)
_CHINESE = frozenset(_CHINESE_NAMES.split())


def chinese(value: int) -> str:
    """一, 十, 十一, 二十, 一百零五 …"""
    if value == 0:
        return "零"
    if value >= 10_000:
        return str(value)
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if not digit:
            gap = bool(out)
            continue
        out += ("零" if gap else "") + _CN[digit] + name
        gap = False
    return out[1:] if out.startswith("一十") else out


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    return chr(0x32B1 + value - 36) if 36 <= value <= 50 else f"({value})"


def _roman(value: int) -> str:
    out = ""
    for unit, letters in _ROMAN:
        while value >= unit:
            out += letters
            value -= unit
    return out
