"""Make the table of delays: the shift chart's, beside those of a chart that knows everything."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from benchmarks.shift_simulation import EARLIER, NEVER, knowing, signal_delays

from peil.observe.watch.delays import CHANGES, TABLE
from peil.observe.watch.shift_thresholds import LARGE, ThresholdTable, ratios_of
from peil.terms.calendar import Floats

MEANS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SPREADS = (0.0, 0.1, 0.5, 1.0)
BASELINES = (24, 60, 120)
SERIES, HORIZON = 3000, 240
RUN_ON = 24
"""Periods that a chart has run on its baseline before the change: a head start is not counted on."""
SHARES = (0.1, 0.3, 1.0)
FIRST_GUESS, TURNS = 3.0, 3
"""The knowing chart's threshold decides how it starts, and so is found in a few turns."""
Delays = tuple[Floats, Floats]
"""Median and 90th percentile, for each budget."""


def make_delays(table: ThresholdTable, folder: Path, processes: int) -> None:
    """Write one row for each mean, spread, budget and length of baseline."""
    columns = [f"{what}_{change:g}" for change in CHANGES for what in ("median", "late", "bound")]
    lines = [f"mean,spread,budget,baseline,{','.join(columns)}"]
    with ProcessPoolExecutor(processes) as pool:
        for rows in pool.map(partial(_rows, table), *zip(*product(MEANS, SPREADS), strict=True)):
            lines.extend(rows)
    (folder / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rows(table: ThresholdTable, mean: float, spread: float) -> list[str]:
    rows = []
    bounds = [bound(table.budgets, mean, spread, change) for change in CHANGES]
    for baseline in BASELINES:
        found = [delays(table, baseline, mean, spread, change) for change in CHANGES]
        for b, budget in enumerate(table.budgets):
            numbers = ",".join(_numbers(found, bounds, b))
            rows.append(f"{mean:g},{spread:g},{budget:g},{baseline},{numbers}")
    return rows


def _numbers(found: list[Delays], bounds: list[Floats], b: int) -> Iterator[str]:
    for (median, late), least in zip(found, bounds, strict=True):
        # Counts are whole, so the knowing chart may spend less than its budget and come later.
        yield from (f"{value:g}" for value in (median[b], late[b], min(least[b], median[b])))


def delays(
    table: ThresholdTable, baseline: int, mean: float, spread: float, change: float
) -> Delays:
    """Measure median and 90th percentile for each budget, where no signal came before the change.

    Infinity stands for more than the horizon.
    """
    chance = np.random.default_rng((7, int(1000 * mean), int(1000 * spread), baseline))
    world = changing(mean, change, start=baseline, before=RUN_ON)
    given = SERIES, baseline, RUN_ON, world, spread, int(change < 1.0)
    periods = np.hstack(
        [
            signal_delays(
                chance, *given, table.values[group], table.baselines, table.means, ratios_of(budget)
            )
            for group, budget in _groups(table)
        ]
    )
    return _quantile(periods, 0.5), _quantile(periods, 0.9)


def changing(mean: float, change: float, *, start: int, before: int) -> Floats:
    """Give the means of a baseline, the periods before a change, and a horizon after both."""
    after = HORIZON - min(before, 0)
    return np.r_[np.full(start + before, mean), np.full(after, mean * change)]


def _groups(table: ThresholdTable) -> tuple[tuple[slice, float], ...]:
    """Part the budgets by what a rise is tuned to, each part with one of its budgets."""
    large = int(np.searchsorted(table.budgets, LARGE))
    return (slice(0, large), 0.0), (slice(large, None), LARGE)


def _quantile(periods: Floats, share: float) -> Floats:
    on_time = np.where(periods == EARLIER, np.nan, periods)
    value = np.nanquantile(on_time, share, axis=0, method="inverted_cdf")
    return np.where(value >= NEVER, np.inf, value)


def bound(budgets: Floats, mean: float, spread: float, change: float) -> Floats:
    """Measure the median delay of the knowing chart, held to the same dates and shares."""
    chance = np.random.default_rng((8, int(1000 * mean), int(1000 * spread)))
    medians = np.full(len(budgets), np.inf)
    limit = FIRST_GUESS
    for b, budget in enumerate(budgets):
        for _ in range(TURNS):
            world = int(budget), mean, spread, change, False, limit
            steady = knowing(chance, SERIES, *world)
            limit = max(_limit(steady, round(share * budget), budget) for share in SHARES)
        signalled = knowing(chance, SERIES, HORIZON, mean, spread, change, True, limit) >= limit
        periods = np.where(signalled.any(axis=1), signalled.argmax(axis=1) + 1.0, NEVER)
        medians[b] = _quantile(periods[:, None], 0.5)[0]
    return medians


def _limit(steady: Floats, date: int, budget: float) -> float:
    allowed = 1.0 - (1.0 - 1.0 / budget) ** date
    ranked = -np.sort(-steady[:, date - 1])
    return float(ranked[int(allowed * len(ranked))]) * (1.0 + 1e-6) + 1e-12
