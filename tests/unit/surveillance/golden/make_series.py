"""Make the series that R and Peil are both run on: `python make_series.py`, with a fixed seed."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HERE = Path(__file__).parent
CHANCE = np.random.default_rng(20261129)


def season(n: int, frequency: int, height: float, growth: float = 0.0) -> Floats:
    """A yearly wave in logarithms, with a growth over the whole series."""
    time = np.arange(n)
    return np.exp(height * np.cos(2 * np.pi * time / frequency) + growth * time / n)


def wide(mean: Floats, size: float) -> Floats:
    """Negative binomial counts."""
    return CHANCE.negative_binomial(size, size / (size + mean)).astype(float)


def days(first: str, n: int, step: int) -> list[str]:
    return [str(day) for day in np.datetime64(first) + step * np.arange(n)]


def months(first: str, n: int) -> list[str]:
    return [f"{month}-01" for month in np.datetime64(first, "M") + np.arange(n)]


def with_outbreak(count: Floats, first: int, last: int, times: float) -> Floats:
    count[first:last] = np.round(count[first:last] * times + 2)
    return count


def made() -> dict[str, tuple[int, list[str] | None, Floats, Floats | None]]:
    """Frequency, dates if any, counts and population if any, of each series."""
    weekly = with_outbreak(wide(2.0 * season(320, 52, 0.5), 4.0), 140, 147, 3.0)
    weekly = with_outbreak(weekly, 270, 276, 4.0)
    weekly[290:303] = 0.0
    sparse = wide(0.8 * season(290, 52, 0.3), 0.8)
    dated = with_outbreak(wide(5.0 * season(420, 52, 0.7, 0.6), 5.0), 200, 209, 3.0)
    dated = with_outbreak(dated, 340, 344, 3.0)
    steep = CHANCE.poisson(50.0 * season(420, 52, 0.4, 0.5)).astype(float)
    gaps = dated.copy()
    gaps[[60, 61, 62, 110, 150, 151, 230, 333]] = np.nan
    deaths = wide(250.0 * season(420, 52, 0.15, 0.2), 200.0)
    people = np.round(1e5 * np.exp(0.0005 * np.arange(420)))
    monthly = wide(20.0 * season(132, 12, 0.5, 0.4), 8.0)
    zeros = np.zeros(330)
    zeros[[300, 310, 311]] = [1.0, 4.0, 3.0]
    daily = CHANCE.poisson(4.0 * season(1200, 365, 0.4)).astype(float)
    return {
        "weekly": (52, None, weekly, None),
        "sparse": (52, None, sparse, None),
        "dated": (52, days("2004-01-05", 420, 7), dated, None),
        "steep": (52, days("2001-12-31", 420, 7), steep, None),
        "gaps": (52, days("2004-01-05", 420, 7), gaps, None),
        "deaths": (52, days("1999-01-04", 420, 7), deaths, people),
        "monthly": (12, months("2003-01", 132), monthly, None),
        "months": (12, None, monthly, None),
        "quarterly": (4, None, wide(30.0 * season(48, 4, 0.3), 10.0), None),
        "thirteen": (13, None, wide(9.0 * season(78, 13, 0.5), 6.0), None),
        "daily": (365, days("2009-01-01", 1200, 1), daily, None),
        "zeros": (52, None, zeros, None),
    }


def main() -> None:
    """Write every series into one table."""
    with (HERE / "series.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("series", "frequency", "date", "observed", "population"))
        for name, (frequency, dates, count, people) in made().items():
            for t, value in enumerate(count):
                day = "" if dates is None else dates[t]
                inhabitants = "" if people is None else int(people[t])
                observed = "" if np.isnan(value) else int(value)
                rows.writerow((name, frequency, day, observed, inhabitants))


if __name__ == "__main__":
    main()
