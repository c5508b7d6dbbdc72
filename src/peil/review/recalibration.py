"""Recalibration of a service: what its probabilities turned out to mean; offered, never applied unasked."""

from dataclasses import dataclass

import numpy as np

from peil.decide.judgement_pool import expit, falling, logit
from peil.review.service_scores import ResolvedJudgements
from peil.review.track.scores import brier
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

LOGISTIC, ISOTONIC = KINDS = ("logistic", "isotonic")
INTERCEPT_SPREAD, SLOPE_SPREAD = 0.5, 0.5
"""Standard deviations of the prior of a logistic curve around "as said": intercept 0 and slope 1."""
HALFWAY = 30
"""Resolved questions at which an isotonic curve lies half way between "as said" and what came."""
FEWEST = 2
"""Resolved questions that are needed to leave one out and try the curve on it."""
STEPS, CLOSE = 50, 1e-10
SHOWN = (0.05, 0.2, 0.5, 0.8, 0.95)
"""Probabilities for which a report says what they are read as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve from what is said to how often it came.

    Args:
        kind: logistic or isotonic.
        intercept, slope: of a logistic curve, in log odds; a slope below 1 says overconfident.
        knots, values: of an isotonic curve, both rising.
    """

    kind: str
    intercept: float = 0.0
    slope: float = 1.0
    knots: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    def apply(self, said: Floats) -> Floats:
        """Read probabilities by the curve."""
        if self.kind == LOGISTIC:
            return expit(self.intercept + self.slope * logit(said))
        read: Floats = np.interp(said, self.knots, self.values)
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibration:
    """A curve for one service, and whether it would have helped.

    Args:
        name: of the service.
        questions: that it was fitted on.
        shown: some probabilities, each with what it is read as.
        brier_as_said: mean Brier score of what was said.
        brier_recalibrated: the same with curves fitted on all other questions.
        would_have_helped: whether that score is the smaller one; only then there is a reason to
            use the curve.
    """

    name: str
    questions: int
    curve: Curve
    shown: tuple[tuple[float, float], ...]
    brier_as_said: float
    brier_recalibrated: float
    would_have_helped: bool


def offer_recalibration(judged: ResolvedJudgements, kind: str = LOGISTIC) -> Recalibration:
    """Fit a curve to what came, drawn towards "as said" where questions are few.

    Thresholds of one question are not independent, so questions and not rows count.

    Args:
        judged: what a service said of resolved questions.
        kind: logistic (two numbers) or isotonic (any rising curve).

    Raises:
        BadInput: there is no such kind, or fewer than two questions are resolved.

    Source:
        Platt (2000), Advances in Large Margin Classifiers, 61-74, for the logistic curve; Zadrozny
        and Elkan (2002), KDD, 694-699, for the isotonic one; the shrinkage is Peil's.
    """
    if kind not in KINDS:
        raise BadInput(f"there is no recalibration {kind!r}; use {' or '.join(KINDS)}")
    number = len(judged.questions)
    if number < FEWEST:
        raise BadInput(
            f"{judged.name} has {number} resolved question; recalibrate with {FEWEST} or more"
        )
    curve = _fit(kind, judged.said, judged.came)
    as_said = brier(judged.said.ravel(), judged.came.ravel())
    tried = brier(_left_out(judged, kind).ravel(), judged.came.ravel())
    return Recalibration(
        name=judged.name,
        questions=number,
        curve=curve,
        shown=tuple(zip(SHOWN, curve.apply(np.array(SHOWN)).tolist(), strict=True)),
        brier_as_said=as_said,
        brier_recalibrated=tried,
        would_have_helped=tried < as_said,
    )


def _fit(kind: str, said: Floats, came: Floats) -> Curve:
    return (_fit_logistic if kind == LOGISTIC else _fit_isotonic)(said, came)


def _left_out(judged: ResolvedJudgements, kind: str) -> Floats:
    """Read each question by the curve of all others."""
    read = np.empty_like(judged.said)
    for i, said in enumerate(judged.said):
        others = np.arange(len(judged.said)) != i
        read[i] = _fit(kind, judged.said[others], judged.came[others]).apply(said)
    return read


def _fit_logistic(said: Floats, came: Floats) -> Curve:
    """Find the most probable intercept and slope by Newton's method; each question counts once."""
    x, y = logit(said).ravel(), came.ravel()
    design = np.column_stack([np.ones_like(x), x])
    weight = 1.0 / said.shape[1]
    precision = np.diag([INTERCEPT_SPREAD**-2, SLOPE_SPREAD**-2])
    as_said = np.array([0.0, 1.0])
    at: Floats = as_said
    for _ in range(STEPS):
        p = expit(design @ at)
        slope = weight * design.T @ (y - p) - precision @ (at - as_said)
        bend = weight * (design * (p * (1 - p))[:, None]).T @ design + precision
        step = np.linalg.solve(bend, slope)
        at = at + step
        if np.abs(step).max() < CLOSE:
            break
    return Curve(kind=LOGISTIC, intercept=float(at[0]), slope=float(at[1]))


def _fit_isotonic(said: Floats, came: Floats) -> Curve:
    """Find the closest rising curve, and draw it towards "as said"."""
    knots, at = np.unique(said.ravel(), return_inverse=True)
    counts = np.bincount(at).astype(np.float64)
    frequency = np.bincount(at, weights=came.ravel()) / counts
    rising = -falling(-frequency, counts)[0]
    trust = len(said) / (len(said) + HALFWAY)
    drawn = trust * rising + (1 - trust) * knots
    return Curve(kind=ISOTONIC, knots=tuple(knots.tolist()), values=tuple(drawn.tolist()))
