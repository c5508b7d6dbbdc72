"""Charts of the generalised likelihood ratio, exact and in both directions: the inner loops.

A segment runs from k to the count that is judged, n; both are counted from zero.
"""

from typing import NamedTuple

import numpy as np

from peil.surveillance.compiled import compiled
from peil.surveillance.likelihood import log_ratio, poisson_gain
from peil.terms.calendar import Floats

RATIO, INTERCEPT, EPIDEMIC = 0, 1, 2
"""Charts: of a given change, of any change of the mean, of any share of the count before."""

MOST_COUNTED = 2.0**50


class Run(NamedTuple):
    """One run of a chart from empty memory.

    Args:
        chart: which one.
        x: (n,) counts; searching for cases changes one of them and puts it back.
        before: (n,) the count before each.
        mu: (n,) in-control means.
        alpha: dispersion, variance = mean + alpha mean²; 0 for Poisson.
        theta: log of the given change.
        c: threshold.
        way: +1 for increases, -1 for decreases.
        shortest: fewest counts in a segment.
        window: a segment begins at most so many counts back; -1 for at any time.
        want_cases: whether to find the counts that would just signal.
    """

    chart: int
    x: Floats
    before: Floats
    mu: Floats
    alpha: float
    theta: float
    c: float
    way: int
    shortest: int
    window: int
    want_cases: bool


@compiled
def run_exact(run: Run, statistic: Floats, cases: Floats, since: Floats) -> int:
    """Run a chart to its first alarm; say where that is, or the number of counts.

    Fills (n,) `statistic`, `since` with the first index of the best segment, and `cases` with
    the smallest count that signals an increase, or that does not signal a decrease.
    """
    guesses = np.zeros(len(run.x))
    level, begun = 0.0, 0.0
    for n in range(len(run.x)):
        best, k = _statistic(run, n, run.x[n], level, guesses)
        statistic[n] = best
        if best > 0:
            since[n] = begun if run.chart == RATIO else k
        else:
            begun = n + 1.0
        if run.want_cases:
            cases[n] = _cases(run, n, level, guesses)
        if best >= run.c:
            return n
        level = best
    return len(run.x)


@compiled
def _statistic(run: Run, n: int, last: float, level: float, guesses: Floats) -> tuple[float, float]:
    """Statistic at n if its count were `last`, and the first index of the best segment."""
    if run.chart == RATIO:
        return max(0.0, level + log_ratio(last, run.mu[n], np.exp(run.theta), run.alpha)), 0.0
    start = 0 if run.window < 0 else max(0, n - run.window)
    if n - run.shortest + 1 < start:
        return 0.0, np.nan
    kept, run.x[n] = run.x[n], last
    if run.chart == EPIDEMIC:
        best, k = _epidemic(run, start, n, guesses)
    elif run.alpha == 0:
        best, k = _poisson(run, start, n)
    else:
        best, k = _negative_binomial(run, start, n, guesses)
    run.x[n] = kept
    return best, k


@compiled
def segment_gain(run: Run, k: int, n: int, theta: float) -> float:
    """Log-likelihood ratio of a segment under the negative binomial, means times exp(theta)."""
    gain, factor, size = 0.0, np.exp(theta), 1.0 / run.alpha
    for i in range(k, n + 1):
        spread = run.alpha * run.mu[i] * (1.0 - factor) / (1.0 + run.alpha * run.mu[i] * factor)
        gain += theta * run.x[i] + (run.x[i] + size) * np.log1p(spread)
    return float(gain)


@compiled
def _cases(run: Run, n: int, level: float, guesses: Floats) -> float:
    """Smallest count that signals an increase, or that does not signal a decrease.

    The statistic moves one way with the count, so doubling and then halving finds it.
    """
    low, high = -1.0, 0.0
    while (_statistic(run, n, high, level, guesses)[0] >= run.c) != (run.way > 0):
        if high > MOST_COUNTED:
            return np.nan
        low, high = high, 2.0 * high + 1.0
    while high - low > 1.0:
        middle = np.floor(0.5 * (low + high))
        if (_statistic(run, n, middle, level, guesses)[0] >= run.c) == (run.way > 0):
            high = middle
        else:
            low = middle
    return high


@compiled
def _poisson(run: Run, start: int, n: int) -> tuple[float, float]:
    """Best segment under Poisson: S log(S/M) + M - S, or M for a segment of zeros."""
    best, k_best, total, expected = 0.0, np.nan, 0.0, 0.0
    for k in range(n, start - 1, -1):
        total += run.x[k]
        expected += run.mu[k]
        if n - k + 1 < run.shortest or run.way * (total - expected) <= 0:
            continue
        gain = poisson_gain(total, expected)
        if gain > best:
            best, k_best = gain, k
    return best, k_best


@compiled
def _negative_binomial(run: Run, start: int, n: int, guesses: Floats) -> tuple[float, float]:
    """Best segment under the negative binomial; `guesses` keeps each start's last log ratio."""
    x, mu, alpha = run.x, run.mu, run.alpha
    best, k_best, slope, total, silent = 0.0, np.nan, 0.0, 0.0, 0.0
    for k in range(n, start - 1, -1):
        slope += (x[k] - mu[k]) / (1.0 + alpha * mu[k])
        total += x[k]
        silent += np.log1p(alpha * mu[k]) / alpha
        if n - k + 1 < run.shortest or run.way * slope <= 0:
            continue
        if total == 0:
            gain = silent
        else:
            guesses[k] = _log_ratio(run, k, n, guesses[k])
            gain = segment_gain(run, k, n, guesses[k])
        if gain > best:
            best, k_best = gain, k
    return best, k_best


@compiled
def _log_ratio(run: Run, k: int, n: int, guess: float) -> float:
    """Maximise over the log ratio of means on the side of `way`; the likelihood is concave."""
    low, high = (0.0, np.inf) if run.way > 0 else (-np.inf, 0.0)
    kappa = guess if low < guess < high else run.way * 0.5
    for _ in range(200):
        slope, curve, factor = 0.0, 0.0, np.exp(kappa)
        for i in range(k, n + 1):
            mean = factor * run.mu[i]
            scale = 1.0 / (1.0 + run.alpha * mean)
            slope += (run.x[i] - mean) * scale
            curve += mean * (1.0 + run.alpha * run.x[i]) * scale * scale
        if slope > 0:
            low = kappa
        else:
            high = kappa
        aim = kappa + min(max(slope / curve, -3.0), 3.0)
        if not low <= aim <= high:
            aim = 0.5 * (low + high)
        if abs(aim - kappa) <= 1e-6:
            return float(aim)
        kappa = aim
    return float(kappa)


@compiled
def _epidemic(run: Run, start: int, n: int, guesses: Floats) -> tuple[float, float]:
    """Best segment for a mean of mu + share * count before; the share has the sign of `way`."""
    x, before, mu = run.x, run.before, run.mu
    best, k_best, slope, floor = 0.0, np.nan, 0.0, np.inf
    for k in range(n, start - 1, -1):
        slope += before[k] * (x[k] - mu[k]) / (mu[k] * (1.0 + run.alpha * mu[k]))
        if before[k] > 0:
            floor = min(floor, mu[k] / before[k])
        if n - k + 1 < run.shortest or run.way * slope <= 0:
            continue
        guesses[k] = _share(run, k, n, guesses[k], np.inf if run.way > 0 else -floor)
        gain = 0.0
        for i in range(k, n + 1):
            gain += _share_gain(x[i], mu[i], mu[i] + guesses[k] * before[i], run.alpha)
        if gain > best:
            best, k_best = gain, k
    return best, k_best


@compiled
def _share_gain(x: float, mu: float, mean: float, alpha: float) -> float:
    """Log-likelihood ratio of one count for another mean, which may be zero if the count is."""
    mean = max(mean, 0.0)
    gain = x * np.log(mean / mu) if x > 0 else 0.0
    if alpha == 0:
        return float(gain + mu - mean)
    return float(gain + (x + 1.0 / alpha) * (np.log1p(alpha * mu) - np.log1p(alpha * mean)))


@compiled
def _share(run: Run, k: int, n: int, guess: float, limit: float) -> float:
    """Find the share between 0 and a limit at which the likelihood first stops rising."""
    side = 1.0 if limit > 0 else -1.0
    near, far = 0.0, limit
    share = guess if 0 < side * guess < side * limit else side * min(0.5, 0.5 * abs(limit))
    for _ in range(200):
        slope, curve = _share_slope(run, k, n, share)
        if side * slope > 0:
            near = share
        else:
            far = share
        aim = share + slope / curve if curve > 0 else np.inf
        if not (side * near <= side * aim < side * far):
            aim = 0.5 * (near + far) if np.isfinite(far) else 2.0 * share
        if abs(aim - share) <= 1e-6 * abs(share):
            return float(aim)
        share = aim
    return float(share)


@compiled
def _share_slope(run: Run, k: int, n: int, share: float) -> tuple[float, float]:
    """Slope of the likelihood in the share, and how fast the slope falls."""
    slope, curve = 0.0, 0.0
    for i in range(k, n + 1):
        mean = run.mu[i] + share * run.before[i]
        spread = mean * (1.0 + run.alpha * mean)
        off = run.x[i] - mean
        slope += run.before[i] * off / spread
        bend = spread + off * (1.0 + 2.0 * run.alpha * mean)
        curve += (run.before[i] / spread) ** 2 * bend
    return slope, curve
