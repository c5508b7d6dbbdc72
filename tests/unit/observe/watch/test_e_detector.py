"""Bets on a lasting change: the log e-detectors by position."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recovery.shift_worlds import monthly

from peil.observe.watch.e_detector import detect
from peil.observe.watch.shift_kernel import COLUMNS, shift_input
from peil.terms.calendar import Floats

PAST = [3.0, 1.0, 2.0, 4.0] * 15
BUDGET = 1e6
LIMIT = np.log(BUDGET)


def sums(count: list[float], segment: Floats | None = None) -> tuple[Floats, Floats]:
    """The evidence for a rise and for a fall, by position."""
    counts = monthly(count) if segment is None else monthly(count, segment=segment)
    rows = detect(shift_input(counts, keep=(), shortest=24), budget=BUDGET)
    return rows[:, COLUMNS.index("up")], rows[:, COLUMNS.index("down")]


def test_there_is_no_bet_before_the_baseline() -> None:
    rise, fall = sums(PAST)
    assert np.isnan(rise[:24]).all()
    assert np.isfinite(rise[24:]).all()
    assert np.isfinite(fall[24:]).all()


def test_evidence_grows_for_the_change_that_happened_and_not_for_the_other() -> None:
    rise, fall = sums([*PAST, *[0.0] * 12])
    assert (np.diff(fall[60:67]) > 0).all()
    assert fall[-1] == pytest.approx(LIMIT)
    assert rise[-1] < np.log(10)
    rise, fall = sums([*PAST, *[9.0] * 12])
    assert rise[-1] > np.log(100)
    assert fall[-1] < np.log(10)


def test_a_break_ends_all_bets() -> None:
    _, fall = sums([*PAST, *[0.0] * 30], segment=np.r_[np.ones(60), np.full(30, 2.0)])
    assert np.isnan(fall[60:84]).all()
    # What is usual after the break is no evidence against what was usual before it.
    assert fall[-1] < np.log(10)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.just(float("nan")), st.integers(0, 10_000_000)), max_size=150),
)
def test_every_series_has_a_defined_answer_held_at_the_budget(count: list[float]) -> None:
    rise, fall = sums(count)
    assert (np.isnan(rise) == np.isnan(fall)).all()
    assert not (rise > LIMIT + 1e-9).any()
    assert not (fall > LIMIT + 1e-9).any()
