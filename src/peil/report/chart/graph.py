"""Boxes in columns from left to right, with curves between them; each box may be a link."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from peil.report.chart import svg
from peil.report.chart.figure import INK, Graph, Node
from peil.report.chart.marks import FILL, Links, linked

LEAST_COLUMN, BETWEEN = 150.0, 46.0
GAP, HEAD, EDGE = 9.0, 26.0, 7.0
LETTER = 11.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node with its place in the picture and its lines of text."""

    node: Node
    lines: list[str]
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        """A box is as high as its text."""
        return svg.LINE * max(len(self.lines), 2) + 8.0

    @property
    def middle(self) -> float:
        """Where lines come in and go out."""
        return self.y + self.height / 2


def graph_width(graph: Graph, width: float) -> float:
    """Give the width that a graph needs, at least."""
    n = _columns(graph)
    return max(width, n * LEAST_COLUMN + (n - 1) * BETWEEN)


def draw_graph(graph: Graph, width: float, links: Links) -> tuple[list[str], float]:
    """Draw a graph, and give its height; lines that lead to no box are left out."""
    boxes = _boxes(graph, width)
    heads = [
        svg.label(_left(i, graph, width), 14.0, head, font_weight=700)
        for i, head in enumerate(graph.heads)
    ]
    ends = [(boxes[a], boxes[b]) for a, b in graph.edges if a in boxes and b in boxes]
    curves = svg.tag(
        "path", d="".join(_curve(a, b) for a, b in ends), stroke=svg.SLATE, stroke_width=1.5,
        fill="none",
    )  # fmt: skip
    lowest = max((box.y + box.height for box in boxes.values()), default=HEAD)
    drawn = [part for box in boxes.values() for part in _drawn(box, links)]
    return [*heads, *([curves] if ends else []), *drawn], lowest + 8.0


def _columns(graph: Graph) -> int:
    return max([1, len(graph.heads), *(node.column + 1 for node in graph.nodes)])


def _column_width(graph: Graph, width: float) -> float:
    n = _columns(graph)
    return (width - BETWEEN * (n - 1)) / n


def _left(column: int, graph: Graph, width: float) -> float:
    return column * (_column_width(graph, width) + BETWEEN)


def _boxes(graph: Graph, width: float) -> dict[str, Box]:
    """Place nodes in columns, each near the middle of what leads to it."""
    leading = defaultdict(list)
    for start, end in graph.edges:
        leading[end].append(start)
    boxes: dict[str, Box] = {}

    def middle(node: Node) -> float:
        above = [boxes[key].middle for key in leading[node.key] if key in boxes]
        return sum(above) / len(above) if above else float("inf")

    wide = _column_width(graph, width)
    for column in range(_columns(graph)):
        y = HEAD
        own = [node for node in graph.nodes if node.column == column]
        for node in sorted(own, key=middle):
            lines = svg.wrapped(node.text, wide - 2 * EDGE)
            x = _left(column, graph, width)
            boxes[node.key] = Box(node=node, lines=lines, x=x, y=y, width=wide)
            y += boxes[node.key].height + GAP
    return boxes


def _curve(start: Box, end: Box) -> str:
    x1, x2 = start.x + start.width, end.x
    bend = (x1 + x2) / 2
    y1, y2 = svg.number(start.middle), svg.number(end.middle)
    x, b = svg.number(x1), svg.number(bend)
    return f"M{x} {y1}C{b} {y1} {b} {y2} {svg.number(x2)} {y2}"


def _drawn(box: Box, links: Links) -> Iterator[str]:
    look = box.node.look
    fill = svg.WHITE if look == INK or look.hollow else FILL[look.colour]
    y = box.middle + 4.0 - svg.LINE * (len(box.lines) - 1) / 2
    inside = svg.tag(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=fill,
        stroke=svg.BLUE, rx=3.0,
        stroke_dasharray="5 3" if look.dashed else None,
    ) + svg.lines(box.x + EDGE, y, box.lines, font_size=LETTER)  # fmt: skip
    yield linked(inside, box.node.page, box.node.anchor, links)
