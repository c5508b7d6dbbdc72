"""Where the values of an axis lie in a picture, and which of them are named."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, isnan, log10

from peil.report.chart import svg
from peil.report.chart.figure import Axis, Value
from peil.report.words import Words

STEPS = (1, 2, 5, 10)
YEARS = tuple(12 * step * power for power in (1, 10, 100, 1000) for step in (1, 2, 5))
MONTHS = (1, 2, 3, 6, 12)
"""Steps between the names of years and of months, in months."""
DAYS = (1, 2, 7, 14, 28)
NEVER = 1_000_000
MONTH = 365.25 / 12
YEARS_FROM, DAYS_UP_TO = 36 * MONTH, 62
"""Days from which only years are named, and up to which days are."""
BETWEEN, APART = 12.0, 25.0
"""Room between the names of two values beside each other, and of two below each other."""
MOST = 5
"""Numbers that are named on an axis, in steps between them."""
LEAST = 1e-15
"""Span below which numbers are the same."""
NEARLY = 1e-9
Tick = tuple[float, str]
"""A measured value and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Values along a line, from `low` at `begin` to `high` at `end`."""

    low: float
    high: float
    begin: float
    end: float

    def place(self, value: float) -> float:
        """Give the place of a measured value; what lies beyond an end lies at it."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return self.begin + (self.end - self.begin) * share

    def holds(self, value: float) -> bool:
        """Whether a measured value lies between the ends."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class RowScale:
    """Rows below each other: the middle of each, and how high the part is that marks lie in."""

    middles: tuple[float, ...]
    unit: float

    def place(self, value: float) -> float:
        """Give the place of a row or of a part of one."""
        row = min(max(ceil(value - 0.5), 0), len(self.middles) - 1)
        return self.middles[row] + self.unit * (value - row)


def measure(axis: Axis, value: Value | None) -> float | None:
    """Give what a value measures on an axis: days by their number, the log of numbers.

    Returns:
        None where there is no value, or it is no number.
    """
    if value is None:
        return None
    if isinstance(value, dt.date):
        return float(value.toordinal())
    if isnan(value):
        return None
    if axis.scale == "log":
        return log10(value) if value > 0.0 else -inf
    return float(value)


def ends(axis: Axis, values: Iterable[float]) -> tuple[float, float]:
    """Give the measured ends of an axis: those it names, else round ones around the values.

    Args:
        axis: of numbers or days; an axis of rows ends where its rows do.
        values: measured, of all marks; those that are not finite do not count.
    """
    if axis.scale == "rows":
        return -0.5, max(len(axis.rows), 1) - 0.5
    first, last = _around(axis, [v for v in values if isfinite(v)])
    low, high = (measure(axis, value) for value in (axis.low, axis.high))
    low, high = first if low is None else low, last if high is None else high
    return (low, high) if low < high else (low, low + 1.0)


def _around(axis: Axis, known: Sequence[float]) -> tuple[float, float]:
    if axis.scale == "log":
        return float(floor(min(known, default=0.0))), float(ceil(max(known, default=1.0)))
    if axis.scale == "day":
        first = min(known, default=float(dt.date(2000, 1, 1).toordinal()))
        return first, max(known, default=first + 1.0)
    low, high = min([0.0, *known]), max([0.0, *known])
    if high - low < LEAST:
        return 0.0, 1.0
    step = step_of(high - low, 5, is_whole=axis.is_whole)
    return floor(low / step + NEARLY) * step, ceil(high / step - NEARLY) * step


def step_of(span: float, most: int, *, is_whole: bool = False) -> float:
    """Give the smallest round step that divides a span into at most so many parts."""
    power = 10.0 ** floor(log10(span / most))
    step = next(s * power for s in STEPS if span / (s * power) <= most + NEARLY)
    return max(step, 1.0) if is_whole else step


def ticks(
    axis: Axis, low: float, high: float, room: float, words: Words, *, is_upright: bool = False
) -> list[Tick]:
    """Name values between two measured ends of an axis: those it gives, else round ones.

    Args:
        room: length of the axis in points.
        is_upright: the names stand below each other.
    """
    if axis.ticks is not None:
        given = [(measure(axis, value), text) for value, text in axis.ticks]
        return [(v, text) for v, text in given if v is not None and low <= v <= high]
    if axis.scale == "rows":
        return []
    if axis.scale == "day":
        return _day_ticks(low, high, room, words)
    if axis.scale == "log":
        return _log_ticks(low, high, words)
    for most in range(max(min(MOST, int(room / APART)), 1), 0, -1):
        found = _number_ticks(axis, low, high, most, words)
        if is_upright or sum(svg.width_of(text) + BETWEEN for _, text in found) <= room:
            return found
    return []


def _number_ticks(axis: Axis, low: float, high: float, most: int, words: Words) -> list[Tick]:
    step = step_of(high - low, most, is_whole=axis.is_whole)
    digits = max(0, -floor(log10(step) + NEARLY))
    multiples = range(ceil(low / step - NEARLY), floor(high / step + NEARLY) + 1)
    return [(i * step, words.number(i * step, digits)) for i in multiples]


def _log_ticks(low: float, high: float, words: Words) -> list[Tick]:
    """Name powers of ten, and 2 and 5 times these where the axis is short."""
    factors = (1, 2, 5) if high - low < 2.0 else (1,)
    found = []
    for power in range(floor(low), ceil(high) + 1):
        for factor in factors:
            at = power + log10(factor)
            if low - NEARLY <= at <= high + NEARLY:
                found.append((at, words.number(factor * 10.0**power, max(0, -power))))
    return found


def _day_ticks(low: float, high: float, room: float, words: Words) -> list[Tick]:
    """Name years, months or days where they begin, as closely as there is room."""
    first, last = _day(low), _day(high)
    a_day = room / (high - low)
    if high - low <= DAYS_UP_TO:
        needed = svg.width_of(words.short_day(first)) + BETWEEN
        numbers = range(first.toordinal(), last.toordinal() + 1, _every(DAYS, a_day, needed))
        return [(float(n), words.short_day(dt.date.fromordinal(n))) for n in numbers]
    steps = YEARS if high - low > YEARS_FROM else MONTHS
    # Any month may be named, and a later year may have more digits.
    named = [_named(last.replace(month=month, day=1), words, steps) for month in range(1, 13)]
    every = _every(steps, MONTH * a_day, max(map(svg.width_of, named)) + BETWEEN)
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    begins = [dt.date(n // 12, n % 12 + 1, 1) for n in months if n % every == 0]
    found = [(float(day.toordinal()), _named(day, words, steps)) for day in begins if day >= first]
    return found or [(low, words.short_month(first))]


def _named(day: dt.date, words: Words, steps: Sequence[int]) -> str:
    return str(day.year) if steps is YEARS else words.short_month(day)


def _day(number: float) -> dt.date:
    return dt.date.fromordinal(min(max(int(number), 1), dt.date.max.toordinal()))


def _every(steps: Sequence[int], length: float, needed: float) -> int:
    """Give the smallest step whose length in points has room for a name; one for all, if none."""
    return next((step for step in steps if step * length >= needed), NEVER)
