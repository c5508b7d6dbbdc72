"""Beyond a level: short rises and falls soon after a lasting change, before it is a baseline."""

import numpy as np
import pytest
from tests.recovery.shift_worlds import monthly

from peil.observe.watch.engine import watch_counts
from peil.observe.watch.watched import Points

PATTERN = np.tile([0.9, 1.1, 1.0, 1.2, 0.8, 1.0], 14)
BEGUN, AFTER = 84, 6
"""Months before the change, and between it and the short one."""


def told(before: float, since: float, *latest: float) -> Points:
    """Watch seven years at a mean, half a year at another, and what came then."""
    count = np.r_[before * PATTERN, since * PATTERN[:AFTER], latest]
    return watch_counts(monthly(np.round(count))).points


@pytest.mark.parametrize(
    ("levels", "short", "word"), [((10, 20), 60, "rising"), ((40, 20), 3, "waning")]
)
def test_an_outbreak_soon_after_a_change_is_a_signal_of_its_own(
    levels: tuple[float, float], short: float, word: str
) -> None:
    points, begun = told(*levels, short), monthly(np.zeros(BEGUN + AFTER + 1)).start
    assert (points.direction[-1], points.reason[-1]) == (word, "signal_period")
    assert points.signal_since[-1] == begun[-1]
    assert points.level_changed[-1] == word
    assert abs(points.level_changed_since[-1] - begun[BEGUN]) <= np.timedelta64(31, "D")


@pytest.mark.parametrize("levels", [(10, 20), (40, 20)])
def test_the_level_itself_is_signalled_once(levels: tuple[float, float]) -> None:
    """Each month since the change is out of all proportion to the level before it."""
    opened = told(*levels).signal_opened[BEGUN:]
    assert len(np.unique(opened[~np.isnat(opened)])) == 1


def test_the_signal_of_a_short_rise_ends_where_the_new_level_is_back() -> None:
    """Two months of 20 are beyond the 10 of the years before, and not beyond the 20 since."""
    points = told(10, 20, 60, 20, 20)
    assert points.reason[-1] == "signal_shift"
    assert points.signal_since[-1] == points.level_changed_since[-1]


def test_ten_after_a_doubling_and_then_four_times_as_many_is_said_in_nine_of_ten() -> None:
    """Of Poisson counts: forty where ten are usual has a chance below one in a million."""
    chance = np.random.default_rng(20180122)
    means = np.r_[np.full(72, 5.0), np.full(AFTER, 10.0), 40.0]
    opened = [
        watch_counts(monthly(count)).points for count in chance.poisson(means, (40, len(means)))
    ]
    assert sum(points.signal_opened[-1] == points.start[-1] for points in opened) >= 36
