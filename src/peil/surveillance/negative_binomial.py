"""The negative binomial count with variance phi x mean, Poisson where phi is 1: tails and bounds."""

from collections.abc import Callable

import numpy as np
from scipy.special import betainc, gammainc, gammaincc, ndtri

from peil.terms.calendar import Flags, Floats

MOST = 1e15
"""Beyond it, counts are no longer told apart by one."""


def at_most(count: Floats, mean: Floats, phi: Floats) -> Floats:
    """Give the probability of so many events or fewer."""
    poisson = phi <= 1.0
    size = mean / np.where(poisson, 1.0, phi - 1.0)
    found: Floats = np.where(
        count < 0.0,
        0.0,
        np.where(poisson, gammaincc(count + 1.0, mean), betainc(size, count + 1.0, 1.0 / phi)),
    )
    return np.where(mean <= 0.0, np.where(count < 0.0, 0.0, 1.0), found)


def at_least(count: Floats, mean: Floats, phi: Floats) -> Floats:
    """Give the probability of so many events or more."""
    poisson = phi <= 1.0
    size = mean / np.where(poisson, 1.0, phi - 1.0)
    events = np.maximum(count, 1.0)
    found: Floats = np.where(
        poisson, gammainc(events, mean), betainc(events, size, 1.0 - 1.0 / phi)
    )
    return np.where(count > 0.0, found, np.where(np.isnan(count + mean), np.nan, 1.0))


def smallest_count(probability: float, mean: Floats, phi: Floats) -> Floats:
    """Find the smallest number of events that is not exceeded with the probability.

    NaN where it would be too large for whole numbers to be told apart.
    """
    usable = (mean < MOST) & (phi < MOST) & (mean * phi < MOST)
    m, f = mean[usable], phi[usable]
    found = np.full(len(mean), np.nan)
    found[usable] = first_count(
        # What cannot be computed ends the search instead of prolonging it.
        lambda events: ~(at_most(events, m, f) < probability) | (events > MOST),
        near=quantile_near(ndtri(probability), m, f),
    )
    return found


def quantile_near(z: float | Floats, mean: Floats, phi: Floats) -> Floats:
    """Give about the count at z standard deviations, by the third-order Cornish-Fisher expansion."""
    near: Floats = mean + z * np.sqrt(phi * mean) + (2.0 * phi - 1.0) / 6.0 * (z * z - 1.0)
    return near


def first_count(holds: Callable[[Floats], Flags], *, near: Floats) -> Floats:
    """Find the smallest count from 0 on at which something holds that holds of all larger ones.

    Args:
        holds: says it of (T,) counts.
        near: (T,) where the search starts, which then brackets and halves, so that it is exact.
    """
    high = np.maximum(np.floor(near), 0.0)
    low, step = high - 1.0, 1.0
    while (short := ~holds(high)).any():
        low = np.where(short, high, low)
        high = np.where(short, high + step, high)
        step *= 2.0
    step = 1.0
    while (long := (low >= 0.0) & holds(low)).any():
        high = np.where(long, low, high)
        low = np.where(long, np.maximum(low - step, -1.0), low)
        step *= 2.0
    while (apart := high - low > 1.0).any():
        middle = np.where(apart, np.floor((low + high) / 2.0), high)
        below = holds(middle)
        high = np.where(below, middle, high)
        low = np.where(apart & ~below, middle, low)
    return high
