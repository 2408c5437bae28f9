"""The text of one Word paragraph: its runs without what is hidden, deleted or code."""

from __future__ import annotations

from typing import Any

from extract.readers.docx_names import attribute, children, first, is_on, short
from extract.readers.docx_styles import Styles

_SKIP = frozenset(
    (
        "w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:sdtPr",
        "w:sdtEndPr", "w:commentReference", "w:annotationRef", "w:footnoteRef", "w:endnoteRef", "m:ctrlPr", "m:rPr",
    )
)  # fmt: skip
#: Characters of symbol fonts that carry a meaning; the rest are ornaments.
_SYMBOLS = {"F0A3": "□", "F06F": "□", "F0A8": "□", "F052": "☑", "F0FE": "☑", "F0FC": "√", "F0B3": "≥"}
_SYMBOLS |= {"F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0B0": "°"}


class Runs:
    """Reads runs; hidden text is judged with the file's styles."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles

    def text(self, paragraph: Any, style: str, boxes: list[Any], notes: list[tuple[str, str]]) -> str:
        """The paragraph's text, ``\\n`` at its line breaks; text boxes and notes are put into the lists.

        Fields: what stands between ``begin`` and ``separate`` is code, what follows up to ``end`` is shown.
        """
        out: list[str] = []
        hidden_style = self.styles.hidden(style)
        code: list[bool] = []  # for each open field: are we in its code?
        stack: list[tuple[Any, str]] = [(iter(paragraph), "")]
        while stack:
            iterator, closing = stack[-1]
            element = next(iterator, None)
            if element is None:
                stack.pop()
                out.append(closing)
                continue
            name = short(element.tag)
            if name in _SKIP or not name:
                continue
            if name == "w:r":
                if not self._hidden(element, hidden_style):
                    stack.append((iter(element), ""))
                else:
                    _fields(element, code)
            elif name == "w:fldChar":
                _field(element, code)
            elif name == "w:t" or name == "m:t":
                if not any(code):
                    out.append((element.text or "").replace("\n", " "))
            elif name in _MARKS:
                if not any(code):
                    out.append(_MARKS[name])
            elif name == "w:sym":
                out.append(_SYMBOLS.get(attribute(element, "char").upper(), ""))
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                notes.append((name[2:-9], attribute(element, "id")))
            elif name == "w:txbxContent":
                boxes.append(element)
            elif name == "mc:AlternateContent":
                chosen = first(element, "mc:Choice")
                chosen = first(element, "mc:Fallback") if chosen is None else chosen
                if chosen is not None:
                    stack.append((iter(chosen), ""))
            elif name == "m:num":
                stack.append((iter(element), "/"))
            else:
                stack.append((iter(element), ""))
        return "".join(out)

    def _hidden(self, run: Any, inherited: bool) -> bool:
        properties = first(run, "w:rPr")
        own = is_on(first(properties, "w:vanish"))
        if own is not None:
            return own
        style = attribute(first(properties, "w:rStyle"), "val")
        return inherited or bool(style and self.styles.hidden(style))


_MARKS = {"w:tab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:ptab": " "}


def _fields(run: Any, code: list[bool]) -> None:
    for mark in children(run, "w:fldChar"):
        _field(mark, code)


def _field(mark: Any, code: list[bool]) -> None:
    kind = attribute(mark, "fldCharType")
    if kind == "begin":
        code.append(True)
    elif kind == "separate" and code:
        code[-1] = False
    elif kind == "end" and code:
        code.pop()
