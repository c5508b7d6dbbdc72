"""Small pictures in characters."""

from collections.abc import Sequence
from itertools import pairwise

from peil.report.chart.figure import Bar, Drawing, Line, Note, Value
from peil.report.model import Table, plain

BLOCKS = "▁▂▃▄▅▆▇█"
NONE = "·"
FULL = 24
"""Characters of a bar that is full."""
BACKGROUND = ("pale", "shade")
"""Colours of what lies behind the bars."""


def course(drawing: Drawing) -> str:
    """Write a small picture as a row of bars, the largest one full; a dot where nothing is known."""
    marks = [mark for panel in drawing.panels for mark in panel.marks]
    for line in (mark for mark in marks if isinstance(mark, Line)):
        return _blocks([None if y is None else _number(y) for _, y in line.points])
    bars = {_number(mark.x[0]): _number(mark.y[1]) for mark in marks if isinstance(mark, Bar)}
    starts, x = sorted(bars), drawing.panels[0].x
    step = min((b - a for a, b in pairwise(starts)), default=1.0)
    first = min(starts, default=0.0) if x.low is None else _number(x.low)
    places = {round((start - first) / step): bars[start] for start in starts}
    last = (
        max(places, default=-1) if x.high is None else round((_number(x.high) - first) / step) - 1
    )
    return _blocks([places.get(i) for i in range(last + 1)])


def _blocks(heights: Sequence[float | None]) -> str:
    known = [height for height in heights if height is not None and height == height]
    most = max([1.0, *known])
    return "".join(
        BLOCKS[min(int(height / most * len(BLOCKS)), len(BLOCKS) - 1)] if height in known else NONE
        for height in heights
    )


def row_bars(drawing: Drawing, data: Table) -> list[tuple[str, str, str]]:
    """Give name, bar and value of each row, where a picture is one simple bar a row; else nothing.

    The value is the last one of the row of data; its bar begins at the low end of the axis.
    """
    (panel,) = drawing.panels if len(drawing.panels) == 1 else (None,)
    if panel is None or panel.y.scale != "rows" or len(panel.y.rows) != len(data.rows):
        return []
    bars = [m for m in panel.marks if isinstance(m, Bar) and m.look.colour not in BACKGROUND]
    ends = {round(sum(map(_number, bar.y)) / 2): _number(bar.x[1]) for bar in bars}
    low, high = panel.x.low or 0.0, panel.x.high or max(ends.values(), default=0.0)
    begin_low = all(bar.x[0] == low for bar in bars) and _number(high) > _number(low)
    if not (bars and begin_low and len(ends) == len(bars) and _is_plain(drawing)):
        return []
    part = FULL / (_number(high) - _number(low))
    lengths = {i: round(part * (end - _number(low))) for i, end in ends.items()}
    return [
        (row.text, "█" * lengths.get(i, 0), plain(data.rows[i].cells[-1].text))
        for i, row in enumerate(panel.y.rows)
    ]


def _is_plain(drawing: Drawing) -> bool:
    return all(isinstance(mark, Bar | Note) for panel in drawing.panels for mark in panel.marks)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else float(value.toordinal())
