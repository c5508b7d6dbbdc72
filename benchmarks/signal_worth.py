"""Count how many signals of the watch were changes, in worlds where changes come now and then.

Usage: python -m benchmarks.signal_worth [--months N] [--replicates N] [--seed N] [--processes N]
       [--no-table]

In every series a change for good comes on average once in ten years, and an outbreak (or a lull) as
often, of mixed sizes; half of the series are months of many means and spreads, the others weeks after
the scenarios without trend of `detection_worlds`. Each signal is counted as it opens, by how rare events are, whether
it is of a short or a lasting change, its side, and how far the counts since it began are from what
was expected. It writes src/peil/observe/watch/signal_worth.csv.
"""

import argparse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from benchmarks.detection_worlds import SCENARIOS, make_world
from benchmarks.watch_shapes import FULL, drawn
from numpy.typing import NDArray

import peil
from peil.observe.watch.worth import (
    BUDGET,
    EVENTS,
    FACTORS,
    KINDS,
    SIDES,
    TABLE,
    Cell,
    Signal,
    since_it_began,
)
from peil.observe.watch.worth import LONGEST as MONTH

FOLDER = Path(__file__).parents[1] / "src" / "peil" / "observe" / "watch"
SEED = 20_261_203
YEARS_BETWEEN = 10.0
"""Years from one change for good to the next on average, and from one short change to the next."""
FIRST_YEARS = 5
"""Years before the first change, and before the first signal that counts."""
LATE_YEARS = 5
"""A lasting change is what a signal is about for so long."""
MONTHS = 180
WITHOUT_TREND = tuple(n for n, (_, trend, _) in enumerate(SCENARIOS) if not trend)
BATCH = 100
MEANS = (0.1, 100.0)
SIZES = (FULL, FULL, 10.0, 2.0)
SEASONS = (0.0, 0.4)
LASTING = (1.5, 2.0, 4.0)
SHORT = (2.0, 3.0, 5.0)
"""Factors, up or down as often; of four changes down for good one is a stop."""
LONGEST = {"month": 6, "week": 8}
"""Periods of a short change, at most."""
Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """Series with changes that are known.

    Args:
        period: month or week.
        start: (N,) first days.
        count: (S, N).
        is_change: (2, S, N) whether a signal that opens there, of a rise or of a fall, is about a
            change that has come.
    """

    period: str
    start: Days
    count: Floats
    is_change: NDArray[np.bool_]


def main() -> None:
    """Count and write the table."""
    options = _options()
    jobs = [("month", n, BATCH) for n in range(options.months // BATCH)]
    jobs += [("week", n, options.replicates) for n in WITHOUT_TREND]
    signals, changes = Counter[Cell](), Counter[Cell]()
    with ProcessPoolExecutor(options.processes) as pool:
        for part in pool.map(partial(_job, seed=options.seed), jobs):
            signals += part[0]
            changes += part[1]
    cells = (Cell(*each) for each in product(EVENTS, KINDS.values(), SIDES.values(), FACTORS))
    lines = [
        f"{cell.events:g},{cell.kind},{cell.side},{cell.factor:g},{signals[cell]},{changes[cell]}"
        for cell in cells
    ]
    text = "\n".join(["events,kind,side,factor,signals,changes", *lines])
    print(text)
    if not options.no_table:
        (FOLDER / TABLE).write_text(text + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--months", type=int, default=4800, help="monthly series")
    parser.add_argument("--replicates", type=int, default=60, help="of each weekly scenario")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-table", action="store_true", help="print only")
    return parser.parse_args()


def _job(job: tuple[str, int, int], *, seed: int) -> tuple[Counter[Cell], Counter[Cell]]:
    period, number, series = job
    chance = np.random.default_rng([seed, number, len(period)])
    means = _monthly(chance, series) if period == "month" else _scenario(number, series)
    return counted(worlds(chance, period, *means))


def _monthly(chance: np.random.Generator, series: int) -> tuple[Floats, Floats]:
    """Draw means (S, N) and sizes (S,) of months."""
    level = np.exp(chance.uniform(*np.log(MEANS), series))
    season = chance.choice(SEASONS, series)
    wave = np.cos(2 * np.pi * np.arange(MONTHS) / 12)
    return level[:, None] * np.exp(season[:, None] * wave), chance.choice(SIZES, series)


def _scenario(number: int, series: int) -> tuple[Floats, Floats]:
    """Give means (S, N) of a scenario, and the sizes (S,) with its dispersion in the middle."""
    world = make_world(number, 1, 1)
    extra = world.dispersion - 1
    size = FULL if extra == 0 else float(np.median(world.mean)) / extra
    return np.tile(world.mean, (series, 1)), np.full(series, size)


def worlds(chance: np.random.Generator, period: str, means: Floats, sizes: Floats) -> Worlds:
    """Let changes come into series and draw their counts."""
    year = 12 if period == "month" else 52
    count, is_change = np.empty_like(means), np.zeros((2, *means.shape), dtype=bool)
    for s, mean in enumerate(means):
        path = _lasting(chance, is_change[:, s], year)
        path *= _short(chance, is_change[:, s], year, LONGEST[period])
        count[s] = drawn(chance, mean * path, sizes[s], 1)[0]
    t = np.arange(means.shape[1])
    months = (np.datetime64("2005-01", "M") + t).astype("datetime64[D]")
    start = months if period == "month" else np.datetime64("2005-01-03", "D") + 7 * t
    return Worlds(period=period, start=start, count=count, is_change=is_change)


def _comings(chance: np.random.Generator, periods: int, year: int) -> NDArray[np.int64]:
    may_come = np.arange(periods) >= FIRST_YEARS * year
    return np.flatnonzero(may_come & (chance.random(periods) < 1 / (YEARS_BETWEEN * year)))


def _lasting(chance: np.random.Generator, is_change: NDArray[np.bool_], year: int) -> Floats:
    """Change the level for good now and then; a signal of that side may be about the last one."""
    factor = np.ones(is_change.shape[1])
    for t in _comings(chance, len(factor), year):
        side, size = chance.integers(2), chance.choice(LASTING)
        is_stop = side == 1 and chance.random() < 1 / (1 + len(LASTING))
        factor[t:] *= 0.0 if is_stop else size if side == 0 else 1 / size
        is_change[side, t : t + LATE_YEARS * year] = True
        is_change[1 - side, t:] = False
    return factor


def _short(
    chance: np.random.Generator, is_change: NDArray[np.bool_], year: int, longest: int
) -> Floats:
    """Multiply or divide the mean for some periods; a signal may come in the one after them too."""
    factor = np.ones(is_change.shape[1])
    for t in _comings(chance, len(factor), year):
        side, size, lasts = (
            chance.integers(2),
            chance.choice(SHORT),
            chance.integers(1, longest + 1),
        )
        factor[t : t + lasts] *= size if side == 0 else 1 / size
        is_change[side, t : t + lasts + 1] = True
    return factor


def counted(made: Worlds) -> tuple[Counter[Cell], Counter[Cell]]:
    """Count signals as they open, and those of them that are about a change, by cell."""
    signals, changes = Counter[Cell](), Counter[Cell]()
    first = FIRST_YEARS * (12 if made.period == "month" else 52)
    rows, start = _watched(made, first), made.start[first:]
    sides = list(SIDES.values())
    for s, t in zip(*np.nonzero(rows["signal_opened"] == rows["period_start"]), strict=True):
        cell = _cell(rows, start, s, t)
        if cell is not None:
            signals[cell] += 1
            changes[cell] += int(made.is_change[sides.index(cell.side), s, first + t])
    return signals, changes


def _watched(made: Worlds, first: int) -> dict[str, NDArray[Any]]:
    """Give the columns of the watch from the period on from which signals count, (S, N - first)."""
    series, periods = made.count.shape
    given = pa.table(
        {
            "series": np.repeat([f"{i:05d}" for i in range(series)], periods),
            "date": np.tile(made.start, series),
            "count": made.count.ravel(),
        }
    )
    rows = peil.watch_table(
        given, false_signals_per_year=BUDGET, period=made.period, last=periods - first
    )
    columns = rows.to_pandas(date_as_object=False)
    return {name: columns[name].to_numpy().reshape(series, -1) for name in columns}


def _cell(rows: dict[str, NDArray[Any]], start: Days, s: int, t: int) -> Cell | None:
    """Say where a signal is counted as it opens."""
    observed, expected = since_it_began(
        start,
        rows["observed"][s],
        rows["expected"][s],
        since=rows["signal_since"][s, t],
        opened=start[t],
    )
    said = {name: rows[name][s, t] for name in ("direction", "reason", "method")}
    return Signal(**said, budget=BUDGET, days=MONTH, observed=observed, expected=expected).cell


if __name__ == "__main__":
    main()
