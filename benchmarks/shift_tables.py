"""Make the tables of the shift chart: thresholds, then delays; prints how well they hold.

    python -m benchmarks.shift_tables [thresholds | delays | verify]

Thresholds are fitted on one set of random numbers and verified on another. With an estimated
mean an average run length alone would be met by charts of which some signal at once and others
never, so what is fitted is the share of steady series with a signal by several dates.
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from benchmarks.shift_delays import make_delays
from benchmarks.shift_simulation import highest_ratios

import peil.observe.watch.shift_thresholds as package
from peil.observe.watch.shift_thresholds import (
    DIRECTIONS,
    TABLE,
    ThresholdTable,
    threshold_table,
)
from peil.terms.calendar import Floats, Ints

FOLDER = Path(package.__file__).parent
BUDGETS = np.array([20.0, 40.0, 60.0, 80.0, 120.0, 240.0, 520.0, 1040.0])
"""Periods per false signal: quarters, months and weeks of 5, 10 and 20 years."""
BASELINES = np.array([24.0, 36.0, 60.0, 120.0])
MEANS = np.array([0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0])
SPREADS = (0.0, 0.1, 0.5)
"""Poisson, and negative binomial of size 10 and 2."""
UNTIL = (156, 156, 120)
"""Periods over which a baseline of 24, 36 and 60 is fitted."""
DAMPING = 0.8
Pass = tuple[int, bool]
"""Series a cell, and whether thresholds may be lowered too."""
EARLY = (12, 24, 36, 60)
SHARES = (0.1, 0.3, 1.0)
"""Dates at which the budget must hold, in parts of it: n = 12, 36 and 120 of 120."""
FIRST_GUESS = 3.0
MARGIN = 1.015
"""Thresholds are this much higher than fitted, for the noise of the fit itself."""
FITTED_ON, VERIFIED_ON = 1, 2


def allowed(periods: Floats, budget: float) -> Floats:
    """Give the share of steady series that may have signalled after some periods."""
    share: Floats = 1.0 - (1.0 - 1.0 / budget) ** np.asarray(periods, dtype=float)
    return share


def checkpoints(longest: float) -> Ints:
    """List the dates looked at, up to the longest."""
    dates = {round(share * b) for share in SHARES for b in BUDGETS} | set(EARLY)
    return np.array(sorted(date for date in dates if date <= longest), dtype=np.int64)


def judged(dates: Ints, budget: float) -> Iterable[int]:
    """Give the places of the dates that count for a budget."""
    wanted = {round(share * budget) for share in SHARES} | set(EARLY)
    return [i for i, date in enumerate(dates) if date in wanted and date <= budget]


def simulate(
    table: Floats, place: tuple[int, float, float], dates: Ints, series: int, set_of: int
) -> Floats:
    """Run steady series from a first baseline at a mean and spread, with common numbers."""
    start, mean, spread = place
    chance = np.random.default_rng((set_of, int(1000 * mean), int(1000 * spread), start))
    return highest_ratios(chance, series, start, mean, spread, table, BASELINES, MEANS, dates)


def needed(ratios: Floats, dates: Ints) -> Floats:
    """Give the factors (B, 2) by which thresholds must grow for the budget to hold."""
    factors = np.zeros((len(BUDGETS), 2))
    ranked = -np.sort(-ratios, axis=0)
    for b, budget in enumerate(BUDGETS):
        for c in judged(dates, budget):
            rank = int(allowed(dates[c], budget) * len(ratios))
            factors[b] = np.maximum(factors[b], ranked[rank, c, b] * (1.0 + 1e-6))
    return factors


def fit_row(table: Floats, row: int, longest: float, passes: Iterable[Pass]) -> None:
    """Fit the thresholds of one length of baseline, rows of longer ones being known."""
    dates = checkpoints(longest)
    for series, may_lower in passes:
        factors = np.zeros((len(MEANS), len(BUDGETS), 2))
        for m, mean in enumerate(MEANS):
            for spread in SPREADS:
                place = int(BASELINES[row]), mean, spread
                ratios = simulate(table, place, dates, series, FITTED_ON)
                factors[m] = np.maximum(factors[m], needed(ratios, dates))
        say(f"baseline {BASELINES[row]:.0f}: factors {factors.min():.3f} to {factors.max():.3f}")
        factors = factors**DAMPING if may_lower else spread_out(np.maximum(factors, 1.0))
        table[:, :, row, :] *= np.moveaxis(factors, 0, -1)


def spread_out(factors: Floats) -> Floats:
    """Raise the neighbours by half as much: estimated means scatter around the true one."""
    raised = factors.copy()
    raised[1:] = np.maximum(raised[1:], np.sqrt(factors[:-1]))
    raised[:-1] = np.maximum(raised[:-1], np.sqrt(factors[1:]))
    return raised


def fit() -> Floats:
    """Fit all thresholds (B, 2, L, M), from the longest baseline to the shortest.

    A shorter baseline starts from the thresholds of the next longer one and only raises them.
    It looks at dates until its own thresholds no longer matter.
    """
    table = np.full((len(BUDGETS), 2, len(BASELINES), len(MEANS)), FIRST_GUESS)
    table *= (1.0 + 0.3 * np.log(BUDGETS / 120.0))[:, None, None, None].clip(0.3)
    for row in reversed(range(len(BASELINES))):
        if row == len(BASELINES) - 1:
            fit_row(table, row, 240, ((1000, True), (1000, True), (1000, True)))
            fit_row(table, row, BUDGETS[-1], ((1000, True), (1500, False)))
            fit_row(table, row, 240, ((4000, False),))
        else:
            table[:, :, row] = table[:, :, row + 1]
            fit_row(table, row, UNTIL[row], ((2000, False), (4000, False), (4000, False)))
    return table * MARGIN


def write(table: Floats) -> None:
    """Write one row for each direction, budget and length of baseline."""
    lines = ["direction,budget,baseline," + ",".join(f"{mean:g}" for mean in MEANS)]
    for way, direction in enumerate(DIRECTIONS):
        for b, budget in enumerate(BUDGETS):
            for row, length in enumerate(BASELINES):
                numbers = ",".join(f"{value:.3f}" for value in table[b, way, row])
                lines.append(f"{direction},{budget:g},{length:g},{numbers}")
    (FOLDER / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    threshold_table.cache_clear()


def verify(table: ThresholdTable, series: int = 1000) -> None:
    """Print, on fresh numbers, the shares with a signal, and where the budget does not hold."""
    dates = checkpoints(table.budgets[-1])
    say("baseline mean spread | for each budget, the highest of (share with a signal)/(allowed)")
    for start in BASELINES:
        for spread in SPREADS:
            for mean in MEANS:
                place = int(start), mean, spread
                ratios = simulate(table.values, place, dates, series, VERIFIED_ON)
                say(f"{start:4.0f} {mean:5g} {spread:4g} | {excess(ratios, dates)}")


def excess(ratios: Floats, dates: Ints) -> str:
    """Word the highest share with a signal over the allowed one, for each budget."""
    shares = (ratios >= 1.0).mean(axis=0)
    words = []
    for b, budget in enumerate(BUDGETS):
        at = [i for i, date in enumerate(dates) if date in {round(s * budget) for s in SHARES}]
        over = (shares[at, b] / allowed(dates[at], budget)[:, None]).max(axis=0)
        words.append("/".join(f"{value:.2f}" for value in over))
    return " ".join(words)


def say(text: str) -> None:
    """Print with the seconds since the start."""
    sys.stdout.write(f"{time.perf_counter() - BEGIN:6.0f} s  {text}\n")
    sys.stdout.flush()


BEGIN = time.perf_counter()


def main() -> None:
    """Do what is asked, or all of it."""
    asked = sys.argv[1:] or ["thresholds", "verify", "delays"]
    if "thresholds" in asked:
        write(fit())
    if "verify" in asked:
        verify(threshold_table())
    if "delays" in asked:
        make_delays(threshold_table(), FOLDER)


if __name__ == "__main__":
    main()
