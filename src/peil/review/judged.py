"""Judged: what services hold likely together, who differs, and how well each judged before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peil.decide.judgement import DISCUSSED, PRIVATE, ElicitedQuestion, model_voice
from peil.decide.judgement_account import QuestionAccount, account_for
from peil.decide.judgement_pool import Extremising
from peil.review.recalibration import FEWEST, KINDS, Recalibration, offer_recalibration
from peil.review.service_scores import (
    ResolvedJudgements,
    ServiceComparison,
    compare_services,
    judged_by_service,
    judged_together,
    model_judged,
    offered_extremising,
)
from peil.terms.scale import Scale

MODEL = "peil"
"""Name of the voice of Peil's own posterior."""

Posteriors = Mapping[str, Mapping[int, float]]
"""By question, the probability that the figures gave each level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRound:
    """How services, their pool and the model scored in one round of the resolved questions.

    Args:
        round: private, or after discussion.
        scores: over the questions that all of them answered, and each over its own.
        offered: the factor that would make the pool more extreme.
        recalibrations: of each service, one curve of each kind; none with too few questions.
    """

    round: int
    scores: ServiceComparison
    offered: Extremising
    recalibrations: tuple[Recalibration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the services of a dossier judged, as it was known on a day.

    Args:
        title, country, scale: of the dossier.
        as_of: neither a judgement nor a resolution of a later day is used.
        model_weight: what Peil's posterior weighs beside a service's 1; 0 where it is only shown.
        questions: each with its rounds, what was pooled, who dissents and who moved.
        rounds: the scores of both rounds, that after discussion first.
    """

    title: str
    country: str
    scale: Scale
    as_of: date
    model_weight: float
    questions: tuple[QuestionAccount, ...]
    rounds: tuple[JudgedRound, ...]


def accounts_of(
    questions: Sequence[ElicitedQuestion],
    posteriors: Posteriors,
    *,
    model_weight: float = 1.0,
    is_extremised: bool = False,
) -> tuple[QuestionAccount, ...]:
    """Account for each question, with the model as one more voice.

    Args:
        questions: as known on a day.
        posteriors: of the model; a question without one is judged by services alone.
        model_weight: of the model beside a service's 1.
        is_extremised: whether pools use the factor that resolved questions support.
    """
    chosen = offered_extremising(questions) if is_extremised else None
    voices = {
        question: model_voice(MODEL, posterior, weight=model_weight)
        for question, posterior in posteriors.items()
    }
    return tuple(account_for(q, voices.get(q.id), chosen) for q in questions)


def rounds_scored(
    questions: Sequence[ElicitedQuestion], posteriors: Posteriors
) -> tuple[JudgedRound, ...]:
    """Score services, their pool and the model over the resolved questions, round by round."""
    return tuple(_scored(questions, posteriors, number) for number in (DISCUSSED, PRIVATE))


def _scored(
    questions: Sequence[ElicitedQuestion], posteriors: Posteriors, number: int
) -> JudgedRound:
    services = judged_by_service(questions, number)
    spoken = [q for q in questions if q.rounds.get(number) and q.id in posteriors]
    others = (
        judged_together(questions, number),
        model_judged(MODEL, [(q, posteriors[q.id]) for q in spoken]),
    )
    return JudgedRound(
        round=number,
        scores=compare_services([*services, *(one for one in others if one is not None)]),
        offered=offered_extremising(questions, number),
        recalibrations=tuple(r for service in services for r in _recalibrated(service)),
    )


def _recalibrated(service: ResolvedJudgements) -> list[Recalibration]:
    if len(service.questions) < FEWEST:
        return []
    return [offer_recalibration(service, kind) for kind in KINDS]
