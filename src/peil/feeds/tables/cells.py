"""Cells as people write them: each distinct word read once, as period, count, population or number."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from peil.feeds.tables.days import in_iso
from peil.feeds.tables.problems import quoted, row_number
from peil.feeds.tables.table import Column, Table
from peil.terms.calendar import Days, Labels
from peil.terms.errors import BadInput

FIRST_YEAR, LAST_YEAR = 1800, 2100
MISSING = frozenset(
    {"", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "NULL", "null", "None", "."}
)
"""Words with which programs write an empty cell."""

LONGEST_REMARK = 200
"""Letters of what is said of a row."""

MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
"""The time of day that programs write behind a day."""
DAY = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){MIDNIGHT}", re.ASCII)
WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.ASCII)
YEAR = re.compile(r"(\d{4})", re.ASCII)
SERIAL, SERIAL_START = re.compile(r"[2-5]\d{4}", re.ASCII), date(1899, 12, 30)
"""A day as spreadsheets count it: 20000 is in 1954, 59999 in 2064."""


class Fault(NamedTuple):
    """What is wrong with a word, what to do, and of which kind it is."""

    what: str
    remedy: str
    kind: str = ""


class FaultError(Exception):
    """A word that cannot stand in its column; its arguments make a fault."""


Faults = Mapping[int, Fault]
"""What is wrong with the words of a column, by their places."""


def read_words(
    words: Sequence[Any], read: Callable[[Any], Any], missing: Any
) -> tuple[list[Any], dict[int, Fault]]:
    """Read each word of a column; one that cannot be read is missing, and its fault is told."""
    values, faults = [missing] * len(words), {}
    for i, word in enumerate(words):
        try:
            values[i] = read(word)
        except FaultError as error:
            faults[i] = Fault(*error.args)
    return values, faults


def refuse_faults(table: Table, column: Column, faults: Faults) -> None:
    """Refuse the first cell that cannot be what it says, and count the others.

    Raises:
        BadInput: there is such a cell.
    """
    if not faults:
        return
    is_wrong = [i in faults for i in range(len(column.words))]
    rows = np.flatnonzero(column.by_row(is_wrong, np.bool_))
    fault = faults[int(column.codes[rows[0]])]
    others = len(rows) - 1
    more = f" (and {others} more row{'s' * (others > 1)} with such a fault)" if others else ""
    raise BadInput(
        f"{table.file}, row {row_number(int(rows[0]))}: {fault.what}{more}; {fault.remedy}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Distinct words of a column of periods.

    Args:
        day: (W,) first day of the period, or the day that is written; NaT where it is none.
        period: (W,) week, month, quarter or year; None where a day is written, whose length of
            period only its neighbours tell.
    """

    day: Days
    period: tuple[str | None, ...]
    faults: Mapping[int, Fault]


def periods_of(words: Sequence[str]) -> Periods:
    """Read the periods of a table: 2024-01-15, 2024-W05, 2024-05, 2024-Q1 or 2024.

    Days may be written 15.01.2024, and 15/01/2024 or 15-01-2024 where the column tells the day
    from the month.
    """
    written = [word.strip() for word in words]
    in_order, strays = in_iso(written)
    found, faults = read_words(
        [*zip(in_order, written, strict=True)], lambda pair: _period(*pair), (None, None)
    )
    faults |= {i: _open(written[i]) for i in strays}
    days = np.array([day for day, _ in found], dtype="datetime64[D]")
    return Periods(day=days, period=tuple(period for _, period in found), faults=faults)


def _open(word: str) -> Fault:
    return Fault(
        f"has the date {quoted(word)}, of which the column does not tell the day from the month",
        "write days as 2024-01-15",
    )


def days_of(words: Sequence[str], name: str) -> tuple[Days, dict[int, Fault]]:
    """Read days; an empty word is NaT."""
    found = periods_of(words)
    missing = {i for i, word in enumerate(words) if word.strip() in MISSING}
    faults = {i: fault for i, fault in found.faults.items() if i not in missing}
    faults |= {
        i: Fault(f"has {quoted(words[i])} for {name}, a whole {period}", "write a day")
        for i, period in enumerate(found.period)
        if period is not None
    }
    return found.day, faults


def remarks_of(words: Sequence[str], name: str) -> tuple[Labels, dict[int, Fault]]:
    """Read short texts of any words, with single blanks; an empty word is an empty text."""
    texts = [" ".join(word.split()) if word.strip() not in MISSING else "" for word in words]
    faults = {
        i: Fault(
            f"has {quoted(text)} for {name}, {len(text)} letters long or with hidden ones",
            f"write at most {LONGEST_REMARK} letters that are seen",
        )
        for i, text in enumerate(texts)
        if len(text) > LONGEST_REMARK or not text.isprintable()
    }
    return np.array(texts, dtype=object), faults


def _period(word: str, written: str) -> tuple[date, str | None]:
    """Read a period from a word; sentences show it as it was written."""
    if word in MISSING:
        raise FaultError("has no date", "write the period of the count, or delete the row")
    for pattern, read, period in FORMS:
        if match := pattern.fullmatch(word):
            return _dated(read, match, written), period
    if SERIAL.fullmatch(word):
        meant = SERIAL_START + timedelta(days=int(word))
        raise FaultError(
            f"has the date {quoted(written)}, as a spreadsheet counts the day {meant}",
            "give the column the form of a date there and save it again",
        )
    raise FaultError(
        f"has the date {quoted(written)}, which is none",
        "write a day as 2024-01-15, an ISO week as 2024-W05, a month as 2024-05, "
        "a quarter as 2024-Q1 or a year as 2024",
    )


def _dated(read: Callable[[re.Match[str]], date], match: re.Match[str], word: str) -> date:
    year = int(match[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FaultError(
            f"has the date {quoted(word)}, of the year {year}",
            f"write a year from {FIRST_YEAR} to {LAST_YEAR}",
        )
    try:
        return read(match)
    except ValueError:
        raise FaultError(
            f"has the date {quoted(word)}, which the calendar does not have", "correct it"
        ) from None


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date], str | None], ...] = (
    (DAY, lambda m: date(int(m[1]), int(m[2]), int(m[3])), None),
    (WEEK, lambda m: date.fromisocalendar(int(m[1]), int(m[2]), 1), "week"),
    (MONTH, lambda m: date(int(m[1]), int(m[2]), 1), "month"),
    (QUARTER, lambda m: date(int(m[1]), int(m[2]) * 3 - 2, 1), "quarter"),
    (YEAR, lambda m: date(int(m[1]), 1, 1), "year"),
)
