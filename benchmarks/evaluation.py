"""Measure what evaluations say of policies with a known effect; prints the tables of the docs.

`python -m benchmarks.evaluation [worlds]`; 2,000 worlds take about five minutes on one core.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from tests.recovery.evaluation_worlds import (
    Says,
    Tally,
    control_world,
    differences_world,
    per_head_coverage,
    series_world,
    spells_world,
    tally,
)

FIRST = 10_000
"""Seeds that no test uses."""
WORLDS = 2_000
SERIES: dict[str, dict[str, Any]] = {
    "Poisson, by Poisson": {"mean": 20.0, "policy": {"family": "poisson"}},
    "Poisson, mean 4, by quasi-Poisson": {"mean": 4.0},
    "alpha .1, by negative binomial": {
        "mean": 20.0, "alpha": 0.1, "policy": {"family": "negative_binomial"},
    },
    "alpha .1, by quasi-Poisson": {"mean": 20.0, "alpha": 0.1},
    "alpha .1, by Poisson": {"mean": 20.0, "alpha": 0.1, "policy": {"family": "poisson"}},
    "memory .5, by quasi-Poisson": {"mean": 20.0, "memory": 0.5},
    "memory .5, errors taken as independent": {
        "mean": 20.0, "memory": 0.5, "policy": {"memory": False},
    },
    "memory .5, Newey-West over 3 months": {"mean": 20.0, "memory": 0.5, "policy": {"lags": 3}},
    "memory .8, by quasi-Poisson": {"mean": 20.0, "memory": 0.8},
    "mean .3, by quasi-Poisson": {"mean": 0.3},
}  # fmt: skip
EXACT: dict[str, dict[str, float]] = {
    "10 and as long": {"expected": 10.0},
    "40 and as long": {"expected": 40.0},
    "120 and a third as long": {"expected": 120.0, "before": 3.0},
}
PANELS: dict[str, tuple[Callable[..., Says], dict[str, Any]]] = {
    "synthetic control, 20 units": (control_world, {}),
    "synthetic control, 40 units": (control_world, {"units": 40}),
    "synthetic differences, 1 of 20 units": (differences_world, {}),
    "synthetic differences, 1 of 40 units": (differences_world, {"units": 40}),
}
HEADS = ((12, 0.5, 20.0), (12, 0.5, 4.0), (12, 0.1, 20.0), (40, 1.0, 10.0))


def row(name: str, ratio: float, found: Tally) -> str:
    """Write one line of a table."""
    shares = (found.coverage, found.fell, found.rose, found.cannot_tell)
    return f"| {name} | {ratio:g} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"


def table(rows: Iterable[tuple[str, Says, Says]], ratio: float, worlds: int) -> None:
    """Print a table: without effect, and with one."""
    print(
        "| world, model | true ratio | coverage | fell | rose | cannot tell |\n|---|---|---|---|---|---|"
    )
    for name, nothing, something in rows:
        for truth, says in ((1.0, nothing), (ratio, something)):
            print(row(name, truth, tally(says, range(FIRST, FIRST + worlds))), flush=True)
    print()


def main() -> None:
    """Print all tables."""
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else WORLDS
    table(
        ((n, series_world(1.0, **w), series_world(0.6, **w)) for n, w in SERIES.items()),
        0.6,
        worlds,
    )
    table(
        ((n, spells_world(1.0, **w), spells_world(0.5, **w)) for n, w in EXACT.items()), 0.5, worlds
    )
    panels = ((n, make(1.0, **w), make(0.8, **w)) for n, (make, w) in PANELS.items())
    table(panels, 0.8, worlds // 2)
    print("| places | spread | events | drawn | exact | ranks |\n|---|---|---|---|---|---|")
    for places, spread, mean in HEADS:
        seeds = range(FIRST, FIRST + worlds // 20)
        shares = per_head_coverage(seeds, places=places, spread=spread, mean=mean)
        print(
            f"| {places} | {spread} | {mean:g} | " + " | ".join(f"{s:.3f}" for s in shares) + " |"
        )


if __name__ == "__main__":
    main()
