"""An old outbreak is found in a baseline, and a usual baseline is left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from peil.observe.watch.scan_out import CUT_ABOVE, NOWHERE, old_outbreak
from peil.terms.calendar import Floats

USUAL = np.tile([1.0, 0.0, 2.0, 1.0], 15)


def scan(count: Floats, effort: Floats | None = None) -> tuple[int, int, float]:
    return old_outbreak(
        count, np.ones(len(count)) if effort is None else effort, np.ones(len(count))
    )


def test_five_times_the_mean_for_six_months_is_found_where_it_is() -> None:
    count = USUAL.copy()
    count[20:26] = [6.0, 4.0, 5.0, 7.0, 3.0, 5.0]
    first, last, ratio = scan(count)
    assert (first, last) == (20, 25)
    assert ratio > CUT_ABOVE


def log_ratio(count: Floats, window: slice) -> float:
    """Weigh one rate inside the window and one outside it against one rate, for a rise."""
    inside, outside = count[window], np.delete(count, window)
    if inside.mean() <= count.mean():
        return 0.0
    return float(
        poisson.logpmf(inside, inside.mean()).sum()
        + poisson.logpmf(outside, outside.mean()).sum()
        - poisson.logpmf(count, count.mean()).sum()
    )


def test_the_ratio_is_the_mean_of_the_likelihood_ratios_of_all_windows() -> None:
    count = USUAL.copy()
    count[20:23] = 3.0
    ratios = [
        np.exp(log_ratio(count, slice(begin, begin + length)))
        for length in range(2, 13)
        for begin in range(60 - length + 1)
    ]
    # Variance over mean outside is below one, and a dispersion is never taken below one.
    assert scan(count)[2] == pytest.approx(np.mean(ratios))


def test_wide_counts_need_more_to_be_an_outbreak() -> None:
    narrow, wide = np.tile([2.0, 2.0], 30), np.tile([0.0, 4.0], 30)
    for count in narrow, wide:
        count[20:24] = [5.0, 6.0, 5.0, 6.0]
    assert scan(narrow)[2] > CUT_ABOVE > scan(wide)[2]


def test_a_busy_year_weighs_more_than_a_burst_that_stands_out_as_far() -> None:
    """Chance fills some window of two months sooner than one of twelve."""
    burst, year = np.tile([0.0, 1.0, 0.0], 20), np.tile([0.0, 1.0, 0.0], 20)
    burst[21:23] = [3.0, 2.0]
    year[20:32] = [1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    assert log_ratio(burst, slice(21, 23)) > log_ratio(year, slice(20, 32))
    assert scan(burst)[2] < scan(year)[2]


def test_more_counts_from_more_effort_are_no_outbreak() -> None:
    effort = np.ones(60)
    effort[20:26] = 6.0
    assert scan(USUAL * effort, effort)[2] < CUT_ABOVE


@pytest.mark.parametrize("count", [[], [0.0] * 60, [3.0] * 60, [5.0, 0.0, 0.0, 0.0]])
def test_nothing_stands_out_of_what_is_empty_even_or_short(count: list[float]) -> None:
    assert scan(np.array(count)) == (NOWHERE, NOWHERE, 1.0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000_000), min_size=8, max_size=130))
def test_a_window_has_2_to_12_periods_and_at_most_a_quarter_of_them(count: list[int]) -> None:
    first, last, ratio = scan(np.array(count, dtype=float))
    assert ratio >= 1.0
    if first != NOWHERE:
        assert 2 <= last - first + 1 <= min(12, len(count) // 4)
