"""Sensitivity: which change of the method, family or figure would change the proposal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from peil.assess.evidence import AssessmentSettings
from peil.assess.forward_filter import forward_filter
from peil.assess.ladder import PEOPLE
from peil.assess.reviews import AnyWeighed, Replay, Variation, ageing, log_weights
from peil.assess.rule import FIRST, SECOND
from peil.observe.indicator import EFFORT_DEPENDENT
from peil.terms.calendar import Flags, Ints, as_date

BASE = "base"
LEFT_OUT = "without_"
LARGEST_CHANGE = 10
"""The most that is added to a count when it is tried: so many times one more than the count."""


def _ladder(**change: float) -> Callable[[AssessmentSettings], AssessmentSettings]:
    return lambda settings: replace(settings, ladder=settings.ladder.changed(**change))


def _without_effort(settings: AssessmentSettings) -> AssessmentSettings:
    return replace(settings, without=settings.without | {EFFORT_DEPENDENT})


def _publishers_once(settings: AssessmentSettings) -> AssessmentSettings:
    once = replace(settings.rule, other_publishers=1.0, further_figures=0.0)
    return replace(settings, rule=once)


def _with_people(exponent: float) -> Callable[[AssessmentSettings], AssessmentSettings]:
    return lambda settings: replace(settings, people_exponent=exponent)


CHANGES: Mapping[str, Callable[[AssessmentSettings], AssessmentSettings]] = {
    "without_effort_dependent": _without_effort,
    "contrast_halved": _ladder(contrast=0.5),
    "contrast_doubled": _ladder(contrast=2.0),
    "height_halved": _ladder(height=0.5),
    "height_doubled": _ladder(height=2.0),
    "population_fixed": lambda settings: replace(settings, people=PEOPLE),
    "per_root_of_head": _with_people(0.5),
    "per_head": _with_people(1.0),
    "publishers_once": _publishers_once,
}
"""The changes of the method under which a proposal is tried, by name."""
NOT_OF = {FIRST: {"per_root_of_head", "per_head"}, SECOND: {"population_fixed"}}
"""The changes that a method does not know."""


def changes_tried(method: str, *, has_people: bool = True) -> tuple[str, ...]:
    """Name the changes under which a proposal of a method is tried.

    Without a population those that are about it are left out: they would silence every answer.
    """
    left_out = NOT_OF[method] | (set() if has_people else NOT_OF[FIRST])
    return tuple(name for name in CHANGES if name not in left_out)


def variations(
    settings: AssessmentSettings, families: Sequence[str], *, has_people: bool = True
) -> list[Variation]:
    """List the replays that test a proposal: the base, the changes, each family left out."""
    return [
        Variation(name=BASE, settings=settings),
        *(
            Variation(name=name, settings=CHANGES[name](settings))
            for name in changes_tried(settings.rule.method, has_people=has_people)
        ),
        *(
            Variation(name=LEFT_OUT + family, settings=settings, left_out=frozenset({family}))
            for family in families
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingValue:
    """The smallest change of an indicator's latest figure that would matter today.

    Args:
        start, end: the period of the figure.
        period: these days as they are told.
        count, needed: the figure as it is, and as it would have to be.
        effect: "raise" (to `level`) or "start_lowering" (from `level`), by index of level.
    """

    indicator: str
    start: date
    end: date
    period: tuple[date, date]
    count: float
    needed: float
    effect: str
    level: int


def would_change(run: Replay, settings: AssessmentSettings, highest: int) -> list[SwitchingValue]:
    """Find for each indicator the smallest change of its latest figure that would matter.

    A rise matters where it lifts the next level up to the raising threshold, a fall where it
    brings today's level down to the lowering threshold, unless it lies there already; the other
    figures stay as they are.

    Args:
        run: the replay by which a level is proposed.
        settings: how figures are weighed.
        highest: index of the highest level that figures alone raise to.
    """
    level, rule = run.now.level, settings.rule
    if level is None:
        return []
    lowers_at = rule.p_dn_imminent if level > highest else rule.lowers_at(level)
    may_start = level > 0 and run.posterior[level:].sum() > lowers_at
    questions = []
    for one in run.by_indicator:
        if level < highest:
            questions.append(_Trial(one, level + 1, "raise", rule.p_up))
        if may_start:
            questions.append(_Trial(one, level, "start_lowering", lowers_at))
    return _answers(run, settings, questions)


class _Trial(NamedTuple):
    """Which count of an indicator's latest figure would raise to, or begin to lower, a level.

    It does so where the chance of that level or more reaches the bound.
    """

    weighed: AnyWeighed
    level: int
    effect: str
    bound: float

    @property
    def today(self) -> float:
        return float(self.weighed.figures.count[-1])

    @property
    def direction(self) -> int:
        return 1 if self.effect == "raise" else -1

    @property
    def farthest(self) -> int:
        """The largest change that is tried."""
        if self.effect == "raise":
            return int(LARGEST_CHANGE * (self.today + 1))
        return int(np.ceil(self.today))

    def moved(self, change: int) -> float:
        """The count after a change by whole numbers, never below zero."""
        start = self.today if self.effect == "raise" else np.ceil(self.today)
        return max(0.0, float(start + self.direction * change))


def _answers(
    run: Replay, settings: AssessmentSettings, questions: Sequence[_Trial]
) -> list[SwitchingValue]:
    """Search for all smallest changes at once by halving, since the chance grows with the change."""
    if not questions:
        return []
    low = np.ones(len(questions), dtype=np.int64)
    high = np.array([question.farthest for question in questions])
    possible = (high > 0) & _matter(run, settings, questions, high)
    high = np.where(possible, high, 1)
    while (low < high).any():
        middle = (low + high) // 2
        enough = _matter(run, settings, questions, middle)
        high, low = np.where(enough, middle, high), np.where(enough, low, middle + 1)
        low = np.minimum(low, high)
    return [
        SwitchingValue(
            indicator=question.weighed.indicator.id,
            start=as_date(question.weighed.figures.start[-1]),
            end=as_date(question.weighed.figures.end[-1]),
            period=question.weighed.figures.period(-1),
            count=question.today,
            needed=question.moved(int(change)),
            effect=question.effect,
            level=question.level,
        )
        for question, change, is_possible in zip(questions, high, possible, strict=True)
        if is_possible
    ]


def _matter(
    run: Replay, settings: AssessmentSettings, questions: Sequence[_Trial], changes: Ints
) -> Flags:
    """(Q,) whether each change of one figure brings its level to the threshold today."""
    rule = settings.rule
    matrix, prior = ageing(rule, settings.levels)
    entering = [
        question.weighed.entering_with(question.moved(int(change)), run.months, rule.clip_db)
        for question, change in zip(questions, changes, strict=True)
    ]
    logs = run.log_weights + log_weights(np.stack(entering))
    posterior = forward_filter(logs, matrix, prior)[:, -1]
    chance = np.array([p[q.level :].sum() for p, q in zip(posterior, questions, strict=True)])
    bounds = np.array([question.bound for question in questions])
    rises = np.array([question.effect == "raise" for question in questions])
    return np.where(rises, chance >= bounds, chance <= bounds)
