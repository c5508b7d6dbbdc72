"""Delays: how many periods a change takes to be seen, and how few it could take at best."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

import numpy as np

from peil.observe.watch.shift_thresholds import LEAP
from peil.observe.watch.watched import Delay
from peil.terms.calendar import Floats

TABLE = "shift_delays.csv"
CHANGES = (4.0, 2.0, 0.5, 0.25, 0.0)
"""New mean over old one: four times, double, half, a quarter, a stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayTable:
    """Delays by mean, spread, budget and length of baseline.

    Args:
        grids: the values of each of the four; `values` is (M, S, B, L, 5 changes, 3), the last
            axis being median, 90th percentile and bound.
    """

    grids: tuple[Floats, Floats, Floats, Floats]
    values: Floats


@lru_cache(maxsize=1)
def delay_table() -> DelayTable:
    """Read the table that `benchmarks/shift_tables.py` made."""
    text = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    rows = np.array([[float(v) for v in line.split(",")] for line in text.splitlines()[1:]])
    mean, spread, budget, baseline = (np.unique(rows[:, i]) for i in range(4))
    shape = len(mean), len(spread), len(budget), len(baseline), len(CHANGES), 3
    order = np.lexsort(rows[:, 3::-1].T)
    return DelayTable(grids=(mean, spread, budget, baseline), values=rows[order, 4:].reshape(shape))


def delays_at(
    mean: float, dispersion: float, budget_in_periods: float, baseline: float
) -> tuple[Delay, ...]:
    """Tell how long changes of the mean would take to be seen by the shift chart.

    Args:
        mean: expected count of a period.
        dispersion: variance over mean, at least 1.
        budget_in_periods: periods per false signal in one direction, such as 120 months.
        baseline: periods from which mean and spread are estimated.

    Returns:
        One for each of CHANGES, in whole periods, infinity beyond the 240 that were simulated;
        nothing where the table does not reach: means below .1, variances that exceed the mean
        by more than its square, budgets outside the table, baselines below 24.
    """
    table = delay_table()
    if not (mean > 0.0 and np.isfinite(dispersion) and baseline > 0.0):
        return ()
    asked = (mean, max(dispersion - 1.0, 0.0) / mean, budget_in_periods, baseline)
    lows, highs = [grid[0] for grid in table.grids], [grid[-1] for grid in table.grids]
    open_ended = (True, False, False, True)
    if any(value < low for value, low in zip(asked, lows, strict=True)):
        return ()
    for value, high, may_exceed in zip(asked, highs, open_ended, strict=True):
        if value > high * LEAP and not may_exceed:
            return ()
    found = np.maximum(np.round(_interpolate(table, asked)), 1.0)
    return tuple(
        Delay(change=change, median=float(row[0]), late=float(row[1]), bound=float(row[2]))
        for change, row in zip(CHANGES, found, strict=True)
    )


def _interpolate(table: DelayTable, asked: tuple[float, float, float, float]) -> Floats:
    """Interpolate the delays' logarithms; infinity at a corner that counts is infinity."""
    steps = [_corners(i, grid, value) for i, (grid, value) in enumerate(_pairs(table, asked))]
    logs = np.zeros(table.values.shape[4:])
    for corner in product(*steps):
        weight = float(np.prod([share for _, share in corner]))
        if weight > 0.0:
            logs += weight * np.log(table.values[tuple(place for place, _ in corner)])
    return np.exp(logs)


def _pairs(
    table: DelayTable, asked: tuple[float, float, float, float]
) -> list[tuple[Floats, float]]:
    return list(zip(table.grids, asked, strict=True))


def _corners(axis: int, grid: Floats, value: float) -> tuple[tuple[int, float], ...]:
    """Give the two neighbours of a value with their shares; the spread is linear, the rest log."""
    if axis != 1:
        grid, value = np.log(grid), float(np.log(value))
    place = float(np.interp(value, grid, np.arange(len(grid))))
    low = min(int(place), len(grid) - 2)
    return (low, 1.0 - (place - low)), (low + 1, place - low)
