"""Outbreak: defined for every series, blind to what comes later, and right where truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from peil.observe.watch.counts import PERIODS_A_YEAR, Counts
from peil.observe.watch.expectation import constants_for, predicted
from peil.observe.watch.outbreak import outbreak_signals
from peil.observe.watch.outbreak_baseline import Rules, fit_baseline
from peil.observe.watch.outbreak_scan import Periods
from peil.observe.watch.predictive import at_least, at_most, bounds
from peil.observe.watch.seasonal_fit import design
from peil.terms.errors import BadInput

STEP = {"day": "D", "week": "W", "month": "M", "quarter": "3M", "year": "Y"}
PERIODS = sorted(STEP)
KNOWN = np.array([np.inf])


def a_series(count, period="week", **changes):
    count = np.asarray(count, dtype=float)
    unit = {"quarter": "M", "week": "D"}.get(period, STEP[period][-1])
    step = {"quarter": 3, "week": 7}.get(period, 1)
    edges = np.datetime64("1990-01-01").astype(f"datetime64[{unit}]") + step * np.arange(
        len(count) + 1
    )
    days = edges.astype("datetime64[D]")
    given_fields = {
        "exposure": np.ones(len(count)),
        "complete": np.ones(len(count)),
        "segment": np.zeros(len(count)),
    }
    return Counts(
        series="invented",
        period=period,
        start=days[:-1],
        end=days[1:] - 1,
        count=count,
        **(given_fields | changes),
    )


def weekly(seed=0, n=400, mean=5.0):
    return np.random.default_rng(seed).poisson(mean, n).astype(float)


def at_end(count, n=1):
    return np.arange(len(count) - n, len(count))


def expect(series, *, at, alpha=0.001):
    """Look at periods with a chance of a false signal of each period alone."""
    budget = alpha / constants_for(series.period).alone
    return outbreak_signals(series, at, budget * series.periods_a_year)[0]


@pytest.mark.parametrize(("mean", "variance"), [(0.2, 0.3), (5.0, 8.0), (300.0, 301.0), (2e5, 9e5)])
def test_tails_and_bounds_are_those_of_the_negative_binomial(mean, variance):
    law = nbinom(mean**2 / (variance - mean), mean / variance)
    y = np.unique(np.floor(law.ppf([0.001, 0.1, 0.5, 0.9, 0.999])))
    given_law = {"mean": np.full(len(y), mean), "variance": np.full(len(y), variance)}
    given_law["freedom"] = np.full(len(y), np.inf)
    assert at_least(y, **given_law) == pytest.approx(law.sf(y - 1), rel=1e-9)
    assert at_most(y, **given_law) == pytest.approx(law.cdf(y), rel=1e-9)
    lower, upper = bounds(0.01, **given_law)
    assert (upper == law.isf(0.01)).all()
    low = law.ppf(0.01)
    assert (np.isnan(lower) if low == 0 else lower == low).all()


def test_without_excess_the_count_is_poisson():
    y = np.array([0.0, 3.0, 9.0])
    mean, known = np.full(3, 3.0), np.full(3, np.inf)
    found = at_least(y, mean=mean, variance=mean, freedom=known)
    assert found == pytest.approx(poisson.sf(y - 1, 3.0), rel=1e-4)


@given(st.floats(-90, 60), st.floats(-20, 90), st.integers(0, 10**9), st.floats(1e-9, 0.4))
@settings(deadline=None)
def test_any_mean_and_variance_have_tails_and_bounds(log_mean, log_excess, y, alpha):
    mean = np.exp([log_mean])
    moments = {"mean": mean, "variance": mean + np.exp([log_excess]), "freedom": KNOWN}
    low, high = bounds(alpha, **moments)
    p = at_least(np.array([float(y)]), **moments)[0]
    assert 0 <= p <= 1
    assert high[0] >= 0
    assert not low[0] > high[0]


def test_few_degrees_of_freedom_make_tails_heavier_and_keep_their_sum():
    y, mean, variance = np.array([30.0]), np.array([10.0]), np.array([15.0])
    moments = {"mean": mean, "variance": variance}
    few = at_least(y, freedom=np.array([10.0]), **moments)
    assert few > 3 * at_least(y, freedom=KNOWN, **moments)
    assert few + at_most(y - 1, freedom=np.array([10.0]), **moments) == pytest.approx(1.0)


def waves_of(count):
    """Give what is believed of the two waves of ten years of months."""
    ones, none = np.ones(120), np.zeros(120)
    X = design((np.arange(120) + 0.5) / 12, np.array([1.0, 2.0]), np.array([2, 2]))
    prior = np.array([0.0, 25.0, 4.0, 4.0, 16.0, 16.0])
    periods = Periods(np.asarray(count, dtype=float) + 0.5 / 120, ones, ones.copy(), none, ones)
    return fit_baseline(X, periods, Rules(prior, 6, 6.0, 0.25, 6, 4)).coef[2:]


def test_a_season_that_chance_could_have_made_is_not_believed():
    """2 events in each month of the year, and 3 more in one January.

    Each wave's score is at most 3 and its information 13.5 beside a prior of 4 or 16, so that the
    statistic is below 9/17.5 + 9/29.5 = .8; chance makes 2 (13.5/17.5 + 13.5/29.5) = 2.5 of it.
    """
    count = np.zeros(120)
    count[3 + 5 * np.arange(24)] = 1.0
    count[60] += 3.0
    assert waves_of(count).tolist() == pytest.approx([0.0] * 4)


def test_a_season_that_is_plain_is_believed_nearly_whole():
    """1,200 events in each wave's information: a statistic of 600 and more, and 4 of it by chance."""
    season = 0.7 * np.cos(2 * np.pi * (np.arange(120) + 0.5) / 12)
    assert waves_of(np.rint(20 * np.exp(season))) == pytest.approx([0.7, 0, 0, 0], abs=0.02)


def test_one_event_is_no_signal_after_few_periods_without_any_but_after_many():
    """By Jeffreys' prior the chance of an event after n periods without is 1 - (n / (n + 1))^.5."""

    def chance(n):
        return expect(a_series([0.0] * n + [1.0]), at=np.array([n])).p_rise[0]

    assert 0.016 < chance(30) < 0.04
    assert 0.00095 < chance(520) < 0.01
    nothing = expect(a_series(np.zeros(300)), at=np.array([299]))
    assert nothing.p_rise[0] == 1.0
    assert np.isnan(nothing.lower[0])
    assert nothing.upper[0] <= 1.0


@given(
    st.lists(
        st.one_of(st.integers(0, 5), st.sampled_from([0, 10**7, float("nan")])),
        min_size=1,
        max_size=120,
    ),
    st.sampled_from(PERIODS),
)
@settings(max_examples=60, deadline=None)
def test_every_series_has_a_defined_answer(count, period):
    series = a_series(count, period)
    at = np.arange(len(count))
    found = expect(series, at=at)
    known = np.isfinite(found.expected) & np.isfinite(series.count)
    for p in (found.p_rise, found.p_fall):
        assert (np.isnan(p) != known).all()
        assert ((p[known] >= 0) & (p[known] <= 1)).all()
    assert (found.upper[known] >= 0).all()
    signals = outbreak_signals(series, at, 0.1)[0]
    assert ((signals.rise_since < 0) | (signals.fall_since < 0)).all()


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_that_never_varies_expects_itself(period):
    count = np.full(60 if period != "day" else 400, 40.0)
    found = expect(a_series(count, period), at=at_end(count))
    assert found.expected[0] == pytest.approx(40.0, rel=0.02)
    assert found.lower[0] < 40.0 < found.upper[0]


def test_too_few_periods_no_report_and_no_exposure_give_no_chance():
    count, exposure = weekly(n=60), np.ones(60)
    count[40], exposure[50] = np.nan, 0.0
    found = expect(a_series(count, exposure=exposure), at=np.array([5, 40, 50, 59]))
    assert list(np.isnan(found.p_rise)) == [True, True, True, False]
    assert np.isnan(found.expected[0])
    assert np.isfinite(found.expected[1])


def test_later_counts_and_other_periods_change_nothing():
    count = weekly(n=420)
    alone = outbreak_signals(a_series(count[:401]), np.array([400]), 1.0)[0]
    changed = count.copy()
    changed[401:] = 500.0
    among = outbreak_signals(a_series(changed), np.arange(380, 415), 1.0)[0]
    here = {name: getattr(among, name)[20:21] for name in ("expected", "lower", "upper")}
    for name, value in here.items():
        assert np.array_equal(value, getattr(alone, name), equal_nan=True)
    assert alone.p_rise[0] == among.p_rise[20]
    assert alone.p_fall[0] == among.p_fall[20]


def test_no_baseline_crosses_a_break():
    count = np.concatenate([weekly(mean=50.0, n=300), weekly(mean=5.0, n=200)])
    broken = a_series(count, segment=np.repeat([0.0, 1.0], [300, 200]))
    assert expect(broken, at=np.array([499])).expected[0] == pytest.approx(5.0, rel=0.15)
    assert np.isnan(expect(broken, at=np.array([305])).expected[0])


def test_the_expectation_follows_exposure_and_completeness():
    exposure = np.where(np.arange(400) % 3 == 0, 2.0, 1.0)
    count = np.random.default_rng(1).poisson(10 * exposure).astype(float)
    complete = np.ones(400)
    complete[-1] = 0.25
    whole = expect(a_series(count, exposure=exposure), at=at_end(count))
    thinned = expect(a_series(count, exposure=exposure, complete=complete), at=at_end(count))
    assert thinned.expected[0] == pytest.approx(whole.expected[0] / 4)
    spread = predicted(a_series(count, exposure=exposure), at_end(count)).dispersion
    assert spread[0] < 1.3


def test_a_season_is_expected_and_a_weekend_too():
    week = np.arange(520)
    count = np.random.default_rng(2).poisson(20 * np.exp(np.cos(2 * np.pi * week / 52.18)))
    found = expect(a_series(count), at=np.arange(468, 520))
    assert np.ptp(np.log(found.expected)) == pytest.approx(2.0, abs=0.25)
    day = np.arange(800)
    daily = np.random.default_rng(3).poisson(np.where(day % 7 < 2, 2.0, 10.0))
    expected = expect(a_series(daily, "day"), at=np.arange(786, 800)).expected
    assert (expected[day[786:] % 7 < 2].max() < 0.6 * expected[day[786:] % 7 >= 2].min()).all()


def test_old_outbreaks_are_left_out_and_told():
    count = weekly(n=400)
    quiet = predicted(a_series(count), at_end(count))
    count[[200, 201, 300]] += [30, 20, 40]
    found = predicted(a_series(count), at_end(count))
    assert expect(a_series(count), at=at_end(count)).outbreaks == ((200, 201), (300, 300))
    assert found.expected[0] == pytest.approx(quiet.expected[0], rel=0.02)
    assert found.dispersion[0] == pytest.approx(quiet.dispersion[0], rel=0.1)


def test_a_lasting_rise_is_no_outbreak():
    count = np.concatenate([weekly(n=300), weekly(n=200, mean=20.0)])
    found = expect(a_series(count), at=at_end(count))
    assert found.expected[0] > 15.0


def test_two_weeks_signal_what_neither_does_alone_and_tell_it_once():
    count = weekly(n=400)
    count[-3:] = [5.0, 11.0, 11.0]
    series = a_series(count)
    at = at_end(count, 3)
    alone = expect(series, at=at, alpha=0.0025)
    found = outbreak_signals(series, at, 0.005 * series.periods_a_year)[0]
    assert (count[-3:] <= alone.upper).all()
    assert list(found.rise_since) == [-1, -1, 398]
    count[-3:] = [5.0, 40.0, 9.0]
    found = outbreak_signals(a_series(count), at, 0.26)[0]
    assert list(found.given) == [False, True, False]
    assert list(found.rise_since) == [-1, 398, 398]


def test_a_signal_stands_until_two_periods_are_back_or_it_is_long_not_given_again():
    count = weekly(n=400, mean=10.0)
    at = at_end(count, 12)
    count[-12:] = [10.0, 40.0, 13.0, 7.0, 13.0, 7.0, 7.0, 13.0, 7.0, 7.0, 7.0, 7.0]
    found = outbreak_signals(a_series(count), at, 0.05)[0]
    assert list(np.flatnonzero(found.given)) == [1]
    assert list(np.flatnonzero(found.rise_since == 389)) == [1, 2, 3, 4, 5]
    count[-11:] = [40.0, *[13.0] * 10]
    found = outbreak_signals(a_series(count), at, 0.05)[0]
    assert list(np.flatnonzero(found.rise_since == 389)) == [1, 2, 3, 4, 5, 6]


def test_a_fall_is_signalled_only_where_few_would_be_improbable():
    count = weekly(n=400, mean=20.0)
    count[-1] = 2.0
    found = outbreak_signals(a_series(count), at_end(count), 0.5)[0]
    assert found.fall_since[0] == 399
    assert found.lower[0] > 2.0
    low = weekly(n=400, mean=1.0)
    low[-2:] = 0.0
    found = outbreak_signals(a_series(low), at_end(low), 0.5)[0]
    assert found.fall_since[0] == -1
    assert np.isnan(found.lower[0])


@pytest.mark.parametrize(
    ("at", "alpha", "count", "said"),
    [
        ([3, 2], 0.01, [1.0] * 30, "positions must ascend within 0 to 29"),
        ([30], 0.01, [1.0] * 30, "positions must ascend"),
        ([3], 0.7, [1.0] * 30, "a chance of 0.7 a period"),
        ([3], 0.01, [1.0, -2.0, 3.0, 4.0], "count of 'invented' from 1990-01-08 on is -2"),
        ([3], 0.01, [1.0, np.inf, 3.0, 4.0], "count of 'invented' from 1990-01-08 on is inf"),
    ],
)
def test_bad_input_is_named(at, alpha, count, said):
    with pytest.raises(BadInput, match=said):
        outbreak_signals(a_series(count), np.array(at), alpha * PERIODS_A_YEAR["week"])[0]
