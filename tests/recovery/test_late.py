"""Late reports, where the truth is known: how often does a nowcast hold the final count?

Reports of a month come with a geometric delay of two months, so that of the last three months
a third, five ninths and 19/27 are in.
"""

import numpy as np
import pytest

from peil.observe.watch.nowcast import nowcast
from peil.observe.watch.reporting import (
    Triangle,
    completeness,
    reporting_delays,
    reporting_triangle,
)
from peil.terms.calendar import Floats, Ints

MONTHS, LATEST = 63, 3
SIZE = 2.0
AGE = MONTHS - 1 - np.arange(MONTHS)
Rng = np.random.Generator


def reported(rng: Rng, final: Ints) -> Triangle:
    """Let a desk report each event late, and look at it after the last month."""
    period = np.repeat(np.arange(MONTHS), final)
    delay = rng.geometric(np.full(len(period), 1 / 3)) - 1
    return reporting_triangle(period, delay, np.ones(len(period)), age=AGE)


def so_far(triangle: Triangle) -> Floats:
    return np.where(triangle.is_known, triangle.new, 0.0).sum(axis=1)


@pytest.mark.parametrize("mean", [1.0, 3.0, 10.0])
def test_nine_nowcasts_in_ten_hold_the_final_count(mean: float) -> None:
    rng = np.random.default_rng(round(mean))
    inside = []
    for _ in range(400):
        final = rng.poisson(mean * rng.gamma(SIZE, 1 / SIZE, MONTHS))
        triangle = reported(rng, final)
        share = completeness(reporting_delays(triangle), AGE[-LATEST:])
        low, _, high = nowcast(so_far(triangle)[-LATEST:], share).T
        inside.append((low <= final[-LATEST:]) & (final[-LATEST:] <= high))
    assert np.mean(inside, axis=0).min() >= 0.88
    # Whole counts of one a month step over more than a tenth at once.
    assert np.mean(inside) <= (0.98 if mean > 1.0 else 0.99)
