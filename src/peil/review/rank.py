"""Ranks of uncertain rates, computed on a grid without drawing at random."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from peil.terms.calendar import Floats, Ints

INTERVAL = (0.05, 0.5, 0.95)
"""Low, middle and high of a 90 % interval."""
CELLS_PER_SPREAD = 20
REACH = 8.0
"""How far the grid reaches beyond the outermost values, in standard deviations."""

Piece = tuple[float, float, float]
"""A weight, and the logarithms of the two ends of a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRanks:
    """Where each of C countries stands.

    Args:
        rate: (C, 3) low, middle and high of the 90 % interval of each rate.
        first: (C,) probability that each country's rate is the highest.
        rank: (C, 3) low, middle and high of the 90 % interval of each rank; 1 is highest.
    """

    rate: Floats
    first: Floats
    rank: Ints


def spread_of(error: float) -> float:
    """Turn a source error into the standard deviation of a log rate.

    A source error of .25 means that nine in ten true values lie within a factor of 1.25 of
    the published one, either way.
    """
    return float(np.log1p(error) / ndtri(INTERVAL[2]))


def rank_countries(countries: Sequence[Sequence[Piece]], error: float) -> RateRanks:
    """Rank countries whose log rates are mixtures of ranges blurred by a source error.

    Args:
        countries: for each its pieces; the weights of a country sum to 1.
        error: half-width of the source error, as a share.
    """
    points, below = _distributions(countries, error)
    return rank_on_grid(below, np.exp(points))


def chance_of_first(countries: Sequence[Sequence[Piece]], error: float, own: int) -> float:
    """Give the probability that one country's rate is the highest, as `rank_countries` does."""
    _, below = _distributions(countries, error)
    mass, middles = _cells(below)
    lower = np.delete(middles, own, axis=0).prod(axis=0)
    return float(mass[own] @ lower)


def rank_on_grid(below: Floats, rates: Floats) -> RateRanks:
    """Rank countries from the distributions of their rates.

    Args:
        below: (C, 2M+1) probability that each rate is below each point of the grid: M cells,
            whose borders have even and whose middles odd positions.
        rates: (2M+1,) the rates at these points, rising.
    """
    mass, middles = _cells(below)
    chances = _rank_chances(mass, middles)
    return RateRanks(
        rate=np.array([np.interp(INTERVAL, row, rates) for row in below]),
        first=chances[:, 0],
        rank=_rank_interval(chances),
    )


def range_below(points: Floats, low: float, high: float, spread: float) -> Floats:
    """Give the distribution of a value even between two ends, plus a normal error.

    Args:
        points: (N,) where to evaluate.
        low, high: the ends; equal ends make the value a normal one.
        spread: standard deviation of the error.

    Returns:
        (N,) probability of a value below each point.
    """
    from_low, from_high = (points - low) / spread, (points - high) / spread
    if from_low[0] - from_high[0] < 1e-6:
        below: Floats = ndtr((from_low + from_high) / 2)
        return below
    width = (high - low) / spread
    return np.clip((_integral(from_low) - _integral(from_high)) / width, 0.0, 1.0)


def _integral(t: Floats) -> Floats:
    """Integrate the normal distribution function up to t."""
    area: Floats = t * ndtr(t) + np.exp(-t * t / 2) / np.sqrt(2 * np.pi)
    return area


def _distributions(countries: Sequence[Sequence[Piece]], error: float) -> tuple[Floats, Floats]:
    """Lay the grid over all countries, and give each one's distribution on it."""
    spread = spread_of(error)
    lowest = min(low for pieces in countries for _, low, _ in pieces) - REACH * spread
    highest = max(high for pieces in countries for _, _, high in pieces) + REACH * spread
    cells = int(np.ceil((highest - lowest) / spread * CELLS_PER_SPREAD))
    points = np.linspace(lowest, highest, 2 * cells + 1)
    return points, np.array([_mixture(pieces, points, spread) for pieces in countries])


def _mixture(pieces: Sequence[Piece], points: Floats, spread: float) -> Floats:
    parts = [weight * range_below(points, low, high, spread) for weight, low, high in pieces]
    return np.maximum.accumulate(np.sum(parts, axis=0))


def _cells(below: Floats) -> tuple[Floats, Floats]:
    """Split distributions into the mass of each cell and the probability below its middle."""
    mass = np.diff(below[:, ::2], axis=1)
    return mass / mass.sum(axis=1, keepdims=True), below[:, 1::2]


def _rank_chances(mass: Floats, middles: Floats) -> Floats:
    """Give the (C, C) probability of each rank of each country, 1 first.

    Cell by cell the number of others above is a sum of independent events that are not
    equally likely. Its transform is a product over the others, which products from either end
    give for all countries at once.

    Source:
        Hong (2013), Computational Statistics and Data Analysis 59, 41-51.
    """
    number = len(mass)
    transform = np.empty((number, number // 2 + 1), dtype=np.complex128)
    one = np.ones((1, middles.shape[1]), dtype=np.complex128)
    for k in range(number // 2 + 1):
        factors = middles + (1 - middles) * np.exp(-2j * np.pi * k / number)
        before = np.cumprod(np.vstack([one, factors[:-1]]), axis=0)
        after = np.cumprod(np.vstack([one, factors[:0:-1]]), axis=0)[::-1]
        transform[:, k] = (mass * before * after).sum(axis=1)
    chances: Floats = np.clip(np.fft.irfft(transform, number, axis=1), 0.0, 1.0)
    return chances


def _rank_interval(chances: Floats) -> Ints:
    reached = np.cumsum(chances, axis=1)
    return np.array([[int((row < level).sum()) + 1 for level in INTERVAL] for row in reached])
