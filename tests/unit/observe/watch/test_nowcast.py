"""A nowcast is the exact quantile of what is still to come, and the count where all is in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, gammaln
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


@pytest.mark.parametrize("count", [0, 3, 40])
@pytest.mark.parametrize(("share", "worth"), [(0.3, 30.0), (0.6, 12.0), (0.9, 400.0)])
def test_with_an_uncertain_share_it_is_beta_negative_binomial(
    count: int, share: float, worth: float
) -> None:
    (found,) = nowcast(np.array([float(count)]), np.array([share]), worth=worth)
    missing, r, a, b = np.arange(20_000), count + 0.5, share * worth, (1 - share) * worth
    ways = gammaln(r + missing) - gammaln(missing + 1) - gammaln(r)
    chance = np.exp(ways + betaln(a + r, b + missing) - betaln(a, b))
    exact = count + np.searchsorted(np.cumsum(chance), LEVELS)
    assert chance.sum() == pytest.approx(1, abs=1e-3)
    assert found.tolist() == pytest.approx(exact.tolist(), abs=1, rel=0.02)


def test_an_uncertain_share_widens_the_interval() -> None:
    (sure,) = nowcast(np.array([20.0]), np.array([0.4]))
    (unsure,) = nowcast(np.array([20.0]), np.array([0.4]), worth=10.0)
    assert unsure[0] <= sure[0] < sure[2] < unsure[2]


def test_a_baseline_draws_the_nowcast_to_what_it_leads_to() -> None:
    alone = nowcast(np.array([0.0]), np.array([0.05]))
    told = nowcast(np.array([0.0]), np.array([0.05]), mean=10.0, size=1000.0)
    (exact,) = nbinom.ppf([LEVELS], 1000.0, (100 + 0.05) / (100 + 1))
    assert told[0].tolist() == exact.tolist()
    assert told[0, 2] < alone[0, 2]


@given(
    st.lists(st.integers(0, 500), min_size=1, max_size=8),
    st.floats(0.01, 0.99),
    st.floats(0.0, 0.5),
    st.floats(2.0, 1e6),
)
@settings(deadline=None, max_examples=50)
def test_low_is_at_most_middle_and_high_and_nothing_falls_below_the_reports(
    counts: list[int], share: float, more: float, worth: float
) -> None:
    reported = np.array(counts, dtype=float)
    found = nowcast(reported, np.full(len(counts), share), worth=worth)
    assert (found[:, 0] >= reported).all()
    assert (np.diff(found, axis=1) >= 0).all()
    assert (found == np.rint(found)).all()
    fuller = nowcast(reported, np.full(len(counts), min(share + more, 1.0)))
    assert (fuller[:, 2] <= nowcast(reported, np.full(len(counts), share))[:, 2]).all()
