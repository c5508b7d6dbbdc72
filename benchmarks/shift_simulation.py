"""Simulate the shift chart, and a chart that knows everything, in worlds whose truth is known."""

import numpy as np

from peil.observe.watch.compiled import compiled
from peil.observe.watch.shift_baseline import LENGTH, LEVEL, PARTS, log_ratio
from peil.observe.watch.shift_kernel import (
    MARKS,
    REPORTED,
    SINCE_RENEWAL,
    renew,
    start_anew,
    take_step,
)
from peil.observe.watch.shift_thresholds import threshold
from peil.terms.calendar import Floats, Ints

NEVER = 1e9


@compiled
def draw(chance: np.random.Generator, mean: float, spread: float) -> float:
    """Draw a count: negative binomial with size one over the spread, Poisson at zero spread."""
    if mean <= 0.0:
        return 0.0
    if spread > 0.0:
        mean = chance.gamma(1.0 / spread, mean * spread)
    return float(chance.poisson(mean))


@compiled
def highest_ratios(
    chance: np.random.Generator,
    series: int,
    start: int,
    mean: float,
    spread: float,
    table: Floats,
    baselines: Floats,
    means: Floats,
    checkpoints: Ints,
) -> Floats:
    """Run charts over steady series; give the highest statistic over threshold by checkpoints.

    Args:
        series: how many.
        start: length of the first baseline.
        table: (B, 2, L, M) thresholds; a chart never signals here, so that one run serves all.
        checkpoints: (C,) periods since the first baseline, ascending.

    Returns:
        (series, C, B, 2); at least 1 where the chart would have signalled by then.
    """
    n = start + checkpoints[-1]
    out = np.zeros((series, len(checkpoints), len(table), 2))
    effort, limits = np.ones(n), np.full(2, NEVER)
    baseline, sums = np.zeros(PARTS), np.zeros(2)
    marks = np.zeros(MARKS, dtype=np.int64)
    inverse = np.zeros((len(table), 2))
    count, highest = np.zeros(n), np.zeros((len(table), 2))
    for s in range(series):
        start_anew(sums, marks, 0)
        for t in range(n):
            count[t] = draw(chance, mean, spread)
        highest[:] = 0.0
        marks[REPORTED] = start
        mark = 0
        for t in range(start, n):
            if renew(count, effort, effort, baseline, marks, t, start):
                _look_up(table, baselines, means, baseline, inverse)
            take_step(count[t], 1.0, baseline, limits, sums, marks, t)
            marks[SINCE_RENEWAL] += 1
            for way in range(2):
                if sums[way] > 0.0:
                    for b in range(len(table)):
                        highest[b, way] = max(highest[b, way], sums[way] * inverse[b, way])
            if t - start + 1 == checkpoints[mark]:
                out[s, mark] = highest
                mark += 1
    return out


@compiled
def _look_up(
    table: Floats, baselines: Floats, means: Floats, baseline: Floats, inverse: Floats
) -> None:
    for b in range(len(table)):
        for way in range(2):
            limit = threshold(table[b, way], baselines, means, baseline[LENGTH], baseline[LEVEL])
            inverse[b, way] = 1.0 / limit


@compiled
def signal_delays(
    chance: np.random.Generator,
    series: int,
    start: int,
    horizon: int,
    mean: float,
    spread: float,
    change: float,
    table: Floats,
    baselines: Floats,
    means: Floats,
) -> Floats:
    """Change the mean after the first baseline; give the periods until the right signal.

    Returns:
        (series, B) periods, NEVER beyond the horizon.
    """
    n = start + horizon
    way = 0 if change > 1.0 else 1
    out = np.full((series, len(table)), NEVER)
    effort, limits = np.ones(n), np.full(2, NEVER)
    baseline, sums = np.zeros(PARTS), np.zeros(2)
    marks = np.zeros(MARKS, dtype=np.int64)
    inverse = np.zeros((len(table), 2))
    count = np.zeros(n)
    for s in range(series):
        start_anew(sums, marks, 0)
        for t in range(start):
            count[t] = draw(chance, mean, spread)
        marks[REPORTED] = start
        for t in range(start, n):
            count[t] = draw(chance, mean * change, spread)
            if renew(count, effort, effort, baseline, marks, t, start):
                _look_up(table, baselines, means, baseline, inverse)
            take_step(count[t], 1.0, baseline, limits, sums, marks, t)
            marks[SINCE_RENEWAL] += 1
            for b in range(len(table)):
                if out[s, b] == NEVER and sums[way] * inverse[b, way] >= 1.0:
                    out[s, b] = t - start + 1.0
            if out[s].max() < NEVER:
                break
    return out


@compiled
def knowing(
    chance: np.random.Generator,
    series: int,
    horizon: int,
    mean: float,
    spread: float,
    change: float,
    is_on: bool,
) -> Floats:
    """Run the likelihood-ratio chart that knows mean, spread and change.

    Args:
        is_on: whether the change has happened, from the first period.

    Returns:
        (series, horizon) highest statistic so far.
    """
    out = np.zeros((series, horizon))
    now = mean * change if is_on else mean
    for s in range(series):
        total, highest = 0.0, 0.0
        for t in range(horizon):
            count = draw(chance, now, spread)
            if change > 0.0:
                step = log_ratio(count, mean, change, spread)
            elif count > 0.0:
                step = -NEVER
            else:
                step = np.log1p(spread * mean) / spread if spread > 0.0 else mean
            total = max(0.0, total + step)
            highest = max(highest, total)
            out[s, t] = highest
    return out
