"""Policy of a dossier from every side: a day's status, the lowering before it, and the years."""

from collections.abc import Iterator
from datetime import date

from peil.act.balance import balance_through_time
from peil.act.policy import known_on
from peil.feeds.dossier.read import Dossier
from peil.report.policy_views import PolicyViews
from peil.terms.errors import BadInput
from peil.workflow.policy import tell_status

MOST_DAYS = 60
"""Days on which the balance is drawn."""


def views_of(dossier: Dossier, day: date) -> PolicyViews:
    """Show the policy of a dossier from every side, as known on a day.

    Raises:
        BadInput: nothing of it was known by the day.
    """
    known = known_on(dossier.policy, day)
    if not (known.recommendations or known.arrangements):
        raise BadInput(
            f"neither recommendations nor arrangements were known on {day}; add arrangements.csv"
        )
    return PolicyViews(
        known=known,
        status=tell_status(dossier, day),
        balances=balance_through_time(dossier.policy, _days(dossier, day), dossier.settings),
    )


def _days(dossier: Dossier, day: date) -> Iterator[date]:
    """Give the ends of the years from the first arrangement on, and the day itself."""
    known = (each.published for each in dossier.policy.arrangements if each.published <= day)
    first = min(known, default=day)
    years = range(max(first.year, day.year - MOST_DAYS), day.year)
    yield from (date(year, 12, 31) for year in years)
    yield day
