"""Judgements of services: what each said of a question, in which round, as it was known on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from peil.terms.admiralty import Grade

PRIVATE, DISCUSSED = 1, 2
"""Rounds: what a service thought by itself, and what it thinks after the discussion."""
ROUNDS = (PRIVATE, DISCUSSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How likely a service holds it that the level asked for is a threshold or more.

    Args:
        question: id of what is asked, such as the level on a day.
        as_of: the day that the question is about.
        round: private, or after discussion.
        service: an organisation, never a person.
        threshold: a level above the lowest of the scale.
        low, best, high: probabilities; low and high are None where only the best was given.
        interval_confidence: how sure the service is that low to high holds the truth.
        reason: why, in its own words.
        date: the day on which it was given; a later day of the same round takes its place.
        grade: of what it rests on, on both axes.
        resolution: the level that proved right, once somebody said so.
        resolved: the day on which that was known.
    """

    question: str
    as_of: dt.date
    round: int
    service: str
    threshold: int
    low: float | None
    best: float
    high: float | None
    interval_confidence: float | None
    reason: str
    date: dt.date
    grade: Grade = field(default_factory=Grade)
    resolution: int | None = None
    resolved: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one service, or the model, says of all thresholds of a question.

    Args:
        name: the service, or how the model is called.
        thresholds: the levels above the lowest, in order.
        best: by threshold, the probability of that level or more.
        low, high: by threshold; empty where no interval was given.
        interval_confidence: by threshold, where it was stated.
        grade: of what it rests on; F or 6 has weight 0.
        given_weight: of the voice, before its grade is looked at.
    """

    name: str
    thresholds: tuple[int, ...]
    best: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    interval_confidence: tuple[float | None, ...] = ()
    reasons: tuple[str, ...] = ()
    grade: Grade = field(default_factory=Grade)
    given_weight: float = 1.0

    @property
    def weight(self) -> float:
        """What the voice counts in the mean: nothing where its grade says that nobody can judge."""
        return self.given_weight * self.grade.weight

    @property
    def has_interval(self) -> bool:
        """Whether low and high were given for every threshold."""
        return len(self.low) == len(self.high) == len(self.best) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitedQuestion:
    """One question with what was said in each round by a day, and its resolution if known then.

    `unfinished` names by round the services that have not spoken of every threshold.
    """

    id: str
    as_of: dt.date
    levels: tuple[int, ...]
    rounds: Mapping[int, tuple[Voice, ...]]
    resolution: int | None = None
    resolved: dt.date | None = None
    unfinished: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The levels above the lowest; that the lowest is reached is certain."""
        return self.levels[1:]


def questions_known(
    judgements: Iterable[Judgement], levels: Sequence[int], day: dt.date
) -> tuple[ElicitedQuestion, ...]:
    """Gather what was said of each question by a day, sorted by the question's id.

    A later judgement of the same service, round and threshold takes the place of an earlier
    one. A service that has not spoken of every threshold by that day is not heard yet.

    Args:
        judgements: in any order.
        levels: all levels of the scale.
        day: of knowledge; neither a judgement nor a resolution of a later day is used.
    """
    known = sorted((j for j in judgements if j.date <= day), key=lambda j: (j.question, j.date))
    return tuple(
        _question(id_, list(group), tuple(sorted(levels)), day)
        for id_, group in groupby(known, key=lambda j: j.question)
    )


def model_voice(name: str, probabilities: Mapping[int, float], *, weight: float = 1.0) -> Voice:
    """Make Peil's own posterior one more voice.

    Args:
        name: how it is shown.
        probabilities: by level, summing to one.
        weight: of the model beside a service's 1; people choose it, and it is shown.
    """
    levels = sorted(probabilities)
    reached = [sum(probabilities[n] for n in levels[i:]) for i in range(1, len(levels))]
    return Voice(
        name=name,
        thresholds=tuple(levels[1:]),
        best=tuple(min(max(p, 0.0), 1.0) for p in reached),
        given_weight=weight,
    )


def _question(
    id_: str, known: list[Judgement], levels: tuple[int, ...], day: dt.date
) -> ElicitedQuestion:
    told = next((j for j in known if j.resolved is not None and j.resolved <= day), None)
    said = {n: _latest([j for j in known if j.round == n]) for n in ROUNDS}
    needed = set(levels[1:])
    return ElicitedQuestion(
        id=id_,
        as_of=known[0].as_of,
        levels=levels,
        rounds={
            n: tuple(
                _voice(name, [of[k] for k in levels[1:]])
                for name, of in by.items()
                if needed <= of.keys()
            )
            for n, by in said.items()
        },
        resolution=told.resolution if told else None,
        resolved=told.resolved if told else None,
        unfinished={
            n: tuple(name for name, of in by.items() if not needed <= of.keys())
            for n, by in said.items()
        },
    )


def _latest(said: list[Judgement]) -> dict[str, dict[int, Judgement]]:
    """Keep the latest judgement of each service and threshold, sorted by service."""
    latest: dict[str, dict[int, Judgement]] = {}
    for one in said:
        latest.setdefault(one.service, {})[one.threshold] = one
    return dict(sorted(latest.items()))


def _voice(service: str, said: list[Judgement]) -> Voice:
    low = [j.low for j in said if j.low is not None]
    high = [j.high for j in said if j.high is not None]
    is_whole = len(low) == len(high) == len(said)
    return Voice(
        name=service,
        thresholds=tuple(j.threshold for j in said),
        best=tuple(j.best for j in said),
        low=tuple(low) if is_whole else (),
        high=tuple(high) if is_whole else (),
        interval_confidence=tuple(j.interval_confidence for j in said),
        reasons=tuple(j.reason for j in said),
        grade=max(said, key=lambda j: j.date).grade,
    )
