"""Periods of one length: days, weeks, months, quarters or years, and which of them dates follow."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from peil.terms.calendar import Days, Floats, Ints, first_day, month_of

DAYS_IN = {"day": 1, "week": 7}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
PERIODS = (*DAYS_IN, *MONTHS_IN)
"""Lengths of period, the shortest first."""
SHORTEST_STEP = {1: "day", 7: "week"}
STEPS_OF_MONTHS = {(28, 31): "month", (89, 92): "quarter", (365, 366): "year"}
"""How many days may lie between two neighbours."""
A_MONDAY = 4
"""The first Monday, counted in days since 1 January 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Periods of one length, numbered one after another.

    `anchor` is the day, or the month, since January 1970 on which one of them starts.
    """

    period: str
    anchor: int = 0

    def number(self, days: Any) -> Ints:
        """Number the period that holds each day."""
        length = DAYS_IN.get(self.period)
        if length is None:
            return np.asarray((month_of(days) - self.anchor) // MONTHS_IN[self.period])
        return np.asarray((np.asarray(days).astype(np.int64) - self.anchor) // length)

    def first(self, numbers: Any) -> Days:
        """Give the first day of each period."""
        length = DAYS_IN.get(self.period)
        if length is None:
            months = np.asarray(numbers) * MONTHS_IN[self.period] + self.anchor
            return np.asarray(first_day(months), dtype="datetime64[D]")
        return (np.asarray(numbers) * length + self.anchor).astype("datetime64[D]")

    def last(self, numbers: Any) -> Days:
        """Give the last day of each period."""
        return self.first(np.asarray(numbers) + 1) - np.timedelta64(1, "D")

    def share(self, start: Days, end: Days) -> Floats:
        """Give the share of a period that lies between two of its days, both included."""
        cell = self.number(start)
        days = (end - start).astype(np.float64) + 1
        whole = (self.last(cell) - self.first(cell)).astype(np.float64) + 1
        return np.asarray(days / whole)


def grid_of(days: Days, period: str) -> Grid:
    """Lay periods of a length so that they start, or end, on the days that a table gives.

    Weeks start on the days' own weekday, on Monday where they differ. Months, quarters and
    years start on the days where each is the first of a month, end on them where each is the
    last, and else are those of the calendar.
    """
    if period in DAYS_IN:
        number = days.astype(np.int64)
        own = int(number[0]) if (np.diff(number) % 7 == 0).all() else A_MONDAY
        return Grid(period=period, anchor=own if period == "week" else 0)
    begins = days if is_first(days).all() else days + np.timedelta64(1, "D")
    months = month_of(begins)
    anchors = months % MONTHS_IN[period]
    is_aligned = bool(is_first(begins).all() and (anchors == anchors[0]).all())
    starts_before = 0 if begins is days else MONTHS_IN[period]
    return Grid(period=period, anchor=int(months[0]) - starts_before if is_aligned else 0)


def is_first(days: Days) -> Any:
    """Whether each day is the first of a month."""
    return days == first_day(month_of(days))


def is_last(days: Days) -> Any:
    """Whether each day is the last of a month."""
    return is_first(days + np.timedelta64(1, "D"))


def steps(days: Days, period: str) -> Floats:
    """Count the periods from each day to the next; NaN where they are no whole number."""
    if period in DAYS_IN:
        apart = np.diff(days).astype(np.float64) / DAYS_IN[period]
    else:
        apart = np.where(_same_day(days), np.diff(month_of(days)) / MONTHS_IN[period], np.nan)
    return np.where(apart == np.floor(apart), apart, np.nan)


def _same_day(days: Days) -> Any:
    """Whether neighbours fall on one day of the month; its end stands for days it has not."""
    day = (days - first_day(month_of(days))).astype(np.int64)
    before, after, last = day[:-1], day[1:], is_last(days)
    return (before == after) | (last[1:] & (before >= after)) | (last[:-1] & (after >= before))


def inferred_period(days: Days) -> str | None:
    """Tell the length of period from sorted days, no two alike; None where no length fits."""
    shortest = int(np.diff(days).astype(np.int64).min())
    found = SHORTEST_STEP.get(shortest)
    for (least, most), period in STEPS_OF_MONTHS.items():
        if least <= shortest <= most:
            found = period
    if found is None or np.isnan(steps(days, found)).any():
        return None
    return found


def is_mixed(days: Days, period: str) -> Any:
    """Whether, at each day but the first and last, a longer period runs before and after it.

    A report now and then may be missing; two long steps in a row, each of one quarter or year
    among months, are a table of two frequencies.
    """
    mixed = np.zeros(max(len(days) - 2, 0), dtype=np.bool_)
    for longer in PERIODS[PERIODS.index(period) + 1 :]:
        is_one = steps(days, longer) == 1
        mixed |= is_one[1:] & is_one[:-1]
    return mixed
