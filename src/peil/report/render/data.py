"""A report, its tables and any result as data: the same bytes for the same values, always."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any

from peil.report.chart.figure import Drawing
from peil.report.model import Block, Rank, Report, Table
from peil.report.model import plain as words_of

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would read as a formula."""
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
Value = str | float | date | None


def document_json(document: Mapping[str, Any], report: Report | None = None) -> str:
    """Write a document as JSON, in the order in which it was made, with its report beside it.

    Example:
        >>> peil.document_json({"as_of": date(2018, 1, 22)})
    """
    told = {} if report is None else {"report": report_json(report)}
    return (
        json.dumps(plain({**document, **told}), indent=2, ensure_ascii=False, allow_nan=False)
        + "\n"
    )


def plain(value: Any) -> Any:
    """Turn a value into what JSON knows, unrounded; a number that is none becomes null."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    number = float(value)
    return number + 0.0 if isfinite(number) else None


def told_json(report: Report) -> bytes:
    """Write a report as JSON on one line: a site has many, and only programs read them."""
    return (json.dumps(report_json(report), ensure_ascii=False, allow_nan=False) + "\n").encode()


def report_json(value: Report | Any) -> Any:
    """Give a report as data, by the names of its fields; what is as usual is left out.

    Each block says under `block` what it is. Pictures are left out: their data says the same.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [report_json(each) for each in value]
    if isinstance(value, Rank):
        return value.name.lower()
    if not is_dataclass(value):
        return plain(value)
    kind: Any = type(value)
    told = {"block": kind.__name__.lower()} if isinstance(value, Block) else {}
    for name, usual in _usual(kind):
        given = getattr(value, name)
        if given is not usual and given != usual and not isinstance(given, Drawing):
            told[name] = report_json(given)
    return told


@lru_cache(maxsize=64)
def _usual(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Name the fields of a part of a report, with what each holds if nothing is said."""
    return tuple((field.name, field.default) for field in fields(kind))


def flat(table: Table) -> tuple[list[str], list[list[Value]]]:
    """Give heads and rows with one value a cell: unrounded where it has one, its text otherwise.

    Lines that stand below it get a column of their own.
    """
    cells = [[row.cells[i] for row in table.rows] for i in range(len(table.columns))]
    heads: list[str] = []
    columns: list[list[Value]] = []
    for column, of_column in zip(table.columns, cells, strict=True):
        heads.append(f"{column.head} ({column.unit})" if column.unit else column.head)
        columns.append([words_of(c.text) if c.value is None else c.value for c in of_column])
        if any(cell.lines for cell in of_column):
            heads.append(column.head)
            columns.append(["\n".join(map(words_of, cell.lines)) for cell in of_column])
    return heads, [list(row) for row in zip(*columns, strict=True)]


def table_csv(table: Table) -> bytes:
    """Write a table as CSV: unrounded values where a cell has one, its text otherwise."""
    heads, rows = flat(table)
    return _written(heads, ([_value(value) for value in row] for row in rows))


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows of data as CSV in codes of no language; what is not known stays empty."""
    return _written(columns, ([_value(row.get(name)) for name in columns] for row in rows))


def _written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_safe, head))
    writer.writerows(rows)
    return text.getvalue().encode()


def _value(value: Any) -> object:
    if value is None:
        return ""
    given = plain(value)
    if isinstance(given, list):
        given = " ".join(str(each) for each in given)
    return _safe(given) if isinstance(given, str) else given


def _safe(text: str) -> str:
    """Keep a text from being read as a formula by an apostrophe before it; a number is none."""
    is_risky = text.startswith(RISKY) and not NUMBER.fullmatch(text)
    # The writer quotes no carriage return, at which a reader would begin a new row.
    given = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{given}" if is_risky else given
