"""Scores of services over resolved questions: how well each judged, and where it errs.

Services are scored, never persons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from peil.decide.judgement import DISCUSSED, ElicitedQuestion, model_voice
from peil.decide.judgement_pool import Extremising, fit_extremising, logit, pool
from peil.review.track.scores import Bin, Murphy, brier, decompose, reliability, rps
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

EDGES = (0.2, 0.4, 0.6, 0.8)
"""Inner borders of the five classes of forecasts in a decomposition."""
TOGETHER = "together"
"""Name of the pool of all services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedJudgements:
    """What one service said of resolved questions, with what came.

    Args:
        name: of the service, or of the pool.
        questions: (N,) ids.
        said: (N, K-1) probabilities of each threshold or more.
        came: (N, K-1) 1 where the level reached the threshold, else 0.
    """

    name: str
    questions: tuple[str, ...]
    said: Floats
    came: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceScore:
    """How a service scored; smaller is better for the Brier score and the RPS.

    Args:
        questions: how many it is scored on. A service that answers only easy ones scores well:
            compare services over the same questions.
        brier: mean over thresholds and questions.
        rps: mean over questions of the sum over thresholds.
        parts: of the RPS, each threshold parted by itself and added up; those of the Brier score
            are these over the number of thresholds.
        classes: for each class of forecasts, how often the threshold was reached.
    """

    name: str
    questions: int
    brier: float
    rps: float
    parts: Murphy
    classes: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceComparison:
    """Services over the questions that all of them answered, and each over its own.

    Args:
        common: ids of those questions.
        alike: scores over them, best RPS first; empty where there are none.
        own: scores of each over all that it answered, by name.
    """

    common: tuple[str, ...]
    alike: tuple[ServiceScore, ...]
    own: tuple[ServiceScore, ...]


def judged_by_service(
    questions: Sequence[ElicitedQuestion], number: int = DISCUSSED
) -> tuple[ResolvedJudgements, ...]:
    """Gather what each service said in a round of the questions that are resolved, by name.

    Args:
        questions: as known on a day, of one scale.
        number: of the round.

    Raises:
        BadInput: questions have different levels.
    """
    resolved = _resolved(questions)
    spoken = [(q, v) for q in resolved for v in q.rounds.get(number, ())]
    names = sorted({voice.name for _, voice in spoken})
    return tuple(_judged(n, [(q, v.best) for q, v in spoken if v.name == n]) for n in names)


def judged_together(
    questions: Sequence[ElicitedQuestion], number: int = DISCUSSED
) -> ResolvedJudgements | None:
    """Gather what the pool of services would have said; None where nothing is resolved."""
    resolved = _resolved(questions)
    pools = [(q, pool(q.rounds.get(number, ()))) for q in resolved]
    told = [(question, pooled.best) for question, pooled in pools if pooled is not None]
    return _judged(TOGETHER, told) if told else None


def score(judged: ResolvedJudgements) -> ServiceScore:
    """Score what one service said.

    Raises:
        BadInput: it has no resolved question.
    """
    if not judged.questions:
        raise BadInput(f"{judged.name} has no resolved question; score it when one is resolved")
    said, came = judged.said.ravel(), judged.came.ravel()
    exceeded = np.column_stack([np.ones(len(judged.said)), judged.said])
    levels = exceeded - np.column_stack([judged.said, np.zeros(len(judged.said))])
    return ServiceScore(
        name=judged.name,
        questions=len(judged.questions),
        brier=brier(said, came),
        rps=rps(levels, judged.came.sum(axis=1).astype(np.int64)),
        parts=_parts(judged),
        classes=tuple(reliability(said, came, EDGES)),
    )


def _parts(judged: ResolvedJudgements) -> Murphy:
    """Decompose the RPS threshold by threshold: knowing that one is reached less often is no skill."""
    each = [decompose(p, y, EDGES) for p, y in zip(judged.said.T, judged.came.T, strict=True)]
    return Murphy(
        reliability=sum(part.reliability for part in each),
        resolution=sum(part.resolution for part in each),
        uncertainty=sum(part.uncertainty for part in each),
        within=sum(part.within for part in each),
    )


def compare_services(judged: Sequence[ResolvedJudgements]) -> ServiceComparison:
    """Score services over the questions that all of them answered, and each over its own."""
    given = [one for one in judged if one.questions]
    common = set.intersection(*(set(one.questions) for one in given)) if given else set()
    alike = [score(_only(one, common)) for one in given] if common else []
    return ServiceComparison(
        common=tuple(sorted(common)),
        alike=tuple(sorted(alike, key=lambda s: (s.rps, s.name))),
        own=tuple(score(one) for one in sorted(given, key=lambda one: one.name)),
    )


def offered_extremising(
    questions: Sequence[ElicitedQuestion], number: int = DISCUSSED
) -> Extremising:
    """Fit the factor that resolved questions support; it is offered, and used by nobody unasked."""
    together = judged_together(questions, number)
    if together is None:
        return Extremising()
    return fit_extremising(logit(together.said), together.came)


def model_judged(
    name: str, posteriors: Sequence[tuple[ElicitedQuestion, Mapping[int, float]]]
) -> ResolvedJudgements | None:
    """Gather what the model said of resolved questions, to be scored like a service."""
    known = [(q, posterior) for q, posterior in posteriors if q.resolution is not None]
    told = [(q, model_voice(name, posterior).best) for q, posterior in known]
    return _judged(name, told) if told else None


def _resolved(questions: Sequence[ElicitedQuestion]) -> list[ElicitedQuestion]:
    resolved = [q for q in questions if q.resolution is not None]
    if len({q.levels for q in resolved}) > 1:
        raise BadInput("questions have different levels; score those of one scale at a time")
    return sorted(resolved, key=lambda q: q.id)


def _came(question: ElicitedQuestion) -> list[float]:
    return [float((question.resolution or 0) >= k) for k in question.thresholds]


def _judged(
    name: str, said: Sequence[tuple[ElicitedQuestion, tuple[float, ...]]]
) -> ResolvedJudgements:
    return ResolvedJudgements(
        name=name,
        questions=tuple(question.id for question, _ in said),
        said=np.array([best for _, best in said]),
        came=np.array([_came(question) for question, _ in said]),
    )


def _only(judged: ResolvedJudgements, questions: set[str]) -> ResolvedJudgements:
    keep = [i for i, id_ in enumerate(judged.questions) if id_ in questions]
    return ResolvedJudgements(
        name=judged.name,
        questions=tuple(judged.questions[i] for i in keep),
        said=judged.said[keep],
        came=judged.came[keep],
    )
