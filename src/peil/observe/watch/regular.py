"""Regular counts: one series over periods of one length, from a table or from a dossier."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from peil.observe.breaks import breaks_known, segments
from peil.observe.indicator import EXOGENOUS, WORLD, Indicator
from peil.observe.periods import PERIODS, Grid, grid_of, inferred_period, is_mixed
from peil.observe.record import PROPAGANDA, Record
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.declared import (
    NOTHING,
    Declared,
    Rows,
    added_up,
    as_declared,
    check_declared,
)
from peil.observe.watch.reports import Reports, complete_on, reports_of
from peil.terms.calendar import Days, Floats, Ints, as_date, as_day
from peil.terms.errors import BadInput

LONGEST_NAME = 60
KEPT = 8
"""Sets of dates whose period is kept in mind."""
MONTH_IN_DAYS, LEAPS = 28, 3
"""Days from which months are not all of one length, and by how many they differ."""
LARGEST_RATIO = float(CONSTANTS["series"]["largest_ratio"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Irregular:
    """A series that cannot be watched as regular counts, and why.

    `reason` is no_figures, not_a_count, not_whole_counts, yearly, irregular_periods or
    too_few_periods; the caller then compares two periods.
    """

    series: str
    reason: str


def regular_counts(record: Record, indicator: str, day: date) -> Counts | Irregular:
    """Make regular counts of an indicator from what was known on a day.

    Published counts keep their usual length of period; a period without report has none, one
    that is partly covered counts with that share of its exposure. Dated events become months
    inside the windows in which their list is complete. How much of the latest periods is in is
    learnt from the vintages, or from the events' days of publication. The exposure is what the
    indicator's denominator measures; a period without that has no count that could be
    compared. Nothing that was published later has any influence.

    Args:
        record: all that was observed.
        indicator: its id.
        day: the as-of day; the breaks that the record knows by then part the series.
    """
    described = record.indicators[indicator]
    reports = reports_of(record, indicator, day)
    if isinstance(reports, str):
        return Irregular(series=indicator, reason=reports)
    places = (record.country, *([WORLD] if described.family == PROPAGANDA else []))
    known = breaks_known(
        record.breaks, indicator=indicator, countries=places, day=day, with_unverified=True
    )
    counts = _made(record, described, reports, day, [as_day(b.date) for b in known])
    if described.denominator:
        return _per_effort(record, described.denominator, counts, reports.grid, day)
    return counts


def _made(
    record: Record, indicator: Indicator, reports: Reports, day: date, breaks: list[np.datetime64]
) -> Counts:
    grid, every = reports.grid, np.arange(reports.number[0], reports.number[-1] + 1)
    at = reports.number - every[0]
    start, end = grid.first(every), grid.last(every)
    end[-1] = reports.end[-1]
    count, share = np.full(len(every), np.nan), np.ones(len(every))
    count[at], share[at] = reports.count, reports.share
    return Counts(
        series=indicator.id,
        period=grid.period,
        start=start,
        end=end,
        count=count,
        exposure=share,
        complete=complete_on(record, indicator.id, reports, every, day),
        segment=segments(start, end, [*breaks, *reports.since]),
        effort_dependent=indicator.effort != EXOGENOUS,
    )


def _per_effort(record: Record, name: str, counts: Counts, grid: Grid, day: date) -> Counts:
    """Take the work for the exposure; where none is known a count tells nothing.

    What is thinned is only what the count is later than the work: reports of one desk that are
    late alike need no thinning.
    """
    if record.indicators[name].kind == "stock":
        work, complete = _staff(record, name, counts, day)
    else:
        work, complete = _checks(record, name, counts, grid, day)
    known = work > 0
    if not known.any():
        return counts
    return replace(
        counts,
        count=np.where(known, counts.count, np.nan),
        exposure=np.where(known, work, np.median(work[known])),
        complete=np.minimum(counts.complete / complete, 1.0),
        has_denominator=True,
    )


def _staff(record: Record, name: str, counts: Counts, day: date) -> tuple[Floats, Floats]:
    """Take a stock for the work: its latest value by the end of each period, for its share."""
    figures = record.figures(name, day)
    at = np.searchsorted(figures.end, counts.end, side="right") - 1
    value = np.append(figures.count, np.nan)[at]
    return value * counts.exposure, np.ones(len(counts))


def _checks(
    record: Record, name: str, counts: Counts, grid: Grid, day: date
) -> tuple[Floats, Floats]:
    """Take a count over the same periods for the work, and how much of it is in."""
    work, complete = np.full(len(counts), np.nan), np.ones(len(counts))
    reports = reports_of(record, name, day)
    if isinstance(reports, str) or reports.grid != grid:
        return work, complete
    numbers = grid.number(counts.start)
    row = reports.number - numbers[0]
    inside = np.flatnonzero((row >= 0) & (row < len(counts)))
    inside = inside[reports.end[inside] == counts.end[row[inside]]]
    work[row[inside]] = reports.count[inside]
    return work, complete_on(record, name, reports, numbers, day)


def carried(population: Floats) -> Floats:
    """Let a population hold until the next one, and the first one also before it.

    Args:
        population: (..., N) in order of time; NaN where none is given.
    """
    known = ~np.isnan(population)
    at = np.maximum.accumulate(np.where(known, np.arange(population.shape[-1]), -1), axis=-1)
    first = np.argmax(known, axis=-1)[..., None]
    return np.take_along_axis(population, np.where(at < 0, first, at), axis=-1)


def counts_from_table(
    series: str,
    dates: Any,
    count: Any,
    exposure: Any = None,
    period: str | None = None,
    *,
    as_of: date | None = None,
    declared: Declared = NOTHING,
) -> Counts:
    """Make regular counts from the rows of a plain table, in any order.

    The length of period is told from the dates: they may be the first days, the last days or
    any other day, as long as they lie one period apart. A week starts on its date. A period
    without a row has no report. If the last period is not over on the as-of day, its exposure
    is the share of it that has passed.

    Args:
        series: its name.
        dates: (N,) one day for each period.
        count: (N,) whole numbers; NaN where no report came.
        exposure: (N,) positive; the last one holds until the next. Ones if left out.
        period: day, week, month, quarter or year, if it shall not be told from the dates.
        as_of: the day on which the table was as it is; with days of report the last of them
            without it.
        declared: what else is said of the rows.

    Raises:
        BadInput: the dates follow no one length of period or repeat one, or a count, an
            exposure, a date or what is declared cannot be what it says.
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    given = np.asarray(count, dtype=np.float64)
    told = np.ones(len(days)) if exposure is None else np.asarray(exposure, dtype=np.float64)
    name = f"series {series!r}" if len(series) <= LONGEST_NAME else f"series {series[:50]!r}..."
    _check(name, days, given, told, as_of)
    check_declared(name, days, given, declared)
    came = declared.reported
    order = np.argsort(days, kind="stable")
    grid = _grid(name, days[order] if came is None else np.unique(days), period)
    rows = Rows(
        cells=grid.number(days[order]),
        count=given[order],
        exposure=told[order],
        declared=declared.take(order),
    )
    if came is None:
        _refuse_repeated(name, rows.cells, grid)
        return _laid_out(series, grid, rows, as_of)
    # What came last was known on a day after the last date, or on it.
    latest = np.append(came[~np.isnat(came)], days).max()
    day = latest if as_of is None else as_day(as_of)
    rows, complete = added_up(name, rows, came=came[order], grid=grid, day=day)
    return replace(_laid_out(series, grid, rows, as_date(day)), complete=complete)


def _check(name: str, days: Days, count: Floats, exposure: Floats, as_of: date | None) -> None:
    if not len(days) == len(count) == len(exposure):
        raise BadInput(
            f"{name} has {len(days)} dates, {len(count)} counts and {len(exposure)} exposures; "
            "give one of each for every row"
        )
    if not len(days):
        raise BadInput(f"{name} has no row; give at least two")
    late = days > as_day(as_of) if as_of is not None else np.zeros(len(days), dtype=np.bool_)
    faults: tuple[tuple[Any, Any, str], ...] = (
        (np.isnat(days), days, "the date {}, which is none; write it as in 2018-01-22"),
        (count < 0, count, "the count {:g}; counts are 0 or more"),
        (np.isinf(count), count, "the count {:g}; write a whole number, or leave it empty"),
        (count != np.rint(count), count, "the count {:g}; the watch takes whole numbers"),
        (
            ~((exposure > 0) & np.isfinite(exposure)),
            exposure,
            "the exposure {:g}; it must be positive",
        ),
        (late, days, f"the date {{}}, after the as-of day {as_of}; take the row out"),
    )
    if exposure.max() > exposure.min() * LARGEST_RATIO and (exposure > 0).all():
        raise BadInput(
            f"{name} has exposures from {exposure.min():g} to {exposure.max():g}, which no series "
            "can have; look for a mistake in them"
        )
    for is_wrong, values, what in faults:
        rows = np.flatnonzero(is_wrong & ~np.isnan(count) if values is count else is_wrong)
        if len(rows):
            raise BadInput(f"{name}, row {rows[0] + 1}, has {what.format(values[rows[0]])}")


def _grid(name: str, days: Days, period: str | None) -> Grid:
    if period is not None:
        if period not in PERIODS:
            raise BadInput(f"{name} has the period {period!r}; use {', '.join(PERIODS)}")
        return grid_of(days, period)
    if len(days) < 2:
        raise BadInput(
            f"{name} has a single date, from which no length of period can be told; "
            "give at least two"
        )
    twice = np.flatnonzero(days[1:] == days[:-1])
    if len(twice):
        raise BadInput(f"{name} has the date {days[twice[0]]} twice; keep one row for each period")
    found, grid, mixed = _told(days.tobytes())
    if found is None or grid is None:
        raise BadInput(
            f"{name} has dates that do not lie whole days, weeks, months, quarters or years of "
            f"one length apart: {_out_of_step(days)}; correct the date, or give one row for each "
            "period"
        )
    if mixed is not None:
        raise BadInput(
            f"{name} mixes frequencies: its dates lie one {found} apart, but not around "
            f"{days[mixed + 1]}; keep the rows of one frequency"
        )
    return grid


def _out_of_step(days: Days) -> str:
    """Name the first two sorted days that lie no whole number of the usual steps apart."""
    apart = np.diff(days).astype(np.int64)
    usual = int(np.bincount(apart).argmax())
    times = np.maximum(np.rint(apart / usual), 1)
    slack = 0 if usual < MONTH_IN_DAYS else LEAPS * times
    odd = np.flatnonzero(np.abs(apart - times * usual) > slack)
    i = int(odd[0]) if len(odd) else int(np.argmax(apart != usual))
    return f"{days[i + 1]} comes {apart[i]} days after {days[i]}, where most lie {usual} apart"


@lru_cache(maxsize=KEPT)
def _told(dates: bytes) -> tuple[str | None, Grid | None, int | None]:
    """Tell from sorted days their period, its grid, and where frequencies are mixed, if they are.

    Most series of a set have the same days, so that they are looked through once.
    """
    days = np.frombuffer(dates, "datetime64[D]")
    found = inferred_period(days)
    if found is None:
        return None, None, None
    mixed = np.flatnonzero(is_mixed(days, found))
    return found, grid_of(days, found), int(mixed[0]) if len(mixed) else None


def _refuse_repeated(name: str, cells: Ints, grid: Grid) -> None:
    twice = np.flatnonzero(cells[1:] == cells[:-1])
    if len(twice):
        first = grid.first(cells[twice[0]])
        raise BadInput(
            f"{name} has two rows for the {grid.period} from {first}; keep one for each period"
        )


def _laid_out(series: str, grid: Grid, rows: Rows, as_of: date | None) -> Counts:
    cells, every = rows.cells, np.arange(rows.cells[0], rows.cells[-1] + 1)
    at = np.searchsorted(cells, every, side="right") - 1
    start, end, share = grid.first(every), grid.last(every), np.ones(len(every))
    if as_of is not None and as_day(as_of) < end[-1]:
        end[-1] = as_day(as_of)
        share[-1] = grid.share(start[-1:], end[-1:])[0]
    counts = Counts(
        series=series,
        period=grid.period,
        start=start,
        end=end,
        count=np.where(cells[at] == every, rows.count[at], np.nan),
        exposure=rows.exposure[at] * share,
        complete=np.ones(len(every)),
        segment=np.zeros(len(every)),
    )
    return as_declared(counts, cells - cells[0], rows.declared)
