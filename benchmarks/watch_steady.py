"""Measure how soon, and how often, the watch calls steady series rising or waning, and how soon changed ones.

    python -m benchmarks.watch_steady [shares] [beginnings] [delays] [--series N] [--processes N]

Shares: months of baselines of five and ten years, then ten years that are judged; the share of series
that begin to be called rising, and waning, by month 12, 36 and 120, for docs/methods/watch-shift.md.
Beginnings: 15 years of months or 10 of weeks, of which the last 10 or 5 are judged; how often a direction
begins, a year, and how many carry a remembered change at the end, for docs/methods/watch.md.
Delays: five years of months, then a change; the months until its word is said, for docs/methods/watch-shift.md.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.shift_tables import allowed

from peil.observe.direction import RISING, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.terms.calendar import Floats, first_day, last_day

PAGES = Path(__file__).parents[1] / "docs" / "methods"
SHARES, BEGINNINGS = ("watch-shift.md", "product"), ("watch.md", "steady")
DELAYS = ("watch-shift.md", "delays")
"""Page of each table, and the name of its marks."""
DATES, JUDGED, BUDGET = np.array([12, 36, 120]), 120, 0.1
MEANS, SIZES, BASELINES = (0.2, 0.5, 1.0, 3.0, 10.0), (np.inf, 2.0), (60, 120)
SEED = 20_261_129
Cell = tuple[int, float, float, int]
"""Months of baseline, size, mean, series."""
BEFORE, AFTER = 60, 240
RATIOS = {"× 4": 4.0, "× 2": 2.0, "half": 0.5, "quarter": 0.25, "stop": 0.0}
Change = tuple[float, float, float, int]
"""Size, mean, new mean over old one, series."""


class Steady(NamedTuple):
    """Series in which directions are counted as they begin.

    Args:
        period: month or week.
        mean: events of a period.
        size: of the negative binomial counts; infinity for Poisson ones.
        series: how many.
    """

    period: str
    mean: float
    size: float
    series: int


YEARS = {"month": (15, 10), "week": (10, 5)}
"""Years of a series, and how many of them are judged."""
OF_MONTHS, OF_WEEKS = (0.1, 0.2, 0.5, 1.0, 3.0, 10.0, 50.0), (0.2, 1.0, 20.0)
KINDS = {"month": (np.inf, 2.0, 0.25), "week": (np.inf, 5.0, 0.25)}
"""Sizes of the counts: Poisson's, wider, and wider than any that thresholds were fitted to."""
A_YEAR = {"month": 12, "week": 52}


def main() -> None:
    """Measure what is asked, or all, and write each table between the marks of its page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tables", nargs="*", default=["shares", "beginnings", "delays"])
    parser.add_argument("--series", type=int, default=1000)
    parser.add_argument("--processes", type=int)
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.processes) as pool:
        if "shares" in asked.tables:
            cells = [(*cell, asked.series) for cell in product(BASELINES, SIZES, MEANS)]
            shares = dict(zip(cells, pool.map(shares_called, cells), strict=True))
            _write(_table(shares, asked.series), *SHARES)
        if "beginnings" in asked.tables:
            steady = list(_steady(asked.series))
            found = dict(zip(steady, pool.map(beginnings, steady), strict=True))
            _write(_beginnings_table(found, asked.series), *BEGINNINGS)
        if "delays" in asked.tables:
            changes = [(*c, asked.series) for c in product(SIZES, MEANS, RATIOS.values())]
            delays = dict(zip(changes, pool.map(months_until_said, changes), strict=True))
            _write(_delays_table(delays, asked.series), *DELAYS)


def _write(text: str, page: str, marks: str) -> None:
    begin, end = (f"<!-- {marks}: {edge} -->" for edge in ("begin", "end"))
    head, _, rest = (PAGES / page).read_text(encoding="utf-8").partition(begin)
    tail = rest.partition(end)[2]
    (PAGES / page).write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}", encoding="utf-8")
    sys.stdout.write(text + "\n")


def _steady(series: int) -> Iterator[Steady]:
    for period, means in (("month", OF_MONTHS), ("week", OF_WEEKS)):
        for mean, size in product(means, KINDS[period]):
            yield Steady(period, mean, size, series)


def beginnings(cell: Steady) -> Floats:
    """Give how often rising, and waning, begin in a year, and the share that remembers a change."""
    years, judged = (n * A_YEAR[cell.period] for n in YEARS[cell.period])
    chance = np.random.default_rng(
        (SEED, years, int(1000 * cell.mean), int(np.isfinite(cell.size)))
    )
    found = np.zeros(3)
    for _ in range(cell.series):
        rate = np.full(years, cell.mean)
        if np.isfinite(cell.size):
            rate = chance.gamma(cell.size, rate / cell.size)
        counts = complete(chance.poisson(rate).astype(np.float64), cell.period)
        points = watch_counts(counts, last=judged + 1, with_delays=False).points
        for way, word in enumerate((RISING, WANING)):
            said = points.direction == word
            found[way] += (said[1:] & ~said[:-1]).sum()
        found[2] += points.level_changed[-1] != ""
    judged_years = YEARS[cell.period][1]
    return np.asarray(found / cell.series / np.array([judged_years, judged_years, 1.0]))


def _beginnings_table(found: dict[Steady, Floats], series: int) -> str:
    """Write a row for each mean, Poisson counts beside the wider ones."""
    lines = [
        f"{series:,} series of each kind.",
        "",
        "| events | counts | rising | waning | remembered |",
        "|---:|---|---:|---:|---:|",
    ]
    for cell in found:
        if np.isinf(cell.size):
            of = [found[cell._replace(size=size)] for size in KINDS[cell.period]]
            told = [" / ".join(f"{x[way]:.2f}".replace("0.", ".") for x in of) for way in range(2)]
            told.append(" / ".join(f"{100 * x[2]:.0f}" for x in of) + " %")
            sizes = " / ".join(f"size {size:g}" for size in KINDS[cell.period][1:])
            events = f"{cell.mean:g} a {cell.period}".removeprefix("0")
            lines.append(f"| {events} | Poisson / {sizes} | {' | '.join(told)} |")
    return "\n".join(lines)


def shares_called(cell: Cell) -> Floats:
    """Give (2, 3) shares of series that are called rising, and waning, by each date."""
    baseline, size, mean, series = cell
    chance = np.random.default_rng((SEED, baseline, int(1000 * mean), int(np.isfinite(size))))
    first = np.full((2, series), np.inf)
    for i in range(series):
        rate = np.full(baseline + JUDGED, mean)
        if np.isfinite(size):
            rate = chance.gamma(size, rate / size)
        counts = complete(chance.poisson(rate).astype(np.float64), "month")
        said = watch_counts(counts, last=JUDGED + 1, with_delays=False).points.direction
        for way, word in enumerate((RISING, WANING)):
            begins = (said[1:] == word) & (said[:-1] != word)
            if begins.any():
                first[way, i] = int(begins.argmax()) + 1
    return (first[:, :, None] <= DATES).mean(axis=1)


def complete(count: Floats, period: str) -> Counts:
    """Make counts of months or weeks that are complete and without breaks."""
    t, ones = np.arange(len(count)), np.ones(len(count))
    monday = np.datetime64("2005-01-03", "D") + 7 * t
    is_month = period == "month"
    return Counts(
        series="steady", period=period, count=count, exposure=ones, complete=ones,
        start=first_day(t) if is_month else monday, end=last_day(t) if is_month else monday + 6,
        segment=np.zeros(len(count)),
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


def months_until_said(change: Change) -> Floats:
    """Give the median and the 90th percentile of the months until the word of a change is said.

    Series that had the word in the month before the change do not count.
    """
    size, mean, ratio, series = change
    chance = np.random.default_rng(
        (SEED, BEFORE, int(1000 * mean), int(np.isfinite(size)), int(100 * ratio))
    )
    rate = np.repeat([mean, mean * ratio], [BEFORE, AFTER])
    months = []
    for _ in range(series):
        drawn = chance.gamma(size, rate / size) if np.isfinite(size) else rate
        counts = complete(chance.poisson(drawn).astype(np.float64), "month")
        said = watch_counts(counts, last=AFTER + 1, with_delays=False).points.direction
        is_said = said == (RISING if ratio > 1.0 else WANING)
        if not is_said[0]:
            months.append(int(is_said.argmax()) if is_said.any() else AFTER + 1)
    return np.percentile(months, [50, 90], method="inverted_cdf")


def _delays_table(found: dict[Change, Floats], series: int) -> str:
    lines = [
        f"Months until the word is said, median (90th percentile) of {series:,} series.",
        "",
        "| counts | mean | " + " | ".join(RATIOS) + " |",
        "|---|---:|" + "---:|" * len(RATIOS),
    ]
    for size, mean in product(SIZES, MEANS):
        told = [_months(found[size, mean, ratio, series]) for ratio in RATIOS.values()]
        kind = "Poisson" if np.isinf(size) else f"size {size:g}"
        lines.append(f"| {kind} | {mean:g} a month | {' | '.join(told)} |")
    return "\n".join(lines)


def _months(found: Floats) -> str:
    median, late = (f"over {AFTER}" if m > AFTER else f"{m:.0f}" for m in found)
    return f"{median} ({late})"


if __name__ == "__main__":
    main()
