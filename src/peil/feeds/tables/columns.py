"""Columns of a table, asked for by name and read as texts, numbers or periods."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peil.feeds.tables import numbers
from peil.feeds.tables.cells import (
    MISSING,
    Fault,
    Faults,
    days_of,
    periods_of,
    refuse_faults,
    remarks_of,
)
from peil.feeds.tables.names import refuse_likely
from peil.feeds.tables.opening import PERIODS, open_table
from peil.feeds.tables.problems import one_of, quoted, row_number, told_of
from peil.feeds.tables.table import Column, Table
from peil.terms.calendar import Days, Floats, Ints, Labels
from peil.terms.errors import BadInput

DATES = ("date", "period_start", "period", "week", "month", "quarter", "year", "day")
COUNTS = ("count", "cases", "events")
"""What such a column may be called, small letters or not; the first name is the usual one."""
YEAR = "year"
PARTS: Mapping[str, str] = {"week": "-W{:0>2}", "month": "-{:0>2}", "quarter": "-Q{}"}
"""Columns that number periods within the year beside them, and how the two make one word."""
PART = re.compile(r"\d{1,2}", re.ASCII)
MOST_NAMED = 8
LARGEST_YEAR = 99_999_999
"""Periods may be numbered as months, 202001, or as days, 20200101."""


class Columns:
    """The columns of a file, each read when it is asked for; faults are said with row and value."""

    def __init__(
        self, given: Path | Table, wanted: str = "date and count", row: str = PERIODS
    ) -> None:
        self._table = open_table(given, wanted, row)
        self._by_small = {name.strip().lower(): name for name in reversed(self.names)}

    @property
    def file(self) -> str:
        """The name of the file."""
        return self._table.file

    @property
    def rows(self) -> int:
        """How many rows there are below the column names."""
        return self._table.rows

    @property
    def names(self) -> list[str]:
        """The names of the columns, as they are written."""
        return list(self._table.columns)

    def __getitem__(self, name: str) -> Column:
        return self._table.columns[name]

    def refuse(self, wrong: Any, say: str | Callable[[int], str]) -> None:
        """Refuse the table for the first row that is marked.

        Args:
            wrong: (N,) which rows.
            say: what is wrong and what to do, the same in all rows or given a row's index.

        Raises:
            BadInput: there is such a row.
        """
        for row in np.flatnonzero(wrong)[:1].tolist():
            said = say if isinstance(say, str) else say(row)
            raise BadInput(f"{self.file}, row {row_number(row)}: {said}")

    def find(self, *names: str) -> str | None:
        """Find the first column that has one of some names, small letters or not.

        Raises:
            BadInput: two columns have it.
        """
        small = next((n for name in names if (n := name.strip().lower()) in self._by_small), None)
        alike = [name for name in self.names if name.strip().lower() == small]
        if len(alike) > 1:
            raise BadInput(
                f"{self.file}, row 1: has the columns {quoted(alike[0])} and {quoted(alike[1])}, "
                "which differ in capitals or blanks alone; rename or delete one"
            )
        return alike[0] if alike else None

    def need(self, option: str, told: str | None, *usual: str) -> str:
        """Find a column that there must be.

        Args:
            option: by which it can be named otherwise; empty if it cannot.
            told: the name that was given; None for a usual one.
            usual: names that it often has.

        Raises:
            BadInput: there is none, or there are two.
        """
        found = told if told in self.names else self.find(*(usual if told is None else (told,)))
        if (found is None or found == told) and self._has_no_names():
            raise BadInput(
                f"{self.file}, row 1: has {quoted(self.names[0])} and {quoted(self.names[1])} where "
                "the names of the columns should stand; write a row of names above it"
            )
        if found is None:
            listed = ", ".join(quoted(name) for name in self.names[:MOST_NAMED])
            more = ", ..." if len(self.names) > MOST_NAMED else ""
            how = f"name it by {option}" if option else "add it"
            raise BadInput(
                f"{self.file}, row 1: has no column {quoted(told or usual[0])} but {listed}{more}; "
                f"{how if told is None or not option else f'name one of them by {option}'}"
            )
        return found

    def _has_no_names(self) -> bool:
        """Whether the first row holds a period and numbers, as a row of counts does."""
        first, *others = (name.strip() for name in self.names)
        is_period = not periods_of([first]).faults
        return is_period and any(numbers.NUMBER.fullmatch(other) for other in others)

    def dates(self, option: str, told: str | None) -> tuple[Column, frozenset[str]]:
        """Find the column of periods, or make it of one of years and what is numbered in them.

        Returns:
            The column, and the names of those that it is made of.
        """
        part = None if told else self._part_of_year()
        if part is None:
            name = self.need(option, told, *DATES)
            return self[name], frozenset({name})
        year = self._by_small[YEAR]
        return _joined(self[year], self[self._by_small[part]], part), frozenset({year, part})

    def _part_of_year(self) -> str | None:
        """Find a column that numbers the weeks, months or quarters of the years beside it."""
        if self.find(*(name for name in DATES if name not in (YEAR, *PARTS))) or not self.find(
            YEAR
        ):
            return None
        found = (part for part in PARTS if self.find(part))
        return next((p for p in found if _are_parts(self[self._by_small[p]].words)), None)

    def periods(self, column: Column) -> tuple[Days, str | None]:
        """Read periods: the first day of each, and the form in which all of them are written."""
        found = periods_of(column.words)
        refuse_faults(self._table, column, found.faults)
        self._refuse_forms(column, found.period)
        return column.by_row(list(found.day), "datetime64[D]"), found.period[0]

    def _refuse_forms(self, column: Column, forms: Sequence[str | None]) -> None:
        of_rows = column.by_row([str(form) for form in forms], object)
        word = column.by_row(column.words, object)
        self.refuse(
            of_rows != of_rows[0],
            lambda row: (
                f"has the date {quoted(word[row])} where row {row_number(0)} has "
                f"{quoted(word[0])}, in several forms; write all periods in one form"
            ),
        )

    def labels(self, name: str, what: str | None = None) -> tuple[Ints, list[str]]:
        """Read names, none of them empty, with single blanks, as codes into sorted texts."""
        column, what = self[name], what or name
        words = [" ".join(word.split()) for word in column.words]
        faults = {
            i: Fault(f"has no {what}", "write it, or delete the row")
            if word in MISSING
            else Fault(
                f"has the {what} {quoted(word)}, with a character that is not seen",
                f"write the name of the {what}",
            )
            for i, word in enumerate(words)
            if word in MISSING or not word.isprintable()
        }
        refuse_faults(self._table, column, faults)
        distinct = sorted(set(words))
        place = {text: i for i, text in enumerate(distinct)}
        return column.by_row([place[word] for word in words], np.int64), distinct

    def texts(self, name: str) -> list[str]:
        """Read names as `labels` does, one for each row."""
        codes, distinct = self.labels(name)
        return [distinct[code] for code in codes]

    def names_of(self, name: str) -> list[str]:
        """Read names as `texts` does; refuse those that are likely to be meant for others."""
        texts = self.texts(name)
        with told_of(self.file):
            refuse_likely(name, Counter(texts))
        return texts

    def numbers(self, name: str) -> Floats:
        """Read numbers with a point or a comma before the decimals; an empty cell is NaN."""
        return self._read(name, lambda words: numbers.numbers_of(words, name))

    def counts(self, name: str) -> Floats:
        """Read whole numbers from 0 on; an empty cell is NaN."""
        return self._read(name, numbers.counts_of)

    def populations(self, name: str) -> Floats:
        """Read numbers above 0; an empty cell is NaN."""
        return self._read(name, numbers.populations_of)

    def shares(self, name: str) -> Floats:
        """Read shares above 0 up to 1; an empty cell is NaN."""
        return self._read(name, lambda words: numbers.shares_of(words, name))

    def flags(self, name: str) -> Floats:
        """Read yes, no or numbers from 0 on; an empty cell is 0."""
        return self._read(name, lambda words: numbers.flags_of(words, name))

    def days(self, name: str) -> Days:
        """Read days; an empty cell is NaT."""
        return self._read(name, lambda words: days_of(words, name), "datetime64[D]")

    def remarks(self, name: str) -> Labels:
        """Read short texts; an empty cell is an empty one."""
        return self._read(name, lambda words: remarks_of(words, name), object)

    def refuse_others(self, name: str, words: Sequence[str]) -> None:
        """Refuse a cell that is none of some words and not empty."""
        column = self[name]
        wrong = {
            i: Fault(
                f"has the {name} {quoted(word)}",
                f"{one_of(words, word)}, or call the column otherwise",
            )
            for i, word in enumerate(column.words)
            if word not in words and word not in MISSING
        }
        refuse_faults(self._table, column, wrong)

    def years(self, name: str) -> Floats:
        """Read whole numbers that number periods.

        Raises:
            BadInput: a cell is empty or not whole.
        """
        values = self.numbers(name)
        whole = f"has no whole {name}; write years, or number the periods"
        self.refuse(~(values == np.rint(values)), whole)
        digits = f"write one of up to {len(str(LARGEST_YEAR))} digits"
        self.refuse(
            np.abs(values) > LARGEST_YEAR, lambda row: f"has the {name} {values[row]:g}; {digits}"
        )
        return values

    def _read(
        self, name: str, read: Callable[[Any], tuple[Any, Faults]], kind: Any = np.float64
    ) -> NDArray[Any]:
        column = self[name]
        values, faults = read(column.words)
        refuse_faults(self._table, column, faults)
        return column.by_row(values.tolist(), kind)


def _are_parts(words: Sequence[str]) -> bool:
    return all(PART.fullmatch(word.strip()) or word.strip() in MISSING for word in words)


def _joined(year: Column, part: Column, name: str) -> Column:
    """Make periods of years and of what is numbered in them; an empty cell leaves an empty one."""
    pairs, codes = np.unique(np.stack([year.codes, part.codes]), axis=1, return_inverse=True)
    texts = [(year.words[y].strip(), part.words[p].strip()) for y, p in pairs.T.tolist()]
    words = ["" if {y, p} & MISSING else y + PARTS[name].format(p) for y, p in texts]
    return Column(codes=codes.ravel().astype(np.int32), words=words)
