"""Reassess the policy of a dossier's country."""

import datetime as dt

from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.review.reassessment.periods import Evidence
from peil.review.reassessment.reassess import Reassessment, last_published, reassess
from peil.terms.errors import BadInput


def reassess_dossier(folder: AnyDossier, as_of: dt.date | None = None) -> Reassessment:
    """Answer what a dossier asks of its country's policy, as the record was known on a day.

    Args:
        folder: the dossier, with a `reassessment.toml`.
        as_of: nothing published later is used; without it, the day of the latest figure.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: it asks nothing of a policy, or the day lies before the policy or within it.

    Example:
        >>> peil.reassess("dossiers/belgium")
    """
    dossier = opened(folder)
    plan = dossier.plan
    if plan is None:
        raise BadInput(
            f"{dossier.title} asks nothing of a policy; add a reassessment.toml, as the guide describes"
        )
    day = as_of or last_published(plan, _evidence(dossier, dt.date.max), dossier.country)
    if day is None or day < plan.begins:
        raise BadInput(
            f"nothing can be asked on {day} of a policy that had not begun; ask for a later day"
        )
    if day < plan.ends:
        raise BadInput(
            f"the measures that are asked about were not all taken by {day}; ask for a later day"
        )
    return reassess(plan, _evidence(dossier, day), dossier.country)


def _evidence(dossier: Dossier, day: dt.date) -> Evidence:
    return Evidence(
        indicators=dossier.indicators,
        series=dossier.series,
        events=dossier.events,
        windows=dossier.windows,
        population=dossier.population,
        breaks=dossier.breaks,
        as_of=day,
    )
