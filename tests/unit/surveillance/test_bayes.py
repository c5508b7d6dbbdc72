"""Bayes: R's upper bounds, and lower ones from the same predictive distribution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom
from tests.reference import Setting, hold_to_r, series, settings_of
from tests.unit.surveillance.test_ears import INVENTED

from peil.surveillance.bayes import bayes
from peil.terms.errors import BadInput


@pytest.mark.parametrize("setting", settings_of("bayes"), ids=str)
def test_bounds_are_those_of_r(setting: Setting) -> None:
    args, own = setting.args, series(setting.series)
    found = bayes(
        own["count"],
        at=setting.at,
        frequency=own["frequency"],
        years_back=args["b"],
        half_window=args["w"],
        this_year=args["actY"],
        alpha=args["alpha"],
    )
    hold_to_r(setting, {"upper": found.upper, "alarm": found.rise}, allowed=0.0)


def test_bounds_of_an_invented_series_are_those_of_r() -> None:
    found = bayes(INVENTED, at=[29, 32, 36], frequency=12, years_back=1, half_window=3)
    assert found.upper.tolist() == [10.0, 7.0, 8.0]
    assert found.rise.tolist() == [0.0, 0.0, 0.0]


def test_the_lower_bound_is_the_smallest_count_that_is_no_surprise() -> None:
    count = np.array([9, 12, 10, 11, 8, 10, 2.0])
    found = bayes(count, at=[6])
    predictive = nbinom(60.5, 6 / 7)
    assert predictive.cdf(found.lower[0] - 1) < 0.05 <= predictive.cdf(found.lower[0])
    assert found.fall.tolist() == [1.0]
    assert found.expected[0] == pytest.approx(predictive.mean())


def test_a_zero_is_no_fall_where_zeros_are_common() -> None:
    found = bayes(np.array([1, 0, 1, 0, 0, 1, 0.0]), at=[6])
    assert np.isnan([found.lower[0], found.fall[0]]).all()


def test_missing_reports_are_left_out_and_a_blank_baseline_says_nothing() -> None:
    count = np.array([5, np.nan, 7, np.nan, 6, 5, 40, *[np.nan] * 6, 4])
    found = bayes(count, at=[6, 13])
    assert found.expected[0] == pytest.approx(23.5 / 4)
    assert found.rise[0] == 1.0
    assert np.isnan([found.expected[1], found.upper[1], found.rise[1], found.fall[1]]).all()


def test_false_signals_keep_to_their_share_in_both_directions() -> None:
    draw = np.random.default_rng(11).poisson(12.0, size=20_000).astype(float)
    found = bayes(draw, at=np.arange(6, 20_000), alpha=0.05)
    assert 0.02 < np.nanmean(found.rise) <= 0.052
    assert 0.02 < np.nanmean(found.fall) <= 0.052


@pytest.mark.parametrize(
    ("at", "changes", "message"),
    [
        ([5], {}, "baseline of 5 periods, but 6 are needed"),
        ([39], {"years_back": 1}, "baseline of 39 periods, but 58 are needed"),
        ([39], {"this_year": False}, "no reference values are asked for"),
        ([39], {"half_window": 52}, "half window of 52"),
        ([39], {"years_back": -1}, "-1 years back"),
        ([39], {"alpha": 1.0}, "alpha is 1.0"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(
    at: list[int], changes: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        bayes(INVENTED, at=at, **changes)  # type: ignore[arg-type]
    assert str(refused.value).count(";") == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.integers(0, 10_000_000), st.just(float("nan"))), min_size=7))
def test_any_counts_get_ordered_bounds(count: list[float]) -> None:
    found = bayes(np.array(count, dtype=float), at=np.arange(6, len(count)))
    known = ~np.isnan(found.lower)
    assert (found.lower[known] <= found.upper[known]).all()
    assert not ((found.rise == 1) & (found.fall == 1)).any()
