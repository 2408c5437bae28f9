"""The pictures of the page in docs/img, taken in a real browser from the project's sample plan.

    python scripts/page_screenshots.py            # write them anew
    python scripts/page_screenshots.py --check    # exit 1 if what the page shows is not what they were taken of

The check compares which of the page's own words were shown, not pixels (they differ from machine to machine) and not names (they
change with extraction): these words are kept in ``docs/img/words.json``.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "img"
SAMPLE = ROOT / "examples" / "gd-digital-economy-2018-2025.txt"

#: name: size, dark, address, and what is searched for and chosen.
SHOTS: dict[str, tuple[tuple[int, int], bool, str, str]] = {
    "page": ((1366, 768), False, "", ""),
    "page-panel": ((1366, 768), False, "", "智慧医疗便民惠民工程"),
    "page-duty": ((1366, 768), False, "#view=duty", ""),
    "page-goals": ((1366, 768), False, "#view=goals", ""),
    "page-text": ((1366, 768), False, "#view=text", "广东省远程医疗平台"),
    "page-dark": ((1366, 768), True, "", "公共服务数字化工程"),
    "page-phone": ((390, 844), False, "#view=goals", ""),
}


def own_words() -> list[str]:
    """Words that the page itself brings."""
    from kg.ontology import ontology
    from viz.bundle import module

    messages = json.loads(module("messages.json"))["zh"]
    fixed = [text for text in messages.values() if isinstance(text, str) and "{" not in text]
    return sorted({*fixed, *(spec.zh for spec in ontology().labels.values())})


def take(browser: Any, page_path: Path, name: str, picture: Path) -> list[str]:
    """Takes one picture and returns the page's own words on it."""
    (width, height), dark, address, wanted = SHOTS[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(page_path.as_uri() + address)
    page.wait_for_function("() => document.documentElement.dataset.ready")
    if wanted:
        page.keyboard.press("/")
        page.keyboard.type(wanted)
        page.locator("#hits [aria-selected=true]").wait_for()
        page.keyboard.press("Enter")
        page.locator("#panel h2").wait_for()
        if "text" in name:
            page.keyboard.press("t")
    page.wait_for_timeout(500)
    page.screenshot(path=picture)
    lines = set(str(page.evaluate("() => document.body.innerText")).split("\n"))
    context.close()
    return [word for word in own_words() if word in lines]


def sample_page(folder: Path) -> Path:
    """The page of the sample plan."""
    from extract import extract_file
    from viz import write_page

    path = folder / "sample.html"
    write_page(extract_file(SAMPLE), path)
    return path


def main() -> int:
    """Writes or checks the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with what is there")
    arguments = parser.parse_args()
    from playwright.sync_api import sync_playwright

    stale, taken = [], {}
    kept_file = IMAGES / "words.json"
    kept = json.loads(kept_file.read_text("utf-8")) if kept_file.exists() else {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page_path = sample_page(Path(scratch))
        IMAGES.mkdir(parents=True, exist_ok=True)
        for name in SHOTS:
            folder = Path(scratch) if arguments.check else IMAGES
            taken[name] = take(browser, page_path, name, folder / f"{name}.png")
            if arguments.check and kept.get(name) != taken[name]:
                stale.append(name)
        browser.close()
    if not arguments.check:
        kept_file.write_text(json.dumps(taken, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for name in stale:
        print(f"docs/img/{name}.png is out of date; run python scripts/page_screenshots.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
