"""Series, and what R's surveillance 1.24.1 makes of them: `unit/surveillance/golden/README.md`."""

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
GOLDEN = ROOT / "tests" / "unit" / "surveillance" / "golden"
PARITY = ROOT / "build" / "parity"
"""Where the largest differences are written, one file of JSON lines for each method."""

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One result of R: of which method, series, stretch and arguments.

    Args:
        first, last: the evaluated stretch, counted from one as R does.
        args: R's arguments, by R's names.
    """

    setting: str
    method: str
    series: str
    first: int
    last: int
    note: str
    args: Mapping[str, Any]

    def __str__(self) -> str:
        return self.setting

    @property
    def at(self) -> NDArray[np.int64]:
        """The evaluated rows, counted from zero."""
        return np.arange(self.first - 1, self.last)


def _rows(file: str) -> list[dict[str, str]]:
    with (GOLDEN / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def settings() -> tuple[Setting, ...]:
    """List every result of R."""
    return tuple(
        Setting(
            setting=row["setting"],
            method=row["method"],
            series=row["series"],
            first=int(row["first"]),
            last=int(row["last"]),
            note=row["note"],
            args=json.loads(row["args"]),
        )
        for row in _rows("settings.csv")
    )


def settings_of(method: str) -> list[Setting]:
    """List the results of one method."""
    return [setting for setting in settings() if setting.method == method]


def _numbers(rows: list[dict[str, str]], name: str) -> NDArray[np.float64]:
    """Read numbers as R writes them; NA, NaN and an empty cell become nan."""
    texts = (row[name] for row in rows)
    return np.array([float("nan") if text in ("", "NA") else float(text) for text in texts])


@cache
def _by(file: str, key: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows(file):
        found.setdefault(row[key], []).append(row)
    return found


@cache
def series(name: str) -> dict[str, Any]:
    """Read one series: `count`, `frequency`, and `dates` and `population`, None where it has none."""
    rows = _by("series.csv", "series")[name]
    population = _numbers(rows, "population")
    return {
        "count": _numbers(rows, "observed"),
        "frequency": int(rows[0]["frequency"]),
        "dates": np.array([row["date"] for row in rows], "M8[D]") if rows[0]["date"] else None,
        "population": None if np.isnan(population).all() else population,
    }


def golden(setting: Setting) -> Columns:
    """Read one of R's results, a column each, NA as nan."""
    rows = _by(f"{setting.method}.csv", "setting")[setting.setting]
    return {name: _numbers(rows, name) for name in rows[0] if name not in ("setting", "row")}


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


def hold_to_r(
    setting: Setting,
    found: Mapping[str, NDArray[Any]],
    *,
    least: Mapping[str, float] | None = None,
    allowed: float = 1e-9,
) -> None:
    """Hold each column to R's, and keep the largest differences for the table of parity.

    Args:
        found: our columns, by the names in R's table.
        least: of a column, as in `relative_difference`.
        allowed: largest relative difference.
    """
    theirs = golden(setting)
    apart = {
        name: relative_difference(ours, theirs[name], least=(least or {}).get(name, 1e-12))
        for name, ours in found.items()
    }
    record_parity(setting, apart)
    assert {name: by for name, by in apart.items() if not by <= allowed} == {}


def record_parity(setting: Setting, differences: Mapping[str, float]) -> None:
    """Add the largest differences of one setting to the file of its method.

    One line is one write, so that tests in several processes may add at the same time.
    """
    PARITY.mkdir(parents=True, exist_ok=True)
    told = {"method": setting.method, "setting": setting.setting, "points": len(setting.at)}
    with (PARITY / f"{setting.method}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**told, **differences}) + "\n")
