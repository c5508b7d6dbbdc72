"""Measure the shift chart as it ships, and write the tables of docs/methods/watch-shift.md.

    python -m benchmarks.shift_measured

False signals of steady series, delays as a chart starts, once it runs, after a change that lies in
the baseline, with an old outbreak there, and with the chart's part of the product's budget. All from
other numbers than the tables were made with.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
from benchmarks.shift_delays import changing
from benchmarks.shift_simulation import EARLIER, NEVER, highest_ratios, signal_delays, steady_paths
from benchmarks.shift_tables import BASELINES, MEANS, allowed

from peil.observe.watch.delays import CHANGES, Delay, delays_at
from peil.observe.watch.peil_method import budget_of_chart
from peil.observe.watch.scan_out import CUT_ABOVE, old_outbreak
from peil.observe.watch.shift_thresholds import threshold_table
from peil.terms.calendar import Floats

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "watch-shift.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
BUDGET, DATES = 120.0, np.array([12, 36, 120])
PERIODS_IN_PRODUCT = 12 / budget_of_chart(12 / BUDGET, "month")
"""Months per false signal of the chart as a part of Peil's own method."""
STEADY, CHANGED, RARE = 15_000, 4_000, 200_000
"""Series of a cell; the most where a hair decides."""
SHOWN = (0.1, 0.2, 0.5, 1.0, 3.0, 10.0, 20.0)
BETWEEN = (0.15, 0.25, 0.3, 0.4, 0.7, 1.5, 2.0, 5.0)
CHANGING = (0.2, 0.5, 1.0, 3.0, 10.0)
NOISES = {0.0: "Poisson", 0.1: "size 10", 0.5: "size 2"}
WAYS = ("rise", "fall")
OUTBREAK, OUTBREAK_FACTOR = slice(20, 26), 5.0
SEED = 20_261_125
Cell = tuple[int, float, float]
"""Length of the baseline, spread, mean."""
BY_A_HAIR: Cell = (60, 0.0, 0.2)
"""Where about half of the doublings are seen by the month that is wanted."""


def main() -> None:
    """Measure all of it and write it between the marks of the page."""
    with ProcessPoolExecutor() as pool:
        parts = [part(pool.map) for part in (steady, started, running, late, outbreaks, in_product)]
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, tail = rest.partition(END)
    text = "\n\n".join([BEGIN, *parts, END])
    PAGE.write_text(head + text + tail, encoding="utf-8")
    sys.stdout.write(text + "\n")


def generator(*of: float) -> np.random.Generator:
    """Start from numbers of this cell's own."""
    return np.random.default_rng((SEED, *(int(1000 * value) for value in of)))


Map = Callable[..., Iterable[Floats]]


def steady(over: Map) -> str:
    """Table the shares of steady series with a signal by each date."""
    cells: list[Cell] = list(product((60, 24), NOISES, sorted(SHOWN + BETWEEN)))
    shares = dict(zip(cells, over(shares_with_a_signal, cells), strict=True))
    rows = [
        [str(start), NOISES[spread], name]
        + ["/".join(f"{100 * s:.0f}" for s in shares[start, spread, m][way]) for m in SHOWN]
        for start, spread, (way, name) in product((60, 24), (0.0, 0.5), enumerate(WAYS))
    ]
    over_allowed = {cell: (share / allowed(DATES, BUDGET)).max() for cell, share in shares.items()}
    worst = max(over_allowed, key=lambda cell: over_allowed[cell])
    return table(
        f"Per cent of {STEADY:,} steady series with a first signal by month 12/36/120; allowed are "
        + "/".join(f"{100 * a:.1f}" for a in allowed(DATES, BUDGET))
        + ". Monthly, one false signal in ten years in each direction.",
        ["baseline", "counts", "direction", *(f"{m:g} a month" for m in SHOWN)],
        rows,
    ) + (
        f"\n\nWith size 10, and means between ({', '.join(f'{m:g}' for m in BETWEEN)}), the highest "
        f"share over the allowed one is {over_allowed[worst]:.2f} ({worst[0]} months, "
        f"{NOISES[worst[1]]}, {worst[2]:g} a month); with 60 months "
        f"{max(v for cell, v in over_allowed.items() if cell[0] == 60):.2f}."
    )


def shares_with_a_signal(cell: Cell) -> Floats:
    """Give (2, 3) the shares of steady series with a rise or a fall by each date."""
    start, spread, mean = cell
    limits = threshold_table().at(BUDGET)
    paths, facts = steady_paths(
        generator(*cell), STEADY, start, int(BUDGET), mean, spread, limits.ratios
    )
    grid = BASELINES, MEANS, DATES
    highest = [highest_ratios(paths[:, w], facts, limits.values[w], *grid) for w in range(2)]
    return np.array([(h >= 1.0).mean(axis=0) for h in highest])


def started(over: Map) -> str:
    """Table the delays where the change comes as the chart starts."""
    return table(
        f"Months to the signal, median (90th percentile) of {CHANGED:,} series ({RARE:,} doublings at "
        ".2 a month after 60 Poisson counts), the change coming as the chart starts.",
        ["baseline", "counts", "mean", *CHANGE_NAMES],
        delay_rows(over, ((60, 0.0), (60, 0.5), (24, 0.0)), before=0),
    )


def late(over: Map) -> str:
    """Table the delays where the change comes a year before the chart starts."""
    return table(
        "The same, from the chart's start on, where the change comes twelve months before it.",
        ["baseline", "counts", "mean", *CHANGE_NAMES],
        delay_rows(over, ((60, 0.0),), before=-12),
    )


CHANGE_NAMES = ("× 4", "× 2", "half", "quarter", "stop")


def in_product(over: Map) -> str:
    """Table the delays of the chart's part of the budget, where the change comes as it starts."""
    return table(
        f"With the chart's part of the budget in Peil's own method, one false signal in "
        f"{PERIODS_IN_PRODUCT:.0f} months in each direction, {CHANGED:,} series, the change coming as "
        "the chart starts.",
        ["baseline", "counts", "mean", *CHANGE_NAMES],
        delay_rows(over, ((60, 0.0), (60, 0.5)), before=0, budget=PERIODS_IN_PRODUCT),
    )


def delay_rows(
    over: Map, worlds: Iterable[tuple[int, float]], *, before: int, budget: float = BUDGET
) -> Iterator[list[str]]:
    """Give a row for each world and mean, a column for each change."""
    cells = [(*world, mean) for world in worlds for mean in CHANGING]
    work = partial(delays_of, before=before, budget=budget)
    for (start, spread, mean), found in zip(cells, over(work, cells), strict=True):
        cell = [f"{number(median)} ({number(late)})" for median, late in found]
        yield [str(start), NOISES[spread], f"{mean:g}", *cell]


def delays_of(cell: Cell, before: int, budget: float) -> Floats:
    """Give (5, 2) median and 90th percentile for each change."""
    start, _, mean = cell
    rows = []
    for change in CHANGES:
        world = changing(mean, change, start=start, before=before)
        series = RARE if (cell, change) == (BY_A_HAIR, 2.0) else CHANGED
        found = periods(cell, before, world, int(change < 1.0), series, budget)
        rows.append([quantile(found, 0.5), quantile(found, 0.9)])
    return np.array(rows)


def periods(
    cell: Cell, before: int, world: Floats, way: int, series: int, budget: float = BUDGET
) -> Floats:
    """Give the periods to a signal of series that had none before the change."""
    start, spread, _ = cell
    limits = threshold_table().at(budget)
    found = signal_delays(
        generator(*cell, abs(before)),
        series,
        start,
        before,
        world,
        spread,
        way,
        limits.values[None],
        limits.baselines,
        limits.means,
        limits.ratios,
    )[:, 0]
    return found[found != EARLIER]


def running(_: Map) -> str:
    """Table the delays that are told: of a chart that has run, beside the bound."""
    rows = [
        [str(start), NOISES[spread], f"{mean:g}", *(_told(d) for d in _delays(start, spread, mean))]
        for (start, spread), mean in product(((60, 0.0), (60, 0.5), (24, 0.0)), CHANGING)
    ]
    return table(
        "As `peil watch` tells them (`shift_delays.csv`), with the chart's part of the budget, one false "
        f"signal in {PERIODS_IN_PRODUCT:.0f} months: the change comes 24 periods on, when the "
        "head start is over, in series without a signal before. In brackets the 90th percentile and "
        "the *bound*, the median of a likelihood-ratio chart that knows mean, change and spread, has "
        "run for ten years and is held to the same shares.",
        ["baseline", "counts", "mean", *CHANGE_NAMES],
        rows,
    )


def _delays(start: int, spread: float, mean: float) -> tuple[Delay, ...]:
    return delays_at(mean, 1.0 + spread * mean, PERIODS_IN_PRODUCT, start)


def _told(delay: Delay) -> str:
    return f"{number(delay.median)} ({number(delay.late)}; {number(delay.bound)})"


def outbreaks(over: Map) -> str:
    """Table what five times the mean in six months of the baseline does to a doubling."""
    rows = [
        [
            f"{mean:g}",
            f"{100 * cut:.0f} %",
            f"{number(median)} ({100 * share:.1f} %)",
            f"{number(usual)} ({100 * usual_share:.1f} %)",
        ]
        for mean, (cut, median, share, usual, usual_share) in zip(
            CHANGING, over(outbreak_cell, CHANGING), strict=True
        )
    ]
    return table(
        "A doubling after 60 months of Poisson counts of which six had five times the mean, as the "
        "chart starts: the median month, and the share of series seen by then; "
        f"{RARE:,} series at .2 a month, else {CHANGED:,}.",
        ["mean", "outbreaks cut", "with the outbreak", "without one"],
        rows,
    )


def outbreak_cell(mean: float) -> Floats:
    """Give the share of outbreaks cut, then median and share by it with an outbreak and without."""
    series = RARE if mean == BY_A_HAIR[2] else CHANGED
    plain = changing(mean, 2.0, start=60, before=0)
    world = plain.copy()
    world[OUTBREAK] *= OUTBREAK_FACTOR
    counts = generator(mean).poisson(world[:60], (CHANGED, 60)).astype(float)
    cut = np.mean([old_outbreak(c, np.ones(60), np.ones(60))[2] > CUT_ABOVE for c in counts])
    figures = [float(cut)]
    for means in (world, plain):
        found = periods((60, 0.0, mean), 0, means, 0, series)
        median = quantile(found, 0.5)
        figures += [median, float((found <= median).mean())]
    return np.array(figures)


def quantile(found: Floats, share: float) -> float:
    """Give a quantile that is one of the values."""
    return float(np.quantile(found, share, method="inverted_cdf"))


def number(months: float) -> str:
    """Write whole months."""
    return f"{months:.0f}" if months < NEVER else "over 240"


def table(title: str, head: list[str], rows: Iterable[list[str]]) -> str:
    """Write a Markdown table under its title."""
    lines = [head, ["---"] * len(head), *rows]
    return f"{title}\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
