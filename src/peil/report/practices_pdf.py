"""Findings and practices on paper, typeset from data alone."""

from collections.abc import Sequence
from typing import Any

from peil.report.account import Cell, Table
from peil.report.charts import Chart
from peil.report.pdf import FONT, typeset
from peil.report.practices_account import Card, tell_practices
from peil.report.wording import Words
from peil.review.practices import Catalogue

SHORT, LONG = 24, 130
"""Characters up to which a column is as wide as its text, and from which no wider."""


def render_practices_pdf(found: Catalogue, words: Words) -> bytes:
    """Typeset findings and practices as PDF, tagged, in their language, dated by their day."""
    told = tell_practices(found, words, FONT)
    names = (
        "title",
        "as_known",
        "not_checked",
        "headline",
        "notes",
        "question",
        "answer",
        "content",
    )
    return typeset(
        "practices.typ",
        {
            **{name: getattr(told, name) for name in names},
            "language": words.language,
            "year": found.as_of.year,
            "month": found.as_of.month,
            "day": found.as_of.day,
            "open_title": words("practices.open_title"),
            "unanswered": [
                {"what": point.what, "says": point.says, "detail": point.detail}
                for point in told.unanswered
            ],
            "chart": _chart(told.chart),
            "matrix_note": told.matrix.note,
            "answers": _table(told.answers, words),
            "cards_title": told.practices.title,
            "cards": [_card(card, words) for card in told.cards],
            "tables": [_table(table, words) for table in told.tables],
        },
    )


def _chart(chart: Chart | None) -> dict[str, str] | None:
    if chart is None:
        return None
    return {"title": chart.title, "svg": chart.svg, "alt": chart.desc, "source": chart.source}


def _card(card: Card, words: Words) -> dict[str, Any]:
    against = words("practices.against")
    return {
        "name": card.name,
        "above": card.above,
        "statement": card.statement,
        "facts": [
            {
                "label": label,
                "cells": _cells(cells, words),
                "is_against": card.is_contested and label == against,
            }
            for label, cells in card.facts
        ],
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "head": table.head,
        "numeric": sorted(table.numeric),
        "columns": [_width(table, i) for i in range(len(table.head))],
        "rows": [_cells(row, words) for row in table.rows],
    }


def _width(table: Table, column: int) -> int:
    """Give a column's share of the width; 0 is as wide as its text."""
    longest = max((len(row[column].text) for row in table.rows), default=0)
    if column in table.numeric or max(longest, len(table.head[column])) <= SHORT:
        return 0
    return min(longest, LONG)


def _cells(cells: Sequence[Cell], words: Words) -> list[dict[str, Any]]:
    return [
        {
            "pieces": [{"text": piece.text, "url": piece.url} for piece in cell.pieces],
            "lang": cell.lang if cell.lang != words.language else None,
        }
        for cell in cells
    ]
