"""Bets on a lasting change: e-values by position."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recovery.shift_worlds import monthly

from peil.observe.watch.e_detector import e_values
from peil.terms.errors import BadInput

PAST = [3.0, 1.0, 2.0, 4.0] * 15


def test_there_is_no_bet_before_the_baseline() -> None:
    found = e_values(monthly(PAST))
    assert np.isnan(found.log_rise[:24]).all()
    assert np.isfinite(found.log_rise[24:]).all()


def test_evidence_grows_for_the_change_that_happened_and_shrinks_for_the_other() -> None:
    fall = e_values(monthly([*PAST, *[0.0] * 12]), at=np.arange(60, 72))
    assert (np.diff(fall.log_fall) > 0).all()
    assert fall.log_fall[-1] > np.log(100)
    assert fall.log_rise[-1] < 0
    rise = e_values(monthly([*PAST, *[9.0] * 12]), at=np.arange(60, 72))
    assert rise.log_rise[-1] > np.log(100)


def test_a_break_ends_all_bets() -> None:
    segment = np.r_[np.ones(60), np.full(30, 2.0)]
    found = e_values(monthly([*PAST, *[0.0] * 30], segment=segment))
    assert np.isnan(found.log_fall[60:84]).all()
    # What is usual after the break is no evidence against what was usual before it.
    assert found.log_fall[-1] < np.log(10)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.just(float("nan")), st.integers(0, 10_000_000)), max_size=150),
)
def test_every_series_has_a_defined_answer(count: list[float]) -> None:
    found = e_values(monthly(count))
    assert (np.isnan(found.log_rise) == np.isnan(found.log_fall)).all()
    assert not np.isposinf(found.log_rise).any()
    assert not np.isposinf(found.log_fall).any()


def test_negative_counts_are_refused() -> None:
    with pytest.raises(BadInput, match="is -1"):
        e_values(monthly([-1.0] * 30))
