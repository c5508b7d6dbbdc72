"""An old outbreak is found in a baseline, and a usual baseline is left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.observe.watch.scan_out import CUT_ABOVE, scan_out


def test_five_times_the_mean_for_six_months_is_found_where_it_is() -> None:
    count = np.tile([1.0, 0.0, 2.0, 1.0], 15)
    count[20:26] = [6.0, 4.0, 5.0, 7.0, 3.0, 5.0]
    window = scan_out(count, np.ones(60))
    assert window is not None
    assert window.is_cut
    assert (window.first, window.last) == (20, 25)


def test_the_score_is_the_log_likelihood_ratio_over_the_dispersion_outside() -> None:
    count = np.tile([1.0, 0.0, 2.0, 1.0], 15)
    count[20:26] = 6.0
    window = scan_out(count, np.ones(60))
    assert window is not None
    inside, outside = 36.0, count.sum() - 36.0
    expected = count.sum() * 6 / 60
    ratio = inside * np.log(inside / expected)
    ratio += outside * np.log(outside / (count.sum() - expected))
    # Variance over mean outside is below one, and a dispersion is never taken below one.
    assert window.score == pytest.approx(ratio)


def test_more_counts_from_more_effort_are_no_outbreak() -> None:
    effort = np.ones(60)
    effort[20:26] = 6.0
    count = np.tile([1.0, 0.0, 2.0, 1.0], 15) * effort
    window = scan_out(count, effort)
    assert window is None or not window.is_cut


@pytest.mark.parametrize("count", [[], [0.0] * 60, [3.0] * 60, [5.0, 0.0, 0.0, 0.0]])
def test_nothing_stands_out_of_what_is_empty_even_or_short(count: list[float]) -> None:
    assert scan_out(np.array(count), np.ones(len(count))) is None


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000_000), min_size=8, max_size=130))
def test_a_window_has_2_to_12_periods_and_at_most_a_quarter_of_them(count: list[int]) -> None:
    window = scan_out(np.array(count, dtype=float), np.ones(len(count)))
    if window is not None:
        length = window.last - window.first + 1
        assert 2 <= length <= min(12, len(count) // 4)
        assert np.isfinite(window.score)
        assert window.is_cut == (window.score > CUT_ABOVE)
