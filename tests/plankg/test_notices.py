"""A notice with several plans, and versions of a plan: in the graph folder and on Neo4j, over build, update and remove."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from make_docx import docx, p
from make_pdf import Writer, pdf

from kg import Graph, read

FIELDS = ("教育", "医疗", "养老")
TITLES = [f"贵州省智慧{field}专项行动方案" for field in FIELDS]
NOTICE = "贵州省人民政府办公厅关于印发三个专项行动方案的通知"
HEAD = f"""{NOTICE}
黔府办发〔2021〕18号
各市（自治州）人民政府：
{"".join(f"《{title}》" for title in TITLES)}已经省政府同意，现印发给你们，请认真贯彻执行。
贵州省人民政府办公厅
2021年6月6日
"""
BODY = """为加快智慧{0}建设，根据有关规定，制定本方案。
一、总体要求
到2025年，智慧{0}覆盖率达到90%，公共服务水平明显提升，群众满意度不断提高。
二、主要任务
（一）完善智慧{0}体系。
建设贵州智慧{0}平台，推进数据共享和业务协同。（省发展改革委牵头，省财政厅配合）
三、保障措施
加强组织领导，强化督促检查，确保各项任务落到实处。
"""


def plan(number: int) -> str:
    return f"{TITLES[number]}\n{BODY.format(FIELDS[number])}"


@pytest.fixture
def notice() -> Path:
    path = Path("notice.txt")
    path.write_text(HEAD + plan(0) + plan(1) + plan(2), "utf-8")
    return path


def exported(run: Any, db: str = "plans.kg") -> Graph:
    assert run("export", "--db", db, "-o", "all.json").code == 0
    return read("all.json")


def report(run: Any, *args: Any) -> dict[str, Any]:
    run(*args, "--report", "report.json")
    found: dict[str, Any] = json.loads(Path("report.json").read_text("utf-8"))
    return found


def titles(run: Any) -> set[str]:
    return {row["title"] for row in json.loads(run("documents", "--format", "json").out)}


class TestNotice:
    def test_one_file_gives_its_plans(self, run: Any, notice: Path) -> None:
        done = run("build", notice)
        assert done.code == 0
        assert "notice.txt: 1 file, 3 plans and their notice" in done.out
        assert "1 added" in done.out
        rows = json.loads(run("documents", "--format", "json").out)
        assert {row["title"]: row["part"] for row in rows} == {NOTICE: "1/4"} | {
            t: f"{n}/4" for n, t in enumerate(TITLES, 2)
        }
        assert {(row["number"], row["date"], row["file"]) for row in rows} == {
            ("黔府办发〔2021〕18号", "2021-06-06", "notice.txt")
        }
        graph = exported(run)
        graph.validate()
        (head,) = [d for d in graph.documents.values() if d.title == NOTICE]
        parts = [e for e in graph.edges("PART_OF") if e.target == head.id]
        assert {graph.node(e.source).name for e in parts} == set(TITLES)
        for edge in parts:
            said = edge.properties
            assert said["doc"] == head.id
            assert head.text[int(said["start"]) : int(said["end"])] == said["evidence"]
            assert graph.node(edge.source).name in str(said["evidence"])

    def test_the_report_has_each_document(self, run: Any, notice: Path) -> None:
        (file,) = report(run, "build", notice)["files"]
        assert (file["status"], [d["title"] for d in file["documents"]]) == ("added", [NOTICE, *TITLES])
        assert file["added"]["nodes"] == file["nodes"] == sum(d["nodes"] for d in file["documents"])

    def test_again_and_in_any_number_of_processes(self, run: Any, notice: Path, plans: Path) -> None:
        assert run("build", notice, plans, "--jobs", "2").code == 0
        again = report(run, "build", notice, plans)
        assert again["statuses"] == {"unchanged": 3}
        assert report(run, "update")["statuses"] == {"unchanged": 3}
        assert run("build", notice, plans, "--db", "one.kg", "--jobs", "1").code == 0
        assert exported(run) == exported(run, "one.kg")

    def test_a_change_in_one_plan_replaces_that_one(self, run: Any, notice: Path) -> None:
        run("build", notice)
        notice.write_text(notice.read_text("utf-8").replace("贵州智慧医疗平台", "贵州互联网医院平台"), "utf-8")
        (file,) = report(run, "update")["files"]
        assert file["status"] == "replaced"
        changed = {d["title"]: d["status"] for d in file["documents"]}
        assert changed[TITLES[1]] == "replaced"
        assert file["added"]["nodes"] > 0 < file["removed"]["nodes"]
        assert "贵州互联网医院平台" in {n.name for n in exported(run).nodes("Project")}

    def test_a_plan_that_goes_from_the_notice_goes_from_the_graph(self, run: Any, notice: Path) -> None:
        run("build", notice)
        notice.write_text((HEAD + plan(0) + plan(1)).replace(f"《{TITLES[2]}》", ""), "utf-8")
        (file,) = report(run, "build", notice)["files"]
        assert {d["title"]: d["status"] for d in file["documents"]}[TITLES[2]] == "removed"
        assert titles(run) == {NOTICE, *TITLES[:2]}
        assert TITLES[2] not in {n.name for n in exported(run).nodes()}
        assert run("db", "check").code == 0

    def test_remove_by_file_takes_all_and_leaves_the_rest(self, run: Any, notice: Path, plans: Path) -> None:
        run("build", plans)
        alone = exported(run)
        run("build", notice)
        done = run("remove", "notice.txt")
        assert (done.code, len(done.lines)) == (0, 4)
        assert exported(run) == alone
        assert run("db", "check").code == 0

    def test_a_plan_that_was_removed_comes_back_at_the_next_build(self, run: Any, notice: Path) -> None:
        run("build", notice)
        before = exported(run)
        assert run("remove", TITLES[1]).code == 0
        assert titles(run) == {NOTICE, TITLES[0], TITLES[2]}
        assert report(run, "build", notice)["statuses"] == {"replaced": 1}
        assert exported(run) == before

    def test_the_file_is_gone(self, run: Any, notice: Path) -> None:
        run("build", notice)
        notice.unlink()
        done = run("update")
        assert len([line for line in done.lines if "is gone" in line]) == 1
        assert titles(run) == {NOTICE, *TITLES}
        assert report(run, "update", "--prune")["statuses"] == {"removed": 1}

    def test_read_and_explain_show_document_by_document(self, run: Any, notice: Path) -> None:
        shown = run("read", notice).out
        assert [line for line in shown.splitlines() if line.startswith("──")] == [
            f"── {n}/4 {title}" for n, title in enumerate([NOTICE, *TITLES], 1)
        ]
        whole = json.loads(run("read", notice, "--format", "json").out)
        assert [d["masthead"]["title"] for d in whole["documents"]] == [NOTICE, *TITLES]
        out = run("explain", notice, "--at", "牵头").out
        assert all(title in out for title in TITLES)
        run("build", notice)
        edge = exported(run).edges("PART_OF")[0]
        done = run("explain", edge.id)
        assert (done.code, "in the graph: PART_OF" in done.out) == (0, True)

    def test_a_plan_that_is_there_as_a_file_of_its_own(self, run: Any, notice: Path) -> None:
        Path("a-plan.txt").write_text(plan(1), "utf-8")
        first = report(run, "build", "a-plan.txt", notice)
        assert {d["title"]: d["status"] for d in first["files"][1]["documents"]}[TITLES[1]] == "duplicate"
        assert titles(run) == {NOTICE, *TITLES}
        graph = exported(run)
        (own,) = [d.id for d in graph.documents.values() if d.title == TITLES[1]]
        assert [e for e in graph.edges("PART_OF") if e.source == own]
        assert report(run, "build", "a-plan.txt", notice)["statuses"] == {"unchanged": 2}


LAWS = ("湖北省科技专项资金管理办法", "湖北省科技专项项目管理办法（试行）")
LAW_NOTICE = f"湖北省科技厅关于印发《{LAWS[0]}》和《{LAWS[1]}》的通知"
LAW_HEAD = [
    "鄂科技发〔2022〕12号",
    "各市、州科技局：",
    "现印发给你们，请遵照执行。",
    "湖北省科学技术厅",
    "2022年3月1日",
]
LAW_BODY = [
    "第一章 总则", "第一条 为规范管理，制定本办法。", "第二条 本办法适用于全省。", "第二章 管理",
    "第三条 省财政厅负责资金管理，省科技厅负责项目管理，各市县按照职责分工做好相关工作。",
    "第四条 项目单位应当建立健全管理制度，按期报送进展情况。",
]  # fmt: skip


def as_pdf() -> bytes:
    """Each law on a page of its own, its title on two lines under 附件1."""
    writer = Writer(head="湖北省人民政府公报")
    for part in (LAW_NOTICE[:20], LAW_NOTICE[20:40], LAW_NOTICE[40:]):
        writer.title(part)
    for line in LAW_HEAD:
        writer.paragraph(line)
    for number, title in enumerate(LAWS, 1):
        writer.y = 0
        writer.paragraph(f"附件{number}")
        writer.title(title[:8])
        writer.title(title[8:])
        for line in LAW_BODY:
            writer.paragraph(line)
    return pdf(writer.pages)


def as_docx() -> bytes:
    lines = [LAW_NOTICE, *LAW_HEAD[:-2], f"附件：1.{LAWS[0]}", f"2.{LAWS[1]}", *LAW_HEAD[-2:]]
    for number, title in enumerate(LAWS, 1):
        lines += [f"附件 {number}", title[:8], title[8:], *LAW_BODY]
    return docx("".join(map(p, lines)))


def as_html() -> bytes:
    lines = [LAW_NOTICE, *LAW_HEAD, *(line for n, t in enumerate(LAWS, 1) for line in (f"附件{n}：{t}", *LAW_BODY))]
    rows = "".join(f"<p style='text-align:center'>{line}</p>" for line in lines)
    return f"<html><body><div class='content'>{rows}</div></body></html>".encode()


class TestFormats:
    @pytest.mark.parametrize(("name", "make"), [("a.pdf", as_pdf), ("a.docx", as_docx), ("a.html", as_html)])
    def test_plans_and_their_places(self, run: Any, name: str, make: Any) -> None:
        Path(name).write_bytes(make())
        assert run("build", name).code == 0
        graph = exported(run)
        graph.validate()
        assert {d.title for d in graph.documents.values()} == {LAW_NOTICE, *LAWS}
        first = {d.title: d.places[0][1] for d in graph.documents.values()}
        if name == "a.pdf":
            assert first == {LAW_NOTICE: "page 1", LAWS[0]: "page 2", LAWS[1]: "page 3"}
            edge = next(
                e for e in graph.edges("CONTAINS") if graph.documents[str(e.properties["doc"])].title == LAWS[1]
            )
            shown = run("explain", edge.id).out
            assert "[page 3; " in shown
            rows = json.loads(run("explain", "湖北省财政厅", "--format", "json").out)
            assert {(row["plan"], row["place"]) for row in rows} == {(LAWS[0], "page 2"), (LAWS[1], "page 3")}
        assert {d.meta["number"] for d in graph.documents.values()} == {"鄂科技发〔2022〕12号"}

    def test_three_formats_of_a_notice_are_one(self, run: Any) -> None:
        for name, make in (("a.docx", as_docx), ("b.html", as_html), ("c.pdf", as_pdf)):
            Path(name).write_bytes(make())
        found = report(run, "build", "a.docx", "b.html", "c.pdf")
        assert {f["path"]: f["status"] for f in found["files"]} == {
            "a.docx": "added",
            "b.html": "duplicate",
            "c.pdf": "duplicate",
        }
        assert titles(run) == {LAW_NOTICE, *LAWS}


DRAFT = "云南省数据规划（征求意见稿）\n一、主要任务\n（一）推进数据开放。\n建设云南数据平台。（省发展改革委牵头）\n"
FINAL = "云南省数据规划\n一、主要任务\n（一）推进数据开放。\n建设云南数据平台和云南算力平台。（省发展改革委牵头，省财政厅配合）\n"
REVISED = FINAL.replace("规划\n", "规划（2024年修订）\n").replace("算力平台", "超算平台")


class TestVersions:
    @pytest.mark.parametrize("order", [("draft", "final", "revised"), ("revised", "final", "draft")])
    def test_loaded_in_different_runs_they_are_linked(self, run: Any, order: tuple[str, ...]) -> None:
        texts = {"draft": DRAFT, "final": FINAL, "revised": REVISED}
        for name in order:
            Path(f"{name}.txt").write_text(texts[name], "utf-8")
            assert run("build", f"{name}.txt").code == 0
        found = []
        for name in ("云南省数据规划", "云南省数据规划（征求意见稿）"):
            done = run("query", "--saved", "versions", "--param", f"name={name}", "--format", "json")
            found.append({(r["document"], r["version"], r["evidence"]) for r in json.loads(done.out)})
        assert (
            found[0]
            == found[1]
            == {
                ("云南省数据规划", None, None),
                ("云南省数据规划（征求意见稿）", "征求意见稿", "云南省数据规划（征求意见稿）"),
                ("云南省数据规划（2024年修订）", "2024年修订", "云南省数据规划（2024年修订）"),
            }
        )
        run("remove", "final.txt")
        left = exported(run)
        assert len(left.documents) == 2
        assert len({e.target for e in left.edges("VERSION_OF")}) == 1


@pytest.mark.xdist_group("neo4j")
def test_the_same_on_neo4j(
    run: Any, notice: Path, neo4j_store: Any, neo4j_turn: dict[str, str], monkeypatch: Any
) -> None:
    for name in ("user", "password"):
        monkeypatch.setenv({"user": "NEO4J_USERNAME", "password": "NEO4J_PASSWORD"}[name], neo4j_turn[name])
    for name, text in (("draft", DRAFT), ("final", FINAL)):
        Path(f"{name}.txt").write_text(text, "utf-8")
        assert run("build", f"{name}.txt", "--to", neo4j_turn["uri"]).code == 0
    assert run("build", notice, "--to", neo4j_turn["uri"]).code == 0
    asked = ("query", "--saved", "versions", "--param", "name=云南省数据规划", "--format", "json")
    assert json.loads(run(*asked, "--db", neo4j_turn["uri"]).out) == json.loads(run(*asked).out) != []
    assert neo4j_store.read_graph() == exported(run)
    assert run("remove", "notice.txt", "--db", neo4j_turn["uri"]).code == 0
    run("remove", "notice.txt")
    assert neo4j_store.read_graph() == exported(run)
