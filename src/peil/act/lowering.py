"""The consequence statement of a lowering: what is asked of whom, and what is not affected."""

from collections.abc import Sequence
from dataclasses import dataclass

from peil.act.arrangements import LEVEL_BOUND, STRUCTURAL, Arrangement
from peil.act.contrary import contrary_facts
from peil.act.divestment import (
    ANSWER,
    ASK,
    Basis,
    DivestmentTest,
    LevelStep,
    discriminates,
    divestment_tests,
)
from peil.act.facts import Fact
from peil.act.policy import Known
from peil.act.recurrence import (
    HORIZONS,
    LowLevel,
    OfficialLowering,
    Return,
    ReturnCount,
    count_returns,
    lowerings_known,
)
from peil.act.settings import PolicySettings
from peil.decide.official import OfficialLevel
from peil.terms.errors import BadInput

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
    """

    arrangement: Arrangement
    effect: str
    test: DivestmentTest
    contrary: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The consequence statement of a lowering, from what was known on its day.

    Args:
        discriminates: whether the test tells arrangements apart.
        lowerings: the record's own, on an equal scale, each with its return.
        counts, returns: for 3, 6, 12 and 24 months, from the record and from Peil's state.
    """

    step: LevelStep
    discriminates: bool
    lowerings: tuple[OfficialLowering, ...]
    counts: tuple[ReturnCount, ...]
    returns: tuple[Return, ...]
    consequences: tuple[Consequence, ...]
    questions: tuple[StatementQuestion, ...]

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
    lowerings = lowerings_known(levels, (basis.numbers[0], basis.numbers[-1]), step.on)
    consequences = tuple(
        Consequence(
            arrangement=each,
            effect=_effect(each),
            test=tests[each.id],
            contrary=contrary[each.id],
        )
        for each in known.in_force
    )
    return Statement(
        step=step,
        discriminates=discriminates([test.response for test in tests.values()], settings),
        lowerings=lowerings,
        counts=tuple(count_returns(lowerings, months) for months in HORIZONS),
        returns=basis.returns(step.before, HORIZONS),
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


def _effect(arrangement: Arrangement) -> str:
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
