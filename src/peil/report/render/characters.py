"""Small pictures in characters."""

from collections.abc import Sequence
from itertools import pairwise

from peil.report.chart.figure import Bar, Drawing, Line, Note, Panel, Value
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
    for mark in marks:
        if isinstance(mark, Line):
            return _blocks([_number(y) for _, y in mark.points])
    return _blocks(_heights([mark for mark in marks if isinstance(mark, Bar)]))


def _heights(bars: Sequence[Bar]) -> list[float | None]:
    """Give the height of each bar from left to right, with None where one is missing."""
    bars = sorted(bars, key=lambda bar: _number(bar.x[0]) or 0.0)
    starts = [_number(bar.x[0]) or 0.0 for bar in bars]
    step = min((b - a for a, b in pairwise(starts) if b > a), default=1.0)
    heights: list[float | None] = []
    for i, bar in enumerate(bars):
        missing = round((starts[i] - starts[i - 1]) / step) - 1 if i else 0
        heights += [None] * missing
        heights.append(max(_number(bar.y[0]) or 0.0, _number(bar.y[1]) or 0.0))
    return heights


def _blocks(heights: Sequence[float | None]) -> str:
    most = max([1.0, *(height for height in heights if height is not None)])
    return "".join(
        NONE if height is None else BLOCKS[min(int(height / most * len(BLOCKS)), len(BLOCKS) - 1)]
        for height in heights
    )


def row_bars(drawing: Drawing, data: Table) -> list[tuple[str, str, str]]:
    """Give name, bar and value of each row, where a picture is one simple bar a row; else nothing."""
    if len(drawing.panels) != 1 or drawing.panels[0].y.scale != "rows":
        return []
    (panel,) = drawing.panels
    bars = [m for m in panel.marks if isinstance(m, Bar) and m.look.colour not in BACKGROUND]
    by_row = {_row_of(bar): bar for bar in bars}
    is_simple = all(isinstance(m, Bar | Note) for m in panel.marks) and len(by_row) == len(bars)
    if not (bars and is_simple and len(data.rows) == len(panel.y.rows)):
        return []
    ends = _ends(panel, bars)
    if ends is None:
        return []
    return [
        (row.text, _bar(by_row.get(i), *ends), plain(data.rows[i].cells[-1].text))
        for i, row in enumerate(panel.y.rows)
    ]


def _row_of(bar: Bar) -> int:
    low, high = (_number(end) or 0.0 for end in bar.y)
    return int((low + high) / 2 + 0.5)


def _ends(panel: Panel, bars: Sequence[Bar]) -> tuple[float, float] | None:
    """Give the ends of the axis of numbers, where every bar begins at its low end."""
    low = _number(panel.x.low) or 0.0
    high = _number(panel.x.high) or max(_number(bar.x[1]) or 0.0 for bar in bars)
    begins_low = all(_number(bar.x[0]) == low for bar in bars)
    return (low, high) if begins_low and high > low else None


def _bar(bar: Bar | None, low: float, high: float) -> str:
    end = low if bar is None else _number(bar.x[1]) or 0.0
    return "█" * round(FULL * (end - low) / (high - low))


def _number(value: Value | None) -> float | None:
    """Give a day by its number, and nothing for what is not known."""
    if value is None or value != value:
        return None
    return float(value) if isinstance(value, int | float) else float(value.toordinal())
