"""Make the tables of the shift chart: thresholds, then delays; prints how well they hold.

    python -m benchmarks.shift_tables [thresholds | delays | verify]

Thresholds are fitted on one set of random numbers and verified on another. With an estimated
mean an average run length alone would be met by charts of which some signal at once and others
never, so what is fitted is the share of steady series with a signal by several dates.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from benchmarks.shift_delays import make_delays
from benchmarks.shift_simulation import highest_ratios, steady_paths

import peil.observe.watch.shift_thresholds as package
from peil.observe.watch.shift_thresholds import (
    DIRECTIONS,
    LARGE,
    TABLE,
    ThresholdTable,
    ratios_of,
    threshold_table,
)
from peil.terms.calendar import Floats, Ints

FOLDER = Path(package.__file__).parent
BUDGETS = np.array([20.0, 40.0, 60.0, 80.0, 120.0, 200.0, 240.0, 520.0, 1040.0])
"""Periods per false signal: quarters, months and weeks of 5, 10 and 20 years, and the part of Peil's
own chart in months."""
BASELINES = np.array([24.0, 36.0, 60.0, 120.0])
MEANS = np.array([0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0])
"""Below the first one its thresholds hold: steady series that look rarer than they are would
signal most."""
BETWEEN, UNCERTAIN = np.array([0.25, 0.4, 0.7, 1.4]), 24.0
"""With so short a baseline neighbouring thresholds differ much, and the means between them must hold
the budget by themselves."""
SPREADS = (0.0, 0.1, 0.5)
"""Poisson, and negative binomial of size 10 and 2."""
ROUNDS, STEADY_ROUNDS, DAMPING = 18, 6, 0.7
"""Corrections of a row, the last ones by half as much."""
SERIES, SERIES_OF_RARE, RARE = 6000, 32000, 0.5
"""Steady series of a cell: more up to half an event a period and small budgets, where a hair decides
a median, and where what is needed at worst would else be as much as chance makes it."""
EARLY = (12, 36)
SHARES = (0.1, 0.3, 1.0)
"""Dates at which the budget must hold, in parts of it: n = 12, 36 and 120 of 120."""
FIRST_GUESS = 3.0
PROCESSES = 2
FITTED_ON, VERIFIED_ON = 1, 2
Cell = tuple[float, float]
"""Mean and spread."""
Paths = tuple[Floats, Floats]


def allowed(periods: Floats, budget: float) -> Floats:
    """Give the share of steady series that may have signalled after some periods."""
    share: Floats = 1.0 - (1.0 - 1.0 / budget) ** np.asarray(periods, dtype=float)
    return share


def judged(budget: float) -> Ints:
    """List the periods by which the shares must hold at a budget."""
    dates = {round(share * budget) for share in SHARES} | {d for d in EARLY if d < budget}
    return np.array(sorted(dates), dtype=np.int64)


def groups() -> tuple[Floats, Floats]:
    """Part the budgets by what a rise is tuned to."""
    return BUDGETS[BUDGETS < LARGE], BUDGETS[BUDGETS >= LARGE]


def simulate(start: float, cell: Cell, series: int, set_of: int, budgets: Floats) -> Paths:
    """Run steady series from a first baseline at a mean and spread, with common numbers."""
    mean, spread = cell
    chance = np.random.default_rng((set_of, int(1000 * mean), int(1000 * spread), int(start)))
    ratios = ratios_of(budgets[0])
    return steady_paths(chance, series, int(start), int(budgets[-1]), mean, spread, ratios)


def _fitted_on(start: float, budgets: Floats, cell: Cell) -> Paths:
    is_fine = cell[0] <= RARE and budgets[0] < LARGE
    return simulate(start, cell, SERIES_OF_RARE if is_fine else SERIES, FITTED_ON, budgets)


def needed(paths: Paths, table: Floats, budgets: Floats) -> Floats:
    """Give the factors (B, 2) by which thresholds must change for the budget just to hold."""
    factors = np.zeros((len(budgets), 2))
    for (b, budget), way in product(enumerate(budgets), range(2)):
        dates = judged(budget)
        ratios = highest_ratios(paths[0][:, way], paths[1], table[b, way], BASELINES, MEANS, dates)
        ranked = -np.sort(-ratios, axis=0)
        ranks = (allowed(dates, budget) * len(ratios)).astype(int)
        factors[b, way] = ranked[ranks, np.arange(len(dates))].max()
    return factors * (1.0 + 1e-6)


def fit_row(table: Floats, row: int, budgets: Floats, *, again: bool = False) -> None:
    """Fit the thresholds of one length of baseline; longer ones are known, and shorter ones if again.

    Each mean's thresholds are corrected by what its own steady series need at the worst spread.
    What an outbreak leaves of a baseline is shorter than the row; until shorter rows are known it
    is taken as this long.
    """
    paths = simulate_row(row, budgets)
    rounds = 2 * STEADY_ROUNDS if again else ROUNDS
    for turn in range(rounds):
        factors = np.zeros((len(budgets), 2, len(MEANS)))
        for (mean, _), found in paths.items():
            for m in beside(mean):
                factors[..., m] = np.maximum(factors[..., m], needed(found, table, budgets))
        damping = DAMPING if turn < rounds - STEADY_ROUNDS else DAMPING / 2
        table[:, :, row] *= factors**damping
        if not again:
            table[:, :, :row] = table[:, :, row : row + 1]
    say(f"baseline {BASELINES[row]:.0f}: last factors {factors.min():.3f} to {factors.max():.3f}")


def fit(budgets: Floats) -> Floats:
    """Fit the thresholds (B, 2, L, M) of a group, from the longest baseline to the shortest.

    Small budgets are then fitted once more, now that the shorter rows are known.
    """
    table = np.full((len(budgets), 2, len(BASELINES), len(MEANS)), FIRST_GUESS)
    rows = range(len(BASELINES) - 1, -1, -1)
    for row in rows:
        fit_row(table, row, budgets)
    if budgets[0] < LARGE:
        for row in rows:
            fit_row(table, row, budgets, again=True)
    return table


def beside(mean: float) -> set[int]:
    """Give the columns that a mean is judged by: its own, or those on either side."""
    right = int(np.searchsorted(MEANS, mean))
    return {right} if MEANS[right] == mean else {right - 1, right}


def simulate_row(row: int, budgets: Floats) -> dict[Cell, Paths]:
    """Run the steady series that one length of baseline is fitted on."""
    between = BETWEEN if BASELINES[row] == UNCERTAIN and budgets[0] < LARGE else BETWEEN[:0]
    cells = list(product([*MEANS, *between], SPREADS))
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = pool.map(partial(_fitted_on, BASELINES[row], budgets), cells)
        paths = dict(zip(cells, found, strict=True))
    say(f"baseline {BASELINES[row]:.0f}: simulated")
    return paths


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


def verify(table: ThresholdTable, series: int = 2000) -> None:
    """Print, on fresh numbers, the shares with a signal, and where the budget does not hold."""
    say("baseline mean spread | for each budget, the highest of (share with a signal)/(allowed)")
    for start, spread, mean in product(BASELINES, SPREADS, MEANS):
        words = (
            excess(simulate(start, (mean, spread), series, VERIFIED_ON, b), table, b)
            for b in groups()
        )
        say(f"{start:4.0f} {mean:5g} {spread:4g} | {' '.join(words)}")


def excess(paths: Paths, table: ThresholdTable, budgets: Floats) -> str:
    """Word the highest share with a signal over the allowed one, for each budget."""
    words = []
    for budget in budgets:
        dates = np.array([round(share * budget) for share in SHARES])
        over = []
        for way in range(2):
            limits = table.at(budget).values[way], BASELINES, MEANS
            shares = (highest_ratios(paths[0][:, way], paths[1], *limits, dates) >= 1.0).mean(0)
            over.append((shares / allowed(dates, budget)).max())
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
        write(np.concatenate([fit(budgets) for budgets in groups()]))
    if "verify" in asked:
        verify(threshold_table())
    if "delays" in asked:
        make_delays(threshold_table(), FOLDER, PROCESSES)


if __name__ == "__main__":
    main()
