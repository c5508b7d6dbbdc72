"""Any picture as SVG text: panels in a grid with one layout, a graph, or a line of bars."""

from collections import defaultdict
from typing import Literal

from peil.report.chart import svg
from peil.report.chart.figure import Drawing
from peil.report.chart.graph import draw_graph
from peil.report.chart.layout import Ends, laid_out, values
from peil.report.chart.legend import legend
from peil.report.chart.marks import Frame, Links, drawn, nowhere
from peil.report.chart.panel import draw_panel
from peil.report.chart.scale import Scale, ends, measure
from peil.report.words import Words

WIDTH = {"full": 720.0, "half": 360.0, "small": 240.0}
"""Points that a picture of each size is wide, unless told otherwise."""
NARROW = 360.0
"""Width of the picture for a narrow screen."""
GRAPH = 1000.0
SPARK, SPARK_STEP, SPARK_STEPS = 20.0, 5.0, 13
"""Height of a picture in a line of text, width of each step of it, and steps as usual."""
AXES: tuple[Literal["x", "y"], ...] = ("x", "y")
HEIGHT, SMALL, MULTIPLE = 170.0, 76.0, 128.0
"""Heights of a plot: as usual, of a small picture, and of one of several."""
LEAST_PANEL, GAP = 190.0, 14.0
"""Width that a panel needs beside another, and what lies between them."""


def draw(
    drawing: Drawing, words: Words, *, key: str, title: str, alt: str,
    width: float | None = None, font: str | None = None, links: Links = nowhere,
) -> str:  # fmt: skip
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
        parts, wide, height = draw_graph(drawing.graph, wide, links)
    else:
        parts, height = _panels(drawing, wide, words, links)
    role = "group" if any("<a " in part for part in parts) else "img"
    return svg.picture(
        *parts, key=key, width=wide, height=height, title=title, desc=alt, font=font, role=role
    )  # fmt: skip


def _panels(drawing: Drawing, width: float, words: Words, links: Links) -> tuple[list[str], float]:
    """Lay panels out in rows, all with the same margins, and the legend below them."""
    columns = int((width + GAP) / (LEAST_PANEL + GAP))
    columns = max(min(drawing.per_row, len(drawing.panels), columns), 1)
    wide = (width - GAP * (columns - 1)) / columns
    height = SMALL if drawing.size == "small" else MULTIPLE if drawing.per_row > 1 else HEIGHT
    plots = [
        laid_out(panel, wide, x, y, height, words)
        for panel, x, y in zip(drawing.panels, *(_ends(drawing, a) for a in AXES), strict=True)
    ]
    left = max((plot.left_room() for plot in plots), default=0.0)
    right = max((plot.right_room(left) for plot in plots), default=0.0)
    parts: list[str] = []
    y = 0.0
    for row in (plots[i : i + columns] for i in range(0, len(plots), columns)):
        top = max(plot.top_room(left, right) for plot in row)
        for i, plot in enumerate(row):
            inside = draw_panel(plot, words, links, left=left, right=right, top=top)
            x = i * (wide + GAP)
            move = f"translate({svg.number(x)} {svg.number(y)})" if x or y else None
            parts.append(svg.tag("g", *inside, transform=move))
        y += top + max(plot.height + plot.bottom_room() for plot in row) + 2.0
    marks = [mark for panel in drawing.panels for mark in panel.marks]
    told, lower = legend(marks, width, y + 6.0)
    return [*parts, told], lower if told else max(y, 1.0)


def _ends(drawing: Drawing, which: Literal["x", "y"]) -> list[Ends]:
    """Give the ends of an axis of each panel; those that name the same, or none, share them."""
    axes = [panel.x if which == "x" else panel.y for panel in drawing.panels]
    known: dict[object, list[float]] = defaultdict(list)
    for panel, axis in zip(drawing.panels, axes, strict=True):
        measured = (measure(axis, value) for value in values(panel.marks, which))
        known[axis.scale, axis.low, axis.high] += [v for v in measured if v is not None]
    return [ends(axis, known[axis.scale, axis.low, axis.high]) for axis in axes]


def _spark(drawing: Drawing, title: str, *, is_alone: bool) -> str:
    """Draw marks without axes, in the height of a line; the text beside them says what they show."""
    marks = [mark for panel in drawing.panels for mark in panel.marks]
    if not marks:
        return ""
    panel = drawing.panels[0]
    (low, high), (bottom, top) = (_ends(drawing, axis)[0] for axis in AXES)
    steps = high - low if panel.x.scale == "number" else SPARK_STEPS
    wide = SPARK_STEP * min(max(steps, 1.0), 4 * SPARK_STEPS)
    frame = Frame(
        x_axis=panel.x, y_axis=panel.y,
        x=Scale(low=low, high=high, begin=0.0, end=wide),
        y=Scale(low=bottom, high=top, begin=SPARK, end=2.0),
        left=0.0, right=wide, top=2.0, bottom=SPARK, note_room=wide,
    )  # fmt: skip
    return svg.tag(
        "svg", svg.tag("title", svg.written(title)) if title else "", *drawn(marks, frame, nowhere),
        xmlns=svg.SPACE if is_alone else None, class_=None if is_alone else "course",
        viewBox=f"0 0 {wide:g} {SPARK:g}", width=wide, height=SPARK,
        role="img" if title else None, aria_hidden=None if title else "true",
    )  # fmt: skip
