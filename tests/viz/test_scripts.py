"""The page's scripts: one bundle without a build step, linted, without what makes pages unsafe."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import viz
from kg.ontology import ontology
from viz import bundle as bundler
from viz.bundle import bundle, exports, module, order

WEB = Path(viz.__file__).parent / "web"
MODULES = sorted(p.name for p in WEB.glob("*.js"))


def test_every_module_is_in_the_bundle_and_each_comes_after_what_it_needs() -> None:
    names = order()
    assert sorted(names) == MODULES
    for name in names:
        needed = re.findall(r'from "\./([\w-]+\.js)"', module(name))
        assert all(names.index(n) < names.index(name) for n in needed)
    text = bundle()
    assert not re.search(r"^(import|export)\b", text, re.M)
    assert text.count('"use strict"') == 1


def test_names_that_clash_and_imports_that_are_missing_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "main.js": 'import { a } from "./a.js";\nconst b = a;\n',
        "a.js": 'import { c } from "./c.js";\nexport const a = c;\n',
        "c.js": "export const c = 1;\n",
    }
    monkeypatch.setattr(bundler, "module", files.__getitem__)
    assert order() == ["c.js", "a.js", "main.js"]
    assert "const a = c;" in bundle()
    files["c.js"] = "export const c = 1;\nconst b = 2;\n"
    with pytest.raises(ValueError, match="`b` is defined in"):
        bundle()
    files["c.js"] = "export const d = 1;\n"
    with pytest.raises(ValueError, match="does not export"):
        bundle()
    files["c.js"] = 'import { a } from "./a.js";\nexport const c = a;\n'
    with pytest.raises(ValueError, match="import each other"):
        bundle()


@pytest.mark.parametrize("name", MODULES)
def test_no_way_from_text_to_markup_or_code(name: str) -> None:
    code = re.sub(r"//.*|/\*.*?\*/", "", module(name), flags=re.S if False else 0)
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "fetch(",
        "XMLHttp",
        "import(",
    ):
        assert word not in code, word
    assert exports(name) or name == "main.js"
    assert len(module(name).splitlines()) <= 420


def test_linted() -> None:
    linter = shutil.which("oxlint", path=str(Path(sys.executable).parent)) or shutil.which("oxlint")
    if linter is None:
        pytest.skip("no oxlint: pip install 'plankg[dev]'")
    done = subprocess.run([linter, "--deny-warnings", str(WEB)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_both_languages_have_every_message() -> None:
    messages = json.loads(module("messages.json"))
    zh, en = messages["zh"], messages["en"]
    assert set(zh) == set(en)
    for key in zh:
        if isinstance(zh[key], str):
            assert set(re.findall(r"\{\w+\}", zh[key])) == set(re.findall(r"\{\w+\}", en[key])), key
    assert not re.search(r"[\u4e00-\u9fff]", json.dumps(dict(en.items()), ensure_ascii=False))


def test_messages_that_are_asked_for_exist_and_none_is_left_over() -> None:
    messages = {k for k, v in json.loads(module("messages.json"))["zh"].items() if isinstance(v, str)}
    sources = "\n".join(module(n) for n in [*MODULES, "template.html"])
    python = "\n".join(p.read_text("utf-8") for p in WEB.parent.glob("*.py"))
    asked = set(re.findall(r'\bt\("([\w.]+)"', sources)) | set(re.findall(r"\{\{t:([\w.]+)\}\}", sources))
    assert asked <= messages
    assert not {m for m in messages if f'"{m}"' not in sources + python and f"t:{m}" not in sources}


def test_every_label_and_type_has_a_look_and_words() -> None:
    look = json.loads(module("look.json"))
    table = ontology()
    assert list(look["labels"]) == list(table.labels)
    assert list(look["types"]) == list(table.types)
    shapes = [row["path"] for row in look["labels"].values()]
    assert len(set(shapes)) == len(shapes)
    for lang, messages in json.loads(module("messages.json")).items():
        words = messages["vocabulary"]
        assert set(words["types"]) == set(table.types)
        assert set(words["roles"]) == set(table.roles) and set(words["kinds"]) == set(table.kinds)
        if lang == "en":
            assert set(words["labels"]) == set(table.labels)


def _luminance(hex_colour: str) -> float:
    parts = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa(scheme: str) -> None:
    css = module("style.css")
    block = re.findall(r":root \{(.*?)\}", css, re.S)[0 if scheme == "light" else 1]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    for ink in ("ink", "soft", "accent"):
        for ground in ("paper", "surface", "sunk"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for ink, ground in (
        ("accent-ink", "accent"),
        ("warn-ink", "warn"),
        ("accent", "accent-wash"),
        ("ink", "accent-wash"),
    ):
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
