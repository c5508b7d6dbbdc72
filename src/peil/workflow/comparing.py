"""Compare the countries of a dossier per head."""

from contextlib import suppress
from datetime import date

from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.review.comparison import CountryComparison, compare_per_head
from peil.review.estimates import estimates_known
from peil.terms.errors import BadInput
from peil.terms.regions import regions_on

COMPARABLE = ("cumulative", "stock")
PERSONS = "persons"
ENDS = ("_low", "_high")
"""Of the names of one end of an estimate, which its own comparison draws already."""
FEWEST, MOST = 4, 3
"""Countries that a comparison needs to be a page, and pages of comparisons."""


def compare_dossier(
    folder: AnyDossier, indicator: str, as_of: date | None = None
) -> CountryComparison:
    """Ask whether the dossier's country had the highest rate per head, as known on a day.

    Args:
        indicator: a cumulative total or stock of persons, by its id.
        as_of: nothing published later is used; without it, the day of the latest figure.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: the indicator is not in the dossier, is no number of persons at a date, or
            nothing of it is known by then.

    Example:
        >>> peil.compare("dossiers/belgium", "ftf_departed_cumulative")
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


def compare_on(dossier: Dossier, day: date) -> list[CountryComparison]:
    """Compare what is known of enough countries, that of most countries first."""
    found = []
    for name, indicator in dossier.indicators.items():
        is_end = any(name == f"{of}{end}" for of in dossier.indicators for end in ENDS)
        is_told = (dossier.country, name) in dossier.series
        is_comparable = indicator.kind in COMPARABLE and indicator.unit == PERSONS
        if is_comparable and is_told and not is_end:
            with suppress(BadInput):
                found.append(compare_dossier(dossier, name, day))
    wide = [each for each in found if _countries(each) >= FEWEST]
    return sorted(wide, key=lambda each: -_countries(each))[:MOST]


def _countries(comparison: CountryComparison) -> int:
    """Count the countries of the widest set that the country is one of."""
    sets = ({rate.country for rate in ranking.rates} for ranking in comparison.rankings)
    return max((len(found) for found in sets if comparison.subject in found), default=0)
