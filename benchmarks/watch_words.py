"""Count the words of the watch on series whose truth is known.

Usage: python -m benchmarks.watch_words [--series N] [--seed N] [--processes N] [--only TEXT]
       [--no-page]

Every shape of `watch_shapes` goes through `watch_table` as one table. Each series is judged in
its last period, at twice the time by which a chart of the same budget that knows the truth has
signalled in 95 % of series. The tables go between the markers of docs/methods/watch-words.md.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from benchmarks.watch_oracle import BUDGET, moment_of
from benchmarks.watch_shapes import CHRISTMAS, FELL, ROSE, SHAPES, Floats, Said, Shape
from benchmarks.watch_stops import stops

import peil
from peil.observe.watch.table import TAKEN

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "watch-words.md"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
SERIES, SEED = 2000, 20_261_218
RIGHT, DENIED, REMEMBERED, WRONG = 0.90, 0.05, 0.05, 1 - np.exp(-BUDGET)
"""At least, and at most: a direction's budget is the share of series that it misleads in a year."""
STEADY, OR_LATE, LATE_CAVEAT = "steady", "waning, or late", "late"
"""A caveat whose code has this word says that the latest reports may be late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a shape was judged.

    Args:
        moment: periods from the change to the one that is judged.
        right: share of series of which accepted words and none of the wrong direction are said.
        denied: of those that changed by more than the range that is said, the share that is
            called steady and of which nothing else is said; NaN where nothing changed.
        wrong: share of which a wrong direction is said, the larger one of both.
        remembered: share that carries a changed level.
        caveats: share with a caveat that reports may be late.
        undeclared: columns and options that the watch does not take.
    """

    shape: Shape
    moment: int
    right: float
    denied: float
    wrong: float
    remembered: float
    caveats: float
    undeclared: tuple[str, ...]

    @property
    def misses(self) -> tuple[str, ...]:
        """Name what is beyond its bound."""
        beyond = {
            "right": self.right < RIGHT,
            "steady": self.denied > DENIED,
            "wrong": self.wrong > WRONG,
            "remembered": self.is_long and self.remembered > REMEMBERED,
        }
        return tuple(name for name, is_so in beyond.items() if is_so)

    @property
    def is_long(self) -> bool:
        """Whether it is a steady series of fifteen years."""
        return self.shape.name.endswith("15 years")


def main() -> None:
    """Judge all shapes and write the table."""
    options, begun = _options(), time.perf_counter()
    shapes = [shape for shape in SHAPES if options.only in shape.name]
    work = partial(tally, series=options.series, seed=options.seed)
    with ProcessPoolExecutor(options.processes) as pool:
        parts = [table(list(pool.map(work, shapes)), options.series, options.seed)]
        print(parts[0])
        if not options.only:
            parts.append(stops(options.seed, pool.map))
            print(f"\n{parts[1]}")
    print(f"{time.perf_counter() - begun:.0f} s")
    if not (options.only or options.no_page):
        _write("\n\n".join(parts))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--series", type=int, default=SERIES, help="of each shape")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", default="", help="shapes whose name has this text; no page")
    parser.add_argument("--no-page", action="store_true", help="print only")
    return parser.parse_args()


def tally(shape: Shape, *, series: int = SERIES, seed: int = SEED) -> Tally:
    """Judge a shape some times over; each has its own stream of chance."""
    moment = moment_of(shape)
    chance = np.random.default_rng([seed, SHAPES.index(shape)])
    counts = shape.draw(chance, series, moment)
    options = _given(shape, moment)
    rows = peil.watch_table(table_of(shape, counts, moment), last=1, period=shape.period, **options)
    judged = rows.to_pylist()
    words = [said(row) for row in judged]
    right = [is_right(shape, each) for each in words]
    return Tally(
        shape=shape,
        moment=moment,
        right=float(np.mean(right)),
        denied=_denied(shape, judged, words),
        wrong=max(_share_wrong(shape, words, side) for side in (FELL, ROSE)),
        remembered=float(np.mean([bool(row["level_changed"]) for row in judged])),
        caveats=float(np.mean([_may_be_late(row) for row in judged])),
        undeclared=tuple(name for name in shape.declared if name not in {*TAKEN, *options}),
    )


def table_of(shape: Shape, counts: Floats, moment: int) -> pa.Table:
    """Bring counts (S, N) into the rows that the watch takes, with what is declared of them."""
    series, periods = counts.shape
    columns: dict[str, Any] = {
        "series": np.repeat([f"{i:04d}" for i in range(series)], periods),
        "date": np.tile(shape.days(moment), series),
        "count": counts.ravel(),
    }
    of_shape = {
        "completeness": shape.shares(moment),
        "population": shape.population(moment),
        "break": _broken(shape, periods),
    }
    for name, values in of_shape.items():
        if name in shape.declared:
            columns[name] = pa.array(list(values) * series)
    return pa.table(columns)


def _broken(shape: Shape, periods: int) -> list[str | None]:
    """Say in the first period of another count that it is one."""
    begins = {shape.history + first for first, _ in shape.steps}
    return ["another definition" if t in begins else None for t in range(periods)]


def _given(shape: Shape, moment: int) -> dict[str, Any]:
    """Give the holidays of all years by name, where they are declared."""
    if "holidays" not in shape.declared:
        return {}
    first, last = (day.astype(object).year for day in shape.days(moment)[[0, -1]])
    names = dict(zip(CHRISTMAS, ("Christmas", "New Year's Day"), strict=True))
    return {
        "holidays": {
            date(y, *day): name for y in range(first, last + 2) for day, name in names.items()
        }
    }


def said(row: Mapping[str, Any]) -> frozenset[str]:
    """Give all that a row says of a direction; a column that is missing says nothing."""
    words = {row["direction"]}
    if row["level_changed"]:
        words.add(f"level {row['level_changed']}")
    low, high = row.get("slope_low"), row.get("slope_high")
    if high is not None and high < 1:
        words.add("slope down")
    if low is not None and low > 1:
        words.add("slope up")
    if _may_be_late(row) and "waning" in words:
        words.add(OR_LATE)
    return frozenset(words)


def _may_be_late(row: Mapping[str, Any]) -> bool:
    return any(LATE_CAVEAT in code for code in row["caveats"] or ())


def is_right(shape: Shape, words: frozenset[str]) -> bool:
    """Whether accepted words are said, and none of the wrong direction."""
    return _accepts(shape.accepted, words) and not is_wrong(shape, words)


def is_wrong(shape: Shape, words: frozenset[str]) -> bool:
    """Whether a wrong direction is said."""
    return bool(_wrong(shape, words))


def _wrong(shape: Shape, words: frozenset[str]) -> set[str]:
    """Give the wrong words; a fall that may be late reports is none where they are late."""
    may_be_late = (OR_LATE,) in shape.accepted and OR_LATE in words
    return set(words & set(shape.wrong)) - ({"waning"} if may_be_late else set())


def _share_wrong(shape: Shape, words: list[frozenset[str]], side: Said) -> float:
    return float(np.mean([bool(_wrong(shape, each) & set(side)) for each in words]))


def _accepts(accepted: tuple[Said, ...], words: frozenset[str]) -> bool:
    return any(words >= set(each) for each in accepted)


def _denied(shape: Shape, judged: list[dict[str, Any]], words: list[frozenset[str]]) -> float:
    """Give the share called steady within less than what it changed by, and nothing beside it."""
    if shape.ratio == 1.0:
        return float("nan")
    change = max(shape.ratio, 1 / shape.ratio) if shape.ratio else np.inf
    denied = [
        STEADY in each
        and not _accepts(shape.accepted, each)
        and change > (row.get("steady_within") or 1.0)
        for row, each in zip(judged, words, strict=True)
    ]
    return float(np.mean(denied))


def table(tallies: list[Tally], series: int, seed: int) -> str:
    """Write one row for each shape, and what the bounds are."""
    head = "| shape | change | accepted | after | right % | steady % | wrong % | remembered % | |"
    missed = [each for each in tallies if each.misses]
    quiet = [each.caveats for each in tallies if each.shape.ratio == 1 and not each.shape.late]
    lines = [
        f"{series:,} series of each shape, seed {seed}. Right: at least {100 * RIGHT:.0f} %; steady of "
        f"what changed by more than it says: at most {100 * DENIED:.0f} %; each wrong direction: at "
        f"most {100 * WRONG:.1f} %; a changed level in 15 steady years: at most {100 * REMEMBERED:.0f} %.",
        "",
        head,
        "|" + "---|" * (head.count("|") - 1),
        *_rows(tallies),
        "",
        f"Of {len(tallies)} shapes {len(tallies) - len(missed)} keep every bound."
        if missed
        else f"All {len(tallies)} shapes keep every bound.",
    ]
    if quiet:
        mean, most = 100 * np.mean(quiet), 100 * max(quiet)
        lines[-1] += (
            f" Of complete series that are steady {mean:.1f} % have a caveat that reports may be "
            f"late, of one shape at most {most:.1f} %."
        )
    return "\n".join(lines)


def _rows(tallies: list[Tally]) -> Iterator[str]:
    for each in tallies:
        shape = each.shape
        accepted = " or ".join(" and ".join(words) for words in shape.accepted)
        notes = [f"misses: {', '.join(each.misses)}"] if each.misses else []
        notes += [f"{name} not taken" for name in each.undeclared]
        denied = "–" if np.isnan(each.denied) else f"{100 * each.denied:.1f}"
        yield (
            f"| {shape.name} | {_change(shape.ratio)} | {accepted} | {each.moment} | "
            f"{100 * each.right:.1f} | {denied} | {100 * each.wrong:.1f} | "
            f"{100 * each.remembered:.1f} | {'; '.join(notes)} |"
        )


def _change(ratio: float) -> str:
    if ratio == 1.0:
        return "none"
    return "from nothing" if ratio == np.inf else f"× {ratio:g}"


def _write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
