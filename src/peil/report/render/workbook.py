"""A report as a workbook: a sheet of its text, and one for each table; no text is ever a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from peil.report.model import (
    Block,
    Entries,
    Figure,
    Point,
    Points,
    Rank,
    Report,
    Saying,
    Table,
    Text,
    letters,
    plain,
    walk,
)
from peil.report.render.data import Value, flat
from peil.report.render.parts import clean, dated_name, entry_parts, left_out, lettered, sourced
from peil.report.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NARROWEST, WIDEST = 9, 60
"""Widths of a column, in characters."""
LONGEST_NAME = 31
"""Characters that a sheet's name may have."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\\n]")
"""Characters that a sheet's name may not have."""
LONGEST_TEXT = 32_767
"""Characters that a cell may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, the heads of its columns, and rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Value]]


def render_workbook(report: Report, words: Words) -> bytes:
    """Write a report as a workbook, dated by its day so that the bytes are always the same."""
    from xlsxwriter import Workbook

    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    day = report.day or date(1970, 1, 1)
    book.set_properties(
        {
            "title": report.title,
            "subject": plain(report.headline)[:255],
            "author": "Peil",
            "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001  a day has no zone
        }
    )
    for sheet in sheets(report, words):
        _write(book, sheet)
    book.close()
    return content.getvalue()


def sheets(report: Report, words: Words) -> list[Sheet]:
    """Make the sheets of a report: its text, then each table and the data of each figure.

    Where the report has sheets of data, these hold what its figures show.
    """
    letter_of = letters(report)
    has_data = any(block.rank == Rank.DATA for block in report.blocks)
    made = [Sheet(name="", heads=(report.kicker, report.as_known), rows=[*_text(report, words)])]
    for block in walk(report.blocks):
        is_drawn = isinstance(block, Figure) and block.shows_data and not has_data
        table = block.data if isinstance(block, Figure) and is_drawn else block
        if isinstance(table, Table):
            heads, rows = flat(table)
            made.append(Sheet(name=lettered(block, letter_of, words), heads=heads, rows=rows))
    return _named(made, words("report.sheet"))


def _text(report: Report, words: Words) -> Iterator[tuple[str, str]]:
    """Give every text that stands in no table: its title where it begins, and one line a row."""
    letter_of = letters(report)
    yield from (("", line) for line in (plain(report.headline), report.not_checked) if line)
    for block in walk(report.blocks):
        lines = [plain(line, letter_of) for line in _lines(block, words)]
        title = lettered(block, letter_of, words)
        yield from ((title if i == 0 else "", line) for i, line in enumerate(lines or [""]))
    if report.citation:
        yield words("title.cite"), report.citation


def _lines(block: Block, words: Words) -> Iterator[Saying]:
    if block.note:
        yield block.note
    match block:
        case Text():
            yield from block.lines
        case Points():
            yield from (_point(point) for point in block.items)
        case Figure():
            yield from (block.alt, block.source)
        case Entries():
            for entry in block.items:
                yield dated_name(entry, words)
                yield from (saying for _, saying in entry_parts(entry, words))
    if block.left_out:
        yield left_out(block.left_out, words)
    yield from (sourced(source, words) for source in block.sources)


def _point(point: Point) -> str:
    says = ": ".join(filter(None, (plain(point.what), plain(point.says))))
    return f"{says} ({plain(point.detail)})" if point.detail else says


def _named(made: Sequence[Sheet], first: str) -> list[Sheet]:
    """Give each sheet a name of its own that a workbook may have."""
    used: set[str] = set()
    named = []
    for i, sheet in enumerate(made):
        name = _name(FORBIDDEN.sub(" ", clean(sheet.name or first)).strip("' ") or str(i), used)
        used.add(name.casefold())
        named.append(replace(sheet, name=name))
    return named


def _name(wanted: str, used: set[str]) -> str:
    name, n = wanted[:LONGEST_NAME].strip("' "), 1
    while name.casefold() in {*used, "history"}:
        n += 1
        end = f" {n}"
        name = wanted[: LONGEST_NAME - len(end)] + end
    return name


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        str: book.add_format({"text_wrap": True, "valign": "top"}),
        date: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        float: book.add_format({"num_format": "General", "valign": "top"}),
    }
    for column, name in enumerate(sheet.heads):
        page.write_string(0, column, _writable(name), head)
        page.set_column(column, column, _width(sheet, column))
    for i, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _put(page, i, column, value, formats)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _put(page: Any, row: int, column: int, value: Value, formats: dict[type, Any]) -> None:
    """Write one cell by its own type: a text that looks like a formula stays a text."""
    if isinstance(value, date):
        page.write_datetime(row, column, value, formats[date])
    elif isinstance(value, str):
        page.write_string(row, column, _writable(value), formats[str])
    elif value is not None and isfinite(value):
        page.write_number(row, column, value, formats[float])


def _writable(text: str) -> str:
    return clean(text)[:LONGEST_TEXT]


def _width(sheet: Sheet, column: int) -> int:
    """As wide as the column's words need, within reason."""
    lengths = [len(str(row[column])) for row in sheet.rows if row[column] is not None]
    longest_word = max(map(len, sheet.heads[column].split()), default=0)
    return min(max([NARROWEST, longest_word + 2, *lengths]), WIDEST)
