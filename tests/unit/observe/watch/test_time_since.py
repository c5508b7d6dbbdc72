"""The time since the last event, and when it is long."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom
from tests.recovery.shift_worlds import monthly

from peil.observe.watch.time_since import time_since
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
