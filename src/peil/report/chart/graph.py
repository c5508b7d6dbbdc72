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


def draw_graph(graph: Graph, width: float, links: Links) -> tuple[list[str], float, float]:
    """Draw a graph, and give its width and height; lines that lead to no box are left out."""
    n = max([1, len(graph.heads), *(node.column + 1 for node in graph.nodes)])
    step = max((width + BETWEEN) / n, LEAST_COLUMN + BETWEEN)
    heads = [svg.label(i * step, 14.0, head, font_weight=700) for i, head in enumerate(graph.heads)]
    boxes = _boxes(graph, n, step)
    ends = [(boxes[a], boxes[b]) for a, b in graph.edges if a in boxes and b in boxes]
    data = "".join(_curve(a, b) for a, b in ends)
    curves = svg.tag("path", d=data, stroke=svg.SLATE, stroke_width=1.5, fill="none")
    lowest = max((box.y + box.height for box in boxes.values()), default=HEAD)
    drawn = [part for box in boxes.values() for part in _drawn(box, links)]
    return [*heads, *([curves] if ends else []), *drawn], n * step - BETWEEN, lowest + 8.0


def _boxes(graph: Graph, columns: int, step: float) -> dict[str, Box]:
    """Place nodes in columns, each near the middle of what leads to it."""
    leading = defaultdict(list)
    for start, end in graph.edges:
        leading[end].append(start)
    boxes: dict[str, Box] = {}

    def middle(node: Node) -> float:
        above = [boxes[key].middle for key in leading[node.key] if key in boxes]
        return sum(above) / len(above) if above else float("inf")

    wide = step - BETWEEN
    for column in range(columns):
        y = HEAD
        own = [node for node in graph.nodes if node.column == column]
        for node in sorted(own, key=middle):
            lines = svg.wrapped(node.text, wide - 2 * EDGE)
            boxes[node.key] = Box(node=node, lines=lines, x=column * step, y=y, width=wide)
            y += boxes[node.key].height + GAP
    return boxes


def _curve(start: Box, end: Box) -> str:
    x1, x2 = start.x + start.width, end.x
    ends = (x1, (x1 + x2) / 2, x2, start.middle, end.middle)
    left, bend, right, y1, y2 = map(svg.number, ends)
    return f"M{left} {y1}C{bend} {y1} {bend} {y2} {right} {y2}"


def _drawn(box: Box, links: Links) -> Iterator[str]:
    look = box.node.look
    fill = svg.WHITE if look == INK or look.hollow else FILL[look.colour]
    y = box.middle + 4.0 - svg.LINE * (len(box.lines) - 1) / 2
    dash = "5 3" if look.dashed else None
    inside = svg.tag(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, fill=fill, stroke=svg.BLUE,
        rx=3.0, stroke_dasharray=dash,
    ) + svg.lines(box.x + EDGE, y, box.lines, font_size=LETTER)  # fmt: skip
    yield linked(inside, box.node.page, box.node.anchor, links)
