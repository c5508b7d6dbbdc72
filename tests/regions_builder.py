"""The example of the guide: three kinds of count by week in twelve made-up places, with two changes.

`python -m tests.regions_builder` writes docs/guide/regions.csv again, byte for byte, and what the
command prints of it into docs/guide/watch-many.md, wherever the method of the watch has changed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from math import exp
from pathlib import Path
from random import Random

SEED = 1
FIRST, WEEKS = date(2022, 1, 3), 130
PLACES = {
    "North": ("Alder", "Birch", "Cedar", "Dale"),
    "Middle": ("Elm", "Fern", "Grove", "Heath"),
    "South": ("Iris", "Juniper", "Larch", "Maple"),
}
SIZES = (0.6, 0.8, 1.2, 1.4)
"""Of the four places of each region."""
MEANS = {"theft": 12.0, "threats": 4.0, "arson": 1.2}
"""Counts a week in a place of size 1."""
ROSE, ROSE_FROM, ROSE_BY = ("arson", "North", "Birch"), date(2024, 1, 1), 4.0
FELL, FELL_FROM, FELL_BY = ("threats", "South"), date(2023, 10, 2), 0.5
ROOT = Path(__file__).parents[1]
FILE, GUIDE = (ROOT / "docs" / "guide" / name for name in ("regions.csv", "watch-many.md"))
COMMAND = ("watch-many", "docs/guide/regions.csv", "build/regions")
SHOWN = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)
"""What the guide shows of the command's output."""


def regions_csv() -> str:
    """Write the example: independent Poisson counts around means that change where it is planted."""
    return "\n".join(["series,region,date,count", *_rows(Random(SEED))]) + "\n"


def _rows(random: Random) -> Iterator[str]:
    for kind in MEANS:
        for region, places in PLACES.items():
            for place, size in zip(places, SIZES, strict=True):
                for week in range(WEEKS):
                    monday = FIRST + timedelta(weeks=week)
                    mean = MEANS[kind] * size * _change(kind, region, place, monday)
                    year, number, _ = monday.isocalendar()
                    count = _poisson(random, mean)
                    yield f"{kind},Land/{region}/{place},{year}-W{number:02d},{count}"


def _change(kind: str, region: str, place: str, monday: date) -> float:
    if (kind, region, place) == ROSE and monday >= ROSE_FROM:
        return ROSE_BY
    return FELL_BY if (kind, region) == FELL and monday >= FELL_FROM else 1.0


def _poisson(random: Random, mean: float) -> int:
    """Draw a count by inversion, which gives the same on every machine and version."""
    left, count, chance = random.random(), 0, exp(-mean)
    while left > chance:
        left -= chance
        count += 1
        chance *= mean / count
    return count


def _printed() -> str:
    peil, wide = Path(sys.executable).with_name("peil"), {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(
        [peil, *COMMAND], cwd=ROOT, env=wide, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    FILE.write_text(regions_csv(), encoding="utf-8")
    guide, printed = GUIDE.read_text(encoding="utf-8"), _printed()
    GUIDE.write_text(SHOWN.sub(lambda _: printed, guide, count=1), encoding="utf-8")
