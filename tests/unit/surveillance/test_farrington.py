"""The Farrington method of 1996, and what both methods refuse or survive."""

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from peil.surveillance.checks import R_VERSION
from peil.surveillance.farrington import farrington, farrington_flexible
from peil.terms.errors import BadInput

PERIOD = np.arange(1, 131)
MONTHLY = (7 * PERIOD**2 + 3 * PERIOD) % 13 + 6 * (PERIOD % 12 < 3) + PERIOD // 20.0
MONTHLY[49] = 60.0
MONTHS = (np.datetime64("2000-01") + np.arange(130)).astype("datetime64[D]")
EVALUATED = np.arange(109, 112)
METHODS = [farrington, farrington_flexible]


def test_figures_of_r() -> None:
    found = farrington(MONTHLY, at=EVALUATED, frequency=12, half_window=1, compat=R_VERSION)
    np.testing.assert_allclose(found.upper, [27.91170789, 26.80973385, 16.90096795], rtol=1e-9)
    assert found.rise.tolist() == [0.0, 0.0, 0.0]


def test_figures_of_r_with_dates() -> None:
    of_r: Any = {"half_window": 1, "alpha": 0.01, "compat": R_VERSION}
    found = farrington(MONTHLY, at=EVALUATED, frequency=12, dates=MONTHS, **of_r)
    np.testing.assert_allclose(found.upper, [33.55510344, 32.9505374, 20.05402239], rtol=1e-9)


def test_both_bounds_share_alpha() -> None:
    """With the flexible method's windows and weights it is that method at half of alpha."""
    old = farrington(MONTHLY, at=EVALUATED, frequency=12, half_window=1, alpha=0.1)
    new = farrington_flexible(
        MONTHLY, at=EVALUATED, frequency=12, half_window=1, alpha=0.05, weights_threshold=1.0
    )
    np.testing.assert_allclose(old.upper, new.upper)
    np.testing.assert_allclose(old.lower, new.lower)


def test_few_cases_give_a_bound_of_zero_in_r_and_their_own_here() -> None:
    rare = np.zeros(130)
    rare[::9] = 1.0
    as_r = farrington(rare, at=EVALUATED, frequency=12, half_window=1, compat=R_VERSION)
    assert as_r.upper.tolist() == [0.0, 0.0, 0.0]
    assert (farrington(rare, at=EVALUATED, frequency=12, half_window=1).upper > 0.0).all()


def test_a_stop_is_a_fall() -> None:
    count = np.random.default_rng(5).poisson(20.0, 130).astype(float)
    count[-1] = 0.0
    found = farrington(count, at=[128, 129], frequency=12, half_window=1)
    assert found.fall.tolist() == [0.0, 1.0]


GOOD: dict[str, Any] = {"count": MONTHLY, "at": EVALUATED, "frequency": 12, "half_window": 1}


def changed(row: int, value: float) -> Any:
    count = MONTHLY.copy()
    count[row] = value
    return count


def swapped() -> Any:
    dates = MONTHS.copy()
    dates[[7, 8]] = dates[[8, 7]]
    return dates


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": changed(3, -2.0)}, "count -2 at position 3"),
        ({"count": changed(3, 1.5)}, "count 1.5 at position 3"),
        ({"count": changed(3, np.inf)}, "count inf at position 3"),
        ({"count": MONTHLY.reshape(2, 65)}, "2 dimensions"),
        ({"count": np.array([])}, "a series of 0 counts"),
        ({"at": [130]}, "position 130"),
        ({"at": [-1]}, "position -1"),
        ({"at": [1.5]}, "must be whole numbers"),
        ({"dates": swapped()}, "follows"),
        ({"dates": np.repeat(MONTHS[:65], 2)}, "2000-01-01 follows 2000-01-01"),
        ({"dates": np.r_[MONTHS[:-1], np.datetime64("NaT")]}, "position 129 has no date"),
        ({"dates": MONTHS[:-1]}, "129 dates"),
        ({"frequency": 0}, "periods a year is 0"),
        ({"years_back": 0}, "years back is 0"),
        ({"half_window": -1}, "half window is -1"),
        ({"alpha": 0.0}, "alpha is 0.0"),
        ({"alpha": 0.5}, "alpha is 0.5"),
        ({"alpha": np.nan}, "alpha is nan"),
        ({"power": "3/2"}, "power '3/2' is unknown"),
        ({"few_cases": (-1, 4)}, "-1 in 4"),
        ({"few_cases": (5, 0)}, "5 in 0"),
        ({"compat": "surveillance-1.0"}, "compat 'surveillance-1.0' is unknown"),
        ({"population_offset": True}, "population"),
        ({"population_offset": True, "population": np.zeros(130)}, "position 0 is 0"),
        ({"population_offset": True, "population": np.ones(9)}, "9 populations"),
        ({"dates": MONTHS, "frequency": 4, "compat": R_VERSION}, "leave out the dates"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    method: Any, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        method(**{**GOOD, **change})
    assert "; " in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"at": [40]}, "row 40 has no period"),
        ({"at": [20], "dates": MONTHS}, "2001-09-01 has no period"),
        ({"seasons": 13}, "more seasons than"),
        ({"seasons": 0}, "seasons is 0"),
        ({"weeks_left_out": -1}, "left out is -1"),
        ({"weights_threshold": 0.0}, "threshold of weights"),
        ({"trend_alpha": 1.5}, "trend is 1.5"),
        ({"threshold": "normal"}, "threshold 'normal' is unknown"),
        ({"at": [60], "half_window": 3, "compat": R_VERSION}, "before the series"),
        ({"count": np.full(130, np.nan), "compat": R_VERSION}, "no earlier period"),
    ],
)
def test_bad_input_of_the_flexible_method(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        farrington_flexible(**{**GOOD, **change})


def test_r_refuses_gaps_in_the_method_of_1996() -> None:
    gap = {**GOOD, "count": changed(3, np.nan)}
    assert np.isfinite(farrington(**gap).upper).all()
    with pytest.raises(BadInput, match="position 3 has no count"):
        farrington(**gap, compat=R_VERSION)


@pytest.mark.parametrize("method", METHODS)
def test_a_baseline_without_counts_says_so(method: Any) -> None:
    count = MONTHLY.copy()
    count[:109] = np.nan
    found = method(count, at=[109], frequency=12, half_window=1)
    assert found.reason.tolist() == ["short_baseline"]
    assert np.isnan([found.upper[0], found.rise[0], found.expected[0]]).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_series_has_neither_trend_nor_signal(method: Any) -> None:
    found = method(np.full(130, 5.0), at=EVALUATED, frequency=12)
    np.testing.assert_allclose(found.expected, 5.0)
    assert found.trend.tolist() == [0.0, 0.0, 0.0]
    assert found.rise.tolist() == [0.0, 0.0, 0.0]


COUNTS = arrays(
    np.float64,
    60,
    elements=st.one_of(
        st.just(np.nan),
        st.just(0.0),
        st.integers(0, 5).map(float),
        st.integers(0, 10_000_000).map(float),
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    count=COUNTS,
    seasons=st.sampled_from([1, 3, 6]),
    threshold=st.sampled_from(["delta", "nb_plugin", "muan"]),
    trend_alpha=st.sampled_from([0.05, 1.0]),
    compat=st.sampled_from([None, None, R_VERSION]),
)
def test_any_counts_give_bounds_in_order_or_say_why_not(
    count: Any, seasons: int, threshold: str, trend_alpha: float, compat: str | None
) -> None:
    at = np.arange(42, 60)
    chosen: Any = {"seasons": seasons, "threshold": threshold, "trend_alpha": trend_alpha}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = farrington_flexible(
                count, at=at, frequency=12, years_back=3, half_window=1, compat=compat, **chosen
            )
        except BadInput as refusal:
            assert compat is not None or "no fit can follow" in str(refusal)  # noqa: PT017
            return
    if compat is not None:
        return
    known = np.isfinite(found.upper)
    assert (known == (found.reason != "short_baseline")).all()
    assert (found.upper[known] >= 0.0).all()
    assert not (found.lower > found.upper).any()
    assert not ((found.rise == 1.0) & (found.fall == 1.0)).any()
    assert ((found.reason != "") == (np.isnan(found.fall))).all()
