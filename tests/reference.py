"""Series and results of R's surveillance 1.24.1, where their folder lies beside the project.

Tests over them are made from `surveillance_settings`, which is empty where the folder is absent:
then such tests are not collected, instead of being skipped.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
_FOLDER = ROOT.parent / "shared" / "data" / "reference" / "surveillance"
REFERENCE: Path | None = _FOLDER if (_FOLDER / "settings.csv").exists() else None
"""The folder with series and results; None where it is absent."""
PARITY = ROOT / "build" / "parity"
"""Where the largest differences are written, one file of JSON lines for each method."""

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One result of R: which file, of which algorithm, series, stretch and arguments.

    Args:
        first, last: the evaluated stretch, counted from one as R does.
        dated: whether R was told that the series has dates.
    """

    file: str
    algorithm: str
    series: str
    frequency: int
    dated: bool
    first: int
    last: int
    note: str
    args: Mapping[str, Any]

    def __str__(self) -> str:
        return self.file.removesuffix(".csv")

    @property
    def at(self) -> NDArray[np.int64]:
        """The evaluated rows, counted from zero."""
        return np.arange(self.first - 1, self.last)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def surveillance_settings(algorithm: str) -> list[Setting]:
    """List the results of one algorithm by R's name for it; none where the folder is absent."""
    if REFERENCE is None:
        return []
    return [
        Setting(
            file=row["file"],
            algorithm=row["algorithm"],
            series=row["series"],
            frequency=int(row["freq"]),
            dated=row["epoch_as_date"] == "TRUE",
            first=int(row["range_from"]),
            last=int(row["range_to"]),
            note=row["note"],
            args=json.loads(row["args_json"]),
        )
        for row in _rows(REFERENCE / "settings.csv")
        if row["algorithm"] == algorithm
    ]


def _number(text: str) -> float:
    """Read a number as R writes it; NA, NaN and an empty cell become nan."""
    return float("nan") if text in ("", "NA") else float(text)


def _columns(path: Path) -> Columns:
    rows = _rows(path)
    found: Columns = {
        name: np.array([_number(row[name]) for row in rows]) for name in rows[0] if name != "date"
    }
    days = [row.get("date", "") for row in rows]
    if all(days):
        found["date"] = np.array(days, dtype="datetime64[D]")
    return found


@cache
def series(name: str) -> Columns:
    """Read one count series: `observed`, `population`, and `date` where it is dated."""
    assert REFERENCE is not None
    return _columns(REFERENCE / "series" / f"{name}.csv")


@cache
def golden(file: str) -> Columns:
    """Read one of R's results; its columns by R's names, NA as nan."""
    assert REFERENCE is not None
    return _columns(REFERENCE / "goldens" / file)


def grid_settings() -> list[dict[str, str]]:
    """List the crossed settings of farringtonFlexible; none where the folder is absent."""
    return [] if REFERENCE is None else _rows(REFERENCE / "settings_grid.csv")


def relative_difference(ours: NDArray[Any], theirs: NDArray[Any], *, least: float = 1e-12) -> float:
    """Measure the largest relative difference; infinity where one alone is nan or infinite.

    Args:
        least: size below which a difference is held to this size, for columns that pass
            through zero.
    """
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    same = (np.isnan(ours) & np.isnan(theirs)) | (ours == theirs)
    if not (np.isfinite(ours) & np.isfinite(theirs) | same).all():
        return float("inf")
    apart = np.abs(ours[~same] - theirs[~same]) / np.maximum(np.abs(theirs[~same]), least)
    return float(apart.max(initial=0.0))


def record_parity(method: str, *, setting: str, points: int, differences: dict[str, float]) -> None:
    """Add the largest differences of one setting to the file of its method.

    One line is one write, so that tests in several processes may add at the same time.
    """
    PARITY.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"method": method, "setting": setting, "points": points, **differences})
    with (PARITY / f"{method}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
