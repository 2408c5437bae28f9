"""For Neo4j Browser: a GraSS style sheet, and the saved queries as favourites.

Formats as the Browser's own sources read them (``grassUtils``, ``file-drop.utils``): a ``.grass`` file dropped on the
Browser sets the style, a zip of ``.cypher`` files becomes saved scripts, one folder each, named by the comment on their first line.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from cypher.as_graph import graph_statement
from cypher.saved import SavedQuery
from kg.ontology import ontology

Look = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""``labels`` and ``types``: a ``color`` each, labels also a ``size`` (half the width in pixels on PlanKG's page)."""

#: Folders of the favourites: those that give a table, and those that give the graph behind it.
FOLDER, GRAPHS = "PlanKG", "PlanKG-graph"
_SCALE = 4
#: Zip files hold dates; one that is always the same keeps the bytes the same.
_DATE = (2020, 1, 1, 0, 0, 0)


def style(look: Look) -> str:
    """The style sheet: colours and sizes of the page, names as captions, edge types by their Chinese names."""
    rules = [
        _rule("node", {"diameter": "50px", "color": "#A5ABB6", "border-color": "#9AA1AC", "border-width": "2px"}),
        _rule("relationship", {"color": "#A5ABB6", "shaft-width": "1px", "font-size": "8px", "padding": "3px"}),
    ]
    for label in ontology().labels:
        mine = look["labels"][label]
        shape = {
            "color": mine["color"],
            "border-color": _darker(mine["color"]),
            "border-width": "2px",
            "text-color-internal": _readable_on(mine["color"]),
            "diameter": f"{_SCALE * mine['size']}px",
            "font-size": "10px",
            "caption": '"{name}"',
        }
        rules.append(_rule(f"node.{label}", shape))
    for name, spec in ontology().types.items():
        colour = look["types"][name]["color"]
        line = {"color": colour, "shaft-width": "2px", "font-size": "9px", "text-color-external": _darker(colour)}
        rules.append(_rule(f"relationship.{name}", {**line, "caption": f'"{spec.zh}"'}))
    return "\n".join(rules)


def _rule(selector: str, declarations: Mapping[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in declarations.items())
    return f"{selector} {{\n{lines}}}\n"


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _darker(colour: str) -> str:
    return "#" + "".join(f"{part * 3 // 4:02x}" for part in _parts(colour))


def _readable_on(colour: str) -> str:
    """Black or white, whichever stands out more (the W3C's relative luminance)."""
    linear = [(p / 255 / 12.92 if p <= 10 else ((p / 255 + 0.055) / 1.055) ** 2.4) for p in _parts(colour)]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#FFFFFF"


# -- favourites -----------------------------------------------------------------------------------


def favourite(query: SavedQuery, statement: str | None = None) -> str:
    """One saved query as a script: title, what the parameters mean, ``:param`` lines with an example, the statement.

    ``statement`` takes the place of the query's own text.
    """
    lines = [f"// {_one_line(query.title('zh'))} · {_one_line(query.title())}"]
    for param in query.params:
        lines.append(f"// {param.name}: {_one_line(param.zh)} · {_one_line(param.en)}")
    for param in query.params:
        value = param.example if param.required else param.default
        lines.append(f":param {param.name} => {literal(value)};")
    return "\n".join([*lines, (statement or query.text).rstrip().rstrip(";")]) + ";\n"


def favourites(queries: Mapping[str, SavedQuery]) -> dict[str, str]:
    """Every script by its path: all queries as they are, and those that can give a graph once more as that."""
    scripts = {f"{FOLDER}/{name}.cypher": favourite(query) for name, query in queries.items()}
    for name, query in queries.items():
        if statement := graph_statement(query):
            scripts[f"{GRAPHS}/{name}.cypher"] = favourite(query, statement)
    return dict(sorted(scripts.items()))


def favourites_zip(queries: Mapping[str, SavedQuery]) -> bytes:
    """The zip of all of them, as the Browser takes it in."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, script in favourites(queries).items():
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, script)
    return out.getvalue()


def literal(value: Any) -> str:
    """``value`` (a scalar, list or map) as Cypher writes it, on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"`{_quoted(str(k))}`: {literal(v)}" for k, v in value.items()) + "}"
    return "'" + "".join(_ESCAPES.get(sign, sign) for sign in str(value)) + "'"


#: Besides what ends a string also what ends a line, for the Browser takes scripts apart by lines.
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x85": "\\u0085"} | {
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def _quoted(name: str) -> str:
    return _one_line(name.replace("`", "``"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
