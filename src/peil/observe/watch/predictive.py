"""Predictive: how probable a count is as high, or as low, when mean and spread are estimated.

The count is negative binomial with the given mean and variance. The variance holds the error of
the mean. The error of the dispersion turns a normal tail into Student's: the tail is taken to
its normal quantile, and from there to the probability under Student's distribution with the
degrees of freedom of the dispersion.

Source of the probabilities: Loader (2000), Fast and accurate computation of binomial
probabilities, for single counts; the continued fraction of the incomplete beta function, DLMF
8.17.22, for tails.
"""

import math

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats

NEARLY_POISSON = 1e-6
"""Least excess of the variance over the mean, as a share of the mean."""
TINY = 1e-300
LARGEST = 1e250
MOST_TERMS = 5_000
"""Terms of the continued fraction; enough for means up to ten million."""


@compiled
def _stirling_error(n: float) -> float:
    """Give log n! less Stirling's formula, for n above zero."""
    if n < 16.0:
        return math.lgamma(n + 1.0) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    s = 1.0 / (n * n)
    return (1 / 12 - (1 / 360 - (1 / 1260 - s / 1680) * s) * s) / n


@compiled
def _deviance(x: float, m: float) -> float:
    """Give x log(x/m) + m - x without cancellation, for x and m above zero."""
    v = (x - m) / (x + m)
    if abs(v) > 0.1:
        return x * math.log(x / m) + m - x
    total, term = (x - m) * v, 2 * x * v
    for j in range(3, 60, 2):
        term *= v * v
        total += term / j
    return total


@compiled
def _chance(y: float, mean: float, size: float) -> float:
    """Give the negative binomial probability of the count y."""
    if y <= 0.0:
        return math.exp(-size * math.log1p(mean / size))
    n = y + size
    p = size / (size + mean)
    log_p = _stirling_error(n) - _stirling_error(size) - _stirling_error(y)
    log_p -= _deviance(size, n * p) + _deviance(
        y, n * (1.0 - p) if p < 0.5 else n * mean / (size + mean)
    )
    return size / n * math.exp(log_p) * math.sqrt(n / (2 * math.pi * size * y))


@compiled
def _fraction(a: float, b: float, x: float) -> float:
    """Give a B(a, b) I_x(a, b) / (x^a (1-x)^b) by its continued fraction (modified Lentz)."""
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > TINY else TINY)
    made = d
    for m in range(1, MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        change = 1.0
        for term in (even, odd):
            d = 1.0 + term * d
            c = 1.0 + term / c
            d = 1.0 / (d if abs(d) > TINY else TINY)
            c = c if abs(c) > TINY else TINY
            change = c * d
            made *= change
        if abs(change - 1.0) < 1e-15:
            break
    return made


@compiled
def _tails(y: float, mean: float, variance: float) -> tuple[float, float]:
    """Give P(Y < y) and P(Y >= y), each to its own relative precision."""
    if not math.isfinite(y + mean + variance):
        return math.nan, math.nan
    if y <= 0.0:
        return 0.0, 1.0
    if mean <= 0.0:
        return 1.0, 0.0
    size = mean * mean / max(variance - mean, NEARLY_POISSON * mean)
    q = mean / (size + mean)
    chance = _chance(y, mean, size)
    if not chance > 0.0:
        return (1.0, 0.0) if y > mean else (0.0, 1.0)
    if q < (y + 1.0) / (y + size + 2.0):
        high = min(1.0, chance * _fraction(y, size, q))
        return 1.0 - high, high
    low = min(1.0, chance * y / size * _fraction(size, y, size / (size + mean)))
    return low, 1.0 - low


@compiled
def _all_tails(y: Floats, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    low, high = np.empty(len(y)), np.empty(len(y))
    for i in range(len(y)):
        low[i], high[i] = _tails(y[i], mean[i], variance[i])
    return low, high


@compiled
def _reached(u: float, mean: float, variance: float, tail: float, high: bool) -> bool:
    below, above = _tails(u + 1.0, mean, variance)
    return above <= tail if high else below > tail


@compiled
def _first(mean: float, variance: float, tail: float, z: float, high: bool) -> float:
    """Find the smallest u with P(Y > u) <= tail or, not high, with P(Y <= u) > tail.

    The search begins where a normal count would have its quantile, at z deviations.
    """
    if not math.isfinite(mean + variance + tail):
        return math.nan
    step = np.ceil(0.1 * math.sqrt(variance))
    up: float = max(0.0, np.floor(mean + (z if high else -z) * math.sqrt(variance)))
    low = -1.0
    while not _reached(up, mean, variance, tail, high) and up < LARGEST:
        low, up, step = up, up + step, 2 * step
    while low < 0.0 and up - step >= 0.0:
        if not _reached(up - step, mean, variance, tail, high):
            low = up - step
        else:
            up, step = up - step, 2 * step
    while up - low > 1.0:
        middle: float = np.floor((low + up) / 2)
        if middle in (low, up):  # whole numbers of this size have gaps
            break
        if _reached(middle, mean, variance, tail, high):
            up = middle
        else:
            low = middle
    return up


@compiled
def _bounds(mean: Floats, variance: Floats, tail: Floats, z: Floats) -> tuple[Floats, Floats]:
    lower, upper = np.empty(len(mean)), np.empty(len(mean))
    for i in range(len(mean)):
        upper[i] = _first(mean[i], variance[i], tail[i], z[i], True)
        lower[i] = _first(mean[i], variance[i], tail[i], z[i], False)
        if lower[i] == 0.0:
            lower[i] = math.nan
    return lower, upper


def at_least(count: Floats, *, mean: Floats, variance: Floats, freedom: Floats) -> Floats:
    """Give the probability of a count as high.

    Args:
        count: (T,) whole numbers; NaN gives NaN.
        mean, variance: (T,) of the count; the variance includes the error of the mean.
        freedom: (T,) degrees of freedom of the dispersion; infinity where it is known.
    """
    return _heavier(_all_tails(count, mean, variance)[1], freedom)


def at_most(count: Floats, *, mean: Floats, variance: Floats, freedom: Floats) -> Floats:
    """Give the probability of a count as low; arguments as in `at_least`."""
    return _heavier(_all_tails(count + 1.0, mean, variance)[0], freedom)


def _heavier(tail: Floats, freedom: Floats) -> Floats:
    made: Floats = np.where(np.isinf(freedom), tail, stdtr(freedom, ndtri(tail)))
    return made


def bounds(
    alpha: float, *, mean: Floats, variance: Floats, freedom: Floats
) -> tuple[Floats, Floats]:
    """Give the counts beyond which a count has at most probability alpha.

    Returns:
        (T,) lower and upper. A count below lower, or above upper, has at most probability alpha
        of being as low, or as high; lower is NaN where no count is low enough.
    """
    different, of = np.unique(freedom, return_inverse=True)
    deviations = np.where(np.isinf(different), ndtri(alpha), stdtrit(different, alpha))[of]
    return _bounds(mean, variance, ndtr(deviations), -deviations)
