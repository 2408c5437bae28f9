"""Word files for tests, written part by part as Word and WPS write them: ``python tests/make_docx.py FOLDER``."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    f'ContentType="{PART}.document.main+xml"/>'
)


def run(text: str, properties: str = "") -> str:
    """One run."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(content: str = "", properties: str = "") -> str:
    """One paragraph; text without a tag becomes one run."""
    content = content if content.startswith("<") else run(content) if content else ""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{content}</w:p>"


def numbered(text: str, num_id: int, level: int = 0) -> str:
    """A paragraph with an automatic number."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def tc(content: str = "", span: int = 1, merge: str = "") -> str:
    """One cell: text or paragraphs; ``merge`` is ``restart`` or ``continue``."""
    content = content if content.startswith("<") else p(content)
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of rows, each the cells' XML."""
    columns = '<w:gridCol w:w="2000"/>' * rows[0].count("<w:tc>")
    return (
        f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def text_box(content: str) -> str:
    """A text box as Word writes it: once for new programs, once more for old ones."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH>'
        f"<wp:posOffset>114300</wp:posOffset></wp:positionH><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></wp:anchor>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def levels(*rules: tuple[str, str]) -> str:
    """Levels of a list: number format and text, from the outermost."""
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (style, text) in enumerate(rules)
    )


def docx(body: str, **parts: str) -> bytes:
    """A package; ``parts`` are the inner XML of ``styles``, ``numbering``, ``footnotes``, or whole parts by name."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{PART}.{n}+xml"/>' for n in parts)
        package.writestr("[Content_Types].xml", TYPES + overrides + "</Types>")
        relations = "".join(
            f'<Relationship Id="rId{i}" Type="{RELATION}/{n}" Target="{n}.xml"/>' for i, n in enumerate(parts, 1)
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>")
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{roots[name]} {SPACES}>{xml}</w:{roots[name]}>")
    return out.getvalue()


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"))
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + levels(("chineseCountingThousand", "第%1章"), ("decimal", "%1.%2")).replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>'
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
)


def bomb(megabytes: int = 200) -> bytes:
    """A document whose text unpacks to much more than the file's size."""
    return docx(p("数" * 1000) * (megabytes * 1_000_000 // 3_100))


def entities() -> bytes:
    """A document with an entity that grows a thousand million times when expanded."""
    lines = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY l0 "大">{lines}]><w:document {SPACES}><w:body>{p("<w:r><w:t>&l9;</w:t></w:r>")}</w:body></w:document>',
        )
    return out.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "numbered.docx").write_bytes(
        docx("".join(numbered(f"第{n}段", 1, n % 4) for n in range(8)), numbering=NUMBERING)
    )
    (folder / "bomb.docx").write_bytes(bomb())
    (folder / "entities.docx").write_bytes(entities())
