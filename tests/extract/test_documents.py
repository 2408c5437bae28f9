"""The plan itself, the documents it names, what it is based on and who issued it."""

from __future__ import annotations

import re

import pytest

from extract import extract_text
from extract.lexicon import rows

TEXT = """四川省人民政府关于印发四川省冷链物流发展方案的通知
川府发〔2022〕9号
各市（州）人民政府：
四川省冷链物流发展方案
根据《“十四五”冷链物流发展规划》（国办发〔2021〕46号）和《中华人民共和国食品安全法》，结合实际，制定本方案。
一、主要任务
（一）健全标准
执行《冷库设计标准》，修订《四川省冷链管理办法（试行）》（以下简称《办法》）。落实《办法》各项要求。观看《红楼梦》。
"""


def test_documents_and_edges() -> None:
    graph = extract_text(TEXT)
    names = {n.name for n in graph.nodes("Document")}
    assert names == {"四川省冷链物流发展方案", "“十四五”冷链物流发展规划", "中华人民共和国食品安全法", "冷库设计标准", "四川省冷链管理办法（试行）"}  # fmt: skip
    (own,) = graph.find("四川省冷链物流发展方案", "Document")
    assert "川府发〔2022〕9号" in own.aliases and "四川省人民政府关于印发四川省冷链物流发展方案的通知" in own.aliases
    (named,) = graph.find("国办发〔2021〕46号", "Document")
    assert named.name == "“十四五”冷链物流发展规划"
    based = {graph.node(e.target).name for e in graph.edges("BASED_ON")}
    assert based == {"“十四五”冷链物流发展规划", "中华人民共和国食品安全法", "四川省冷链管理办法（试行）"}
    said = {graph.node(e.target).name: str(e.properties["evidence"]) for e in graph.edges("BASED_ON")}
    assert "落实《办法》" in said.pop("四川省冷链管理办法（试行）")
    assert all("制定本方案" in evidence for evidence in said.values())


def test_short_name_is_the_same_document() -> None:
    graph = extract_text(TEXT)
    (rules,) = graph.find("办法", "Document")
    assert rules.name == "四川省冷链管理办法（试行）"
    assert len(rules.mentions) == 3


def test_issuer() -> None:
    graph = extract_text(TEXT)
    assert [graph.node(e.target).name for e in graph.edges("ISSUED_BY")] == ["四川省人民政府"]


@pytest.mark.parametrize("row", rows("document_kinds.csv"), ids=lambda row: row["id"])
def test_kind_examples(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"].strip("《》"))


def test_orders_name_what_they_are_carried_out_by() -> None:
    graph = extract_text(
        "甘肃省学校评价方案\n一、主要任务\n（一）完善评价制度。按照《甘肃省学校评价办法（试行）》开展年度评价，落实《教师法》各项规定。\n"
    )
    names = {node.id: node.name for node in graph.nodes()}
    based = {names[e.target] for e in graph.edges() if e.type == "BASED_ON"}
    assert based == {"甘肃省学校评价办法（试行）", "教师法"}


@pytest.mark.parametrize(
    ("order", "based"),
    [
        ("推动落实《甘肃省学校评价办法》，改进评价。", ["甘肃省学校评价办法"]),
        ("贯彻《甘肃省教育督导条例》，加强督导。", ["甘肃省教育督导条例"]),
        ("实施《甘肃省学校评价办法》规定的奖励。", []),
        ("研究制定《甘肃省学校评价办法》。", []),
    ],
)
def test_an_order_to_carry_out_a_document_rests_on_it(order, based):
    graph = extract_text("甘肃省教育工作方案\n一、主要任务\n（一）改进评价。\n" + order + "\n")
    names = {n["id"]: n["name"] for n in graph.to_dict()["nodes"]}
    assert [names[e.target] for e in graph.edges() if e.type == "BASED_ON"] == based
