"""Days, months, how much of a month a period covers, and the days that a text names."""

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Labels = NDArray[np.object_]
NamedDay = tuple[date, str]
"""A day, and whether the day, the month or the year is known."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMED = re.compile(
    rf"(?<!\d)(?:(?P<named_day>\d{{1,2}}) )?(?:(?P<name>{'|'.join(MONTHS)})[a-z]* )?(?P<year>(?:19|20)\d\d)"
    r"(?:[-/](?P<month>0[1-9]|1[0-2])(?:[-/](?P<day>[0-3]\d))?)?(?!\d)"
)
"""A year, with the month and the day where they are named: 2018-01-22, 22 January 2018, /2018/01/22."""


def as_day(day: date) -> np.datetime64:
    """Turn a calendar date into a numpy day."""
    return np.datetime64(day, "D")


def as_date(day: Any) -> date:
    """Turn a numpy day into a calendar date."""
    return date.fromisoformat(str(np.datetime64(day, "D")))


def whole_period(start: date, end: date, precision: str) -> tuple[date, date]:
    """Widen days of which only the month or the year is known to the whole of it; leave others."""
    if precision == "day":
        return start, end
    if precision == "year":
        return start.replace(month=1, day=1), end.replace(month=12, day=31)
    return start.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1])


def days_named(text: str) -> Iterator[NamedDay]:
    """Give the days that a text names, as they stand; of a month or a year the first day."""
    for found in NAMED.finditer(text):
        name = found["name"]
        month = MONTHS.index(name) + 1 if name else int(found["month"] or 0)
        day = int((found["named_day"] if name else found["day"]) or 0)
        with suppress(ValueError):  # The 31st of a month of thirty days is no day.
            named = date(int(found["year"]), month or 1, day or 1)
            yield named, "day" if day else "month" if month else "year"


def month_of(days: Any) -> Any:
    """Count months since January 1970, so that months can be subtracted."""
    return np.asarray(days, dtype="datetime64[M]").astype(np.int64)


def first_day(months: Any) -> Any:
    """Give the first day of each month counted since January 1970."""
    return np.asarray(months, dtype=np.int64).astype("datetime64[M]").astype("datetime64[D]")


def last_day(months: Any) -> Any:
    """Give the last day of each month counted since January 1970."""
    return first_day(np.asarray(months) + 1) - np.timedelta64(1, "D")


def _position(days: Any) -> Floats:
    month = month_of(days)
    first = first_day(month)
    length = (first_day(month + 1) - first).astype(np.float64)
    position: Floats = month + (days - first).astype(np.float64) / length
    return position


def months_covered(start: Any, end: Any) -> Any:
    """Measure periods in months: a whole year is 12, 22 days of January are 22/31.

    Args:
        start: (N,) first days.
        end: (N,) last days, inside the period.

    Returns:
        (N,) months; a part of a month counts by its days.
    """
    after: Any = np.asarray(end, dtype="datetime64[D]") + np.timedelta64(1, "D")
    return _position(after) - _position(np.asarray(start, dtype="datetime64[D]"))


def month_ends(first: date, last: date) -> list[date]:
    """List the last days of the months from `first` on that do not lie after `last`."""
    months = np.arange(month_of(as_day(first)), month_of(as_day(last)) + 1)
    ends = last_day(months)
    return [as_date(day) for day in ends if as_day(first) <= day <= as_day(last)]


def months_after(day: date, months: int) -> date:
    """Give the same day some months later, or earlier; a month's last day gives a month's last day.

    A day that the other month does not have gives that month's last day too.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if is_month_end(day) else min(day.day, last))


def is_month_end(day: date) -> bool:
    """Whether a day is the last of its month."""
    return day.day == monthrange(day.year, day.month)[1]
