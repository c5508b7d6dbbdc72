"""Findings and practices on paper, typeset from data alone."""

from functools import partial
from typing import Any

from peil.report.account import Table
from peil.report.pdf import (
    FONT,
    cells_data,
    chart_data,
    day_data,
    points_data,
    table_data,
    typeset,
    width_of,
)
from peil.report.practices_account import Card, tell_practices
from peil.report.words import Words
from peil.review.practices import Catalogue

MOST = 130
"""Characters from which a column gets no wider."""


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
            **day_data(found.as_of),
            "open_title": words("practices.open_title"),
            "unanswered": points_data(told.unanswered),
            "chart": chart_data(told.chart),
            "matrix_note": told.matrix.note,
            "answers": _table(told.answers, words),
            "cards_title": told.practices.title,
            "cards": [_card(card, words) for card in told.cards],
            "tables": [_table(table, words) for table in told.tables],
        },
    )


def _card(card: Card, words: Words) -> dict[str, Any]:
    against = words("practices.against")
    return {
        "name": card.name,
        "above": card.above,
        "statement": card.statement,
        "facts": [
            {
                "label": label,
                "cells": cells_data(cells, words.language),
                "is_against": card.is_contested and label == against,
            }
            for label, cells in card.facts
        ],
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    return table_data(table, words.language, partial(width_of, most=MOST))
