"""The pictures in docs/ are of the page as it is."""

from __future__ import annotations

import importlib.util
import json
import re
import struct
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import ROOT


@pytest.fixture(scope="module")
def shots() -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_screenshots", ROOT / "scripts" / "page_screenshots.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_picture_is_there_and_shown(shots: ModuleType) -> None:
    shown = set(re.findall(r"\(img/([\w-]+)\.png\)", (ROOT / "docs" / "pages.md").read_text("utf-8")))
    assert shown == set(shots.SHOTS)
    for name, ((width, height), *_) in shots.SHOTS.items():
        head = (shots.IMAGES / f"{name}.png").read_bytes()[:24]
        assert struct.unpack(">II", head[16:24]) == (width, height)


def test_the_page_still_shows_the_words_that_were_taken(shots: ModuleType, browser: Any, tmp_path: Path) -> None:
    kept = json.loads((shots.IMAGES / "words.json").read_text("utf-8"))
    path = shots.sample_page(tmp_path)
    for name in shots.SHOTS:
        if name in ("page", "page-duty", "page-goals"):
            found = shots.take(browser, path, name, tmp_path / "x.png")
            assert found == kept[name], f"{name}: run python scripts/page_screenshots.py"
