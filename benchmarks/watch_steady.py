"""Measure how soon steady series are falsely called rising or waning by the watch as it is run.

    python -m benchmarks.watch_steady [--series N]

Months of baselines of five and ten years, then ten years that are judged; the share of series that
begin to be called rising, and waning, by month 12, 36 and 120. The table goes into docs/methods/watch-shift.md.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np
from benchmarks.shift_tables import allowed

from peil.observe.direction import RISING, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.terms.calendar import Floats, first_day, last_day

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "watch-shift.md"
BEGIN, END = "<!-- product: begin -->", "<!-- product: end -->"
DATES, JUDGED, BUDGET = np.array([12, 36, 120]), 120, 0.1
MEANS, SIZES, BASELINES = (0.2, 0.5, 1.0, 3.0, 10.0), (np.inf, 2.0), (60, 120)
SEED = 20_261_129
Cell = tuple[int, float, float, int]
"""Months of baseline, size, mean, series."""


def main() -> None:
    """Measure every cell and write the table between the marks of the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--series", type=int, default=1000)
    n = parser.parse_args().series
    cells: list[Cell] = [(*cell, n) for cell in product(BASELINES, SIZES, MEANS)]
    with ProcessPoolExecutor() as pool:
        shares = dict(zip(cells, pool.map(shares_called, cells), strict=True))
    text = _table(shares, n)
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", encoding="utf-8")
    sys.stdout.write(text + "\n")


def shares_called(cell: Cell) -> Floats:
    """Give (2, 3) shares of series that are called rising, and waning, by each date."""
    baseline, size, mean, series = cell
    chance = np.random.default_rng((SEED, baseline, int(1000 * mean), int(np.isfinite(size))))
    first = np.full((2, series), np.inf)
    for i in range(series):
        rate = np.full(baseline + JUDGED, mean)
        if np.isfinite(size):
            rate = chance.gamma(size, rate / size)
        counts = monthly(chance.poisson(rate).astype(np.float64))
        said = watch_counts(counts, last=JUDGED + 1, with_delays=False).points.direction
        for way, word in enumerate((RISING, WANING)):
            begins = (said[1:] == word) & (said[:-1] != word)
            if begins.any():
                first[way, i] = int(begins.argmax()) + 1
    return (first[:, :, None] <= DATES).mean(axis=1)


def monthly(count: Floats) -> Counts:
    """Make monthly counts that are complete and without breaks."""
    months, ones = np.arange(len(count)), np.ones(len(count))
    return Counts(
        series="steady", period="month", start=first_day(months), end=last_day(months),
        count=count, exposure=ones, complete=ones, segment=np.zeros(len(count)),
    )  # fmt: skip


def _table(shares: dict[Cell, Floats], n: int) -> str:
    most = "/".join(f"{100 * share:.1f}" for share in allowed(DATES, 12.0 / BUDGET))
    lines = [
        f"Per cent of {n:,} steady series that begin to be called rising, or waning, by month 12/36/120 "
        f"after the baseline, whatever part of the method says it; allowed are {most}.",
        "",
        "| baseline | counts | word | " + " | ".join(f"{m:g} a month" for m in MEANS) + " |",
        "|" + " --- |" * (3 + len(MEANS)),
    ]
    for baseline, size, (way, word) in product(BASELINES, SIZES, enumerate((RISING, WANING))):
        found = [shares[baseline, size, mean, n][way] for mean in MEANS]
        cells = ("/".join(f"{100 * share:.0f}" for share in each) for each in found)
        name = "size 2" if np.isfinite(size) else "Poisson"
        lines.append(f"| {baseline} | {name} | {word} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
