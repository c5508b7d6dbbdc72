"""Charts of R surveillance 1.24.1 with all their quirks: the inner loops.

What differs from the exact charts: a decrease skips segments of zeros; given changes and epidemics know no direction; the epidemic
under the negative binomial takes its share from another model; windows are shifted by one.
"""

import numpy as np

from peil.surveillance.compiled import compiled
from peil.surveillance.glr_exact import EPIDEMIC, MOST_COUNTED, RATIO, Run, segment_gain
from peil.surveillance.likelihood import log_ratio
from peil.terms.calendar import Floats

NEVER = 1e99
"""What stands for no segment, and for no number of cases."""


@compiled
def run_compat(run: Run, statistic: Floats, cases: Floats) -> int:
    """Run a chart to its first alarm; say where that is, or the number of counts."""
    level = 0.0
    for n in range(len(run.x)):
        best = _statistic(run, n, level)
        strict = run.chart == RATIO or (run.chart == EPIDEMIC and run.alpha == 0)
        alarm = best > run.c if strict else best >= run.c
        statistic[n] = max(best, 0.0)
        if run.want_cases:
            cases[n] = max(_cases(run, n, level, alarm), 0.0)
        if alarm:
            return n
        level = best
    return len(run.x)


@compiled
def _statistic(run: Run, n: int, level: float) -> float:
    if run.chart == RATIO:
        return max(0.0, level + log_ratio(run.x[n], run.mu[n], np.exp(run.theta), run.alpha))
    if run.chart == EPIDEMIC and run.alpha == 0:
        return _epidemic_poisson(run, n)
    if run.chart == EPIDEMIC:
        return _epidemic_negative_binomial(run, n)
    if run.alpha == 0:
        return _poisson(run, n)
    return _negative_binomial(run, n)


@compiled
def _cases(run: Run, n: int, level: float, alarm: bool) -> float:
    """Count that would just signal; under the negative binomial never from zero or for falls."""
    if run.chart == RATIO:
        return _ratio_cases(run, n, level)
    if run.alpha == 0:  # a period before the first statistic is not looked at
        return _needed(run, n) if n + 1 >= run.shortest + (run.window > 0) else 0.0
    if run.way < 0:
        return 0.0 if alarm else NEVER
    return NEVER if run.x[n] == 0 else _needed(run, n)


@compiled
def _poisson(run: Run, n: int) -> float:
    """Best segment; a window starts one count late, and its segments are one count longer."""
    limited = run.window > 0
    if n + 1 < run.shortest + limited:
        return 0.0
    first = max(0, n - run.window) if limited else 0
    total, expected, best = 0.0, 0.0, -NEVER
    for k in range(n, first - 1, -1):
        total += run.x[k]
        expected += run.mu[k]
        if limited and k > n - run.shortest:
            continue
        if total == 0 and run.way < 0:
            continue
        kappa = run.way * max(0.0, run.way * np.log(total / expected)) if total > 0 else 0.0
        best = max(best, kappa * total + (1.0 - np.exp(kappa)) * expected)
    return best


@compiled
def _needed(run: Run, n: int) -> float:
    """Smallest count from zero up with the statistic at c: from below, or from above."""
    kept = run.x[n]
    low, high = -1.0, 0.0
    while not _has_crossed(run, n, high):  # above zero it moves one way: double, then halve
        if high > MOST_COUNTED:
            run.x[n] = kept
            return NEVER
        low, high = high, 2.0 * high + 1.0
    while high - low > 1.0:
        middle = np.floor(0.5 * (low + high))
        if _has_crossed(run, n, middle):
            high = middle
        else:
            low = middle
    run.x[n] = kept
    return high


@compiled
def _has_crossed(run: Run, n: int, last: float) -> bool:
    run.x[n] = last
    best = _poisson(run, n) if run.alpha == 0 else _negative_binomial(run, n)
    return bool(best >= run.c if run.way > 0 else best <= run.c)


@compiled
def _ratio_cases(run: Run, n: int, level: float) -> float:
    if run.alpha == 0:
        gap = run.c - level + run.mu[n] * (np.exp(run.theta) - 1.0)
        return float(gap / run.theta)
    spread = run.alpha * run.mu[n]
    q = np.log((1.0 + spread) / (1.0 + spread * np.exp(run.theta)))
    return float((run.alpha * (run.c - level) - q) / (run.alpha * (run.theta + q)))


@compiled
def _log_ratio(run: Run, k: int, n: int, kappa: float) -> float:
    """Newton steps from a guess; stop at 1e-6, at -18 or after a thousand."""
    for _ in range(1000):
        factor, slope, curve = np.exp(kappa), 0.0, 0.0
        for i in range(k, n + 1):
            scale = 1.0 + run.alpha * factor * run.mu[i]
            slope += (run.x[i] - factor * run.mu[i]) / scale
            curve += factor * run.mu[i] * (1.0 + run.alpha * run.x[i]) / scale**2
        step = slope / curve
        kappa += step
        if abs(step) <= 1e-6 or kappa <= -18.0:
            break
    return float(kappa)


@compiled
def _first(window: int, n: int) -> int:
    """First start of a segment, counted from zero."""
    return 0 if window == -1 else max(0, n - window)


@compiled
def _negative_binomial(run: Run, n: int) -> float:
    if n + 1 < run.shortest:
        return 0.0
    kappa, best = 0.5, -NEVER
    for k in range(_first(run.window, n), n - run.shortest + 2):
        kappa = run.way * max(0.0, run.way * _log_ratio(run, k, n, kappa))
        best = max(best, segment_gain(run, k, n, kappa))
    return best


@compiled
def _epidemic_poisson(run: Run, n: int) -> float:
    if n + 1 < run.shortest:
        return 0.0
    log_share, best = np.log(0.5), -NEVER
    for k in range(_first(run.window, n), n - run.shortest + 2):
        log_share = _log_share(run, k, n, log_share)
        share, gain = np.exp(log_share), 0.0
        for i in range(k, n + 1):
            added = share * run.before[i]
            gain += run.x[i] * np.log(added / run.mu[i] + 1.0) - added
        best = max(best, gain)
    return best


@compiled
def _log_share(run: Run, k: int, n: int, log_share: float) -> float:
    """Newton steps for the log of the share of the count before."""
    for _ in range(1000):
        if log_share <= -18.0:
            break
        share, slope, curve = np.exp(log_share), 0.0, 0.0
        for i in range(k, n + 1):
            mean = share * run.before[i] + run.mu[i]
            slope += run.x[i] * run.before[i] / mean - run.before[i]
            curve += run.x[i] * run.before[i] ** 2 / mean**2
        slope *= share
        step = slope / (share**2 * curve - slope)
        log_share += step
        if abs(np.exp(log_share) - share) <= 1e-6 or np.isnan(log_share):
            break
    return float(log_share)


@compiled
def _epidemic_negative_binomial(run: Run, n: int) -> float:
    """Best segment, with the share that maximises the chart of the mean, not this one."""
    if n + 1 < run.shortest:
        return 0.0
    theta, best = 0.5, -NEVER
    for k in range(_first(run.window, n), n - run.shortest + 2):
        theta = _log_ratio(run, k, n, theta)
        share, gain = np.exp(theta), 0.0
        for i in range(k, n + 1):
            mean = run.mu[i] + share * run.before[i]
            change = np.log1p(run.alpha * run.mu[i]) - np.log1p(run.alpha * mean)
            gain += run.x[i] * (np.log(mean / run.mu[i]) + change) + change / run.alpha
        best = max(best, gain)
    return best
