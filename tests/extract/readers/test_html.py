"""Web pages as government sites make them: only the document remains, each paragraph and cell as written."""

from __future__ import annotations

import contextlib

import pytest

from extract.plantext import PlanText
from extract.readers import plan_of
from extract.readers.html import read
from kg.errors import InputError

ITEMS = [
    f"（{number}）加快建设第{number}批数字基础设施，到2025年建成5G基站{n}万个，推动产业转型升级。（责任单位：省通信管理局）"
    for n, number in enumerate("一二三四五六七八", 1)
]
TITLE = "某省人民政府关于印发数字经济发展规划的通知"


def plan(page: str, encoding: str = "utf-8") -> PlanText:
    return plan_of(read(page.encode(encoding), "page.html"), source="page.html", sha256="")


def lines(page: str, encoding: str = "utf-8") -> list[str]:
    return [line for line in plan(page, encoding).text.split("\n") if line]


def test_portal_page_keeps_only_the_document() -> None:
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_政策文件_某省人民政府门户网站</title>
<meta name="PubDate" content="2021-03-05"></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zc">政策</a></div>
<div class="main"><table class="info">
<tr><td>索 引 号：</td><td>000014349/2021-00252</td><td>主题分类：</td><td>综合政务</td></tr>
<tr><td>发文机关：</td><td>某省人民政府</td><td>成文日期：</td><td>2021年03月04日</td></tr>
<tr><td>发文字号：</td><td>某府〔2021〕5号</td><td>标 题：</td><td>{TITLE}</td></tr></table>
<h1>{TITLE}</h1><div class="meta">发布时间：2021-03-05 来源：省政府办公厅</div><div>【字体：大 中 小】 打印本页</div>
<div class="TRS_Editor"><style>.p {{ color: red }}</style>{"".join(f"<p>　　{item}</p>" for item in ITEMS)}</div>
<p>上一篇：<a href="1.html">关于某事的通知</a></p><p>责任编辑：张三</p></div>
<div class="share">分享到：微信 微博</div><script>var a = "脚本里的文字";</script>
<div class="footer">主办单位：某省人民政府办公厅 网站标识码4400000001 粤ICP备05070829号</div></body></html>"""
    found = plan(page)
    assert found.text.split("\n") == [TITLE, *ITEMS]
    assert (found.meta["number"], found.meta["date"]) == ("某府〔2021〕5号", "2021-03-04")


def test_title_outside_the_content_comes_along() -> None:
    body = "".join(f"<p>{item}</p>" for item in ITEMS)
    page = f"<html><head><title>{TITLE}-某省人民政府</title></head><body><div>首页</div><div>{body}</div></body></html>"
    assert lines(page) == [TITLE, *ITEMS]


def test_a_page_named_after_its_site_gets_no_title() -> None:
    body = "".join(f"<p>{item}</p>" for item in ITEMS)
    assert lines(f"<html><head><title>某省人民政府门户网站</title></head><body>{body}</body></html>") == ITEMS


def test_gb2312_that_is_gb18030() -> None:
    page = (
        f'<html><head><meta charset="gb2312"></head><body><p>{ITEMS[0]}</p><p>㵲阳河流域和𬭎业示范区</p></body></html>'
    )
    assert lines(page, "gb18030") == [ITEMS[0], "㵲阳河流域和𬭎业示范区"]


def test_wrong_charset_is_found_out() -> None:
    page = '<html><head><meta charset="gbk"></head><body>' + "".join(f"<p>{i}</p>" for i in ITEMS) + "</body></html>"
    assert lines(page, "utf-8") == ITEMS
    assert lines(page.replace("gbk", "utf-8"), "gb18030") == ITEMS


def test_a_lost_byte_is_told_not_fatal() -> None:
    data = ("<html><body>" + "".join(f"<p>{i}</p>" for i in ITEMS * 4) + "</body></html>").encode("gb18030")
    raw = read(data[:-20] + b"\x81" + data[-20:], "page.html")
    assert raw.meta["undecodable"] == 1


def test_br_paragraphs_in_one_cell_of_a_layout_table() -> None:
    text = "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{item}" for item in ITEMS)
    page = f"<table width=100%><tr><td><a href=1>栏目一</a><br><a href=2>栏目二</a></td><td>{text}</td></tr></table>"
    assert lines(page) == ITEMS


def test_line_ends_of_the_source_are_no_spaces() -> None:
    page = "<p>推动产业\n   转型升级，支持\r\n5G\n基站和 Smart\nCity 建设</p>" * 3
    assert lines(page)[0] == "推动产业转型升级，支持5G基站和 Smart City 建设"


def test_spans_and_paragraphs_of_cells() -> None:
    page = """<p>重点任务分工表如下，各单位要认真抓好落实。</p><table border="1">
<tr><th rowspan="2">序号</th><th rowspan="2">重点任务</th><th colspan="2">责任单位</th></tr>
<tr><th>牵头<br>单位</th><th><p>配合</p><p>单位</p></th></tr>
<tr><td rowspan="2">1</td><td rowspan="2"><p>建设平台；</p><p>推进应用</p></td><td><p>省科技厅</p><p>省财政厅</p></td><td></td></tr>
<tr><td>省教育厅</td><td>省人力资源社会保障厅</td></tr>
<tr><td>2</td><td>培育人才</td><td colspan="2">省教育厅</td></tr></table>"""
    found = plan(page)
    table = found.tables[0]
    assert table.header == ["序号", "重点任务", "责任单位 牵头单位", "责任单位 配合单位"]
    assert [[c.text for c in row] for row in table.rows] == [
        ["1", "建设平台；推进应用", "省科技厅 省财政厅", ""],
        ["1", "建设平台；推进应用", "省教育厅", "省人力资源社会保障厅"],
        ["2", "培育人才", "省教育厅", ""],
    ]
    assert found.place_at(found.text.index("省人力")) == "table 1, row 4, column 4"
    assert found.place_at(found.text.index("重点任务分工")) == "paragraph 1"


def test_data_table_inside_a_layout_table() -> None:
    data = "<table><tr><td>指标</td><td>2025年目标</td></tr><tr><td>5G基站数</td><td>2万个</td></tr></table>"
    body = "".join(f"<p>{item}</p>" for item in ITEMS)
    found = lines(f"<table><tr><td>{body}{data}<p>附则</p></td></tr></table>")
    assert found == [*ITEMS, "指标\t2025年目标", "5G基站数\t2万个", "附则"]


def test_numbers_that_the_browser_makes() -> None:
    page = """<h2>某市行动计划</h2><ol style="list-style-type: cjk-ideographic"><li>总体要求
<ol start="3"><li>指导思想</li><li value="7">基本原则</li><li>8.已有编号</li></ol></li><li>保障措施</li></ol><ul><li>无编号</li></ul>"""
    assert lines(page) == [
        "某市行动计划",
        "一、总体要求",
        "3.指导思想",
        "7.基本原则",
        "8.已有编号",
        "二、保障措施",
        "无编号",
    ]


def test_word_made_page() -> None:
    page = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=ZH-CN><div class=WordSection1>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>一、<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>总体要求<o:p></o:p></p>
<p class=MsoNormal><span lang=EN-US>2025</span>年建成<span style='display:none;mso-hide:all'>看不见</span>平台<span
lang=EN-US>3</span>个<o:p>&nbsp;</o:p></p></div></body></html>"""
    assert lines(page) == ["一、总体要求", "2025年建成平台3个"]


def test_nested_beyond_reading_is_one_line() -> None:
    with pytest.raises(InputError, match=r"E114.*nested"):
        read(b"<html><body>" + b"<div>" * 1_000_000 + "数字经济".encode(), "page.html")


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td rowspan=65534 colspan=1000>数字</td></tr>" + "<tr><td>经济</td></tr>" * 2000 + "</table>",
        "<table><tr>" + "<td>经" * 20_000 + "</table>",
        "<p>数<b>" * 15_000,
        "<table><tr><td>济" * 15_000,
        "<div class=nav>数" * 1900,
        "<p>" + "\xa0" * 100_000 + "数字</p>",
        "<p>" + "打印 | " * 20_000 + "数字</p>",
    ],
)
def test_hostile_pages_end(page: str) -> None:
    with contextlib.suppress(InputError):
        assert "数" in plan(page).text or "经" in plan(page).text or "济" in plan(page).text


@pytest.mark.parametrize("data", [b"<html></html>", b"<", b"<!-- -->", b"<html><body>plain</body></html>"])
def test_pages_without_a_plan(data: bytes) -> None:
    with pytest.raises(InputError):
        plan_of(read(data, "page.html"), source="page.html", sha256="")


def test_nul_bytes_and_controls() -> None:
    page = f"<p>{ITEMS[0]}</p><p>推进\x0b建设&#0;和&#x1;发展&#xD800;</p>"
    assert lines(page) == [ITEMS[0], "推进建设和发展"]
