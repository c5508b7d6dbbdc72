"""Scores of forecasts whose outcome is known, written out by hand; smaller is better.

They need a truth: an event that came or not, a simulated level, or a resolved question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput


def brier(probability: Floats, happened: Floats) -> float:
    """Give the mean squared distance of a probability from what happened.

    Args:
        probability: (N,) of the event.
        happened: (N,) 1 where it came, else 0.

    Source:
        Brier (1950), Monthly Weather Review 78, 1-3, in the form for one event.
    """
    return float(((probability - happened) ** 2).mean())


def rps(probabilities: Floats, level: Ints) -> float:
    """Give the ranked probability score: Brier scores of P(at least k), added over k.

    Args:
        probabilities: (N, K) of the levels, lowest first.
        level: (N,) index of the true level.

    Source:
        Epstein (1969), Journal of Applied Meteorology 8, 985-987; without its division by K - 1.
    """
    reached = np.cumsum(probabilities, axis=1)
    truth = np.arange(probabilities.shape[1])[None, :] >= level[:, None]
    return float(((reached - truth) ** 2).sum(axis=1).mean())


def log_score(probabilities: Floats, level: Ints) -> float:
    """Give the mean negative natural logarithm of the true level's probability.

    Infinite where a level came that was called impossible.

    Args:
        probabilities: (N, K) of the levels, lowest first.
        level: (N,) index of the true level.

    Source:
        Good (1952), Journal of the Royal Statistical Society B 14, 107-114.
    """
    chosen = np.take_along_axis(probabilities, level[:, None], axis=1)[:, 0]
    with np.errstate(divide="ignore"):
        return float(-np.log(chosen).mean())


def firm(
    said: Floats, truth: Floats, thresholds: Sequence[float], weights: Sequence[float], risk: float
) -> float:
    """Give the fixed-risk multicategorical score of levels that were said without probabilities.

    At each threshold a miss costs the risk and a false alarm 1 - risk, times the threshold's
    weight: it pays to be at or above one where its probability exceeds 1 - risk.

    Args:
        said, truth: (N,) levels.
        thresholds: levels of which being at or above them matters.
        weights: of each threshold.
        risk: 0 to 1; above a half a miss is worse than a false alarm.

    Raises:
        BadInput: the risk does not lie between 0 and 1.

    Source:
        Taggart, Loveday and Griffiths (2022), Quarterly Journal of the Royal Meteorological
        Society 148, 1389-1406.
    """
    if not 0 < risk < 1:
        raise BadInput(f"the risk is {risk}; give a number between 0 and 1")
    total = np.zeros(len(said))
    for threshold, weight in zip(thresholds, weights, strict=True):
        is_missed = (truth >= threshold) & (said < threshold)
        is_false = (truth < threshold) & (said >= threshold)
        total += weight * (risk * is_missed + (1.0 - risk) * is_false)
    return float(total.mean())


def risk_matrix(
    probabilities: Floats, reached: Floats, thresholds: Sequence[float], weights: Floats
) -> float:
    """Give the risk-matrix score of forecasts of nested severities.

    Args:
        probabilities: (N, M) that each severity, or a worse one, is reached; mildest first.
        reached: (N, M) 1 where it was.
        thresholds: (P,) probabilities that part the classes of certainty.
        weights: (P, M) of each decision point.

    Source:
        Taggart and Wilke (2025), Natural Hazards and Earth System Sciences 25, 2657-2677.
    """
    p = np.asarray(thresholds)[None, :, None]
    f, y = probabilities[:, None, :], reached[:, None, :]
    costs = np.where((y == 0) & (f >= p), p, 0.0) + np.where((y == 1) & (f < p), 1.0 - p, 0.0)
    return float((weights[None, :, :] * costs).sum(axis=(1, 2)).mean())


def scaled_weights(scaling: Ints, weights: Sequence[float]) -> Floats:
    """Turn a matrix of warnings into the weights of its decision points.

    At a point the warning rises by certainty alone: a level's border counts once in each row of
    certainty, at the mildest severity that crosses it there.

    Args:
        scaling: (P + 1, M + 1) level of the warning, the most certain row first, the mildest
            severity first; the last row and the first column are 0.
        weights: (Q,) of the step from each level to the next.

    Returns:
        (P, M) weights, the highest threshold first.

    Source:
        Taggart and Wilke (2025), ibid., section 3.
    """
    points = np.zeros((scaling.shape[0] - 1, scaling.shape[1] - 1))
    for level, weight in enumerate(weights, start=1):
        is_warned = scaling >= level
        begins = is_warned[:-1] & ~is_warned[1:]
        points += weight * (begins[:, 1:] & ~begins[:, :-1])
    return points


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of one class: how many, their mean, and how often the event came."""

    number: int
    forecast: float
    frequency: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Murphy:
    """The parts of a Brier score: reliability - resolution + uncertainty + within = score.

    `within` is what is lost by treating forecasts of one class alike; 0 where they are alike.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def reliability(probability: Floats, happened: Floats, edges: Sequence[float]) -> list[Bin]:
    """Tell for each class of forecasts how often the event came; empty classes are left out.

    Args:
        probability, happened: (N,) as in `brier`.
        edges: inner borders of the classes; a forecast on a border belongs to the upper one.
    """
    at = np.digitize(probability, edges)
    return [
        Bin(
            number=int((at == b).sum()),
            forecast=float(probability[at == b].mean()),
            frequency=float(happened[at == b].mean()),
        )
        for b in np.unique(at)
    ]


def decompose(probability: Floats, happened: Floats, edges: Sequence[float]) -> Murphy:
    """Part a Brier score into reliability, resolution and uncertainty.

    Args:
        probability, happened, edges: as in `reliability`.

    Source:
        Murphy (1973), Journal of Applied Meteorology 12, 595-600.
    """
    bins, rate = reliability(probability, happened, edges), float(happened.mean())
    share = np.array([b.number for b in bins]) / len(probability)
    forecast = np.array([b.forecast for b in bins])
    frequency = np.array([b.frequency for b in bins])
    missed = float((share * (forecast - frequency) ** 2).sum())
    gained = float((share * (frequency - rate) ** 2).sum())
    uncertain = rate * (1.0 - rate)
    return Murphy(
        reliability=missed,
        resolution=gained,
        uncertainty=uncertain,
        within=brier(probability, happened) - (missed - gained + uncertain),
    )
