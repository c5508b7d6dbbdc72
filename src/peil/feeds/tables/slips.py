"""Slips that leave a table of counts readable: another unit, days that were swapped, a sum among its parts."""

from collections.abc import Sequence

import numpy as np

from peil.feeds.tables.names import look_of
from peil.feeds.tables.problems import quoted, row_number
from peil.feeds.tables.table import neighbours
from peil.terms.calendar import Days, Flags, Floats, Ints
from peil.terms.errors import BadInput

UNIT = 100
"""How many times fewer, or more, inhabitants a period has than the last where it changed its unit."""
MONTHS = 12
FEWEST_ROWS = 8
"""Rows from which on an order is not by chance."""
FEWEST_PERIODS, LONG_SILENCE = 6, np.timedelta64(2 * 365, "D")
"""Periods from which on one may lie too far from the others, and days that are never too far."""
SUMS = frozenset({"total", "totaal", "totale", "gesamt", "summe", "somme", "sum", "all", "tous"})
"""Words by which spreadsheets call the sum of the columns or rows beside it."""


def refuse_change_of_unit(file: str, series: Ints, day: Days, population: Floats) -> None:
    """Refuse inhabitants that are a hundredth, or hundred times, of those of the period before.

    Args:
        series, day, population: (N,) of each row.

    Raises:
        BadInput: there is such a row.
    """
    before, after = neighbours(series, np.isnan(population), by=[day])
    times = population[after] / population[before]
    is_far = (times >= UNIT) | (times <= 1 / UNIT)
    for at in np.flatnonzero(is_far).tolist():
        rows = (int(after[at]), int(before[at]))
        one, other = (f"{population[row]:.0f}" for row in rows)
        raise BadInput(
            f"{file}, row {row_number(rows[0])}: has the population {one} where row "
            f"{row_number(rows[1])}, the period before, has {other}; write all in one unit"
        )


def refuse_swapped_days(file: str, series: Ints, day: Days) -> None:
    """Refuse days out of order which are in order once day and month are swapped.

    A spreadsheet set to another country swaps them in every day up to the twelfth.

    Args:
        series, day: (N,) of each row, in the order of the file.

    Raises:
        BadInput: there is such a series; the sentence names its first row out of order.
    """
    order = np.argsort(series, kind="stable")
    own, given = series[order], day[order]
    if len(own) < FEWEST_ROWS:
        return
    is_jumping = ~_in_order(own, given)
    if not is_jumping.any():
        return
    swapped = _swapped(given)
    wrong = is_jumping & _in_order(own, swapped) & (swapped != given)
    for at in np.flatnonzero(wrong)[:1].tolist():
        raise BadInput(
            f"{file}, row {row_number(int(order[at]))}: has the day {given[at]}, and its series is "
            f"in order only where day and month are swapped, as in {swapped[at]}; mend the days up to "
            "the twelfth, which a spreadsheet has swapped"
        )


def _in_order(series: Ints, day: Days) -> Flags:
    """Tell of each row whether the days of its series rise throughout, or fall throughout."""
    steps = np.diff(day).astype(np.int64)
    same = series[1:] == series[:-1]
    size = int(series[-1]) + 1
    rises, falls = (
        np.bincount(series[1:][same & is_so], minlength=size) for is_so in (steps >= 0, steps <= 0)
    )
    rows = np.bincount(series, minlength=size) - 1
    of_series: Flags = (rises == rows) | (falls == rows)
    return of_series[series]


def _swapped(day: Days) -> Days:
    """Swap day and month where both can be a month."""
    month = day.astype("datetime64[M]")
    number = (day - month.astype("datetime64[D]")).astype(np.int64)
    january = day.astype("datetime64[Y]").astype("datetime64[M]")
    of_year = (month - january).astype(np.int64)
    swapped: Days = (january + number).astype("datetime64[D]") + of_year
    return np.where(number < MONTHS, swapped, day)


def refuse_sum(
    file: str, names: Sequence[tuple[str, str]], series: Ints, day: Days, count: Floats
) -> None:
    """Refuse a series that is called a sum, and is that of those beside it in every period.

    Beside a region are those of its series within the same whole, beside a series all others.

    Args:
        names: (S,) series and region of each; a region as a path with slashes.
        series, day, count: (N,) of each row.

    Raises:
        BadInput: there is such a series.
    """
    for own, (name, region) in enumerate(names):
        whole, _, part = region.rpartition("/")
        called = part if look_of(part) in SUMS else name
        if look_of(called) not in SUMS:
            continue
        within = f"{whole}/" if whole else ""
        is_beside = [
            called == name or (other == name and path.startswith(within)) for other, path in names
        ]
        is_beside[own] = False
        if sum(is_beside) > 1 and _is_sum(own, np.array(is_beside), series, day, count):
            raise BadInput(
                f"{file}: {quoted(region or name)} is the sum of all the others throughout; leave "
                "it out"
            )


def _is_sum(own: int, is_beside: Flags, series: Ints, day: Days, count: Floats) -> bool:
    """Tell whether the counts of a series are the sums of those of others, in every period of either."""
    rows = is_beside[series] | (series == own)
    distinct, at = np.unique(day[rows], return_inverse=True)
    sums = np.zeros((2, len(distinct)))
    np.add.at(sums, ((series[rows] == own).astype(np.int64), at), count[rows])
    return bool(sums.any() and np.array_equal(sums[0], sums[1]))


def refuse_far_period(file: str, day: Days) -> None:
    """Refuse a first or last period that lies farther from all others than these lie apart.

    Args:
        day: (N,) first day of the period of each row.

    Raises:
        BadInput: there is such a period.
    """
    days = np.unique(day)
    if len(days) < FEWEST_PERIODS:
        return
    for far, near, other in ((days[0], days[1], days[-1]), (days[-1], days[-2], days[0])):
        gap, span = abs(far - near), abs(near - other)
        if gap > max(span / 2, LONG_SILENCE):
            row = int(np.flatnonzero(day == far)[0])
            raise BadInput(
                f"{file}, row {row_number(row)}: has the period of {far}, and none lies between it "
                f"and {near}; correct the date, or write the periods between as empty"
            )


def refuse_whole(file: str, name: str, whole: Floats, part: Floats) -> None:
    """Refuse a column that is called a sum and holds the part that it should stand beside.

    Args:
        whole, part: (N,) counts of the column, and of what is compared with it.

    Raises:
        BadInput: it is such a column.
    """
    if look_of(name) in SUMS and (whole >= part)[~np.isnan(whole + part)].all():
        raise BadInput(
            f"{file}: {quoted(name)} holds the series itself, as a sum of it and others; give what "
            "the others have without it"
        )
