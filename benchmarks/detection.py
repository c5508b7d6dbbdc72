"""Compare detectors of outbreaks on 42 scenarios: false signals, detection, timeliness and F1.

Usage: python -m benchmarks.detection [--replicates N] [--seed N] [--quick] [--processes N]
       [--no-page]

Every method sees the same series. The watch itself, through `watch_table`, Peil's detector and the two
tests that know the truth are run over a sweep of budgets, one for all scenarios at a time; the
reproduced methods at the settings that their authors advise. With --quick the watch alone is run, on
few budgets and replicates and with a seed of its own, for use while it is being changed. The tables go between the markers of docs/methods/watch-detection.md.
"""

import argparse
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from benchmarks.detection_methods import Method, known_tails, peil, reproduced, two_weeks
from benchmarks.detection_product import product_counts
from benchmarks.detection_report import (
    BOUND,
    KNOWN,
    PEIL,
    PRODUCT,
    USUAL,
    Result,
    product_report,
    report,
)
from benchmarks.detection_worlds import SCENARIOS, World, make_world
from numpy.typing import NDArray

from peil.observe.watch.counts import PERIODS_A_YEAR

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "watch-detection.md"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
EVALUATION_SEED, DEVELOPMENT_SEED = 20_261_202, 7
REPLICATES, QUICK_REPLICATES = 50, 4
ALPHAS = tuple(float(alpha) for alpha in np.geomspace(0.0012, 0.32, 13))
"""Budgets of the sweep, in false signals a week."""
BUDGETS = (0.03, 0.06, USUAL, 0.2, 0.4, 0.8, 1.4, 2.4, 4.0)
QUICK_BUDGETS = (0.03, 0.06, USUAL, 0.25, 0.6, 1.4, 2.4)
"""Budgets of the watch, in false signals a year."""
FINE = tuple(float(alpha) for alpha in np.geomspace(3e-4, 0.4, 40))

Run = NDArray[np.bool_]


def main() -> None:
    """Run the comparison and write its tables."""
    options = _options()
    replicates = options.replicates or (QUICK_REPLICATES if options.quick else REPLICATES)
    seed = options.seed or (DEVELOPMENT_SEED if options.quick else EVALUATION_SEED)
    run = product_results if options.quick else scenario_results
    begun = time.perf_counter()
    parts = []
    work = partial(run, replicates=replicates, seed=seed)
    with ProcessPoolExecutor(options.processes) as pool:
        for number, part in enumerate(pool.map(work, range(len(SCENARIOS))), 1):
            parts.append(part)
            if not options.quick:
                print(
                    f"{number} of {len(SCENARIOS)} scenarios, {time.perf_counter() - begun:.0f} s"
                )
    results = {key: Result(np.stack([part[key] for part in parts])) for key in parts[0]}
    if options.quick:
        print(f"{product_report(results)}\n\n{time.perf_counter() - begun:.0f} s")
        return
    text = report(results, replicates=replicates, seed=seed)
    print(text)
    if not options.no_page:
        _write(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicates", type=int, help="of each scenario")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--quick", action="store_true", help="the watch alone, no page")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--no-page", action="store_true", help="print only")
    return parser.parse_args()


def product_results(
    scenario: int, *, replicates: int, seed: int, budgets: tuple[float, ...] = QUICK_BUDGETS
) -> dict[tuple[str, float], NDArray[np.float64]]:
    """Run the watch on one scenario; keys are its name and the budget a year."""
    world = make_world(scenario, replicates, seed)
    return {(PRODUCT, budget): product_counts(world, budget) for budget in budgets}


def scenario_results(
    scenario: int, *, replicates: int, seed: int
) -> dict[tuple[str, float], NDArray[np.float64]]:
    """Run every method on one scenario and count; keys are method and budget, a week but for the watch."""
    world = make_world(scenario, replicates, seed)
    weekly = PERIODS_A_YEAR["week"]
    made = product_results(scenario, replicates=replicates, seed=seed, budgets=BUDGETS)
    made |= {(PEIL, alpha): _tally(world, peil(alpha * weekly)) for alpha in ALPHAS}
    made |= {(name, 0.0): _tally(world, run) for name, run in reproduced().items()}
    return made | dict(_known(world))


def _known(world: World) -> Iterator[tuple[tuple[str, float], NDArray[np.float64]]]:
    """Run the tests that know the mean and the dispersion."""
    shape = (*world.count.shape[:2], world.is_outbreak.shape[-1] + 1)
    tails = np.empty((2, *shape))
    for k, r in np.ndindex(*shape[:2]):
        tails[:, k, r] = known_tails(world.count[k, r], world.mean, world.dispersion)
    for alpha in FINE:
        yield (BOUND, alpha), _count(world, tails[0, ..., 1:] <= alpha)
        both = np.array(
            [[two_weeks(*tails[:, k, r], alpha) for r in range(shape[1])] for k in range(shape[0])]
        )
        yield (KNOWN, alpha), _count(world, both)


def _tally(world: World, run: Method) -> NDArray[np.float64]:
    return _count(world, np.array([[run(count) for count in rows] for rows in world.count]))


def _count(world: World, signals: Run) -> NDArray[np.float64]:
    """Count what `Result` holds of one scenario; signals are (5, R, 49)."""
    quiet, current, inside = signals[0], signals[1:], world.is_outbreak
    first = inside & ~np.concatenate([np.zeros_like(inside[..., :1]), inside[..., :-1]], axis=-1)
    return np.array(
        [
            quiet.size,
            quiet.sum(),
            inside.shape[0] * inside.shape[1],
            (current & inside).any(axis=-1).sum(),
            (current & first).any(axis=-1).sum(),
            (current & inside).sum(),
            (current & ~inside).sum(),
            (~current & inside).sum(),
        ],
        dtype=np.float64,
    )


def _write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
