"""The flexible Farrington method: R's figures, its faults mended, both directions."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from peil.surveillance.checks import R_VERSION
from peil.surveillance.farrington import farrington_flexible
from peil.surveillance.farrington_result import Farrington
from peil.surveillance.reference_windows import reference_points

PERIOD = np.arange(1, 131)
MONTHLY = (7 * PERIOD**2 + 3 * PERIOD) % 13 + 6 * (PERIOD % 12 < 3) + PERIOD // 20.0
MONTHLY[49] = 60.0
"""Deterministic: a scatter, a season, a rise and one outbreak."""
MONTHS = (np.datetime64("2000-01") + np.arange(130)).astype("datetime64[D]")
EVALUATED = np.arange(109, 112)


def weekly(weeks: int = 420, mean: float = 6.0, seed: int = 1) -> Any:
    return np.random.default_rng(seed).negative_binomial(3, 3 / (3 + mean), weeks).astype(float)


def days(weeks: int = 420) -> Any:
    return np.datetime64("2008-12-29") + 7 * np.arange(weeks)


def watch(count: Any, **settings: Any) -> Farrington:
    """Watch the last hundred weeks."""
    at = np.arange(len(count) - 100, len(count))
    return farrington_flexible(count, **{"at": at, "frequency": 52, **settings})


@pytest.mark.parametrize(
    ("threshold", "upper", "p_value"),
    [
        (
            "delta",
            [23.14759349, 19.91628733, 16.54247909],
            [0.1038447654, 0.9625660815, 0.652892039],
        ),
        ("nb_plugin", [23, 20, 16], [0.1104647576, 0.9743238476, 0.6866191722]),
        ("muan", [24, 21, 17], [0.1571635698, 0.9840851088, 0.7534416996]),
    ],
)
def test_figures_of_r_with_four_seasons(
    threshold: str, upper: list[float], p_value: list[float]
) -> None:
    settings: Any = {"half_window": 1, "seasons": 4, "threshold": threshold, "compat": R_VERSION}
    found = farrington_flexible(MONTHLY, at=EVALUATED, frequency=12, **settings)
    np.testing.assert_allclose(found.upper, upper, rtol=1e-9)
    np.testing.assert_allclose(found.p_rise, p_value, rtol=1e-9)
    np.testing.assert_allclose(found.expected, [14.47954111, 11.93939041, 10.33441202], rtol=1e-9)
    assert found.rise.tolist() == [0.0, 0.0, 0.0]
    assert found.trend.tolist() == [1.0, 1.0, 1.0]


def test_figures_of_r_with_dates_and_a_trend_that_needs_no_significance() -> None:
    settings: Any = {"half_window": 1, "trend_alpha": 1, "compat": R_VERSION}
    found = farrington_flexible(MONTHLY, at=EVALUATED, frequency=12, dates=MONTHS, **settings)
    np.testing.assert_allclose(found.upper, [25.39021119, 27.14218612, 20.122042], rtol=1e-9)
    np.testing.assert_allclose(found.expected, [12.4540574, 12.03737362, 11.63242006], rtol=1e-9)
    p_values = [0.1297428745, 0.8445611245, 0.7211900433]
    np.testing.assert_allclose(found.p_rise, p_values, rtol=1e-9)


def test_reweighting_without_an_outbreak_changes_no_bound() -> None:
    never: Any = {"weights_threshold": 1e9, "seasons": 10}
    with_it, without = watch(weekly(), **never), watch(weekly(), reweight=False, seasons=10)
    np.testing.assert_allclose(with_it.upper, without.upper, rtol=1e-12)
    slipped = watch(weekly(), compat=R_VERSION, **never)
    right = watch(weekly(), compat=R_VERSION, reweight=False, seasons=10)
    assert np.abs(slipped.upper / right.upper - 1.0).max() > 0.01


def test_variances_are_those_of_the_converged_fit() -> None:
    count = weekly()
    found = farrington_flexible(count, at=[419], frequency=52, reweight=False, trend=False)
    cells = np.concatenate([count[419 - 52 * i - 3 : 419 - 52 * i + 4] for i in range(1, 6)])
    mean = cells.mean()
    phi = max(1.0, ((cells - mean) ** 2 / mean).sum() / (len(cells) - 1))
    variance = mean**2 * phi / cells.sum()
    spread = np.sqrt(4 / 9 * mean ** (1 / 3) * (phi + variance / mean))
    upper = (mean ** (2 / 3) + 1.6448536269514722 * spread) ** 1.5
    np.testing.assert_allclose(found.upper, [upper], rtol=1e-12)


@pytest.mark.parametrize("threshold", ["delta", "nb_plugin", "muan"])
def test_a_score_of_one_is_at_the_bound(threshold: str) -> None:
    count = weekly()
    found = watch(count, threshold=threshold, seasons=10)
    score = (count[-100:] - found.expected) / (found.upper - found.expected)
    np.testing.assert_allclose(found.score, score)
    assert np.array_equal(found.score > 1.0, found.rise == 1.0)


def test_rare_events_keep_their_bound() -> None:
    count = weekly(mean=0.1)
    assert np.isnan(watch(count, compat=R_VERSION).upper).any()
    assert np.isfinite(watch(count).upper).all()
    left_out = watch(count, few_cases=(5, 4))
    assert np.isnan(left_out.upper).any()
    assert set(left_out.reason[np.isnan(left_out.upper)]) == {"few_cases"}


def test_a_baseline_without_events_counts_half_an_event() -> None:
    zeros = np.zeros(420)
    zeros[-1] = 3.0
    found = watch(zeros, seasons=10, threshold="nb_plugin")
    assert (found.expected > 0.0).all()
    assert (found.expected < 0.02).all()
    assert found.rise.tolist() == [0.0] * 99 + [1.0]
    assert np.isinf(found.score[-1])
    assert np.isnan(watch(np.zeros(420), seasons=10, compat=R_VERSION).rise).all()


def test_a_gap_at_the_start_does_not_move_the_trend() -> None:
    count = 80.0 - np.arange(420) // 8
    count[:150] = np.nan
    at = np.arange(380, 415)
    settings: Any = {"at": at, "frequency": 52, "seasons": 10, "trend_alpha": 1.0}
    plain = farrington_flexible(count, **settings)
    dated = farrington_flexible(count, dates=days(), **settings)
    np.testing.assert_allclose(dated.expected, plain.expected, rtol=0.01)
    moved = farrington_flexible(count, dates=days(), compat=R_VERSION, **settings)
    assert np.abs(moved.expected / dated.expected - 1.0).max() > 0.02


def test_seasons_without_a_month_leave_their_neighbours_alone() -> None:
    """Nine months in ten seasons: R writes the tenth over the first month of the next window."""
    month = np.arange(96) % 12
    count = np.select([month == 10, (month == 11) | (month == 0)], [40.0, 10.0], 1000.0)
    settings: Any = {"at": [95], "frequency": 12, "half_window": 1, "seasons": 11}
    settings |= {"trend": False, "reweight": False}
    found = farrington_flexible(count, **settings)
    np.testing.assert_allclose(found.expected, [20.0], rtol=1e-12)
    overwritten = farrington_flexible(count, compat=R_VERSION, **settings)
    assert overwritten.expected[0] < 19.0


@pytest.mark.parametrize("mean", [0.5, 6.0, 40.0])
def test_bounds_of_counts_are_the_exact_quantiles(mean: float) -> None:
    count = weekly(mean=mean)
    found = watch(count, seasons=10, threshold="nb_plugin", alpha=0.01)
    for m, phi, y, low, high, rise, fall in zip(
        found.expected,
        found.dispersion,
        count[-100:],
        found.lower,
        found.upper,
        found.p_rise,
        found.p_fall,
        strict=True,
    ):
        law = poisson(m) if phi == 1.0 else nbinom(m / (phi - 1.0), 1.0 / phi)
        assert law.cdf(high) >= 0.99 > law.cdf(high - 1)
        np.testing.assert_allclose([rise, fall], [law.sf(y - 1), law.cdf(y)], rtol=1e-9)
        if np.isnan(low):
            assert law.cdf(0) >= 0.01
        else:
            assert law.cdf(low) >= 0.01 > law.cdf(low - 1)


@pytest.mark.parametrize("threshold", ["delta", "nb_plugin", "muan"])
def test_a_fall_is_said_where_so_few_events_are_rarer_than_alpha(threshold: str) -> None:
    count = np.random.default_rng(2).poisson(30.0, 420).astype(float)
    count[-50:] = np.arange(50)
    found = watch(count, threshold=threshold)
    assert np.array_equal(found.fall == 1.0, found.p_fall < 0.05)
    assert found.fall[-50] == 1.0
    assert found.fall[-20] == 0.0


@pytest.mark.parametrize("threshold", ["delta", "nb_plugin", "muan"])
def test_where_even_no_event_is_no_signal_no_fall_can_be_said(threshold: str) -> None:
    found = watch(weekly(mean=0.5), threshold=threshold)
    assert np.isnan(found.lower).all()
    assert np.isnan(found.fall).all()
    assert set(found.reason) == {"no_fall_in_one_period"}


def test_a_period_without_report_is_neither_rise_nor_fall() -> None:
    count = weekly()
    count[400] = np.nan
    found = farrington_flexible(count, at=[400], frequency=52)
    assert np.isnan([found.rise[0], found.fall[0], found.score[0]]).all()
    assert np.isfinite(found.upper).all()
    assert found.reason.tolist() == ["no_report"]


def test_each_point_stands_alone() -> None:
    count, at = weekly(), np.array([350, 377, 410])
    together = farrington_flexible(count, at=at, frequency=52, seasons=10)
    for i, row in enumerate(at):
        alone = farrington_flexible(count[: row + 1], at=[row], frequency=52, seasons=10)
        assert alone.upper[0] == together.upper[i]


def test_a_year_of_53_weeks_keeps_the_weekday_and_the_time_of_the_year() -> None:
    date, at = days(), np.arange(320, 420)
    rows = reference_points(at, frequency=52, years_back=5, dates=date)
    for back in range(6):
        then = (date[at].astype("datetime64[M]") - 12 * back).astype("datetime64[D]")
        then += date[at] - date[at].astype("datetime64[M]")
        assert np.abs(date[rows[:, back]] - then).max() <= np.timedelta64(3, "D")
    assert set((rows[:, :-1] - rows[:, 1:]).ravel()) == {52, 53}


def test_the_leap_day_is_compared_with_the_first_of_march() -> None:
    date = np.datetime64("2013-01-01") + np.arange(1200)
    first_of_march = [f"{year}-03-01" for year in (2013, 2014, 2015)]
    count = np.where(np.isin(date, np.array(first_of_march, dtype="datetime64[D]")), 9.0, 2.0)
    at = np.flatnonzero(date == np.datetime64("2016-02-29"))
    found = farrington_flexible(
        count, at=at, frequency=365, dates=date, years_back=3, half_window=0, trend=False
    )
    np.testing.assert_allclose(found.expected, 9.0)


def test_a_population_that_doubles_doubles_the_expectation() -> None:
    population = np.where(np.arange(420) < 400, 1000.0, 2000.0)
    count = np.random.default_rng(4).poisson(10.0, 420).astype(float)
    settings: Any = {"at": [410], "frequency": 52, "trend": False, "seasons": 10}
    plain = farrington_flexible(count, **settings)
    offset = farrington_flexible(count, population=population, population_offset=True, **settings)
    assert offset.expected[0] / plain.expected[0] == pytest.approx(2.0, rel=0.1)
