"""A lowering: facts that speak against dismantling, and the consequence statement with its questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peil.act.arrangements import LEVEL_BOUND, STRUCTURAL, Arrangement, ArrangementCount
from peil.act.balance import Balance, balance_on, balance_without
from peil.act.facts import Fact, fact
from peil.act.funding import STAGES, Budget
from peil.act.policy import Known
from peil.act.recurrence import (
    HORIZONS,
    LowLevel,
    OfficialLowering,
    Return,
    ReturnCount,
    count_returns,
    lowerings_known,
    returns_within,
)
from peil.act.settings import PolicySettings
from peil.act.signs import contrary_facts
from peil.decide.official import OfficialLevel
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

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
        untold: why no level is proposed on the day, as a code; empty where one is.
    """

    numbers: tuple[int, ...]
    posterior: Floats
    matrix: Floats
    rests_on: frozenset[str]
    untold: str = ""

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
    return fact(OPEN_FINDING, True if still_open else holds, arrangement.source, about=still_open)


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
        return fact(BUDGET_FALLS, None)
    furthest = max(STAGES.index(new.stage) for _, _, new in falls)
    fall, old, new = max(
        (each for each in falls if STAGES.index(each[2].stage) == furthest),
        key=lambda each: (each[0], each[1].year),
    )
    return fact(
        BUDGET_FALLS,
        fall > settings.budget_falls_by,
        *(*old.sources, *new.sources),
        about=(new.stage, new.currency),
        year=new.year,
        before=old.amount,
        after=new.amount,
        falls_by=fall,
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
    return fact(SENSOR, bool(blinded) if is_told else None, arrangement.source, about=blinded)


def _balance_floor(
    arrangement: Arrangement, balance: Balance, others: Balance, settings: PolicySettings
) -> Fact:
    """Whether without it the balance lies below the floor; one that represses raises it."""
    floor = settings.balance_floor
    if floor is None:
        return fact(BALANCE_FLOOR, None)
    lowers = others.middle is None or balance.middle is None or others.middle < balance.middle
    holds = others.is_below(floor) if lowers else False
    source, low, high = arrangement.source, others.low, others.high
    return fact(BALANCE_FLOOR, holds, source, floor=floor, low=low, high=high)


def _likely_back(
    arrangement: Arrangement, returns: Sequence[Return], settings: PolicySettings
) -> Fact:
    """Whether the level is likelier than agreed to return within the rebuild time.

    Where that is unknown, it holds only if it does for each of the horizons.
    """
    agreed = settings.return_above
    if agreed is None:
        return fact(LIKELY_BACK, None)
    answers = {each.is_above(agreed) for each in returns}
    holds = answers.pop() if len(answers) == 1 else None
    source = arrangement.source if arrangement.rebuild_months else ""
    low, high = returns[0].low, returns[-1].high
    return fact(LIKELY_BACK, holds, source, agreed=agreed, low=low, high=high)


TO_DECIDE, NOT_AFFECTED, NOT_SET = "to_decide", "not_affected", "coupling_not_set"
CHOICES = ("keep", "scale", "stop")
COUPLING, FACTS = "coupling", "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuestion:
    """What the statement asks about one arrangement.

    Args:
        id: begins with the statement's own id, so that no answer fits another day's.
        choices: those to choose from; without any a reason alone is asked for.
        is_needed: whether the statement is incomplete without the answer.
    """

    id: str
    arrangement: str
    kind: str
    choices: tuple[str, ...]
    is_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What the lowering means for one arrangement in force.

    Args:
        effect: to decide, not affected, or that nobody set its coupling.
        test: the divestment test.
        contrary: facts that speak for ending it.
        money: by year, stage and currency.
        counts: the latest of each thing that is counted of it, the newest first.
        posts_told: since when its posts are told as they are, and how exactly that is known.
    """

    arrangement: Arrangement
    effect: str
    test: DivestmentTest
    contrary: tuple[Fact, ...]
    money: tuple[Budget, ...]
    counts: tuple[ArrangementCount, ...]
    posts_told: tuple[date, str]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that was looked for, against taking it apart and for ending it."""
        return *self.test.facts, *self.contrary


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The consequence statement of a lowering, from what was known on its day.

    Args:
        discriminates: whether the test tells arrangements apart.
        lowerings: those of every country in the record, each on its own scale, with its return.
        counts, returns: for 3, 6, 12 and 24 months, from the record and from Peil's state; the
            record's are of lowerings like this one: from the highest level of a scale, or not.
        fit: how well the figures fit the old level and each above it, on the day: 0 to 1.
    """

    step: LevelStep
    discriminates: bool
    lowerings: tuple[OfficialLowering, ...]
    counts: tuple[ReturnCount, ...]
    returns: tuple[Return, ...]
    fit: tuple[float, ...]
    consequences: tuple[Consequence, ...]
    questions: tuple[StatementQuestion, ...]

    def of(self, effect: str) -> list[Consequence]:
        """Give the arrangements on which the lowering has one effect."""
        return [each for each in self.consequences if each.effect == effect]

    @property
    def id(self) -> str:
        """Names the statement by its day and its levels."""
        return statement_id(self.step)


def statement_id(step: LevelStep) -> str:
    """Name a statement by its day and its levels, such as 2018-01-22:3-2."""
    return f"{step.on}:{step.before}-{step.after}"


def make_statement(
    known: Known,
    step: LevelStep,
    basis: Basis,
    levels: Sequence[OfficialLevel],
    settings: PolicySettings,
    *,
    low: LowLevel | None = None,
) -> Statement:
    """State the consequences of a lowering.

    Args:
        known: the policy as known on the day of the lowering.
        step: from which level to which, and when.
        basis: the state's probabilities on that day, and what they rest on.
        levels: official levels, for the record's own count only.
        settings: the thresholds.
        low: see `contrary_facts`.

    Raises:
        BadInput: the levels are none of the scale, do not fall, or the day is another.
    """
    _refuse_no_lowering(known, step, basis)
    tests = {test.arrangement: test for test in divestment_tests(known, step, basis, settings)}
    contrary = contrary_facts(known, settings, low)
    lowerings = lowerings_known(levels, step.on)
    is_from_top = step.before == basis.numbers[-1]
    alike = [each for each in lowerings if each.is_from_top == is_from_top]
    consequences = tuple(
        Consequence(
            arrangement=each,
            effect=effect_on(each),
            test=tests[each.id],
            contrary=contrary[each.id],
            money=known.money(each.id),
            counts=known.latest_counts(each.id),
            posts_told=known.posts_told[each.id],
        )
        for each in known.in_force
    )
    return Statement(
        step=step,
        discriminates=discriminates([test.response for test in tests.values()], settings),
        lowerings=lowerings,
        counts=tuple(count_returns(alike, months) for months in HORIZONS),
        returns=basis.returns(step.before, HORIZONS),
        fit=tuple(basis.posterior[basis.numbers.index(step.before) :].tolist()),
        consequences=consequences,
        questions=tuple(q for each in consequences for q in _questions(each, step)),
    )


def _refuse_no_lowering(known: Known, step: LevelStep, basis: Basis) -> None:
    for level in (step.before, step.after):
        if level not in basis.numbers:
            raise BadInput(
                f"{level} is no level of the scale; give one of "
                f"{', '.join(map(str, basis.numbers))}"
            )
    if step.after >= step.before:
        raise BadInput(
            f"the level would go from {step.before} to {step.after}, which lowers nothing; "
            "give a higher level first"
        )
    if known.day != step.on:
        raise BadInput(
            f"the policy is known as of {known.day} and the lowering is on {step.on}; "
            "read the policy as of the lowering"
        )


def effect_on(arrangement: Arrangement) -> str:
    """Say what a lower level means for an arrangement: to decide, not affected, or not set."""
    return {LEVEL_BOUND: TO_DECIDE, STRUCTURAL: NOT_AFFECTED}.get(arrangement.coupling, NOT_SET)


def _questions(consequence: Consequence, step: LevelStep) -> list[StatementQuestion]:
    asked: list[tuple[str, tuple[str, ...], bool]] = []
    if consequence.effect == TO_DECIDE:
        asked.append((COUPLING, CHOICES, True))
    if consequence.test.response in (ASK, ANSWER):
        asked.append((FACTS, (), consequence.test.response == ANSWER))
    id_ = consequence.arrangement.id
    return [
        StatementQuestion(
            id=f"{statement_id(step)}:{id_}:{kind}",
            arrangement=id_,
            kind=kind,
            choices=choices,
            is_needed=is_needed,
        )
        for kind, choices, is_needed in asked
    ]
