"""The report as a workbook: every text a text, never a formula or a live link."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from peil.report.brief import Brief
from peil.report.sheets import Sheet, Value, sheets
from peil.report.told_brief import tell
from peil.report.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NARROWEST, WIDEST = 9, 60
"""Widths of a column, in characters."""


def render_xlsx(brief: Brief, words: Words) -> bytes:
    """Write a brief as a workbook, dated by its day so that the bytes are always the same."""
    from xlsxwriter import Workbook

    told = tell(brief, words)
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties(
        {
            "title": told.title,
            "subject": told.headline,
            "author": "Peil",
            "created": datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day),  # noqa: DTZ001
        }
    )
    for sheet in sheets(brief, told, words):
        _write(book, sheet)
    book.close()
    return content.getvalue()


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    number = book.add_format({"num_format": "General", "valign": "top"})
    for column, name in enumerate(sheet.head):
        page.write_string(0, column, name, head)
        page.set_column(column, column, _width(sheet, column))
    for i, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _put(page, i, column, value, {"text": text, "day": day, "number": number})
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _put(page: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    """Write one cell by its own type: a text that looks like a formula stays a text."""
    if value is None:
        return
    if isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, str):
        page.write_string(row, column, value, formats["text"])
    else:
        page.write_number(row, column, value, formats["number"])


def _width(sheet: Sheet, column: int) -> int:
    """As wide as the column's words need, within reason."""
    lengths = [len(str(row[column])) for row in sheet.rows if row[column] is not None]
    longest_word = max(map(len, sheet.head[column].split()), default=0)
    return min(max([NARROWEST, longest_word + 2, *lengths]), WIDEST)
