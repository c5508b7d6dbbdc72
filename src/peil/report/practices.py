"""Findings and practices as text, as data and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from peil.act.findings import Finding
from peil.report.account import Table
from peil.report.data import document_json, in_form
from peil.report.practices_account import CAVEATS, PracticesAccount, tell_practices
from peil.report.site_frame import Frame
from peil.report.tabular import rows_csv
from peil.report.words import Words
from peil.review.practices import Catalogue, Practice, evidence_grades, evidence_source

if TYPE_CHECKING:
    from rich.console import RenderableType

COLUMNS = (
    "finding", "country", "inquiry", "theme", "statement", "finding_published", "finding_source",
    "practice", "practice_name", "evidence", "evidence_reason", "counter_evidence", "transfer",
    "practice_published", "practice_source",
)  # fmt: skip
ON_A_TERMINAL = ("scale", "how")
"""Tables of the foot that a terminal has room for."""


def render_practices(
    found: Catalogue,
    words: Words,
    output: str = "text",
    *,
    width: int = 100,
    is_terminal: bool = False,
) -> str:
    """Render findings and practices.

    Args:
        found: as known on a day.
        words: the language.
        output: text, json, csv or html.
        width, is_terminal: of the terminal, for text.

    Raises:
        BadInput: there is no such format.
    """
    return in_form(
        output,
        of="report of practices",
        text=lambda: _text(found, words, width, is_terminal=is_terminal),
        json=lambda: document_json(practices_document(found)),
        csv=lambda: _csv(found),
        html=lambda: practices_page(found, words),
    )


def practices_page(found: Catalogue, words: Words, frame: Frame | None = None) -> str:
    """Render findings and practices as a page that stands alone, or in the frame of a site."""
    from peil.report.page import render

    return render("practices.html", words=words, frame=frame, told=tell_practices(found, words))


def practices_document(found: Catalogue) -> dict[str, Any]:
    """Write down findings and practices as data, in codes of no language."""
    themes = found.themes
    return {
        "kind": "practices",
        "subject": found.subject,
        "as_of": found.as_of,
        "left_out": found.left_out,
        "unanswered": [finding.id for finding in found.unanswered],
        "unshown": [practice.id for practice in found.unshown],
        "contradicted": [practice.id for practice in found.contradicted],
        "themes": {
            "own": themes.own,
            "shared": themes.shared,
            "alone": themes.alone,
            "elsewhere": themes.elsewhere,
            "cells": [
                {"theme": theme, "country": country, **asdict(cell)}
                for (theme, country), cell in themes.cells.items()
            ],
        },
        "findings": [
            {**asdict(finding), "answered_by": [p.id for p in found.answers[finding.id]]}
            for finding in found.findings
        ],
        "practices": [asdict(practice) for practice in found.practices],
        "evidence": {
            "source": evidence_source(),
            "grades": [asdict(grade) for grade in evidence_grades()],
        },
        "caveats": CAVEATS,
    }


def _csv(found: Catalogue) -> str:
    """Write a row for each finding and practice that answers it; those without are there too."""
    return rows_csv(COLUMNS, _rows(found)).decode()


def _rows(found: Catalogue) -> Iterator[dict[str, Any]]:
    for finding in found.unanswered:
        yield _of_finding(finding)
    for finding in found.findings:
        for practice in found.answers[finding.id]:
            yield _of_finding(finding) | _of_practice(practice)
    answering = {practice.id for listed in found.answers.values() for practice in listed}
    for practice in found.practices:
        if practice.id not in answering:
            yield _of_practice(practice)


def _of_finding(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.id,
        "country": finding.country,
        "inquiry": finding.inquiry,
        "theme": finding.theme,
        "statement": finding.statement,
        "finding_published": finding.published,
        "finding_source": finding.source,
    }


def _of_practice(practice: Practice) -> dict[str, Any]:
    return {
        "practice": practice.id,
        "practice_name": practice.name,
        "evidence": practice.evidence,
        "evidence_reason": practice.evidence_reason,
        "counter_evidence": practice.counter_evidence,
        "transfer": practice.transfer,
        "practice_published": practice.published,
        "practice_source": practice.source,
    }


def _text(found: Catalogue, words: Words, width: int, *, is_terminal: bool) -> str:
    from peil.report.text import GLUE, NARROWEST, print_parts

    words = words.marked(GLUE)
    told = tell_practices(found, words)
    parts = _parts(told, words, max(width, NARROWEST))
    return print_parts([*parts], width=width, is_terminal=is_terminal)


def _parts(told: PracticesAccount, words: Words, width: int) -> Iterator[RenderableType]:
    from rich.text import Text

    from peil.report.text import sheet_of

    yield Text(f"{told.title} · {told.as_known}", style="dim")
    if told.not_checked:
        yield Text(told.not_checked, style="dim")
    yield Text(f"\n{told.headline}", style="bold red" if told.unanswered else "bold")
    yield from told.notes
    for point in told.unanswered:
        yield Text.assemble("• ", (point.what, "bold"), f"  {point.says} ", (point.detail, "dim"))
    yield Text(f"\n{told.question}", style="bold underline")
    yield from told.answer
    if told.matrix.rows:
        yield sheet_of(told.matrix, words, width)
    foot = (table for table in told.tables if table.key in ON_A_TERMINAL)
    for table in (told.answers, told.practices, *foot):
        if table.rows:
            yield sheet_of(_short(table), words, width)
    yield from ("", words("practices.elsewhere"))


def _short(table: Table) -> Table:
    """Leave out the rows of grades that nothing has."""
    if table.key != "scale":
        return table
    return replace(table, rows=tuple(row for row in table.rows if row[-1].value))
