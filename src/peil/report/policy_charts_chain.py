"""The chain from a finding to the level as a picture whose every part is a link."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from peil.act.chain import (
    ARRANGEMENT,
    FINDING,
    INDICATOR,
    LEVEL,
    MONEY,
    RECOMMENDATION,
    Edge,
    Node,
)
from peil.report import svg
from peil.report.links import anchor
from peil.report.words import Words

COLUMNS = ((FINDING,), (RECOMMENDATION,), (ARRANGEMENT,), (MONEY, INDICATOR), (LEVEL,))
"""From what was found wanting to what the level rests on."""
WIDTH, BOX, GAP = 1000.0, 34.0, 9.0
BETWEEN, HEAD = 46.0, 26.0
LETTERS = 22
"""Letters of a line; a box has two."""
MOST = 24
"""Boxes of a column; the list below the picture has all."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node with its place in the picture."""

    node: Node
    x: float
    y: float
    width: float


def chain_picture(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    labels: dict[Key, str],
    *,
    words: Words,
    title: str,
    font: str | None = None,
) -> str:
    """Draw the chain in columns, each box a link to its place in the list below.

    Args:
        nodes, edges: those that belong to a chain.
        labels: of the nodes, in the reader's language, by kind and id.
        words, title: for who cannot see it.
        font: given where the picture stands alone, as on paper; then nothing is a link.
    """
    boxes = _boxes(nodes, edges)
    height = max((box.y for box in boxes.values()), default=HEAD) + BOX + 8
    heads = [
        svg.label(
            _left(i),
            14.0,
            " · ".join(words.code("policy_chain", kind) for kind in kinds),
            font_weight=700,
        )
        for i, kinds in enumerate(COLUMNS)
    ]
    lines = [_line(boxes[e.start], boxes[e.end]) for e in edges if {e.start, e.end} <= boxes.keys()]
    boxed = [
        _drawn(box, labels[key], None if font else anchor_of(*key)) for key, box in boxes.items()
    ]
    return svg.tag(
        "svg",
        svg.tag("title", svg.written(title), id="chain-title"),
        *heads,
        *lines,
        *boxed,
        xmlns=svg.SPACE if font else None,
        viewBox=f"0 0 {WIDTH:g} {height:g}",
        width=WIDTH if font else None,
        height=height if font else None,
        role="group",
        aria_labelledby="chain-title",
        font_family=font,
        font_size=svg.TEXT,
        fill=svg.INK,
    )


def drawn(nodes: Sequence[Node], edges: Sequence[Edge]) -> frozenset[Key]:
    """Give the things that the picture has room for."""
    return frozenset(_boxes(nodes, edges))


def anchor_of(kind: str, id_: str) -> str:
    """Name the place of a node in the list below the picture."""
    return anchor("chain", kind, id_)


def _left(column: int) -> float:
    return column * (_width() + BETWEEN)


def _width() -> float:
    return (WIDTH - BETWEEN * (len(COLUMNS) - 1)) / len(COLUMNS)


def _boxes(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[Key, Box]:
    """Place nodes in columns, each near the middle of what leads to it."""
    leading = defaultdict(list)
    for edge in edges:
        leading[edge.end].append(edge.start)
    boxes: dict[Key, Box] = {}
    for i, kinds in enumerate(COLUMNS):
        own = [node for node in nodes if node.kind in kinds]

        def middle(node: Node) -> float:
            above = [boxes[key].y for key in leading[node.kind, node.id] if key in boxes]
            return sum(above) / len(above) if above else 1e9

        for n, node in enumerate(sorted(own, key=lambda node: (middle(node), node.id))[:MOST]):
            y = HEAD + n * (BOX + GAP)
            boxes[node.kind, node.id] = Box(node=node, x=_left(i), y=y, width=_width())
    return boxes


def _line(start: Box, end: Box) -> str:
    x1, y1 = start.x + start.width, start.y + BOX / 2
    x2, y2 = end.x, end.y + BOX / 2
    bend = (x2 - x1) / 2
    curve = (
        f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    )
    return svg.tag("path", d=curve, stroke=svg.SLATE, stroke_width=1.5, fill="none")


def _drawn(box: Box, label: str, anchor: str | None) -> str:
    """Draw a box with its label in two lines, as a link where it is for a page."""
    lines = wrap(label, LETTERS, max_lines=2, placeholder="…")
    fill = "#e6f0f7" if box.node.kind in (FINDING, LEVEL) else "#ffffff"
    inside = [
        svg.bar(box.x, box.y, box.width, BOX, fill=fill, stroke=svg.BLUE, rx=3.0),
        *(
            svg.label(box.x + 7, box.y + 28 - 7 * len(lines) + 14 * n, line, font_size=11.5)
            for n, line in enumerate(lines)
        ),
    ]
    if anchor is None:
        return "".join(inside)
    title = svg.tag("title", svg.written(label))
    return svg.tag("a", title, *inside, href=f"#{anchor}", aria_label=label)
