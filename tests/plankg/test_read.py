"""``plankg read``: the text and the structure that were understood."""

from __future__ import annotations

import json
from pathlib import Path

PAGE = """<html><head><meta charset="gb2312"><title>某市行动计划</title></head><body><h1>某市数字经济行动计划</h1>
<p>一、总体要求</p><p>（一）建设平台。建设城市大脑平台，到2025年接入数据100项。</p>
<table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr><tr><td>1</td><td rowspan=2>建设平台</td><td>市科技局</td></tr>
<tr><td>2</td><td>市财政局</td></tr></table></body></html>"""


def test_lines_text_and_json(run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.encode("gb18030"))
    shown = run("read", str(page))
    assert shown.code == 0
    assert [line.split()[0] for line in shown.out.splitlines()] == ["title", "clause", "point", "row", "row", "row"]
    assert run("read", str(page), "--format", "text").out.splitlines()[0] == "某市数字经济行动计划"
    found = json.loads(run("read", str(page), "--format", "json").out)
    assert found["masthead"]["title"] == "某市数字经济行动计划"
    assert [row[1]["text"] for row in found["tables"][0]["rows"]] == ["建设平台", "建设平台"]
    assert found["tables"][0]["rows"][1][2]["place"] == "table 1, row 3, column 3"


def test_a_file_that_cannot_be_read_is_one_line(run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    done = run("read", str(broken))
    assert (done.code, done.out, len(done.lines)) == (1, "", 1)
    assert "E114" in done.err
