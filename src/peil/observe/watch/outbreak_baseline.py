"""Baseline: a seasonal fit without old outbreaks, and the level that lies ahead of it.

Kernels over plain arrays; `outbreak` brings them the counts. A baseline is fitted at an anchor
from the periods before it, and serves the few periods up to the next anchor.
"""

import math
from typing import NamedTuple

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.outbreak_scan import Periods, scan, spread
from peil.observe.watch.seasonal_fit import fit, product, solve
from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats, Ints

_FIT = CONSTANTS["outbreak"]["fit"]
HALF_EVENT, ROUNDS = float(_FIT["half_event"]), int(_FIT["rounds"])
EVENTS_TO_BELIEVE = float(_FIT["events_to_believe"])
FEWEST_BLOCKS, FEWEST_FREEDOM = int(_FIT["fewest_blocks"]), float(_FIT["fewest_freedom"])
SMALLEST_LOG, LARGEST_LOG = -100.0, 25.0
"""A log mean beyond these is cut: no count is so large, and no square overflows."""
FROM_SLOPE, FROM_LATE = 4, 7
"""Columns of a prediction after its moments: slope a year with its error and the years it was
learnt from; then events and seasonal effort before the latest year, and of each late window."""
SEASON = 2
"""Coefficients from this one on are the season's."""
LARGEST_LEVEL = 1000.0
"""A level, or its relative variance, beyond this comes from a fit without meaning."""


class Rules(NamedTuple):
    """What steers a baseline.

    Args:
        prior: (P,) inverse prior variances of the coefficients.
        longest: longest outbreak that is cut, in periods.
        least: least log-likelihood ratio of an outbreak that is cut.
        most: largest share of the periods that is cut.
        block: periods of a block of the local level.
        waves: how many coefficients are those of waves; they come after level and slope.
    """

    prior: Floats
    longest: int
    least: float
    most: float
    block: int
    waves: int


class Baseline(NamedTuple):
    """A fitted baseline.

    Args:
        coef, cov: (P,) and (P, P) coefficients and their covariance.
        level, drift: factor of the mean that lies ahead, and its relative variance.
        dispersion: variance over mean, at least 1.
        freedom: degrees of freedom of the dispersion.
    """

    coef: Floats
    cov: Floats
    level: float
    drift: float
    dispersion: float
    freedom: float


@compiled
def _drift(periods: Periods, mu: Floats, phi: float, block: int) -> tuple[float, float]:
    """Give the factor of the mean that lies ahead, and its relative variance.

    Blocks of equal length, the last one ending with the baseline, have a random effect of
    variance `total`, of which `lasting` is shared by neighbours; both by moments. What lies
    ahead is the best linear prediction from the last block.
    """
    n = len(mu)
    blocks = n // block
    if blocks < FEWEST_BLOCKS:
        return 1.0, 0.0
    Y, E = np.zeros(blocks), np.zeros(blocks)
    for b in range(blocks):
        for i in range(n - (b + 1) * block, n - b * block):
            Y[b] += periods.use[i] * periods.events[i]
            E[b] += periods.use[i] * mu[i]
    gap = Y - E
    neighbours = (E[1:] * E[:-1]).sum()
    if E[0] <= 0.0 or neighbours <= 0.0:
        return 1.0, 0.0
    total = ((gap * gap).sum() - phi * E.sum()) / (E * E).sum()
    lasting = max(0.0, (gap[1:] * gap[:-1]).sum() / neighbours)
    total = max(total, lasting)
    weight = lasting / (total + phi / E[0])
    level = min(1.0 + weight * gap[0] / E[0], LARGEST_LEVEL)
    return level, min(total - weight * lasting, LARGEST_LEVEL)


@compiled
def _believe_waves(coef: Floats, cov: Floats, phi: float, rules: Rules) -> None:
    """Shrink the waves to the share of them, in squares, that is beyond what chance would make.

    Source:
        James and Stein (1961), Proc. 4th Berkeley Symp. Math. Stat. Prob. 1, 361-379.
    """
    if rules.waves == 0:
        return
    waves = slice(SEASON, SEASON + rules.waves)
    own, by_chance = coef[waves].copy(), float(rules.waves)
    for j in range(SEASON, SEASON + rules.waves):
        by_chance -= phi * rules.prior[j] * cov[j, j]
    block = cov[waves, waves].copy()
    shown = (own * solve(block, own, np.empty_like(block))).sum() / phi
    share = 1.0 - by_chance / shown if shown > by_chance else 0.0
    coef[waves] *= share
    cov[waves] *= math.sqrt(share)
    cov[:, waves] *= math.sqrt(share)


@compiled
def fit_baseline(X: Floats, periods: Periods, rules: Rules) -> Baseline:
    """Fit a mean, cut the outbreaks that it shows, and fit again until none is left.

    Args:
        X: (N, P) columns of `design`.
        periods: at least one of them in use, with exposure; `use` and `outbreak` are changed.
        rules: as named.
    """
    n, p = X.shape
    coef, cov = np.zeros(p), np.zeros((p, p))
    mu, part, share = np.empty(n), np.empty(n), np.empty(n)
    coef[0] = math.log(periods.events.sum() / periods.exposure.sum())
    phi, lost, cut, reported = 1.0, 0.0, 0, periods.use.sum()
    for _ in range(ROUNDS):
        fit(X, periods.events, periods.exposure, periods.use, phi * rules.prior, coef, mu, cov)
        lost = 0.0
        for j in range(p):
            lost += 1.0 - phi * rules.prior[j] * cov[j, j]
        phi = spread(periods, mu, lost, part, share)
        most = rules.most * reported - cut
        new = scan(periods, mu, part, share, rules.longest, rules.least, most)
        cut += new
        if new == 0:
            break
    level, drift = _drift(periods, mu, phi, rules.block)
    _believe_waves(coef, cov, phi, rules)
    left, events = periods.use.sum(), (periods.use * mu).sum()
    phi = 1.0 + (phi - 1.0) * events / (events + EVENTS_TO_BELIEVE)
    kurtosis = (6.0 * (phi - 1.0) + 1.0 / phi) * left / events
    freedom = (
        math.inf if phi == 1.0 else max(FEWEST_FREEDOM, (left - lost) / (1.0 + kurtosis / 2.0))
    )
    return Baseline(coef, phi * cov, level, drift, phi, freedom)


@compiled
def _periods(count: Floats, exposure: Floats, may_cut: Floats) -> Periods:
    n = len(count)
    y, e, use = np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        if count[i] >= 0.0 and exposure[i] > 0.0:
            y[i], e[i], use[i] = count[i], exposure[i], 1.0
    exposed = e.sum()
    if exposed > 0.0:
        y += HALF_EVENT * e / exposed
    return Periods(y, e, use, np.zeros(n), may_cut)


@compiled
def _fill_late(
    row: Floats,
    count: Floats,
    effort: Floats,
    outbreak: Floats,
    begin: int,
    t: int,
    late: Ints,
    most: int,
) -> None:
    """Sum events and seasonal effort before the latest year, and of each late window up to `t`.

    An old outbreak is in neither; one that reaches up to the end may be no outbreak, and counts.
    Of a short series the late half is the latest year.
    """
    year = min(late[0], (t + 1 - begin) // 2)
    ended = t
    while ended > begin and outbreak[ended - 1] > 0.0:
        ended -= 1
    row[:] = 0.0
    for i in range(max(begin, t + 1 - year - most), t + 1):
        if not effort[i] > 0.0 or not count[i] >= 0.0 or (outbreak[i] > 0.0 and i < ended):
            continue
        if i <= t - year:
            row[0] += count[i]
            row[1] += effort[i]
        for w in range(len(late)):
            if i > t - min(late[w], year):
                row[2 + 2 * w] += count[i]
                row[3 + 2 * w] += effort[i]


@compiled
def predict(
    X: Floats,
    count: Floats,
    exposure: Floats,
    may_cut: Floats,
    first: Ints,
    anchor: Ints,
    at: Ints,
    late: Ints,
    fewest: int,
    most: int,
    rules: Rules,
) -> tuple[Floats, Floats]:
    """Predict the periods `at`, each from the baseline that ends before its anchor.

    Args:
        X: (N, P) columns of `design` for the whole series.
        count, exposure: (N,); a missing or negative count, or no exposure, is a gap.
        may_cut: (N,) 0 for periods that a person keeps in the baseline, else 1.
        first, anchor: (T,) where the baseline of each begins, and the period after its end.
        at: (T,) positions, those of one anchor side by side.
        late: (W,) lengths of the windows that end with each position, a year first.
        fewest: reported periods that a baseline must have.
        most: periods before the latest year that it is compared with.
        rules: as named.

    Returns:
        (T, 9 + 2 W) mean, its variance, dispersion and degrees of freedom; slope of the log mean a
        year, its error, and years of the baseline; events and seasonal effort before the latest
        year, and of each window. NaN without a baseline.
        (N,) 1 in an old outbreak left out of the last baseline.
    """
    made = np.full((len(at), FROM_LATE + 2 + 2 * len(late)), np.nan)
    outbreak, effort = np.zeros(len(count)), np.zeros(len(count))
    found = False
    baseline = Baseline(np.zeros(1), np.zeros((1, 1)), 1.0, 0.0, 1.0, 1.0)
    for j in range(len(at)):
        a, t, begin = anchor[j], at[j], first[j]
        if j == 0 or a != anchor[j - 1] or begin != first[j - 1]:
            outbreak[:] = 0.0
            periods = _periods(count[begin:a], exposure[begin:a], may_cut[begin:a])
            found = periods.use.sum() >= fewest
            if found:
                past = X[begin:a].copy()
                past[:, 1] -= X[a, 1]
                baseline = fit_baseline(past, periods, rules)
                outbreak[begin:a] = periods.outbreak
                effort[begin:a] = exposure[begin:a] * seasons(X[begin:a], baseline.coef)
        if found:
            # What lies between the anchor and this position is filled step by step.
            effort[a : t + 1] = exposure[a : t + 1] * seasons(X[a : t + 1], baseline.coef)
            _fill_moments(made[j], X[t], X[a, 1], exposure[t], baseline)
            made[j, FROM_SLOPE + 2] = X[a, 1] - X[begin, 1]
            _fill_late(made[j, FROM_LATE:], count, effort, outbreak, begin, t, late, most)
    return made, outbreak


@compiled
def _fill_moments(
    row: Floats, x: Floats, anchor: float, exposure: float, baseline: Baseline
) -> None:
    """Write down mean, its variance, dispersion and freedom, and the slope with its error."""
    row[FROM_SLOPE], row[FROM_SLOPE + 1] = baseline.coef[1], math.sqrt(baseline.cov[1, 1])
    if not exposure > 0.0:
        return
    row[2], row[3] = baseline.dispersion, baseline.freedom
    x = x.copy()
    x[1] -= anchor
    log_mean = (x * baseline.coef).sum()
    mean = exposure * math.exp(max(SMALLEST_LOG, min(log_mean, LARGEST_LOG)))
    row[0] = mean * baseline.level
    row[1] = mean * mean * ((x * product(baseline.cov, x)).sum() + baseline.drift)


@compiled
def seasons(X: Floats, coef: Floats) -> Floats:
    """Give each period's factor of the season, as the coefficients after level and slope have it."""
    made = np.empty(len(X))
    for i in range(len(X)):
        log_factor = 0.0
        for j in range(SEASON, len(coef)):
            log_factor += X[i, j] * coef[j]
        made[i] = math.exp(log_factor)
    return made
