"""Simulate the shift chart, and a chart that knows everything, in worlds whose truth is known."""

import numpy as np

from peil.observe.watch.shift_baseline import LENGTH, MEAN, PARTS, RENEWED_EVERY
from peil.observe.watch.shift_kernel import (
    JUDGED,
    LONG_AGO,
    MARKS,
    REPORTED,
    SINCE_RENEWAL,
    SUMS,
    look_back,
    renew,
    share_of_threshold,
    start_anew,
    take_step,
)
from peil.observe.watch.shift_thresholds import threshold
from peil.surveillance.compiled import compiled
from peil.surveillance.likelihood import log_ratio
from peil.terms.calendar import Floats, Ints

NEVER, EARLIER = 1e9, -1.0
RUN_BEFORE = 120


@compiled
def draw(chance: np.random.Generator, mean: float, spread: float) -> float:
    """Draw a count: negative binomial with size one over the spread, Poisson at zero spread."""
    if mean <= 0.0:
        return 0.0
    if spread > 0.0:
        mean = chance.gamma(1.0 / spread, mean * spread)
    return float(chance.poisson(mean))


@compiled
def steady_paths(
    chance: np.random.Generator,
    series: int,
    start: int,
    periods: int,
    mean: float,
    spread: float,
    ratios: Floats,
) -> tuple[Floats, Floats]:
    """Run charts that never signal over steady series, whatever the thresholds.

    Args:
        series: how many.
        start: length of the first baseline.
        periods: how many after it.

    Returns:
        (series, 2, periods) sums over the share of the threshold at which a chart signals, and
        (series, years, 2) length and level of each baseline.
    """
    n = start + periods
    paths = np.zeros((series, 2, periods), dtype=np.float32)
    facts = np.zeros((series, (periods - 1) // RENEWED_EVERY + 1, 2))
    effort, limits = np.ones(n), np.full(2, NEVER)
    baseline, sums, count = np.zeros(PARTS), np.zeros(SUMS), np.zeros(n)
    marks = np.zeros(MARKS, dtype=np.int64)
    for s in range(series):
        start_anew(sums, marks, 0)
        marks[REPORTED] = start
        for t in range(n):
            count[t] = draw(chance, mean, spread)
        for t in range(start, n):
            if renew(count, effort, effort, baseline, marks, t, start) and t == start:
                look_back(count, effort, baseline, ratios, sums, marks, t)
            take_step(count[t], 1.0, baseline, ratios, limits, sums, marks, t)
            marks[SINCE_RENEWAL] += 1
            for way in range(2):
                paths[s, way, t - start] = sums[way] / share_of_threshold(sums, way)
            facts[s, (t - start) // RENEWED_EVERY] = baseline[LENGTH], baseline[MEAN]
    return paths, facts


@compiled
def highest_ratios(
    paths: Floats, facts: Floats, table: Floats, baselines: Floats, means: Floats, dates: Ints
) -> Floats:
    """Give the highest sum over threshold by some dates, in one direction and at one budget.

    Args:
        paths: (series, periods) sums over their share of the threshold, in one direction.
        facts: (series, years, 2) length and level of each baseline.
        table: (L, M) thresholds.
        dates: (C,) periods since the first baseline, ascending.

    Returns:
        (series, C); at least 1 where the chart would have signalled by then.
    """
    out = np.zeros((len(paths), len(dates)))
    for s in range(len(paths)):
        highest, inverse, mark = 0.0, 0.0, 0
        for t in range(dates[-1]):
            if t % RENEWED_EVERY == 0:
                length, level = facts[s, t // RENEWED_EVERY]
                inverse = 1.0 / threshold(table, baselines, means, length, level)
            highest = max(highest, paths[s, t] * inverse)
            if t + 1 == dates[mark]:
                out[s, mark] = highest
                mark += 1
    return out


@compiled
def _look_up(
    table: Floats, baselines: Floats, means: Floats, baseline: Floats, inverse: Floats
) -> None:
    for b in range(len(table)):
        for way in range(2):
            limit = threshold(table[b, way], baselines, means, baseline[LENGTH], baseline[MEAN])
            inverse[b, way] = 1.0 / limit


@compiled
def signal_delays(
    chance: np.random.Generator,
    series: int,
    start: int,
    before: int,
    world: Floats,
    spread: float,
    way: int,
    table: Floats,
    baselines: Floats,
    means: Floats,
    ratios: Floats,
) -> Floats:
    """Run charts over a world that changes; give the periods until the right signal.

    Args:
        start: length of the baseline.
        before: periods on that baseline before the change, of a chart whose head start is over;
            with 0 the change comes as the chart starts, below 0 it lies in the baseline.
        world: (N,) means of the periods; the change comes at start + before.
        way: 0 where it is a rise, 1 where it is a fall.

    Returns:
        (series, B) periods from the change, or from the chart's start if that is later; NEVER
        beyond the world's end, EARLIER where there was a signal before.
    """
    n = len(world)
    out = np.full((series, len(table)), NEVER)
    effort, limits = np.ones(n), np.full(2, NEVER)
    baseline, sums = np.zeros(PARTS), np.zeros(SUMS)
    marks = np.zeros(MARKS, dtype=np.int64)
    inverse = np.zeros((len(table), 2))
    count = np.zeros(n)
    for s in range(series):
        start_anew(sums, marks, 0)
        for t in range(start):
            count[t] = draw(chance, world[t], spread)
        marks[REPORTED] = start
        for t in range(start, n):
            changed = t - start - max(before, 0) + 1.0
            count[t] = draw(chance, world[t], spread)
            if t == start or changed > 0.0:
                if renew(count, effort, effort, baseline, marks, t, start):
                    _look_up(table, baselines, means, baseline, inverse)
                marks[SINCE_RENEWAL] += 1
            if t == start:
                _begin(count, effort, baseline, ratios, sums, marks, t, before)
            take_step(count[t], 1.0, baseline, ratios, limits, sums, marks, t)
            for b in range(len(table)):
                if out[s, b] == NEVER:
                    out[s, b] = _delay(sums, inverse[b], way, changed)
            if out[s].max() < NEVER:
                break
    return out


@compiled
def _begin(
    count: Floats,
    effort: Floats,
    baseline: Floats,
    ratios: Floats,
    sums: Floats,
    marks: Ints,
    t: int,
    before: int,
) -> None:
    """Begin as a chart does, or as one that has run long where it runs on before the change."""
    if before > 0:
        sums[JUDGED] = LONG_AGO
    else:
        look_back(count, effort, baseline, ratios, sums, marks, t)


@compiled
def _delay(sums: Floats, inverse: Floats, way: int, changed: float) -> float:
    """Give the periods since the change where its direction signals; EARLIER before the change."""
    if changed <= 0.0:
        return EARLIER if _reaches(sums, inverse, 0) or _reaches(sums, inverse, 1) else NEVER
    return changed if _reaches(sums, inverse, way) else NEVER


@compiled
def _reaches(sums: Floats, inverse: Floats, way: int) -> bool:
    return bool(sums[way] * inverse[way] >= share_of_threshold(sums, way))


@compiled
def knowing(
    chance: np.random.Generator,
    series: int,
    horizon: int,
    mean: float,
    spread: float,
    change: float,
    is_on: bool,
    limit: float,
) -> Floats:
    """Run the likelihood-ratio chart that knows mean, spread and change.

    It has run for ten years of months before, starting again where it signalled at a limit.

    Args:
        is_on: whether the change happens, in the first period that counts.

    Returns:
        (series, horizon) highest statistic so far.
    """
    out = np.zeros((series, horizon))
    for s in range(series):
        total, highest = 0.0, 0.0
        for t in range(-RUN_BEFORE, horizon):
            now = mean * change if is_on and t >= 0 else mean
            count = draw(chance, now, spread)
            if change > 0.0:
                step = log_ratio(count, mean, change, spread)
            elif count > 0.0:
                step = -NEVER
            else:
                step = np.log1p(spread * mean) / spread if spread > 0.0 else mean
            total = max(0.0, total + step)
            if t >= 0:
                highest = max(highest, total)
                out[s, t] = highest
            elif total >= limit:
                total = 0.0
    return out
