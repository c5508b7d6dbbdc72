"""Figures: counts over periods that do not overlap, made from a series as known on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from peil.observe.indicator import Indicator
from peil.observe.series import Series
from peil.terms.calendar import (
    Days,
    Flags,
    Floats,
    Ints,
    Labels,
    as_date,
    months_covered,
    whole_period,
)

SHORTEST_DIFFERENCE = 3.0
"""Months below which a difference of cumulative totals is joined to the next one."""

EXACT_DAY = "day"
"""How exactly a day is known that is no stand-in for its month or its year."""

PRECISIONS = (EXACT_DAY, "month", "year")
"""How exactly the days of a period are known, the most exact first."""

EXACT, ROUGH = 1.0, 0.5
"""How much a count tells: approximate ones, rates and differences tell half as much."""

DERIVED = {"flow_rate": "rate_times_months", "cumulative": "difference_of_totals"}
"""How a figure comes from what was published, by the kind of its indicator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of one indicator over periods that do not overlap, oldest first.

    Args:
        start, end: (N,) first and last day that each figure covers.
        period_precision: (N,) how exactly these days are known: day, month or year.
        months: (N,) exposure, in months; 0 for a stock at a date.
        count: (N,) events or persons in the period; a stock's or share's value as it is.
        telling: (N,) 1 for an exact count, a half for a rough one.
        worked_out: (N,) whether it rests on one that the makers of the dossier worked out.
        published: (N,) day on which each figure became known.
        precision: (N,) how exactly that day is known: day, month, year or assumed.
        publisher, source: (N,) who made it, and where it stands.
    """

    start: Days
    end: Days
    period_precision: Labels
    months: Floats
    count: Floats
    telling: Floats
    worked_out: Flags
    published: Days
    precision: Labels
    publisher: Labels
    source: Labels

    def __len__(self) -> int:
        return len(self.count)

    def take(self, rows: Any) -> "Figures":
        """Keep the figures that an index or a mask selects, in its order."""
        return Figures(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def period(self, first: int, last: int | None = None) -> tuple[date, date]:
        """Give the days of a figure, or from one to another, as they are told.

        Of a month or a year of which no day is known it is the whole.
        """
        last = first if last is None else last
        precision = coarsest(self.period_precision[[first, last]])
        return whole_period(as_date(self.start[first]), as_date(self.end[last]), precision)

    def stretches(self) -> tuple[tuple[date, date], ...]:
        """Give the days of the figures as they are told, one after another where none is lacking."""
        told: list[tuple[date, date]] = []
        for start, end in map(self.period, range(len(self))):
            if told and (start - told[-1][1]).days <= 1:
                start = told.pop()[0]
            told.append((start, end))
        return tuple(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """Figures that are compared as one.

    Args:
        start, end: first and last day that they cover.
        period: these days as they are told: of a month or a year of which no day is known the whole.
        stretches: the same without the days between of which there is no figure.
        months, count: their sums; a rate or a total to date is computed from what was published.
        derived: how; None where the figures stand as they were published.
        is_rough: whether any is a bound, is rounded, or is derived.
        is_worked_out: whether any rests on a figure that the makers of the dossier worked out.
        published, precision: day on which the last of them became known, and how exactly it is
            known.
        publishers, sources: without repetition; where months without an event are many, the
            sources are those of months with one.
    """

    start: date
    end: date
    period: tuple[date, date]
    stretches: tuple[tuple[date, date], ...]
    months: float
    count: float
    derived: str | None
    is_rough: bool
    is_worked_out: bool
    published: date
    precision: str
    publishers: tuple[str, ...]
    sources: tuple[str, ...]


def group_of(figures: Figures, indicator: Indicator) -> FigureGroup:
    """Sum up figures that are compared as one; at least one."""
    told, last = figures.take(figures.count > 0), int(figures.published.argmax())
    return FigureGroup(
        start=as_date(figures.start[0]),
        end=as_date(figures.end[-1]),
        period=figures.period(0, -1),
        stretches=figures.stretches(),
        months=float(figures.months.sum()),
        count=float(figures.count.sum()),
        derived=DERIVED.get(indicator.kind),
        is_rough=bool(figures.telling.min() <= ROUGH),
        is_worked_out=bool(figures.worked_out.any()),
        published=as_date(figures.published[last]),
        precision=str(figures.precision[last]),
        publishers=tuple(dict.fromkeys(figures.publisher)),
        sources=tuple(dict.fromkeys((told if len(told) else figures).source)),
    )


def figures_known(series: Series, indicator: Indicator, day: np.datetime64) -> Figures:
    """Make the figures of an indicator from what was published by `day`.

    Flow counts stand as they are; monthly rates become counts; cumulative totals are
    subtracted within one publisher, and one below an earlier total is a revision that is left
    out, so that what it takes back is not counted again; stocks and shares keep their value and have no exposure.
    Of overlapping periods the one with the latest end is kept, then the longest, then the
    latest published, going back in time, so that nothing is counted twice.

    Args:
        series: in canonical order.
        indicator: what the series measures; its kind decides.
        day: the as-of day; nothing published later is used.
    """
    figures = _published(series, indicator, day)
    if indicator.kind in ("stock", "share"):
        return _at_a_date(figures)
    return figures.take(without_overlap(figures))


def streams_known(series: Series, indicator: Indicator, day: np.datetime64) -> tuple[Figures, ...]:
    """Make the figures of each publisher apart; their periods may still overlap.

    Args:
        series: in canonical order, of a flow.
        indicator: what the series measures.
        day: the as-of day; nothing published later is used.
    """
    streams = (_published(part, indicator, day) for part in series.by_publisher())
    return tuple(figures for figures in streams if len(figures))


def _published(series: Series, indicator: Indicator, day: np.datetime64) -> Figures:
    if indicator.kind == "cumulative":
        return join([_differences(part.known_on(day)) for part in _totals(series)])
    return _from_flows(series.known_on(day), is_rate=indicator.kind == "flow_rate")


def _from_flows(known: Series, *, is_rate: bool) -> Figures:
    end = np.minimum(known.end, known.published)
    months = months_covered(known.start, end)
    rough = known.approximate | is_rate
    return Figures(
        start=known.start,
        end=end,
        period_precision=known.period_precision,
        months=months,
        count=known.value * months if is_rate else known.value,
        telling=np.where(rough, ROUGH, EXACT),
        worked_out=known.worked_out,
        published=known.published,
        precision=known.precision,
        publisher=known.publisher,
        source=known.source,
    )


def _totals(series: Series) -> list[Series]:
    """Split cumulative totals into those that may be subtracted from one another."""
    parts = []
    for part in series.by_publisher():
        since = np.where(part.start == part.end, np.datetime64("NaT"), part.start)
        parts += [part.take(since == day) for day in np.unique(since[~np.isnat(since)])]
        parts.append(part.take(np.isnat(since)))
    return [part for part in parts if len(part) > 1]


def _differences(totals: Series) -> Figures:
    totals = totals.take(np.argsort(totals.end, kind="stable"))
    totals = totals.take(totals.value >= np.maximum.accumulate(totals.value))
    pairs = _spans(totals.end)
    first = np.array([a for a, _ in pairs], dtype=np.int64)
    last = np.array([b for _, b in pairs], dtype=np.int64)
    start = totals.end[first] + np.timedelta64(1, "D")
    known = totals.period_precision
    count = totals.value[last] - totals.value[first]
    told = np.where(totals.published[first] > totals.published[last], first, last)
    return Figures(
        start=start,
        end=totals.end[last],
        period_precision=np.array([coarsest(known[[a, b]]) for a, b in pairs], dtype=object),
        months=months_covered(start, totals.end[last]),
        count=count,
        telling=np.full(len(pairs), ROUGH),
        worked_out=totals.worked_out[first] | totals.worked_out[last],
        published=totals.published[told],
        precision=totals.precision[told],
        publisher=totals.publisher[last],
        source=totals.source[last],
    )


def _spans(ends: Days) -> list[tuple[int, int]]:
    """Pair the days of totals so that each span is long enough; a short rest joins the last."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for i in range(1, len(ends)):
        if months_covered(ends[begin] + np.timedelta64(1, "D"), ends[i]) >= SHORTEST_DIFFERENCE:
            spans.append((begin, i))
            begin = i
    if spans and begin < len(ends) - 1:
        spans[-1] = (spans[-1][0], len(ends) - 1)
    return spans


def coarsest(precisions: Iterable[str]) -> str:
    """Give the coarsest of some precisions: a day, a month or a year."""
    return max(precisions, key=PRECISIONS.index)


def join(parts: Sequence[Figures]) -> Figures:
    """Put figures one after another; without any, nothing is known."""
    if not parts:
        return no_figures()
    return Figures(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Figures)}
    )


def no_figures() -> Figures:
    """An indicator of which nothing is known."""
    day, number, label = np.empty(0, "datetime64[D]"), np.empty(0), np.empty(0, object)
    return Figures(
        start=day,
        end=day,
        period_precision=label,
        months=number,
        count=number,
        telling=number,
        worked_out=np.empty(0, bool),
        published=day,
        precision=label,
        publisher=label,
        source=label,
    )


def without_overlap(figures: Figures) -> Ints:
    """Choose periods that do not overlap: the latest end, then the longest, then the latest published.

    Returns:
        (M,) rows of the figures, oldest first.
    """
    order = np.lexsort((figures.published, figures.end - figures.start, figures.end))[::-1]
    if (figures.end[order[1:]] < figures.start[order[:-1]]).all():
        return order[::-1]
    chosen: list[int] = []
    free_before = np.datetime64("9999-12-31", "D")
    for i in order:
        if figures.end[i] < free_before:
            chosen.append(int(i))
            free_before = figures.start[i]
    return np.array(chosen[::-1], dtype=np.int64)


def _at_a_date(figures: Figures) -> Figures:
    """Keep the latest published value for each day; a stock has no exposure."""
    order = np.lexsort((figures.published, figures.end))
    last = {figures.end[i]: int(i) for i in order}
    kept = figures.take(np.array(list(last.values()), dtype=np.int64))
    return Figures(
        **{f.name: getattr(kept, f.name) for f in fields(Figures) if f.name != "months"},
        months=np.zeros(len(kept)),
    )
