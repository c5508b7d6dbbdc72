"""Link the findings of a dossier to the practices that answer them."""

from datetime import date

from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.review.practices import Catalogue, catalogue
from peil.terms.errors import BadInput


def practices_of(
    folder: AnyDossier, as_of: date | None = None, *, with_unverified: bool = False
) -> Catalogue:
    """Say which finding of a dossier has which practice, as public on a day.

    Args:
        as_of: nothing published later is used; without it, the day of the latest row.
        with_unverified: whether rows that nobody read in their source are let in.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: it holds neither findings nor practices.
    """
    dossier = opened(folder)
    days = _days(dossier)
    if not days:
        raise BadInput(
            "the dossier holds neither findings nor practices; add findings.csv, as in `peil new`"
        )
    return catalogue(
        dossier.findings,
        dossier.practices,
        subject=dossier.country,
        as_of=as_of or max(days),
        with_unverified=with_unverified,
    )


def practices_on(dossier: Dossier, day: date) -> Catalogue:
    """Give the findings and practices of a dossier that were known on a day.

    Raises:
        BadInput: none was.
    """
    if min(_days(dossier), default=date.max) > day:
        raise BadInput(f"neither findings nor practices were known on {day}; add findings.csv")
    return catalogue(dossier.findings, dossier.practices, subject=dossier.country, as_of=day)


def _days(dossier: Dossier) -> list[date]:
    findings, practices = dossier.findings, dossier.practices
    return [*(f.published for f in findings), *(p.published for p in practices)]
