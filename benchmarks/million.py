"""Time the check, the reading and the assessment of a large dossier: seconds, and the peak of memory.

Usage: python benchmarks/million.py [rows]

Each step runs in a process of its own, so that the peak of one is not that of the other.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np

from peil.feeds.dossier.check import check_dossier
from peil.feeds.dossier.new import new_dossier
from peil.feeds.dossier.read import read_dossier
from peil.workflow.assessing import assess_dossier

ROWS = 1_000_000
COUNTRIES, INDICATORS = 40, 100
DAY = date(2018, 1, 22)
STEPS: dict[str, Callable[[Path], object]] = {
    "check": check_dossier,
    "read": read_dossier,
    "assess": lambda dossier: assess_dossier(dossier, DAY),
}


def main() -> None:
    """Write a synthetic dossier into a temporary folder and time every step."""
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        _step(sys.argv[1], Path(sys.argv[2]))
        return
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    with tempfile.TemporaryDirectory() as folder:
        dossier = Path(folder) / "million"
        _write(dossier, rows)
        size = (dossier / "observations.csv").stat().st_size / 1e6
        sys.stdout.write(f"{rows} observations, {size:.0f} MB\n")
        sys.stdout.flush()
        for step in STEPS:
            subprocess.run([sys.executable, __file__, step, str(dossier)], check=True)


def _step(name: str, dossier: Path) -> None:
    begun = time.perf_counter()
    STEPS[name](dossier)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(f"{name}: {seconds:.1f} s, peak {peak:.2f} GB\n")


def _write(dossier: Path, rows: int) -> None:
    new_dossier("Country 0", dossier)
    _append(dossier / "indicators.csv", map(_indicator, range(INDICATORS)))
    _append(dossier / "observations.csv", map(_observation, range(rows)))
    problems = check_dossier(dossier)
    if problems:
        raise SystemExit(f"the dossier is not sound, so that little would be timed: {problems[0]}")


def _append(table: Path, rows: Iterable[dict[str, object]]) -> None:
    """Write rows below the column names that a new table has; what a row leaves out is empty."""
    with table.open("r+", encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
        file.seek(0, 2)
        csv.DictWriter(file, names, restval="", lineterminator="\n").writerows(rows)


def _indicator(i: int) -> dict[str, object]:
    return {
        "id": f"indicator_{i}",
        "name_en": f"Indicator {i}",
        "unit": "files",
        "measure_kind": "flow_count",
        "family": "judicial_opened",
        "effort": "effort_dependent",
        "definition": "Synthetic files.",
        "weighs": "true",
        "weighs_reason": "synthetic",
    }


def _observation(i: int) -> dict[str, object]:
    """One figure of one month; after all countries, indicators and months come new vintages."""
    series, rest = i % (COUNTRIES * INDICATORS), i // (COUNTRIES * INDICATORS)
    start = np.datetime64("2000-01") + rest % 240
    end = (start + 1).astype("datetime64[D]") - 1
    return {
        "country": f"Country {series % COUNTRIES}",
        "indicator": f"indicator_{series // COUNTRIES}",
        "family": "judicial_opened",
        "measure_kind": "flow_count",
        "period_start": f"{start}-01",
        "period_end": end,
        "period_precision": "day",
        "value": i * 7919 % 977,
        "unit": "files",
        "published": end + 30 + 30 * (rest // 240),
        "published_precision": "day",
        "partial": "false",
        "approximate": "false",
        "effort": "effort_dependent",
        "publisher": f"Publisher {series % 7}",
        "source": f"Report {rest}, table {series}",
        "licence": "free",
        "confidence": "read",
    }


if __name__ == "__main__":
    main()
