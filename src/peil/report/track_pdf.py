"""A track record on paper, typeset from data alone."""

from typing import Any

from peil.report.account import Cell, Table
from peil.report.pdf import FONT, chart_data, day_data, longest_of, table_data, typeset
from peil.report.track_account import Section, tell_track
from peil.report.track_brief import TrackBrief
from peil.report.words import Words

LEAST, MOST = 9, 36
"""Characters below and above which a column gets no narrower and no wider."""


def render_track_pdf(brief: TrackBrief, words: Words) -> bytes:
    """Typeset a track record as PDF, tagged, in its language, dated by its last day."""
    return typeset("track.typ", _data(brief, words))


def _data(brief: TrackBrief, words: Words) -> dict[str, Any]:
    told = tell_track(brief, words, FONT)
    names = ("language", "kicker", "as_known", "not_checked", "headline", "notes")
    return {
        **{name: getattr(told, name) for name in names},
        **day_data(brief.record.last),
        "beside_title": words("track.beside"),
        "meaning": _section(told.meaning, words),
        "countries": [_section(section, words) for section in told.countries],
        "beside": [_section(section, words) for section in told.beside],
        "how": _section(told.how, words),
    }


def _section(section: Section, words: Words) -> dict[str, Any]:
    return {
        "title": section.title,
        "lines": section.lines,
        "chart": chart_data(section.chart),
        "tables": [_table(table, words) for table in (*section.tables, *_spells(section))],
    }


def _spells(section: Section) -> tuple[Table, ...]:
    """Give the data of a chart over time; the other chart's stands among the tables."""
    is_timeline = section.chart is not None and section.chart.table not in section.tables
    return (section.chart.table,) if section.chart is not None and is_timeline else ()


def _table(table: Table, words: Words) -> dict[str, Any]:
    rows = [[_cell(cell, words) for cell in row] for row in table.rows]
    return table_data(table, words.language, _width) | {"rows": rows}


def _width(table: Table, column: int) -> int:
    """Give a column's share of the width: its longest cell, or half of its head, within bounds."""
    head = table.head[column]
    longest = longest_of(table, column)
    word = max(len(part) for part in head.split())
    return min(max(longest + 1, len(head) // 2, word + 3, LEAST), MOST)


def _cell(cell: Cell, words: Words) -> dict[str, str | None]:
    return {"text": cell.text, "lang": cell.lang if cell.lang != words.language else None}
