"""How soon a chart that knows everything sees a change: the moment at which words are judged.

It is a likelihood-ratio CUSUM that knows mean, season, spread and change, held to the share of false
signals that the budget allows in ten years.
"""

from dataclasses import replace

import numpy as np
from benchmarks.watch_shapes import FULL, PERIODS_A_YEAR, Floats, Shape, drawn

BUDGET = 0.1
"""False signals a year in the direction of the change."""
SEED = 20_261_129
SERIES, STEADY_YEARS, RUN_BEFORE, HORIZON = 2000, 10, 2, 20
SHARE, TIMES = 0.95, 2
"""Twice the time by which so many series have signalled."""


def moment_of(shape: Shape, series: int = SERIES) -> int:
    """Give the periods from period 0 to the one in which a shape is judged, at least one."""
    if shape.moment is not None:
        return shape.moment
    return max(1, TIMES * seen_by(shape, series))


def seen_by(shape: Shape, series: int = SERIES) -> int:
    """Give the periods from a change for good until the knowing chart has signalled it in 95 %."""
    chance = np.random.default_rng(SEED)
    year = PERIODS_A_YEAR[shape.period]
    known = _known(shape, round(RUN_BEFORE * year))
    if known.mean == 0.0:
        return _first_event(shape)
    limit = _limit(chance, known, round(STEADY_YEARS * year), series)
    moment = round(HORIZON * year)
    mean = known.means(moment, changed=False)
    counts = drawn(chance, known.means(moment), known.size, series)
    open_at = _sums(counts, mean, known) >= limit
    new = open_at[~open_at[:, : known.history].any(axis=1), known.history :]
    delays = np.where(new.any(axis=1), new.argmax(axis=1) + 1, moment)
    return int(np.quantile(delays, SHARE, method="inverted_cdf"))


def _known(shape: Shape, run_before: int) -> Shape:
    """Keep of a shape its latest mean and the change from it."""
    before = [factor for first, factor in shape.steps if first < 0]
    after = dict(shape.steps)[0]
    mean = shape.mean * (before[-1] if before else 1.0)
    ratio = shape.ratio if mean else after
    return replace(shape, mean=mean, history=run_before, steps=((0, ratio),), ratio=ratio)


def _first_event(shape: Shape) -> int:
    """Where nothing came before, the first event says it all."""
    return int(np.ceil(-np.log(1 - SHARE) / (shape.mean * dict(shape.steps)[0])))


def _limit(chance: np.random.Generator, known: Shape, periods: int, series: int) -> float:
    """Give the least threshold with which no more steady series signal than may."""
    quiet = replace(known, history=0, steps=())
    mean = quiet.means(periods)
    highest = _sums(drawn(chance, mean, known.size, series), mean, known).max(axis=1)
    allowed = int(series * (1 - np.exp(-BUDGET * STEADY_YEARS)))
    return float(-np.sort(-highest)[allowed]) * (1 + 1e-9) + 1e-12


def _sums(counts: Floats, mean: Floats, known: Shape) -> Floats:
    """Run the chart over counts (S, N) of a mean (N,)."""
    gain = _log_ratio(counts, mean, known.ratio, known.size)
    sums, now = np.empty_like(gain), np.zeros(len(counts))
    for t in range(gain.shape[1]):
        now = np.maximum(0.0, now + gain[:, t])
        sums[:, t] = now
    return sums


def _log_ratio(counts: Floats, mean: Floats, ratio: float, size: float) -> Floats:
    # After a stop no event can come.
    by_events = counts * np.log(ratio) if ratio > 0 else np.where(counts > 0, -np.inf, 0.0)
    if size == FULL:
        return by_events - mean * (ratio - 1)
    wider = np.log((size + ratio * mean) / (size + mean))
    return by_events - (counts + size) * wider
