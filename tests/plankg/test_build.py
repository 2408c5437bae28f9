"""build, update, remove: what they do to the graph, whatever the files are like."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg import Graph, read


def facts(db: Path) -> dict[str, bytes]:
    """The facts files of a graph folder: what was read, as bytes."""
    return {p.name: p.read_bytes() for p in sorted((db / "facts").glob("*.json"))}


def exported(run: Any, db: Path | str = "plans.kg") -> Graph:
    assert run("export", "--db", db, "-o", "all.json").code == 0
    return read("all.json")


def statuses(run: Any, *args: Any) -> dict[str, str]:
    run(*args, "--report", "report.json")
    report = json.loads(Path("report.json").read_text("utf-8"))
    return {Path(f["path"]).name: f["status"] for f in report["files"]}


class TestBuild:
    def test_sample_gives_a_graph_whose_evidence_is_the_text(self, run: Any, sample: Path) -> None:
        done = run("build", sample)
        assert done.code == 0
        assert "1 added" in done.out
        assert "节点合计" in done.out
        graph = exported(run)
        graph.validate()
        (text,) = graph.documents.values()
        edges = [e for e in graph.edges() if "start" in e.properties]
        assert edges
        for edge in edges:
            p = edge.properties
            assert text.text[int(p["start"]) : int(p["end"])] == p["evidence"]

    def test_again_changes_nothing(self, run: Any, plans: Path) -> None:
        run("build", plans)
        before = exported(run), facts(Path("plans.kg"))
        assert statuses(run, "build", plans) == {"a.txt": "unchanged", "b.txt": "unchanged"}
        assert statuses(run, "build", plans, "--force") == {"a.txt": "unchanged", "b.txt": "unchanged"}
        assert (exported(run), facts(Path("plans.kg"))) == before

    def test_a_changed_plan_replaces_what_came_from_it_and_keeps_the_rest(self, run: Any, plans: Path) -> None:
        run("build", plans)
        b = [n.to_dict() for n in exported(run).nodes() if any("浙江" in n.name for _ in (1,))]
        a = plans / "a.txt"
        a.write_text(a.read_text("utf-8").replace("智慧校园工程", "数字课堂工程"), "utf-8")
        assert statuses(run, "build", plans) == {"a.txt": "replaced", "b.txt": "unchanged"}
        after = exported(run)
        names = {n.name for n in after.nodes()}
        assert not any("智慧校园" in name for name in names)
        assert [n.to_dict() for n in after.nodes() if "浙江" in n.name] == b

    def test_a_file_under_a_new_title_takes_its_old_document_out(self, run: Any, plans: Path) -> None:
        run("build", plans)
        a = plans / "a.txt"
        a.write_text(a.read_text("utf-8").replace("教育云建设规划", "教育云发展规划"), "utf-8")
        done = run("build", plans)
        assert "removed, its file is now another document" in done.err
        titles = {d.title for d in exported(run).documents.values()}
        assert len(titles) == 2
        assert not any("教育云建设规划" in t for t in titles)

    def test_order_and_number_of_processes_do_not_matter(self, run: Any, plans: Path, sample: Path) -> None:
        assert run("build", sample, plans, "--db", "one.kg", "--jobs", "1").code == 0
        assert run("build", plans / "b.txt", plans / "a.txt", sample, "--db", "two.kg", "--jobs", "2").code == 0
        assert facts(Path("one.kg")) == facts(Path("two.kg"))
        assert exported(run, "one.kg") == exported(run, "two.kg")

    def test_the_same_document_twice_counts_once(self, run: Any, plans: Path) -> None:
        a = plans / "a.txt"
        (plans / "copy.md").write_text(a.read_text("utf-8") + "\n", "utf-8")
        assert statuses(run, "build", plans) == {"a.txt": "added", "b.txt": "added", "copy.md": "duplicate"}
        assert len(exported(run).documents) == 2

    def test_stdin(self, process: Any, run: Any, plans: Path) -> None:
        done = process("build", "-", stdin=(plans / "a.txt").read_bytes())
        assert done.code == 0, done.err
        assert len(exported(run).documents) == 1

    def test_links_in_a_circle_and_hidden_files(self, run: Any, plans: Path) -> None:
        (plans / "loop").symlink_to(plans.resolve(), target_is_directory=True)
        (plans / ".hidden.txt").write_text("x", "utf-8")
        (plans / "note.xyz").write_text("x", "utf-8")
        done = run("build", plans)
        assert done.code == 0
        assert "left out 1 files of other kinds" in done.err
        assert len(exported(run).documents) == 2

    def test_report_names_every_file_and_where_the_time_went(self, run: Any, plans: Path) -> None:
        done = run("build", plans, "nowhere.txt", "--report", "-")
        report = json.loads(done.out)
        assert report["statuses"] == {"added": 2, "failed": 1}
        assert {"extract", "load", "total"} <= set(report["seconds"])
        (failed,) = [f for f in report["files"] if f["status"] == "failed"]
        assert failed["code"] == "E101"
        assert done.code == 1

    def test_quiet_prints_nothing(self, run: Any, plans: Path) -> None:
        done = run("build", plans, "--quiet")
        assert (done.code, done.out, done.err) == (0, "", "")


class TestUpdate:
    def test_reads_only_what_changed(self, run: Any, plans: Path) -> None:
        run("build", plans)
        b = plans / "b.txt"
        b.write_text(b.read_text("utf-8") + "\n（二）建设数据中心。\n建设浙江数据中心。（省经信厅负责）\n", "utf-8")
        assert statuses(run, "update") == {"a.txt": "unchanged", "b.txt": "replaced"}

    def test_other_rules_read_everything_again(self, run: Any, plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        run("build", plans)
        monkeypatch.setattr("extract.RULES_VERSION", "2999.1")
        assert set(statuses(run, "update").values()) == {"replaced"}

    def test_a_file_that_is_gone_is_named_and_kept_unless_pruned(self, run: Any, plans: Path) -> None:
        run("build", plans)
        (plans / "a.txt").unlink()
        done = run("update")
        assert done.code == 0
        assert "is kept" in done.err
        assert len(exported(run).documents) == 2
        assert statuses(run, "update", "--prune")["a.txt"] == "removed"
        assert len(exported(run).documents) == 1

    def test_graph_and_plans_can_be_moved_together(self, run: Any, plans: Path) -> None:
        run("build", plans)
        Path("new").mkdir()
        shutil.move("plans", "new/plans")
        shutil.move("plans.kg", "new/plans.kg")
        assert set(statuses(run, "update", "--db", "new/plans.kg").values()) == {"unchanged"}

    def test_without_a_graph(self, run: Any) -> None:
        done = run("update")
        assert done.code == 1
        assert "[E301]" in done.err


class TestRemove:
    def test_takes_out_exactly_what_only_it_said(self, run: Any, plans: Path) -> None:
        run("build", plans / "b.txt", "--db", "b.kg")
        run("build", plans)
        assert run("remove", "教育云").code == 0
        left, alone = exported(run), exported(run, "b.kg")
        for graph in (left, alone):
            for document in graph.documents.values():
                document.meta.pop("path")
        assert left == alone
        assert run("db", "check").code == 0

    def test_a_name_that_fits_several_or_none(self, run: Any, plans: Path) -> None:
        run("build", plans)
        several = run("remove", "建设规划")
        assert several.code == 1
        assert "[E312]" in several.err
        none = run("remove", "河南")
        assert (none.code, len(none.lines)) == (1, 1)
        assert "[E308]" in none.err

    def test_documents_lists_what_is_there(self, run: Any, plans: Path) -> None:
        run("build", plans)
        rows = json.loads(run("documents", "--format", "json").out)
        assert [Path(r["file"]).name for r in rows] == ["a.txt", "b.txt"]
        assert all(r["nodes"] > 1 and r["rules"] for r in rows)


def test_lexicon_adds_names_and_is_part_of_the_version(run: Any, plans: Path) -> None:
    Path("my.csv").write_text("label,name,aliases,kind\nSector,课堂革命,,field\n", "utf-8")
    a = plans / "a.txt"
    a.write_text(a.read_text("utf-8") + "\n推动课堂革命和人工智能发展。\n", "utf-8")
    run("build", plans)
    assert statuses(run, "build", plans, "--lexicon", "my.csv") == {"a.txt": "replaced", "b.txt": "replaced"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_file_names_are_data(run: Any, plans: Path) -> None:
    odd = plans / "=a;'\"<b> $(x) 中文\n.txt"
    (plans / "a.txt").rename(odd)
    done = run("build", plans)
    assert done.code == 0
    assert run("documents", "--format", "csv").code == 0
