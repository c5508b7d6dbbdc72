"""Dates in event files, as Ibis expressions that give NULL where a word is no date."""

from typing import Any

import ibis

from peil.feeds.tables.days import DAY_FIRST, DOTTED, SLASHED

NEVER = -(10**6)
"""The month of a date that is not known."""
OTHER_YEAR = "a year that is not that of their date"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def iso_day(word: Any) -> Any:
    """Read a day as in 2018-01-22 or 22.01.2018; blanks and a time of day around it are left out.

    A column that holds days already stays as it is.
    """
    if word.type().is_date():
        return word
    bare = word.strip()
    dotted = bare.re_search(DOTTED).ifelse(bare.re_replace(DOTTED, DAY_FIRST), ibis.null("string"))
    has_century = bare.like("____-%")
    return has_century.ifelse(bare, dotted).try_cast("date")


def in_iso(word: Any, order: str) -> Any:
    """Write a day as in 22/01/2018 as 2018-01-22, its parts in an order; leave other words."""
    return word.strip().re_replace(SLASHED, order)


def compact_day(word: Any) -> Any:
    """Read a day as in 20180122; a time of day after it is left out."""
    return day_of(word.substr(0, 4), word.substr(4, 2), word.substr(6, 2))


def spoken_day(word: Any) -> Any:
    """Read a day as in 22 January 2018."""
    day, month, year = (word.re_extract(r"^(\d{1,2}) ([A-Za-z]+) (\d{4})$", n) for n in (1, 2, 3))
    numbers = [(name, f"{n:02d}") for n, name in enumerate(MONTHS, start=1)]
    return day_of(year, month.cases(*numbers, else_="00"), day)


def is_other_year(word: Any, day: Any) -> Any:
    """Tell whether a year in words is another than that of a day; NULL where either is no year."""
    return word.strip().try_cast("int64") != day.year()


def month_number(day: Any) -> Any:
    """Count the month of a day since January 1970; NULL where the day is.

    Numbers are made and grouped faster than truncated dates, and short ones faster than long.
    """
    return (day.year() * 12 + day.month() - (1970 * 12 + 1)).cast("int32")


def day_of(year: Any, month: Any, day: Any) -> Any:
    """Join the words of a year, a month and a day."""
    return (year + "-" + month.lpad(2, "0") + "-" + day.lpad(2, "0")).try_cast("date")


def day_of_seconds(word: Any) -> Any:
    """Read a day from whole seconds since the start of 1970, in universal time."""
    return word.try_cast("int64").as_timestamp("s").date()
