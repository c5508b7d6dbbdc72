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
from collections.abc import Iterator
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

TABLE = Path(__file__).parents[1] / "src" / "peil" / "observe" / "watch" / "signal_worth.csv"
SEED = 20_261_203
BUDGET = 0.1
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
RARITIES = (0.5, 2.0, 10.0)
FAR = (2.0, 4.0)
SIDES = ("rise", "fall")
KINDS = ("short", "lasting")
HALF_AN_EVENT = 0.5
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
    with ProcessPoolExecutor(options.processes) as pool:
        counted = sum(pool.map(partial(_job, seed=options.seed), jobs))
    text = "\n".join(["events,kind,side,size,signals,changes", *_lines(np.asarray(counted))])
    print(text)
    if not options.no_table:
        TABLE.write_text(text + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--months", type=int, default=4000, help="monthly series")
    parser.add_argument("--replicates", type=int, default=100, help="of each weekly scenario")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-table", action="store_true", help="print only")
    return parser.parse_args()


def _job(job: tuple[str, int, int], *, seed: int) -> NDArray[np.int64]:
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


def counted(made: Worlds) -> NDArray[np.int64]:
    """Give (rarities, kinds, sides, sizes, 2) signals as they open, and those about a change."""
    table = np.zeros((len(RARITIES) + 1, len(KINDS), len(SIDES), len(FAR) + 1, 2), dtype=np.int64)
    series, periods = made.count.shape
    given = pa.table(
        {
            "series": np.repeat([f"{i:05d}" for i in range(series)], periods),
            "date": np.tile(made.start, series),
            "count": made.count.ravel(),
        }
    )
    rows = peil.watch_table(given, false_signals_per_year=BUDGET, period=made.period)
    columns = {
        name: values.to_numpy().reshape(series, periods)
        for name, values in rows.to_pandas(date_as_object=False).items()
    }
    first = FIRST_YEARS * (12 if made.period == "month" else 52)
    for s, t, side in _opened(columns, first):
        cell = _cell(columns, made.start, s, t, side)
        table[cell] += (1, int(made.is_change[side, s, t]))
    return table


def _opened(columns: dict[str, Any], first: int) -> Iterator[tuple[int, int, int]]:
    """Give series, period and side of each signal as it opens, once there are years to judge by."""
    said = columns["direction"], columns["level_changed"]
    sides = [(said[0] == word) | (said[1] == word) for word in ("rising", "waning")]
    if "signal_opened" in columns:
        is_new = columns["signal_opened"] == columns["period_start"]
    else:
        since = columns["signal_since"]
        before = np.concatenate([since[:, :1], since[:, :-1]], axis=1)
        is_new = ~np.isnat(since) & (since != before)
    for side, words in enumerate(sides):
        for s, t in zip(*np.nonzero(is_new & words), strict=True):
            if t >= first:
                yield int(s), int(t), side


def _cell(
    columns: dict[str, Any], start: Days, s: int, t: int, side: int
) -> tuple[int, int, int, int]:
    """Say in which cell a signal falls."""
    since = int(np.searchsorted(start, columns["signal_since"][s, t]))
    expected = np.nansum(columns["expected"][s, since : t + 1])
    observed = np.nansum(columns["observed"][s, since : t + 1])
    ratio = (observed + HALF_AN_EVENT) / (expected + HALF_AN_EVENT)
    usual = expected / (t + 1 - since)
    kind = KINDS.index("short" if columns["reason"][s, t] == "signal_period" else "lasting")
    far = ratio if side == 0 else 1 / ratio
    return int(np.searchsorted(RARITIES, usual)), kind, side, int(np.searchsorted(FAR, far))


def _lines(table: NDArray[np.int64]) -> Iterator[str]:
    events = (0.0, *RARITIES)
    sizes = (1.0, *FAR)
    for cell in product(*(range(n) for n in table.shape[:-1])):
        e, kind, side, size = cell
        signals, changes = table[cell]
        yield f"{events[e]:g},{KINDS[kind]},{SIDES[side]},{sizes[size]:g},{signals},{changes}"


if __name__ == "__main__":
    main()
