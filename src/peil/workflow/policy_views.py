"""Policy of a dossier from every side: a day's status, the lowering before it, and the years."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from peil.act.balance import balance_through_time
from peil.act.divestment import LevelStep
from peil.act.policy import known_on
from peil.assess.reviews import Progress
from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.report.policy_views import PolicyViews
from peil.terms.errors import BadInput
from peil.workflow.assessing import record_of
from peil.workflow.policy import basis_on, compare_days, state_lowering, tell_status
from peil.workflow.site_facts import levels_known

MOST_DAYS = 30
"""Years of which the balance is drawn."""


def views_of(folder: AnyDossier, day: date, *, watched: Progress = iter) -> PolicyViews:
    """Show the policy of a dossier from every side, as known on a day.

    Args:
        folder: the dossier.
        day: nothing published later is used.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadInput: nothing of it was known by the day, or the day lies before the first review.
    """
    dossier = opened(folder)
    known = known_on(dossier.policy, day)
    if not (known.recommendations or known.arrangements):
        raise BadInput(
            f"neither recommendations nor arrangements were known on {day}; add arrangements.csv"
        )
    rests_on = basis_on(dossier, day, watched).rests_on
    step = latest_lowering(dossier, day)
    record = record_of(dossier, with_unverified=False)
    return PolicyViews(
        known=known,
        status=tell_status(dossier, day, rests_on=rests_on),
        first_known=dict(_first_known(dossier)),
        indicators={id_: each.names for id_, each in record.indicators.items()},
        rests_on=rests_on,
        lowering=None if step is None else state_lowering(dossier, step, watched=watched),
        diff=None if step is None or step.on >= day else compare_days(dossier, step.on, day),
        balances=balance_through_time(dossier.policy, _days(dossier, day), dossier.settings),
    )


def latest_lowering(dossier: Dossier, day: date) -> LevelStep | None:
    """Give the latest lowering of the country's own level that the reviews can be replayed for."""
    scale, found = dossier.scale, None
    for old, new in pairwise(levels_known(dossier, day)):
        on = max(new.valid_from, new.announced)
        is_ours = {old.level, new.level} <= set(scale.numbers) and on >= scale.replay_from
        if is_ours and new.level < old.level:
            found = LevelStep(before=old.level, after=new.level, on=on)
    return found


def _first_known(dossier: Dossier) -> Iterator[tuple[str, date]]:
    """Give the day on which each arrangement first became known; the earliest stands last."""
    rows = sorted(dossier.policy.arrangements, key=lambda each: each.published, reverse=True)
    yield from ((each.id, each.published) for each in rows)


def _days(dossier: Dossier, day: date) -> Iterator[date]:
    """Give the ends of the years from the first arrangement on, and the day itself."""
    known = (each.published for each in dossier.policy.arrangements if each.published <= day)
    first = min(known, default=day)
    years = range(max(first.year, day.year - MOST_DAYS), day.year)
    yield from (date(year, 12, 31) for year in years)
    yield day
