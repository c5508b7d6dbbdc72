"""A sheet: a table whose columns are asked for by name and read as texts, numbers or periods."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from peil.feeds.counts.cells import MISSING, Fault, counts_of, periods_of, populations_of
from peil.feeds.counts.opening import open_table
from peil.feeds.counts.read import refuse_faults
from peil.feeds.dossier.cells import by_row
from peil.feeds.dossier.problems import quoted
from peil.feeds.dossier.table import Column, Table
from peil.terms.calendar import Days, Floats
from peil.terms.errors import BadInput

NUMBER = re.compile(r"[-+−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?", re.ASCII)
MOST_NAMED = 8
LARGEST_YEAR = 99_999_999
"""Periods may be numbered as months, 202001, or as days, 20200101."""
BOTH_MARKS = re.compile(r"\d[.,]\d{3}[.,]\d", re.ASCII)


class Sheet:
    """A table of a file, read column by column; what is wrong is said with row and value."""

    def __init__(self, path: Path, columns: str) -> None:
        self._table: Table = open_table(path, columns)
        self._by_small = {name.strip().lower(): name for name in reversed(self.columns)}

    @property
    def file(self) -> str:
        """The name of the file."""
        return self._table.file

    @property
    def rows(self) -> int:
        """How many rows there are below the column names."""
        return self._table.rows

    @property
    def columns(self) -> list[str]:
        """The names of the columns, as they are written."""
        return list(self._table.columns)

    def find(self, *names: str) -> str | None:
        """Find the first column that has one of some names, small letters or not."""
        return next((self._by_small[n.lower()] for n in names if n.lower() in self._by_small), None)

    def need(self, option: str, *names: str) -> str:
        """Find a column that there must be.

        Args:
            option: by which it can be named otherwise; empty if it cannot.
            names: of which the first is the usual one.

        Raises:
            BadInput: there is none.
        """
        found = self.find(*names)
        if found is None:
            listed = ", ".join(quoted(name) for name in self.columns[:MOST_NAMED])
            more = ", ..." if len(self.columns) > MOST_NAMED else ""
            how = f"name it by {option}" if option else "add it"
            raise BadInput(
                f"{self.file}, row 1: has no column {names[0]!r} but {listed}{more}; {how}"
            )
        return found

    def texts(self, name: str) -> list[str]:
        """Read names, none of them empty, with single blanks."""
        column = self._table.columns[name]
        words = [" ".join(word.split()) for word in column.words]
        faults = {
            i: Fault(f"has no {name}", "write it, or delete the row")
            for i, word in enumerate(words)
            if word in MISSING or not word.isprintable()
        }
        refuse_faults(self._table, column, faults)
        return [str(word) for word in by_row(column, words, np.object_)]

    def numbers(self, name: str) -> Floats:
        """Read numbers with a point or a comma before the decimals; an empty cell is NaN."""
        return self._read(name, lambda words: _numbers(words, name))

    def counts(self, name: str) -> Floats:
        """Read whole numbers from 0 on; an empty cell is NaN."""
        return self._read(name, counts_of)

    def populations(self, name: str) -> Floats:
        """Read numbers above 0; an empty cell is NaN."""
        return self._read(name, populations_of)

    def years(self, name: str) -> Floats:
        """Read whole numbers that number periods.

        Raises:
            BadInput: a cell is empty or not whole.
        """
        values = self.numbers(name)
        wrong = np.flatnonzero(~(values == np.rint(values)))
        if len(wrong):
            raise BadInput(
                f"{self.file}, row {int(wrong[0]) + 2}: has no whole {name}; write years, or "
                f"number the periods"
            )
        beyond = np.flatnonzero(np.abs(values) > LARGEST_YEAR)
        if len(beyond):
            row = int(beyond[0])
            raise BadInput(
                f"{self.file}, row {row + 2}: has the {name} {values[row]:g}; write one of up to "
                f"{len(str(LARGEST_YEAR))} digits"
            )
        return values

    def periods(self, names: Sequence[str]) -> tuple[Days, str | None]:
        """Read periods, from one column or from one of years and one of months."""
        if len(names) == 2:
            year, month = (self.years(name) for name in names)
            words = [f"{int(y)}-{int(m):02d}" for y, m in zip(year, month, strict=True)]
            column = Column(codes=np.arange(len(words), dtype=np.int32), words=words)
        else:
            column = self._table.columns[names[0]]
        found = periods_of(column.words)
        refuse_faults(self._table, column, found.faults)
        forms = set(found.period)
        if len(forms) > 1:
            raise BadInput(
                f"{self.file}: has periods in several forms; write all of them in one form"
            )
        return by_row(column, list(found.day), "datetime64[D]"), forms.pop()

    def _read(self, name: str, read: Callable[[Any], tuple[Floats, dict[int, Fault]]]) -> Floats:
        column = self._table.columns[name]
        values, faults = read(column.words)
        refuse_faults(self._table, column, faults)
        return np.asarray(by_row(column, values.tolist(), np.float64))


def _numbers(words: Iterable[str], name: str) -> tuple[Floats, dict[int, Fault]]:
    values: list[float] = []
    faults: dict[int, Fault] = {}
    for i, word in enumerate(words):
        given = word.strip()
        values.append(np.nan)
        if given in MISSING:
            continue
        if NUMBER.fullmatch(given) and not BOTH_MARKS.fullmatch(given):
            values[-1] = float(given.replace(",", ".").replace("−", "-"))
        if not np.isfinite(values[-1]):
            faults[i] = Fault(
                f"has {quoted(word)} for {name}, which is no number",
                "write a number without marks between thousands, or leave the cell empty",
            )
    return np.array(values), faults
