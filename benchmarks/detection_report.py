"""Tables and a curve of the comparison of detectors, as Markdown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PEIL, BOUND, KNOWN = "Peil", "known, one week", "known, two weeks"
PRODUCT, USUAL = "watch_table", 0.1
"""The watch as people run it, and its usual budget of false signals a year."""
RATES = (0.3, 0.7, 0.9, 2.2, 2.6, 7.3, 11.3)
"""False signals in per cent of weeks, at which R's methods lay in an earlier run."""
TARGETS = (30.1, 39.0, 42.7, 53.8, 56.9, 69.3, 83.5)
"""Half-way between R's methods and a one-week test that knows the truth, in that run."""
PER_GROUP = 6
GROUP_NAMES = (
    "1: 1.1 a week, trend × 4.5",
    "2: 0.14 a week, trend × 20",
    "3: 4.5 a week, trend × 6, Poisson",
    "4: 1.6 a week, dispersion 5",
    "5: 12 a week, strong season",
    "6: 43 a week",
    "7: 148 a week",
)
WIDTH, HEIGHT, RIGHT = 68, 24, 14.0


@dataclass(frozen=True, slots=True)
class Result:
    """Counts of one method at one budget.

    Args:
        counts: (42, 8) weeks without outbreak and signals in them; outbreaks, those found and
            those found in their first week; weeks of outbreaks with a signal, other weeks of
            the same series with one, weeks of outbreaks without one. Of the product (42, 15):
            the signals in quiet weeks are rises that open there, and outbreaks are found that a
            new rise is said of; then come outbreaks in which rising is said, quiet weeks in which a signal or a direction stands, those in which a
            direction is said, weeks of outbreaks from where they were found on, and those of
            them in which rising is said; quiet weeks in which a rise opens, and in which something
            stands, that the true mean does not bear out.
    """

    counts: NDArray[np.float64]

    def group(self, number: int) -> "Result":
        """Keep one group of scenarios, counted from 0."""
        return Result(self.counts[number * PER_GROUP : (number + 1) * PER_GROUP])

    @property
    def not_borne_out(self) -> "Result":
        """Count of the rises that open in quiet weeks those alone that the mean does not bear out."""
        counts = self.counts.copy()
        counts[:, 1] = counts[:, 13]
        return Result(counts)

    @property
    def measures(self) -> NDArray[np.float64]:
        """Per cent of weeks with a false signal, outbreaks found, in the first week; and F1."""
        weeks, false, outbreaks, found, first, hit, wrong, missed = self.counts[:, :8].sum(axis=0)
        f1 = 2 * hit / max(1.0, 2 * hit + wrong + missed)
        return np.array([100 * false / weeks, 100 * found / outbreaks, 100 * first / outbreaks, f1])


Results = Mapping[tuple[str, float], Result]


def report(results: Results, *, replicates: int, seed: int) -> str:
    """Write all tables and the curve."""
    methods = [name for name, _ in results if name not in (PRODUCT, PEIL, BOUND, KNOWN)]
    parts = [
        f"{replicates} replicates of each scenario, seed {seed}.",
        _product(results),
        _standing(results[PRODUCT, USUAL]),
        _at_rates(results),
        _beside(results, methods),
        _groups(results, methods),
        _curve(results, methods),
    ]
    return "\n\n".join(parts)


def _at(results: Results, name: str, rate: float) -> NDArray[np.float64]:
    """Interpolate the measures of a swept method between budgets, at a rate of false signals."""
    swept = np.array([result.measures for (n, _), result in results.items() if n == name])
    swept = swept[np.argsort(swept[:, 0])]
    inside = swept[0, 0] <= rate <= swept[-1, 0]
    return np.array([np.interp(rate, swept[:, 0], m) if inside else np.nan for m in swept.T])


def _table(head: str, rows: Iterator[str]) -> str:
    columns = head.count("|") - 1
    return "\n".join([head, "|" + "---|" * columns, *rows])


def _at_rates(results: Results) -> str:
    def rows() -> Iterator[str]:
        for rate, target in zip(RATES, TARGETS, strict=True):
            ours, bound, known = (_at(results, name, rate) for name in (PEIL, BOUND, KNOWN))
            yield (
                f"| {rate} | {target} | {ours[1]:.1f} | {ours[2]:.1f} | {ours[3]:.2f} | "
                f"{bound[1]:.1f} | {known[1]:.1f} |"
            )

    return (
        "The detector alone, at R's rates of false signals, one budget for all scenarios:\n\n"
        + _table(
            "| false signals, % of weeks | half-way from R to one known week | it finds % "
            "| in the first week % | F1 | known, one week % | known, two weeks % |",
            rows(),
        )
    )


def product_report(results: Results) -> str:
    """Write what is measured of the product alone."""
    return "\n\n".join([_product(results), _standing(results[PRODUCT, USUAL])])


def _product(results: Results) -> str:
    """Compare what the watch says and opens with the targets, and show each budget."""

    def at_rates() -> Iterator[str]:
        own = {key: result for key, result in results.items() if key[0] == PRODUCT}
        false = {key: result.not_borne_out for key, result in own.items()}
        for rate, target in zip(RATES, TARGETS, strict=True):
            found, beside = _at(own, PRODUCT, rate), _at(false, PRODUCT, rate)
            if not np.isnan(found).any():
                yield (
                    f"| {rate} | {target} | {found[1]:.1f} | {found[2]:.1f} | {found[3]:.2f} "
                    f"| {beside[1]:.1f} |"
                )

    def budgets() -> Iterator[str]:
        for (name, budget), result in results.items():
            if name == PRODUCT:
                opened, found, first, _ = result.measures
                flat, counts = _without_trend(result), result.counts.sum(axis=0)
                yield (
                    f"| {budget:g} | {opened:.2f} | {100 * counts[13] / counts[0]:.2f} "
                    f"| {found:.1f} | {first:.1f} "
                    f"| {100 * counts[8] / counts[2]:.1f} | {flat.measures[0]:.2f} "
                    f"| {flat.measures[1]:.1f} |"
                )

    return "\n\n".join(
        [
            "The watch as people run it (`watch_table`, swept over its budget), at R's rates:",
            _table(
                "| rises that open, % of quiet weeks | half-way from R to one known week | found % "
                "| in the first week % | F1 | found % at so many that the mean does not bear out |",
                at_rates(),
            ),
            "The same by budget:",
            _table(
                "| false signals a year | rises that open, % of quiet weeks | that the mean does not "
                "bear out | found % "
                "| in the first week % | rising said in one of its weeks, new or not % "
                "| opens, without trend % | found, without trend % |",
                budgets(),
            ),
        ]
    )


def _without_trend(result: Result) -> Result:
    return Result(result.counts[~_has_trend(len(result.counts))])


def _has_trend(scenarios: int) -> NDArray[np.bool_]:
    """Say which scenarios have a trend: in each group the second half."""
    return np.arange(scenarios) % PER_GROUP >= PER_GROUP // 2


def _standing(usual: Result) -> str:
    """Say for how long signals and words stand at the usual budget, in quiet and in outbreaks."""
    has_trend = _has_trend(len(usual.counts))
    parts = {"all": has_trend | True, "without trend": ~has_trend, "with trend": has_trend}

    def rows() -> Iterator[str]:
        for name, chosen in parts.items():
            counts = usual.counts[chosen].sum(axis=0)
            yield (
                f"| {name} | {100 * counts[9] / counts[0]:.1f} | {100 * counts[14] / counts[0]:.1f} "
                f"| {100 * counts[10] / counts[0]:.1f} "
                f"| {100 * counts[12] / max(counts[11], 1):.1f} |"
            )

    return f"How long it stands, at {USUAL:g} false signals a year, both directions:\n\n" + _table(
        "| scenarios | a signal or a direction, % of quiet weeks | that the mean does not bear out "
        "| a direction, % of quiet weeks "
        "| rising, % of an outbreak's weeks from where it was found on |",
        rows(),
    )


def _beside(results: Results, methods: list[str]) -> str:
    def rows() -> Iterator[str]:
        for name in methods:
            rate, found, first, f1 = results[name, 0.0].measures
            ours, bound = _at(results, PEIL, rate), _at(results, BOUND, rate)
            yield (
                f"| {name} | {rate:.2f} | {found:.1f} | {first:.1f} | {f1:.2f} | {ours[1]:.1f} | "
                f"{ours[2]:.1f} | {ours[3]:.2f} | {bound[1]:.1f} | {(found + bound[1]) / 2:.1f} |"
            )

    return "Each reproduced method, and the detector at the same rate:\n\n" + _table(
        "| method | false signals % | found % | first week % | F1 | the detector finds % "
        "| first week % | F1 | known, one week % | half-way % |",
        rows(),
    )


def _groups(results: Results, methods: list[str]) -> str:
    """Compare by groups: the budget is that which gives the rate over all scenarios."""
    shown = [name for name in ("flexible, nb_plugin", "Farrington 1996") if name in methods]

    def rows() -> Iterator[str]:
        for g, label in enumerate(GROUP_NAMES):
            cells = []
            for name in shown:
                rate = results[name, 0.0].measures[0]
                theirs = results[name, 0.0].group(g).measures
                cells.append(f"{theirs[0]:.1f} / {theirs[1]:.0f}")
                for swept in (PEIL, BOUND):
                    false, found = _group_at(results, swept, rate, g)
                    cells.append(f"{false:.1f} / {found:.0f}")
            yield f"| {label} | " + " | ".join(cells) + " |"

    head = "| group | " + " | ".join(
        f"{name} | the detector at its rate | known, one week" for name in shown
    )
    return "By group, false signals % / outbreaks found %:\n\n" + _table(head + " |", rows())


def _group_at(results: Results, name: str, rate: float, group: int) -> tuple[float, float]:
    chosen = [result for (n, _), result in results.items() if n == name]
    overall = np.array([result.measures[0] for result in chosen])
    order = np.argsort(overall)
    parts = np.array([chosen[i].group(group).measures for i in order])
    return (
        float(np.interp(rate, overall[order], parts[:, 0])),
        float(np.interp(rate, overall[order], parts[:, 1])),
    )


def _curve(results: Results, methods: list[str]) -> str:
    """Draw detection against false signals: a line of letters for each swept method."""
    grid = [[" "] * WIDTH for _ in range(HEIGHT)]
    scale = np.sqrt(RIGHT)

    def mark(rate: float, found: float, letter: str) -> None:
        if 0 < rate < RIGHT and not np.isnan(found):
            x = round(np.sqrt(rate) / scale * (WIDTH - 1))
            grid[HEIGHT - 1 - round(found / 100 * (HEIGHT - 1))][x] = letter

    for name, letter in ((KNOWN, ":"), (BOUND, "."), (PEIL, "P"), (PRODUCT, "W")):
        for x in range(WIDTH):
            rate = float((x / (WIDTH - 1) * scale) ** 2)
            mark(rate, _at(results, name, rate)[1], letter)
    for number, name in enumerate(methods, 1):
        mark(*results[name, 0.0].measures[:2], str(number))
    rows = [
        f"{100 * (HEIGHT - 1 - i) / (HEIGHT - 1):4.0f} |" + "".join(r) for i, r in enumerate(grid)
    ]
    return "\n".join(
        [
            "Outbreaks found (%) against false signals (% of weeks, square-root scale to 14).",
            "W is the watch (rises that open), P its detector alone, a point (.) the one-week and a",
            "colon (:) the two-week test that know the truth; "
            + "; ".join(f"{i} {name}" for i, name in enumerate(methods, 1))
            + ".",
            "",
            "```text",
            *(row.rstrip() for row in rows),
            "     +" + "-" * WIDTH,
            _axis(),
            "```",
        ]
    )


def _axis() -> str:
    line = [" "] * (WIDTH + 6)
    for rate in (0.3, 0.9, 2.6, 7.3, 11.3):
        x = 6 + round(np.sqrt(rate / RIGHT) * (WIDTH - 1))
        for i, letter in enumerate(str(rate)):
            line[x + i - 1] = letter
    return "".join(line).rstrip()
