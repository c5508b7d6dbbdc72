"""Series and panels for tests of evaluations: built here, or real ones where they are at hand."""

import csv
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from peil.observe.watch.counts import Counts
from peil.review.evaluation.panel import Panel, average_over

Floats = NDArray[np.float64]

_FOLDER = Path(__file__).parents[2] / "shared" / "data" / "reference"
REFERENCE: Path | None = _FOLDER if _FOLDER.exists() else None
"""The folder of reference figures; None where it is absent."""
SICILY: list[Path] = [] if REFERENCE is None else [REFERENCE / "sicily.csv"]
BASQUE: list[Path] = [] if REFERENCE is None else [REFERENCE / "basque.csv"]
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


BASQUES, SPAIN = "Basque Country (Pais Vasco)", "Spain (Espana)"
SECTORS = (
    "agriculture",
    "energy",
    "industry",
    "construction",
    "services.venta",
    "services.nonventa",
)


def basque(path: Path, *, with_spain: bool = False) -> Panel:
    """Make the panel of Abadie and Gardeazabal (2003), with their predictors as in the file."""
    rows = rows_of(path)
    units = tuple(dict.fromkeys(row["regionname"] for row in rows))
    times = np.array(sorted({int(float(row["year"])) for row in rows}))

    def values(name: str) -> Floats:
        table = np.full((len(units), len(times)), np.nan)
        for row in rows:
            at = units.index(row["regionname"]), int(float(row["year"])) - int(times[0])
            table[at] = float(row[name] or "nan")
        return table

    asked = [(f"school.{x}", 1964, 1969) for x in ("illit", "prim", "med", "high", "post.high")]
    asked += [("invest", 1964, 1969), ("gdpcap", 1960, 1969), ("popdens", 1969, 1969)]
    asked += [(f"sec.{sector}", 1961, 1969) for sector in SECTORS]
    panel = Panel(
        units=units,
        times=times,
        outcome=values("gdpcap"),
        predictors={name: average_over(times, values(name), *years) for name, *years in asked},
        contains={SPAIN: frozenset(units) - {SPAIN}},
    )
    return panel if with_spain else panel.without([SPAIN])


def california() -> Panel:
    """Make the panel of cigarette sales by state, Abadie, Diamond and Hainmueller (2010)."""
    rows = rows_of(CALIFORNIA)
    units = tuple(name for name in rows[0] if name != "Year")
    return Panel(
        units=units,
        times=np.array([int(row["Year"]) for row in rows]),
        outcome=np.array([[float(row[unit]) for row in rows] for unit in units]),
    )
