"""The watch on paper: the table of all series, and a chart for each, typeset from data alone."""

from typing import Any

from peil.report.pdf import FONT, day_data, typeset
from peil.report.watch_account import WatchRow, tell_watch
from peil.report.watch_course import course, course_text
from peil.report.watch_page import charts_title, watch_charts
from peil.report.watching import WatchBrief
from peil.report.words import Words


def render_watch_pdf(brief: WatchBrief, words: Words) -> bytes:
    """Typeset the watch as PDF, tagged, in its language, dated by its day."""
    return typeset("watch.typ", _data(brief, words))


def _data(brief: WatchBrief, words: Words) -> dict[str, Any]:
    """Gather what the template lays out."""
    told = tell_watch(brief, words)
    charts = watch_charts(brief, words, FONT)
    names = (
        "language", "kicker", "as_known", "not_checked", "headline", "notes", "table",
        "columns", "head", "delays_note",
    )  # fmt: skip
    return {
        **{name: getattr(told, name) for name in names},
        **day_data(brief.as_of),
        "charts_title": charts_title(brief, words),
        "rows": [_row(row) for row in told.rows],
        "figures": [
            {
                **_row(told.rows[place]),
                "svg": chart.svg,
                "alt": chart.desc,
                "source": chart.source,
                "sentences": [*told.rows[place].facts, *told.rows[place].delays],
            }
            for place, chart in charts
        ],
    }


def _row(row: WatchRow) -> dict[str, Any]:
    texts = ("name", "mark", "kind", "says", "why", "compared", "verdict", "quiet")
    return {
        **{name: getattr(row, name) for name in texts},
        "cells": row.cells(),
        "course": course(row.course, is_alone=True),
        "course_alt": course_text(row.course),
    }
