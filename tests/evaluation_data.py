"""Series and panels for tests of evaluations: built here, or real ones where they are at hand."""

import csv
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.reference import REFERENCE

from peil.observe.watch.counts import Counts

Floats = NDArray[np.float64]

SICILY: list[Path] = [] if REFERENCE is None else [REFERENCE.parent / "sicily.csv"]
BASQUE: list[Path] = [] if REFERENCE is None else [REFERENCE.parent / "basque.csv"]
"""Empty where the folder of reference figures is absent, so that tests over it are deselected."""
CALIFORNIA = Path(str(distribution("causalpy").locate_file("causalpy/data/california_prop99.csv")))


def monthly(
    count: Floats, *, first: str = "2010-01", exposure: float | Floats = 1.0, name: str = "thefts"
) -> Counts:
    """Make a series by month."""
    months = np.datetime64(first, "M") + np.arange(len(count))
    return Counts(
        series=name,
        period="month",
        start=months.astype("datetime64[D]"),
        end=(months + 1).astype("datetime64[D]") - 1,
        count=np.asarray(count, dtype=float),
        exposure=np.broadcast_to(np.asarray(exposure, dtype=float), (len(count),)).copy(),
        complete=np.ones(len(count)),
        segment=np.zeros(len(count)),
    )


@cache
def rows_of(path: Path) -> tuple[dict[str, str], ...]:
    """Read a CSV as it stands."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
