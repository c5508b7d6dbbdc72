"""Every CSV that Peil writes, for whoever wants the figures rather than the page."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peil.report.account import Cell, Table
from peil.report.data import plain

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would read as a formula."""
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def table_csv(table: Table) -> bytes:
    """Write a table as CSV: unrounded numbers where a cell has one, its text otherwise."""
    return _written(table.head, ([_plain(cell) for cell in row] for row in table.rows))


def rows_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows of data as CSV in codes of no language; what is not known stays empty."""
    return _written(columns, ([_value(row.get(name)) for name in columns] for row in rows))


def _written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_safe, head))
    writer.writerows(rows)
    return text.getvalue().encode()


def _plain(cell: Cell) -> object:
    return _safe(cell.text) if cell.value is None else plain(cell.value)


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
