"""Changed levels: what is remembered of a signal, for how long, and what stood before it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.recovery.shift_worlds import monthly

from peil.observe.watch.counts import Counts
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.level_changes import (
    LevelNow,
    changes_of,
    interval_of,
    level_now,
    older_levels,
)
from peil.observe.watch.level_split import Change
from peil.observe.watch.shift import shift_chart
from peil.observe.watch.watched import Watched

TEN, NONE = np.tile([9.0, 11.0, 10.0, 12.0, 8.0, 10.0], 14), np.zeros(36)


def a_change(**other: object) -> Change:
    """A signal in period 62 that closed in period 90; the chart thinks that it began in period 60."""
    made = Change(
        since=60, opened=62, end=90, stands=np.ones(260, dtype=bool), is_rise=False, spread=0.0
    )
    return replace(made, **other)  # type: ignore[arg-type]


def holds(change: Change, late: float, at: int = 99) -> bool:
    """Whether a change is remembered where each period since it has so many events."""
    counts = monthly(np.r_[np.full(60, 2.0), np.full(60, late)])
    return bool(level_now((change,), counts, np.ones(120), np.array([at]))[0].change[0] == 0)


def test_a_level_is_remembered_while_the_counts_since_bear_it_out() -> None:
    """40 periods: 40 events for 80 are 3.7 standard errors; 60 are 1.7."""
    assert holds(a_change(), 1.0)
    assert not holds(a_change(), 1.5)
    assert not holds(a_change(), 3.0)
    assert not holds(a_change(is_rise=True), 1.0)


def test_a_signal_that_closed_is_forgotten_once_the_old_level_is_back() -> None:
    """At 2 again after 30 periods at .5, each is exp(2 log 4 - 1.5) = 3.5 times likelier at 2."""
    counts = monthly(np.r_[np.full(60, 2.0), np.tile([0.0, 1.0], 15), np.full(60, 2.0)])
    at = np.arange(90, 105)
    found = level_now((a_change(),), counts, np.ones(150), at)[0].change == 0
    assert found[:2].all()
    assert not found[3:].any()


def test_a_signal_is_said_when_given_and_for_a_year_while_its_interval_excludes_no_change() -> None:
    """14 periods: 26.6 events for 28 are .3 standard errors; 15.4 are 2.2, and 16.5 in 15 are 2.3."""
    young = a_change(end=120)
    assert holds(young, 1.9, at=62)
    assert not holds(young, 1.9, at=63)
    assert holds(young, 1.1, at=73)
    assert not holds(young, 1.1, at=74)
    assert holds(young, 1.0, at=99)


def test_a_signal_is_said_no_more_once_its_evidence_is_withdrawn() -> None:
    """11 periods: 11 events for 22 are 2.2 standard errors."""
    withdrawn = a_change(end=120, stands=np.arange(260) < 70)
    assert holds(withdrawn, 1.0, at=69)
    assert holds(a_change(end=120), 1.0, at=70)
    assert not holds(withdrawn, 1.0, at=70)
    assert holds(withdrawn, 1.0, at=99)


def test_a_signal_is_withdrawn_by_counts_five_times_likelier_before_and_may_be_given_again() -> (
    None
):
    """Five months of none in place of ten, then of ten: the chart holds its sum, then it falls."""
    counts = monthly(np.r_[np.full(60, 10.0), np.zeros(5), 10.0, 0.0])
    chart = shift_chart(counts)
    (change,) = changes_of(chart)
    gap = chart.down - chart.down_threshold
    assert change.stands[change.opened : 65].all()
    assert gap[65] < -np.log(5.0)
    assert change.stands[65:].tolist() == [False, gap[66] >= 0.0]


def test_a_signal_of_a_level_that_is_remembered_is_no_news_unless_it_goes_further() -> None:
    """Half since period 60; a baseline with a part of it lets period 90 be signalled as a fall."""
    first = a_change(end=80)
    again = a_change(since=90, opened=92, end=160)
    for late, place in ((5.0, 0), (1.0, 1)):
        counts = monthly(np.r_[np.full(60, 10.0), np.full(30, 5.0), np.full(70, late)])
        found, _ = level_now((first, again), counts, np.ones(160), np.arange(130))
        assert (found.change[-1], found.is_open[-1], found.since[-1]) == (
            place,
            place == 1,
            (60, 90)[place],
        )
        assert set(found.opened[100:]) == {(62, 92)[place]}


def test_a_signal_whose_change_is_dated_before_the_one_that_is_known_is_compared_with_it() -> None:
    first = a_change(since=90, opened=92, end=100)
    again = a_change(since=60, opened=102, end=160)
    counts = monthly(np.r_[np.full(60, 10.0), np.full(100, 1.0)])
    found, _ = level_now((first, again), counts, np.ones(160), np.arange(160))
    assert found.is_rise[-1] == 0
    assert found.after[-1] == 1.0


def test_a_signal_that_goes_further_later_is_given_then_and_keeps_that_day() -> None:
    first = a_change(end=80)
    again = a_change(since=90, opened=92, end=160)
    late = np.r_[np.full(10, 5.0), np.full(60, 1.0)]
    counts = monthly(np.r_[np.full(60, 10.0), np.full(30, 5.0), late])
    found, _ = level_now((first, again), counts, np.ones(160), np.arange(160))
    (told,) = np.unique(found.opened[found.change == 1])
    assert told == np.flatnonzero(found.change == 1)[0] > 100
    assert (found.change[told:] == 1).all()


def now(counts: Counts, *changes: Change) -> LevelNow:
    """What holds in the last period, followed from the first."""
    every = np.arange(len(counts))
    return level_now(changes, counts, np.ones(len(counts)), every)[0].take(every[-1:])


def test_what_went_further_for_a_while_is_the_older_level_again() -> None:
    """Twenty months of one among months of five."""
    first, again = a_change(end=80), a_change(since=90, opened=92, end=160)
    late = np.r_[np.full(10, 5.0), np.full(20, 1.0), np.full(40, 5.0)]
    counts = monthly(np.r_[np.full(60, 10.0), np.full(30, 5.0), late])
    assert now(counts, first, again).change[0] == 0


def test_a_rise_from_a_baseline_that_was_low_by_chance_is_not_remembered() -> None:
    """2 a month before and since, of which a baseline of three years had but half."""
    rise = a_change(since=100, opened=102, end=130, is_rise=True)
    assert now(monthly(np.full(160, 2.0)), rise).change[0] == -1
    risen = now(monthly(np.r_[np.ones(100), np.full(60, 2.0)]), rise)
    assert (risen.change[0], risen.before[0], risen.after[0]) == (0, 1.0, 2.0)


def test_a_change_is_compared_with_what_came_since_the_change_that_is_known() -> None:
    """4 a month, 2 from period 60 on, and 4 again from period 120 on."""
    counts = monthly(np.repeat([4.0, 2.0, 4.0], 60))
    fall = a_change(end=90)
    rise = a_change(since=120, opened=122, end=150, is_rise=True)
    assert now(counts, fall, rise).before[0] == 2.0


def test_a_change_is_dated_by_the_likeliest_split_of_the_counts_up_to_each_period() -> None:
    """The chart's own day lies in a lull of five months before the stop, or ten months after a fall."""
    lull = np.r_[np.full(55, 2.0), np.array([1.0, 2.0, 2.0, 1.0, 2.0]), np.zeros(60)]
    stopped = now(monthly(lull), a_change(since=55))
    assert (stopped.since[0], stopped.before[0], stopped.after[0]) == (60, 118.0 / 60.0, 0.0)
    fallen = now(monthly(np.r_[np.full(60, 9.0), np.full(60, 6.0)]), a_change(since=70, opened=75))
    assert (fallen.since[0], fallen.opened[0]) == (60, 75)
    assert (fallen.before[0], fallen.after[0]) == (9.0, 6.0)


def test_the_day_of_the_chart_is_kept_unless_another_is_five_times_likelier() -> None:
    """A month of two is 4/e = 1.5 times likelier at two a month than at one: ten of them count."""
    counts = monthly(np.r_[np.full(60, 2.0), np.full(60, 1.0)])
    for since, told in ((59, 59), (61, 61), (50, 60)):
        assert now(counts, a_change(since=since)).since[0] == told


def test_a_change_is_not_dated_into_a_gap_nor_beside_the_start_or_the_end() -> None:
    gap = np.r_[np.full(60, 9.0), np.full(6, np.nan), np.full(60, 2.0)]
    assert now(monthly(gap), a_change(since=75, opened=80)).since[0] == 66
    peak = np.r_[90.0, np.full(59, 9.0), np.full(60, 3.0)]
    assert now(monthly(peak), a_change(since=60)).since[0] == 60
    spike = np.r_[np.full(60, 1.0), np.full(30, 3.0), 90.0]
    assert now(monthly(spike), a_change(is_rise=True, end=110)).since[0] == 60


def test_a_larger_change_while_the_signal_is_open_is_told_and_signalled_when_it_is_found() -> None:
    """A slight fall from period 60 on was signalled; from period 80 on nothing came."""
    counts = monthly(np.r_[np.full(60, 10.0), np.full(20, 8.0), np.zeros(40)])
    every = np.arange(120)
    found = level_now((a_change(end=110),), counts, np.ones(120), every)[0]
    assert (found.since[70], found.opened[70], found.after[70]) == (60, 62, 8.0)
    assert (found.since[-1], found.after[-1], found.before[-1]) == (80, 0.0, 760.0 / 80.0)
    assert 80 <= found.opened[-1] <= 92
    assert (found.opened[93:] == found.opened[-1]).all()


@pytest.mark.parametrize("ratio", [0.5, 2.0])
def test_a_second_signal_of_the_same_day_is_no_news(ratio: float) -> None:
    """The chart dates it into the gap after the same count, and nothing lies between."""
    count = np.r_[np.full(60, 6.0), np.full(5, np.nan), np.full(60, 6.0 * ratio)]
    first = a_change(since=60, opened=67, end=80, is_rise=ratio > 1.0)
    again = replace(first, since=65, opened=90, end=125)
    found = now(monthly(count), first, again)
    assert (found.change[0], found.opened[0]) == (0, 67)


def test_a_signal_whose_likeliest_day_is_that_of_a_known_level_is_no_news() -> None:
    """From 2 to 1 is not certain after 20 months, and of all splits that day stays the likeliest."""
    counts = monthly(np.r_[np.full(60, 2.0), np.full(20, 1.0), np.full(20, 0.4)])
    again = a_change(since=80, opened=82, end=100)
    assert now(counts, again).since[0] == 60
    assert now(counts, a_change(end=75), again).change[0] == 0


def test_what_came_before_is_sought_over_120_reported_periods() -> None:
    """Four months without a report of daily counts leave nothing in 120 days."""
    count = np.r_[np.full(100, 2.0), np.full(130, np.nan), np.zeros(40)]
    fall = a_change(since=230, opened=235, end=260, stands=np.ones(270, dtype=bool))
    assert now(monthly(count), fall).before[0] == 2.0


def levels(counts: Counts, *changes: Change) -> tuple[tuple[int, float, float], ...]:
    """Day, rate before and rate since of the older levels, as told in the last period."""
    every, effort = np.arange(len(counts)), np.ones(len(counts))
    found, compared = level_now(changes, counts, effort, every)
    return older_levels(compared, counts, effort, found.take(every[-1:]))


def test_an_older_level_is_told_up_to_the_day_that_is_told_of_the_next() -> None:
    """The chart dated the second fall ten months late."""
    counts = monthly(np.r_[np.full(60, 20.0), np.full(60, 9.0), np.full(60, 6.0)])
    first, again = a_change(end=180), a_change(since=130, opened=135, end=180)
    found = now(counts, first, again)
    assert (found.since[0], found.before[0], found.after[0]) == (120, 9.0, 6.0)
    assert levels(counts, first, again) == ((60, 20.0, 9.0),)


@pytest.mark.parametrize("is_rise", [True, False])
def test_a_level_of_another_definition_is_not_what_the_next_one_is_compared_with(
    *, is_rise: bool
) -> None:
    """1 or 9 a month, 3 from period 60 on, another definition from period 90 on, 4 and then 1."""
    counts = np.r_[np.full(60, 1.0 if is_rise else 9.0), np.full(30, 3.0), np.full(30, 4.0)]
    other = monthly(np.r_[counts, np.full(40, 1.0)], segment=(np.arange(160) >= 90) * 1.0)
    first, fall = a_change(is_rise=is_rise), a_change(since=120, opened=122, end=150)
    assert now(other, first, fall).before[0] == 4.0
    assert levels(other, first, fall) == ()


def test_a_level_that_the_chart_takes_for_an_old_outbreak_is_what_the_next_is_compared_with() -> (
    None
):
    counts = monthly(np.r_[np.full(80, 2.0), np.full(12, 8.0), np.full(60, 2.0)])
    rise = a_change(since=80, opened=82, end=92, is_rise=True)
    fall = a_change(since=92, opened=94, end=130, cut_first=80, cut_last=91)
    assert now(counts, rise, fall).before[0] == 8.0


def test_a_level_of_which_a_cluster_was_chance_is_not_what_the_next_one_is_compared_with() -> None:
    """Nine events in two periods for two have a chance of .0002 by Poisson; forty are certain."""
    for high, before in ((4.5, 109.0 / 102.0), (20.0, 20.0)):
        counts = monthly(np.r_[np.full(100, 1.0), np.full(2, high), np.zeros(60)])
        rise = a_change(since=100, opened=101, end=102, is_rise=True)
        fall = a_change(since=102, opened=104, end=130)
        assert now(counts, rise, fall).before[0] == pytest.approx(before)


def test_what_came_before_leaves_out_an_old_outbreak_and_another_definition() -> None:
    usual = np.r_[np.full(100, 2.0), np.full(60, 4.0)]
    outbreak = usual.copy()
    outbreak[50:56] = 20.0
    rise = a_change(since=100, opened=102, end=130, is_rise=True)
    cut = replace(rise, cut_first=50, cut_last=55)
    assert now(monthly(outbreak), cut).before[0] == 2.0
    other = monthly(np.r_[np.full(60, 9.0), usual[60:]], segment=(np.arange(160) >= 60) * 1.0)
    assert now(other, rise).before[0] == 2.0


def test_what_came_before_reaches_back_for_ten_years_of_months() -> None:
    counts = monthly(np.r_[np.full(80, 9.0), np.full(120, 2.0), np.full(60, 4.0)])
    rise = a_change(since=200, opened=202, end=230, is_rise=True)
    assert now(counts, rise).before[0] == 2.0


@pytest.mark.parametrize("every", [1, 2])
def test_the_interval_is_as_wide_as_counts_scatter_about_the_rates_before_and_since(
    every: int,
) -> None:
    """0 and 4 for 60 months, then 0 and 1 for 40; of months without a report nothing is counted.

    Pearson's statistic is 60 (2²/2) + 40 (.5²/.5) = 140, over 100 - 2 months; of the excess over 1,
    140 events of 140 + 20 are believed.
    """
    count = np.full(100 * every, np.nan)
    count[::every] = np.r_[np.tile([0.0, 4.0], 30), np.tile([0.0, 1.0], 20)]
    fall = a_change(since=60 * every, opened=62 * every, end=90 * every)
    found = now(monthly(count), fall)
    wide = 1.0 + (140.0 / 98.0 - 1.0) * 140.0 / 160.0
    low, high = interval_of(tuple(np.array([x / wide]) for x in (20.0, 40.0, 120.0, 60.0)))  # type: ignore[arg-type]
    assert found.low[0] == pytest.approx(low[0])
    assert found.high[0] == pytest.approx(high[0])


def last(counts: Counts) -> Watched:
    return watch_counts(counts, last=1)


def test_a_stop_is_remembered_with_its_day_and_both_levels() -> None:
    found = last(monthly(np.r_[TEN, NONE]))
    points = found.points
    assert points.level_changed[-1] == "waning"
    assert points.level_changed_since[-1] == monthly(np.r_[TEN, NONE]).start[84]
    assert points.level_before[-1] == pytest.approx(10.0, rel=0.05)
    assert points.level_since[-1] == 0.0
    assert points.ratio[-1, 1] < 0.01
    assert found.quiet is not None
    assert found.quiet.periods == 36


def test_a_return_is_compared_with_the_lull_and_told_beside_the_older_level() -> None:
    found = last(monthly(np.r_[TEN, NONE, np.ones(12)]))
    assert found.points.direction[-1] == "rising"
    assert [level.before > level.after for level in found.levels] == [True, False]
    assert found.levels[0].before == pytest.approx(10.0, rel=0.05)
    assert found.levels[1].after == pytest.approx(1.0)


def test_a_break_ends_what_is_remembered() -> None:
    counts = monthly(np.r_[TEN, NONE])
    declared = replace(counts, segment=(np.arange(120) >= 84).astype(float))
    assert last(counts).levels
    assert not last(declared).levels
    assert last(declared).points.level_changed[-1] == ""


def test_levels_are_told_of_a_whole_period_though_the_latest_is_not_over() -> None:
    whole = monthly(np.array([2.0] * 72 + [8.0] * 23 + [2.0]))
    end, exposure = whole.end.copy(), np.ones(96)
    end[-1], exposure[-1] = whole.start[-1] + 5, 6 / 31
    watched = watch_counts(replace(whole, end=end, exposure=exposure))
    level = watched.levels[-1]
    np.testing.assert_allclose((level.before, level.after), (2.0, 8.0), rtol=0.05)
    points = watched.points
    told = float(points.level_before[-1]), float(points.level_since[-1])
    assert told == (level.before, level.after)
