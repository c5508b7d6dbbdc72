"""Recalibration of a service: what its probabilities turned out to mean. Offered, never applied unasked."""

from dataclasses import dataclass

import numpy as np

from peil.decide.judgement_pool import expit, falling, logit
from peil.review.service_scores import ResolvedJudgements
from peil.review.track.scores import brier
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

Line = tuple[float, float]
Curve = tuple[tuple[float, ...], tuple[float, ...]]

AS_SAID: Line = (0.0, 1.0)
LOGISTIC, ISOTONIC = KINDS = ("logistic", "isotonic")
INTERCEPT_SPREAD, SLOPE_SPREAD = 0.5, 0.5
"""Standard deviations of the prior of a logistic curve around "as said": intercept 0 and slope 1."""
HALFWAY = 30
"""Resolved questions at which an isotonic curve lies half way between "as said" and what came."""
FEWEST = 2
"""Resolved questions below which nothing can be left out and tried."""
STEPS, CLOSE = 50, 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibration:
    """A curve from what a service says to how often it came, and whether it would have helped.

    Args:
        name: of the service.
        kind: logistic or isotonic.
        questions: that it was fitted on.
        intercept, slope: of a logistic curve, in log odds; a slope below 1 says overconfident.
        knots, values: of an isotonic curve, both rising.
        brier_as_said: mean Brier score of what was said.
        brier_recalibrated: the same with curves fitted on all other questions; only a lower
            one is a reason to use the curve.
    """

    name: str
    kind: str
    questions: int
    intercept: float
    slope: float
    knots: tuple[float, ...]
    values: tuple[float, ...]
    brier_as_said: float
    brier_recalibrated: float

    @property
    def would_have_helped(self) -> bool:
        """Whether the score of questions that it was not fitted on became smaller."""
        return self.brier_recalibrated < self.brier_as_said

    def apply(self, said: Floats) -> Floats:
        """Read probabilities by the curve."""
        return _read(self.kind, (self.intercept, self.slope), (self.knots, self.values), said)


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
    line, curve = _fit(kind, judged.said, judged.came)
    tried = _left_out(judged, kind)
    return Recalibration(
        name=judged.name,
        kind=kind,
        questions=number,
        intercept=line[0],
        slope=line[1],
        knots=curve[0],
        values=curve[1],
        brier_as_said=brier(judged.said.ravel(), judged.came.ravel()),
        brier_recalibrated=brier(tried.ravel(), judged.came.ravel()),
    )


def _fit(kind: str, said: Floats, came: Floats) -> tuple[Line, Curve]:
    if kind == LOGISTIC:
        return _fit_logistic(said, came), ((), ())
    return AS_SAID, _fit_isotonic(said, came)


def _read(kind: str, line: Line, curve: Curve, said: Floats) -> Floats:
    if kind == LOGISTIC:
        return expit(line[0] + line[1] * logit(said))
    read: Floats = np.interp(said, curve[0], curve[1])
    return read


def _left_out(judged: ResolvedJudgements, kind: str) -> Floats:
    """Read each question by the curve of all others."""
    number = len(judged.questions)
    read = np.empty_like(judged.said)
    for i in range(number):
        others = np.arange(number) != i
        line, curve = _fit(kind, judged.said[others], judged.came[others])
        read[i] = _read(kind, line, curve, judged.said[i])
    return read


def _fit_logistic(said: Floats, came: Floats) -> Line:
    """Find the most probable intercept and slope by Newton's method; each question counts once."""
    x, y = logit(said).ravel(), came.ravel()
    design = np.column_stack([np.ones_like(x), x])
    weight = 1.0 / said.shape[1]
    precision = np.diag([INTERCEPT_SPREAD**-2, SLOPE_SPREAD**-2])
    at: Floats = np.array(AS_SAID)
    for _ in range(STEPS):
        p = expit(design @ at)
        slope = weight * design.T @ (y - p) - precision @ (at - np.array(AS_SAID))
        bend = weight * (design * (p * (1 - p))[:, None]).T @ design + precision
        step = np.linalg.solve(bend, slope)
        at = at + step
        if np.abs(step).max() < CLOSE:
            break
    return float(at[0]), float(at[1])


def _fit_isotonic(said: Floats, came: Floats) -> Curve:
    """Find the closest rising curve, and draw it towards "as said"."""
    knots, at = np.unique(said.ravel(), return_inverse=True)
    counts = np.bincount(at).astype(np.float64)
    frequency = np.bincount(at, weights=came.ravel()) / counts
    rising = -falling(-frequency, counts)[0]
    trust = len(said) / (len(said) + HALFWAY)
    drawn = trust * rising + (1 - trust) * knots
    return tuple(knots.tolist()), tuple(drawn.tolist())
