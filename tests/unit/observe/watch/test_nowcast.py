"""A nowcast is the exact quantile of what is still to come, and the count where all is in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from peil.observe.watch.nowcast import nowcast

NAN = float("nan")
LEVELS = [0.05, 0.5, 0.95]


def test_what_is_complete_is_its_own_nowcast_and_no_report_has_none() -> None:
    found = nowcast(np.array([0.0, 7.0, NAN]), np.array([1.0, 1.0, 0.5]))
    np.testing.assert_array_equal(found, [[0] * 3, [7] * 3, [NAN] * 3])


@pytest.mark.parametrize("count", [0, 1, 5, 40])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_with_a_known_share_the_rest_is_negative_binomial(count: int, share: float) -> None:
    (found,) = nowcast(np.array([float(count)]), np.array([share]))
    assert found.tolist() == (count + nbinom.ppf(LEVELS, count + 0.5, share)).tolist()


@given(
    st.lists(st.integers(0, 500), min_size=1, max_size=8),
    st.floats(0.01, 0.99),
    st.floats(0.0, 0.5),
)
@settings(deadline=None, max_examples=50)
def test_low_is_at_most_middle_and_high_and_nothing_falls_below_the_reports(
    counts: list[int], share: float, more: float
) -> None:
    reported = np.array(counts, dtype=float)
    found = nowcast(reported, np.full(len(counts), share))
    assert (found[:, 0] >= reported).all()
    assert (np.diff(found, axis=1) >= 0).all()
    assert (found == np.rint(found)).all()
    fuller = nowcast(reported, np.full(len(counts), min(share + more, 1.0)))
    assert (fuller[:, 2] <= nowcast(reported, np.full(len(counts), share))[:, 2]).all()
