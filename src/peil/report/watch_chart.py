"""The chart of a watched series: counts, what was expected, bounds, and what is signalled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any

import numpy as np

from peil.observe.watch.watched import Points
from peil.report import svg
from peil.report.charts import Chart
from peil.report.watch_account import counts_of, is_open, points_table, shown_since
from peil.report.watch_axes import day_ticks, value_ticks
from peil.report.watch_legend import (
    BAND,
    DIRECTION_OF,
    KEPT,
    OUTBREAK,
    bracket,
    legend,
    ribbon,
    triangle,
)
from peil.report.watch_words import amount, bounds, duration, name_of, verdict
from peil.report.watching import WatchedSeries
from peil.report.words import Words
from peil.terms.calendar import Days, Floats, as_date

WIDE, NARROW = 720.0, 360.0
PLOT, TOP = 170.0, 10.0
RIGHT = 8.0
LONGEST, LONGEST_NARROW = 260, 130
"""Periods that are drawn, unless more were evaluated."""
HEADROOM = 1.5
"""A bound is drawn up to so many times the largest count."""
BELOW_TOP = 22.0
"""Where a time without an event is spanned: no count reaches there, nor what is expected."""
RIBBON = 12.0
"""Height of the row that says the direction of each period."""
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where days and counts lie in a picture.

    Args:
        start, end, count: (N,) the periods that are drawn.
        points: what the watch says of the latest of them.
        highest: the count at the top.
    """

    start: Days
    end: Days
    count: Floats
    points: Points
    left: float
    right: float
    highest: float

    def x(self, day: Any) -> Any:
        """Place days, the first one at the left."""
        first, after = self.start[0], self.end[-1] + DAY
        share = (np.asarray(day) - first) / (after - first)
        return self.left + (self.right - self.left) * share

    def y(self, count: Any) -> Any:
        """Place counts; what is higher than the picture ends at its top."""
        return TOP + PLOT * (1.0 - np.minimum(count, self.highest) / self.highest)

    @property
    def bottom(self) -> float:
        """Where a count of zero lies."""
        return TOP + PLOT


def watch_chart(one: WatchedSeries, key: str, words: Words, font: str | None = None) -> Chart:
    """Draw a series; `key` tells its picture from the others of a page."""
    name = name_of(one, words)
    return Chart(
        key=key,
        title=words("watch.chart_title", name=name),
        desc=_told(one, words),
        svg=_picture(one, key, words, WIDE, font),
        narrow=_picture(one, f"{key}-narrow", words, NARROW, font),
        table=points_table(one, words),
        source=words("watch.source_counts", source=one.source or name, method=one.watched.method),
    )


def _told(one: WatchedSeries, words: Words) -> str:
    p, last = one.watched.points, one.last_report
    latest = float("nan") if last is None else float(p.observed[last])
    return words(
        "watch.chart_desc",
        number=words.number(len(p)),
        start=words.short_day(as_date(p.start[0])),
        end=words.short_day(as_date(p.end[-1])),
        count=amount(latest, words),
        expected=amount(float(p.expected[-1]), words),
        bounds=bounds(float(p.lower[-1]), float(p.upper[-1]), words),
        says=verdict(one, words),
    )


def _picture(one: WatchedSeries, key: str, words: Words, width: float, font: str | None) -> str:
    frame = _frame(one, width)
    said, height = legend(_seen(one, frame), words, width, frame.bottom + 24 + RIBBON + 14)
    return svg.picture(
        *_band(frame),
        *_left_out(one, frame),
        *_gaps(frame),
        *value_ticks(frame.left, frame.right, frame.bottom, PLOT, frame.highest, words),
        *_observed(frame),
        *_expected(frame),
        *_nowcasts(frame),
        *_breaks(one, frame),
        *_quiet(one, frame, words),
        *_outside(frame),
        *day_ticks(frame.start[0], frame.end[-1] + DAY, frame.x, frame.bottom, words),
        *ribbon(frame.points, frame.x, frame.bottom + 24),
        said,
        key=key, width=width, height=height, title=words("watch.chart_title", name=name_of(one, words)),
        desc=_told(one, words), font=font,
    )  # fmt: skip


def _frame(one: WatchedSeries, width: float) -> Frame:
    p, counts = one.watched.points, one.counts
    start, end = (p.start, p.end) if counts is None else (counts.start, counts.end)
    longest = max(LONGEST if width == WIDE else LONGEST_NARROW, shown_since(one))
    drawn = slice(-min(len(start), max(longest, len(p) if width == WIDE else 0)), None)
    count = counts_of(one)[drawn]
    shown = p if len(p) <= len(count) else _latest(p, len(count))
    highest = _highest(count, shown)
    left = 16.0 + 7.0 * max(len(str(round(highest))), 2)
    return Frame(
        start=start[drawn], end=end[drawn], count=count, points=shown,
        left=left, right=width - RIGHT, highest=highest,
    )  # fmt: skip


def _latest(points: Points, n: int) -> Points:
    fields: dict[str, Any] = {name: getattr(points, name)[-n:] for name in Points.__slots__}
    return Points(**fields)


def _highest(count: Floats, points: Points) -> float:
    """Give the top of the picture: the largest count, and bounds not too far above it."""
    seen = [count, points.nowcast[:, 2], points.expected]
    largest = max((float(np.nanmax(v)) for v in seen if not np.isnan(v).all()), default=1.0)
    bound = float(np.nanmax(points.upper)) if not np.isnan(points.upper).all() else 0.0
    top = max(largest, min(bound, HEADROOM * largest), 1.0) * 1.04
    step = 10.0 ** floor(log10(top)) / 2
    return ceil(top / step) * step if top > 10 else ceil(top)


def _runs(flags: Any) -> Iterator[tuple[int, int]]:
    """Give the stretches, first and last place, in which something holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, dtype=np.int8), [0]])))
    yield from ((int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _stairs(frame: Frame, start: Days, end: Days, value: Floats) -> list[str]:
    """Give the corners of a line that is level within each period."""
    xs = np.stack([frame.x(start), frame.x(end + DAY)], axis=1).ravel()
    ys = np.repeat(frame.y(value), 2)
    return [f"{x:.1f},{y:.1f}" for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]


def _observed(frame: Frame) -> Iterator[str]:
    """Draw counts as one shape for each stretch with reports."""
    for a, b in _runs(~np.isnan(frame.count)):
        part = slice(a, b + 1)
        top = _stairs(frame, frame.start[part], frame.end[part], frame.count[part])
        first, last = top[0].split(",")[0], top[-1].split(",")[0]
        corners = [f"{first},{frame.bottom:.1f}", *top, f"{last},{frame.bottom:.1f}"]
        yield svg.tag(
            "polygon", points=" ".join(corners), fill=svg.SLATE, fill_opacity=0.55,
            stroke=svg.SLATE, stroke_width=1.0, stroke_linejoin="round",
        )  # fmt: skip
    yield svg.line(frame.left, frame.bottom, frame.right, frame.bottom, stroke=svg.INK)


def _band(frame: Frame) -> Iterator[str]:
    """Draw the counts that are no signal by themselves; without a lower bound from zero."""
    p = frame.points
    for a, b in _runs(~np.isnan(p.upper) & ~(p.lower > p.upper)):
        part = slice(a, b + 1)
        top = _stairs(frame, p.start[part], p.end[part], p.upper[part])
        low = np.where(np.isnan(p.lower[part]), 0.0, p.lower[part])
        bottom = _stairs(frame, p.start[part], p.end[part], low)
        yield svg.tag("polygon", points=" ".join([*top, *reversed(bottom)]), fill=BAND)


def _expected(frame: Frame) -> Iterator[str]:
    p = frame.points
    for a, b in _runs(~np.isnan(p.expected)):
        part = slice(a, b + 1)
        corners = " ".join(_stairs(frame, p.start[part], p.end[part], p.expected[part]))
        for colour, wide in (("#ffffff", 3.6), (svg.INK, 1.6)):
            yield svg.tag("polyline", points=corners, fill="none", stroke=colour, stroke_width=wide)


def _middles(frame: Frame) -> Any:
    return (frame.x(frame.points.start) + frame.x(frame.points.end + DAY)) / 2


def _nowcasts(frame: Frame) -> Iterator[str]:
    p, middle = frame.points, _middles(frame)
    for i in np.flatnonzero(p.nowcast[:, 2] > p.nowcast[:, 0]).tolist():
        low, mid, high = frame.y(p.nowcast[i]).tolist()
        x = float(middle[i])
        yield svg.line(x, low, x, high, stroke=svg.INK, stroke_width=1.4)
        for end in (low, high):
            yield svg.line(x - 3, end, x + 3, end, stroke=svg.INK, stroke_width=1.4)
        yield svg.tag("circle", cx=x, cy=mid, r=2.6, fill="#ffffff", stroke=svg.INK)


def _outside(frame: Frame) -> Iterator[str]:
    """Mark counts beyond a bound, by shape, place and colour."""
    p, middle = frame.points, _middles(frame)
    for i in np.flatnonzero(p.observed > p.upper).tolist():
        yield triangle(float(middle[i]), float(frame.y(p.observed[i])) - 3, is_up=True)
    for i in np.flatnonzero(p.observed < p.lower).tolist():
        yield triangle(float(middle[i]), float(frame.y(p.observed[i])) - 3, is_up=False)


def _left_out(one: WatchedSeries, frame: Frame) -> Iterator[str]:
    for spans, look in ((one.watched.outbreaks, {"fill": OUTBREAK}), (one.watched.kept, KEPT)):
        for first, last in spans:
            x = max(float(frame.x(np.datetime64(first))), frame.left)
            end = float(frame.x(np.datetime64(last) + DAY))
            if end > x:
                yield svg.bar(x, TOP, end - x, PLOT, **look)


def _quiet(one: WatchedSeries, frame: Frame, words: Words) -> Iterator[str]:
    """Span the time since the last event, where events are rare, and write how long it is."""
    quiet = one.watched.quiet
    if quiet is not None and quiet.periods > 0.0:
        x = max(float(frame.x(np.datetime64(quiet.since))), frame.left)
        yield bracket(x + 1.5, frame.right - 1.5, TOP + BELOW_TOP)
        lasted = duration(quiet.periods, one.watched.period, words)
        text = words("watch_quiet.chart", periods=lasted)
        yield svg.label(frame.right - 1.5, TOP + BELOW_TOP - 7, text, text_anchor="end")


def _gaps(frame: Frame) -> Iterator[str]:
    for a, b in _runs(np.isnan(frame.count)):
        x, end = float(frame.x(frame.start[a])), float(frame.x(frame.end[b] + DAY))
        for y in (frame.bottom - 3.0, frame.bottom - 7.0):
            yield svg.line(
                x + 0.5, y, max(end - 0.5, x + 1.5), y, stroke=svg.GREY, stroke_dasharray="1.5 2"
            )


def _breaks(one: WatchedSeries, frame: Frame) -> Iterator[str]:
    for day in _break_days(one, frame):
        x = float(frame.x(day))
        yield svg.line(
            x, TOP - 6, x, frame.bottom, stroke=svg.INK, stroke_width=1.4, stroke_dasharray="5 3"
        )


def _break_days(one: WatchedSeries, frame: Frame) -> Days:
    if one.counts is None:
        return frame.start[:0]
    days: Days = one.counts.start[1:][np.diff(one.counts.segment) > 0]
    return np.asarray(days[days > frame.start[0]])


def _reaches(spans: Sequence[tuple[date, date]], frame: Frame) -> bool:
    return any(np.datetime64(last) >= frame.start[0] for _, last in spans)


def _seen(one: WatchedSeries, frame: Frame) -> tuple[str, ...]:
    """Name what the picture shows, so that its legend explains that and nothing else."""
    p = frame.points
    shown = {
        "legend_observed": True,
        "legend_expected": not np.isnan(p.expected).all(),
        "legend_bounds": not np.isnan(p.upper).all(),
        "legend_nowcast": is_open(one),
        "legend_high": (p.observed > p.upper).any(),
        "legend_low": (p.observed < p.lower).any(),
        "legend_outbreak": _reaches(one.watched.outbreaks, frame),
        "watch_kept.legend": _reaches(one.watched.kept, frame),
        "watch_quiet.legend": one.watched.quiet is not None and one.watched.quiet.periods > 0.0,
        "legend_break": len(_break_days(one, frame)) > 0,
        "legend_gap": np.isnan(frame.count).any(),
        **{name: (p.direction == word).any() for name, word in DIRECTION_OF.items()},
    }
    return tuple(name for name, is_shown in shown.items() if is_shown)
