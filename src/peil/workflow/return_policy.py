"""Rules and counts on returns of a dossier, as known on a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from peil.act.return_policy import ReturnPolicy, returns_known
from peil.feeds.dossier.read import AnyDossier, opened
from peil.report.tell.citations import known_lines
from peil.terms.errors import BadInput


def returns_of(folder: AnyDossier, as_of: date | None = None) -> ReturnPolicy:
    """Say who may come back from a conflict zone, and how many did, as public on a day.

    Args:
        as_of: nothing published later is used; without it, the day of the latest row.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: nothing of it was known on the day.

    Example:
        >>> peil.policy.returns("dossiers/belgium", date(2018, 1, 22))
    """
    dossier = opened(folder)
    days = [each.published for each in dossier.return_rules if each.verified]
    days += [each.published for each in dossier.return_counts if each.verified]
    day = day_known(days, as_of, "rule or count on returns", "returns_rules.csv")
    found = returns_known(
        dossier.return_rules, dossier.return_counts, country=dossier.country, day=day
    )
    told = known_lines(dossier.settings.cannot_be_told_of_returns, day)
    return replace(found, cannot_be_told=told)


def day_known(published: Sequence[date], as_of: date | None, what: str, table: str) -> date:
    """Give the day asked for, or that of the latest row.

    Args:
        published: days of the rows.
        as_of: the day asked for, if any.
        what, table: what the rows are, and where they stand.

    Raises:
        BadInput: no row was known on the day.
    """
    day = as_of or max(published, default=date.min)
    if day < min(published, default=date.max):
        when = f" on {as_of}" if as_of else ""
        raise BadInput(f"no {what} was known{when}; add {table}, as in `peil new`")
    return day
