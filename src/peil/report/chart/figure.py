"""What a picture holds: panels with axes and marks, or nodes and edges; all values, no drawing.

Marks lie where their values say on the axes of their panel. A value is a number or a day; on
an axis of rows it is the place of a row, 0 for the uppermost, and parts of a row are allowed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Value = float | dt.date
Colour = Literal["ink", "grey", "slate", "pale", "blue", "vermilion", "shade", "sky"]
"""Names of the palette; what matters is told apart by shape or lightness as well."""
Shape = Literal["circle", "diamond", "square", "cross", "up", "down", "ring"]
Align = Literal["start", "middle", "end"]
Scale = Literal["number", "log", "day", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a mark looks.

    Args:
        hollow: only its outline is drawn.
        dashed: the line is broken.
        faded: what was last seen long ago, or is not sure.
        weight: width of a line, or size of a dot, 1 as usual.
        strength: how strongly a surface is filled, 0 to 1; below 1 its edge is drawn.
    """

    colour: Colour = "ink"
    hollow: bool = False
    dashed: bool = False
    faded: bool = False
    weight: float = 1.0
    strength: float = 1.0


INK = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What every mark has.

    Args:
        look: colour and line.
        key: what the mark means; the legend tells each key once, and none where it is empty.
        title: told where the mark is pointed at.
        page, anchor: where the mark leads; empty for nowhere.
    """

    look: Look = INK
    key: str = ""
    title: str = ""
    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(Mark):
    """A box from one value to another on both axes."""

    x: tuple[Value, Value]
    y: tuple[Value, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Mark):
    """A line through points; it is broken where y is None.

    A straight line that goes beyond an end of its axis ends in an arrow there.

    Args:
        stepped: it stays level from each point to the next, so that the last point, or one
            without y, only says where the level before it ends.
        capped: it has a short stroke at each end, as an interval of time or of values.
    """

    points: tuple[tuple[Value, Value | None], ...]
    stepped: bool = False
    capped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Mark):
    """The room between a lower and an upper value at each x; broken where either is None.

    `stepped`: as of a line.
    """

    points: tuple[tuple[Value, Value | None, Value | None], ...]
    stepped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot(Mark):
    """A point; an upright or hanging triangle stands above its place, as on a bar."""

    x: Value
    y: Value
    shape: Shape = "circle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Mark):
    """A text in the picture; `dx` moves it by so many letters from its place."""

    x: Value
    y: Value
    text: str
    align: Align = "start"
    dx: float = 0.0
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide(Mark):
    """A line across the whole panel at one value: of x where `along` is "x", else of y.

    `text` stands above an upright line.
    """

    at: Value
    along: Literal["x", "y"] = "x"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The name of a row on an axis of rows, or of an end of an axis; long names wrap."""

    text: str
    look: Look = INK
    strong: bool = False
    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a panel.

    Args:
        scale: number, log (above 0), day, or rows.
        low, high: its ends; where None they are taken from the marks, of all panels whose axis
            gives none, so that panels beside each other can be compared. What lies beyond an
            end is drawn at it.
        rows: the names, on an axis of rows.
        ticks: values with their texts; found and written in the reader's language where None,
            and () for an axis without any.
        title: what it measures, with the unit.
        ends: what its low and its high end stand for.
        is_whole: only whole numbers are named.
    """

    scale: Scale = "number"
    low: Value | None = None
    high: Value | None = None
    rows: tuple[Row, ...] = ()
    ticks: tuple[tuple[Value, str], ...] | None = None
    title: str = ""
    ends: tuple[Row, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One plot with its own axes.

    Args:
        title: what stands above it, in the colour of `look`.
        height: of the plot, in points; rows have their own height where it is None.
    """

    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    title: str = ""
    look: Look = INK
    height: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box of a graph, in a column from left to right, and where it leads."""

    key: str
    column: int
    text: str
    look: Look = INK
    page: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Boxes in columns, with lines between them.

    Args:
        heads: what stands above each column.
        edges: pairs of keys of nodes, from left to right.
    """

    heads: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]


Size = Literal["full", "half", "small", "spark"]
"""How much room a picture wants: a page's width, half of it, one of many, or a line of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A whole picture: panels side by side, or a graph.

    Args:
        per_row: panels in a row where there is room.
        size: how much room it wants.
        has_narrow: drawn once more for a narrow screen, where it would be too small otherwise.
    """

    panels: tuple[Panel, ...] = ()
    graph: Graph | None = None
    per_row: int = 1
    size: Size = "full"
    has_narrow: bool = False


def in_rows(
    names: Iterable[Row], marks: Iterable[Mark], x: Axis, *, size: Size = "full"
) -> Drawing:
    """Give a picture of one panel with a row for each name, and marks along one axis."""
    panel = Panel(x=x, y=Axis(scale="rows", rows=tuple(names)), marks=tuple(marks))
    return Drawing(panels=(panel,), size=size, has_narrow=size == "full")
