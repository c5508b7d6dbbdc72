"""A reassessment on paper: what cannot be told, the charts and every table, typeset from data."""

from typing import Any

from peil.report.account import Table
from peil.report.pdf import (
    FONT,
    chart_data,
    day_data,
    longest_of,
    points_data,
    table_data,
    typeset,
)
from peil.report.reassess import tell_reassessment
from peil.report.words import Words
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
        **day_data(found.as_of),
        "labels": {label: words(f"reassess.{label}") for label in labels},
        "can": points_data(told.can),
        "cannot": points_data(told.cannot),
        "many": [chart_data(chart) for chart in told.courses if chart.narrow],
        "single": [chart_data(chart) for chart in told.courses if not chart.narrow],
        "forest": chart_data(told.forest),
        "answers": [_table(table, told.language) for table in told.answers],
        "steps": [_table(table, told.language) for table in told.annex if table.key == STEPS],
        "annex": [_table(table, told.language) for table in told.annex if table.key != STEPS],
    }


def _table(table: Table, language: str) -> dict[str, Any]:
    return table_data(table, language, _width)


def _width(table: Table, column: int) -> int:
    """Give a column's share of the width; 0 is as wide as its text."""
    if column in table.numeric:
        return 0
    return min(max(longest_of(table, column), LEAST), MOST)
