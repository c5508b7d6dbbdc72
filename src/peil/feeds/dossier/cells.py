"""Cells with their meaning: days, numbers and flags, each distinct word read once."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from peil.feeds.dossier.descriptor import Resource
from peil.feeds.dossier.layout import Field, Layout
from peil.feeds.dossier.problems import UNFIT, UNSEEN, UNSEEN_REMEDY, in_rows, one_of, quoted
from peil.feeds.dossier.table import Codes, Column, Table
from peil.terms.calendar import Days, Flags, Floats, Labels
from peil.terms.errors import Problem

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
KINDS: Mapping[str, Any] = {
    "date": "datetime64[D]",
    "boolean": np.bool_,
    "number": np.float64,
    "integer": np.float64,
    "year": np.float64,
}
MISSING = {"date": np.datetime64("NaT", "D"), "boolean": False}

ONE_NAME = r"^\S(.*\S)?$"
SEVERAL = r"^[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$"
LONGEST_NAME, LONGEST_TEXT = 200, 20_000
"""Letters of an id or a name, and of a text or a list of ids; beyond these no page can show it."""
PATTERNS = {
    ONE_NAME: ("which starts or ends with a space", "delete the space"),
    "^[a-z][a-z0-9_]*$": (
        "which is not one lower-case word",
        "use only a-z, 0-9 and _, and start with a letter",
    ),
    "^[A-Z]{3}$": ("which is no currency", "write its three letters, such as EUR"),
    SEVERAL: (
        "which is not a list of lower-case words",
        "join words of a-z, 0-9 and _ by a + without spaces",
    ),
}


class Fault(NamedTuple):
    """What is wrong with a word, of which kind, and what to do."""

    kind: str
    what: str
    remedy: str


class _FaultError(Exception):
    """A word that cannot stand in its column; its arguments make a fault."""


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
        """Give a column of days."""
        return self.typed[name]

    def numbers(self, name: str) -> Floats:
        """Give a column of numbers."""
        return self.typed[name]

    def flags(self, name: str) -> Flags:
        """Give a column of flags; without the column nothing is flagged."""
        if name in self.typed:
            return self.typed[name]
        return np.zeros(self.table.rows, dtype=np.bool_)

    def fills(self, name: str) -> Flags:
        """Say which rows hold anything in a column; without the column none does."""
        return self.filled.get(name, np.zeros(self.table.rows, dtype=np.bool_))

    def dates(self, name: str) -> Days:
        """Give a column of days that may be absent; without the column no day is known."""
        if name in self.typed:
            return self.typed[name]
        return np.full(self.table.rows, MISSING["date"])

    def equal(self, name: str, word: str, *, without: bool) -> Flags:
        """Say in which rows a column holds a word; `without` is the answer without the column."""
        if not self.has(name):
            return np.full(self.table.rows, without)
        column = self.table.columns[name]
        return by_row(column, [other == word for other in column.words], np.bool_)

    def among(self, name: str, words: Collection[str]) -> Flags:
        """Say in which rows a column holds one of some words; without the column none does."""
        if not self.has(name):
            return np.zeros(self.table.rows, dtype=np.bool_)
        column = self.table.columns[name]
        return by_row(column, [word in words for word in column.words], np.bool_)

    def texts(self, name: str) -> Labels:
        """Give a column as it stands; without the column its cells are empty."""
        if not self.has(name):
            return np.full(self.table.rows, "", dtype=object)
        column = self.table.columns[name]
        return by_row(column, column.words, object)

    def codes(self, name: str) -> Codes:
        """Give the codes of a column's words."""
        return self.table.columns[name].codes

    def words(self, name: str) -> Sequence[str]:
        """Give the distinct words of a column."""
        return self.table.columns[name].words

    def text(self, name: str, row: int) -> str:
        """Give one cell as it stands."""
        column = self.table.columns[name]
        word: str = column.words[column.codes[row]]
        return word


def wrong_rows(
    cells: Cells,
    wrong: Sequence[bool] | Flags,
    what: str | Callable[[int], str],
    remedy: str | Callable[[int], str],
) -> Iterator[Problem]:
    """Say what is wrong in each row of a table that is marked.

    Args:
        cells: the table.
        wrong: (N,) which rows.
        what: what is wrong, the same in all of them or given a row's index.
        remedy: what to do, likewise.
    """
    say = what if callable(what) else lambda _: what
    rows = np.flatnonzero(np.asarray(wrong, dtype=np.bool_))
    yield from in_rows(cells.table.file, rows, say, remedy)


def by_row(column: Column, values: Sequence[Any], kind: Any) -> NDArray[Any]:
    """Spread one value for each distinct word over the rows."""
    by_word = np.empty(len(values), dtype=kind)
    by_word[:] = values
    return by_word[column.codes]


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
                typed[name] = by_row(column, values, KINDS[field.type])
            filled[name] = by_row(column, [word != "" for word in column.words], np.bool_)
            problems += _in_column(table.file, column, faults)
    return Cells(layout=layout, table=table, typed=typed, filled=filled), problems


def _headers(table: Table, resource: Resource, layout: Layout) -> Iterator[Problem]:
    for name, field in layout.fields.items():
        if name not in table.columns and not field.may_be_absent:
            yield Problem(
                file=table.file,
                row=1,
                what=f"has no column {name!r}",
                remedy=f"add it: {field.description[0].lower()}{field.description[1:].rstrip('.')}",
            )
    unused = [name for name in layout.fields if name not in table.columns]
    for name in table.columns:
        if name not in layout.fields and name not in resource.decimal:
            yield Problem(
                file=table.file,
                row=1,
                what=f"has the unknown column {quoted(name)}",
                remedy=f"{one_of(unused, name)}, or declare it in the schema"
                if unused
                else "declare it in the schema of datapackage.json, or delete it",
            )


def _in_column(file: str, column: Column, faults: Mapping[int, Fault]) -> Iterator[Problem]:
    codes = column.codes
    for kind in sorted({fault.kind for fault in faults.values()}):
        is_wrong = [i in faults and faults[i].kind == kind for i in range(len(column.words))]
        rows = np.flatnonzero(by_row(column, is_wrong, np.bool_))
        yield from in_rows(
            file, rows, lambda r: faults[codes[r]].what, lambda r: faults[codes[r]].remedy
        )


def _read_words(
    words: Sequence[str], field: Field, resource: Resource
) -> tuple[list[Any], dict[int, Fault]]:
    read = _reader(field, resource.decimal.get(field.name, "."))
    values: list[Any] = [MISSING.get(field.type, np.nan)] * len(words)
    faults: dict[int, Fault] = {}
    for i, word in enumerate(words):
        try:
            if word:
                values[i] = read(word)
            elif field.required:
                raise _FaultError("empty", "is empty", "fill it")
        except _FaultError as error:
            kind, what, remedy = error.args
            faults[i] = Fault(kind, f"{field.name} {what}", remedy)
    return values, faults


def _reader(field: Field, decimal: str) -> Callable[[str], Any]:
    """Choose how to read a word of a column; the reader raises a fault where it cannot."""
    low, high = _limits(field)
    if field.type == "date":
        return lambda word: _limited(word, _day(word), low, high)
    if field.type == "number":
        return lambda word: _limited(word, _number(word, decimal), low, high)
    if field.type in ("integer", "year"):
        return lambda word: _limited(word, _whole(word, field.type), low, high)
    if field.type == "boolean":
        return _flag
    return lambda word: _word(word, field)


def _limits(field: Field) -> tuple[Any, Any]:
    read: Callable[[Any], Any] = date.fromisoformat if field.type == "date" else float
    low, high = field.minimum, field.maximum
    return None if low is None else read(low), None if high is None else read(high)


def _day(word: str) -> date:
    if not DAY.fullmatch(word):
        raise _FaultError(
            "form", f"is {quoted(word)}, which is no date", "write the day as in 2018-01-22"
        )
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise _FaultError(
            "calendar", f"is {quoted(word)}, which is in no calendar", "correct the day"
        ) from None


def _number(word: str, decimal: str) -> float:
    plain = word if decimal == "." else word.replace(".", "?").replace(decimal, ".")
    if not NUMBER.fullmatch(plain):
        raise _FaultError(
            "form",
            f"is {quoted(word)}, which is no number",
            f"write digits, with {decimal!r} as decimal sign and nothing between thousands",
        )
    return float(plain)


def _whole(word: str, type_: str) -> float:
    if not (YEAR if type_ == "year" else WHOLE).fullmatch(word):
        wanted = "year of four digits" if type_ == "year" else "whole number"
        raise _FaultError("form", f"is {quoted(word)}, which is no {wanted}", "write digits alone")
    return float(word)


def _flag(word: str) -> bool:
    if word.lower() not in ("true", "false"):
        raise _FaultError("form", f"is {quoted(word)}", "write true or false")
    return word.lower() == "true"


def _word(word: str, field: Field) -> bool:
    if UNSEEN.search(word):
        raise _FaultError("unseen", f"is {ascii(word)[:60]}, with a hidden letter", UNSEEN_REMEDY)
    longest = LONGEST_TEXT if field.pattern in ("", SEVERAL) else LONGEST_NAME
    if len(word) > longest:
        raise _FaultError(
            "long",
            f"is {quoted(word)}, of {len(word)} letters",
            f"write at most {longest}",
        )
    if field.enum and word not in field.enum:
        raise _FaultError("enum", f"is {quoted(word)}", one_of(field.enum, word))
    if field.pattern and not re.fullmatch(field.pattern, word, re.DOTALL):
        what, remedy = PATTERNS.get(field.pattern, ("", one_of(("completed+failed", "foiled"))))
        raise _FaultError("pattern", f"is {quoted(word)}, {what}".removesuffix(", "), remedy)
    if field.pattern == ONE_NAME and UNFIT.search(word):
        raise _FaultError(
            "unfit",
            f"is {ascii(word)[:60]}, with a line break, a tab or a soft hyphen",
            "write it on one line, without it",
        )
    return True


def _limited(word: str, value: Any, low: Any, high: Any) -> Any:
    if low is not None and value < low:
        raise _FaultError("low", f"is {quoted(word)}, below {_plain(low)}", "correct the value")
    if high is not None and value > high:
        raise _FaultError("high", f"is {quoted(word)}, above {_plain(high)}", "correct the value")
    return value


def _plain(limit: Any) -> str:
    return f"{limit:.0f}" if isinstance(limit, float) else str(limit)
