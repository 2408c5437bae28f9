"""Fidelity and speed of the readers: made files in many layouts, and real documents with their known text.

    python benchmarks/bench_readers.py                 files made by LibreOffice (must be installed) and by the tests
    python benchmarks/bench_readers.py --corpus DIR    also ``DIR/raw/NAME.html|pdf|docx`` against ``DIR/NAME.txt``

A paragraph counts if it comes out exactly, in order, after normalising; so does a table's cell (merged ones resolved).
"""

from __future__ import annotations

import argparse
import difflib
import html
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.normalize import normalize
from extract.plantext import PlanText
from extract.readers import read_file, read_text
from extract.readers.encoding import best
from extract.readers.office import soffice

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "gd-digital-economy-2018-2025.txt"

HEAD = ["序号", "领域", "重点任务", "牵头单位", "配合单位"]
#: Task, what it is about, who: enough rows for a table over several pages.
TASKS = [
    ("数字政府", "建设一体化政务服务平台，推进政务服务事项全程网上办理，到2025年网上可办率达到98.5%。", "省政府办公厅", "省数据局、各地级以上市人民政府"),
    ("", "打通省市县三级数据共享通道，归集人口、法人、电子证照等基础数据2.3亿条。", "省数据局", "省公安厅、省市场监管局、省民政厅"),
    ("", "推进“一网统管”，在5个市开展试点。", "省住房城乡建设厅", ""),
    ("数字产业", "培育10家以上年营业收入超100亿元的软件企业，支持建设3个国家级创新中心；鼓励企业加大研发投入，研发投入强度达到3%以上。", "省工业和信息化厅", "省科技厅、省发展改革委"),
    ("", "实施工业互联网标杆示范工程。", "省通信管理局", "省工业和信息化厅"),
    ("数字社会", "建设智慧医院120家，推广电子健康卡，实现检查检验结果互认；完善远程医疗服务体系，覆盖全部县级医院和80%的乡镇卫生院。", "省卫生健康委", "省医保局、省中医药局、省财政厅"),
    ("", "推进智慧校园建设。", "省教育厅", ""),
]  # fmt: skip


@dataclass
class Plan:
    """What a made file must give: paragraphs and rows of cells (spans: an empty cell below its group's)."""

    paragraphs: list[str]
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Score:
    """How much came out exactly."""

    paragraphs: int = 0
    of_paragraphs: int = 0
    cells: int = 0
    of_cells: int = 0

    def rate(self, what: str) -> float | None:
        """A share, None if there was none to find."""
        total = getattr(self, f"of_{what}")
        return getattr(self, what) / total if total else None


def sample_plan(copies: int = 3) -> Plan:
    """The project's own sample without its tables, and the made table of tasks."""
    text, _ = normalize(SAMPLE.read_text("utf-8"))
    paragraphs = [line for line in text.split("\n") if line.strip() and "\t" not in line]
    rows = [[str(i + 1), *TASKS[i % len(TASKS)]] for i in range(len(TASKS) * copies)]
    return Plan(paragraphs, rows)


def page_of(plan: Plan, style: dict[str, str]) -> str:
    """The plan as a page that LibreOffice turns into a document laid out by ``style``."""
    css = (
        f"@page {{ size: {style.get('paper', '21cm 29.7cm')}; margin: {style.get('margin', '2.8cm 2.6cm')} }}"
        f"body {{ font-family: '{style.get('font', 'Noto Serif CJK SC')}'; font-size: {style.get('size', '16pt')} }}"
        f"p {{ text-align: {style.get('align', 'justify')}; text-indent: {style.get('indent', '2em')}; margin: {style.get('gap', '0')};"
        f" line-height: {style.get('line', '28pt')} }}"
        f"td {{ border: 0.5pt solid black; font-size: {style.get('cell', '11pt')}; padding: 2pt }}"
        "td p { text-indent: 0; line-height: normal; text-align: left }"
    )
    first, *rest = plan.paragraphs
    out = [f'<p style="text-align:center;text-indent:0;font-size:22pt;line-height:32pt">{html.escape(first)}</p>']
    out += [f"<p>{html.escape(text)}</p>" for text in rest]
    if plan.rows:
        out.append('<table border="1" cellspacing="0" width="100%"><thead><tr>')
        out += [f"<td><p>{cell}</p></td>" for cell in HEAD] + ["</tr></thead>"]
        for i, row in enumerate(plan.rows):
            span = 1
            while row[1] and i + span < len(plan.rows) and not plan.rows[i + span][1]:
                span += 1
            cells = [f"<td><p>{html.escape(c)}</p></td>" for c in row]
            cells[1] = f'<td rowspan="{span}"><p>{row[1]}</p></td>' if row[1] else ""
            out.append(f"<tr>{''.join(cells)}</tr>")
        out.append("</table>")
    return f'<html><head><meta charset="utf-8"><style>{css}</style></head><body>{"".join(out)}</body></html>'


LAYOUTS: dict[str, dict[str, str]] = {
    "official": {},
    "ragged": {"align": "left"},
    "sans-12pt": {"font": "Noto Sans CJK SC", "size": "12pt", "line": "20pt"},
    "no-indent": {"indent": "0", "gap": "0 0 8pt 0", "size": "12pt", "line": "18pt"},
    "landscape": {"paper": "29.7cm 21cm"},
    "narrow": {"paper": "14.8cm 21cm", "margin": "1.5cm", "size": "10.5pt", "line": "16pt", "cell": "9pt"},
    "wide-gap": {"gap": "6pt 0", "line": "24pt", "size": "14pt"},
}


def convert(folder: Path, names: list[Path], kind: str) -> None:
    """Let LibreOffice convert files into ``folder``."""
    command = soffice()
    assert command is not None
    kinds = {"pdf": "pdf:writer_pdf_Export", "docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "odt": "odt"}
    infilter = ["--infilter=HTML (StarWriter)"] if names[0].suffix == ".html" else []
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [command, "--headless", f"-env:UserInstallation={profile}", *infilter, "--convert-to", kinds[kind], "--outdir", str(folder), *map(str, names)],
        check=True,
        capture_output=True,
        timeout=600,
    )  # fmt: skip


def made(folder: Path) -> Iterator[tuple[str, Path, Plan]]:
    """Files of several kinds and layouts, with what they must give."""
    plan = sample_plan()
    pages = []
    for name, style in LAYOUTS.items():
        page = folder / f"{name}.html"
        page.write_text(page_of(plan, style), "utf-8")
        pages.append(page)
        yield f"html {name}", page, plan
    convert(folder, pages, "odt")
    odts = [page.with_suffix(".odt") for page in pages]
    convert(folder, odts, "pdf")
    for name in LAYOUTS:
        yield f"pdf {name}", folder / f"{name}.pdf", plan
    convert(folder, odts[:2], "docx")
    for name in list(LAYOUTS)[:2]:
        yield f"docx {name}", folder / f"{name}.docx", plan
    convert(folder, odts[:1], "doc")
    yield "doc official", folder / "official.doc", plan
    yield "odt official", odts[0], plan


def compare(found: PlanText, plan: Plan, score: Score) -> list[str]:
    """Add to a score; returns what differs."""
    lines = [line for line in found.text.split("\n") if line.strip()]
    got = [line for line in lines if "\t" not in line]
    matcher = difflib.SequenceMatcher(None, got, plan.paragraphs, autojunk=False)
    score.paragraphs += sum(block.size for block in matcher.get_matching_blocks())
    score.of_paragraphs += len(plan.paragraphs)
    differs = [d for d in difflib.ndiff(plan.paragraphs, got) if d[0] in "+-"]
    if plan.rows:
        want = resolved(plan.rows)
        have = [[cell.text for cell in row] for table in found.tables for row in table.rows]
        for i, row in enumerate(want):
            cells = have[i] if i < len(have) else []
            hits = [j < len(cells) and cells[j] == cell for j, cell in enumerate(row)]
            score.cells += sum(hits)
            if not all(hits):
                differs.append(f"row {i + 1}: {row} / {cells}")
        score.of_cells += sum(map(len, want))
        if len(have) != len(want):
            differs.append(f"{len(have)} rows instead of {len(want)}")
    return differs


def resolved(rows: list[list[str]]) -> list[list[str]]:
    """Rows with the group's name in each."""
    out: list[list[str]] = []
    for row in rows:
        out.append([*row])
        if not row[1] and len(out) > 1:
            out[-1][1] = out[-2][1]
    return out


def known(folder: Path) -> Iterator[tuple[str, Path, PlanText]]:
    """Real documents with their text: ``raw/NAME.*`` and ``NAME.txt``."""
    for path in sorted((folder / "raw").iterdir()):
        text = folder / f"{path.stem}.txt"
        if text.is_file():
            yield f"{path.suffix[1:]} {path.stem}", path, read_text(text.read_text("utf-8"))


def compare_known(found: PlanText, wanted: PlanText, score: Score) -> list[str]:
    """Like ``compare``, against a text whose repeated heads and groups are resolved the same way."""

    def parts(plan: PlanText) -> tuple[list[str], list[str]]:
        paragraphs = [plan.text[x.start : x.end] for x in plan.lines if x.kind != "row"]
        cells = [
            cell
            for table in plan.tables
            for row in [table.header, *[[c.text for c in r] for r in table.rows]]
            for cell in row
        ]
        return paragraphs, cells

    (got, cells), (want, want_cells) = parts(found), parts(wanted)
    for what, a, b in (("paragraphs", got, want), ("cells", cells, want_cells)):
        matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
        setattr(score, what, getattr(score, what) + sum(block.size for block in matcher.get_matching_blocks()))
        setattr(score, f"of_{what}", getattr(score, f"of_{what}") + len(b))
    return [d for d in difflib.ndiff(want + want_cells, got + cells) if d[0] in "+-"]


def encodings(texts: list[str]) -> tuple[int, int, list[str]]:
    """Snippets of 6 to 2 000 characters in four encodings without BOM: read rightly, of how many, and the others."""
    pairs = (ROOT / "extract" / "readers" / "common_characters.txt").read_text("utf-8").splitlines()[1]
    traditional = dict(zip(pairs[1::2], pairs[::2], strict=True))
    right = total = 0
    wrong = []
    draw = random.Random(7)
    for text in texts:
        for length in [6, 6, 8, 10, 15, 30, 80, 300, 1000, 2000] * 6:
            start = draw.randrange(max(1, len(text) - length))
            snippet = text[start : start + length]
            if sum("\u4e00" <= c <= "\u9fff" for c in snippet) < 5:
                continue
            for codec in ("gb18030", "cp950", "utf-16-le", "utf-16-be"):
                source = "".join(traditional.get(c, c) for c in snippet) if codec == "cp950" else snippet
                try:
                    data = source.encode(codec)
                except UnicodeEncodeError:
                    continue
                found = best(data)
                total += 1
                right += found is not None and found[0] == source
                if found is None or found[0] != source:
                    wrong.append(f"{codec} {source[:30]!r}: {found and found[1]}")
    return right, total, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder with NAME.txt and raw/NAME.html or raw/NAME.pdf")
    parser.add_argument("--errors", action="store_true", help="print what differs")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = []
    folder = options.corpus or SAMPLE.parent
    right, total, wrong = encodings([path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))])
    print(
        f"encodings: {right} of {total} snippets right", *(wrong if options.errors else []), sep="\n  ", file=sys.stderr
    )
    with tempfile.TemporaryDirectory() as name:
        cases: list[tuple[str, Path, Plan | PlanText]] = []
        if soffice():
            cases += made(Path(name))
        else:
            print("LibreOffice is not installed: only real documents", file=sys.stderr)
        if options.corpus:
            cases += known(options.corpus)
        for title, path, wanted in cases:
            score = Score()
            start = time.process_time()
            found = read_file(path)
            seconds = time.process_time() - start
            differs = (compare if isinstance(wanted, Plan) else compare_known)(found, wanted, score)  # type: ignore[arg-type]
            results.append(
                {
                    "file": title,
                    "paragraphs": score.rate("paragraphs"),
                    "cells": score.rate("cells"),
                    "pages_per_second": found.meta["pages"] / seconds if "pages" in found.meta else None,
                }
            )
            if options.errors:
                print(title, *differs, sep="\n  ")
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        for row in results:
            print(
                "  ".join(
                    f"{row[k]:>8.3f}" if isinstance(row[k], float) else f"{'' if row[k] is None else row[k]:<28}"
                    for k in row
                )
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
