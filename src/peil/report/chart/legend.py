"""The legend, made from the marks themselves: each key once, with a sample that looks like it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from peil.report.chart import svg
from peil.report.chart.figure import Axis, Band, Bar, Dot, Guide, Line, Mark
from peil.report.chart.layout import EDGE
from peil.report.chart.marks import Frame, drawn, nowhere
from peil.report.chart.scale import Scale

SAMPLE, TALL, GAP, ROW = 18.0, 13.0, 16.0, 19.0
"""Width and height of a sample, room between entries, and height of a line."""
TEXT_AT = SAMPLE + 8.0


def legend(marks: Iterable[Mark], width: float, top: float) -> tuple[str, float]:
    """Explain each key, in as many lines as that needs; and give the lower end."""
    parts: list[str] = []
    x, y = EDGE, top
    for key, samples in keyed(marks).items():
        lines = svg.wrapped(key, width - TEXT_AT - EDGE)
        needed = TEXT_AT + max(map(svg.width_of, lines))
        if x > EDGE and x + needed > width:
            x, y = EDGE, y + ROW
        parts += drawn(samples, _frame(x, y), nowhere)
        parts.append(svg.lines(x + TEXT_AT, y + 11, lines))
        x, y = x + needed + GAP, y + svg.LINE * (len(lines) - 1)
    if not parts:
        return "", top
    return svg.tag("g", *parts, fill=svg.GREY), y + ROW


def keyed(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Give the samples of each key, in the order in which the keys come up.

    A key of marks of several kinds, such as a point on its interval, has a sample of each.
    """
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.key:
            samples = found.setdefault(mark.key, [])
            for sample in _sample(mark):
                if sample not in samples:
                    samples.append(sample)
    return found


def _sample(mark: Mark) -> Iterator[Mark]:
    look = mark.look
    if isinstance(mark, Bar):
        yield Bar(x=(0.0, 1.0), y=(0.0, 1.0), look=look)
    elif isinstance(mark, Band):
        yield Band(points=((0.0, 0.0, 1.0), (1.0, 0.0, 1.0)), look=look)
    elif isinstance(mark, Line):
        is_upright = len(mark.points) == 2 and mark.points[0][0] == mark.points[1][0]
        yield Line(points=UPRIGHT if is_upright else LEVEL, look=look, capped=mark.capped)
    elif isinstance(mark, Dot):
        yield Dot(x=0.5, y=0.5, shape=mark.shape, look=replace(look, weight=1.0))
    elif isinstance(mark, Guide):
        yield Line(points=UPRIGHT if mark.along == "x" else LEVEL, look=look)


UPRIGHT = ((0.5, 0.0), (0.5, 1.0))
LEVEL = ((0.0, 0.5), (1.0, 0.5))
ROWS = Axis(scale="rows")
"""Triangles lie in the middle of a sample, as in a row."""


def _frame(x: float, y: float) -> Frame:
    return Frame(
        x_axis=Axis(), y_axis=ROWS,
        x=Scale(low=0.0, high=1.0, begin=x, end=x + SAMPLE),
        y=Scale(low=0.0, high=1.0, begin=y + TALL, end=y),
        left=x, right=x + SAMPLE, top=y, bottom=y + TALL, note_room=SAMPLE,
    )  # fmt: skip
