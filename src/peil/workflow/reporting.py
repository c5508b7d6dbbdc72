"""Render a brief, a replay or a comparison, and write the files that were asked for: all of them, or none."""

import shutil
import sys
from pathlib import Path

from peil.feeds.dossier.read import Dossier
from peil.report.brief import Brief, Review
from peil.report.comparison import render_comparison
from peil.report.data import document_json
from peil.report.replay import render_replay
from peil.report.wording import words_in
from peil.report.write import write_all
from peil.review.comparison import Comparison

WIDEST = 120


def assessment_text(brief: Brief, output: str, language: str) -> str:
    """Give an assessment as tables for a terminal, or as JSON."""
    if output == "json":
        return document_json(brief.document)
    from peil.report.text import render_text

    return render_text(brief, words_in(language), width=_width(), is_terminal=sys.stdout.isatty())


def write_assessment(
    brief: Brief, language: str, *, html: Path | None, pdf: Path | None, xlsx: Path | None
) -> None:
    """Write an assessment as a page, a PDF and a workbook, whichever have a place.

    Raises:
        BadOutput: one of them cannot be written; then none is.
    """
    words = words_in(language)
    files: dict[Path, bytes] = {}
    if html is not None:
        from peil.report.page import render_page

        files[html] = render_page(brief, words).encode()
    if pdf is not None:
        from peil.report.pdf import render_pdf

        files[pdf] = render_pdf(brief, words)
    if xlsx is not None:
        from peil.report.xlsx import render_xlsx

        files[xlsx] = render_xlsx(brief, words)
    write_all(files)


def replay_text(dossier: Dossier, history: tuple[Review, ...], output: str, language: str) -> str:
    """Give a replay as a table for a terminal, or as JSON."""
    return render_replay(
        history,
        dossier.scale,
        words_in(language),
        output,
        title=dossier.title,
        country=dossier.country,
        width=_width(),
        is_terminal=sys.stdout.isatty(),
    )


def write_replay(
    dossier: Dossier, history: tuple[Review, ...], language: str, *, html: Path | None
) -> None:
    """Write a replay as a page where it has a place."""
    if html is None:
        return
    page = render_replay(
        history,
        dossier.scale,
        words_in(language),
        "html",
        title=dossier.title,
        country=dossier.country,
    )
    write_all({html: page.encode()})


def comparison_text(comparison: Comparison, output: str, language: str) -> str:
    """Give a comparison as text for a terminal, or as JSON."""
    return render_comparison(
        comparison,
        words_in(language),
        output,
        width=_width(),
        is_terminal=sys.stdout.isatty(),
    )


def write_comparison(comparison: Comparison, language: str, *, html: Path | None) -> None:
    """Write a comparison as a page where it has a place."""
    if html is not None:
        write_all({html: render_comparison(comparison, words_in(language), "html").encode()})


def _width() -> int:
    return min(shutil.get_terminal_size((100, 40)).columns, WIDEST)
