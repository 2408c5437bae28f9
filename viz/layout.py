"""placeholder"""
from kg.graph import Graph
Positions = dict[str, tuple[float, float]]
def layout(graph: Graph) -> Positions:
    return {}
