"""Write the views of policy as pages and on paper."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from peil.report.pdf import FONT
from peil.report.policy_brief import DiffBrief, LoweringBrief
from peil.report.policy_page import View, render_policy_page
from peil.report.policy_page_days import diff_view, lowering_view
from peil.report.policy_page_pdf import render_policy_pdf
from peil.report.policy_views import PolicyViews
from peil.report.site_policy import policy_makers
from peil.report.words import words_in
from peil.workflow.output import write_reports

Make = Callable[[str | None], Sequence[View]]
"""Makes views for a page, or with a font for paper."""


def write_lowering(
    brief: LoweringBrief, language: str, *, html: Path | None, pdf: Path | None
) -> None:
    """Write a consequence statement as a page and a PDF, whichever have a place.

    Raises:
        BadOutput: one of them cannot be written; then none is.
    """
    words, day = words_in(language), brief.answered.statement.step.on
    _write(lambda font: [lowering_view(brief, words, font)], day, language, html, pdf)


def write_diff(brief: DiffBrief, language: str, *, html: Path | None, pdf: Path | None) -> None:
    """Write two days as a page and a PDF, whichever have a place.

    Raises:
        BadOutput: one of them cannot be written; then none is.
    """
    words = words_in(language)
    _write(lambda font: [diff_view(brief, words, font)], brief.later, language, html, pdf)


def write_views(views: PolicyViews, language: str, *, html: Path | None, pdf: Path | None) -> None:
    """Write policy from every side as one page and one PDF, whichever have a place.

    Raises:
        BadOutput: one of them cannot be written; then none is.
    """
    words = words_in(language)

    def make(font: str | None) -> list[View]:
        return [one(words) for one in policy_makers(views, font).values()]

    _write(make, views.day, language, html, pdf)


def _write(make: Make, day: date, language: str, html: Path | None, pdf: Path | None) -> None:
    write_reports(
        language,
        (html, lambda words: render_policy_page(make(None), words)),
        (pdf, lambda words: render_policy_pdf(make(FONT), day, words)),
    )
