"""Where policy stands on a day: both voices, what wears away, what should end, and what is unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from peil.act.arrangements import Arrangement
from peil.act.balance import Balance, balance_on
from peil.act.chain import Chain, chain_of
from peil.act.contrary import contrary_facts
from peil.act.endings import Ending, at_risk, endings_known
from peil.act.erosion import erosion_signals
from peil.act.facts import Fact
from peil.act.funding import Budget, InPrices, in_prices_of
from peil.act.policy import Known
from peil.act.recommendations import (
    NO_INFORMATION,
    Recommendation,
    Standings,
    is_disputed,
    is_overdue,
    is_settled,
)
from peil.act.recurrence import LowLevel
from peil.act.settings import PolicySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationStatus:
    """Where one recommendation stands.

    Args:
        standings: by side; neither wins.
        settled, overdue: None where nobody can tell.
        at_risk: ids of the arrangements that carried it out and ended.
    """

    recommendation: Recommendation
    standings: Standings
    settled: bool | None
    disputed: bool
    overdue: bool | None
    at_risk: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangementStatus:
    """How one arrangement in force is, with its money in the prices that were asked for."""

    arrangement: Arrangement
    erosion: tuple[Fact, ...]
    contrary: tuple[Fact, ...]
    money: tuple[tuple[Budget, InPrices], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStatus:
    """Where policy stands on a day.

    Args:
        findings: whether each is closed; None where nobody can tell.
        endings: those without a reasoned decision first.
        untold: how many arrangements in force have no information, by what is missing;
            and recommendations of which neither side told anything.
    """

    day: date
    findings: Mapping[str, bool | None]
    recommendations: tuple[RecommendationStatus, ...]
    arrangements: tuple[ArrangementStatus, ...]
    endings: tuple[Ending, ...]
    balance: Balance
    chain: Chain
    untold: Mapping[str, int]


def status_of(
    known: Known,
    settings: PolicySettings,
    *,
    low: LowLevel | None = None,
    rests_on: Iterable[str] = (),
) -> PolicyStatus:
    """Say where policy stands.

    Args:
        known: what was known on the day.
        settings: the thresholds.
        low: see `contrary_facts`.
        rests_on: ids of the indicators that carry weight in the level of the day.
    """
    erosion, contrary = erosion_signals(known, settings), contrary_facts(known, settings, low)
    return PolicyStatus(
        day=known.day,
        findings=known.closed_findings(),
        recommendations=_recommendations(known),
        arrangements=tuple(
            ArrangementStatus(
                arrangement=each,
                erosion=erosion[each.id],
                contrary=contrary[each.id],
                money=_money(known, each.id, settings),
            )
            for each in known.in_force
        ),
        endings=endings_known(known),
        balance=balance_on(known, settings),
        chain=chain_of(known, rests_on),
        untold=_untold(known),
    )


def _recommendations(known: Known) -> tuple[RecommendationStatus, ...]:
    ended = at_risk(known)
    return tuple(
        RecommendationStatus(
            recommendation=each,
            standings=known.standings[id_],
            settled=is_settled(known.standings[id_]),
            disputed=is_disputed(known.standings[id_]),
            overdue=is_overdue(each, known.standings[id_], known.day),
            at_risk=ended.get(id_, ()),
        )
        for id_, each in known.recommendations.items()
    )


def _money(
    known: Known, arrangement: str, settings: PolicySettings
) -> tuple[tuple[Budget, InPrices], ...]:
    return tuple(
        (budget, prices_shown(budget, settings, known.day)) for budget in known.money(arrangement)
    )


def prices_shown(budget: Budget, settings: PolicySettings, day: date) -> InPrices:
    """Express a budget in the prices that were agreed on; without any it stays as it was told."""
    if settings.prices_of is None:
        return InPrices(amount=budget.amount, year=budget.price_year)
    return in_prices_of(budget, settings.prices_of, settings.deflator, day)


def _untold(known: Known) -> dict[str, int]:
    """Count what nobody told: it is no zero and no "not done"."""
    in_force = known.in_force
    silent = [
        all(side.state == NO_INFORMATION for side in standings.values())
        for standings in known.standings.values()
    ]
    return {
        "status": sum(silent),
        "coupling": sum(not each.coupling for each in in_force),
        "shares": sum(each.shares is None for each in in_force),
        "staff": sum(each.staff is None for each in in_force),
        "money": sum(each.id not in known.rows for each in in_force),
        "rebuild": sum(each.rebuild_months is None for each in in_force),
        "rights": sum(not each.rights for each in in_force),
    }
