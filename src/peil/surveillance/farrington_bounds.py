"""Bounds and tail probabilities of the next count, on both sides, from what a fit expects."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betainc, betaincc, gammainc, gammaincc, ndtr, ndtri

from peil.terms.calendar import Floats

MOST = 1e15
"""Beyond it, counts are no longer told apart by one."""
POWERS = {"2/3": 2.0 / 3.0, "1/2": 0.5, "none": 1.0}
"""Powers of a count that are nearly normal: without skewness, with a steady variance, as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The predictive distribution at each point, as far as it is asked for.

    Args:
        upper, lower: (T,) a count above or below is one that comes with at most alpha; the lower
            one is NaN where even a count of 0 is more likely than that.
        p_rise, p_fall: (T,) probability of such a count or more, and of such a count or less.
        upper_mean: (T,) mean of the distribution that the upper bound is taken from.
    """

    upper: Floats
    lower: Floats
    p_rise: Floats
    p_fall: Floats
    upper_mean: Floats


def normal_bounds(
    count: Floats, *, mean: Floats, variance: Floats, phi: Floats, power: str, alpha: float
) -> Bounds:
    """Take a power of the count as normal, with the error of the mean by the delta method.

    Args:
        mean, variance: (T,) expected count, and variance of its estimate.
        phi: (T,) dispersion.

    Source:
        Farrington et al. (1996), J. R. Stat. Soc. A 159(3), 547-563.
    """
    e = POWERS[power]
    tau = phi + variance / mean
    if power == "2/3":
        spread = np.sqrt(4.0 / 9.0 * np.cbrt(mean) * tau)
    elif power == "1/2":
        spread = np.sqrt(tau / 4.0)
    else:
        spread = np.sqrt(mean * tau)
    middle, z = mean**e, ndtri(1.0 - alpha)
    low = middle - z * spread
    score = (count**e - middle) / spread
    return Bounds(
        upper=(middle + z * spread) ** (1.0 / e),
        lower=np.where(low > 0.0, np.maximum(low, 0.0) ** (1.0 / e), np.nan),
        p_rise=ndtr(-score),
        p_fall=ndtr(score),
        upper_mean=mean,
    )


def count_bounds(
    count: Floats, *, upper_mean: Floats, lower_mean: Floats, phi: Floats, alpha: float
) -> Bounds:
    """Take the count as negative binomial with variance phi x mean, Poisson where phi is 1.

    Args:
        upper_mean, lower_mean: (T,) mean for each side; both the expected count, or its own
            bounds.

    Source:
        Noufaily et al. (2013), Statistics in Medicine 32(7), 1206-1222, with the plug-in of
        Salmon et al. (2016), Journal of Statistical Software 70(10).
    """
    lower = smallest_count(alpha, lower_mean, phi)
    return Bounds(
        upper=smallest_count(1.0 - alpha, upper_mean, phi),
        lower=np.where(lower > 0.0, lower, np.nan),
        p_rise=at_least(count, upper_mean, phi),
        p_fall=at_most(count, lower_mean, phi),
        upper_mean=upper_mean,
    )


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
    found: Floats = np.where(poisson, gammainc(events, mean), betaincc(size, events, 1.0 / phi))
    return np.where(count > 0.0, found, np.where(np.isnan(count + mean), np.nan, 1.0))


def smallest_count(probability: float, mean: Floats, phi: Floats) -> Floats:
    """Find the smallest number of events that is not exceeded with the probability.

    The search starts from the third-order Cornish-Fisher expansion, brackets and halves, so that
    the result is exact; NaN where it would be too large for whole numbers to be told apart.
    """
    usable = (mean < MOST) & (phi < MOST) & (mean * phi < MOST)
    found = np.full(len(mean), np.nan)
    found[usable] = _search(probability, mean[usable], phi[usable])
    return found


def _search(probability: float, mean: Floats, phi: Floats) -> Floats:
    def enough(events: Floats) -> Any:
        # What cannot be computed ends the search instead of prolonging it.
        return ~(at_most(events, mean, phi) < probability) | (events > MOST)

    z, spread = ndtri(probability), np.sqrt(phi * mean)
    skew = (2.0 * phi - 1.0) / 6.0 * (z * z - 1.0)
    high = np.maximum(np.floor(mean + z * spread + skew), 0.0)
    low, step = high - 1.0, 1.0
    while (short := ~enough(high)).any():
        low = np.where(short, high, low)
        high = np.where(short, high + step, high)
        step *= 2.0
    step = 1.0
    while (long := (low >= 0.0) & enough(low)).any():
        high = np.where(long, low, high)
        low = np.where(long, np.maximum(low - step, -1.0), low)
        step *= 2.0
    while (apart := high - low > 1.0).any():
        middle = np.where(apart, np.floor((low + high) / 2.0), high)
        below = enough(middle)
        high = np.where(below, middle, high)
        low = np.where(apart & ~below, middle, low)
    found: Floats = high
    return found
