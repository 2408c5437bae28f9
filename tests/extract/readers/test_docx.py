"""Word files: what Word shows, with the numbers it makes, and nothing of what it hides."""

from __future__ import annotations

import pytest
from make_docx import NUMBERING, bomb, docx, entities, levels, numbered, p, run, tbl, tc, text_box

from extract.plantext import PlanText
from extract.readers import plan_of, read_file
from extract.readers.docx import read
from kg.errors import InputError

DELETED = '<w:del w:id="1"><w:r><w:delText>删去的文字</w:delText></w:r></w:del>'


def plan(body: str, **parts: str) -> PlanText:
    return plan_of(read(docx(body, **parts), "plan.docx"), source="plan.docx", sha256="")


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in plan(body, **parts).text.split("\n") if line]


def test_automatic_numbers() -> None:
    body = (
        numbered("总体要求", 1) + numbered("指导思想", 1, 1) + numbered("基本原则", 1, 1) + numbered("坚持创新", 1, 2)
        + numbered("坚持开放", 1, 2) + numbered("重点任务", 1) + numbered("建设平台", 1, 1) + numbered("算力平台", 1, 2)
        + numbered("智算中心", 1, 3) + numbered("另起的清单", 2, 2) + p("不编号") + numbered("总则", 3)
        + numbered("目的", 3, 1) + numbered("附则", 3) + numbered("解释", 3, 1)
    )  # fmt: skip
    assert lines(body, numbering=NUMBERING) == [
        "一、总体要求", "（一）指导思想", "（二）基本原则", "1.坚持创新", "2.坚持开放", "二、重点任务", "（一）建设平台",
        "1.算力平台", "（1）智算中心", "5.另起的清单", "不编号", "第一章 总则", "1.1 目的", "第二章 附则", "2.1 解释",
    ]  # fmt: skip


def test_numbers_from_styles_and_without() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="mine"><w:basedOn w:val="2"/></w:style>'
    )
    rule = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
    numbering = f'<w:abstractNum w:abstractNumId="4">{rule}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
    off = '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("发展基础", '<w:pStyle w:val="1"/>') + p("成效", '<w:pStyle w:val="mine"/>') + p("无号", off)
    body += p("形势", '<w:pStyle w:val="2"/>') + p("总体要求", '<w:pStyle w:val="1"/>')
    assert lines(body, styles=styles, numbering=numbering) == [
        "一、发展基础",
        "（一）成效",
        "无号",
        "（二）形势",
        "二、总体要求",
    ]


@pytest.mark.parametrize(
    ("style", "values"),
    [
        (
            "chineseCountingThousand",
            {10: "十", 11: "十一", 20: "二十", 105: "一百零五", 110: "一百一十", 1001: "一千零一"},
        ),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 50: "㊿"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA"}),
        ("lowerRoman", {4: "iv", 19: "xix"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("decimalZero", {3: "03"}),
    ],
)
def test_number_formats(style: str, values: dict[int, str]) -> None:
    from extract.readers.numbering import numeral

    assert {value: numeral(value, style) for value in values} == values


def test_merged_cells() -> None:
    body = p("分工表") + tbl(
        tc("序号", merge="restart") + tc("任务", merge="restart") + tc("责任单位", span=2),
        tc(merge="continue") + tc(merge="continue") + tc("牵头单位") + tc("配合单位"),
        tc("1")
        + tc("<w:p><w:r><w:t>建设平台</w:t></w:r></w:p>" + p("推进应用"), merge="restart")
        + tc("省科技厅")
        + tc(),
        tc("2") + tc(merge="continue") + tc("省教育厅、省财政厅", span=2),
    )
    found = plan(body).tables[0]
    assert found.header == ["序号", "任务", "责任单位 牵头单位", "责任单位 配合单位"]
    assert [[c.text for c in row] for row in found.rows] == [
        ["1", "建设平台 推进应用", "省科技厅", ""],
        ["2", "建设平台 推进应用", "省教育厅、省财政厅", ""],
    ]


def test_box_table_of_one_cell_is_paragraphs() -> None:
    body = p("正文") + tbl(tc(p("专栏1 重点工程") + numbered("平台工程", 1, 2) + numbered("人才工程", 1, 2)))
    assert lines(body, numbering=NUMBERING) == ["正文", "专栏1 重点工程", "1.平台工程", "2.人才工程"]


def test_text_box_once_and_after_its_paragraph() -> None:
    found = plan(p(run("前文") + text_box(p("框中的文字") + p("第二段")) + run("继续")) + p("后文"))
    assert found.text.split("\n") == ["前文继续", "框中的文字", "第二段", "后文"]
    assert found.place_at(found.text.index("第二段")) == "text box 1"


def test_footnote_follows_its_paragraph_or_table() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2">'
        + p("<w:r><w:footnoteRef/></w:r>" + run(" 指规模以上企业。"))
        + f'</w:footnote><w:footnote w:id="3">{p("表中数据为预计数。")}</w:footnote>'
    )
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = p(run("培育企业") + reference.format(2) + run("100家。")) + p("下一段")
    body += tbl(tc("指标") + tc("目标"), tc(p(run("增加值") + reference.format(3))) + tc("12%")) + p("末段")
    found = plan(body, footnotes=notes)
    assert [x for x in found.text.split("\n") if x] == [
        "培育企业100家。", "指规模以上企业。", "下一段", "指标\t目标", "增加值\t12%", "表中数据为预计数。", "末段",
    ]  # fmt: skip
    assert found.place_at(found.text.index("指规模")) == "footnote 1"


def test_tracked_changes_in_their_final_state() -> None:
    inserted = f'<w:ins w:id="2">{run("新增的")}</w:ins>'
    marked = '<w:rPr><w:del w:id="3"/></w:rPr>'
    row = f'<w:tr><w:trPr><w:del w:id="4"/></w:trPr>{tc("删去的行")}{tc("甲")}</w:tr>'
    table = tbl(tc("任务") + tc("时限"), tc("保留的行") + tc("2025年")).replace("</w:tbl>", row + "</w:tbl>")
    body = p(run("保留") + DELETED + inserted + run("文字")) + p(run("上半段"), marked) + p("下半段")
    body += p(DELETED, marked) + f'<w:moveTo w:id="5">{p("移来的段落")}</w:moveTo>' + table
    assert lines(body) == ["保留新增的文字", "上半段下半段", "移来的段落", "任务\t时限", "保留的行\t2025年"]


def test_deleted_paragraphs_do_not_count() -> None:
    gone = p(DELETED, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="3"/></w:rPr>')
    assert lines(numbered("甲", 1) + gone + numbered("乙", 1), numbering=NUMBERING) == ["一、甲", "二、乙"]


def test_hidden_text_fields_and_contents_are_left_out() -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:name w:val="hide"/><w:rPr><w:vanish/></w:rPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF 目标</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("12") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p("一、总体要求 1", '<w:pStyle w:val="t"/>') + p(
        run("建设平台") + run("看不见", "<w:vanish/>") + field + run("个")
    )
    body += p(
        run("公开") + run("隐藏", '<w:rStyle w:val="h"/>') + run("部分", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>')
    )
    assert lines(body, styles=styles) == ["建设平台12个", "公开部分"]


def test_breaks_symbols_math_and_ruby() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('zhuo')}</w:rt><w:rubyBase>{run('涿')}</w:rubyBase></w:ruby></w:r>"
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
    )
    body = p(run("上行") + "<w:r><w:br/></w:r>" + run("下行")) + p(ruby + run("州占") + fraction)
    assert lines(body) == ["上行", "下行", "涿州占1/3"]


def test_strict_documents() -> None:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(p("严格格式的规划")))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(info.filename, data)
    assert read(out.getvalue(), "x").text == "严格格式的规划"


def test_deep_nesting_ends() -> None:
    table = tbl(tc("最里面"))
    for _ in range(150):
        table = tbl(tc(table + p("外层")))
    assert "外层" in plan(p("规划") + table).text
    deep = "<w:sdt><w:sdtContent>" * 900 + p("深处") + "</w:sdtContent></w:sdt>" * 900
    assert plan(deep).text == "深处"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E102"),
        (b"PK\x03\x04 broken", "E114"),
        (docx(p("数字经济"))[:-40], "E114"),
        (docx("<w:p>"), "E114"),
        (entities(), "E115"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "E113"),
    ],
)
def test_faults_are_one_line(data: bytes, code: str, tmp_path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_file(path)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_zip_bomb_is_refused_before_it_unpacks() -> None:
    with pytest.raises(InputError, match="E115"):
        read(bomb(70), "bomb.docx")


def test_office_without_libreoffice_says_how(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PLANKG_SOFFICE", str(tmp_path / "nowhere"))
    path = tmp_path / "plan.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(InputError, match=r"E116.*install it"):
        read_file(path)


def test_kind_by_content_not_by_name(tmp_path) -> None:
    page, package = tmp_path / "page.doc", tmp_path / "other.doc"
    page.write_bytes("<html><body><p>网页冒充的文件</p></body></html>".encode("gb18030"))
    package.write_bytes(docx(p("新格式冒充旧格式")))
    assert read_file(page).text == "网页冒充的文件"
    assert read_file(package).text == "新格式冒充旧格式"


def test_web_archive(tmp_path) -> None:
    path = tmp_path / "plan.doc"
    path.write_bytes(
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\nContent-Type: text/html; charset="gb2312"\n'
        b"Content-Transfer-Encoding: 8bit\n\n" + "<p>网页存档里的规划</p>".encode("gb18030") + b"\n--B--\n"
    )
    assert read_file(path).text == "网页存档里的规划"
