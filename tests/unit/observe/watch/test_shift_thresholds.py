"""The thresholds of a budget, and what a rise and a fall are tuned to under it."""

import numpy as np
import pytest

from peil.observe.watch.shift_thresholds import threshold_table


@pytest.mark.parametrize(
    ("budget", "ratio", "like"),
    [
        (20.0, 1.4, 20.0),
        (120.0, 1.4, 120.0),
        (120.0 * (1 + 1e-12), 1.4, 120.0),
        (121.5, 2.0, 200.0),
        (199.0, 2.0, 200.0),
        (240.0, 2.0, 240.0),
        (520.0, 2.0, 520.0),
        (1043.6, 2.0, 1040.0),
    ],
)
def test_between_the_two_ratios_a_rise_takes_the_larger_budget(
    budget: float, ratio: float, like: float
) -> None:
    table = threshold_table()
    found, other = table.at(budget), table.at(like)
    assert found.ratios[0] == ratio
    assert np.allclose(found.values[0], other.values[0], rtol=1e-9)


def test_a_fall_is_tuned_alike_at_every_budget_and_takes_its_own_thresholds() -> None:
    table = threshold_table()
    falls = [table.at(budget) for budget in (119.0, 150.0, 199.0)]
    assert {found.ratios[1] for found in falls} == {0.4}
    first, middle, last = (found.values[1] for found in falls)
    assert (first < middle).all()
    assert (middle < last).all()


@pytest.mark.parametrize(("budget", "holds"), [(19.0, False), (1043.6, True), (1100.0, False)])
def test_the_table_holds_twenty_years_of_weeks_and_no_more(budget: float, holds: bool) -> None:
    assert threshold_table().holds(budget) == holds
