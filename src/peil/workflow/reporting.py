"""Render a brief or a replay, and write the files that were asked for: all of them, or none."""

from pathlib import Path

from peil.report.brief import Brief, history_of
from peil.report.data import document_json
from peil.report.page import render_page
from peil.report.pdf import render_pdf
from peil.report.replay import render_replay
from peil.report.text import render_text
from peil.report.words import Words, words_in
from peil.report.xlsx import render_xlsx
from peil.review.assessed import Replayed
from peil.workflow.output import PLAIN, Screen, write_reports


def assessment_text(brief: Brief, output: str, language: str, *, screen: Screen = PLAIN) -> str:
    """Give an assessment as tables for a terminal, or as JSON."""
    if output == "json":
        return document_json(brief.document)
    return render_text(brief, words_in(language), **screen)


def write_assessment(
    brief: Brief, language: str, *, html: Path | None, pdf: Path | None, xlsx: Path | None
) -> None:
    """Write an assessment as a page, a PDF and a workbook, whichever have a place.

    Raises:
        BadOutput: one of them cannot be written; then none is.
    """
    write_reports(
        language,
        (html, lambda words: render_page(brief, words)),
        (pdf, lambda words: render_pdf(brief, words)),
        (xlsx, lambda words: render_xlsx(brief, words)),
    )


def replay_text(replayed: Replayed, output: str, language: str, *, screen: Screen = PLAIN) -> str:
    """Give a replay as a table for a terminal, or as JSON."""
    return render_replay(
        history_of(replayed.reviews),
        replayed.scale,
        words_in(language),
        output,
        title=replayed.title,
        country=replayed.country,
        **screen,
    )


def write_replay(replayed: Replayed, language: str, *, html: Path | None) -> None:
    """Write a replay as a page where it has a place."""

    def page(words: Words) -> str:
        return render_replay(
            history_of(replayed.reviews),
            replayed.scale,
            words,
            "html",
            title=replayed.title,
            country=replayed.country,
        )

    write_reports(language, (html, page))
