"""PDFs: lines back to paragraphs, rules to tables, pages to one text."""

from __future__ import annotations

import pytest
from make_pdf import A4, Page, Writer, pdf

from extract.plantext import PlanText
from extract.readers import plan_of, read_file
from extract.readers.pdf import read
from kg.errors import InputError

LONG = "加快建设数字基础设施，到2025年建成5G基站2万个，固定宽带普及率达到97.5%，推动产业转型升级，支持企业上云用数赋智，提升公共服务水平。"
PARAGRAPHS = [
    f"（{n}）{LONG}{LONG if i % 3 else ''}（责任单位：省通信管理局、省工业和信息化厅）"
    for i, n in enumerate("一二三四五六七八九十", 1)
]
LANDSCAPE = (842.0, 595.0)


def plan(*pages: Page) -> PlanText:
    return plan_of(read(pdf(list(pages)), "plan.pdf"), source="plan.pdf", sha256="")


def lines(*pages: Page) -> list[str]:
    return [line for line in plan(*pages).text.split("\n") if line]


def rows(found: PlanText, number: int = 0) -> list[list[str]]:
    table = found.tables[number]
    return [table.header] * bool(table.header) + [[c.text for c in row] for row in table.rows]


@pytest.mark.parametrize(
    "writer",
    [
        Writer(),
        Writer(justified=False),
        Writer(indent=0, pitch=24),
        Writer(head="某市人民政府公报 2025年第3期"),
        Writer(left=70, right=70 + 24 * 12, size=12, pitch=20),
        Writer(paper=LANDSCAPE, right=760, top=500),
        Writer(turn=90, right=760, top=500),
        Writer(turn=270, right=760, top=500),
    ],
    ids=["official", "ragged", "no-indent", "running-head", "small", "landscape", "turned-left", "turned-right"],
)
def test_paragraphs_over_lines_and_pages(writer: Writer) -> None:
    writer.title("某市数字经济发展规划")
    writer.title("（2021—2025年）")
    for text in ["一、总体要求", *PARAGRAPHS, "二、保障措施", *PARAGRAPHS]:
        writer.paragraph(text)
        if writer.indent == 0:
            writer.y -= writer.pitch * 0.5
    found = lines(*writer.pages)
    assert found == ["某市数字经济发展规划（2021—2025年）", "一、总体要求", *PARAGRAPHS, "二、保障措施", *PARAGRAPHS]


def test_places_are_pages() -> None:
    writer = Writer()
    for text in PARAGRAPHS:
        writer.paragraph(text)
    found = plan(*writer.pages)
    assert len(writer.pages) > 2
    assert found.place_at(0) == "page 1"
    assert found.place_at(len(found.text) - 1) == f"page {len(writer.pages)}"
    assert found.meta["pages"] == len(writer.pages)


def _cell(page: Page, x: float, y: float, text: str, size: float = 11.0) -> None:
    for i, line in enumerate(text.split("\n")):
        page.text(x + 4, y - size - 3 - i * (size + 4), line, size)


@pytest.mark.parametrize("stroke", [True, False])
@pytest.mark.parametrize(
    ("turn", "box"), [(0, (0.0, 0.0)), (90, (0.0, 0.0)), (270, (30.0, -20.0)), (180, (10.0, 10.0))]
)
def test_merged_cells(stroke: bool, turn: int, box: tuple[float, float]) -> None:
    page = Page(A4, turn=turn, box=box)
    xs, ys = [60.0, 110.0, 260.0, 380.0, 500.0], [500.0, 460.0, 420.0, 380.0, 340.0]
    page.text(60, 530, "重点任务分工表", 16)
    page.grid(xs, ys, {("v", 3, 0), ("h", 1, 0), ("h", 1, 1), ("h", 3, 1)}, stroke)
    _cell(page, 60, 490, "序号")
    _cell(page, 110, 490, "重点任务")
    _cell(page, 260, 498, "责任单位")
    _cell(page, 260, 458, "牵头单位")
    _cell(page, 380, 458, "配合单位")
    _cell(page, 60, 418, "1")
    _cell(page, 110, 400, "建设平台，\n推进应用")
    _cell(page, 260, 418, "省科技厅、\n省教育厅")
    _cell(page, 60, 378, "2")
    _cell(page, 260, 378, "省财政厅")
    _cell(page, 380, 378, "市、县政府")
    assert rows(plan(page)) == [
        ["序号", "重点任务", "责任单位 牵头单位", "责任单位 配合单位"],
        ["1", "建设平台，推进应用", "省科技厅、省教育厅", ""],
        ["2", "建设平台，推进应用", "省财政厅", "市、县政府"],
    ]


def _table_page(cells: list[list[str]], top: float = 760.0, skip: frozenset = frozenset()) -> Page:
    page = Page()
    xs = [60.0, 100.0, 200.0, 400.0, 520.0]
    ys = [top - 40 * i for i in range(len(cells) + 1)]
    page.grid(xs, ys, set(skip))
    for i, row in enumerate(cells):
        for j, text in enumerate(row):
            _cell(page, xs[j], ys[i], text)
    return page


HEAD = ["序号", "领域", "建设内容", "责任单位"]


def test_table_over_pages() -> None:
    first = _table_page([HEAD, ["1", "数字政府", "建设一体化平台，\n打通数据", "省数据局"], ["2", "", "推进一网通办，实现\n政务服务事项全程", "省政府办公厅"]],
                        skip=frozenset({("h", 2, 1)}))  # fmt: skip
    second = _table_page([HEAD, ["", "", "网上办理。", ""], ["3", "", "建设大数据中心", "省数据局"], ["4", "数字社会", "建设智慧社区", "省民政厅"]],
                         skip=frozenset({("h", 2, 1)}))  # fmt: skip
    for number, page in enumerate((first, second), 1):
        page.text(290, 40, str(number), 10.5)
    second.text(60, 560, "注：数据截至2024年底。", 12)
    found = plan(first, second)
    assert len(found.tables) == 1
    assert rows(found) == [
        HEAD,
        ["1", "数字政府", "建设一体化平台，打通数据", "省数据局"],
        ["2", "数字政府", "推进一网通办，实现政务服务事项全程网上办理。", "省政府办公厅"],
        ["3", "数字政府", "建设大数据中心", "省数据局"],
        ["4", "数字社会", "建设智慧社区", "省民政厅"],
    ]
    assert found.place_at(found.text.index("建设智慧社区")).startswith("page 2, table 1, row ")
    assert found.text.endswith("注：数据截至2024年底。")


def test_two_tables_are_not_one() -> None:
    first = _table_page([HEAD, ["1", "数字政府", "建设一体化平台", "省数据局"]])
    second = _table_page([["序号", "名称", "简介", "地点"], ["1", "甲园区", "产业集聚", "某市"]])
    second.text(60, 780, "表2 园区名单", 12)
    found = plan(first, second)
    assert [t.header[1] for t in found.tables] == ["领域", "名称"]


def test_open_sided_table_and_box() -> None:
    page = Page()
    xs, ys = [60.0, 160.0, 300.0, 500.0], [700.0, 670.0, 640.0]
    page.grid(xs, ys, {("v", j, i) for j in (0, 3) for i in (0, 1)})
    for x, y, text in ((60, 698, "指标"), (160, 698, "2020年"), (300, 698, "2025年目标"), (60, 668, "基站数"), (160, 668, "1万个"), (300, 668, "2万个")):  # fmt: skip
        _cell(page, x, y, text)
    page.grid([60, 528], [600, 400])
    page.text(230, 570, "专栏1 重点工程", 14)
    page.text(92, 540, "1.平台工程。建设城市大脑平台，汇聚各类数据，推动", 14)
    page.text(64, 515, "跨部门业务协同。", 14)
    page.text(92, 490, "2.人才工程。培养数字人才。", 14)
    found = plan(page)
    assert rows(found) == [["指标", "2020年", "2025年目标"], ["基站数", "1万个", "2万个"]]
    tail = [
        "专栏1 重点工程",
        "1.平台工程。建设城市大脑平台，汇聚各类数据，推动跨部门业务协同。",
        "2.人才工程。培养数字人才。",
    ]
    assert found.text.split("\n")[-3:] == tail


def test_glyphs_of_founder_and_friends() -> None:
    page = Page()
    page.text(80, 700, "营业收入增长7\ue0105%，⼒争突破１．２万亿元。")
    page.text(80, 672, "欗" * 28)
    page.text(5000, 640, "书")
    page.text(80, 640, "粗体")
    page.text(80.4, 640.2, "粗体")
    page.text(80, 600, "面积10km")
    page.text(80 + 16 * 2 + 8 * 4, 607, "2", 8)
    page.text(80 + 16 * 2 + 8 * 5, 600, "的园区")
    page.text(80, 560, "重点企业")
    page.text(80 + 16 * 4, 567, "1", 8)
    page.text(80 + 16 * 4 + 4, 560, "清单")
    assert lines(page) == ["营业收入增长7.5%，力争突破1.2万亿元。", "粗体", "面积10km2的园区", "重点企业清单"]


def test_table_drawn_with_characters() -> None:
    page = Page()
    for i, text in enumerate(["┌──┬──┐", "│序号│任务│", "├──┼──┤", "│一一│平台│", "└──┴──┘"]):
        page.text(80, 700 - i * 12, text, 12)
    assert rows(plan(page)) == [["序号", "任务"], ["一一", "平台"]]


def test_footnotes_follow_their_page() -> None:
    writer = Writer(bottom=160)
    for text in PARAGRAPHS[:6]:
        writer.paragraph(text)
    writer.pages[0].rule(80, 130, 230, 130)
    writer.pages[0].text(80, 112, "① 指省内重点监测企业。", 10.5)
    assert sorted(lines(*writer.pages)) == sorted([*PARAGRAPHS[:6], "① 指省内重点监测企业。"])


def test_two_columns() -> None:
    left = Writer(left=60, right=60 + 12 * 19, size=12, pitch=20, top=700)
    texts = PARAGRAPHS[:7]
    for text in texts:
        left.paragraph(text)
    first, rest = left.pages[0], left.pages[1:]
    assert rest
    merged = Page()
    merged.text(120, 780, "某市人民政府公报关于印发行动计划的通知", 18)
    merged.parts += first.parts
    merged.rows |= first.rows
    for page in rest[:1]:
        merged.parts += ["q 1 0 0 1 250 0 cm", *page.parts, "Q"]
        merged.rows |= page.rows
    found = [line for line in lines(merged) if not line.startswith("—")]
    assert found[0] == "某市人民政府公报关于印发行动计划的通知"
    assert found[1:] == texts[: len(found) - 1]
    assert len(found) > 5


def test_signature_and_addressee_stay_lines() -> None:
    page = Page()
    page.text(80, 700, "各市、县（市、区）人民政府，省政府直属各单位：")
    page.text(112, 672, "现将规划印发给你们，请结合实际认真贯彻落实，并及时总结经")
    page.text(80, 644, "验。")
    page.text(380, 588, "某省人民政府")
    page.text(364, 560, "2025年4月17日")
    assert lines(page) == [
        "各市、县（市、区）人民政府，省政府直属各单位：", "现将规划印发给你们，请结合实际认真贯彻落实，并及时总结经验。", "某省人民政府", "2025年4月17日",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E102"),
        (b"%PDF-1.7 nothing else", "E114"),
        (b"%PDF-1.7\n" + b"<<" * 100_000, "E114"),
        (pdf([Page()]), "E102"),
        (pdf([Page(image=True)]), "E117"),
    ],
)
def test_faults_are_one_line(data: bytes, code: str, tmp_path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_file(path)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_encrypted() -> None:
    key = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
    locked = pdf([Page()], f"/Encrypt {key} /ID [<{'00' * 16}> <{'00' * 16}>] ")
    with pytest.raises(InputError, match="E113"):
        read(locked, "plan.pdf")


def test_scanned_pages_among_others_are_counted() -> None:
    page = Page()
    page.text(80, 700, "一、总体要求")
    assert plan(page, Page(image=True)).meta["pages_without_text"] == 1


def test_scans_say_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr("extract.readers.pdf.engine", lambda: None)
    monkeypatch.setattr("extract.readers.pdf_ocr.engine", lambda: None)
    with pytest.raises(InputError, match=r"E117.*plankg\[ocr\]"):
        read(pdf([Page(image=True)]), "scan.pdf")


def test_recognised_lines_become_paragraphs_with_boxes(monkeypatch, tmp_path) -> None:
    """With a recognition that is played, as the real one takes seconds a page and is an extra."""

    class Found:
        boxes = ([[222, 300], [1440, 300], [1440, 344], [222, 344]], [[222, 381], [900, 381], [900, 430], [222, 430]])
        txts = ("（一）加快建设数字基础设施,到2025年建成5G基站2万个,推动产业转", "型升级(责任单位:省通信管理局)")
        scores = (0.99, 0.97)

    calls = []
    played = lambda: lambda pixels, use_cls: calls.append(pixels.shape) or Found  # noqa: E731
    monkeypatch.setattr("extract.readers.pdf_ocr.engine", played)
    monkeypatch.setattr("extract.readers.pdf_ocr._version", lambda: "0")
    monkeypatch.setenv("PLANKG_CACHE", str(tmp_path))
    pytest.importorskip("numpy")
    for _ in range(2):
        found = plan(Page(image=True))
        assert (
            found.text
            == "（一）加快建设数字基础设施，到2025年建成5G基站2万个，推动产业转型升级（责任单位：省通信管理局）"
        )
        assert found.meta["pages_scanned"] == 1
        assert found.place_at(0).startswith("page 1, scan, box 80 ")
    assert len(calls) == 1


def test_page_full_of_rules_ends() -> None:
    page = Page()
    page.text(80, 700, "规划")
    for i in range(1500):
        page.rule(50, 50 + i * 0.5, 500, 50 + i * 0.5)
        page.rule(50 + i * 0.3, 50, 50 + i * 0.3, 700)
    assert "规划" in plan(page).text
