"""Delays: how many periods a change takes to be seen, and how few it could take at best."""

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import product

import numpy as np

from peil.observe.watch.shift_thresholds import LEAP, budget_of_rise
from peil.observe.watch.watched import Delay, Untold
from peil.terms.calendar import Floats

TABLE = "shift_delays.csv"
CHANGES = (4.0, 2.0, 0.5, 0.25, 0.0)
"""New mean over old one: four times, double, half, a quarter, a stop."""
NO_BASELINE = "no_baseline"
BELOW = ("few_events", "", "frequent_signals", "short_baseline")
ABOVE = ("", "wide_spread", "rare_signals", "")
"""What lies outside the table in its mean, spread, budget and baseline, on either side; a larger
mean and a longer baseline than the largest are told as these."""
OTHER_METHOD = Untold(reason="other_method", value=np.nan, limit=np.nan)
COMPARED_ONCE = Untold(reason="compared_once", value=np.nan, limit=np.nan)
"""What was not simulated at all: other methods, and figures that are compared once."""
UNTOLD = (
    NO_BASELINE, *filter(None, (*BELOW, *ABOVE)), OTHER_METHOD.reason, COMPARED_ONCE.reason,
)  # fmt: skip
"""Why no delay is told."""
BUDGET_AXIS, BOUND = 2, 2
"""Place of the budget among the sides of the table, and of the bound among its values."""


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
        nothing where the table does not reach, which `why_untold` explains.
    """
    if why_untold(mean, dispersion, budget_in_periods, baseline):
        return ()
    # The bound is that of the budget that is asked for, whatever a rise is held to.
    rises = _delays(mean, dispersion, budget_of_rise(budget_in_periods), baseline)
    falls = _delays(mean, dispersion, budget_in_periods, baseline)
    return tuple(
        replace(rise, bound=fall.bound) if change > 1.0 else fall
        for change, rise, fall in zip(CHANGES, rises, falls, strict=True)
    )


def _delays(mean: float, dispersion: float, budget: float, baseline: float) -> tuple[Delay, ...]:
    table, asked = delay_table(), _asked(mean, dispersion, budget, baseline)
    found = np.maximum(np.round(_interpolate(table, asked)), 1.0)
    if mean > table.grids[0][-1]:
        found[:, BOUND] = 1.0  # A larger mean may be seen sooner than the largest of the table.
    rate = min(mean, float(table.grids[0][-1]))
    return tuple(
        Delay(change=change, rate=rate, median=median, late=late, bound=bound)
        for change, (median, late, bound) in zip(CHANGES, found.tolist(), strict=True)
    )


def why_untold(
    mean: float, dispersion: float, budget_in_periods: float, baseline: float
) -> Untold | None:
    """Say why the table does not reach, or None where it does.

    It reaches from means of .1, variances that exceed the mean by up to its square, its own
    budgets and a leap day more, and baselines from 24 periods.

    Args:
        mean, dispersion, budget_in_periods, baseline: as in `delays_at`; NaN where not known.
    """
    if np.isnan(mean) or not np.isfinite(dispersion):
        # A budget that no table reaches will be no other once there is a baseline.
        none = Untold(reason=NO_BASELINE, value=np.nan, limit=np.nan)
        return _outside(BUDGET_AXIS, float(budget_in_periods)) or none
    asked = _asked(mean, dispersion, budget_in_periods, baseline)
    found = (_outside(axis, value) for axis, value in enumerate(asked))
    return next(filter(None, found), None)


def _outside(axis: int, value: float) -> Untold | None:
    """Say on which side a value lies outside the table, if it does."""
    grid = delay_table().grids[axis]
    if BELOW[axis] and value < grid[0]:
        return Untold(reason=BELOW[axis], value=value, limit=float(grid[0]))
    if ABOVE[axis] and value > grid[-1] * LEAP:
        return Untold(reason=ABOVE[axis], value=value, limit=float(grid[-1]))
    return None


def _asked(
    mean: float, dispersion: float, budget: float, baseline: float
) -> tuple[float, float, float, float]:
    """Give what is looked up along each side of the table; a mean of zero has no spread."""
    spread = max(dispersion - 1.0, 0.0) / mean if mean > 0.0 else 0.0
    return float(mean), float(spread), float(budget), float(baseline)


def _interpolate(table: DelayTable, asked: tuple[float, float, float, float]) -> Floats:
    """Interpolate the delays' logarithms; infinity at a corner that counts is infinity."""
    pairs = enumerate(zip(table.grids, asked, strict=True))
    steps = [_corners(axis, grid, value) for axis, (grid, value) in pairs]
    logs = np.zeros(table.values.shape[4:])
    for corner in product(*steps):
        weight = float(np.prod([share for _, share in corner]))
        if weight > 0.0:
            logs += weight * np.log(table.values[tuple(place for place, _ in corner)])
    return np.exp(logs)


def _corners(axis: int, grid: Floats, value: float) -> tuple[tuple[int, float], ...]:
    """Give the two neighbours of a value with their shares; the spread is linear, the rest log."""
    if axis != 1:
        grid, value = np.log(grid), float(np.log(value))
    place = float(np.interp(value, grid, np.arange(len(grid))))
    low = min(int(place), len(grid) - 2)
    return (low, 1.0 - (place - low)), (low + 1, place - low)
