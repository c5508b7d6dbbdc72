"""An account of a question: what the voices say together, who dissents, and who moved."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peil.decide.judgement import DISCUSSED, PRIVATE, ElicitedQuestion, Voice
from peil.decide.judgement_pool import Extremising, Pool, falling, logit, pool
from peil.terms.estimative import estimative_of

FAR = 1.0
"""Difference of log odds at any threshold above which a voice dissents."""
ROUNDING = 1e-9
"""Difference of log odds that is only rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDissent:
    """A voice that is far from the others.

    Args:
        name: whose it is.
        level, proposed: the level that it leads to, and that of the pool.
        threshold: where it is farthest away.
        logit_difference: there, in log odds; above 0 it holds the threshold likelier than the pool.
        weight: its share of the pool; 0 where its grade is unknown, and it is heard all the same.
        reason: what it gave at that threshold.
    """

    name: str
    level: int
    proposed: int
    threshold: int
    logit_difference: float
    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How a service moved from the private round to the one after discussion."""

    service: str
    thresholds: tuple[int, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    level_before: int
    level_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAccount:
    """One round: its voices, and what they say together if any of them weighs.

    Args:
        round: private, or after discussion.
        voices: in order of name, the model last.
        pool: None where no voice weighs; then nothing can be told.
        words: (K-1,) ids of the estimative word of each pooled probability; None below 1 and
            above 99 per cent.
        level: the highest one that is at least as likely as not to be reached.
        dissent: the farthest first.
        out_of_order: voices whose own thresholds do not fall; they should be asked again.
    """

    round: int
    voices: tuple[Voice, ...]
    pool: Pool | None
    words: tuple[str | None, ...]
    level: int | None
    dissent: tuple[VoiceDissent, ...]
    out_of_order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAccount:
    """A question with its rounds apart, and how services moved between them.

    `only_after` names services that spoke after the discussion and not before it.
    """

    question: ElicitedQuestion
    rounds: tuple[RoundAccount, ...]
    movements: tuple[Movement, ...]
    only_after: tuple[str, ...]


def account_for(
    question: ElicitedQuestion, model: Voice | None = None, extremising: Extremising | None = None
) -> QuestionAccount:
    """Account for a question; rounds in which nobody spoke are left out.

    Args:
        question: what was said by a day.
        model: Peil's own posterior, one more voice in each round.
        extremising: offered by earlier questions and chosen by people; none unless given.
    """
    spoken = [n for n in (PRIVATE, DISCUSSED) if question.rounds.get(n)]
    before = {v.name: v for v in question.rounds.get(PRIVATE, ())}
    after = question.rounds.get(DISCUSSED, ())
    lowest = question.levels[0]
    return QuestionAccount(
        question=question,
        rounds=tuple(
            _account_for_round(n, question.rounds[n], lowest, model, extremising) for n in spoken
        ),
        movements=tuple(_moved(before[v.name], v, lowest) for v in after if v.name in before),
        only_after=tuple(v.name for v in after if v.name not in before),
    )


def _account_for_round(
    number: int,
    services: Sequence[Voice],
    lowest: int,
    model: Voice | None,
    extremising: Extremising | None,
) -> RoundAccount:
    """Pool one round, and find its dissent."""
    voices = (*sorted(services, key=lambda v: v.name), *([model] if model else []))
    pooled = pool(voices, extremising)
    level = None if pooled is None else level_of(pooled.thresholds, pooled.best, lowest)
    return RoundAccount(
        round=number,
        voices=voices,
        pool=pooled,
        words=() if pooled is None else tuple(_word(p) for p in pooled.best),
        level=level,
        dissent=() if pooled is None or level is None else _dissent(voices, pooled, level, lowest),
        out_of_order=tuple(v.name for v in voices if (np.diff(v.best) > ROUNDING).any()),
    )


def _word(probability: float) -> str | None:
    found = estimative_of(probability)
    return found.id if found else None


def level_of(thresholds: Sequence[int], best: Sequence[float], lowest: int) -> int:
    """Give the highest level that is at least as likely as not to be reached, else the lowest."""
    ordered = falling(logit(np.array(best)))[0]
    reached = [k for k, odds in zip(thresholds, ordered, strict=True) if odds >= -ROUNDING]
    return max(reached, default=lowest)


def _dissent(
    voices: Sequence[Voice], pooled: Pool, level: int, lowest: int
) -> tuple[VoiceDissent, ...]:
    shares = dict(pooled.weights)
    agreed = logit(np.array(pooled.best))
    found = []
    for voice in voices:
        apart = logit(np.array(voice.best)) - agreed
        own = level_of(voice.thresholds, voice.best, lowest)
        at = int(np.argmax(np.abs(apart).round(9)))
        if own != level or abs(apart[at]) > FAR + ROUNDING:
            found.append(
                VoiceDissent(
                    name=voice.name,
                    level=own,
                    proposed=level,
                    threshold=voice.thresholds[at],
                    logit_difference=float(apart[at]),
                    weight=shares.get(voice.name, 0.0),
                    reason=voice.reasons[at] if voice.reasons else "",
                )
            )
    return tuple(sorted(found, key=lambda d: (-round(abs(d.logit_difference), 9), d.name)))


def _moved(before: Voice, after: Voice, lowest: int) -> Movement:
    return Movement(
        service=after.name,
        thresholds=after.thresholds,
        before=before.best,
        after=after.best,
        level_before=level_of(before.thresholds, before.best, lowest),
        level_after=level_of(after.thresholds, after.best, lowest),
    )
