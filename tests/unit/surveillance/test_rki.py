"""RKI: R's upper bounds, the limits of Crow and Gardner derived again, falls without alarms at 1."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson
from tests.reference import Setting, hold_to_r, series, settings_of
from tests.unit.surveillance.test_ears import INVENTED

from peil.surveillance.rki import UPPER_LIMIT, rki
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput


@pytest.mark.parametrize("setting", settings_of("rki"), ids=str)
def test_bounds_are_those_of_r(setting: Setting) -> None:
    args, own = setting.args, series(setting.series)
    found = rki(
        own["count"],
        at=setting.at,
        frequency=own["frequency"],
        years_back=args["b"],
        half_window=args["w"],
        this_year=args["actY"],
    )
    hold_to_r(setting, {"upper": found.upper, "alarm": found.rise})


@pytest.mark.parametrize(
    ("factor", "upper"),
    [(1, [11.177, 8.102, 8.102]), (20, [251.3398056727, 176.6482601998, 230.5487171729])],
)
def test_bounds_of_an_invented_series_are_those_of_r(factor: int, upper: list[float]) -> None:
    found = rki(
        factor * INVENTED,
        at=[29, 32, 36],
        frequency=12,
        years_back=1,
        half_window=3,
        this_year=True,
    )
    np.testing.assert_allclose(found.upper, upper, rtol=1e-11)
    assert found.rise.tolist() == [0.0, 0.0, 0.0]


def _smallest_counts_accepted(means: Floats) -> Iterator[int]:
    """Crow and Gardner: of the shortest sets with 95 %, the one with the largest counts."""
    for mean in means:
        cumulative = np.concatenate([[0.0], poisson.cdf(np.arange(80), mean)])
        for width in range(1, 80):
            inside = cumulative[width:] - cumulative[:-width]
            if (inside >= 0.95).any():
                yield int(np.flatnonzero(inside >= 0.95)[-1])
                break


def test_the_limits_are_those_of_crow_and_gardner() -> None:
    means = np.arange(3.0, 32.0, 0.005)
    first = np.maximum.accumulate(list(_smallest_counts_accepted(means)))
    derived = [means[first <= count][-1] for count in range(21)]
    np.testing.assert_allclose(UPPER_LIMIT, derived, atol=0.0101)


def test_a_zero_is_a_fall_only_where_the_mean_is_beyond_its_limit() -> None:
    for mean, fall in ((3, np.nan), (4, 1.0)):
        count = np.array([float(mean)] * 6 + [0.0])
        found = rki(count, at=[6], years_back=0, half_window=6, this_year=True)
        np.testing.assert_equal(found.fall[0], fall)


def test_false_falls_stay_below_one_in_twenty_at_every_low_mean() -> None:
    for mean in range(1, 21):
        count = np.array([float(mean)] * 6 + [0.0])
        lower = rki(count, at=[6], years_back=0, half_window=6, this_year=True).lower[0]
        assert np.isnan(lower) or poisson.cdf(lower - 1, mean) < 0.05


def test_large_means_have_normal_bounds_on_both_sides() -> None:
    count = np.array([30, 34, 26, 31, 29, 30, 5.0])
    found = rki(count, at=[6], years_back=0, half_window=6, this_year=True)
    sd = count[:6].std(ddof=1)
    assert (found.lower[0], found.upper[0]) == pytest.approx((30 - 2 * sd, 30 + 2 * sd))
    assert (found.rise[0], found.fall[0]) == (0.0, 1.0)


def test_one_report_above_twenty_has_no_spread() -> None:
    count = np.array([np.nan, 30, np.nan, 31.0])
    found = rki(count, at=[3], years_back=0, half_window=3, this_year=True)
    assert np.isnan([found.upper[0], found.lower[0], found.rise[0], found.fall[0]]).all()


def test_too_short_a_baseline_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="baseline of 3 periods, but 108 are needed; evaluate"):
        rki(np.array([1, 2, 3, 4.0]), at=[3])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.integers(0, 10_000_000), st.just(float("nan"))), min_size=7))
def test_any_counts_get_ordered_bounds(count: list[float]) -> None:
    at = np.arange(6, len(count))
    found = rki(np.array(count, dtype=float), at=at, years_back=0, half_window=6, this_year=True)
    known = ~np.isnan(found.lower)
    assert (found.lower[known] <= found.upper[known]).all()
    assert not ((found.rise == 1) & (found.fall == 1)).any()
