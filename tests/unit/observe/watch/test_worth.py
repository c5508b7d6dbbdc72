"""What a signal is worth: where it is counted, and what is told of it."""

from datetime import date

import numpy as np
import pytest

from peil.observe.direction import CANNOT_TELL, RISING, WANING
from peil.observe.watch import worth
from peil.observe.watch.worth import Cell, Signal, since_it_began, worth_table


def a_signal(observed, expected, direction=RISING, reason="signal_period", **other):
    usual = {"method": "peil-watch-3", "budget": 0.1, "days": 31}
    return Signal(
        **usual | other,
        direction=direction,
        reason=reason,
        observed=np.asarray(observed, dtype=float),
        expected=np.asarray(expected, dtype=float),
    )


def test_a_signal_is_counted_by_rarity_kind_side_and_factor():
    assert a_signal([3], [0.2]).cell == Cell(0.0, "short", "rise", 4.0)
    # 25.5 over 10.5 is between two and four.
    assert a_signal([12, 13], [5, 5]).cell == Cell(2.0, "short", "rise", 2.0)
    halved = a_signal([5, 5], [10, 10], WANING, "signal_shift")
    # 20.5 over 10.5 is just under two.
    assert halved.cell == Cell(10.0, "lasting", "fall", 1.0)


def test_periods_without_a_count_are_left_out_of_both():
    assert a_signal([np.nan, 30], [10, 10]).cell == a_signal([30], [10]).cell


def test_what_no_signal_says_is_worth_nothing_that_could_be_told():
    assert a_signal([9], [3], CANNOT_TELL).worth is None
    assert a_signal([9], [3], reason="slope").worth is None
    assert a_signal([np.nan], [3]).worth is None


@pytest.fixture
def counted(monkeypatch):
    """Count few signals of one size and many of another; none at all of falls."""
    table = dict.fromkeys(worth_table(), (0, 0))
    table[Cell(2.0, "short", "rise", 1.0)] = (50, 10)
    table[Cell(2.0, "short", "rise", 2.0)] = (150, 90)
    table[Cell(0.5, "short", "rise", 1.0)] = (60, 30)
    monkeypatch.setattr(worth, "worth_table", lambda: table)


@pytest.mark.usefixtures("counted")
def test_where_one_size_is_too_few_all_sizes_tell_together():
    assert a_signal([15], [5]).worth == 90 / 150
    assert a_signal([8], [5]).worth == (10 + 90) / (50 + 150)
    assert a_signal([1], [1]).worth is None
    assert a_signal([1], [5], WANING).worth is None


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("other", [{"budget": 0.5}, {"method": "ears"}, {"days": 1}, {"days": 92}])
def test_what_was_not_simulated_has_no_worth(other):
    assert a_signal([15], [5], **other).worth is None


def test_counts_run_from_where_a_signal_began_until_it_was_given():
    start = np.array(["2024-01-01", "2024-02-01", "2024-03-01"], dtype="datetime64[D]")
    figures = np.arange(3.0), np.arange(3.0) + 10
    since, opened = date(2024, 2, 1), date(2024, 2, 1)
    observed, expected = since_it_began(start, *figures, since=since, opened=opened)
    assert (observed.tolist(), expected.tolist()) == ([1.0], [11.0])
    long_ago = date(2020, 1, 1)
    observed, _ = since_it_began(start, *figures, since=long_ago, opened=long_ago)
    assert observed.tolist() == [0.0]
    assert not len(since_it_began(start, *figures, since=None, opened=None)[0])


def test_the_table_counts_every_cell_and_no_more_changes_than_signals():
    table = worth_table()
    assert len(table) == 4 * 2 * 2 * 3
    assert all(0 <= changes <= signals for signals, changes in table.values())
