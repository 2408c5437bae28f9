"""PDFs for tests, written object by object: ``python tests/make_pdf.py FOLDER``.

The fonts hold one box for all characters (Type 3, with a map to Unicode), a Chinese character is one em wide, an ASCII
one half. So every glyph, rule and page stands exactly where a test wants it.
"""

from __future__ import annotations

import sys
import zlib
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

A4 = (595.0, 842.0)


def width_of(text: str, size: float) -> float:
    """Width of a text in points."""
    return sum(size * (0.5 if ord(c) < 0x80 else 1.0) for c in text)


@dataclass
class Page:
    """A page being drawn; ``turn`` is the direction of its text in degrees (90: up, 270: down)."""

    size: tuple[float, float] = A4
    turn: int = 0
    rotate: int = 0
    box: tuple[float, float] = (0.0, 0.0)
    parts: list[str] = field(default_factory=list)
    image: bool = False
    #: The blocks of 256 characters that are used, each a font.
    rows: set[int] = field(default_factory=set)

    def text(self, x: float, y: float, text: str, size: float = 16.0, spread: float = 0.0) -> None:
        """Text from (x, y) to the right; ``spread`` is extra room after each character."""
        self.parts.append(f"BT {spread:.3f} Tc {self._matrix(x, y)} Tm")
        for high, run in groupby(text, key=lambda c: ord(c) >> 8):
            codes = "".join(f"{ord(c) & 0xFF:02X}" for c in run)
            self.parts.append(f"/F{high} {size} Tf <{codes}> Tj")
        self.parts.append("ET")
        self.rows.update(ord(c) >> 8 for c in text)

    def rule(self, x0: float, y0: float, x1: float, y1: float, stroke: bool = True) -> None:
        """A rule, stroked or as a thin filled box."""
        (x0, y0), (x1, y1) = self._point(x0, y0), self._point(x1, y1)
        if stroke:
            self.parts.append(f"0.5 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")
        else:
            x, y, w, h = min(x0, x1), min(y0, y1), abs(x1 - x0) or 0.5, abs(y1 - y0) or 0.5
            self.parts.append(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re f")

    def grid(
        self, xs: list[float], ys: list[float], skip: set[tuple[str, int, int]] = frozenset(), stroke: bool = True
    ):
        """The rules of a table; ``skip`` names missing pieces: ``("h", line, column)`` or ``("v", line, row)``."""
        for i, y in enumerate(ys):
            for j, (a, b) in enumerate(pairwise(xs)):
                if ("h", i, j) not in skip:
                    self.rule(a, y, b, y, stroke)
        for j, x in enumerate(xs):
            for i, (a, b) in enumerate(pairwise(ys)):
                if ("v", j, i) not in skip:
                    self.rule(x, a, x, b, stroke)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """From the upright page to the paper."""
        width, height = self.size
        dx, dy = self.box
        x, y = {0: (x, y), 90: (width - y, x), 180: (width - x, height - y), 270: (y, height - x)}[self.turn]
        return x + dx, y + dy

    def _matrix(self, x: float, y: float) -> str:
        turns = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}
        px, py = self._point(x, y)
        return f"{turns[self.turn]} {px:.2f} {py:.2f}"


_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <00> <FF> <{:02X}00> endbfrange endcmap end end"""


def pdf(pages: list[Page], extra: str = "") -> bytes:
    """The file; ``extra`` goes into the trailer."""
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes, head: str = "") -> int:
        packed = zlib.compress(data)
        return add(
            f"<< /Length {len(packed)} /Filter /FlateDecode {head}>>\nstream\n".encode() + packed + b"\nendstream"
        )

    glyphs = {
        width: stream(f"{width} 0 0 -141 {width} 859 d1 0 0 {width - 50} 700 re f".encode()) for width in (500, 1000)
    }
    names = " ".join(f"/g{code}" for code in range(256))
    encoding = add(f"<< /Type /Encoding /Differences [0 {names}] >>".encode())
    fonts = {}
    for row in sorted({row for page in pages for row in page.rows}):
        widths = [500 if row == 0 and code < 0x80 else 1000 for code in range(256)]
        procs = " ".join(f"/g{code} {glyphs[width]} 0 R" for code, width in enumerate(widths))
        cmap = stream(_CMAP.format(row).encode())
        fonts[row] = add(
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -141 1000 859] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 "
            f"/LastChar 255 /Widths [{' '.join(map(str, widths))}] /CharProcs << {procs} >> /Encoding {encoding} 0 R "
            f"/Resources << >> /ToUnicode {cmap} 0 R >>".encode()
        )
    used = " ".join(f"/F{row} {number} 0 R" for row, number in fonts.items())
    picture = stream(
        b"\x80" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    )
    kids = []
    for page in pages:
        body = "\n".join(page.parts) + ("\nq 400 0 0 600 50 50 cm /I1 Do Q" if page.image else "")
        content = stream(body.encode("latin-1"))
        (dx, dy), (width, height) = page.box, page.size
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{dx} {dy} {dx + width} {dy + height}] /Rotate {page.rotate} "
                f"/Resources << /Font << {used} >> /XObject << /I1 {picture} 0 R >> >> /Contents {content} 0 R >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


@dataclass
class Writer:
    """Sets paragraphs as official documents do: 28 characters a line, an indent of two, page numbers at the foot."""

    left: float = 80.0
    right: float = 528.0
    size: float = 16.0
    pitch: float = 28.0
    top: float = 750.0
    bottom: float = 100.0
    indent: int = 2
    head: str = ""
    justified: bool = True
    paper: tuple[float, float] = A4
    turn: int = 0
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0

    def page(self) -> Page:
        """The page that is written on; a new one when the last is full."""
        if not self.pages or self.y < self.bottom:
            self.pages.append(Page(self.paper, self.turn))
            self.y = self.top
            number = f"— {len(self.pages)} —"
            self.pages[-1].text(self.right - 90 if len(self.pages) % 2 else self.left, 47, number, 14)
            if self.head:
                self.pages[-1].text(self.left, self.top + 45, self.head, 10.5)
        return self.pages[-1]

    def paragraph(self, text: str) -> None:
        """A paragraph, broken into lines; a mark does not begin a line but hangs in the margin."""
        room = self.right - self.left
        line, used = "", self.indent * self.size
        x = self.left + used
        for position, char in enumerate(text):
            step = width_of(char, self.size)
            if used + step > room + 0.1 and char not in "，。、；：）》”":
                self._line(x, line, room - (x - self.left))
                line, used, x = "", 0.0, self.left
            line += char
            used += step
            if position == len(text) - 1:
                self._line(x, line, 0)

    def title(self, text: str, size: float = 22.0) -> None:
        """A centred line."""
        page = self.page()
        page.text((self.left + self.right - width_of(text, size)) / 2, self.y, text, size)
        self.y -= self.pitch * 1.2

    def _line(self, x: float, text: str, room: float) -> None:
        page = self.page()
        spread = 0.0
        if room and self.justified and len(text) > 1:
            spread = max(-1.0, (room - width_of(text.rstrip("，。、；：）》”"), self.size)) / (len(text) - 1))
        page.text(x, self.y, text, self.size, spread)
        self.y -= self.pitch


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    writer = Writer()
    writer.title("某市数字经济发展规划")
    for number in "一二三四五六七八九十":
        writer.paragraph(f"（{number}）加快建设数字基础设施，到2025年建成5G基站2万个，推动产业转型升级。" * 3)
    (folder / "plan.pdf").write_bytes(pdf(writer.pages))
