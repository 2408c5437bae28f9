"""One folder with every fault a file can have, in one build: each named on one line, the good ones read, memory bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import make_docx
import make_pdf
import pytest

from extract.readers.pdf import MAX_PAGES

#: Peak memory of the build, in MB; the largest file in it takes about 500.
MEMORY = 900
TITLE = "某市第{}期教育云建设规划"
BODY = "\n\n一、建设内容\n（一）建设教育云。由市教育局牵头，建设教育云平台，到2025年，覆盖率达到90%。\n"
BIG5 = "某市教育雲建設規劃\n\n一、建設內容\n（一）建設教育雲。由市教育局牽頭，建設教育雲平臺，推進學校資訊化。\n"

#: Encodings a plan may come in, with and without a byte order mark.
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5")


def many_pages(pages: int) -> bytes:
    page = make_pdf.Page()
    page.text(80, 700, "规划")
    return make_pdf.pdf([page] * pages)


def encrypted() -> bytes:
    key = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
    return make_pdf.pdf([make_pdf.Page()], f"/Encrypt {key} /ID [<{'00' * 16}> <{'00' * 16}>] ")


def bad_files(folder: Path) -> dict[str, str]:
    """Write every bad file; gives the code that each is refused with."""
    files = {
        "bomb.docx": (make_docx.bomb(70), "E115"),
        "entities.docx": (make_docx.entities(), "E115"),
        "encrypted.pdf": (encrypted(), "E113"),
        "encrypted.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "E113"),
        "pages.pdf": (many_pages(MAX_PAGES + 1), "E115"),
        "nested.html": (b"<html><body>" + b"<div>" * 1_000_000 + "数字经济".encode(), "E114"),
        "large.txt": (("建设平台。" * 100 + "\n").encode() * 35_000, "E107"),
        "nul.txt": (b"\0" * 5_000, "E103"),
        "some-nul.txt": (("某市教育云建设\0规划\0" + BODY).encode(), "E103"),
    }  # fmt: skip
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    (folder / "loop.txt").symlink_to("loop.txt")
    return {name: code for name, (_, code) in files.items()} | {"loop.txt": "E101"}


def good_files(folder: Path) -> int:
    """Write files that are odd, but can be read; gives how many there are."""
    for number, encoding in enumerate(ENCODINGS):
        text = BIG5 if encoding == "big5" else TITLE.format("一二三四五六七八"[number]) + BODY
        (folder / f"{encoding}.txt").write_bytes(text.encode(encoding))
    halves = make_docx.p("某市学校建设规划") + "".join(make_docx.p(line) for line in BODY.split("\n"))
    (folder / "halves.html").write_bytes(f"<p>某市&#xD800;学校&#xDFFF;规划<p>{BODY}".encode())
    (folder / "plain.docx").write_bytes(make_docx.docx(halves))
    odd = os.fsencode(folder) + b"/\xff\xfe-half.txt"
    with open(odd, "wb") as out:  # noqa: PTH123
        out.write((TITLE.format("九") + BODY).encode())
    (folder / "around").symlink_to(folder, target_is_directory=True)
    return len(ENCODINGS) + 3


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes, links, wait4")
def test_a_folder_of_faults(powerless: list[str]) -> None:
    folder = Path("plans")
    folder.mkdir()
    bad, good = bad_files(folder), good_files(folder)
    (folder / "closed").mkdir(mode=0)
    command = [*powerless, sys.executable, "-m", "plankg", "build", "plans", "--jobs", "1", "--report", "report.json"]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+", errors="surrogateescape") as err:
        started = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        lines = err.read().splitlines()
    (folder / "closed").chmod(0o755)
    assert started.returncode == 1, lines
    assert not any("Traceback" in line or "E111" in line for line in lines), lines
    for name, code in {**bad, "closed": "E105"}.items():
        assert len([line for line in lines if f"plans/{name}`" in line and f"[{code}]" in line]) == 1, (name, lines)
    report = json.loads(Path("report.json").read_text("utf-8", errors="surrogateescape"))
    assert report["statuses"] == {"added": good, "failed": len(bad) + 1}, report
    assert usage.ru_maxrss / 1024 < MEMORY


def test_many_pages(run: Any) -> None:
    """``PLANKG_LONG=1`` reads as many as are allowed (5 000)."""
    Path("long.pdf").write_bytes(many_pages(MAX_PAGES if os.environ.get("PLANKG_LONG") else 200))
    done = run("read", "long.pdf", "--format", "text")
    assert done.code == 0, done.err
    assert "规划" in done.out
