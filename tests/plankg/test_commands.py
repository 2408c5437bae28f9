"""Commands that ask, show and take away, on a real graph."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from wcwidth import wcswidth

from kg import read

ROW_COMMANDS: list[list[str]] = [
    ["documents"],
    ["query", "MATCH (n:Project) RETURN n.name AS name, n ORDER BY name"],
    ["queries"],
    ["search", "教育"],
    ["stats"],
    ["schema"],
]


class TestRows:
    @pytest.mark.parametrize("command", ROW_COMMANDS, ids=lambda c: c[0])
    def test_every_format_of_every_command_that_prints_rows(self, run: Any, db: Path, command: list[str]) -> None:
        out = {f: run(*command, "--format", f) for f in ("table", "json", "jsonl", "csv", "tsv", "md")}
        assert {f: done.code for f, done in out.items()} == dict.fromkeys(out, 0)
        table = list(csv.reader(io.StringIO(out["csv"].out)))
        assert len({len(row) for row in table}) == 1
        assert len(list(csv.reader(io.StringIO(out["tsv"].out), delimiter="\t"))) == len(table)
        assert json.loads(out["json"].out)
        assert [json.loads(line) for line in out["jsonl"].out.splitlines()]
        assert out["md"].out.splitlines()[1].startswith("| ---") or out["md"].out.splitlines()[1].startswith("|")
        assert run(*command, "-o", "rows.xlsx").code == 0
        from openpyxl import load_workbook

        assert load_workbook("rows.xlsx").active.max_row == len(table)

    def test_columns_line_up_with_wide_characters(self, run: Any, db: Path) -> None:
        lines = run("documents").out.splitlines()
        starts = lines[1].split("  ")
        for line in lines[2:]:
            position = 0
            for rule in starts:
                before = [c for c in line if True]
                width, index = 0, 0
                while width < position and index < len(before):
                    width += wcswidth(before[index])
                    index += 1
                assert width == position or index == len(before)
                position += len(rule) + 2

    def test_limit_says_that_rows_were_cut(self, run: Any, db: Path) -> None:
        query = ["query", "MATCH (n) RETURN n.id AS id ORDER BY id"]
        done = run(*query, "--limit", "2", "--format", "jsonl")
        assert len(done.out.splitlines()) == 2
        assert "only the first 2 rows" in done.err
        assert "first" not in run(*query, "--limit", "0").err

    def test_cells_cannot_steer_terminal_or_spreadsheet(self, run: Any, db: Path) -> None:
        query = ["query", "RETURN $x AS x", "--param", "x==1+1\x1b[31m|<b>"]
        assert "\x1b" not in run(*query).out
        assert list(csv.reader(io.StringIO(run(*query, "--format", "csv").out)))[1][0].startswith("'=")
        assert "\\|&lt;b>" in run(*query, "--format", "md").out

    def test_output_file_by_suffix(self, run: Any, db: Path) -> None:
        assert run("schema", "-o", "s.json").err.strip() == "wrote s.json"
        assert json.loads(Path("s.json").read_text("utf-8"))[0]["name"] == "Document"


class TestQuery:
    def test_parameters_are_typed_and_are_data(self, run: Any, db: Path) -> None:
        text = "RETURN $a AS a, $b AS b, $c AS c, $d AS d"
        args = ["--param", "a=1", "--param", 'b="1"', "--param", "c=[1, 2]", "--param", "d=x' RETURN 1 //"]
        (row,) = json.loads(run("query", text, *args, "--format", "json").out)
        assert row == {"a": 1, "b": "1", "c": [1, 2], "d": "x' RETURN 1 //"}

    def test_saved_query_on_the_sample(self, run: Any, db: Path) -> None:
        rows = json.loads(run("query", "--saved", "plans", "--format", "json").out)
        assert len(rows) == 2

    @pytest.mark.parametrize(
        ("args", "code", "words"),
        [
            (["query", "MATCH (n RETURN n"], 1, "[E401]"),
            (["query", "CREATE (n:Project {id: 'x'}) RETURN n"], 1, "[E403]"),
            (["query", "--saved", "nothing"], 1, "[E404]"),
            (["query", "--saved", "who-is-responsible"], 1, "[E405]"),
            (["query", "RETURN 1", "--param", "x"], 1, "[E407]"),
            (["query"], 2, "give one of"),
            (["query", "RETURN 1", "--format", "yaml"], 2, "yaml"),
            (["queries", "nothing"], 1, "[E404]"),
            (["view", "--center", "nobody"], 1, "[E204]"),
            (["export", "--format", "foo"], 1, "[E202]"),
            (["export", "--label", "Foo"], 1, "[E205]"),
            (["export", "--year", "soon"], 1, "[E205]"),
            (["export", "-o", "x.foo"], 1, "[E206]"),
            (["export", "--format", "neo4j-admin"], 2, "folder"),
            (["stats", "--db", "nowhere.kg"], 1, "[E301]"),
            (["nonsense"], 2, "No such command"),
            (["buidl"], 2, "Did you mean build"),
            (["stats", "--bogus"], 2, "--help"),
        ],
    )
    def test_used_wrongly_is_one_line(self, run: Any, db: Path, args: list[str], code: int, words: str) -> None:
        done = run(*args)
        assert (done.code, done.out, len(done.lines)) == (code, "", 1), done.err
        assert words in done.err
        assert done.err.startswith("plankg: error: ")

    def test_writing_needs_to_be_asked_for(self, run: Any, db: Path) -> None:
        assert run("query", "CREATE (n:Project {id: 'x', name: 'x'})", "--write").code == 0
        assert "'x'" not in run("query", "MATCH (n:Project {id: 'x'}) RETURN n.name").out

    def test_from_stdin_and_from_a_file(self, process: Any, run: Any, db: Path) -> None:
        assert process("query", "-", "--format", "csv", stdin="RETURN 1 AS one").out == "one\n1\n"
        Path("q.cypher").write_text("RETURN 2 AS two", "utf-8")
        assert run("query", "--file", "q.cypher", "--format", "csv").out == "two\n2\n"

    def test_answer_as_page_or_export(self, run: Any, db: Path) -> None:
        text = "MATCH p=(:Organization)-[:RESPONSIBLE_FOR]->() RETURN p"
        assert run("query", text, "--graph", "part.json").code == 0
        part = read("part.json")
        assert {e.type for e in part.edges()} == {"RESPONSIBLE_FOR"}
        assert run("query", text, "--graph", "part.html").code == 0
        nothing = run("query", "RETURN 1", "--graph", "part.html")
        assert (nothing.code, len(nothing.lines)) == (1, 1)

    def test_queries_shows_one_in_full(self, run: Any) -> None:
        out = run("queries", "who-is-responsible").out
        assert "谁负责" in out
        assert "--param name=" in out
        assert "RESPONSIBLE_FOR" in out


class TestViewAndExport:
    def test_page_of_the_database_and_of_a_plan(self, run: Any, db: Path) -> None:
        assert run("view").err.startswith("wrote plans.html")
        assert run("view", "a.txt", "-o", "a.html").code == 0
        pages = Path("plans.html").read_text("utf-8"), Path("a.html").read_text("utf-8")
        assert "数字经济" in pages[0]
        assert "数字经济" not in pages[1]

    def test_two_runs_write_the_same_bytes(self, run: Any, db: Path) -> None:
        for name in ("1", "2"):
            run("view", "-o", f"{name}.html")
            for suffix in ("json", "xlsx", "graphml", "gexf", "cypher", "zip"):
                assert run("export", "-o", f"{name}.{suffix}").code == 0
        for suffix in ("html", "json", "xlsx", "graphml", "gexf", "cypher", "zip"):
            assert Path(f"1.{suffix}").read_bytes() == Path(f"2.{suffix}").read_bytes(), suffix

    def test_export_of_a_region(self, run: Any, db: Path) -> None:
        assert run("export", "--region", "深圳", "-o", "sz.json").code == 0
        part = read("sz.json")
        assert "深圳市" in {n.name for n in part.nodes("Region")}
        assert len(part) < len(read_all(run))
        part.validate()

    def test_export_reads_back_as_extract_writes_it(self, run: Any, db: Path) -> None:
        run("extract", "a.txt", "-o", "extract.json")
        run("build", "a.txt", "--db", "a.kg")
        run("export", "--db", "a.kg", "-o", "export.json")
        one, two = read("extract.json"), read("export.json")
        for document in two.documents.values():
            document.meta.pop("path")
            document.meta.pop("rules")
        assert one == two

    def test_export_by_query(self, run: Any, db: Path) -> None:
        run("export", "--query", "MATCH (a:Region)<-[r]-(b:Project) RETURN a, r, b", "-o", "q.json")
        part = read("q.json")
        assert {n.label for n in part.nodes()} == {"Region", "Project"}

    def test_data_on_stdout_and_nothing_else(self, run: Any, db: Path) -> None:
        done = run("extract", "a.txt")
        assert done.err == ""
        assert json.loads(done.out)["nodes"]

    def test_list_of_formats(self, run: Any) -> None:
        assert "neo4j-admin" in run("export", "--list").out

    def test_load_of_graph_files(self, run: Any, db: Path) -> None:
        run("extract", "a.txt", "-o", "a.json")
        assert run("load", "a.json", "--db", "loaded.kg").code == 0
        assert "~0" in run("load", "a.json", "--db", "loaded.kg").err
        assert run("load").code == 2


class TestCare:
    def test_check_finds_what_differs_and_rebuild_mends_it(self, run: Any, db: Path) -> None:
        assert run("db", "check").code == 0
        run("query", "MATCH (n:Project) SET n.name = 'x'", "--write")
        bad = run("db", "check")
        assert bad.code == 1
        assert "Project" in bad.out
        assert run("db", "rebuild").code == 0
        assert run("db", "check").code == 0

    def test_doctor(self, run: Any, db: Path) -> None:
        rows = {r["check"]: r["state"] for r in json.loads(run("doctor", "--format", "json").out)}
        assert rows["evidence"] == rows["database"] == rows["extraction"] == "ok"

    def test_doctor_without_a_graph(self, run: Any) -> None:
        done = run("doctor")
        assert done.code == 0
        assert "no graph" in done.out

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_completion_script(self, run: Any, shell: str) -> None:
        assert "_PLANKG_COMPLETE" in run("completion", shell).out

    def test_completion_of_commands_labels_and_saved_queries(self, process: Any) -> None:
        def complete(words: str) -> str:
            out = process(_PLANKG_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
            return str(out.out)

        assert "plain,query" in complete("plankg qu")
        assert "plain,Organization" in complete("plankg export --label Org")
        assert "plain,who-is-responsible" in complete("plankg query --saved who")


def test_closed_pipe_is_silent(db: Path) -> None:
    command = f"{sys.executable} -m plankg query 'UNWIND range(1, 60000) AS i RETURN i, \"{'x' * 50}\"' --limit 0"
    done = subprocess.run(["sh", "-c", f"{command} | head -1"], capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert done.stdout.strip().startswith("i ")


def read_all(run: Any) -> Any:
    run("export", "-o", "all.json")
    return read("all.json")
