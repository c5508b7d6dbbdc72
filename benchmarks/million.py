"""Time the check, the reading and the assessment of a large dossier: seconds, and the peak of memory.

Usage: python benchmarks/million.py [rows]

Each step runs in a process of its own, so that the peak of one is not that of the other.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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
    indicators = dossier / "indicators.csv"
    with indicators.open("a", encoding="utf-8") as file:
        for i in range(INDICATORS):
            file.write(
                f"indicator_{i},Indicator {i},,,,files,flow_count,judicial_opened,"
                "effort_dependent,Synthetic files.,,true,synthetic\n"
            )
    with (dossier / "observations.csv").open("a", encoding="utf-8") as file:
        file.writelines(_row(i) for i in range(rows))


def _row(i: int) -> str:
    """One figure of one month; after all countries, indicators and months come new vintages."""
    series, rest = i % (COUNTRIES * INDICATORS), i // (COUNTRIES * INDICATORS)
    start = np.datetime64("2000-01") + rest % 240
    end = (start + 1).astype("datetime64[D]") - 1
    published = end + 30 + 30 * (rest // 240)
    return (
        f"Country {series % COUNTRIES},indicator_{series // COUNTRIES},judicial_opened,flow_count,"
        f"{start}-01,{end},{i * 7919 % 977},files,{published},day,false,false,effort_dependent,"
        f'Publisher {series % 7},"Report {rest}, table {series}",free,read,\n'
    )


if __name__ == "__main__":
    main()
