"""Scan for old outbreaks: windows of a baseline with far more events than its mean."""

import math
from typing import NamedTuple

import numpy as np

from peil.surveillance.compiled import compiled
from peil.surveillance.likelihood import poisson_gain
from peil.terms.calendar import Floats, Ints

LOST = 1e-9
"""Share of all events that running sums may lose to rounding, with much to spare."""


class Periods(NamedTuple):
    """The periods of a baseline.

    Args:
        events, exposure: (N,) zero in a gap.
        use: (N,) 1 where a period is in the baseline; 0 in a gap and in an outbreak.
        outbreak: (N,) 1 where an old outbreak was cut.
        may_cut: (N,) 0 for periods that a person keeps in the baseline, else 1.
    """

    events: Floats
    exposure: Floats
    use: Floats
    outbreak: Floats
    may_cut: Floats


@compiled
def spread(periods: Periods, mu: Floats, lost: float, part: Floats, share: Floats) -> float:
    """Give the dispersion, at least 1, and fill each period's part in it and in its divisor.

    Squares are divided by mean + 1/2 instead of the mean, so that one event where hardly any
    was expected does not rule the sum. `lost` degrees of freedom went to the mean.
    """
    n = periods.use.sum()
    for i in range(len(mu)):
        w = periods.use[i] / (mu[i] + 0.5)
        share[i] = w * mu[i]
        part[i] = w * (periods.events[i] - mu[i]) ** 2 * (n / max(1.0, n - lost))
    divisor = share.sum()
    return max(1.0, part.sum() / divisor) if divisor > 0.0 else 1.0


@compiled
def _cut_best(best: Floats, length: Ints, periods: Periods, longest: int, most: float) -> int:
    """Cut the windows from the strongest on, at most `most` periods in all; count them.

    Around a window no more than `longest` periods are cut: what lasts is a level, no outbreak.
    """
    cut = 0
    while True:
        i = int(np.argmax(best))
        if best[i] <= 0.0:
            return cut
        best[i] = 0.0
        end = i + length[i]
        around = periods.outbreak[max(0, i - longest) : end + longest].sum()
        taken = periods.use[i:end].min() == 0.0
        if taken or around + length[i] > longest or cut + length[i] > most:
            continue
        periods.use[i:end] = 0.0
        periods.outbreak[i:end] = 1.0
        cut += length[i]


@compiled
def _log_ratio(Y: float, E: float, phi: float) -> float:
    """Twin of the likelihood ratio of a mean Y against E, if the variance is phi x E at E."""
    if phi <= 1.0 + 1e-9:
        return poisson_gain(Y, E)
    size = E / (phi - 1.0)
    return Y * math.log(Y / E) - (Y + size) * math.log((Y + size) / (E + size))


@compiled
def _may_begin(y: Floats, mu: Floats, longest: int, least: float) -> Floats:
    """Tell where a window may begin in which (Y - E)^2 / (2 E) exceeds the least ratio.

    By differences of running sums, which a processor takes several at a time; what they lose in
    digits is allowed for, so that none is missed.
    """
    n = len(y)
    over, mean = np.zeros(n + 1), np.zeros(n + 1)
    for i in range(n):
        over[i + 1] = over[i] + (y[i] - mu[i])
        mean[i + 1] = mean[i] + mu[i]
    lost = LOST * (mean[n] + y.sum() + 1.0)
    begins = np.zeros(n)
    for size in range(1, min(longest, n) + 1):
        for i in range(n - size + 1):
            gap = max(over[i + size] - over[i] + lost, 0.0)
            least_gap = 2 * least * (mean[i + size] - mean[i] - lost)
            begins[i] += 0.0 if gap * gap <= least_gap else 1.0
    return begins


@compiled
def scan(
    periods: Periods,
    mu: Floats,
    part: Floats,
    share: Floats,
    longest: int,
    least: float,
    most: float,
) -> int:
    """Cut windows of too many events; the dispersion is that of the periods outside a window.

    (Y - E)^2 / (2 phi E) is never below the log-likelihood ratio, and much cheaper.
    """
    y, use = periods.events, periods.use
    n = len(y)
    best, length = np.zeros(n), np.zeros(n, dtype=np.int64)
    total, divisor = part.sum(), share.sum()
    begins = _may_begin(y, mu, longest, least)
    for i in range(n):
        if begins[i] == 0.0:
            continue
        Y, E, s, d = 0.0, 0.0, total, divisor
        for k in range(i, min(i + longest, n)):
            if use[k] == 0.0 or periods.may_cut[k] == 0.0:
                break
            Y += y[k]
            E += mu[k]
            s -= part[k]
            d -= share[k]
            gap = (Y - E) * (Y - E)
            if Y <= E or gap * d <= 2 * least * E * s or gap <= 2 * least * E:
                continue
            ratio = _log_ratio(Y, E, max(1.0, s / d))
            if ratio > least and ratio > best[i]:
                best[i], length[i] = ratio, k - i + 1
    return _cut_best(best, length, periods, longest, most)
