"""Thresholds of the shift chart: simulated once, shipped as a table, interpolated here."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats

TABLE = "shift_thresholds.csv"
DIRECTIONS = ("rise", "fall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Thresholds for one budget.

    Args:
        baselines: (L,) lengths of the baseline.
        means: (M,) estimated means of a period.
        values: (2, L, M) thresholds for a rise and for a fall.
        ratios: (2,) what a rise and a fall are tuned to.
    """

    baselines: Floats
    means: Floats
    values: Floats
    ratios: Floats


_SHIFT = CONSTANTS["shift"]
SMALL, LARGE = float(_SHIFT["small_budget"]), float(_SHIFT["large_budget"])
SLIGHT_RISE, RISE, FALL = (float(_SHIFT[name]) for name in ("slight_rise", "rise", "fall"))
LEAP = float(_SHIFT["leap"])


def budget_of_rise(budget: float) -> float:
    """Give the budget, in periods per false signal, whose thresholds a rise takes."""
    if budget <= SMALL * LEAP:
        return min(budget, SMALL)
    return max(budget, LARGE)


def ratios_of(budget: float) -> Floats:
    """Give what a rise and a fall are tuned to at a budget in periods per false signal."""
    return np.array([SLIGHT_RISE if budget_of_rise(budget) <= SMALL else RISE, FALL])


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdTable:
    """The whole table: budgets in periods per false signal, and (B, 2, L, M) thresholds."""

    budgets: Floats
    baselines: Floats
    means: Floats
    values: Floats

    def holds(self, budget: float) -> bool:
        """Whether the budget lies inside the table, or beyond its end by a leap day's worth."""
        return bool(self.budgets[0] <= budget <= self.budgets[-1] * LEAP)

    def at(self, budget: float) -> Thresholds:
        """Interpolate in the logarithm of the budget, a rise at the budget in use for it."""
        values = self._interpolated(budget)
        values[0] = self._interpolated(budget_of_rise(budget))[0]
        return Thresholds(
            baselines=self.baselines, means=self.means, values=values, ratios=ratios_of(budget)
        )

    def _interpolated(self, budget: float) -> Floats:
        place = np.interp(np.log(budget), np.log(self.budgets), np.arange(len(self.budgets)))
        low = min(int(place), len(self.budgets) - 2)
        part = place - low
        return np.asarray((1.0 - part) * self.values[low] + part * self.values[low + 1])


@lru_cache(maxsize=1)
def threshold_table() -> ThresholdTable:
    """Read the table that `benchmarks/shift_tables.py` made."""
    lines = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines]
    means = np.array([float(name) for name in rows[0][3:]])
    budgets = sorted({float(row[1]) for row in rows[1:]})
    baselines = sorted({float(row[2]) for row in rows[1:]})
    values = np.empty((len(budgets), 2, len(baselines), len(means)))
    for direction, budget, baseline, *numbers in rows[1:]:
        place = budgets.index(float(budget)), DIRECTIONS.index(direction)
        values[(*place, baselines.index(float(baseline)))] = [float(v) for v in numbers]
    return ThresholdTable(
        budgets=np.array(budgets), baselines=np.array(baselines), means=means, values=values
    )


@compiled
def threshold(table: Floats, baselines: Floats, means: Floats, length: float, mean: float) -> float:
    """Interpolate in the logarithms of length and mean; constant beyond the table's edges."""
    row, down = _between(baselines, length)
    column, right = _between(means, mean)
    upper = (1.0 - right) * table[row, column] + right * table[row, column + 1]
    lower = (1.0 - right) * table[row + 1, column] + right * table[row + 1, column + 1]
    return float((1.0 - down) * upper + down * lower)


@compiled
def _between(grid: Floats, value: float) -> tuple[int, float]:
    """Find the step of a grid in which a value lies, and how far along it in logarithms."""
    inside = min(max(value, grid[0]), grid[-1])
    i = 0
    while i < len(grid) - 2 and grid[i + 1] <= inside:
        i += 1
    return i, float(np.log(inside / grid[i]) / np.log(grid[i + 1] / grid[i]))
