"""What each condition of a selection keeps, alone and together."""

from __future__ import annotations

import pytest

from kg import Graph, Node, Selection, select
from kg.errors import GraphError
from kg.model import Edge, Mention
from kg.selection import STRUCTURE, find_documents, find_nodes, parse_years


def names(graph: Graph) -> set[str]:
    return {n.name for n in graph.nodes() if n.label not in ("Section", "Document")}


def test_nothing_asked_is_the_whole_graph(plan: Graph) -> None:
    assert select(plan, Selection()) is plan


class TestCenter:
    def test_hops(self, plan: Graph) -> None:
        assert names(select(plan, Selection(center=("云中心",), hops=0))) == {"云中心"}
        assert names(select(plan, Selection(center=("云中心",)))) == {"云中心", "南山区", "教育云"}
        two = names(select(plan, Selection(center=("云中心",), hops=2)))
        assert two == {"云中心", "南山区", "教育云", "深圳市", "广东省科技厅", "覆盖率达到90%以上"}

    def test_no_path_leads_over_sections(self, plan: Graph) -> None:
        """All things of a section would be two steps from each other."""
        assert "覆盖率" not in names(select(plan, Selection(center=("南山区",), hops=2)))

    def test_unless_mentions_are_asked_for(self, plan: Graph) -> None:
        part = select(plan, Selection(center=("云中心",), hops=2, types=("MENTIONS",)))
        assert "广东省科技厅" in names(part)

    def test_alias_id_and_the_only_name_that_contains_it(self, plan: Graph) -> None:
        plan.node("Project:jy").aliases.append("智慧教育平台")
        assert find_nodes(plan, "智慧教育平台") == find_nodes(plan, "Project:jy") == find_nodes(plan, "教育")

    def test_unknown_name_says_how_to_look_it_up(self, plan: Graph) -> None:
        with pytest.raises(GraphError, match=r"E204.*nowhere.*plankg search"):
            select(plan, Selection(center=("nowhere",)))

    def test_center_stays_whatever_its_label(self, plan: Graph) -> None:
        part = select(plan, Selection(center=("教育云",), labels=("Organization",)))
        assert names(part) == {"教育云", "广东省科技厅"}


class TestRegion:
    def test_with_what_lies_in_it_and_what_is_said_of_that(self, plan: Graph) -> None:
        got = names(select(plan, Selection(regions=("深圳",))))
        assert got == {"深圳市", "南山区", "前海", "云中心", "教育云"}

    def test_does_not_climb(self, plan: Graph) -> None:
        assert "深圳市" not in names(select(plan, Selection(regions=("南山区",))))

    def test_by_code_and_by_code_prefix_without_edges(self, plan: Graph) -> None:
        """GB/T 2260: 4403xx lies in 440300 also where no edge says so."""
        plan.add_node(Node("Region:lg", "Region", "龙岗区", properties={"code": "440307"}))
        got = names(select(plan, Selection(regions=("440300",))))
        assert "龙岗区" in got
        assert "广东省" not in got

    def test_province_takes_the_bodies_that_belong_to_it(self, plan: Graph) -> None:
        got = names(select(plan, Selection(regions=("广东省",))))
        assert {"广东省科技厅", "云中心", "覆盖率达到90%以上"} <= got
        assert "算力网" not in got


class TestDocumentsYearsConfidence:
    def test_document_by_part_of_its_title_file_or_id(self, plan: Graph) -> None:
        for name in ("浙江", "zj.txt", "Document:two"):
            part = select(plan, Selection(documents=(name,)))
            assert names(part) == {"浙江省发展改革委", "算力网", "算力达到10EFLOPS"}
            assert list(part.documents) == ["Document:two"]
        with pytest.raises(GraphError, match="E204"):
            find_documents(plan, "河南")

    def test_mentions_elsewhere_are_left_behind(self, plan: Graph) -> None:
        plan.node("Project:sl").mentions.append(Mention("Document:one", 0, 2))
        part = select(plan, Selection(documents=("浙江",)))
        assert {m.doc for m in part.node("Project:sl").mentions} == {"Document:two"}
        assert len(plan.node("Project:sl").mentions) == 2

    def test_year_and_range(self, plan: Graph) -> None:
        assert names(select(plan, Selection(years=(2030,)))) == {"算力达到10EFLOPS", "算力网"}
        assert parse_years(["2024-2026", "2030"]) == (2024, 2025, 2026, 2030)
        with pytest.raises(GraphError, match="E205"):
            parse_years(["soon"])

    def test_min_confidence_drops_edges_and_what_is_only_guessed(self, plan: Graph) -> None:
        doc = "Document:one"
        plan.add_node(Node("Project:x", "Project", "猜测", mentions=[Mention(doc, 0, 1, confidence=0.3)]))
        part = select(plan, Selection(min_confidence=0.7))
        assert "猜测" not in names(part)
        assert "PART_OF" in {e.type for e in part.edges()}, "regions within regions are no guess"
        assert not [e for e in part.edges("PART_OF") if e.source == "Project:yz"]
        assert part.edges("LOCATED_IN")


class TestLabelsTypesIds:
    def test_label(self, plan: Graph) -> None:
        part = select(plan, Selection(labels=("Project", "Region")))
        assert {n.label for n in part.nodes()} == {"Project", "Region"}
        assert {e.type for e in part.edges()} == {"LOCATED_IN", "PART_OF"}

    def test_type_keeps_only_the_ends(self, plan: Graph) -> None:
        part = select(plan, Selection(types=("LOCATED_IN",)))
        assert names(part) == {"云中心", "南山区"}

    def test_unknown_label_or_type_names_the_known(self, plan: Graph) -> None:
        with pytest.raises(GraphError, match=r"E205.*Project"):
            select(plan, Selection(labels=("Projekt",)))
        with pytest.raises(GraphError, match=r"E205.*PILOTS"):
            select(plan, Selection(types=("PILOT",)))

    def test_ids_of_a_query(self, plan: Graph) -> None:
        part = select(plan, Selection(ids=frozenset({"Project:jy", "Project:yz"})))
        assert names(part) == {"教育云", "云中心"}
        assert [e.type for e in part.edges()] == ["PART_OF"]

    def test_only_the_edges_of_a_query(self, plan: Graph) -> None:
        (edge,) = plan.edges("LOCATED_IN")
        part = select(plan, Selection(ids=frozenset(), edge_ids=frozenset({edge.id})))
        assert names(part) == {"云中心", "南山区"}

    def test_conditions_add_up(self, plan: Graph) -> None:
        part = select(plan, Selection(regions=("深圳",), labels=("Project",), documents=("广东",)))
        assert names(part) == {"云中心", "教育云"}

    def test_nothing_left_says_so(self, plan: Graph) -> None:
        with pytest.raises(GraphError, match=r"E209.*1999"):
            select(plan, Selection(years=(1999,)))


class TestContext:
    def test_sections_documents_and_texts_of_what_remains(self, plan: Graph) -> None:
        part = select(plan, Selection(center=("云中心",)))
        assert {n.id for n in part.nodes("Section")} == {"Section:s"}
        assert {"CONTAINS", "MENTIONS"} <= {e.type for e in part.edges()}
        assert part.documents["Document:one"].text == plan.documents["Document:one"].text
        assert "Document:two" not in part.documents
        part.validate()

    def test_can_be_left_out(self, plan: Graph) -> None:
        part = select(plan, Selection(center=("云中心",), context=False))
        assert not part.nodes("Section")
        assert not STRUCTURE & {e.type for e in part.edges()}

    def test_the_original_is_not_touched(self, plan: Graph) -> None:
        before = plan.to_dict()
        part = select(plan, Selection(center=("云中心",)))
        part.node("Project:yz").aliases.append("x")
        next(iter(part.edges("LOCATED_IN"))).properties["rule"] = "y"
        assert plan.to_dict() == before


def test_cost_grows_with_the_graph_not_faster() -> None:
    """Counted, not timed: how often edges are looked at."""

    class Counting(Edge):
        looks = 0

        def __getattribute__(self, name: str) -> object:
            if name == "type":
                Counting.looks += 1
            return super().__getattribute__(name)

    def looks(size: int) -> int:
        graph = Graph()
        for i in range(size):
            graph.add_node(Node(f"Project:{i}", "Project", f"p{i}"))
        for i in range(size - 1):
            graph.add_edge(Counting(f"Project:{i}", f"Project:{i + 1}", "PART_OF", {"doc": "d", "start": 0, "end": 1}))
        Counting.looks = 0
        select(graph, Selection(center=("Project:0",), hops=10_000))
        return Counting.looks

    assert looks(2_000) <= 2.2 * looks(1_000)
