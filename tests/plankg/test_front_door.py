"""Start-up, conventions, settings, and docs that say what the commands do."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest

from kg.errors import SettingError
from plankg.commands import COMMANDS, names
from plankg.main import cli
from plankg.settings import Config, load_config, target

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "spacy",
    "networkx",
    "numpy",
    "arcadedb",
    "neo4j",
    "openpyxl",
    "pyvis",
    "yaml",
    "rich",
    "prompt_toolkit",
    "jinja2",
}


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["build", "--help"], ["query", "--help"], ["view", "-h"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    """This is what keeps ``plankg --help`` under 0.3 s."""
    program = f"import sys, json\nfrom plankg.main import main\nmain({args!r})\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert not loaded & HEAVY


class TestCommands:
    @pytest.mark.parametrize("name", names())
    def test_each_has_help_and_the_common_options(self, run: Any, name: str) -> None:
        done = run(name, "-h")
        assert done.code == 0
        if name != "db":
            assert "--quiet" in done.out
            assert "--verbose" in done.out

    def test_the_line_in_the_list_is_about_the_command(self) -> None:
        context = click.Context(cli)
        for rows in COMMANDS.values():
            for name, line in rows.items():
                command = cli.get_command(context, name)
                assert command is not None
                assert line.endswith(".")
                assert len(line) <= 60
                assert command.help

    def test_version_and_bare_call(self, run: Any) -> None:
        assert run("--version").out == f"plankg {version('plankg')}\n"
        assert run().code == 2

    def test_colours_only_for_people_who_want_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from plankg.console import colour

        class Terminal:
            def isatty(self) -> bool:
                return True

        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        assert colour(Terminal())
        monkeypatch.setenv("NO_COLOR", "1")
        assert not colour(Terminal())


class TestSettings:
    def test_flag_then_environment_then_config(self, run: Any, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        db.rename("config.kg")
        Path("plankg.toml").write_text('db = "config.kg"\n[stats]\nformat = "json"\n', "utf-8")
        assert json.loads(run("stats").out)["nodes"]
        monkeypatch.setenv("PLANKG_DB", "env.kg")
        assert "`env.kg`" in run("stats").err
        assert "`flag.kg`" in run("stats", "--db", "flag.kg").err

    def test_own_folder_wins_over_the_users_file(self, tmp_path: Path) -> None:
        user = tmp_path / "config" / "plankg"
        user.mkdir(parents=True)
        (user / "config.toml").write_text('db = "user.kg"\n[neo4j]\nuri = "bolt://user"\nusername = "u"\n', "utf-8")
        Path("plankg.toml").write_text('[neo4j]\nuri = "bolt://here"\n', "utf-8")
        config = load_config()
        assert config.db == "user.kg"
        assert config.neo4j == {"uri": "bolt://here", "username": "u"}

    @pytest.mark.parametrize(
        "content", ["nonsense = 1", "db = 3", "[neo4j]\nport = 7687", "[neo4j]\nuri = 1", "= broken"]
    )
    def test_a_setting_that_makes_no_sense_names_the_file(self, run: Any, content: str) -> None:
        Path("plankg.toml").write_text(content, "utf-8")
        done = run("schema")
        assert (done.code, len(done.lines)) == (2, 1)
        assert "plankg.toml" in done.err

    def test_an_option_that_the_command_has_not(self, run: Any) -> None:
        Path("plankg.toml").write_text("[schema]\nformta = 'json'\n", "utf-8")
        done = run("schema")
        assert (done.code, len(done.lines)) == (2, 1)
        assert "--formta" in done.err

    def test_where_the_graph_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert target(Config(), None).place == "plans.kg"
        assert target(Config(db="x.kg"), None).place == "x.kg"
        assert target(Config(neo4j={"uri": "bolt://c"}), None).place == "bolt://c"
        monkeypatch.setenv("NEO4J_URI", "neo4j://server")
        monkeypatch.setenv("NEO4J_USERNAME", "anna")
        monkeypatch.setenv("NEO4J_PASSWORD", "secret")
        found = target(Config(db="x.kg"), None)
        assert (found.place, found.options) == ("neo4j://server", {"user": "anna", "password": "secret"})
        assert target(Config(), "y.kg").place == "y.kg"
        assert target(Config(), "neo4j").place == "neo4j://server"
        assert target(Config(), "neo4j", username="bea").options["user"] == "bea"
        assert target(Config(), None, folder_only=True).place == "plans.kg"
        with pytest.raises(SettingError, match="folder"):
            target(Config(), "bolt://x", folder_only=True)

    def test_server_without_address(self, run: Any) -> None:
        done = run("stats", "--db", "neo4j")
        assert (done.code, len(done.lines)) == (2, 1)
        assert "NEO4J_URI" in done.err


class TestDocs:
    def _module(self) -> Any:
        spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    @pytest.mark.skipif(version("click") < "8.2", reason="click 8.1 words its help another way")
    def test_generated_pages_are_up_to_date(self) -> None:
        for name, make in self._module().PAGES.items():
            assert (ROOT / name).read_text("utf-8") == make(), f"{name} differs; run `make docs`"

    def test_every_command_and_every_code_is_documented(self) -> None:
        page = (ROOT / "docs" / "cli.md").read_text("utf-8")
        assert all(f"### plankg {name}\n" in page for name in names())

    def test_commands_in_the_readme_exist(self) -> None:
        import re

        text = (ROOT / "README.md").read_text("utf-8")
        used = set(re.findall(r"^\s*(?:\.venv/bin/)?plankg ([a-z]+)", text, re.MULTILINE))
        assert used
        assert used <= set(names())

    def test_each_dependency_is_explained(self) -> None:
        import tomllib

        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
        import re

        groups = [project["dependencies"], *project["optional-dependencies"].values()]
        for line in (item for group in groups for item in group):
            name = re.split(r"[<>=!\[; ]", line)[0]
            assert f"`{name}`" in page, name
