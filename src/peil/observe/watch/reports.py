"""Reports: what is known on a day of one series over periods of one length, and how late it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from peil.observe.events import events_known
from peil.observe.periods import DAYS_IN, MONTHS_IN, PERIODS, Grid, is_first, is_last
from peil.observe.record import Record
from peil.observe.series import Series
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.reporting import (
    Triangle,
    completeness,
    completeness_on,
    reporting_delays,
    triangle_of_events,
    triangle_of_vintages,
)
from peil.terms.calendar import Days, Flags, Floats, Ints, as_day, month_of

LEAST_SHARE = float(CONSTANTS["series"]["least_share"])
YEARLY, IRREGULAR, TOO_FEW = "yearly", "irregular_periods", "too_few_periods"
NO_FIGURES, NOT_A_COUNT, NOT_WHOLE = "no_figures", "not_a_count", "not_whole_counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """One report for each period of a grid that has one, oldest first.

    Args:
        grid: the periods.
        number: (N,) of the period.
        end: (N,) last day that the report covers.
        share: (N,) share of the period that it covers.
        count: (N,) events.
        since: days on which another publisher, or another way to count, takes over.
        vintages: the whole periods, all vintages; None where the reports are no publications.
    """

    grid: Grid
    number: Ints
    end: Days
    share: Floats
    count: Floats
    since: tuple[np.datetime64, ...] = ()
    vintages: Series | None = None


def reports_on_grid(known: Series) -> Reports | str:
    """Find the usual length of period, and keep its reports; else say why there is none.

    Reports of other lengths are left out, save the partial one that a period not yet reported
    in full began with. Of several publishers the one with the most periods counts; another one
    counts where that has none, and is a stretch of its own.

    Args:
        known: in canonical order, published by the as-of day; all vintages.

    Returns:
        The reports, or a reason: yearly, irregular_periods or too_few_periods.
    """
    grid = _commonest_grid(known)
    if grid is None:
        return TOO_FEW
    if grid.period == "year":
        return YEARLY
    whole = _on(grid, known) & (known.published >= known.end)
    rows = [*_of_main_publisher(grid, known, whole)]
    rows = sorted([*rows, *_begun(grid, known, whole)], key=lambda row: known.start[row])
    kept = known.take(np.array(rows, dtype=np.int64))
    number = grid.number(kept.start)
    is_dense = len(number) >= LEAST_SHARE * (number[-1] - number[0] + 1)
    if not is_dense or (known.start > grid.last(number[-1])).any():
        return IRREGULAR
    changes = np.flatnonzero(kept.publisher[1:] != kept.publisher[:-1]) + 1
    end = np.minimum(kept.end, kept.published)
    return Reports(
        grid=grid,
        number=number,
        end=end,
        share=grid.share(kept.start, end),
        count=kept.value,
        since=tuple(kept.start[changes]),
        vintages=_vintages(grid, known.take(whole), kept.publisher, number),
    )


def _commonest_grid(known: Series) -> Grid | None:
    """Choose the grid on which most periods lie; of equals the longest."""
    found: Counter[tuple[int, int]] = Counter()
    for place, period in enumerate(PERIODS):
        fits = _has_length(known.start, known.end, period)
        anchors = _anchors(known.start[fits], period)
        pairs = set(zip(anchors.tolist(), known.start[fits].astype(np.int64).tolist(), strict=True))
        found.update((place, anchor) for anchor, _ in pairs)
    (place, anchor), most = max(
        found.items(), key=lambda item: (item[1], item[0]), default=((0, 0), 0)
    )
    return Grid(period=PERIODS[place], anchor=anchor) if most > 1 else None


def _has_length(start: Days, end: Days, period: str) -> Flags:
    """Whether each span is one period long, from whatever day or month on."""
    if period in DAYS_IN:
        return np.asarray((end - start).astype(np.int64) + 1 == DAYS_IN[period])
    months = month_of(end) - month_of(start) + 1
    return np.asarray(is_first(start) & is_last(end) & (months == MONTHS_IN[period]))


def _anchors(start: Days, period: str) -> Ints:
    if period in DAYS_IN:
        return np.asarray(start.astype(np.int64) % DAYS_IN[period])
    return np.asarray(month_of(start) % MONTHS_IN[period])


def _on(grid: Grid, known: Series) -> Flags:
    number = grid.number(known.start)
    return np.asarray((grid.first(number) == known.start) & (grid.last(number) == known.end))


def _of_main_publisher(grid: Grid, known: Series, whole: Flags) -> Iterator[int]:
    """Give the row of the latest vintage of each period, of the publisher with most periods."""
    number = grid.number(known.start)
    pairs = {(known.publisher[row], number[row]) for row in np.flatnonzero(whole)}
    periods = Counter(publisher for publisher, _ in pairs)
    chosen: dict[int, int] = {}
    for row in np.flatnonzero(whole).tolist():
        rank = (periods[known.publisher[row]], known.publisher[row])
        held = chosen.get(number[row])
        if held is None or rank >= (periods[known.publisher[held]], known.publisher[held]):
            chosen[number[row]] = row
    yield from chosen.values()


def _begun(grid: Grid, known: Series, whole: Flags) -> Iterator[int]:
    """Give the row that covers most of each period that has no whole report yet."""
    number = grid.number(known.start)
    end = np.minimum(known.end, known.published)
    starts = (known.start == grid.first(number)) & (end <= grid.last(number)) & ~whole
    partial = starts & (known.partial | (known.published < known.end))
    has_whole = set(number[whole].tolist())
    longest: dict[int, int] = {}
    for row in np.flatnonzero(partial).tolist():
        held = longest.get(number[row])
        if number[row] not in has_whole and (held is None or end[row] >= end[held]):
            longest[number[row]] = row
    yield from longest.values()


def _vintages(grid: Grid, whole: Series, publisher: object, number: Ints) -> Series:
    """Keep the vintages of the publisher that each period was taken from."""
    taken = dict(zip(number.tolist(), np.asarray(publisher, dtype=object), strict=True))
    own = [
        taken[n] == p
        for n, p in zip(grid.number(whole.start).tolist(), whole.publisher, strict=True)
    ]
    return whole.take(np.array(own, dtype=np.bool_))


def reports_of(record: Record, indicator: str, day: date) -> Reports | str:
    """Give the reports of an indicator that are counts on one grid, or the reason why not.

    A rounded figure or a bound is no count, and left out. The reason is no_figures,
    not_a_count, not_whole_counts, yearly, irregular_periods or too_few_periods.
    """
    if record.is_dated(indicator):
        return _dated(record, indicator, day)
    if indicator not in record.series:
        return NO_FIGURES
    if record.indicators[indicator].kind != "flow_count":
        return NOT_A_COUNT
    series = record.series[indicator]
    known = series.take((series.published <= as_day(day)) & ~series.approximate)
    if not len(known):
        return NO_FIGURES
    found = reports_on_grid(known)
    if isinstance(found, Reports) and (found.count != np.rint(found.count)).any():
        return NOT_WHOLE
    return found


def _dated(record: Record, indicator: str, day: date) -> Reports | str:
    """Count dated events by month; windows that share a month are put together."""
    figures, grid = record.figures(indicator, day), Grid(period="month")
    if not len(figures):
        return NO_FIGURES
    figures = figures.take(np.argsort(figures.start, kind="stable"))
    number, row = np.unique(grid.number(figures.start), return_inverse=True)
    share = grid.share(figures.start, figures.end)
    windows = [w for w in record.windows if w.indicator == indicator]
    windows.sort(key=lambda w: w.complete_from)
    since = [
        as_day(after.complete_from)
        for before, after in pairwise(windows)
        if after.statuses != before.statuses
    ]
    return Reports(
        grid=grid,
        number=number,
        end=figures.end[np.append(row[1:] != row[:-1], True)],
        share=np.bincount(row, share).astype(np.float64),
        count=np.bincount(row, figures.count).astype(np.float64),
        since=tuple(since),
    )


def _triangle(record: Record, indicator: str, reports: Reports, day: date) -> Triangle:
    """Arrange by period and delay what the series' own history tells of late reports.

    Events of which only the year is known entered with their publication and tell no delay.
    """
    if reports.vintages is not None:
        return triangle_of_vintages(reports.vintages, grid=reports.grid, day=as_day(day))
    windows = [w for w in record.windows if w.indicator == indicator]
    known = [e for w in windows for e in events_known(record.events, w, day)]
    told = [(e.date, e.published) for e in known if e.precision != "year"]
    days = np.array(told, dtype="datetime64[D]").reshape(-1, 2)
    every = np.arange(reports.number[0], reports.number[-1] + 1)
    return triangle_of_events(
        days[:, 0], days[:, 1], grid=reports.grid, numbers=every, day=as_day(day)
    )


def complete_on(
    record: Record, indicator: str, reports: Reports, numbers: Ints, day: date
) -> Floats:
    """Give the share of the final count that is in by a day, of each numbered period.

    Of publications only what grew after the first one of a period is late: before it there
    is no count.
    """
    triangle = _triangle(record, indicator, reports, day)
    delays = reporting_delays(triangle)
    if reports.vintages is None:
        return completeness_on(delays, grid=reports.grid, numbers=numbers, day=as_day(day))
    own = np.unique(reports.grid.number(reports.vintages.start))
    if not len(own):
        return np.ones(len(numbers))
    at = np.clip(np.searchsorted(own, numbers), 0, len(own) - 1)
    age = np.where(own[at] == numbers, triangle.age[at], 0)
    return completeness(delays, age)
