"""Views of policy on paper: one after another, each with its picture and its tables, typeset from data."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peil.report.account import Cell
from peil.report.pdf import cells_data, chart_data, day_data, typeset
from peil.report.policy_page import Entry, Group, Sheet, View
from peil.report.words import Words

MOST_ENTRIES = 60
"""Rows or entries of one list that paper has room for; the CSV has all."""


def render_policy_pdf(views: Sequence[View], day: date, words: Words) -> bytes:
    """Typeset views as PDF, tagged, in their language, dated by their day.

    Args:
        views: made with a font, so that their pictures can stand alone.
        day: of knowledge.
        words: the language.
    """
    first = views[0]
    return typeset(
        "policy.typ",
        {
            "language": words.language,
            "kicker": first.kicker,
            "as_known": first.as_known,
            "not_checked": first.not_checked,
            "loud": first.loud,
            **day_data(day),
            "views": [_view(view, words) for view in views],
        },
    )


def _view(view: View, words: Words) -> dict[str, Any]:
    return {
        "title": view.title,
        "lead": cells_data(view.lead, words.language),
        "headline": view.headline,
        "notes": view.notes,
        "charts": [chart_data(chart) for chart in view.charts],
        "sheets": [_sheet(sheet, words) for sheet in view.sheets],
        "groups": [_group(group, words) for group in view.groups if group.entries or group.lines],
    }


def _note(shown: int, all_: int, note: str, words: Words) -> str:
    if all_ <= shown:
        return note
    return words("site.sources_cut", shown=words.number(shown), all=words.number(all_))


def _sheet(sheet: Sheet, words: Words) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "note": _note(MOST_ENTRIES, len(sheet.rows), sheet.note, words),
        "head": sheet.head,
        "rows": [cells_data(row.cells, words.language) for row in sheet.rows[:MOST_ENTRIES]],
    }


def _group(group: Group, words: Words) -> dict[str, Any]:
    return {
        "title": group.title,
        "note": _note(MOST_ENTRIES, len(group.entries), group.note, words),
        "lines": cells_data(group.lines, words.language),
        "entries": [_entry(entry, words) for entry in group.entries[:MOST_ENTRIES]],
    }


def _entry(entry: Entry, words: Words) -> dict[str, Any]:
    return {
        "name": _named(entry.name, entry.lang, words),
        "above": entry.above,
        "alarms": entry.alarms,
        "ends": [words("policy.contrary", fact=line) for line in entry.ends],
        "lines": entry.lines,
        "ways": [
            {"label": label, "names": [_named(way.text, way.lang, words) for way in ways]}
            for label, ways in entry.links
        ],
        "sources": cells_data(entry.sources, words.language),
    }


def _named(name: str, lang: str | None, words: Words) -> dict[str, Any]:
    (cell,) = cells_data([Cell(text=name, lang=lang)], words.language)
    return cell
