"""Predictive: how probable a count is as high, or as low, when mean and spread are estimated.

The count is negative binomial with the given mean and variance. The variance holds the error of
the mean. The error of the dispersion turns a normal tail into Student's: the tail is taken to
its normal quantile, and from there to the probability under Student's distribution with the
degrees of freedom of the dispersion.
"""

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from peil.surveillance import negative_binomial
from peil.surveillance.negative_binomial import MOST, first_count, quantile_near
from peil.surveillance.reference_values import reachable
from peil.terms.calendar import Floats

NEARLY_POISSON = 1e-6
"""Least excess of the variance over the mean, as a share of the mean."""


def at_least(count: Floats, *, mean: Floats, variance: Floats, freedom: Floats) -> Floats:
    """Give the probability of a count as high.

    Args:
        count: (T,) whole numbers; NaN gives NaN.
        mean, variance: (T,) of the count; the variance includes the error of the mean.
        freedom: (T,) degrees of freedom of the dispersion; infinity where it is known.
    """
    return _heavier(negative_binomial.at_least(count, mean, _phi(mean, variance)), freedom)


def at_most(count: Floats, *, mean: Floats, variance: Floats, freedom: Floats) -> Floats:
    """Give the probability of a count as low; arguments as in `at_least`."""
    return _heavier(negative_binomial.at_most(count, mean, _phi(mean, variance)), freedom)


def bounds(
    alpha: float, *, mean: Floats, variance: Floats, freedom: Floats
) -> tuple[Floats, Floats]:
    """Give the counts beyond which a count has at most probability alpha.

    Returns:
        (T,) lower and upper. A count below lower, or above upper, has at most probability alpha
        of being as low, or as high; lower is NaN where no count is low enough.
    """
    different, of = np.unique(freedom, return_inverse=True)
    z = np.where(np.isinf(different), ndtri(alpha), stdtrit(different, alpha))[of]
    phi, tail = _phi(mean, variance), ndtr(z)
    upper = first_count(
        lambda u: ~(negative_binomial.at_least(u + 1.0, mean, phi) > tail) | (u > MOST),
        near=quantile_near(-z, mean, phi),
    )
    lower = first_count(
        lambda u: ~(negative_binomial.at_most(u, mean, phi) <= tail) | (u > MOST),
        near=quantile_near(z, mean, phi),
    )
    unknown = np.isnan(mean + variance + tail)
    return reachable(np.where(unknown, np.nan, lower)), np.where(unknown, np.nan, upper)


def _phi(mean: Floats, variance: Floats) -> Floats:
    beyond = np.maximum(variance - mean, NEARLY_POISSON * mean)
    return 1.0 + np.divide(beyond, mean, out=np.zeros(len(mean)), where=mean > 0.0)


def _heavier(tail: Floats, freedom: Floats) -> Floats:
    made: Floats = np.where(np.isinf(freedom), tail, stdtr(freedom, ndtri(tail)))
    return made
