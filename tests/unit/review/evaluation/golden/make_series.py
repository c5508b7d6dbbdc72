"""Make the series and the panel that R, pysyncon and Peil are all run on: `python make_series.py`."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HERE = Path(__file__).parent
CHANCE = np.random.default_rng(20261130)
FIRST, YEARS, BEGINS = 1970, 36, 1994
PREDICTORS = ("first", "second", "third", "unrelated")
REGIONS = (
    "Ahn",
    "Bour",
    "Clair",
    "Dunn",
    "Erm",
    "Fels",
    "Gorm",
    "Holl",
    "Irm",
    "Jork",
    "Kehl",
    "Lunn",
)


def mean(n: int, *, level: float, growth: float, season: float, step: float, at: int) -> Floats:
    """A growth over the whole series, a yearly wave, and a step from one month on."""
    time = np.arange(n)
    wave = season * np.cos(2 * np.pi * time / 12) + season / 2 * np.sin(4 * np.pi * time / 12)
    return level * np.exp(growth * time / n + wave) * np.where(time >= at, step, 1.0)


def wide(mean: Floats, size: float) -> Floats:
    """Negative binomial counts."""
    return CHANCE.negative_binomial(size, size / (size + mean)).astype(float)


def alike(n: int, strength: float) -> Floats:
    """Noise whose neighbours are alike."""
    noise = CHANCE.normal(0, 1, n)
    for t in range(1, n):
        noise[t] += strength * noise[t - 1]
    return noise


def series() -> dict[str, tuple[str, Floats, Floats]]:
    """First month, counts and exposure of each series."""
    people = 1000 * np.exp(0.001 * np.arange(84))
    wards = wide(mean(84, level=0.6, growth=-0.1, season=0.1, step=0.85, at=48) * people, 80.0)
    rare = wide(mean(120, level=25.0, growth=0.2, season=0.3, step=1.0, at=0), 8.0)
    rare[60:] = np.round(rare[60:] * np.exp(-0.01 * np.arange(60)))
    memory = mean(96, level=150.0, growth=0.3, season=0.0, step=0.7, at=54)
    slow = CHANCE.poisson(memory * np.exp(0.12 * alike(96, 0.6))).astype(float)
    return {
        "wards": ("2008-01", wards, np.round(people)),
        "rare": ("2005-01", rare, np.ones(120)),
        "slow": ("2010-01", slow, np.ones(96)),
    }


def panel() -> tuple[Floats, Floats]:
    """Outcomes by region and year, and four predictors of each region.

    The regions follow three common courses. The first falls by a fifth from 1994 on. Predictors are
    the outcome of every eight years with noise, and one that has nothing to do with it, so that a
    search for their weights can end in more than one place.
    """
    courses = np.cumsum(CHANCE.normal(0.3, 1.0, (3, YEARS)), axis=1)
    shares = CHANCE.dirichlet(np.full(3, 0.7), len(REGIONS))
    shares[0] = 0.5 * shares[1] + 0.3 * shares[2] + 0.2 * shares[3]
    outcome = 40 + 2 * shares @ courses + CHANCE.normal(0, 0.4, (len(REGIONS), YEARS))
    outcome[0, BEGINS - FIRST :] *= 0.8
    outcome = np.round(outcome, 4)
    noise = np.random.default_rng(38)
    early = outcome[:, : BEGINS - FIRST].reshape(len(REGIONS), 3, 8).mean(axis=2).T
    rows = [row + noise.normal(0, 1, len(REGIONS)) for row in early]
    rows.append(noise.normal(0, 1, len(REGIONS)))
    return outcome, np.round(np.column_stack(rows), 3)


def write(file: str, names: Iterable[str], table: Iterable[Iterable[object]]) -> None:
    with (HERE / file).open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines, lineterminator="\n")
        rows.writerow(names)
        rows.writerows(table)


def main() -> None:
    """Write the series and the panel."""
    write(
        "series.csv",
        ("series", "month", "count", "exposure"),
        (
            (name, np.datetime64(first, "M") + t, int(count[t]), int(exposure[t]))
            for name, (first, count, exposure) in series().items()
            for t in range(len(count))
        ),
    )
    outcome, predictors = panel()
    write(
        "panel.csv",
        ("region", *PREDICTORS, *(str(FIRST + t) for t in range(YEARS))),
        ((REGIONS[i], *predictors[i], *outcome[i]) for i in range(len(REGIONS))),
    )


if __name__ == "__main__":
    main()
