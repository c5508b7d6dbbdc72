"""Judge: pool and score what the services of a dossier hold likely."""

from collections.abc import Sequence
from datetime import date

from peil.assess.reviews import Progress
from peil.decide.judgement import ElicitedQuestion, questions_known
from peil.feeds.dossier.read import AnyDossier, Dossier, opened
from peil.review.judged import Judged, Posteriors, accounts_of, rounds_scored
from peil.terms.errors import BadInput
from peil.workflow.assessing import replay_dossier


def judge_dossier(
    folder: AnyDossier,
    as_of: date | None = None,
    *,
    model_weight: float = 1.0,
    is_extremised: bool = False,
    watched: Progress = iter,
) -> Judged:
    """Pool what the services of a dossier judged, and score them where the answer is known.

    Args:
        as_of: the day of knowledge; without it, that of the latest judgement or resolution.
        model_weight: of Peil's own posterior beside a service's 1.
        is_extremised: whether pools use the factor that resolved questions support.
        watched: hands the days of the reviews on, so that a caller can show how far it is.

    Raises:
        BadDossier: the dossier has problems.
        BadInput: nothing was judged by the day, or the model's weight is below zero.

    Example:
        >>> peil.judge("dossiers/judged")
    """
    if model_weight < 0:
        raise BadInput(f"the model would weigh {model_weight:g}; give 0 or more")
    dossier = opened(folder)
    day = as_of or _latest_day(dossier)
    questions = questions_known(dossier.judgements, dossier.scale.numbers, day)
    if not questions:
        raise BadInput(
            f"no service had judged anything by {day}; ask for a later day, or fill judgements.csv"
        )
    posteriors = _posteriors(dossier, questions, day, watched)
    return Judged(
        title=dossier.title,
        country=dossier.country,
        scale=dossier.scale,
        as_of=day,
        model_weight=model_weight,
        questions=accounts_of(
            questions, posteriors, model_weight=model_weight, is_extremised=is_extremised
        ),
        rounds=rounds_scored(questions, posteriors),
    )


def _latest_day(dossier: Dossier) -> date:
    """Give the day on which the last judgement or resolution became known."""
    days = [j.date for j in dossier.judgements]
    days += [j.resolved for j in dossier.judgements if j.resolved is not None]
    if not days:
        raise BadInput("the dossier holds no judgement; fill judgements.csv")
    return max(days)


def _posteriors(
    dossier: Dossier, questions: Sequence[ElicitedQuestion], day: date, watched: Progress
) -> Posteriors:
    """Give for each question the last review by its day; none where it lies before the first."""
    begin = dossier.scale.replay_from
    last = min(max(question.as_of for question in questions), day)
    if last < begin:
        return {}
    reviews = replay_dossier(dossier, begin, last, watched=watched).reviews
    found = {}
    for question in questions:
        known = [review.probabilities for review in reviews if review.day <= question.as_of]
        if known:
            found[question.id] = dict(zip(question.levels, known[-1], strict=True))
    return found
