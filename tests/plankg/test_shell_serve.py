"""The prompt and the Bolt server as a person meets them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from cypher import open_store
from plankg.workflows.completing import CypherCompleter
from plankg.workflows.shell import COMMANDS, Shell, finished, prompt_session, split_statements, talk

STATEMENTS = """
:format jsonl
// a comment; not the end
MATCH (n:Organization {name: '广东省教育厅'}) RETURN n.name AS name;
:param who=广东省教育厅
MATCH (n {name: $who}) RETURN labels(n)[0] AS label, 'a;b' AS text;
:saved busiest-bodies limit=1
"""


def test_statements_on_stdin(process: Any, db: Path) -> None:
    done = process("shell", "--db", db, stdin=STATEMENTS)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[:2] == ['{"name": "广东省教育厅"}', '{"label": "Organization", "text": "a;b"}']
    assert lines[2].startswith('{"who": ')
    assert len(lines) == 3


def test_an_error_is_a_line_and_the_next_statement_runs(process: Any, db: Path) -> None:
    done = process("shell", "--db", db, "--format", "csv", stdin="MATCH (n;\n:nosuch\nCREATE (n);\nRETURN 7 AS x;\n")
    assert done.code == 1
    assert done.out.split() == ["x", "7"]
    codes = re.findall(r"\[(E\d+)\]", done.err)
    assert codes == ["E401", "E410", "E403", "E411"]


def test_typed_over_several_lines(
    db: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with open_store(db) as store, create_pipe_input() as keys:
        session = Shell(store, format="jsonl")
        keys.send_text("RETURN 1 AS x,\r2 AS y;\r:limit 1\rUNWIND [5, 6] AS z\rRETURN z\r\r:qui\r")
        monkeypatch.setattr("plankg.console.console.quiet", False)
        talk(session, prompt_session(session, input=keys, output=DummyOutput()))
        assert session.limit == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == ['{"x": 1, "y": 2}', '{"z": 5}']
    assert ":limit 0 shows all" in err
    assert "UNWIND [5, 6]" in next((tmp_path / "state").rglob("shell_history")).read_text("utf-8")


def test_others_can_write_between_two_statements(db: Path) -> None:
    with open_store(db) as store, open_store(db, wait=0) as other:
        session = Shell(store)
        session.run("MATCH (n) RETURN count(n);")
        other.remove(other.documents()[0].id)
        assert session.run("MATCH (n) RETURN count(n);") and not session.failed


def complete(text: str) -> list[str]:
    completer = CypherCompleter(COMMANDS, lambda: ["广东省教育厅", "广州市", "省'quote"], lambda: ["who"])
    return [c.text for c in completer.get_completions(Document(text), CompleteEvent())]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MATCH (n:Org", "Organization"),
        ("MATCH (n:Task|Pro", "Project"),
        ("MATCH (a)-[r:RESP", "RESPONSIBLE_FOR"),
        ("MATCH (n) RETURN n.juris", "jurisdiction"),
        ("MATCH (n:Region {na", "name"),
        ("MATCH (n {name: '广", "广州市"),
        ("MATCH (n {name: '教育", "广东省教育厅"),
        ("RETURN $w", "who"),
        ("mat", "MATCH"),
        (":sav", ":saved"),
        (":saved who", "who-is-responsible"),
        (":saved who-is-responsible na", "name="),
        (":saved who-is-responsible name=广", "广州市"),
    ],
)
def test_completion(text: str, wanted: str) -> None:
    assert wanted in complete(text)


def test_no_completion_within_what_is_closed_or_would_break() -> None:
    assert complete("MATCH (n {name: '广州市'}) RETURN 1 ") == []
    assert complete("MATCH (n {name: '省") == ["广东省教育厅"]


def test_what_is_finished() -> None:
    assert finished(":help") and finished("RETURN 1;") and finished(" ")
    assert not finished("MATCH (n)")
    assert list(split_statements("RETURN ';' AS a; // x;\n:limit 3\nRETURN 2")) == [
        "RETURN ';' AS a",
        ":limit 3",
        "RETURN 2",
    ]


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_serve_until_a_signal(db: Path, sign: signal.Signals) -> None:
    import neo4j

    command = [sys.executable, "-m", "plankg", "serve", "--db", str(db), "--port", "0"]
    env = {**os.environ, "PLANKG_SERVE_PASSWORD": "a-password-of-mine"} if sign == signal.SIGTERM else dict(os.environ)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        try:
            first, second = process.stdout.readline(), process.stdout.readline()
            uri = re.search(r"bolt://\S+(?=,)", first)
            assert uri, first
            shown = second.removeprefix("password: ").strip()
            password = "a-password-of-mine" if sign == signal.SIGTERM else shown
            assert ("a-password-of-mine" in second) is False
            with neo4j.GraphDatabase.driver(uri[0], auth=("analyst", password)) as driver:
                assert driver.execute_query("MATCH (n:Task) RETURN count(n) AS n").records[0]["n"] > 0
            process.send_signal(sign)
            assert process.wait(30) == 0
        finally:
            process.kill()
    with open_store(db, wait=0) as store:
        store.remove(store.documents()[0].id)


def test_serve_elsewhere_is_warned_of_and_no_graph_is_a_line(process: Any) -> None:
    done = process("serve", "--host", "0.0.0.0", "--port", "0", "--db", "none.kg")
    assert done.code == 1
    assert "not encrypted" in done.lines[0] and "[E301]" in done.lines[1]
