"""Bounds and tail probabilities of the next count, on both sides, from what a fit expects."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from peil.surveillance.negative_binomial import at_least, at_most, smallest_count
from peil.surveillance.reference_values import reachable
from peil.terms.calendar import Floats

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
    return Bounds(
        upper=smallest_count(1.0 - alpha, upper_mean, phi),
        lower=reachable(smallest_count(alpha, lower_mean, phi)),
        p_rise=at_least(count, upper_mean, phi),
        p_fall=at_most(count, lower_mean, phi),
        upper_mean=upper_mean,
    )
