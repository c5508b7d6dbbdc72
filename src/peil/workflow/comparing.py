"""Compare the countries of a dossier per head."""

from datetime import date
from pathlib import Path

from peil.feeds.dossier.read import Dossier, opened
from peil.review.comparison import CountryComparison, compare_per_head
from peil.review.estimates import estimates_known
from peil.terms.errors import BadInput
from peil.terms.regions import regions_on

COMPARABLE = ("cumulative", "stock")


def compare_dossier(
    folder: Path | Dossier, indicator: str, as_of: date | None = None
) -> CountryComparison:
    """Ask whether the dossier's country had the highest rate per head, as known on a day.

    Args:
        folder: the dossier.
        indicator: a cumulative total or stock of persons, by its id.
        as_of: nothing published later is used; without it, the day of the latest figure.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the indicator is not in the dossier, is no number of persons at a date, or
            nothing of it is known by then.
    """
    dossier = opened(folder)
    if indicator not in dossier.indicators:
        raise BadInput(
            f"the dossier has no indicator {indicator!r}; use an id of indicators.csv, "
            "such as ftf_departed_cumulative"
        )
    kind = dossier.indicators[indicator].kind
    if kind not in COMPARABLE:
        raise BadInput(
            f"{indicator!r} is a {kind}, and only estimates at a date are compared per head; "
            f"use an indicator that is {' or '.join(COMPARABLE)}"
        )
    estimates = estimates_known(dossier.series, indicator, as_of or date.max)
    if not estimates:
        raise BadInput(f"nothing of {indicator!r} was public on {as_of}; ask for a later day")
    as_of = as_of or max(estimate.published for estimate in estimates)
    return compare_per_head(
        indicator=indicator,
        estimates=estimates,
        populations=dossier.population,
        regions=regions_on(as_of),
        as_of=as_of,
        subject=dossier.country,
        names=dossier.indicators[indicator].names,
    )
