"""Any picture as SVG text: panels in a grid with one layout, a graph, or a line of bars."""

from collections.abc import Iterator, Sequence
from typing import Literal

from peil.report.chart import svg
from peil.report.chart.figure import Axis, Drawing, Mark, Panel
from peil.report.chart.graph import draw_graph, graph_width
from peil.report.chart.layout import (
    Ends,
    bottom_of,
    laid_out,
    left_of,
    right_of,
    top_of,
    values,
)  # fmt: skip
from peil.report.chart.legend import legend
from peil.report.chart.marks import Frame, Links, drawn, nowhere
from peil.report.chart.panel import draw_panel
from peil.report.chart.scale import Scale, ends, measure
from peil.report.words import Words

WIDTH = {"full": 720.0, "half": 360.0, "small": 240.0, "spark": 65.0}
"""Points that a picture of each size is wide, unless told otherwise."""
NARROW = 360.0
"""Width of the picture for a narrow screen."""
GRAPH = 1000.0
SPARK, SPARK_STEP = 20.0, 5.0
"""Height of a picture in a line of text, and width of each step of it."""
HEIGHT, SMALL, MULTIPLE = 170.0, 76.0, 128.0
"""Heights of a plot: as usual, of a small picture, and of one of several."""
LEAST_PANEL, GAP = 190.0, 14.0
"""Width that a panel needs beside another, and what lies between them."""


def draw(
    drawing: Drawing,
    words: Words,
    *,
    key: str,
    title: str,
    alt: str,
    width: float | None = None,
    font: str | None = None,
    links: Links = nowhere,
) -> str:
    """Draw a picture as SVG.

    Args:
        words: writes numbers and days in the reader's language.
        key: tells the picture from others of a page.
        title, alt: what it is called and what it shows, for who cannot see it.
        width: in points; by its size where None.
        font: given where the picture stands alone; in a page it takes the page's own.
        links: gives the address of a page and an anchor, or None where the place is absent.
    """
    if drawing.size == "spark":
        return _spark(drawing, title, is_alone=font is not None)
    wide = width or (GRAPH if drawing.graph else WIDTH[drawing.size])
    if drawing.graph is not None:
        wide = graph_width(drawing.graph, wide)
        parts, height = draw_graph(drawing.graph, wide, links)
    else:
        parts, height = _panels(drawing, wide, words, links)
    role = "group" if any("<a " in part for part in parts) else "img"
    return svg.picture(
        *parts, key=key, width=wide, height=height, title=title, desc=alt, font=font, role=role
    )  # fmt: skip


def _panels(drawing: Drawing, width: float, words: Words, links: Links) -> tuple[list[str], float]:
    """Lay panels out in rows, all with the same margins, and the legend below them."""
    columns = _columns(drawing, width)
    wide = (width - GAP * (columns - 1)) / columns
    height = SMALL if drawing.size == "small" else MULTIPLE if drawing.per_row > 1 else HEIGHT
    plots = [
        laid_out(panel, wide, x, y, height, words)
        for panel, x, y in zip(
            drawing.panels, _ends(drawing, "x"), _ends(drawing, "y"), strict=True
        )
    ]
    left = max(map(left_of, plots), default=0.0)
    right = max((right_of(plot, left) for plot in plots), default=0.0)
    parts: list[str] = []
    y = 0.0
    for row in (plots[i : i + columns] for i in range(0, len(plots), columns)):
        top = max(top_of(plot, left, right) for plot in row)
        for i, plot in enumerate(row):
            inside = draw_panel(plot, words, links, left=left, right=right, top=top)
            parts.append(_moved(inside, i * (wide + GAP), y))
        y += top + max(plot.height + bottom_of(plot) for plot in row) + 2.0
    marks = [mark for panel in drawing.panels for mark in panel.marks]
    told, lower = legend(marks, width, y + 6.0)
    return [*parts, told], lower if told else max(y, 1.0)


def _columns(drawing: Drawing, width: float) -> int:
    room = int((width + GAP) / (LEAST_PANEL + GAP))
    return max(min(drawing.per_row, len(drawing.panels), room), 1)


def _moved(inside: Iterator[str], x: float, y: float) -> str:
    move = f"translate({svg.number(x)} {svg.number(y)})" if x or y else None
    return svg.tag("g", *inside, transform=move)


def _ends(drawing: Drawing, which: Literal["x", "y"]) -> list[Ends]:
    """Give the ends of an axis of each panel; those that name none share what all marks need."""
    axes = [_axis(panel, which) for panel in drawing.panels]
    measured = [_measured(panel, which) for panel in drawing.panels]
    return [
        ends(axis, [v for other, known in zip(axes, measured, strict=True)
                    if _is_shared(axis, other) for v in known])
        for axis in axes
    ]  # fmt: skip


def _axis(panel: Panel, which: Literal["x", "y"]) -> Axis:
    return panel.x if which == "x" else panel.y


def _is_shared(axis: Axis, other: Axis) -> bool:
    return axis is other or (
        (axis.scale, axis.low, axis.high) == (other.scale, other.low, other.high)
    )


def _measured(panel: Panel, which: Literal["x", "y"]) -> list[float]:
    found = (measure(_axis(panel, which), value) for value in values(panel.marks, which))
    return [value for value in found if value is not None]


def _spark(drawing: Drawing, title: str, *, is_alone: bool) -> str:
    """Draw marks without axes, in the height of a line; the text beside them says what they show."""
    marks: Sequence[Mark] = [mark for panel in drawing.panels for mark in panel.marks]
    if not marks:
        return ""
    panel = drawing.panels[0]
    x, y = _ends(drawing, "x")[0], _ends(drawing, "y")[0]
    wide = SPARK_STEP * max(x[1] - x[0], 1.0) if panel.x.scale == "number" else WIDTH["spark"]
    wide = min(wide, 4 * WIDTH["spark"])
    frame = Frame(
        x_axis=panel.x, y_axis=panel.y,
        x=Scale(low=x[0], high=x[1], begin=0.0, end=wide),
        y=Scale(low=y[0], high=y[1], begin=SPARK, end=2.0),
        left=0.0, right=wide, top=2.0, bottom=SPARK, note_room=wide,
    )  # fmt: skip
    return svg.tag(
        "svg",
        svg.tag("title", svg.written(title)) if title else "",
        *drawn(marks, frame, nowhere),
        xmlns=svg.SPACE if is_alone else None,
        class_=None if is_alone else "course",
        viewBox=f"0 0 {wide:g} {SPARK:g}", width=wide, height=SPARK,
        role="img" if title else None, aria_hidden=None if title else "true",
    )  # fmt: skip
