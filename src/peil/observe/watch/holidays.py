"""Holidays: the share of each period's days that they are, each name with a term of its own.

Two or three waves of a year cannot follow a week that loses two thirds of its counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.seasonal_fit import KEPT
from peil.terms.calendar import Days, Floats, as_date

SPREAD = float(CONSTANTS["holidays"]["spread"])
OF_THEMSELVES = tuple(map(tuple, CONSTANTS["holidays"]["of_themselves"]))
SHORT = ("day", "week")
"""Periods that a holiday weighs on."""

Holidays = tuple[tuple[date, str], ...]
"""Days in order, each with the name of its holiday, whose term is the same in all years."""


def named(days: Iterable[date] | Mapping[date, str]) -> Holidays:
    """Give days their names, in order; those of one list share a name."""
    pairs = days.items() if isinstance(days, Mapping) else ((day, "") for day in days)
    return tuple(sorted(dict(pairs).items()))


def with_holidays(counts: Counts, holidays: Holidays) -> Counts:
    """Note which share of each period's days are holidays, (N, H) by name.

    Args:
        counts: the series.
        holidays: those of any years; names of which no day lies in a period are left out.
    """
    days = (each.astype("datetime64[D]").tobytes() for each in (counts.start, counts.end))
    shares = _shares(*days, holidays)
    return replace(counts, holidays=shares if shares.any() else None)


def with_turn_of_year(counts: Counts) -> Counts:
    """Note Christmas and New Year's Day in a series of days or weeks of which no holidays are given."""
    if counts.holidays is not None or counts.period not in SHORT or not len(counts):
        return counts
    first, last = (as_date(day).year for day in (counts.start[0], counts.end[-1]))
    return with_holidays(counts, _turns_of_year(first, last))


@lru_cache(maxsize=KEPT)
def _turns_of_year(first: int, last: int) -> Holidays:
    years = range(first, last + 1)
    return named({date(y, *day): f"{day[0]}-{day[1]}" for y in years for day in OF_THEMSELVES})


@lru_cache(maxsize=KEPT)
def _shares(start: bytes, end: bytes, holidays: Holidays) -> Floats:
    """Give the shares; most series of a set have the same periods."""
    first, last = (np.frombuffer(days, "datetime64[D]") for days in (start, end))
    length = (last - first).astype(np.float64) + 1.0
    columns = [_inside(name, holidays, first, last) for name in sorted({n for _, n in holidays})]
    every = np.column_stack([np.zeros((len(first), 0)), *columns]) / length[:, None]
    return np.asarray(every[:, every.any(axis=0)])


def _inside(name: str, holidays: Holidays, first: Days, last: Days) -> Floats:
    """Count the days of a name in each period."""
    days = np.array(sorted(day for day, own in holidays if own == name), dtype="datetime64[D]")
    inside = np.searchsorted(days, last, side="right") - np.searchsorted(days, first)
    return inside.astype(np.float64)


def with_holiday_terms(regressors: Floats, prior: Floats, counts: Counts) -> tuple[Floats, Floats]:
    """Add the holidays of a series to the regressors of a seasonal fit.

    Args:
        regressors: (N, P) of its periods.
        prior: (P,) inverse prior variances of their coefficients.
        counts: the series.

    Returns:
        Both, with a column more for each holiday.
    """
    if counts.holidays is None:
        return regressors, prior
    spread = np.full(counts.holidays.shape[1], SPREAD)
    return np.hstack([regressors, counts.holidays]), np.append(prior, 1.0 / spread**2)
