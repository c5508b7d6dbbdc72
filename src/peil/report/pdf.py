"""The report on paper: one page and an annex, typeset from data alone."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from peil.report.account import Cell, Piece, Point, Table
from peil.report.charts import Chart

FONT = "Libertinus Serif"
"""Comes with the typesetter, so that the same brief gives the same bytes on every machine."""
SHORT, LONG = 24, 60
"""Characters up to which a column is as wide as its text, and from which no wider."""


def typeset(template: str, told: dict[str, Any]) -> bytes:
    """Lay out data by a template: as an accessible PDF, or as a plain one if it cannot be that."""
    from typst import TypstError

    text = json.dumps(told)
    try:
        return _compiled(template, text, is_accessible=True)
    except TypstError:  # a letter that the font lacks keeps the PDF from being fully accessible
        return _compiled(template, text, is_accessible=False)


def _compiled(template: str, told: str, *, is_accessible: bool) -> bytes:
    import typst

    made = typst.compile(
        files("peil.report").joinpath("templates", template).read_bytes(),
        format="pdf",
        sys_inputs={"told": told},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"] if is_accessible else None,
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single file")
    return made


def day_data(day: date) -> dict[str, int]:
    """Give the day that a PDF is dated by."""
    return {"year": day.year, "month": day.month, "day": day.day}


def points_data(points: Sequence[Point]) -> list[dict[str, str]]:
    """Give points as a template lays them out."""
    return [
        {"what": point.what, "says": point.says, "detail": point.detail, "mark": point.mark}
        for point in points
    ]


def chart_data(chart: Chart | None) -> dict[str, str] | None:
    """Give a chart as a template lays it out, if there is one."""
    if chart is None:
        return None
    return {"title": chart.title, "svg": chart.svg, "alt": chart.desc, "source": chart.source}


def table_data(
    table: Table, language: str, width: Callable[[Table, int], int] | None = None
) -> dict[str, Any]:
    """Give a table as a template lays it out.

    Args:
        table: with rows, or none.
        language: of the PDF; a cell in another one is marked.
        width: gives a column's share of the width, or 0 where it is as wide as its text.
    """
    width = width or width_of
    return {
        "title": table.title,
        "note": table.note,
        "head": table.head,
        "numeric": sorted(table.numeric),
        "columns": [width(table, i) for i in range(len(table.head))],
        "rows": [cells_data(row, language) for row in table.rows],
    }


def width_of(table: Table, column: int, *, most: int = LONG) -> int:
    """Give the share of a column with words that need more than a line; 0 for any other."""
    longest = longest_of(table, column)
    if column in table.numeric or max(longest, len(table.head[column])) <= SHORT:
        return 0
    return min(longest, most)


def longest_of(table: Table, column: int) -> int:
    """Count the characters of the longest cell of a column."""
    return max((len(row[column].text) for row in table.rows), default=0)


def cells_data(cells: Sequence[Cell], language: str) -> list[dict[str, Any]]:
    """Give cells as a template lays them out, each in pieces of which some are links."""
    return [
        {
            "pieces": _pieces(cell.pieces),
            "lang": cell.lang if cell.lang != language else None,
        }
        for cell in cells
    ]


def _pieces(cut: Sequence[Piece]) -> list[dict[str, str | None]]:
    return [{"text": piece.text, "url": piece.url} for piece in cut]
