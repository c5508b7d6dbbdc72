"""A picture of a report on axes of matplotlib, which whoever asked for it may go on with."""

from typing import Any

from peil.report.chart.figure import Axis, Band, Bar, Dot, Guide, Line, Mark
from peil.report.chart.marks import FADED, FILL
from peil.report.model import Figure

SHAPES = {"diamond": "D", "square": "s", "cross": "x", "up": "^", "down": "v"}
WIDE, HIGH, ROW, SIZE = 8.0, 190.0, 24.0, 5.0
"""Inches that a picture is wide, and points of a panel, a row and a dot."""
INCH = 60.0
"""Points of the report's pictures that are drawn on an inch."""


def plotted(pyplot: Any, figure: Figure) -> Any:
    """Draw the panels of a figure below each other, and give (P,) axes."""
    panels = figure.drawing.panels
    heights = [each.height or ROW * len(each.y.rows) or HIGH for each in panels]
    sheet, grid = pyplot.subplots(
        len(panels),
        squeeze=False,
        figsize=(WIDE, sum(heights) / INCH + len(panels)),
        height_ratios=heights,
        layout="constrained",
    )
    sheet.suptitle(figure.title)
    for panel, axes in zip(panels, grid[:, 0], strict=True):
        axes.set_title(panel.title)
        for mark in panel.marks:
            _draw(mark, axes)
        _scale(panel.x, axes, "x")
        _scale(panel.y, axes, "y")
    return grid[:, 0]


def _scale(axis: Axis, axes: Any, name: str) -> None:
    ends: tuple[Any, Any] = axis.low, axis.high
    ticks = axis.ticks
    if axis.rows:
        ends = len(axis.rows) - 0.5, -0.5
        ticks = tuple(enumerate(row.text for row in axis.rows))
    if axis.scale == "log":
        axes.set(**{f"{name}scale": "log"})
    axes.set(**{f"{name}lim": ends, f"{name}label": axis.title})
    if ticks is not None:
        values, texts = [value for value, _ in ticks], [text for _, text in ticks]
        axes.set(**{f"{name}ticks": values, f"{name}ticklabels": texts})


def _draw(mark: Mark, axes: Any) -> None:
    """Draw a line, band, bar, dot or guide; texts stay in the report."""
    look = mark.look
    colour, alpha = FILL[look.colour], FADED if look.faded else 1.0
    dashes = "--" if look.dashed else "-"
    stroke = {"color": colour, "alpha": alpha, "linestyle": dashes, "linewidth": 1.2 * look.weight}
    face, edge = ("none", colour) if look.hollow else (colour, "none")
    filled = {"facecolor": face, "edgecolor": edge, "alpha": alpha * (look.strength or 1.0)}
    if isinstance(mark, Line):
        x, y = zip(*mark.points, strict=True)
        axes.plot(x, _gaps(y), drawstyle="steps-post" if mark.stepped else None, **stroke)
    elif isinstance(mark, Band):
        x, low, high = zip(*mark.points, strict=True)
        step = "post" if mark.stepped else None
        axes.fill_between(x, _gaps(low), _gaps(high), step=step, **filled)
    elif isinstance(mark, Bar):
        axes.fill_between(mark.x, *([end] * 2 for end in mark.y), **filled)
    elif isinstance(mark, Dot):
        face = "none" if mark.shape == "ring" else face
        dot = {"marker": SHAPES.get(mark.shape, "o"), "markersize": SIZE * look.weight}
        axes.plot([mark.x], [mark.y], markerfacecolor=face, color=colour, alpha=alpha, **dot)
    elif isinstance(mark, Guide):
        (axes.axvline if mark.along == "x" else axes.axhline)(mark.at, **stroke)


def _gaps(values: tuple[Any, ...]) -> list[Any]:
    return [float("nan") if value is None else value for value in values]
