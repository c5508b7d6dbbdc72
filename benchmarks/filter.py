"""Filter many series in one process; prints the speed as a ratio to what is wanted."""

import sys
import time

import numpy as np

from peil.assess.forward_filter import forward_filter
from peil.assess.reviews import ageing
from peil.assess.rule import default_rule
from peil.terms.calendar import Floats

SERIES, MONTHS, LEVELS, TIMES = 10_000, 240, 4, 3
WANTED = 3_000_000.0
"""Series-months a second."""


def main() -> None:
    """Time the filter, best of several runs."""
    matrix, prior = ageing(default_rule(), LEVELS)
    weights = np.random.default_rng(1).normal(0.0, 0.5, (SERIES, MONTHS, LEVELS))
    fastest = min(seconds(weights, matrix, prior) for _ in range(TIMES))
    speed = SERIES * MONTHS / fastest
    sys.stdout.write(f"{speed / 1e6:.1f} million series-months a second, ")
    sys.stdout.write(f"{speed / WANTED:.1f} times the wanted\n")


def seconds(weights: Floats, matrix: Floats, prior: Floats) -> float:
    """Measure one run."""
    begin = time.perf_counter()
    forward_filter(weights, matrix, prior)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
