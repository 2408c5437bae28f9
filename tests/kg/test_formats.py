"""Every format with names that try to break out of it, and what each promises."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import Graph, Node, read, write
from kg.errors import GraphError
from kg.formats import dumps, format_of, formats
from kg.formats.base import clean
from kg.formats.cypher import string
from kg.formats.tabular import guard

STREAMS = [f.name for f in formats() if f.name != "neo4j-admin"]
ANY_TEXT = st.text(max_size=60) | st.sampled_from(["=1", "\\u0027", "\x00", "\ud800", "'\\", "\u2028"])


class TestAllFormats:
    @pytest.mark.parametrize("name", STREAMS)
    def test_same_graph_same_bytes_in_whatever_order_it_was_made(self, name: str, hostile: Graph) -> None:
        again = Graph()
        for record in hostile.documents.values():
            again.add_document(record)
        for node in reversed(hostile.nodes()):
            again.add_node(node)
        for edge in reversed(hostile.edges()):
            again.add_edge(edge)
        first = dumps(hostile, name)
        time.sleep(0.01)
        assert dumps(again, name) == first

    @pytest.mark.parametrize("name", STREAMS)
    def test_an_empty_graph_is_a_file_too(self, name: str) -> None:
        assert dumps(Graph(), name)

    @pytest.mark.parametrize("name", [f.name for f in formats()])
    def test_a_label_outside_the_ontology_is_written_too(self, name: str, tmp_path: Path) -> None:
        graph = Graph()
        graph.add_node(Node("X:1", "Other", "无名"))
        assert write(graph, tmp_path / "out", name)

    def test_suffix_tells_the_format(self) -> None:
        assert [format_of(f"x{s}").name for f in formats() for s in f.suffixes] == [
            f.name for f in formats() for _ in f.suffixes
        ]
        assert format_of("a.ZIP").name == "csv"

    def test_unknown_format_and_unknown_suffix_name_the_known_ones(self, plan: Graph, tmp_path: Path) -> None:
        with pytest.raises(GraphError, match=r"E202.*graphml"):
            write(plan, tmp_path / "x", "foo")
        with pytest.raises(GraphError, match=r"E206.*graphml"):
            write(plan, tmp_path / "x.foo")

    def test_a_file_that_cannot_be_written_is_one_line_and_leaves_the_old_one(
        self, plan: Graph, tmp_path: Path
    ) -> None:
        with pytest.raises(GraphError, match="E208"):
            write(plan, tmp_path / "no" / "x.json")
        target = tmp_path / "x.json"
        target.write_text("old")
        broken = Graph()
        broken.add_node(Node("X", "Project", "n", properties={"a": float("nan")}))
        with pytest.raises(GraphError, match=r"E203.*JSON"):
            write(broken, target)
        assert target.read_text() == "old"
        assert [p.name for p in tmp_path.iterdir()] == ["x.json"]

    def test_text_stream_and_binary_stream_get_the_same(self, plan: Graph) -> None:
        for name in ("json", "csv", "cypher", "dot"):
            out = io.StringIO()
            write(plan, out, name)
            assert out.getvalue().encode() == dumps(plan, name)


class TestJson:
    @pytest.mark.parametrize("name", ["json", "jsonl"])
    def test_reads_back_equal(self, name: str, hostile: Graph, plan: Graph, tmp_path: Path) -> None:
        for graph in (hostile, plan, Graph()):
            path = tmp_path / f"g.{name}"
            write(graph, path)
            assert read(path) == graph
            assert read(io.BytesIO(dumps(graph, name))) == graph

    def test_is_what_to_dict_gives(self, plan: Graph) -> None:
        assert json.loads(dumps(plan)) == plan.to_dict()

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(names=st.lists(ANY_TEXT.filter(bool), max_size=4))
    def test_any_name_survives(self, names: list[str]) -> None:
        graph = Graph()
        for number, name in enumerate(names):
            graph.add_node(Node(f"P:{number}", "Project", name, [name], {"kind": name}))
        for name in ("json", "jsonl"):
            assert read(io.BytesIO(dumps(graph, name))) == graph

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "empty"),
            (b"{", "bad JSON"),
            (b"[1]", "no lists"),
            (b'{"nodes": 1, "edges": []}', "no lists"),
            (b'{"nodes": [{"id": "a"}], "edges": []}', "label"),
            (b'{"nodes": [3], "edges": []}', "TypeError"),
            (b'{"nodes": [], "edges": [{"source": "a", "target": "b", "type": "X"}]}', "unknown node"),
            (b'{"nodes": [], "edges": [], "version": 99}', "version 99"),
            (b'{"nodes": [], "edges": [], "x": NaN}', "NaN"),
            (b"\xff\xfe\x00", "UTF-8"),
            (b'{"kind": "graph"}\n{"kind": "what"}', "line 2"),
            (b"[" * 100_000, "bad JSON"),
        ],
    )  # fmt: skip
    def test_anything_else_is_one_line_with_the_reason(self, content: bytes, reason: str, tmp_path: Path) -> None:
        path = tmp_path / "g.json"
        path.write_bytes(content)
        with pytest.raises(GraphError, match="E201") as caught:
            read(path)
        assert reason in str(caught.value)
        assert str(path) in str(caught.value)


class TestCsv:
    def test_two_files_a_folder_or_a_zip_hold_the_same(self, plan: Graph, tmp_path: Path) -> None:
        two = write(plan, tmp_path / "x.csv")
        folder = write(plan, tmp_path / "folder", "csv")
        (archive,) = write(plan, tmp_path / "x.zip")
        assert [p.name for p in two] == ["x-nodes.csv", "x-edges.csv"]
        assert [p.read_bytes() for p in two] == [p.read_bytes() for p in folder]
        with zipfile.ZipFile(archive) as z:
            assert [z.read(n) for n in ("nodes.csv", "edges.csv")] == [p.read_bytes() for p in two]

    def test_excel_finds_utf8(self, plan: Graph, tmp_path: Path) -> None:
        assert write(plan, tmp_path / "x.csv")[0].read_bytes().startswith(b"\xef\xbb\xbf")

    def test_every_fact_with_names_and_evidence(self, plan: Graph, tmp_path: Path) -> None:
        nodes, edges = (list(csv.DictReader(p.open(encoding="utf-8-sig"))) for p in write(plan, tmp_path / "x.csv"))
        assert len(nodes) == len(plan)
        assert len(edges) == plan.nx.number_of_edges()
        row = next(e for e in edges if e["type"] == "LOCATED_IN")
        assert (row["source_name"], row["target_name"]) == ("云中心", "南山区")
        assert row["evidence"] == "深圳市南山区建设云中心"

    def test_no_cell_is_a_formula(self, hostile: Graph, tmp_path: Path) -> None:
        for path in write(hostile, tmp_path / "x.csv"):
            csv.field_size_limit(1_000_000)
            for row in csv.reader(path.open(encoding="utf-8-sig", newline="")):
                for cell in row:
                    assert not cell.lstrip(" ").startswith(tuple("=+-@\t\r＝＋－＠"))

    def test_numbers_stay_numbers(self) -> None:
        assert guard(-3.5) == -3.5
        assert guard("-3.5") == "'-3.5"
        assert guard("  =1") == "'  =1"


class TestXlsx:
    def sheets(self, graph: Graph, tmp_path: Path):  # type: ignore[no-untyped-def]
        from openpyxl import load_workbook

        (path,) = write(graph, tmp_path / "x.xlsx")
        return load_workbook(path)

    def test_a_sheet_a_label_and_a_type_after_the_two_lists(self, plan: Graph, tmp_path: Path) -> None:
        book = self.sheets(plan, tmp_path)
        assert book.sheetnames[:2] == ["责任清单", "目标指标"]
        assert {"Project 项目", "Goal 目标", "RESPONSIBLE_FOR 负责", "CONTAINS 包含"} <= set(book.sheetnames)
        assert all(sheet.freeze_panes == "B2" for sheet in book)

    def test_responsibility_list(self, plan: Graph, tmp_path: Path) -> None:
        rows = list(self.sheets(plan, tmp_path)["责任清单"].values)
        assert rows[0][:4] == ("事项", "类型", "牵头", "负责")
        assert rows[1][:3] == ("教育云", "项目", "广东省科技厅")
        assert "省科技厅牵头建设教育云" in rows[1]

    def test_edges_carry_their_evidence(self, plan: Graph, tmp_path: Path) -> None:
        head, row = list(self.sheets(plan, tmp_path)["LOCATED_IN 位于"].values)
        assert dict(zip(head, row, strict=True))["evidence"] == "深圳市南山区建设云中心"

    def test_hostile_names_are_text(self, hostile: Graph, hostile_names: list[str], tmp_path: Path) -> None:
        sheet = self.sheets(hostile, tmp_path)["Project 项目"]
        cells = [sheet.cell(row, 1) for row in range(2, sheet.max_row + 1)]
        assert {c.data_type for c in cells} == {"s"}
        wanted = {clean(n)[:32_000].replace("\r\n", "\n").replace("\r", "\n") for n in hostile_names}
        assert {str(c.value)[:32_000].replace("\r\n", "\n").replace("\r", "\n") for c in cells} == wanted

    def test_no_time_in_the_file(self, plan: Graph, tmp_path: Path) -> None:
        (path,) = write(plan, tmp_path / "x.xlsx")
        with zipfile.ZipFile(path) as archive:
            assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"dcterms" not in re.sub(rb"xmlns:\w+=", b"", archive.read("docProps/core.xml").split(b">", 1)[1])


class TestXml:
    def test_graphml_reads_back_in_networkx(self, hostile: Graph, hostile_names: list[str], tmp_path: Path) -> None:
        import networkx as nx

        (path,) = write(hostile, tmp_path / "x.graphml")
        back = nx.read_graphml(path, force_multigraph=True)
        assert set(back.nodes) == {n.id for n in hostile.nodes()}
        assert back.number_of_edges() == hostile.nx.number_of_edges()
        names = {_lines(data["name"]) for _, data in back.nodes(data=True)}
        assert {_lines(clean(n)) for n in hostile_names} <= names

    def test_gexf_reads_back_in_networkx_and_stays_static(self, hostile: Graph, tmp_path: Path) -> None:
        import networkx as nx

        (path,) = write(hostile, tmp_path / "x.gexf")
        content = path.read_text("utf-8")
        assert 'mode="dynamic"' not in content
        assert "lastmodifieddate" not in content
        back = nx.read_gexf(path)
        assert set(back.nodes) == {n.id for n in hostile.nodes()}
        assert back.number_of_edges() == hostile.nx.number_of_edges()

    def test_numbers_are_typed(self, plan: Graph, tmp_path: Path) -> None:
        import networkx as nx

        back = nx.read_graphml(write(plan, tmp_path / "x.graphml")[0])
        assert back.nodes["Goal:a"]["value"] == 90.0
        assert back.nodes["Goal:b"]["value"] == 10.5

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(name=ANY_TEXT)
    def test_any_name_gives_well_formed_xml(self, name: str) -> None:
        from xml.etree import ElementTree

        graph = Graph()
        graph.add_node(Node("P:1", "Project", name or "x", [name], {"kind": name}))
        for kind in ("graphml", "gexf"):
            ElementTree.fromstring(dumps(graph, kind))


class TestCypher:
    def test_statements_are_constraints_nodes_and_edges(self, plan: Graph) -> None:
        script = dumps(plan, "cypher").decode()
        assert script.count("CREATE CONSTRAINT IF NOT EXISTS") == len(plan.counts()[0])
        assert "MERGE (a)-[r:LOCATED_IN {id: row.properties.id}]->(b)" in script
        assert "CREATE (" not in script

    def test_string_ends_where_it_should(self) -> None:
        assert string("a'b\\") == r"'a\'b\\'"
        assert string("x\ny") == r"'x\ny'"

    def test_no_unicode_escape_can_be_read_before_the_string_is(self, hostile: Graph) -> None:
        script = dumps(hostile, "cypher").decode()
        for found in re.finditer(r"\\u([0-9a-fA-F]{4})", script):
            assert int(found[1], 16) < 0x20 or 0x7F <= int(found[1], 16) < 0xA0 or int(found[1], 16) in (0x2028, 0x2029)

    def test_embedded_engine_takes_it_twice_and_holds_the_names(self, hostile: Graph, tmp_path: Path) -> None:
        """In a process of its own: the engine wants its settings before it is imported."""
        (script,) = write(hostile, tmp_path / "x.cypher")
        program = tmp_path / "run.py"
        program.write_text(_RUN_CYPHER, "utf-8")
        env = {**os.environ, "ARCADEDB_LOG_CONSOLE": "0", "ARCADEDB_LOG_DIR": str(tmp_path)}
        env["ARCADEDB_NATIVE_ISOLATE_ARGS"] = "-Xmx1g"
        done = subprocess.run(
            [sys.executable, program, script, tmp_path / "db"], env=env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        names, nodes, edges = json.loads(done.stdout.splitlines()[-1])
        assert sorted(names) == sorted(n.name for n in hostile.nodes())
        assert (nodes, edges) == (len(hostile), hostile.nx.number_of_edges())


class TestDot:
    def test_strings_are_closed(self, hostile: Graph) -> None:
        for line in dumps(hostile, "dot").decode().split("\n")[3:-2]:
            assert len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0

    def test_shows_names_and_roles(self, plan: Graph) -> None:
        out = dumps(plan, "dot").decode()
        assert '"Organization:kj" -> "Project:jy" [label="牵头"' in out

    @pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed (apt install graphviz)")
    def test_graphviz_reads_it(self, hostile: Graph, tmp_path: Path) -> None:
        (path,) = write(hostile, tmp_path / "x.dot")
        subprocess.run(["dot", "-Tcanon", path], check=True, capture_output=True, timeout=60)


class TestMermaid:
    def test_a_line_a_thing_and_no_markup_in_labels(self, hostile: Graph) -> None:
        out = dumps(hostile, "mermaid").decode()
        for line in out.split("\n")[1:-1]:
            assert re.fullmatch(
                r'  (n\d+\["[^"<>`\[\]{}\\]*"\]:::\w+|n\d+ -->\|"[^"<>`|]*"\| n\d+|classDef \w+ [\w:#,]+)', line
            ), line

    def test_chinese_stays_readable(self, plan: Graph) -> None:
        assert '["广东省科技厅"]' in dumps(plan, "mermaid").decode()


class TestNeo4jAdmin:
    def test_typed_headers_data_and_the_command(self, plan: Graph, tmp_path: Path) -> None:
        write(plan, tmp_path / "import", "neo4j-admin")
        folder = tmp_path / "import"
        header = (folder / "nodes-Goal-header.csv").read_text().strip().replace('"', "").split(",")
        assert header[0] == "id:ID"
        assert {"year:long", "value:double", "aliases:string[]"} <= set(header)
        command = (folder / "import.sh").read_text()
        assert "database import full" in command
        for path in folder.glob("*.csv"):
            assert path.name in command
        if os.name != "nt":
            subprocess.run(["sh", "-n", folder / "import.sh"], check=True)

    def test_missing_is_empty_and_empty_text_is_quoted(self, tmp_path: Path) -> None:
        graph = Graph()
        graph.add_node(Node("P:1", "Project", "a", properties={"kind": ""}))
        graph.add_node(Node("P:2", "Project", "b"))
        write(graph, tmp_path, "neo4j-admin")
        lines = (tmp_path / "nodes-Project.csv").read_text().splitlines()
        assert lines == ['"P:1","a",,,""', '"P:2","b",,,']

    def test_hostile_names_read_back(self, hostile: Graph, hostile_names: list[str], tmp_path: Path) -> None:
        write(hostile, tmp_path, "neo4j-admin")
        csv.field_size_limit(1_000_000)
        with (tmp_path / "nodes-Project.csv").open(encoding="utf-8", newline="") as file:
            names = {row[1] for row in csv.reader(file)}
        assert names == {n.replace("\x00", "\ufffd").replace("\x1f", "\ufffd") for n in hostile_names}


def _lines(text: str) -> str:
    """Text as XML readers give it back: they fold line ends."""
    return " ".join(text.split())


_RUN_CYPHER = """
import json, sys
import arcadedb
db = arcadedb.create_database(sys.argv[2])
script = open(sys.argv[1], encoding="utf-8", newline="").read()
statements = [s for s in script.split(";\\n") if s.strip()]
for statement in statements * 2:
    with db.transaction():
        db.command("opencypher", statement)
rows = db.query("opencypher", "MATCH (n) RETURN n.name AS name").to_list()
edges = db.query("opencypher", "MATCH ()-[r]->() RETURN count(r) AS c").to_list()
print(json.dumps([[r["name"] for r in rows], len(rows), edges[0]["c"]]))
db.close()
"""
