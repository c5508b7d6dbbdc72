"""How long a change takes to be seen, from the table."""

from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.observe.watch.delays import CHANGES, UNTOLD, delays_at, why_untold


def test_each_change_has_its_delay_and_its_bound() -> None:
    found = delays_at(1.0, 1.0, 120, 60)
    assert tuple(delay.change for delay in found) == CHANGES
    for delay in found:
        assert 1 <= delay.bound <= delay.median <= delay.late


def test_no_bound_is_told_of_counts_larger_than_any_that_were_simulated_but_one_period() -> None:
    largest, larger = delays_at(20.0, 1.0, 120, 60), delays_at(3e6, 1.0, 120, 60)
    assert max(delay.bound for delay in largest) > 1
    assert {delay.bound for delay in larger} == {1.0}
    assert [delay.late for delay in larger] == [delay.late for delay in largest]
    assert {delay.rate for delay in (*largest, *larger)} == {20.0}
    assert {delay.rate for delay in delays_at(0.7, 1.0, 120, 60)} == {0.7}


def test_a_halving_below_one_a_month_is_not_seen_within_a_year() -> None:
    halving = delays_at(0.5, 1.0, 120, 60)[2]
    assert halving.change == 0.5
    assert halving.bound > 12


def test_a_delay_beyond_what_was_simulated_is_infinite() -> None:
    assert delays_at(0.1, 1.0, 1040, 24)[2].late == np.inf


@pytest.mark.parametrize(
    ("less", "more"),
    [((1.0, 1.0, 120, 60), (0.2, 1.0, 120, 60)), ((1.0, 1.0, 40, 60), (1.0, 1.0, 520, 60))],
)
def test_rarer_events_and_smaller_budgets_take_longer(less: tuple, more: tuple) -> None:
    for sooner, later in zip(delays_at(*less), delays_at(*more), strict=True):
        assert sooner.median <= later.median


def test_between_the_budgets_of_two_charts_a_rise_takes_as_long_as_its_chart_does() -> None:
    lower, upper, large = (delays_at(1.0, 1.0, budget, 60) for budget in (121.5, 199.0, 200.0))
    for change in range(2):
        told = {(d[change].median, d[change].late) for d in (lower, upper, large)}
        assert len(told) == 1
    # But nobody could see it as early under the larger budget as under the smaller one.
    assert lower[1].bound < large[1].bound
    assert lower[4].late < upper[4].late or lower[2].median < upper[2].median


@pytest.mark.parametrize(
    ("beyond", "reason", "value"),
    [
        ((0.0, 1.0, 120, 60), "few_events", 0.0),
        ((0.01, 1.0, 120, 60), "few_events", 0.01),
        ((1.0, 9.0, 120, 60), "wide_spread", 8.0),
        ((1.0, 1.0, 2, 60), "frequent_signals", 2.0),
        ((1.0, 1.0, 1e6, 60), "rare_signals", 1e6),
        ((1.0, 1.0, 120, 10), "short_baseline", 10.0),
        ((nan, 1.0, 120, 60), "no_baseline", nan),
        ((1.0, nan, 120, 60), "no_baseline", nan),
        ((nan, nan, 3652.5, 0.0), "rare_signals", 3652.5),
    ],
)
def test_where_no_table_reaches_it_is_said_why(beyond: tuple, reason: str, value: float) -> None:
    assert delays_at(*beyond) == ()
    why = why_untold(*beyond)
    assert why is not None
    assert why.reason == reason
    np.testing.assert_equal(why.value, value)
    assert reason in UNTOLD


@pytest.mark.parametrize("side", range(4))
def test_the_limit_that_is_said_is_where_the_table_begins_or_ends(side: int) -> None:
    inside = [1.0, 1.0, 120.0, 60.0]
    for factor in (1e-3, 1e3):
        asked = inside.copy()
        asked[side] *= factor
        why = why_untold(*asked)
        if why is None:
            continue
        further = 0.98 if factor < 1 else 1.02
        for value, is_told in ((why.limit, True), (why.limit * further, False)):
            asked[side] = 1.0 + value if side == 1 else value
            assert bool(delays_at(*asked)) == is_told


@settings(deadline=None)
@given(st.floats(0.1, 1e7), st.floats(0.0, 1.0), st.floats(20.0, 1040.0), st.floats(24.0, 1000.0))
def test_inside_the_table_every_delay_is_a_whole_number_or_infinite(
    mean: float, spread: float, budget: float, baseline: float
) -> None:
    assert why_untold(mean, 1.0 + spread * mean, budget, baseline) is None
    for delay in delays_at(mean, 1.0 + spread * mean, budget, baseline):
        assert all(v == np.inf or v == int(v) for v in (delay.median, delay.late, delay.bound))
        assert 1 <= delay.bound <= delay.median <= delay.late
