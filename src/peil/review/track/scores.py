"""Scores of forecasts whose outcome is known, written out by hand; smaller is better.

They need a truth: an event that came or not, a simulated level, or a resolved question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peil.terms.calendar import Floats, Ints


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
