"""Cells with their meaning: days, numbers and flags, each distinct word read once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peil.feeds.dossier.descriptor import Resource
from peil.feeds.dossier.layout import Layout
from peil.feeds.tables.cells import FaultError, Faults, read_words
from peil.feeds.tables.fields import Field, reader_of
from peil.feeds.tables.problems import about, in_rows, one_of, quoted
from peil.feeds.tables.table import Codes, Column, Table
from peil.terms.calendar import Days, Flags, Floats, Ints, Labels
from peil.terms.errors import Problem

KINDS: Mapping[str, Any] = {
    "date": "datetime64[D]",
    "boolean": np.bool_,
    "number": np.float64,
    "integer": np.float64,
    "year": np.float64,
}
ONE_OF_TWO = "correct one of the two"
MEANT = f"{ONE_OF_TWO}, unless it is meant so"
MISSING = {"date": np.datetime64("NaT", "D"), "boolean": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A table whose cells have been read; a cell that cannot be is missing.

    Args:
        layout: what the columns mean.
        table: the words.
        typed: by column that is not text, (N,) days, numbers or flags; NaT, NaN or False
            where missing.
        filled: by known column, (N,) whether the cell holds anything.
    """

    layout: Layout
    table: Table
    typed: Mapping[str, NDArray[Any]]
    filled: Mapping[str, Flags]

    def has(self, name: str) -> bool:
        """Whether the table has a column."""
        return name in self.table.columns

    def days(self, name: str) -> Days:
        """Give a column of days; without the column no day is known."""
        return self._typed(name, MISSING["date"])

    def numbers(self, name: str) -> Floats:
        """Give a column of numbers; without the column they are NaN."""
        return self._typed(name, np.nan)

    def flags(self, name: str) -> Flags:
        """Give a column of flags; without the column nothing is flagged."""
        return self._typed(name, False)

    def _typed(self, name: str, otherwise: Any) -> NDArray[Any]:
        return self.typed[name] if name in self.typed else np.full(self.table.rows, otherwise)

    def fills(self, name: str) -> Flags:
        """Say which rows hold anything in a column; without the column none does."""
        return self.filled.get(name, np.zeros(self.table.rows, dtype=np.bool_))

    def among(self, name: str, words: Collection[str]) -> Flags:
        """Say in which rows a column holds one of some words; without the column none does."""
        if not self.has(name):
            return np.zeros(self.table.rows, dtype=np.bool_)
        column = self.table.columns[name]
        return column.by_row([word in words for word in column.words], np.bool_)

    def is_none_of(self, name: str, numbers: Sequence[int]) -> Flags:
        """Say in which rows a column holds a number that is none of some."""
        given = self.numbers(name)
        wrong: Flags = ~np.isnan(given) & ~np.isin(given, numbers)
        return wrong

    def texts(self, name: str) -> Labels:
        """Give a column as it stands; without the column its cells are empty."""
        if not self.has(name):
            return np.full(self.table.rows, "", dtype=object)
        column = self.table.columns[name]
        return column.by_row(column.words, object)

    def codes(self, name: str) -> Codes:
        """Give the codes of a column's words."""
        return self.table.columns[name].codes

    def words(self, name: str) -> Sequence[str]:
        """Give the distinct words of a column."""
        return self.table.columns[name].words

    def alike(self, *names: str) -> Ints:
        """Number rows alike whose words in some columns are the same; without a column all are."""
        number = np.zeros(self.table.rows, dtype=np.int64)
        for name in filter(self.has, names):
            pairs = number * max(len(self.words(name)), 1) + self.codes(name)
            number = np.unique(pairs, return_inverse=True)[1]
        return number

    def earliest(self, of: Ints, name: str, is_meant: Flags | bool = True) -> Days:
        """Give the first day in a column among the rows that are alike and meant, NaT without any.

        Args:
            of: (N,) which rows are alike, as `alike` says.
            is_meant: (N,) which rows count.

        Returns:
            (N,) days, the same for all rows that are alike.
        """
        days = self.days(name)
        first = np.full(int(of.max(initial=-1)) + 1, np.datetime64("NaT", "D"))
        there = np.flatnonzero(~np.isnat(days) & is_meant)
        np.fmin.at(first, of[there], days[there])
        return first[of]

    def text(self, name: str, row: int) -> str:
        """Give one cell as it stands; without the column it is empty."""
        column = self.table.columns.get(name)
        return column.words[column.codes[row]] if column else ""

    def wrong(
        self,
        wrong: Flags | Sequence[bool] | Mapping[int, Any],
        what: str | Callable[[int], str],
        remedy: str | Callable[[int], str] = ONE_OF_TWO,
    ) -> Iterator[Problem]:
        """Say what is wrong in each row that is marked.

        Args:
            wrong: (N,) which rows; or their indexes, by which something is found of each.
            what: what is wrong, with cells of the row as in "ends on {ends}", and after a semicolon
                what to do; or what is wrong, given a row's index.
            remedy: what to do, where that is not said; the same in all rows, or given an index.
        """
        is_listed = isinstance(wrong, Mapping)
        rows = np.array(sorted(wrong)) if is_listed else np.flatnonzero(np.asarray(wrong, np.bool_))
        said, _, told = ("", "", "") if callable(what) else what.partition("; ")
        say = what if callable(what) else lambda row: said.format_map(_Row(self, row))
        yield from in_rows(self.table.file, rows, say, told or remedy)


class _Word(str):
    """A cell in a sentence; by `!r` it is quoted as all values of sentences are."""

    __slots__ = ()

    def __repr__(self) -> str:
        return quoted(str(self))


class _Row(dict[str, _Word]):
    """The cells of a row, to be put into a sentence."""

    def __init__(self, cells: Cells, row: int) -> None:
        self._cells, self._row = cells, row

    def __missing__(self, name: str) -> _Word:
        word = self._cells.text(name, self._row)
        return _Word(word if word.isprintable() else ascii(word)[1:-1])


def read_cells(table: Table, resource: Resource, layout: Layout) -> tuple[Cells, list[Problem]]:
    """Read the cells of every known column, and say what cannot stand in them."""
    problems = list(_headers(table, resource, layout))
    typed: dict[str, NDArray[Any]] = {}
    filled: dict[str, Flags] = {}
    for name, field in layout.fields.items():
        if name in table.columns:
            column = table.columns[name]
            values, faults = _read_words(column.words, field, resource)
            if field.type != "string":
                typed[name] = column.by_row(values, KINDS[field.type])
            filled[name] = column.by_row([word != "" for word in column.words], np.bool_)
            problems += _in_column(table.file, column, faults)
    return Cells(layout=layout, table=table, typed=typed, filled=filled), problems


def _headers(table: Table, resource: Resource, layout: Layout) -> Iterator[Problem]:
    for name, field in layout.fields.items():
        if name not in table.columns and not field.may_be_absent:
            meaning = f"{field.description[0].lower()}{field.description[1:].rstrip('.')}"
            yield about(table.file, f"has no column {name!r}", f"add it: {meaning}", 1)
    unused = [name for name in layout.fields if name not in table.columns]
    for name in table.columns:
        if name not in layout.fields and name not in resource.decimal:
            remedy = f"{one_of(unused, name)}, or declare it in the schema"
            if not unused:
                remedy = "declare it in the schema of datapackage.json, or delete it"
            yield about(table.file, f"has the unknown column {quoted(name)}", remedy, 1)


def _in_column(file: str, column: Column, faults: Faults) -> Iterator[Problem]:
    codes = column.codes
    for kind in sorted({fault.kind for fault in faults.values()}):
        is_wrong = [i in faults and faults[i].kind == kind for i in range(len(column.words))]
        rows = np.flatnonzero(column.by_row(is_wrong, np.bool_))
        yield from in_rows(
            file, rows, lambda r: faults[codes[r]].what, lambda r: faults[codes[r]].remedy
        )


def _read_words(words: Sequence[str], field: Field, resource: Resource) -> tuple[list[Any], Faults]:
    read = reader_of(field, resource.decimal.get(field.name, "."))
    missing = MISSING.get(field.type, np.nan)

    def one(word: str) -> Any:
        if word:
            return read(word)
        if field.required:
            raise FaultError("is empty", "fill it", "empty")
        return missing

    values, faults = read_words(words, one, missing)
    return values, {i: f._replace(what=f"{field.name} {f.what}") for i, f in faults.items()}
