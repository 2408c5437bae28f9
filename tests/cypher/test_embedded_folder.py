"""The folder under stress: killed loads, two processes, other versions, damage, a full disk."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cypher import open_store
from cypher.facts import MANIFEST, version_key
from cypher.lock import FolderLock, holders
from kg.errors import StoreBusyError, StoreError

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path, gd):
    path = tmp_path / "plans.kg"
    with open_store(path, create=True) as store:
        store.load(gd.graph)
    return path


def edit_manifest(path: Path, **changes) -> None:
    raw = json.loads((path / MANIFEST).read_text("utf-8"))
    raw.update(changes)
    (path / MANIFEST).write_text(json.dumps(raw), "utf-8")


def child(code: str, *args: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE
    )


# -- places ---------------------------------------------------------------------------------------


def test_no_graph_here(tmp_path):
    with pytest.raises(StoreError, match=r"\[E301\] no graph at .*none.kg"):
        open_store(tmp_path / "none.kg")
    assert not (tmp_path / "none.kg").exists()


def test_not_a_graph_folder_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    for target in (tmp_path, tmp_path / "letter.txt"):
        with pytest.raises(StoreError, match=r"\[E306\]"):
            open_store(target, create=True)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_an_empty_graph_can_be_made_but_not_asked_before_a_plan_is_in(tmp_path, gd):
    with open_store(tmp_path / "plans.kg", create=True) as store:
        with pytest.raises(StoreError, match=r"\[E301\]"):
            store.query("RETURN 1")
        store.load(gd.graph)
        assert store.query("MATCH (r:Region) RETURN count(r)").value() == 4


def test_one_facts_file_a_plan_named_by_its_bytes(folder):
    import hashlib

    (facts,) = (folder / "facts").iterdir()
    assert hashlib.sha256(facts.read_bytes()).hexdigest() == facts.stem
    assert sorted(p.name for p in folder.iterdir() if p.name != "log") == [
        "database-1",
        "facts",
        "holders",
        "lock",
        MANIFEST,
    ]


# -- locking --------------------------------------------------------------------------------------

HOLD = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from cypher.lock import FolderLock\n"
    "lock = FolderLock(Path(sys.argv[1]), exclusive=sys.argv[2] == 'x')\n"
    "print('held', flush=True)\n"
    "time.sleep(float(sys.argv[3]))\n"
)


def test_a_reader_waits_for_the_writer_and_says_who_it_is(folder, gd):
    process = child(HOLD, str(folder), "x", "30")
    try:
        assert process.stdout.readline() == "held\n"
        said: list[str] = []
        with open_store(folder, wait=0.3, on_wait=said.append) as store, pytest.raises(StoreBusyError) as caught:
            store.query("RETURN 1")
        assert f"process {process.pid} (-c" in str(caught.value) and caught.value.transient
        assert said == [holders(folder)] and str(process.pid) in said[0]
    finally:
        process.kill()
        process.communicate()
    with open_store(folder, wait=0) as store:
        assert store.query("RETURN 1").value() == 1
        assert str(process.pid) not in holders(folder)


def test_a_waiting_reader_goes_on_when_the_writer_ends(folder):
    process = child(HOLD, str(folder), "x", "1")
    assert process.stdout.readline() == "held\n"
    with open_store(folder, wait=20) as store:
        assert store.query("RETURN 1").value() == 1
    process.communicate()


def test_readers_share_and_a_writer_is_kept_out(folder, gd, zj):
    process = child(HOLD, str(folder), "s", "30")
    try:
        assert process.stdout.readline() == "held\n"
        with open_store(folder, wait=0) as store:
            assert store.query("MATCH (r:Region) RETURN count(r)").value() == 4
            for write in (
                lambda: store.load(zj.graph),
                store.rebuild,
                lambda: store.query("CREATE (:Region)", write=True),
            ):
                with pytest.raises(StoreBusyError, match=str(process.pid)):
                    write()
            assert [d.id for d in store.documents()] != [zj.id]
    finally:
        process.kill()
        process.communicate()


def test_two_stores_in_one_process(folder, zj):
    with open_store(folder, wait=0) as one, open_store(folder, wait=0) as other:
        assert one.query("RETURN 1").value() == other.query("RETURN 1").value() == 1
        with pytest.raises(StoreBusyError, match="this process"):
            one.load(zj.graph)
        other.release()
        one.load(zj.graph)
        assert other.query("MATCH (r:Region) RETURN count(r)").value() == 6


def test_a_note_of_a_dead_process_names_nobody(folder):
    note = folder / "holders" / "1-dead.json"
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    note.write_text(json.dumps({"pid": process.pid, "command": "old"}), "utf-8")
    (folder / "holders" / "broken.json").write_text("{", "utf-8")
    assert holders(folder) == "another process" and not note.exists()


# -- killed ---------------------------------------------------------------------------------------

LOAD = (
    "import sys\n"
    "import conftest\n"
    "from cypher import open_store, embedded_change\n"
    "embedded_change._IN_PLACE_ROWS = int(sys.argv[2])\n"
    "embedded_change._IN_PLACE_PART = 0\n"
    "store = open_store(sys.argv[1])\n"
    "store.query('RETURN 1')\n"
    "store.release()\n"
    "print('ready', flush=True)\n"
    "store.load(conftest.zhejiang().graph)\n"
    "print('done', flush=True)\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("rows", [0, 100_000], ids=["anew", "in place"])
@pytest.mark.parametrize("attempt", range(4))
def test_kill_9_leaves_the_old_or_the_new_graph(folder, gd, zj, rows, attempt):
    process = child(LOAD, str(folder), str(rows))
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(attempt).uniform(0.0, 0.09))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with open_store(folder) as store:
        names = {d.id for d in store.documents()}
        assert names in ({gd.id}, {gd.id, zj.id})
        graph = store.read_graph()
        assert set(graph.documents) == names
        expected = {n.id for n in gd.graph.nodes()} | ({n.id for n in zj.graph.nodes()} if zj.id in names else set())
        assert set(graph.nx) == expected
        assert store.check() == []
        store.load(zj.graph)
        assert store.check() == []
        assert len(list(folder.glob("database-*"))) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("moment", ["opened", "written by hand"])
def test_kill_9_with_the_database_open_is_mended_at_the_next_use(folder, gd, zj, moment):
    die = "import os, sys, conftest\nfrom cypher import embedded, embedded_change, open_store\n"
    if moment == "opened":
        die += "embedded_change.embedded_load.snapshot = lambda *a: os.kill(os.getpid(), 9)\n"
        die += "open_store(sys.argv[1]).load(conftest.zhejiang().graph)\n"
    else:
        die += "real = embedded.fetch\n"
        die += "embedded.fetch = lambda *a, **k: (real(*a, **k), os.kill(os.getpid(), 9))\n"
        die += "open_store(sys.argv[1]).query('MATCH (n:Region) SET n.note = 1', write=True)\n"
    process = child(die, str(folder))
    process.communicate()
    assert process.returncode == -signal.SIGKILL and list(folder.glob("database-*/database.lck"))
    with open_store(folder) as store:
        assert store.query("MATCH (n) RETURN count(n), count(n.note)").rows == [[len(gd.graph), 0]]
        assert store.check() == [] and not list(folder.glob("database-*/database.lck"))
    with open_store(folder) as store:
        assert store.load(zj.graph).documents == {zj.id: "added"}


@pytest.mark.parametrize("moment", ["first row", "manifest", "last"])
@pytest.mark.parametrize("rows", [0, 100_000], ids=["anew", "in place"])
def test_a_load_that_fails_leaves_the_old_graph(folder, gd, zj, monkeypatch, moment, rows):
    import cypher.embedded_change as changing

    monkeypatch.setattr(changing, "_IN_PLACE_ROWS", rows)
    monkeypatch.setattr(changing, "_IN_PLACE_PART", 0)

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    with open_store(folder) as store:
        with monkeypatch.context() as patch:
            if moment == "first row":
                patch.setattr(changing.embedded_load, "_write", fail)
                patch.setattr(changing.embedded_load, "_bulk", fail)
            elif moment == "manifest":
                patch.setattr(store.folder, "write_manifest", fail, raising=False)
            else:
                patch.setattr(
                    changing.embedded_load,
                    "apply",
                    lambda *a, _apply=changing.embedded_load.apply: (_apply(*a), fail()),
                )
                patch.setattr(changing, "_flush", fail)
            with pytest.raises(StoreError, match=r"\[E305\].*No space left on device; nothing was changed"):
                store.load(zj.graph)
        assert [d.id for d in store.documents()] == [gd.id]
        assert store.read_graph() == gd.graph and store.check() == []
        store.load(zj.graph)
        assert store.check() == []


def test_ctrl_c_in_a_load_leaves_the_old_graph(folder, gd, zj, monkeypatch):
    import cypher.embedded_change as changing

    def interrupt(*args):
        raise KeyboardInterrupt

    with open_store(folder) as store:
        with monkeypatch.context() as patch:
            patch.setattr(changing.embedded_load, "_write", interrupt)
            with pytest.raises(KeyboardInterrupt):
                store.load(zj.graph)
        assert store.read_graph() == gd.graph and store.check() == []


# -- other versions, damage -----------------------------------------------------------------------


def test_a_folder_of_a_newer_format(folder):
    edit_manifest(folder, version=99, plankg="9.9")
    with pytest.raises(StoreError, match=r"\[E303\].*PlanKG 9.9 \(folder format 99\).*update PlanKG"):
        open_store(folder)


def test_an_older_engine_refuses_a_newer_database_but_can_make_its_own(folder, zj):
    edit_manifest(folder, engine="99.1.2")
    with open_store(folder) as store:
        for use in (lambda: store.query("RETURN 1"), lambda: store.load(zj.graph), store.info):
            with pytest.raises(StoreError, match=r"\[E303\].*ArcadeDB 99.1.2.*plankg db rebuild"):
                use()
        store.rebuild()
        assert store.query("MATCH (r:Region) RETURN count(r)").value() == 4


def test_another_ontology_makes_the_database_again(folder, gd):
    edit_manifest(folder, ontology=0)
    with open_store(folder) as store:
        assert store.read_graph() == gd.graph
    assert (folder / "database-2").is_dir() and not (folder / "database-1").exists()
    edit_manifest(folder, ontology=99)
    with pytest.raises(StoreError, match=r"\[E303\].*ontology 99"):
        open_store(folder)


def test_versions_compare_as_versions():
    order = ["1.9", "26.9.1", "26.10.2", "26.11.1.dev2", "26.11.1", "26.11.10", "27"]
    assert sorted(order, key=version_key) == order


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "plankg-folder", "version": 1}'])
def test_a_broken_manifest_is_said_and_made_again_from_the_facts(folder, gd, text):
    (folder / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(StoreError, match=r"\[E310\].*manifest.json") as caught:
        open_store(folder)
    assert "\n" not in str(caught.value)


def test_rebuild_finds_the_plans_without_a_manifest(folder, gd):
    with open_store(folder) as store:
        (folder / MANIFEST).write_text("{", "utf-8")
        store.rebuild()
        assert store.read_graph() == gd.graph and store.check() == []


def test_a_missing_database_is_made_again(folder, gd):
    import shutil

    shutil.rmtree(folder / "database-1")
    with open_store(folder) as store:
        with pytest.raises(StoreError, match=r"\[E304\].*database-1.*missing.*plankg db rebuild"):
            store.query("RETURN 1")
        assert any("E304" in line for line in store.check())
        store.rebuild()
        assert store.read_graph() == gd.graph


@pytest.mark.parametrize(
    "file", ["schema.json", "configuration.json", "Project_0.*.bucket", "PART_OF_0.*.bucket", "dictionary.*"]
)
@pytest.mark.parametrize("damage", ["garbage", "cut", "missing"])
def test_a_damaged_database_never_answers(folder, gd, file, damage):
    (path,) = (folder / "database-1").glob(file)
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"\x00garbage" * 10)
    with open_store(folder) as store:
        with pytest.raises(StoreError) as caught:
            store.query("MATCH (n) RETURN count(n)")
        assert caught.value.code == "E304" and path.name in str(caught.value) and "\n" not in str(caught.value)
        assert store.check() != []
        store.rebuild()
        assert store.read_graph() == gd.graph and store.check() == []


def test_damage_inside_a_file_is_found_by_the_check(folder):
    (path,) = (folder / "database-1").glob("Project_0_out_edges.*.bucket")
    data = bytearray(path.read_bytes())
    data[:4000] = bytes(reversed(data[:4000]))
    path.write_bytes(data)
    with open_store(folder) as store:
        assert any("engine" in line for line in store.check())


def test_damaged_facts_are_said(folder, gd, zj):
    (facts,) = (folder / "facts").iterdir()
    facts.write_bytes(facts.read_bytes().replace("广东教育云".encode(), "广东教育雲".encode()))
    with open_store(folder) as store:
        assert any("[E309]" in line and "广东省数字经济发展规划" in line for line in store.check())
        with pytest.raises(StoreError, match=r"\[E309\].*the file was changed.*plankg build"):
            store.rebuild()
        assert store.query("MATCH (r:Region) RETURN count(r)").value() == 4


def test_hand_made_changes_are_found(folder):
    with open_store(folder) as store:
        store.query("MATCH (p:Project {name: '广东教育云'})-[r:DEPENDS_ON]->() DELETE r", write=True)
        store.query("CREATE (:Sector {id: 'Sector:x', name: 'x', aliases: []})", write=True)
        store.query("MATCH (r:Region {name: '横琴'}) SET r.kind = 'x'", write=True)
        assert store.check() == [
            "1 Sector nodes in the database are not in the facts",
            "1 Region nodes differ from the facts",
            "1 DEPENDS_ON edges of the facts are not in the database",
        ]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_folder_that_may_not_be_written(folder, powerless):
    code = (
        "import sys, conftest\n"
        "from cypher import open_store\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    try:\n"
        "        store.load(conftest.zhejiang().graph)\n"
        "    except Exception as error:\n"
        "        print(error.code)\n"
    )
    folder.chmod(0o555)
    command = [*powerless, sys.executable, "-c", code, str(folder)]
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=90, check=False)
    finally:
        folder.chmod(0o755)
    assert done.stdout == "E305\n", done.stderr


def test_a_write_that_ran_out_of_time_is_not_kept(tmp_path, gd):
    code = (
        "import sys\n"
        "from cypher import open_store\n"
        "store = open_store(sys.argv[1])\n"
        "text = 'UNWIND range(1, 4000) AS x UNWIND range(1, 1000) AS y WITH count(*) AS c CREATE (n:Sector {id: 1}) RETURN c'\n"
        "try:\n"
        "    store.query(text, write=True, timeout=0.3)\n"
        "except Exception as error:\n"
        "    print(error)\n"
        "other = open_store(sys.argv[1], wait=30)\n"
        "print(other.query(\"MATCH (n:Sector {id: '1'}) RETURN count(n)\").value())\n"
    )
    with open_store(tmp_path / "plans.kg", create=True) as store:
        store.load(gd.graph)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "plans.kg")],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "[E402] the query was stopped after 0.3 s; narrow it or give a longer --timeout",
        "0",
    ], done.stderr


def test_nothing_is_written_outside_the_folder(tmp_path, gd):
    code = (
        "import sys\n"
        "import conftest\n"
        "from cypher import open_store\n"
        "with open_store('plans.kg', create=True) as store:\n"
        "    store.load(conftest.guangdong().graph)\n"
        "    print(store.query('MATCH (n) RETURN count(n)').value())\n"
    )
    env = {**os.environ, "PYTHONPATH": str(HERE), "HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run([sys.executable, "-c", code], cwd=work, env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("30\n", "")
    assert [p.name for p in work.iterdir()] == ["plans.kg"] and list((tmp_path / "home").iterdir()) == []
    assert any((work / "plans.kg" / "log").iterdir())


def test_child_processes_inherit_no_setting_of_the_engine(folder):
    with open_store(folder) as store:
        store.query("RETURN 1")
        assert [name for name in os.environ if name.startswith("ARCADEDB_LOG")] == []


def test_lock_is_let_go_twice_without_harm(folder):
    lock = FolderLock(folder, exclusive=True)
    lock.release()
    lock.release()
    FolderLock(folder, exclusive=True).release()
