"""Link the findings of a dossier to the practices that answer them, and report."""

from datetime import date
from pathlib import Path

from peil.feeds.dossier.read import read_dossier
from peil.report.practices import render_practices
from peil.report.practices_pdf import render_practices_pdf
from peil.report.words import words_in
from peil.review.practices import Catalogue, catalogue
from peil.terms.errors import BadInput
from peil.workflow.output import PLAIN, Screen, write_reports


def practices_of(
    folder: Path, as_of: date | None = None, *, with_unverified: bool = False
) -> Catalogue:
    """Say which finding of a dossier has which practice, as public on a day.

    Args:
        folder: the dossier.
        as_of: nothing published later is used; without it, the day of the latest row.
        with_unverified: whether rows that nobody read in their source are let in.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: it holds neither findings nor practices.
    """
    dossier = read_dossier(folder)
    days = [finding.published for finding in dossier.findings]
    days += [practice.published for practice in dossier.practices]
    if not days:
        raise BadInput(
            f"{folder} holds neither findings nor practices; add findings.csv, as in `peil new`"
        )
    return catalogue(
        dossier.findings,
        dossier.practices,
        subject=dossier.country,
        as_of=as_of or max(days),
        with_unverified=with_unverified,
    )


def practices_text(found: Catalogue, output: str, language: str, *, screen: Screen = PLAIN) -> str:
    """Give findings and practices as text for a terminal, as JSON or as CSV."""
    return render_practices(found, words_in(language), output, **screen)


def write_practices(
    found: Catalogue, language: str, *, html: Path | None = None, pdf: Path | None = None
) -> None:
    """Write findings and practices as a page and a PDF, whichever have a place.

    Raises:
        BadOutput: one of them cannot be written; then none is.
    """
    write_reports(
        language,
        (html, lambda words: render_practices(found, words, "html")),
        (pdf, lambda words: render_practices_pdf(found, words)),
    )
