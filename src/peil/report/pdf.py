"""The report on paper: one page and an annex, typeset from data alone."""

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from peil.report.account import Account, Cell, Piece, Point, Table, pieces
from peil.report.brief import Brief
from peil.report.charts import Chart, fit_chart, sides_chart
from peil.report.sides import has_added, has_weight
from peil.report.tell import tell
from peil.report.timelines import figure_charts, history_chart
from peil.report.wording import Words

FONT = "Libertinus Serif"
"""Comes with the typesetter, so that the same brief gives the same bytes on every machine."""
SHORT, LONG = 24, 60
"""Characters up to which a column is as wide as its text, and from which no wider."""
LABELS = ("sides", "firmness", "decided", "would", "limits", "families", "figures", "annex")


def render_pdf(brief: Brief, words: Words) -> bytes:
    """Typeset a brief as PDF, tagged, in its language, dated by its day."""
    return typeset("brief.typ", _data(brief, words))


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


def _data(brief: Brief, words: Words) -> dict[str, Any]:
    """Gather what the template lays out."""
    told = tell(brief, words)
    history = history_chart(brief.history, brief.scale, words, FONT) if brief.history else None
    return {
        **_texts(told),
        "year": brief.as_of.year,
        "month": brief.as_of.month,
        "day": brief.as_of.day,
        "labels": _labels(words),
        "sides": [
            {"title": side.title, "points": _points(side.points), "rest": side.rest}
            for side in told.sides
        ],
        "how": " ".join([words("sides.how"), *told.neutral]),
        "sums": told.sums,
        "decided": _decided(told, words),
        "families": _points(told.families),
        "fit": _chart(fit_chart(brief, words, FONT)) if has_weight(brief) else None,
        "chart_sides": _chart(sides_chart(brief, words, FONT)) if has_added(brief) else None,
        "history": _chart(history) if history else None,
        "figures": [_chart(chart) for chart in figure_charts(brief, words, FONT)],
        "annex": [_table(table, told.language) for table in told.annex],
    }


def _texts(told: Account) -> dict[str, Any]:
    names = (
        "language", "title", "kicker", "as_known", "not_checked", "headline", "notes", "small", "reach",
        "firmness", "limits", "would", "citation",
    )  # fmt: skip
    return {name: getattr(told, name) for name in names}


def _labels(words: Words) -> dict[str, str]:
    titles = {name: words(f"title.{name}") for name in LABELS}
    return titles | {
        "contradictions": words("decided.contradictions"),
        "unmeasured": words("decided.unmeasured"),
        "no_fit": words("chart.no_fit"),
        "kinds": words("kind.how"),
        "never_input": words("decided.never_input"),
    }


def _decided(told: Account, words: Words) -> dict[str, Any]:
    source = words("decided.source", source=told.decided.source) if told.decided.source else ""
    return {
        "lines": told.decided.lines,
        "title": told.decided.title,
        "contradictions": _points(told.decided.contradictions),
        "more": told.decided.more,
        "measured": _points(told.decided.measured),
        "unmeasured": [point.what for point in told.decided.unmeasured],
        "not_compared": [point.what for point in told.decided.not_compared],
        "after": told.decided.after,
        "source": _pieces(pieces(source)),
    }


def _points(points: Sequence[Point]) -> list[dict[str, str]]:
    return [
        {"what": point.what, "says": point.says, "detail": point.detail, "mark": point.mark}
        for point in points
    ]


def _chart(chart: Chart) -> dict[str, str]:
    return {"title": chart.title, "svg": chart.svg, "alt": chart.desc, "source": chart.source}


def _table(table: Table, language: str) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "head": table.head,
        "numeric": sorted(table.numeric),
        "columns": [_width(table, i) for i in range(len(table.head))],
        "rows": [[_cell(cell, language) for cell in row] for row in table.rows],
    }


def _width(table: Table, column: int) -> int:
    """Give a column's share of the width; 0 is as wide as its text."""
    longest = max(len(row[column].text) for row in table.rows)
    if column in table.numeric or max(longest, len(table.head[column])) <= SHORT:
        return 0
    return min(longest, LONG)


def _cell(cell: Cell, language: str) -> dict[str, Any]:
    lang = cell.lang if cell.lang != language else None
    return {"pieces": _pieces(cell.pieces), "lang": lang}


def _pieces(cut: Sequence[Piece]) -> list[dict[str, str | None]]:
    return [{"text": piece.text, "url": piece.url} for piece in cut]
