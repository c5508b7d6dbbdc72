"""Which earlier periods a point is compared with, and which season each of them belongs to.

Source:
    Farrington et al. (1996), J. R. Stat. Soc. A 159(3), 547-563, for the windows; Noufaily et al.
    (2013), Statistics in Medicine 32(7), 1206-1222, for the seasons between them.
"""

from typing import Any

import numpy as np

from peil.surveillance.compiled import compiled
from peil.terms.calendar import Days, Floats, Ints
from peil.terms.errors import BadInput

DAY, WEEK, MONTH = 365, 52, 12
"""Periods a year of the lengths whose dates R knows."""
OUTSIDE = 0
"""What marks a period that belongs to no season of the baseline."""


def years_before(days: Days, years: Any) -> Days:
    """Go back whole years on the calendar; 29 February becomes 1 March where there is none."""
    return months_before(days, 12 * np.asarray(years))


def months_before(days: Any, months: Any) -> Days:
    """Go back whole months, keeping the day of the month; what a month lacks runs into the next."""
    month = days.astype("datetime64[M]")
    into = days - month.astype("datetime64[D]")
    back: Days = (month - np.asarray(months)).astype("datetime64[D]") + into
    return back


def weekday(days: Days) -> Ints:
    """Number the days of the week so that Sunday is 0."""
    number: Ints = (days.astype("datetime64[D]").astype(np.int64) + 4) % 7
    return number


def to_nearest_weekday(days: Days, wanted: Ints) -> Days:
    """Move each day by at most three days to the wanted weekday."""
    ahead = (wanted - weekday(days)) % 7
    moved: Days = days + np.where(ahead <= 3, ahead, ahead - 7)
    return moved


def find_days(days: Days, wanted: Days) -> Ints:
    """Find the rows of the wanted days; -1 where the series has no such day."""
    row = np.minimum(np.searchsorted(days, wanted), len(days) - 1)
    found: Ints = np.where(days[row] == wanted, row, -1)
    return found


def reference_points(at: Ints, *, frequency: int, years_back: int, dates: Days | None) -> Ints:
    """Find the same period of each of the years before.

    Args:
        at: (T,) evaluated rows.
        frequency: periods a year; 52 with dates are weeks, which keep their weekday.

    Returns:
        (T, years_back + 1) rows, the evaluated one first.

    Raises:
        BadInput: the series does not hold one of them.
    """
    back = np.arange(years_back + 1)
    if dates is None:
        rows: Ints = at[:, None] - frequency * back
    else:
        now = dates[at][:, None]
        wanted = years_before(now, back)
        if frequency == WEEK:
            wanted = to_nearest_weekday(wanted, weekday(now))
        rows = find_days(dates, wanted)
    lacking = (rows < 0).any(axis=1)
    if lacking.any():
        raise BadInput(_lacks(int(at[lacking][0]), years_back=years_back, dates=dates))
    return rows


def _lacks(row: int, *, years_back: int, dates: Days | None) -> str:
    when = f"row {row}" if dates is None else f"{dates[row]}"
    return (
        f"{when} has no period to compare with in each of the {years_back} years before; "
        "evaluate later periods, go back fewer years or fill the gaps of the series"
    )


def windows_of_1996(
    at: Ints, *, frequency: int, years_back: int, half_window: int, dates: Days | None
) -> Ints:
    """Find the windows around the same period of each of the years before, oldest first.

    Returns:
        (T, years_back x (2 half_window + 1)) rows; -1 where the series does not reach.
    """
    back, beside = np.arange(years_back, 0, -1), np.arange(-half_window, half_window + 1)
    if dates is None:
        rows = at[:, None, None] - frequency * back[:, None] + beside
        return np.where(rows >= 0, rows, -1).reshape(len(at), -1)
    now = dates[at][:, None, None]
    anchor = years_before(now, back[:, None])
    if frequency == MONTH:
        wanted = months_before(first_of_month(anchor), -beside) + (now - first_of_month(now))
    elif frequency == WEEK:
        wanted = to_nearest_weekday(anchor + 7 * beside, weekday(now))
    else:
        wanted = anchor + beside
    return find_days(dates, wanted).reshape(len(at), -1)


def first_of_month(days: Any) -> Days:
    """Give the first day of the month of each day."""
    first: Days = days.astype("datetime64[M]").astype("datetime64[D]")
    return first


@compiled
def mark(seasons: Ints, first: int, last: int, season: int) -> None:
    """Write one season into a stretch of periods, as far as the series reaches."""
    for i in range(max(first, 0), min(last + 1, len(seasons))):
        seasons[i] = season


@compiled
def mark_between(seasons: Ints, first: int, length: int, count: int, overwriting: bool) -> None:
    """Share the periods between two windows out to the other seasons, the earlier ones longer.

    Where a season gets no period, R writes it into the two around the place where it would
    start; with `overwriting` that is kept.
    """
    each, rest = length // count, length % count
    for season in range(1, count + 1):
        share = each + 1 if season <= rest else each
        if share > 0:
            mark(seasons, first, first + share - 1, season)
        elif overwriting:
            mark(seasons, first + share - 1, first, season)
        first += share


@compiled
def lay_seasons(
    seasons: Ints, references: Ints, half_window: int, number: int, overwriting: bool
) -> bool:
    """Mark the season of each period from the oldest window to the evaluated point.

    The season of the point itself has the highest number. Says False where the years are
    shorter than the number of seasons.
    """
    now = references[0]
    mark(seasons, now - half_window, now, number)
    for i in range(1, len(references)):
        there = references[i]
        mark(seasons, there - half_window, there + half_window, number)
        if number == 1:
            continue
        between = references[i - 1] - there - 2 * half_window - 1
        if between < number - 2 * half_window - 1:
            return False
        if overwriting or between > 0:
            first = there + half_window + 1
            mark_between(seasons, first, between, number - 1, overwriting)
    return True


def even_time(count: Floats) -> Floats:
    """Measure time in periods."""
    return np.arange(1.0, len(count) + 1.0)


def dated_time(dates: Days) -> Floats:
    """Measure time in lengths of the first period, so that weeks are 1 and months are uneven."""
    days = (dates - dates[0]).astype("timedelta64[D]").astype(np.float64)
    time: Floats = days / days[1]
    return time
