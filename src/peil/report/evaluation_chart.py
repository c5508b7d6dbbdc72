"""Charts of an evaluation: counts beside what would have been, and gaps beside placebos."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

import numpy as np

from peil.report import svg
from peil.report.account import Table
from peil.report.charts import Chart
from peil.report.watch_axes import day_ticks
from peil.report.words import Words
from peil.review.evaluation.interrupted import Modelled
from peil.review.evaluation.synthetic_control import SyntheticControl
from peil.terms.calendar import Floats

WIDE, NARROW = 680.0, 340.0
TALL, TOP, FOOT, LEFT, RIGHT = 220.0, 14.0, 78.0, 52.0, 12.0
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_TICKS, YEAR_ROOM = 5, 56.0
LEGEND_ROW, LEGEND_TEXT = 18.0, 6.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where values lie in a picture: its width, and the ends of both axes."""

    width: float
    first: float
    last: float
    low: float
    high: float

    def x(self, value: Any) -> Any:
        return LEFT + (self.width - LEFT - RIGHT) * (value - self.first) / (self.last - self.first)

    def y(self, value: Any) -> Any:
        return TOP + TALL * (self.high - value) / (self.high - self.low)

    def path(self, times: Floats, values: Floats, **style: Any) -> str:
        """Draw a line through values."""
        points = zip(self.x(times).tolist(), self.y(values).tolist(), strict=True)
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        return svg.tag("path", d=d, **{"fill": "none", "stroke_width": 2, **style})

    def area(self, times: Floats, low: Floats, high: Floats, **style: Any) -> str:
        """Fill between two lines."""
        there = zip(self.x(times).tolist(), self.y(high).tolist(), strict=True)
        back = zip(self.x(times[::-1]).tolist(), self.y(low[::-1]).tolist(), strict=True)
        d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in [*there, *back]) + "Z"
        return svg.tag("path", d=d, **style)

    def upright(self, at: float) -> str:
        """Draw where the policy began."""
        x = float(self.x(at))
        return svg.line(x, TOP, x, TOP + TALL, stroke=svg.INK, stroke_dasharray="2 3")


def series_chart(model: Modelled, begins: Any, words: Words, table: Table) -> Chart:
    """Draw counts, the model, and the model had nothing changed.

    Args:
        model: the series.
        begins: first day of the policy.
        table: the same figures.
    """
    times = model.start.astype(np.float64)
    day = float(np.datetime64(begins, "D").astype(np.float64))
    highest = float(max(model.count.max(), model.expected.max(), model.fitted.max(), 1.0))
    last = times[-1] + float(np.diff(times).min())

    def drawn(width: float, key: str) -> str:
        frame = _Frame(width=width, first=times[0], last=last, low=0.0, high=1.06 * highest)

        def place(days: Any) -> Any:
            return frame.x(days.astype("datetime64[D]").astype(float))

        after = times >= day
        parts = [
            *_value_ticks(frame, words),
            *day_ticks(model.start[0], _day(last), place, TOP + TALL, words),
            frame.upright(day),
            frame.path(times, model.fitted, stroke=svg.BLUE),
            frame.path(times[after], model.expected[after], stroke=svg.VERMILION,
                       stroke_dasharray="7 4"),
            *(svg.tag("circle", cx=float(frame.x(t)), cy=float(frame.y(c)), r=2.6, fill=svg.INK)
              for t, c in zip(times, model.count, strict=True)),
            *_legend(width, [
                ("dot", svg.INK, words("evaluate.legend_counts")),
                ("line", svg.BLUE, words("evaluate.legend_model")),
                ("dashed", svg.VERMILION, words("evaluate.legend_without")),
            ]),
        ]  # fmt: skip
        return _picture(parts, width, key, title, desc)

    title = words("evaluate.series_chart", name=model.series)
    desc = words(
        "evaluate.series_desc",
        number=len(times),
        name=model.series,
        before=words.number(float(model.events[0])),
        after=words.number(float(model.events[1])),
    )
    return _chart(table, title, desc, words, drawn)


def gap_chart(found: SyntheticControl, words: Words, table: Table) -> Chart:
    """Draw the gap with its band over nearly optimal weights, and the placebos behind it.

    Placebos that would flatten the picture run along its edge.
    """
    times = found.times.astype(np.float64)
    reach = 1.15 * float(max(np.abs(found.near.low).max(), np.abs(found.near.high).max(), 1e-9))

    def drawn(width: float, key: str) -> str:
        frame = _Frame(width=width, first=times[0], last=times[-1], low=-reach, high=reach)
        parts = [
            *_value_ticks(frame, words),
            *_year_ticks(frame, found.times, width),
            *(frame.path(times, np.clip(gap, -reach, reach), stroke=svg.SLATE, stroke_width=0.8)
              for gap in found.placebos.gap),
            frame.area(times, found.near.low, found.near.high, fill=svg.BLUE, fill_opacity=0.25),
            frame.upright(float(found.begins)),
            svg.line(LEFT, float(frame.y(0.0)), width - RIGHT, float(frame.y(0.0)), stroke=svg.INK),
            frame.path(times, found.fit.gap, stroke=svg.BLUE, stroke_width=2.4),
            *_legend(width, [
                ("line", svg.BLUE, words("evaluate.legend_gap")),
                ("area", svg.BLUE, words("evaluate.legend_band")),
                ("line", svg.SLATE, words("evaluate.legend_placebos")),
            ]),
        ]  # fmt: skip
        return _picture(parts, width, key, title, desc)

    title = words("evaluate.gap_chart", name=found.unit)
    desc = words(
        "evaluate.gap_desc",
        name=found.unit,
        gap=words.number(found.mean_gap, 2),
        low=words.number(found.near.mean_low, 2),
        high=words.number(found.near.mean_high, 2),
        number=len(found.placebos.units),
    )
    return _chart(table, title, desc, words, drawn)


def _chart(
    table: Table, title: str, desc: str, words: Words, drawn: Callable[[float, str], str]
) -> Chart:
    return Chart(
        key=table.key,
        title=title,
        desc=desc,
        svg=drawn(WIDE, table.key),
        narrow=drawn(NARROW, f"{table.key}-narrow"),
        table=table,
        source=words("evaluate.source"),
    )


def _picture(parts: Iterable[str], width: float, key: str, title: str, desc: str) -> str:
    rows = 1 if width == WIDE else 3
    height = TOP + TALL + FOOT - 2 * LEGEND_ROW + rows * LEGEND_ROW
    return svg.picture(
        *parts, key=key, width=width, height=height, title=title, desc=desc, font=None
    )


def _day(number: float) -> Any:
    return np.datetime64(int(number), "D")


def _value_ticks(frame: _Frame, words: Words) -> Iterator[str]:
    """Draw a few round values with a hairline each."""
    span = frame.high - frame.low
    power = 10.0 ** floor(log10(span / MOST_TICKS))
    step = next(s * power for s in STEPS if span / (s * power) <= MOST_TICKS)
    digits = max(0, -floor(log10(step)) + (step / 10 ** floor(log10(step)) == STEPS[2]))
    for i in range(ceil(frame.low / step), floor(frame.high / step) + 1):
        y = float(frame.y(i * step))
        yield svg.line(LEFT, y, frame.width - RIGHT, y)
        text = words.number(i * step, digits)
        yield svg.label(LEFT - 6, y + 4.2, text, text_anchor="end", fill=svg.GREY)


def _year_ticks(frame: _Frame, times: Any, width: float) -> Iterator[str]:
    first, last = int(times[0]), int(times[-1])
    room = (width - LEFT - RIGHT) / YEAR_ROOM
    every = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / s <= room)
    for year in range(ceil(first / every) * every, last + 1, every):
        x = float(frame.x(year))
        yield svg.line(x, TOP + TALL, x, TOP + TALL + 4, stroke=svg.GREY)
        yield svg.label(x, TOP + TALL + 18, str(year), text_anchor="middle", fill=svg.GREY)


def _legend(width: float, entries: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Name the lines, beside each other where there is room."""
    x, y = LEFT, TOP + TALL + 42.0
    for kind, colour, text in entries:
        if kind == "dot":
            yield svg.tag("circle", cx=x + 9, cy=y - 4, r=2.6, fill=colour)
        elif kind == "area":
            yield svg.bar(x, y - 10, 18, 11, fill=colour, fill_opacity=0.25)
        else:
            dash = "7 4" if kind == "dashed" else None
            yield svg.line(x, y - 4, x + 18, y - 4, stroke=colour, stroke_width=2,
                           stroke_dasharray=dash)  # fmt: skip
        yield svg.label(x + 24, y, text)
        if width == WIDE:
            x += 40 + LEGEND_TEXT * len(text)
        else:
            y += LEGEND_ROW
