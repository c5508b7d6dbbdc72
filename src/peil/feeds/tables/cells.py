"""Cells as people write them: each distinct word read once, as period, count, population or number."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from peil.feeds.tables.days import in_iso
from peil.feeds.tables.problems import quoted, row_number
from peil.feeds.tables.table import Column, Table
from peil.terms.calendar import Days, Floats, Labels
from peil.terms.errors import BadInput

FIRST_YEAR, LAST_YEAR = 1800, 2100
LARGEST = 2**53
"""The largest count that is exact in the arithmetic of the watch."""
MISSING = frozenset(
    {"", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "NULL", "null", "None", "."}
)
"""Words with which programs write an empty cell."""

YES, NO = ("yes", "true", "x"), ("no", "false")
"""Words for what holds and what does not, beside 1 and 0."""
LONGEST_REMARK = 200
"""Letters of what is said of a row."""

MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
"""The time of day that programs write behind a day."""
DAY = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){MIDNIGHT}", re.ASCII)
WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.ASCII)
YEAR = re.compile(r"(\d{4})", re.ASCII)
WHOLE = re.compile(r"\d+(?:[.,]0+)?", re.ASCII)
NEGATIVE = re.compile(r"[-−]\d+(?:[.,]\d+)?", re.ASCII)
BROKEN = re.compile(r"\d+[.,]\d+", re.ASCII)
HIDDEN = re.compile(r"[<>≤≥]=? ?\d+")
DECIMAL = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
NUMBER = re.compile(r"[-+−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?", re.ASCII)
BOTH_MARKS = re.compile(r"\d[.,]\d{3}[.,]\d", re.ASCII)


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
    more = f" (and {len(rows) - 1} more rows with such a fault)" if len(rows) > 1 else ""
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


def counts_of(words: Sequence[str]) -> tuple[Floats, dict[int, Fault]]:
    """Read counts; an empty word, or NA, is a period without report."""
    return _numbers(words, _count)


def populations_of(words: Sequence[str]) -> tuple[Floats, dict[int, Fault]]:
    """Read populations, with a point or a comma before the decimals, but not both."""
    marks = {mark for word in words for mark in ".," if mark in word.strip() and len(word) > 1}
    return _numbers(words, _population if len(marks) < 2 else _population_of_two_marks)


def numbers_of(words: Sequence[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    """Read numbers with a point or a comma before the decimals; an empty word is NaN."""
    return _numbers(words, lambda word: _number(word, name))


def shares_of(words: Sequence[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    """Read shares above 0 up to 1; an empty word is NaN."""
    return _numbers(words, lambda word: _share(word, name))


def flags_of(words: Sequence[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    """Read yes and no as 1 and 0, and numbers from 0 on; an empty word is 0."""
    values, faults = _numbers(words, lambda word: _flag(word, name))
    return np.nan_to_num(values), faults


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


def _share(word: str, name: str) -> float:
    value = _number(word, name)
    if not 0 < value <= 1:
        raise FaultError(f"has the {name} {quoted(word)}", "write a share above 0 up to 1")
    return value


def _flag(word: str, name: str) -> float:
    told = {**dict.fromkeys(YES, 1.0), **dict.fromkeys(NO, 0.0)}.get(word.lower())
    value = told if told is not None else float(word) if DECIMAL.fullmatch(word) else -1.0
    if value < 0:
        raise FaultError(f"has {quoted(word)} for {name}", "write 1 or 0, or leave the cell empty")
    return value


def _numbers(words: Sequence[str], read: Callable[[str], float]) -> tuple[Floats, dict[int, Fault]]:
    def one(word: str) -> float:
        return np.nan if word.strip() in MISSING else read(word.strip())

    values, faults = read_words(words, one, np.nan)
    return np.array(values, dtype=np.float64), faults


def _period(word: str, written: str) -> tuple[date, str | None]:
    """Read a period from a word; sentences show it as it was written."""
    if word in MISSING:
        raise FaultError("has no date", "write the period of the count, or delete the row")
    for pattern, read, period in FORMS:
        if match := pattern.fullmatch(word):
            _check_year(written, int(match[1]))
            return _dated(read, match, written), period
    raise FaultError(
        f"has the date {quoted(written)}, which is none",
        "write a day as 2024-01-15, an ISO week as 2024-W05, a month as 2024-05, "
        "a quarter as 2024-Q1 or a year as 2024",
    )


def _check_year(word: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FaultError(
            f"has the date {quoted(word)}, of the year {year}",
            f"write a year from {FIRST_YEAR} to {LAST_YEAR}",
        )


def _dated(read: Callable[[re.Match[str]], date], match: re.Match[str], word: str) -> date:
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


def _count(word: str) -> float:
    if WHOLE.fullmatch(word):
        return _sized(word, float(word.replace(",", ".")))
    if NEGATIVE.fullmatch(word):
        raise FaultError(
            f"has the count {quoted(word)}", "counts are 0 or more; leave it empty if unknown"
        )
    if HIDDEN.fullmatch(word):
        raise FaultError(
            f"has the count {quoted(word)}, which hides a number",
            "write the number, or leave the cell empty",
        )
    if BROKEN.fullmatch(word):
        raise FaultError(
            f"has the count {quoted(word)}, which is not whole",
            "write whole numbers of events, without marks between thousands",
        )
    raise FaultError(
        f"has the count {quoted(word)}, which is no number",
        "write a whole number, or leave the cell empty where no report came",
    )


def _sized(word: str, value: float) -> float:
    if value > LARGEST:
        raise FaultError(f"has the count {quoted(word)}", f"write one up to {LARGEST}")
    return value


def _number(word: str, name: str) -> float:
    value = np.nan
    if NUMBER.fullmatch(word) and not BOTH_MARKS.fullmatch(word):
        value = float(word.replace(",", ".").replace("−", "-"))
    if not np.isfinite(value):
        raise FaultError(
            f"has {quoted(word)} for {name}, which is no number",
            "write a number without marks between thousands, or leave the cell empty",
        )
    return value


def _population(word: str) -> float:
    value = float(word.replace(",", ".")) if DECIMAL.fullmatch(word) else 0.0
    if not 0 < value < np.inf:
        raise FaultError(
            f"has the population {quoted(word)}",
            "write a number above 0, without marks between thousands, or leave the cell empty",
        )
    return value


def _population_of_two_marks(word: str) -> float:
    if "," in word:
        raise FaultError(
            f"has the population {quoted(word)} where others have a point",
            "use one decimal sign in the column, and no marks between thousands",
        )
    return _population(word)
