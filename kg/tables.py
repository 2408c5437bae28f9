"""The two tables that planning offices make by hand: 责任清单 (who is responsible for what) and 目标指标 (targets).

Both are made from the graph's edges only, one pass over each edge type, so their cost is linear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kg.graph import Graph
from kg.model import Edge, Node
from kg.ontology import ontology
from kg.places import in_chinese, place_of

#: Columns of ``responsibility``.
RESPONSIBILITY = (
    "事项",
    "类型",
    "牵头",
    "负责",
    "配合",
    "承担",
    "完成时限",
    "所属",
    "文件",
    "章节",
    "依据原文",
    "位置",
)
#: Columns of ``targets``.
TARGETS = (
    "指标",
    "类别",
    "内容",
    "对象",
    "区域",
    "年份",
    "比较",
    "数值",
    "上限",
    "单位",
    "性质",
    "文件",
    "章节",
    "依据原文",
    "位置",
)

_ROLE_COLUMN = {"lead": "牵头", "responsible": "负责", "support": "配合", "undertake": "承担"}
_COMPARATOR = {"=": "=", ">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "约"}


def responsibility(graph: Graph) -> list[dict[str, Any]]:
    """责任清单: one row per task, project or goal and document that makes somebody responsible for it.

    Bodies of one role are joined by 、 in the order of the text; rows stand in the order of the text.
    """
    parents = _targets_of(graph, "PART_OF")
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in graph.edges("RESPONSIBLE_FOR"):
        groups[str(edge.properties.get("doc", "")), edge.target].append(edge)
    rows = []
    for (doc, target), edges in groups.items():
        edges.sort(key=lambda e: (_start(e), e.source, e.id))
        node = graph.node(target)
        first = edges[0]
        row: dict[str, Any] = dict.fromkeys(RESPONSIBILITY, "")
        row["事项"], row["类型"] = node.name, _label(node)
        for edge in edges:
            column = _ROLE_COLUMN.get(str(edge.properties.get("role", "responsible")), "负责")
            names = row[column].split("、") if row[column] else []
            name = graph.node(edge.source).name
            if name not in names:
                row[column] = "、".join([*names, name])
        row["完成时限"] = _deadline(graph, node)
        row["所属"] = "、".join(dict.fromkeys(graph.node(p).name for p in parents.get(target, ())))
        _place(graph, row, doc, first)
        row["依据原文"] = "\n".join(dict.fromkeys(str(e.properties.get("evidence", "")) for e in edges)).strip()
        rows.append((graph.documents[doc].title if doc in graph.documents else doc, doc, _start(first), target, row))
    return [row for *_, row in sorted(rows, key=lambda item: item[:-1])]


def targets(graph: Graph) -> list[dict[str, Any]]:
    """目标指标: one row per goal and measured state, with value, comparator and unit as written.

    Rows stand together by indicator, then year, then place in the text.
    """
    indicators = _targets_of(graph, "MEASURES")
    regions = _targets_of(graph, "APPLIES_TO")
    owners: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges("HAS_GOAL"):
        owners[edge.target].append(edge.source)
    sections = _sections(graph)
    rows = []
    for node in [*graph.nodes("Goal"), *graph.nodes("Observation")]:
        p = node.properties
        names = [graph.node(i).name for i in indicators.get(node.id, ())] or [str(p.get("indicator", ""))]
        row: dict[str, Any] = dict.fromkeys(TARGETS, "")
        row.update(
            指标="、".join(dict.fromkeys(names)),
            类别=_label(node),
            内容=str(p.get("text", node.name)),
            对象="、".join(dict.fromkeys(graph.node(i).name for i in owners.get(node.id, ()))),
            区域="、".join(dict.fromkeys(graph.node(i).name for i in regions.get(node.id, ()))),
            年份=p.get("year", ""),
            比较=_COMPARATOR.get(str(p.get("comparator", "")), str(p.get("comparator", ""))),
            数值=p.get("value", ""),
            上限=p.get("valueMax", ""),
            单位=str(p.get("unit", "")),
            性质=str(p.get("nature", "")),
        )
        doc = str(p.get("doc", ""))
        row["文件"] = graph.documents[doc].title if doc in graph.documents else doc
        row["章节"] = sections.get(node.mentions[0].section, "") if node.mentions else ""
        row["依据原文"] = str(p.get("evidence", ""))
        row["位置"] = _where(graph, doc, p)
        rows.append((row["指标"], str(row["年份"]), doc, int(p.get("start", 0)), node.id, row))
    return [row for *_, row in sorted(rows, key=lambda item: item[:-1])]


def _targets_of(graph: Graph, type_: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges(type_):
        found[edge.source].append(edge.target)
    return found


def _start(edge: Edge) -> int:
    return int(edge.properties.get("start", 0))


def _label(node: Node) -> str:
    spec = ontology().labels.get(node.label)
    return spec.zh if spec else node.label


def _deadline(graph: Graph, node: Node) -> str:
    """The item's own deadline, else the years of the goals stated for it."""
    own = node.properties.get("deadline") or node.properties.get("year")
    if own:
        return str(own)
    goals = (graph.node(e.target).properties.get("year") for e in graph.out_edges(node.id, "HAS_GOAL"))
    return "、".join(dict.fromkeys(sorted(str(year) for year in goals if year)))


def _place(graph: Graph, row: dict[str, Any], doc: str, edge: Edge) -> None:
    row["文件"] = (
        graph.documents[doc].title if doc in graph.documents else (graph.node(doc).name if doc in graph else doc)
    )
    section = str(edge.properties.get("section", ""))
    row["章节"] = section_title(graph.node(section)) if section in graph else ""
    row["位置"] = _where(graph, doc, edge.properties)


def _where(graph: Graph, doc: str, p: Mapping[str, Any]) -> str:
    """The place in the source, where that is known, and the offsets in the text: ``第8页 表2第3行（120–168）``."""
    if "start" not in p or "end" not in p:
        return ""
    span = f"{p['start']}–{p['end']}"
    place = in_chinese(place_of(graph.documents.get(doc), int(p["start"]), int(p["end"])))
    return f"{place}（{span}）" if place else span


def _sections(graph: Graph) -> dict[str, str]:
    return {node.id: section_title(node) for node in graph.nodes("Section")}


def section_title(node: Node) -> str:
    """A section as people cite it: its number and its title."""
    number = str(node.properties.get("number", ""))
    return node.name if not number or node.name.startswith(number) else f"{number} {node.name}"
