"""The engine: from counts to what is said, by every method, whatever the counts."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.delays import OTHER_METHOD
from peil.observe.watch.engine import watch_counts
from peil.observe.watch.methods import METHODS, PEIL
from peil.observe.watch.outbreak import outbreak_signals
from peil.observe.watch.peil_method import peil_signs
from peil.observe.watch.watched import Points
from peil.terms.errors import BadInput


def chance(seed: int) -> np.random.Generator:
    """Chance that does not depend on which other tests ran before."""
    return np.random.default_rng(20180122 + seed)


def monthly(count: object, **changes: object) -> Counts:
    values = np.asarray(count, dtype=float)
    start = (np.datetime64("2008-01", "M") + np.arange(len(values))).astype("datetime64[D]")
    after = (np.datetime64("2008-02", "M") + np.arange(len(values))).astype("datetime64[D]")
    ones = np.ones(len(values))
    made = Counts(
        series="invented",
        period="month",
        start=start,
        end=after - np.timedelta64(1, "D"),
        count=values,
        exposure=ones,
        complete=ones,
        segment=np.zeros(len(values)),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def same(a: Points, b: Points) -> bool:
    return all(
        np.array_equal(
            getattr(a, f.name), getattr(b, f.name), equal_nan=getattr(a, f.name).dtype != object
        )
        for f in fields(Points)
    )


def a_part(points: Points, rows: slice) -> Points:
    return Points(**{f.name: getattr(points, f.name)[rows] for f in fields(Points)})


def test_a_lasting_stop_is_waning_since_it_began() -> None:
    quiet = [*chance(1).poisson(4.0, 72), *[0] * 6]
    found = watch_counts(monthly(quiet)).points
    assert found.direction[-1] == WANING
    assert found.reason[-1] == "signal_shift"
    assert abs((found.signal_since[-1] - np.datetime64("2014-01-01")).astype(int)) <= 62
    assert np.isnan(found.probability[-1])


def test_a_lasting_rise_is_rising_for_a_year_and_then_the_new_level() -> None:
    risen = [*chance(2).poisson(2.0, 72), *chance(3).poisson(8.0, 40)]
    watched = watch_counts(monthly(risen[:-20]))
    assert watched.level_changed == RISING
    assert watched.points.direction[-1] != RISING
    assert watch_counts(monthly(risen[:78])).level_changed == ""
    found = watch_counts(monthly(risen)).points
    later = found.level_changed == RISING
    assert later.sum() > 9
    assert (found.direction[later] != RISING).all()
    assert (found.signal_since[later] >= np.datetime64("2013-11-01")).all()
    assert set(found.level_changed[~later]) == {""}
    signalled = np.flatnonzero(found.reason == "signal_shift")
    assert (found.direction[signalled] == RISING).all()
    assert 72 <= signalled[0] <= 76
    assert 9 <= len(signalled) <= 12
    assert found.direction[-1] in (STEADY, CANNOT_TELL)


def weekly(count: object) -> Counts:
    start = np.datetime64("2018-01-01") + 7 * np.arange(len(np.asarray(count)))
    return monthly(count, period="week", start=start, end=start + 6)


@pytest.mark.parametrize("mean", [0.1, 0.2, 1.0])
def test_on_noise_directions_begin_no_oftener_than_the_budget_says(mean: float) -> None:
    """Each time that a direction is said anew counts, whatever part of the method says it."""
    series, judged = 150, 150
    allowed = series * (judged - 1) / 52.18 * 0.1
    for word, begun in begun_on_noise(mean, series, judged).items():
        assert begun <= allowed + 2 * np.sqrt(allowed), word


def begun_on_noise(mean: float, series: int, judged: int) -> dict[str, int]:
    """Count how often a direction is said anew in series that never change."""
    begun = {RISING: 0, WANING: 0}
    for counts in chance(20).poisson(mean, (series, judged + 50)):
        found = watch_counts(weekly(counts), last=judged, with_delays=False).points
        for word in begun:
            is_said = found.direction == word
            begun[word] += int((is_said[1:] & ~is_said[:-1]).sum())
    return begun


def test_few_events_are_not_called_steady() -> None:
    rare = np.zeros(96)
    rare[::24] = 1
    found = watch_counts(monthly(rare)).points
    assert set(found.direction[30:]) == {CANNOT_TELL}
    assert set(found.reason[30:]) == {"too_few_events"}


def test_many_even_counts_are_steady_and_seldom_have_a_signal() -> None:
    series = [monthly(counts) for counts in chance(4).poisson(30.0, (10, 120))]
    found = [watch_counts(each, last=24).points for each in series]
    assert np.mean([points.direction == STEADY for points in found]) > 0.9
    assert np.mean([np.isnat(points.signal_since) for points in found]) > 0.9


def test_no_baseline_crosses_a_break() -> None:
    counts = [*chance(5).poisson(3.0, 60), *chance(6).poisson(12.0, 60)]
    broken = monthly(counts, segment=np.repeat([0.0, 1.0], 60))
    found = watch_counts(broken)
    assert RISING not in found.points.direction
    assert "break" in found.caveats
    assert RISING in watch_counts(monthly(counts)).points.direction


def test_a_fall_of_work_without_a_figure_of_it_is_never_waning() -> None:
    fallen = [*chance(7).poisson(9.0, 60), *[0] * 6]
    without = watch_counts(monthly(fallen, effort_dependent=True))
    assert WANING not in without.points.direction
    assert without.points.reason[-1] == "effort_without_denominator"
    fallen_long_ago = monthly([*fallen, *[0] * 12], effort_dependent=True)
    assert watch_counts(fallen_long_ago).level_changed == ""
    assert watch_counts(replace(fallen_long_ago, has_denominator=True)).level_changed == WANING
    beside = watch_counts(monthly(fallen, effort_dependent=True, has_denominator=True))
    assert beside.points.direction[-1] == WANING


def test_late_reports_are_expected_to_be_late() -> None:
    complete = np.ones(66)
    complete[-3:] = [0.7, 0.5, 0.2]
    counts = [*np.full(63, 10.0), 7, 5, 2]
    late = watch_counts(monthly(counts, complete=complete))
    assert WANING not in late.points.direction
    assert "incomplete_reports" in late.caveats
    low, middle, high = late.points.nowcast[-1]
    assert 2 <= low < middle < high
    assert (late.points.nowcast[0] == late.points.observed[0]).all()


@pytest.mark.parametrize("part", ["complete", "exposure"])
@pytest.mark.parametrize("share", [0.5, 0.04])
def test_the_day_of_the_month_does_not_change_how_long_a_change_would_take(
    part: str, share: float
) -> None:
    counts = chance(4).poisson(2.0, 80).astype(float)
    begun = np.ones(80)
    begun[-1] = share
    whole, partly = watch_counts(monthly(counts)), watch_counts(monthly(counts, **{part: begun}))
    assert whole.delays
    assert partly.delays == whole.delays


def test_a_new_normal_is_told_the_delays_of_its_own_short_baseline() -> None:
    rng = chance(5)
    changed = np.r_[rng.poisson(1.0, 60), rng.poisson(4.0, 40)]
    short = watch_counts(monthly(rng.poisson(4.0, 25)))
    assert watch_counts(monthly(changed)).delays[1].late == pytest.approx(
        short.delays[1].late, abs=2
    )


def test_what_is_signalled_now_is_not_an_old_outbreak() -> None:
    risen = [*chance(8).poisson(6.0, 100), *chance(9).poisson(24.0, 4)]
    found = watch_counts(monthly(risen))
    assert found.points.direction[-1] == RISING
    assert all(last < date(2016, 5, 1) for _, last in found.outbreaks)


@pytest.mark.parametrize("method", METHODS)
def test_neither_later_counts_nor_what_else_is_asked_changes_an_answer(method: str) -> None:
    counts = monthly(chance(10).negative_binomial(4, 0.3, 140))
    whole = watch_counts(counts, method=method).points
    earlier = watch_counts(counts.take(slice(0, 118)), method=method).points
    assert same(a_part(whole, slice(0, 118)), earlier)
    assert same(a_part(whole, slice(-9, None)), watch_counts(counts, method=method, last=9).points)


def one_spike(length: int) -> list[float]:
    return [*[2.0] * (length - 1), 1e7]


ODD = st.one_of(
    st.lists(st.integers(0, 6), min_size=1, max_size=70),
    st.lists(st.one_of(st.integers(0, 3), st.just(float("nan"))), min_size=1, max_size=70),
    st.integers(1, 70).map(lambda n: [0] * n),
    st.integers(1, 70).map(lambda n: [10_000_000] * n),
    st.integers(2, 70).map(one_spike),
    st.integers(1, 70).map(lambda n: [float("nan")] * n),
)


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, max_examples=12)
@given(values=ODD)
def test_whatever_the_counts_something_defined_is_said(method: str, values: list[float]) -> None:
    watched = watch_counts(monthly(values), method=method)
    found = watched.points
    assert bool(watched.delays) != (watched.untold is not None)
    assert (method == PEIL) == (watched.untold != OTHER_METHOD)
    assert set(found.direction) <= {RISING, STEADY, WANING, CANNOT_TELL}
    assert all(found.reason)
    told = found.direction == STEADY
    assert set(found.steady_within[told]) <= {1.25, 1.5, 2.0}
    assert np.isnan(found.steady_within[~told]).all()
    assert np.isnan(found.probability).all()
    with np.errstate(invalid="ignore"):
        assert not (found.lower > found.upper).any()
        assert not ((found.expected < 0) | (found.upper < 0)).any()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"method": "magic"}, "the method 'magic' is not known; use peil or"),
        ({"false_signals_per_year": 0.0}, "0 false signals a year cannot be kept; give"),
        ({"false_signals_per_year": 12.0}, "12 false signals a year cannot be kept; give"),
        ({"last": 0}, "0 periods cannot be evaluated; ask for one or more"),
    ],
)
def test_a_setting_that_cannot_be_kept_is_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        watch_counts(monthly([1, 2, 3]), **change)  # type: ignore[arg-type]


def test_yearly_counts_are_refused_by_methods_of_the_year() -> None:
    yearly = monthly([3] * 30, period="year")
    with pytest.raises(BadInput, match="one count a year, which this method does not take"):
        watch_counts(yearly, method="farrington_flexible")
    assert len(watch_counts(yearly, method=PEIL).points) == 30


def test_a_single_count_stands_out_before_there_is_a_chart_of_levels() -> None:
    values = [*chance(11).poisson(9.0, 79), 60]
    start = np.datetime64("2020-01-06") + 7 * np.arange(80)
    weeks = monthly(values, period="week", start=start, end=start + 6)
    found = watch_counts(weeks).points
    assert (found.direction[-1], found.reason[-1]) == (RISING, "signal_period")


def test_the_time_since_the_last_event_stands_beside_and_opens_no_direction() -> None:
    rare = np.zeros(96)
    rare[:86:3] = 1
    found = watch_counts(monthly(rare))
    assert found.quiet is not None
    assert found.quiet.is_long
    assert found.points.direction[-1] == CANNOT_TELL
    assert np.isnat(found.points.signal_since[-1])
    assert watch_counts(monthly(rare), with_delays=False).quiet is None
    assert watch_counts(monthly(rare), method="ears").quiet is None


@pytest.mark.parametrize(("mean", "is_told"), [(0.2, True), (0.5, True), (2.0, False)])
def test_the_time_since_the_last_event_is_told_below_one_event_a_period(
    mean: float, is_told: bool
) -> None:
    counts = chance(13).poisson(mean, 120)
    late = np.ones(120)
    late[-1] = 0.2
    assert (watch_counts(monthly(counts)).quiet is not None) == is_told
    assert (watch_counts(monthly(counts, complete=late)).quiet is not None) == is_told


def with_an_outbreak() -> Counts:
    """Give rare events with a cluster, of which the two questions leave out different months."""
    return monthly([int(count) for count in RARE_AND_A_CLUSTER])


RARE_AND_A_CLUSTER = (
    "000000021000200010100100011010010101000014145002"
    "000000000100100110001102201000000001010110010101"
)
CLUSTER = (date(2011, 5, 1), date(2011, 12, 31))


def test_what_either_question_leaves_out_is_shown() -> None:
    counts = with_an_outbreak()
    chart = peil_signs(counts, np.arange(len(counts)), 0.1).shift
    single = outbreak_signals(counts, np.array([95]), 0.05)[0]
    places = [(int(chart.cut_first[-1]), int(chart.cut_last[-1])), *single.outbreaks]
    assert len(set(places)) == 2
    first, last = min(a for a, _ in places), max(b for _, b in places)
    found = watch_counts(counts)
    assert found.outbreaks == ((counts.start[first].item(), counts.end[last].item()),)
    assert "outbreak_left_out" in found.caveats


def test_a_person_keeps_an_outbreak_in_both_baselines() -> None:
    counts = with_an_outbreak()
    cut, kept = watch_counts(counts), watch_counts(counts, keep=[CLUSTER])
    assert (kept.outbreaks, kept.kept) == ((), cut.outbreaks)
    assert "outbreak_kept" in kept.caveats
    assert "outbreak_left_out" not in kept.caveats
    assert kept.points.expected[-1] != cut.points.expected[-1]
    at = np.arange(len(counts))
    expected = peil_signs(counts, at, 0.1, keep=[CLUSTER]).shift.expected[-1]
    assert expected > peil_signs(counts, at, 0.1).shift.expected[-1]


def test_to_keep_what_nothing_leaves_out_changes_nothing_and_is_not_said() -> None:
    counts = with_an_outbreak()
    idle = watch_counts(counts, keep=[(date(2014, 1, 1), date(2014, 2, 28))])
    assert idle.kept == ()
    assert "outbreak_kept" not in idle.caveats
    assert same(idle.points, watch_counts(counts).points)


def test_an_outbreak_that_another_hid_can_be_kept_too() -> None:
    counts = monthly([int(count) for count in TWO_CLUSTERS])
    (first,) = watch_counts(counts).outbreaks
    one = watch_counts(counts, keep=[first])
    (hidden,) = one.outbreaks
    assert first[1] < hidden[0]
    for keep in ([first, hidden], [hidden, first]):
        both = watch_counts(counts, keep=keep)
        assert (both.outbreaks, both.kept) == ((), (first, hidden))


TWO_CLUSTERS = (
    "010011213001100201211210010010000101005165302010"
    "001000210000114824002001100001000000021111310121"
)


def test_later_counts_change_nothing_where_a_person_keeps_an_outbreak() -> None:
    counts = with_an_outbreak()
    whole = watch_counts(counts, keep=[CLUSTER]).points
    for n in (44, 60, 80):
        early = watch_counts(counts.take(slice(0, n)), keep=[CLUSTER]).points
        assert same(a_part(whole, slice(0, n)), early)


@pytest.mark.parametrize("method", [name for name in METHODS if name != PEIL])
def test_a_method_that_leaves_nothing_out_has_nothing_to_keep(method: str) -> None:
    with pytest.raises(BadInput, match="leaves no old outbreak out, so that none can be kept"):
        watch_counts(with_an_outbreak(), method=method, keep=[CLUSTER])


def test_a_season_is_no_change_of_the_level() -> None:
    month = np.arange(180)
    seasonal = chance(12).poisson(20 * np.exp(0.6 * np.cos(2 * np.pi * month / 12)))
    found = watch_counts(monthly(seasonal)).points
    assert (found.reason == "signal_shift").sum() <= 12


def test_parameters_set_by_hand_take_the_place_of_what_is_advised() -> None:
    counts = monthly(chance(7).poisson(6.0, 90))
    advised = watch_counts(counts, method="ears")
    longer = watch_counts(counts, method="ears", parameters={"baseline": 12, "alpha": 0.2})
    assert longer.method == "ears (baseline = 12, alpha = 0.2)"
    assert "own_threshold" in longer.caveats
    assert "own_threshold" not in advised.caveats
    before, after = advised.points.expected, longer.points.expected
    assert np.isnan(after[:14]).all()
    assert after[20] == counts.count[6:18].mean()
    assert before[20] == counts.count[11:18].mean()


@pytest.mark.parametrize("method", ["farrington", "farrington_flexible"])
def test_years_back_and_windows_can_be_set(method: str) -> None:
    counts = monthly(chance(8).poisson(6.0, 90))
    found = watch_counts(counts, method=method, parameters={"years_back": 2, "half_window": 2})
    values, at = counts.count, 80
    cells = np.concatenate([values[at - 12 * i - 2 : at - 12 * i + 3] for i in (1, 2)])
    reweighted = watch_counts(
        counts,
        method=method,
        parameters={"years_back": 2, "half_window": 2, "seasons": 1, "reweight": False}
        if method == "farrington_flexible"
        else {"years_back": 2, "half_window": 2, "reweight": False},
    )
    assert np.isfinite(found.points.expected[at])
    np.testing.assert_allclose(reweighted.points.expected[at], cells.mean())


def test_a_parameter_that_a_method_lacks_is_refused() -> None:
    counts = monthly(np.ones(60))
    with pytest.raises(BadInput, match="'baseline' is no parameter of the method bayes; bayes has"):
        watch_counts(counts, method="bayes", parameters={"baseline": 9})
    with pytest.raises(BadInput, match=r"h = 0.* cannot be used"):
        watch_counts(counts, method="cusum", parameters={"h": 0})
