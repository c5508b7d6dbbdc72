"""Local arrangements of a dossier, as known on a day."""

from dataclasses import replace
from datetime import date

from peil.act.local_arrangements import LocalArrangements, local_known
from peil.feeds.dossier.read import AnyDossier, opened
from peil.report.tell.citations import known_lines
from peil.workflow.return_policy import day_known


def local_of(folder: AnyDossier, as_of: date | None = None) -> LocalArrangements:
    """Say who sits in local arrangements and what may be said there, as public on a day.

    Args:
        as_of: nothing published later is used; without it, the day of the latest row.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: no local arrangement was known on the day.

    Example:
        >>> peil.policy.local("dossiers/belgium", date(2018, 1, 22))
    """
    dossier = opened(folder)
    days = [each.published for each in dossier.local_arrangements if each.verified]
    day = day_known(days, as_of, "local arrangement", "local_arrangements.csv")
    found = local_known(dossier.local_arrangements, country=dossier.country, day=day)
    told = known_lines(dossier.settings.cannot_be_told_of_municipalities, day)
    return replace(found, cannot_be_told=told)
