"""Files of older word processors, through LibreOffice where it is installed."""

from __future__ import annotations

import subprocess

import pytest
from make_docx import NUMBERING, docx, numbered, p, tbl, tc

from extract.readers import read_file
from extract.readers.office import soffice


@pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")
def test_doc_made_by_libreoffice(tmp_path) -> None:
    body = p("某市行动计划") + numbered("总体要求", 1) + numbered("建设平台，到2025年建成5G基站2万个。", 1, 1)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = tbl(tc("序号") + tc("任务"), tc("1") + tc("建设平台", merge="restart"), tc("2") + tc(merge="continue"))
    body += table.replace(
        "<w:tblPr/>", f'<w:tblPr><w:tblW w:w="6000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    )
    body += p("本计划自发布之日起施行。")
    source = tmp_path / "plan.docx"
    source.write_bytes(docx(body, numbering=NUMBERING))
    profile = (tmp_path / "profile").as_uri()
    command = [str(soffice()), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "doc:MS Word 97"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180)
    for name in ("plan.doc", "plan.docx"):
        plan = read_file(tmp_path / name)
        found = [line for line in plan.text.split("\n") if line and "\t" not in line]
        assert found == [
            "某市行动计划",
            "一、总体要求",
            "（一）建设平台，到2025年建成5G基站2万个。",
            "本计划自发布之日起施行。",
        ], name
        assert [[c.text for c in row] for row in plan.tables[0].rows] == [["1", "建设平台"], ["2", "建设平台"]], name
