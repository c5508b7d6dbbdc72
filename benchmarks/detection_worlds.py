"""Weekly counts with past outbreaks and a current one: the 42 scenarios of Noufaily et al.

Source: Noufaily et al. (2013), Statistics in Medicine 32(7), 1206-1222: seven groups of level,
trend, season and dispersion, each with and without trend, and with no, one or two harmonics.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEEKS, PAST, FIRST, YEAR = 624, 312, 575, 52
"""Weeks; past outbreaks begin from week 312 on, the current one from 575 on, counted from 0."""
SIZES = (2, 3, 5, 10)
"""Sizes of the current outbreak, in standard deviations of a week's count."""
PAST_SIZES = (0, 2, 3, 5, 10)
"""Sizes of the four past outbreaks, by replicate in turn."""
GROUPS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
"""Log level, slope a week, cosine, sine, and variance over mean."""
SCENARIOS = tuple(
    (group, trend, waves) for group in GROUPS for trend in (0, 1) for waves in range(3)
)

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One scenario, some times over.

    Args:
        mean: (624,) of the counts without outbreaks.
        dispersion: variance over mean of them.
        count: (5, R, 624) without a current outbreak, then with each of SIZES.
        is_outbreak: (4, R, 49) from the first to the last week with cases of the current one.
    """

    mean: Counts
    dispersion: float
    count: Counts
    is_outbreak: NDArray[np.bool_]


def make_world(scenario: int, replicates: int, seed: int) -> World:
    """Draw a scenario; each has its own stream of chance."""
    chance = np.random.default_rng([seed, scenario])
    mean, dispersion = _mean(scenario), SCENARIOS[scenario][0][-1]
    count = np.zeros((1 + len(SIZES), replicates, WEEKS))
    current = np.zeros((len(SIZES), replicates, WEEKS))
    for r in range(replicates):
        count[:, r] = _counts(chance, mean, dispersion)
        size = PAST_SIZES[r % len(PAST_SIZES)]
        for _ in range(4 if size else 0):
            count[:, r] += _outbreak(chance, mean, dispersion, size, PAST, FIRST)
        for k, size in enumerate(SIZES):
            current[k, r] = _outbreak(chance, mean, dispersion, size, FIRST, WEEKS)
    count[1:] += current
    cases = current[..., FIRST:] > 0
    begun = np.logical_or.accumulate(cases, axis=-1)
    goes_on = np.logical_or.accumulate(cases[..., ::-1], axis=-1)[..., ::-1]
    return World(mean=mean, dispersion=dispersion, count=count, is_outbreak=begun & goes_on)


def _mean(scenario: int) -> Counts:
    (level, slope, cosine, sine, _), trend, waves = SCENARIOS[scenario]
    week = np.arange(1, WEEKS + 1)
    log_mean = level + slope * trend * week
    for j in range(1, waves + 1):
        angle = 2 * np.pi * j * week / YEAR
        log_mean = log_mean + cosine * np.cos(angle) + sine * np.sin(angle)
    made: Counts = np.exp(log_mean)
    return made


def _counts(chance: np.random.Generator, mean: Counts, dispersion: float) -> Any:
    if dispersion == 1:
        return chance.poisson(mean)
    return chance.negative_binomial(mean / (dispersion - 1), 1 / dispersion)


def _outbreak(
    chance: np.random.Generator, mean: Counts, dispersion: float, size: int, begin: int, end: int
) -> Counts:
    """Draw an outbreak of two cases or more that starts in a stretch of weeks and stays in it."""
    while True:
        start = chance.integers(begin, end)
        cases = chance.poisson(size * np.sqrt(dispersion * mean[start]))
        week = start + np.floor(chance.lognormal(0, 0.5, cases)).astype(int)
        week = week[week < end]
        if cases >= 2 and len(week):
            return np.bincount(week, minlength=WEEKS).astype(float)
