"""What the Farrington methods take: checked, so that each fault is said in one sentence."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from peil.surveillance.farrington_settings import Settings, check_whole
from peil.surveillance.reference_windows import DAY, MONTH, WEEK
from peil.terms.calendar import Days, Floats, Ints
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A checked series and the rows to evaluate.

    Args:
        count, exposure: (N,) of each period.
        dates: (N,) first day of each period, or None.
        at: (T,) rows to evaluate.
    """

    count: Floats
    exposure: Floats
    dates: Days | None
    at: Ints
    frequency: int


def check_series(
    count: Any, *, at: Any, frequency: Any, dates: Any, population: Any, settings: Settings
) -> Given:
    """Check a series as a whole."""
    check_whole("the number of periods a year", frequency, least=1)
    counts = check_counts(count)
    days = check_dates(dates, size=len(counts))
    if settings.as_r and days is not None and frequency not in (DAY, WEEK, MONTH):
        raise BadInput(
            f"R knows no dates of a series with {frequency} periods a year; leave out the dates"
        )
    people = np.ones(len(counts))
    if settings.population_offset and not (population is None and settings.as_r):
        people = check_population(population, size=len(counts))
    return Given(
        count=counts,
        exposure=people,
        dates=days,
        at=check_rows(at, size=len(counts)),
        frequency=frequency,
    )


def check_counts(count: Any) -> Floats:
    """Take whole numbers of events, or NaN where no report came."""
    counts = np.asarray(count, dtype=np.float64)
    if counts.ndim != 1 or not len(counts):
        raise BadInput(
            f"counts have the shape {counts.shape}; give one series with at least one period"
        )
    known = ~np.isnan(counts)
    with np.errstate(invalid="ignore"):
        wrong = known & ~((counts >= 0.0) & np.isfinite(counts) & (np.floor(counts) == counts))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadInput(
            f"the count of row {row} is {counts[row]:g}; give whole numbers from 0 on, "
            "or NaN where no report came"
        )
    return counts


def check_rows(at: Any, *, size: int) -> Ints:
    """Take the rows to evaluate, counted from zero."""
    rows = np.asarray(at)
    if rows.ndim != 1 or not np.issubdtype(rows.dtype, np.integer):
        raise BadInput("the periods to evaluate are no list of row numbers; give whole numbers")
    wrong = (rows < 0) | (rows >= size)
    if wrong.any():
        raise BadInput(
            f"row {int(rows[wrong][0])} is to be evaluated but the series has rows "
            f"0 to {size - 1}; evaluate periods of the series"
        )
    return rows.astype(np.int64)


def check_dates(dates: Any, *, size: int) -> Days | None:
    """Take the first day of each period, each later than the one before."""
    if dates is None:
        return None
    days = np.asarray(dates, dtype="datetime64[D]")
    if days.shape != (size,):
        raise BadInput(f"there are {size} counts but {days.size} dates; give one date each")
    if np.isnat(days).any():
        raise BadInput(f"row {int(np.argmax(np.isnat(days)))} has no date; give one date each")
    later = days[1:] > days[:-1]
    if not later.all():
        row = int(np.argmin(later))
        raise BadInput(
            f"{days[row + 1]} follows {days[row]}; give each period once, in order of time"
        )
    return days


def check_population(population: Any, *, size: int) -> Floats:
    """Take a positive population of each period."""
    if population is None:
        raise BadInput("the population is to be used but is not given; give one for each period")
    people = np.asarray(population, dtype=np.float64)
    if people.shape != (size,):
        raise BadInput(
            f"there are {size} counts but {people.size} populations; give one for each period"
        )
    wrong = ~((people > 0.0) & np.isfinite(people))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadInput(f"the population of row {row} is {people[row]:g}; give numbers above 0")
    return people
