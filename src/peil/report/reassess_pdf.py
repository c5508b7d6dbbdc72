"""A reassessment on paper: what cannot be told, the charts and every table, typeset from data."""

from typing import Any

from peil.report.account import Point, Table, pieces
from peil.report.charts import Chart
from peil.report.pdf import FONT, typeset
from peil.report.reassess import tell_reassessment
from peil.report.wording import Words
from peil.review.reassessment.reassess import Reassessment

STEPS = "steps"
"""The table of the measures; on paper it has room on the first page."""
LEAST, MOST = 15, 48
"""Characters that the narrowest and the widest column of text are laid out for."""


def render_reassessment_pdf(found: Reassessment, words: Words) -> bytes:
    """Typeset a reassessment as PDF, tagged, in its language, dated by its day."""
    return typeset("reassess.typ", _data(found, words))


def _data(found: Reassessment, words: Words) -> dict[str, Any]:
    told = tell_reassessment(found, words, FONT)
    names = (
        "language",
        "title",
        "kicker",
        "as_known",
        "not_checked",
        "headline",
        "notes",
        "limits",
    )
    labels = ("can", "can_note", "can_none", "cannot", "cannot_none", "limits", "charts",
              "charts_note", "forest")  # fmt: skip
    return {
        **{name: getattr(told, name) for name in names},
        "year": found.as_of.year,
        "month": found.as_of.month,
        "day": found.as_of.day,
        "labels": {label: words(f"reassess.{label}") for label in labels},
        "can": [_point(point) for point in told.can],
        "cannot": [_point(point) for point in told.cannot],
        "many": [_chart(chart) for chart in told.courses if chart.narrow],
        "single": [_chart(chart) for chart in told.courses if not chart.narrow],
        "forest": _chart(told.forest) if told.forest else None,
        "answers": [_table(table, told.language) for table in told.answers],
        "steps": [_table(table, told.language) for table in told.annex if table.key == STEPS],
        "annex": [_table(table, told.language) for table in told.annex if table.key != STEPS],
    }


def _point(point: Point) -> dict[str, str]:
    return {"what": point.what, "says": point.says, "detail": point.detail}


def _chart(chart: Chart) -> dict[str, str]:
    return {"title": chart.title, "svg": chart.svg, "alt": chart.desc, "source": chart.source}


def _table(table: Table, language: str) -> dict[str, Any]:
    rows = [
        [
            {
                "pieces": [{"text": p.text, "url": p.url} for p in pieces(cell.text)],
                "lang": cell.lang if cell.lang != language else None,
            }
            for cell in row
        ]
        for row in table.rows
    ]
    return {
        "title": table.title,
        "note": table.note,
        "head": table.head,
        "numeric": sorted(table.numeric),
        "columns": [_width(table, i) for i in range(len(table.head))],
        "rows": rows,
    }


def _width(table: Table, column: int) -> int:
    """Give a column's share of the width; 0 is as wide as its text."""
    if column in table.numeric:
        return 0
    longest = max(len(row[column].text) for row in table.rows)
    return min(max(longest, LEAST), MOST)
