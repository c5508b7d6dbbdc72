"""What is found out about policy: where it stands, a lowering stated, and two days compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from peil.act.answers import Answered
from peil.act.arrangements import Arrangement
from peil.act.balance import Balance, balance_on
from peil.act.chain import Chain, chain_of
from peil.act.changes import PolicyChange
from peil.act.facts import Fact
from peil.act.funding import Budget, InPrices, in_prices_of
from peil.act.policy import Ending, Known, at_risk, endings_known
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
from peil.act.signs import contrary_facts, erosion_signals
from peil.decide.official import InForce


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

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that was looked for, signs that it wears away first."""
        return *self.erosion, *self.contrary


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
                money=tuple(
                    (budget, prices_shown(budget, settings, known.day))
                    for budget in known.money(each.id)
                ),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLowering:
    """A consequence statement with its answers, and the endings known on its day.

    Args:
        official: what was known on the day of the level in force; None without any.
        names: of the findings and indicators that it speaks of, by id and language.
        untold: why no level was proposed on the day, as a code; empty where one was.
    """

    country: str
    official: InForce | None
    answered: Answered
    endings: tuple[Ending, ...]
    settings: PolicySettings
    names: Mapping[str, Mapping[str, str]]
    untold: str = ""

    @property
    def day(self) -> date:
        """The day of the lowering."""
        return self.answered.statement.step.on


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDays:
    """What was there on one day against another, with the names of what is compared.

    `balances` are those of the two days, each from what was known on it.
    """

    country: str
    earlier: date
    later: date
    arrangements: tuple[PolicyChange, ...]
    recommendations: tuple[PolicyChange, ...]
    endings: tuple[Ending, ...]
    balances: tuple[Balance, ...]
    names: Mapping[str, str]

    @property
    def day(self) -> date:
        """The day of knowledge."""
        return self.later


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOnDay:
    """Policy as known on a day, from every side.

    Args:
        known: what was known on the day.
        status: where it stands; its chain reaches the level where the level rests on it.
        settings: what the dossier agreed on.
        first_known: the first description of each arrangement that became known, by id.
        indicators: names by language, by id.
        rests_on: ids of the indicators that carry weight in the proposal of the day.
        lowering: the statement of the latest lowering of the country's level; None without one.
        diff: what was there on the day of that lowering against now; None where they are one day.
        balances: of prevention and repression, oldest first, each as known on its own day.
    """

    country: str
    known: Known
    status: PolicyStatus
    settings: PolicySettings
    first_known: Mapping[str, Arrangement] = field(default_factory=dict)
    indicators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rests_on: frozenset[str] = frozenset()
    lowering: StatedLowering | None = None
    diff: ComparedDays | None = None
    balances: tuple[Balance, ...] = ()

    @property
    def day(self) -> date:
        """The day of knowledge."""
        return self.known.day

    @property
    def endings(self) -> tuple[Ending, ...]:
        """The endings known on the day, those without a reasoned decision first."""
        return self.status.endings

    def body(self, id_: str) -> str:
        """Name a body."""
        return self.settings.bodies.get(id_, id_)
