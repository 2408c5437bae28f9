"""Links, corrections, audit and explain as a user meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook


def judge(path: str, verdicts, **cells: str) -> None:
    """Write verdicts into the workbook as a person would: one by one, and other cells of the first row."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(range(2, sheet.max_row + 1)):
        sheet.cell(row, columns["verdict"], verdicts(number))
    for name, value in cells.items():
        sheet.cell(2, columns[name], value)
    book.save(path)


def edges(run, db) -> list[dict]:
    return json.loads(run("export", "--db", db).out)["edges"]


def test_an_audit_is_drawn_judged_and_carried_out(run, db) -> None:
    assert run("audit", "--sample", "3", "--db", db).code == 0
    rows = list(load_workbook("audit.xlsx").worksheets[0].iter_rows(values_only=True))
    types = [row[rows[0].index("type")] for row in rows[1:]]
    assert all(types.count(type_) <= 3 for type_ in types)
    assert all(row[rows[0].index("evidence")] for row in rows[1:])
    judge("audit.xlsx", lambda n: "错" if n == 0 else "对")
    read = run("audit", "--read", "audit.xlsx", "--format", "json", "--corrections", "c.csv")
    figures = {row["type"]: row for row in json.loads(read.out)}
    assert figures["all"]["right"] == figures["all"]["judged"] - 1 == len(types) - 1
    assert figures["all"]["low"] < figures["all"]["precision"] < figures["all"]["high"]
    wrong = rows[1][rows[0].index("id")]
    before = edges(run, db)
    assert run("db", "rebuild", "--db", db, "--corrections", "c.csv").code == 0
    assert len(edges(run, db)) == len(before) - 1
    assert run("build", "--force", "a.txt", "--db", db).code == 0
    assert len(edges(run, db)) == len(before) - 1
    assert wrong in Path(db, "corrections.csv").read_text("utf-8-sig")


def test_the_same_seed_draws_the_same_edges(run, db) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        run("audit", "--sample", "2", "--seed", "5", "-o", name, "--db", db)
    run("audit", "--sample", "2", "--seed", "6", "-o", "other.xlsx", "--db", db)
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes() != Path("other.xlsx").read_bytes()


def test_a_name_that_should_be_another_becomes_that_name(run, db) -> None:
    run("audit", "--sample", "50", "--type", "RESPONSIBLE_FOR", "--document", "教育云", "-o", "a.xlsx", "--db", db)
    judge("a.xlsx", lambda n: None, source_is="广东省教育委员会", verdict="错")
    run("audit", "--read", "a.xlsx", "--corrections", "c.csv")
    rows = list(csv.DictReader(Path("c.csv").read_text("utf-8-sig").splitlines()))
    assert [row["relation"] for row in rows] == ["same"]
    run("build", "a.txt", "--db", db, "--corrections", "c.csv")
    found = run(
        "query",
        "MATCH (o:Organization {name: $n}) RETURN count(o) AS n",
        "--param",
        "n=广东省教育委员会",
        "--db",
        db,
        "--format",
        "json",
    )
    assert json.loads(found.out) == [{"n": 1}]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"a,b\n1,2\n"])
def test_a_file_that_is_no_audit_is_one_line(run, content: bytes) -> None:
    for name in ("a.xlsx", "a.csv"):
        Path(name).write_bytes(content)
        done = run("audit", "--read", name)
        assert done.code == 1 and len(done.lines) == 1 and "E222" in done.err
    assert "E101" in run("audit", "--read", "nothing.xlsx").err


def test_a_verdict_that_is_none_is_named(run, db) -> None:
    run("audit", "--sample", "1", "-o", "a.xlsx", "--db", db)
    judge("a.xlsx", lambda n: "大概吧")
    done = run("audit", "--read", "a.xlsx")
    assert done.code == 1 and "line 2" in done.err and "大概吧" in done.err


def test_a_sample_as_csv_is_read_back(run, db) -> None:
    run("audit", "--sample", "1", "-o", "a.csv", "--db", db)
    text = Path("a.csv").read_text("utf-8-sig").splitlines()
    Path("a.csv").write_text("\n".join([text[0], *(f"1{line}" for line in text[1:])]), "utf-8")
    figures = json.loads(run("audit", "--read", "a.csv", "--format", "json").out)
    assert figures[-1]["right"] == len(text) - 1


def test_links_are_said_listed_and_taken_back(run, db) -> None:
    assert run("links", "--same", "广东省教育厅", "广东省科技厅", "--db", db).code == 0
    listed = json.loads(run("links", "--rules", "--db", db, "--format", "json").out)
    assert [(row["relation"], row["name2"], row["state"]) for row in listed] == [
        ("same", "广东省科技厅", "carried out")
    ]
    merges = json.loads(run("links", "教育厅", "--label", "Organization", "--db", db, "--format", "json").out)
    assert any("corrections: 广东省教育厅 = 广东省科技厅" in row["reason"] for row in merges)
    done = run("links", "--never", "广东省教育厅", "广东省科技厅", "--db", db)
    assert done.code == 1 and "E221" in done.err and len(done.lines) == 1
    assert run("links", "--forget", "广东省科技厅", "广东省教育厅", "--db", db).code == 0
    assert json.loads(run("links", "--rules", "--db", db, "--format", "json").out) == []
    assert "E204" in run("links", "--forget", "广东省科技厅", "广东省教育厅", "--db", db).err


def test_a_name_nobody_bears_yet_is_kept_with_a_word(run, db) -> None:
    done = run("links", "--same", "广东省教育厅", "广东省高等教育局", "--db", db)
    assert done.code == 0 and "no Organization in the graph is called 广东省高等教育局 yet" in done.err


def test_bodies_of_two_provinces_stay_apart(run, db, plans) -> None:
    run("build", "plans", "--db", db)
    checked = run("links", "--check", "--db", db, "--format", "json")
    assert checked.code == 0 and json.loads(checked.out) == []
    names = json.loads(run("query", "MATCH (o:Organization) RETURN o.name AS n", "--db", db, "--format", "json").out)
    assert {"广东省财政厅", "浙江省财政厅"} <= {row["n"] for row in names}


def test_broken_corrections_stop_a_build_before_it_begins(run, plans) -> None:
    Path("c.csv").write_text("relation,label,name,name2\nsame,Organization,甲\n", "utf-8")
    done = run("build", "plans", "--db", "new.kg", "--corrections", "c.csv")
    assert done.code == 1 and "E220" in done.err and "line 2" in done.err
    assert not Path("new.kg").exists()


def test_explain_says_sentence_rule_and_row(run, plans) -> None:
    done = run("explain", "plans/a.txt", "--at", "牵头")
    assert done.code == 0
    assert "（省教育厅牵头，省科技厅、省财政厅配合）" in done.out
    assert "RESPONSIBLE_FOR 广东省教育厅" in done.out
    assert "roles.csv" in done.out and "departments.csv" in done.out
    rows = json.loads(run("explain", "plans/a.txt", "--at", "建设广东教育云", "--format", "json").out)
    dropped = [(row["kind"], row["name"]) for row in rows if not row["taken"]]
    assert ("Region", "广东省") in dropped
    assert all(row["why"] for row in rows if not row["taken"])
    assert all(row["finds"] for row in rows if row["rule"])


def test_explain_finds_an_edge_and_a_name_of_the_graph(run, db) -> None:
    edge = next(
        e
        for e in json.loads(
            run(
                "query",
                "MATCH ()-[r:RESPONSIBLE_FOR]->() RETURN r.id AS id, r.evidence AS said",
                "--db",
                db,
                "--format",
                "json",
            ).out
        )
    )
    done = run("explain", edge["id"], "--db", db)
    assert done.code == 0 and edge["said"][:10] in done.out and "in the graph: RESPONSIBLE_FOR" in done.out
    assert "Project 广东教育云" in run("explain", "广东教育云", "--db", db).out
    assert "E204" in run("explain", "没有这个", "--db", db).err


@pytest.mark.parametrize(("at", "code"), [("没有这句", 1), ("99999999", 1), ("0", 0)])
def test_explain_at_a_place_that_is_not_there(run, plans, at: str, code: int) -> None:
    done = run("explain", "plans/a.txt", "--at", at)
    assert done.code == code
    assert code == 0 or ("E118" in done.err and len(done.lines) == 1)


def test_explain_without_words_is_used_wrongly(run, plans) -> None:
    assert run("explain", "plans/a.txt").code == 2
    assert "E101" in run("explain", "nothing.txt", "--at", "牵头").err


def test_only_what_is_sure_is_counted_and_found(run, db) -> None:
    whole = json.loads(run("stats", "--db", db, "--format", "json").out)
    sure = json.loads(run("stats", "--min-confidence", "0.93", "--db", db, "--format", "json").out)
    assert 0 < sure["edges"] < whole["edges"]
    found = json.loads(run("search", "教育云", "--db", db, "--format", "json").out)
    certain = json.loads(run("search", "教育云", "--min-confidence", "1", "--db", db, "--format", "json").out)
    assert {"Project", "MENTIONS"} <= {row["label"] for row in found}
    assert {row["label"] for row in certain} == {
        "Section"
    }  # what structure says; all else is read, and surely at most nearly
