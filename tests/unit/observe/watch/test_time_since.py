"""The time since the last event, and when it is long."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom
from tests.recovery.shift_worlds import monthly

from peil.observe.watch.counts import Counts
from peil.observe.watch.time_since import quiet_now, time_since
from peil.terms.errors import BadInput

PAST = [1.0, 0.0, 0.0, 2.0, 0.0, 0.0] * 10


def test_months_are_counted_from_the_last_event() -> None:
    quiet = time_since(monthly([*PAST, 0.0, 1.0, 0.0, 0.0]))
    assert quiet.periods[-5:].tolist() == [2, 3, 0, 1, 2]


def test_the_score_is_the_chance_of_as_long_a_quiet() -> None:
    quiet = time_since(monthly([*PAST, *[0.0] * 8]))
    # The last event is in the 58th month: 57 months before it, 19 of them with events.
    chance = betabinom(10, 19.5, 38.5).pmf(0)
    assert quiet.score[-1] == pytest.approx(-np.log(chance))
    assert quiet.threshold[-1] == pytest.approx(np.log(120 * 19.5 / 58))


def test_a_long_quiet_is_said_and_a_short_one_not() -> None:
    quiet = time_since(monthly([*PAST, *[0.0] * 30]))
    assert not quiet.is_long[:64].any()
    assert quiet.is_long[-1]


def test_a_month_without_report_is_no_quiet_and_a_half_reported_one_half() -> None:
    complete = np.ones(64)
    complete[-1] = 0.5
    quiet = time_since(monthly([*PAST, 1.0, np.nan, 0.0, 0.0], complete=complete))
    assert quiet.periods[-3:].tolist() == [0.0, 1.0, 1.5]


def test_no_quiet_crosses_a_break() -> None:
    segment = np.r_[np.ones(60), np.full(30, 2.0)]
    quiet = time_since(monthly([*PAST, *[0.0] * 30], segment=segment))
    assert np.isnan(quiet.periods[60:]).all()
    assert not quiet.is_long.any()


COUNT = st.one_of(st.just(float("nan")), st.integers(0, 2))


@settings(deadline=None)
@given(st.lists(COUNT, min_size=1, max_size=90), st.lists(COUNT, max_size=20), st.integers(0, 90))
def test_later_figures_change_no_earlier_answer(
    past: list[float], later: list[float], at: int
) -> None:
    whole = monthly([*past, *later], segment=np.arange(len(past) + len(later)) >= at)
    early = whole.take(slice(0, len(past)))
    told, before = time_since(whole), time_since(early)
    for field in fields(told):
        answers = getattr(told, field.name)[: len(past)]
        np.testing.assert_array_equal(answers, getattr(before, field.name))
    if later:
        later_known = whole.take(slice(0, len(past) + 1)).take(slice(0, len(past)))
        assert repr(quiet_now(later_known)) == repr(quiet_now(early))


@settings(deadline=None)
@given(st.lists(COUNT, min_size=1, max_size=90), st.integers(0, 90))
def test_what_is_told_now_is_what_the_latest_period_is_answered(
    count: list[float], at: int
) -> None:
    counts = monthly(count, segment=np.arange(len(count)) >= at)
    told, now = time_since(counts), quiet_now(counts)
    assert now.is_long == told.is_long[-1]
    assert np.isnan(now.chance) == np.isnan(now.long_from) == np.isnan(told.score[-1])
    if not np.isnan(told.periods[-1]):
        assert now.periods == told.periods[-1]
        assert now.is_long == (now.periods >= now.long_from)


def test_a_long_quiet_is_told_with_its_chance_and_from_when_on_it_is_long() -> None:
    short, long = quiet_now(quiet_for(4)), quiet_now(quiet_for(30))
    assert (short.periods, short.is_long) == (4.0 + 2.0, False)
    assert (long.periods, long.is_long) == (30.0 + 2.0, True)
    assert short.long_from == long.long_from
    assert short.periods < short.long_from <= long.periods
    assert short.chance == pytest.approx(betabinom(6, 19.5, 38.5).pmf(0))
    assert quiet_now(quiet_for(int(long.long_from) - 2)).is_long
    assert not quiet_now(quiet_for(int(long.long_from) - 3)).is_long
    assert long.last_event == date(1984, 10, 31)
    assert long.since == date(1984, 11, 1)


def quiet_for(months: int) -> Counts:
    """Let the past, which ends with two quiet months, be followed by more of them."""
    return monthly([*PAST, *[0.0] * months])


def test_months_without_a_report_are_told_apart_from_the_quiet() -> None:
    now = quiet_now(monthly([*PAST, 1.0, 0.0, np.nan, np.nan, 0.0]))
    assert (now.periods, now.unreported) == (2.0, 2)


def test_a_month_that_is_not_over_counts_by_its_days() -> None:
    counts = quiet_for(12)
    end = counts.end.copy()
    end[-1] = counts.start[-1] + 14
    cut = replace(counts, end=end)
    assert 13.4 < quiet_now(cut).periods < 13.6
    assert time_since(cut).periods[-1] == pytest.approx(quiet_now(cut).periods)
    assert quiet_now(counts).periods == 14.0


def test_a_zero_without_exposure_is_no_quiet() -> None:
    exposure = np.ones(63)
    exposure[-1] = 0.0
    now = quiet_now(monthly([*PAST, 1.0, 0.0, 0.0], exposure=exposure))
    assert (now.periods, now.unreported) == (1.0, 1)


def test_after_a_break_the_quiet_begins_anew_and_nobody_can_tell_whether_it_is_long() -> None:
    segment = np.r_[np.ones(60), np.full(30, 2.0)]
    now = quiet_now(monthly([*PAST, *[0.0] * 30], segment=segment))
    assert (now.periods, now.last_event, now.since) == (30.0, None, date(1985, 1, 1))
    assert np.isnan([now.chance, now.long_from]).all()
    assert not now.is_long


def test_hardly_any_event_before_makes_no_quiet_long() -> None:
    once = np.zeros(180)
    once[60] = 1.0
    now = quiet_now(monthly(once))
    assert not time_since(monthly(once)).is_long.any()
    assert now.chance > 0.05
    assert now.long_from == float("inf")


def test_no_quiet_is_long_of_which_more_than_one_in_twenty_lasts_as_long() -> None:
    rare = np.zeros(400)
    rare[:120:12] = 1.0
    told = time_since(monthly(rare))
    assert told.is_long.any()
    assert (np.exp(-told.score[told.is_long]) <= 0.05).all()


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.just(float("nan")), st.integers(0, 10_000_000)), max_size=120),
    st.floats(0.001, 12.0),
)
def test_every_series_has_a_defined_answer(count: list[float], budget: float) -> None:
    quiet = time_since(monthly(count), false_signals_per_year=budget)
    assert len(quiet.periods) == len(count)
    assert (np.isnan(quiet.periods) == np.isnan(quiet.score)).all()
    assert not quiet.is_long[np.isnan(quiet.periods)].any()


def test_a_budget_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(BadInput, match="0 false signals a year"):
        time_since(monthly(PAST), false_signals_per_year=0.0)
