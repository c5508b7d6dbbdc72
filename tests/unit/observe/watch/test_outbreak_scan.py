"""The scan for old outbreaks looks beforehand where a window may begin, and misses none."""

import numpy as np
import pytest

from peil.observe.watch.outbreak_scan import _may_begin
from peil.terms.calendar import Floats

LONGEST, LEAST = 12, 6.0


def begins_one_by_one(y: Floats, mu: Floats) -> set[int]:
    """Sum every window anew, in the order in which the scan does."""
    found = set()
    for i in range(len(y)):
        events = mean = 0.0
        for k in range(i, min(i + LONGEST, len(y))):
            events, mean = events + y[k], mean + mu[k]
            if events > mean and (events - mean) ** 2 > 2 * LEAST * mean:
                found.add(i)
    return found


@pytest.mark.parametrize("mean", [1e-6, 0.05, 1.0, 30.0, 1e7, 1e12])
def test_no_window_that_counts_is_missed(mean: float) -> None:
    rng = np.random.default_rng(5)
    mu = mean * rng.uniform(0.5, 2.0, 300)
    y = rng.poisson(mu * rng.gamma(3.0, 1 / 3, 300)).astype(float)
    y[40:46] += np.ceil(3 * mu[40:46])
    asked = set(np.flatnonzero(_may_begin(y, mu, LONGEST, LEAST)).tolist())
    needed = begins_one_by_one(y, mu)
    assert needed
    assert needed <= asked


def test_a_flat_series_is_hardly_looked_at() -> None:
    mu = np.full(300, 20.0)
    assert not _may_begin(mu.copy(), mu, LONGEST, LEAST).any()


def test_a_mean_beyond_all_numbers_is_looked_at_everywhere() -> None:
    mu = np.full(30, 1e308)
    assert _may_begin(mu * 1.5, mu, LONGEST, LEAST).all()


def test_a_series_shorter_than_the_longest_window_is_looked_at_whole() -> None:
    y, mu = np.array([0.0, 0.0, 9.0]), np.full(3, 0.5)
    assert set(np.flatnonzero(_may_begin(y, mu, LONGEST, LEAST)).tolist()) == {0, 1, 2}
