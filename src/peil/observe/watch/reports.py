"""Reports: what is known on a day of one series over periods of one length, and how late it is."""

from datetime import date
from itertools import pairwise

import numpy as np

from peil.observe.events import events_known
from peil.observe.periods import Grid
from peil.observe.record import Record
from peil.observe.watch.period_grid import Reports, reports_on_grid
from peil.observe.watch.reporting import (
    Triangle,
    completeness,
    completeness_on,
    reporting_delays,
    triangle_of_events,
    triangle_of_vintages,
)
from peil.terms.calendar import Floats, Ints, as_day

NO_FIGURES, NOT_A_COUNT, NOT_WHOLE = "no_figures", "not_a_count", "not_whole_counts"


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
