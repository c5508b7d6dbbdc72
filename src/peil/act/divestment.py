"""The divestment test: facts that speak against dismantling an arrangement when the level falls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peil.act.arrangements import Arrangement
from peil.act.balance import Balance, balance_on, balance_without
from peil.act.facts import Fact, sources_of
from peil.act.funding import STAGES, Budget
from peil.act.policy import Known
from peil.act.recurrence import HORIZONS, Return, returns_within
from peil.act.settings import PolicySettings
from peil.terms.calendar import Floats

OPEN_FINDING, BUDGET_FALLS, SENSOR = "open_finding", "budget_falls", "sensor"
BALANCE_FLOOR, LIKELY_BACK = "balance_floor", "likely_back"
NOTHING, INFORM, ASK, ANSWER = ("nothing", "inform", "ask", "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStep:
    """A level that falls on a day, by the numbers of its scale."""

    before: int
    after: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the proposal of the day rests on.

    Args:
        numbers: (K,) the scale's levels, lowest first.
        posterior: (K,) probabilities of the state on the day.
        matrix: (K, K) monthly transition of the state.
        rests_on: ids of the indicators that carry weight on the day.
    """

    numbers: tuple[int, ...]
    posterior: Floats
    matrix: Floats
    rests_on: frozenset[str]

    def returns(self, level: int, months: Sequence[int]) -> tuple[Return, ...]:
        """Give the range of the chance that the state is back at a level."""
        index = self.numbers.index(level)
        return returns_within(self.posterior, self.matrix, index, months)


@dataclass(frozen=True, slots=True, kw_only=True)
class DivestmentTest:
    """What was looked for in one arrangement, and what that asks for.

    Args:
        facts: each with yes, no or cannot tell.
        returns: for its rebuild time, or for 3, 6, 12 and 24 months where that is unknown.
        response: nothing, inform, ask, or answer.
    """

    arrangement: str
    facts: tuple[Fact, ...]
    returns: tuple[Return, ...]
    response: str


def divestment_tests(
    known: Known, step: LevelStep, basis: Basis, settings: PolicySettings
) -> tuple[DivestmentTest, ...]:
    """Test every arrangement in force when the level falls."""
    in_force = known.in_force
    months = sorted({*HORIZONS, *(a.rebuild_months for a in in_force if a.rebuild_months)})
    returns = dict(zip(months, basis.returns(step.before, months), strict=True))
    closed, balance = known.closed_findings(), balance_on(known, settings)
    others = balance_without(known, settings)
    tests = []
    for each in in_force:
        own = [returns[m] for m in ([each.rebuild_months] if each.rebuild_months else HORIZONS)]
        facts = (
            _open_finding(each, closed),
            _budget_falls(known.money(each.id), step, settings),
            _sensor(each, basis),
            _balance_floor(each, balance, others[each.id], settings),
            _likely_back(each, own, settings),
        )
        tests.append(
            DivestmentTest(
                arrangement=each.id,
                facts=facts,
                returns=tuple(own),
                response=response_to(facts, settings),
            )
        )
    return tuple(tests)


def response_to(facts: Sequence[Fact], settings: PolicySettings) -> str:
    """Say which response the facts that hold call for; a fact that cannot be told calls for none."""
    held = [fact.code for fact in facts if fact.holds]
    if len(held) >= settings.answer_from or (settings.sensor_needs_answer and SENSOR in held):
        return ANSWER
    if len(held) >= settings.ask_from:
        return ASK
    return INFORM if len(held) >= settings.inform_from else NOTHING


def discriminates(responses: Sequence[str], settings: PolicySettings) -> bool:
    """Whether the test tells arrangements apart: not too many of them need an answer."""
    needed = sum(response == ANSWER for response in responses)
    return needed <= settings.discriminates_up_to * len(responses)


def _open_finding(arrangement: Arrangement, closed: Mapping[str, bool | None]) -> Fact:
    answers = {finding: closed.get(finding) for finding in arrangement.answers}
    still_open = tuple(finding for finding, is_closed in answers.items() if is_closed is False)
    holds = None if None in answers.values() or not answers else False
    if arrangement.answers_none:
        holds = False
    return Fact(
        code=OPEN_FINDING,
        holds=True if still_open else holds,
        about=still_open,
        sources=sources_of(arrangement.source),
    )


def _budget_falls(money: Sequence[Budget], step: LevelStep, settings: PolicySettings) -> Fact:
    """Compare the year of the lowering with the years beside it, at the furthest stage.

    A line of which the later year is not known makes the two incomparable: it is not zero.
    """
    falls = [
        (1.0 - new.amount / old.amount, old, new)
        for old in money
        for new in money
        if _are_comparable(old, new) and old.year in (step.on.year - 1, step.on.year)
    ]
    if not falls:
        return Fact(code=BUDGET_FALLS, holds=None)
    furthest = max(STAGES.index(new.stage) for _, _, new in falls)
    fall, old, new = max(
        (each for each in falls if STAGES.index(each[2].stage) == furthest),
        key=lambda each: (each[0], each[1].year),
    )
    return Fact(
        code=BUDGET_FALLS,
        holds=fall > settings.budget_falls_by,
        about=(new.stage, new.currency),
        figures={"year": old.year, "before": old.amount, "after": new.amount, "falls_by": fall},
        sources=sources_of(*old.sources, *new.sources),
    )


def _are_comparable(old: Budget, new: Budget) -> bool:
    same = (old.stage, old.currency, old.price_year) == (new.stage, new.currency, new.price_year)
    follows = new.year == old.year + 1 and old.lines <= new.lines
    return same and follows and old.amount > 0


def _sensor(arrangement: Arrangement, basis: Basis) -> Fact:
    """Whether it is the sensor of an indicator that the lowering rests on.

    Where nobody said of what it is the sensor, that cannot be told.
    """
    is_told = bool(arrangement.sensor_of) or arrangement.sensor_none or not basis.rests_on
    blinded = tuple(sorted(basis.rests_on.intersection(arrangement.sensor_of)))
    sources = sources_of(arrangement.source)
    holds = bool(blinded) if is_told else None
    return Fact(code=SENSOR, holds=holds, about=blinded, sources=sources)


def _balance_floor(
    arrangement: Arrangement, balance: Balance, others: Balance, settings: PolicySettings
) -> Fact:
    """Whether without it the balance lies below the floor; one that represses raises it."""
    floor = settings.balance_floor
    if floor is None:
        return Fact(code=BALANCE_FLOOR, holds=None)
    figures = {"floor": floor, "low": others.low, "high": others.high}
    lowers = others.middle is None or balance.middle is None or others.middle < balance.middle
    return Fact(
        code=BALANCE_FLOOR,
        holds=others.is_below(floor) if lowers else False,
        figures={name: value for name, value in figures.items() if value is not None},
        sources=sources_of(arrangement.source),
    )


def _likely_back(
    arrangement: Arrangement, returns: Sequence[Return], settings: PolicySettings
) -> Fact:
    """Whether the level is likelier than agreed to return within the rebuild time.

    Where that is unknown, it holds only if it does for each of the horizons.
    """
    agreed = settings.return_above
    if agreed is None:
        return Fact(code=LIKELY_BACK, holds=None)
    answers = {each.is_above(agreed) for each in returns}
    return Fact(
        code=LIKELY_BACK,
        holds=answers.pop() if len(answers) == 1 else None,
        figures={"agreed": agreed, "low": returns[0].low, "high": returns[-1].high},
        sources=sources_of(arrangement.source) if arrangement.rebuild_months else (),
    )
