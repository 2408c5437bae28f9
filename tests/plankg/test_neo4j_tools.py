"""``plankg export --for``: files for Neo4j Browser and Bloom."""

from __future__ import annotations

import json
import zipfile

import pytest


def test_files_for_browser(run, tmp_path):
    done = run("export", "--for", "browser", "-o", tmp_path / "b")
    assert (done.code, done.out) == (0, "")
    written = [line.partition(": drop it on Neo4j Browser")[0] for line in done.lines]
    assert written == [f"wrote {tmp_path / 'b' / name}" for name in ("plankg.grass", "plankg-favourites.zip")]
    with zipfile.ZipFile(tmp_path / "b" / "plankg-favourites.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "b" / name).read_bytes()
    again = (tmp_path / "b" / "plankg-favourites.zip").read_bytes()
    run("export", "--for", "browser", "-o", tmp_path / "b")
    assert (tmp_path / "b" / "plankg-favourites.zip").read_bytes() == again


def test_file_for_bloom(run, tmp_path):
    assert run("export", "--for", "bloom", "-o", tmp_path / "b").code == 0
    found = json.loads((tmp_path / "b" / "plankg-perspective.json").read_text("utf-8"))
    assert found["name"] == "PlanKG" and found["templates"]


@pytest.mark.parametrize("args", [("--for", "bloom"), ("--for", "browser", "-o", "x", "--format", "json")])
def test_a_folder_must_be_given(run, args):
    done = run("export", *args)
    assert done.code == 2 and "--for writes several files into a folder" in done.err


def test_a_folder_that_cannot_be_made_is_one_line(run, tmp_path):
    (tmp_path / "file").write_text("x")
    done = run("export", "--for", "bloom", "-o", tmp_path / "file")
    assert done.code == 1 and "[E208]" in done.err and len(done.lines) == 1
