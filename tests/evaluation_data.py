"""Series and panels for tests of evaluations, and what R and pysyncon make of some of them."""

import csv
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peil.observe.watch.counts import Counts
from peil.review.evaluation.panel import Panel

Floats = NDArray[np.float64]

GOLDEN = Path(__file__).parent / "unit" / "review" / "evaluation" / "golden"
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


def golden(file: str) -> tuple[dict[str, str], ...]:
    """Read a table beside the tests: `unit/review/evaluation/golden/README.md`."""
    return rows_of(GOLDEN / file)


def golden_series(name: str) -> Counts:
    """Make one of the series that R was run on."""
    rows = [row for row in golden("series.csv") if row["series"] == name]
    return monthly(
        np.array([float(row["count"]) for row in rows]),
        first=rows[0]["month"],
        exposure=np.array([float(row["exposure"]) for row in rows]),
        name=name,
    )


def golden_panel() -> Panel:
    """Make the panel that R and pysyncon were run on; its first region had a policy in 1994."""
    rows = golden("panel.csv")
    years = [name for name in rows[0] if name.isdigit()]
    predictors = [name for name in rows[0] if name not in ("region", *years)]
    return Panel(
        units=tuple(row["region"] for row in rows),
        times=np.array([int(year) for year in years]),
        outcome=np.array([[float(row[year]) for year in years] for row in rows]),
        predictors={name: np.array([float(row[name]) for row in rows]) for name in predictors},
    )


def california() -> Panel:
    """Make the panel of cigarette sales by state, Abadie, Diamond and Hainmueller (2010)."""
    rows = rows_of(CALIFORNIA)
    units = tuple(name for name in rows[0] if name != "Year")
    return Panel(
        units=units,
        times=np.array([int(row["Year"]) for row in rows]),
        outcome=np.array([[float(row[unit]) for row in rows] for unit in units]),
    )
