"""The shift chart: what a period is answered, whatever the series looks like."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recovery.shift_worlds import draw, monthly

from peil.observe.watch.shift import CUSUM, E_DETECTOR, Shift, shift_chart
from peil.terms.errors import BadInput

NAMES = ("expected", "up", "down", "is_rise", "is_fall", "up_began", "cut_first", "baseline")


def steady(mean: float, n: int, seed: int = 1) -> Any:
    return draw(np.random.default_rng(seed), np.full(n, mean), 0.0)


def same(a: Shift, b: Shift) -> bool:
    return all(np.array_equal(getattr(a, x), getattr(b, x), equal_nan=True) for x in NAMES)


def left_out(chart: Shift) -> tuple[tuple[int, int], ...]:
    """Give first and last position of each old outbreak left out of a baseline."""
    pairs = zip(chart.cut_first.tolist(), chart.cut_last.tolist(), strict=True)
    return tuple(sorted({pair for pair in pairs if pair[0] >= 0}))


def test_nothing_is_said_before_24_reported_periods() -> None:
    count = np.full(40, 2.0)
    count[5:8] = np.nan
    chart = shift_chart(monthly(count))
    assert np.isnan(chart.expected[:27]).all()
    assert chart.expected[27:].min() > 0
    assert chart.baseline[26] == 0
    assert chart.baseline[27] == 24


def test_a_stop_is_a_fall_since_the_first_empty_period() -> None:
    chart = shift_chart(monthly([3.0] * 60 + [0.0] * 8))
    assert chart.is_fall[-1]
    assert not chart.is_rise.any()
    assert chart.fall_since[-1] == 60
    assert (chart.fall_since[:60] == -1).all()


def test_what_begins_before_the_baseline_ends_is_dated_there() -> None:
    stops = [1.0, 0.0, 2.0] * 20 + [0.0] * 12
    chart = shift_chart(monthly(stops), shortest=63)
    assert chart.is_fall[-1]
    assert chart.fall_since[-1] == 60
    assert not chart.is_fall[:63].any()


def test_evidence_of_the_baseline_itself_does_not_count() -> None:
    empty = [1.0, 0.0, 2.0] * 20 + [0.0] * 20
    chart = shift_chart(monthly(empty), shortest=80)
    assert chart.down[-1] == 0.0 or np.isnan(chart.down[-1])
    after = shift_chart(monthly([*empty, 0.0]), shortest=80)
    assert 0.0 < after.down[-1] < after.down_threshold[-1]
    assert after.down_began[-1] == 60


def test_an_outbreak_cut_out_of_the_first_baseline_opens_no_signal() -> None:
    count = np.r_[steady(1.0, 54), np.full(6, 12.0), steady(1.0, 12, seed=2)]
    chart = shift_chart(monthly(count), shortest=60)
    assert left_out(chart) == ((54, 59),)
    assert not chart.is_rise.any()


def test_a_rise_in_progress_as_the_chart_starts_is_cut_and_dated_from_the_cut() -> None:
    count = np.r_[steady(1.0, 54), [5.0, 5.0, 6.0, 4.0, 5.0, 6.0] * 2]
    chart = shift_chart(monthly(count), shortest=60)
    assert left_out(chart) == ((54, 59),)
    assert chart.is_rise[-1]
    assert chart.rise_since[-1] == 54


def test_no_excursion_goes_on_across_an_old_outbreak() -> None:
    count = np.r_[[1.0, 0.0, 2.0] * 14, [1.0, 2.0, 2.0, 2.0], np.full(6, 9.0), [1.0] * 8, [5.0] * 6]
    chart = shift_chart(monthly(count), shortest=60)
    assert left_out(chart) == ((46, 51),)
    assert chart.rise_since[-1] == 60


@pytest.mark.parametrize("first", [4.0, 5.0, 6.0])
def test_what_runs_into_the_first_period_is_dated_alike_whatever_that_is(first: float) -> None:
    base = [3.0, 2.0, 4.0, 3.0, 1.0, 5.0] * 9 + [5.0, 5.0, 5.0, 4.0, 6.0, 5.0]
    chart = shift_chart(monthly([*base, first, 6.0, 6.0, 6.0, 6.0]), shortest=60)
    assert chart.rise_since[-1] == 53


@pytest.mark.parametrize("last", [5.0, 6.0, 8.0])
def test_a_higher_last_count_dates_a_slight_rise_no_later(last: float) -> None:
    slight = [4.0, 3.0, 5.0, 4.0, 4.0, 3.0, 5.0, 4.0, 4.0, 5.0, 3.0]
    chart = shift_chart(monthly([3.0, 2.0, 4.0] * 20 + [*slight, last, last, last]), shortest=60)
    assert chart.is_rise[-1]
    assert chart.rise_since[-1] <= 62


def test_a_renewal_in_a_gap_waits_for_a_report() -> None:
    for seed in range(300):
        rng = np.random.default_rng(seed)
        count = draw(rng, np.full(240, 0.5), 0.0)
        count[rng.random(240) < 0.5] = np.nan
        chart = shift_chart(monthly(count))
        known = ~np.isnan(chart.expected)
        held = (chart.up <= chart.up_threshold + 1e-9) & (chart.down <= chart.down_threshold + 1e-9)
        assert held[known].all(), seed


@pytest.mark.parametrize(
    ("counts", "periods", "left"),
    [
        ([5.0], 9, (np.exp(-5 / 9), np.exp(-50 / 9))),
        ([0.0] * 9 + [1.0], 29, (np.exp(-1 / 30), np.exp(-1))),
    ],
)
def test_a_chart_loses_its_head_start_with_events_or_periods(counts, periods, left) -> None:
    chart = shift_chart(monthly((counts * 150)[:150]), shortest=120)
    for threshold, head_start in ((chart.up_threshold, 0.5), (chart.down_threshold, 0.35)):
        first, later = (1 - head_start * share for share in left)
        assert threshold[120] / threshold[120 + periods] == pytest.approx(first / later, rel=0.01)


def test_a_rise_is_dated_and_its_evidence_held_at_the_threshold() -> None:
    chart = shift_chart(monthly([1.0, 2.0, 0.0] * 20 + [5.0] * 8))
    assert chart.is_rise[-1]
    assert chart.rise_since[-1] == 60
    assert chart.up.max(initial=0, where=~np.isnan(chart.up)) == chart.up_threshold[-1]


def test_a_signal_closes_when_the_old_level_is_back() -> None:
    chart = shift_chart(monthly([1.0, 0.0, 2.0] * 20 + [9.0] * 3 + [1.0, 0.0, 1.0] * 10))
    assert chart.is_rise[62]
    assert not chart.is_rise[-1]


def test_a_lasting_change_becomes_the_new_normal_24_periods_after_its_signal() -> None:
    chart = shift_chart(monthly(np.r_[steady(2.0, 60), steady(10.0, 60)]))
    assert chart.is_rise[70]
    assert chart.expected[70] < 4
    assert not chart.is_rise[-1]
    assert chart.expected[-1] == pytest.approx(10.0, rel=0.3)


def test_an_outbreak_that_was_signalled_does_not_raise_later_baselines() -> None:
    burst = np.r_[steady(1.0, 60), np.full(6, 12.0), steady(1.0, 60)]
    chart = shift_chart(monthly(burst))
    assert chart.expected[-1] < 1.6


def test_the_baseline_is_renewed_each_year_while_nothing_is_signalled() -> None:
    chart = shift_chart(monthly([2.0, 1.0, 3.0] * 70))
    assert chart.baseline[24] == 24
    assert chart.baseline[60] > 48
    assert chart.baseline[-1] == 120


def test_a_gap_changes_nothing() -> None:
    count = steady(1.0, 80)
    gap = np.insert(count, 70, [np.nan] * 5)
    before, after = shift_chart(monthly(count)), shift_chart(monthly(gap))
    assert after.up[-1] == before.up[-1]
    assert (after.up[70:75] == after.up[69]).all()


def test_a_break_starts_anew() -> None:
    count = np.r_[steady(1.0, 60), steady(9.0, 60)]
    segment = np.r_[np.ones(60), np.full(60, 2.0)]
    chart = shift_chart(monthly(count, segment=segment))
    assert np.isnan(chart.expected[60:84]).all()
    assert same(chart_of(chart, 60), shift_chart(monthly(count[60:])))
    assert not chart.is_rise.any()


def chart_of(chart: Shift, start: int) -> Any:
    """Give the rows from a period on, with positions counted from there."""

    class Rows:
        pass

    rows: Any = Rows()
    for name in NAMES:
        values = getattr(chart, name)[start:]
        if name in {"up_began", "cut_first"}:
            values = np.where(values >= 0, values - start, -1)
        setattr(rows, name, values)
    return rows


def test_exposure_and_late_reports_scale_the_expectation() -> None:
    exposure, complete = np.full(70, 2.0), np.ones(70)
    exposure[62:], complete[66:] = 6.0, 0.5
    chart = shift_chart(monthly(np.full(70, 4.0), exposure=exposure, complete=complete))
    assert chart.expected[65] == pytest.approx(3 * chart.expected[61])
    assert chart.expected[66] == pytest.approx(chart.expected[65] / 2)


def test_a_period_without_exposure_is_a_gap() -> None:
    exposure = np.ones(60)
    exposure[40] = 0.0
    chart = shift_chart(monthly(steady(1.0, 60), exposure=exposure))
    assert chart.expected[40] == 0.0
    assert chart.up[40] == chart.up[39]


def test_an_old_outbreak_is_cut_and_a_person_can_undo_it() -> None:
    count = steady(1.0, 60)
    count[10:16] = 8.0
    counts = monthly(count)
    first, last = date(1980, 11, 1), date(1981, 4, 30)
    cut = shift_chart(counts, shortest=48)
    kept = shift_chart(counts, shortest=48, keep=[(first, last)])
    assert left_out(cut) == ((10, 15),)
    assert left_out(kept) == ()
    assert kept.expected[-1] > 1.5 * cut.expected[-1]


@settings(deadline=None)
@given(end=st.integers(26, 90), seed=st.integers(0, 50))
def test_an_answer_depends_on_earlier_periods_only(end: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = np.r_[draw(rng, np.full(50, 1.0), 0.5), draw(rng, np.full(40, 4.0), 0.5)]
    whole, early = shift_chart(monthly(count)), shift_chart(monthly(count[:end]))
    for name in NAMES:
        np.testing.assert_array_equal(getattr(whole, name)[:end], getattr(early, name))


COUNTS = st.one_of(st.just(float("nan")), st.integers(0, 5), st.integers(0, 10_000_000))


@settings(deadline=None)
@given(
    count=st.lists(COUNTS, max_size=150),
    effort=st.lists(st.floats(0.0, 1e6), min_size=150, max_size=150),
    budget=st.sampled_from([0.05, 0.1, 0.2, 5.0, 0.001]),
)
def test_every_series_has_a_defined_answer(
    count: list[float], effort: list[float], budget: float
) -> None:
    n = len(count)
    counts = monthly(np.array(count, dtype=float), exposure=np.array(effort[:n]))
    chart = shift_chart(counts, false_signals_per_year=budget)
    known = ~np.isnan(chart.expected)
    assert np.isfinite(chart.expected[known]).all()
    assert (chart.up[known] <= chart.up_threshold[known] + 1e-9).all()
    assert not np.isnan(chart.down[known]).any()
    assert not (chart.is_rise & chart.is_fall).any()
    assert (chart.rise_since[chart.is_rise] >= 0).all()
    assert (known.cumsum() == 0)[: min(24, n)].all()


@pytest.mark.parametrize("value", [0.0, 3.0, 1e7])
def test_a_constant_series_never_signals(value: float) -> None:
    chart = shift_chart(monthly(np.full(300, value)))
    assert not (chart.is_rise | chart.is_fall).any()


def test_a_huge_spike_is_a_rise_and_does_not_last() -> None:
    count = steady(1.0, 120)
    count[70] = 1e7
    chart = shift_chart(monthly(count))
    assert chart.is_rise[70]
    assert not chart.is_rise[-1]


@pytest.mark.parametrize("n", [0, 1, 2, 23])
def test_a_short_series_has_no_baseline(n: int) -> None:
    chart = shift_chart(monthly(np.ones(n)))
    assert len(chart) == n
    assert np.isnan(chart.expected).all()
    assert not chart.is_rise.any()


def test_a_smaller_budget_has_higher_thresholds() -> None:
    charts = [
        shift_chart(monthly(steady(1.0, 80)), false_signals_per_year=budget)
        for budget in (0.2, 0.1, 0.05)
    ]
    assert [chart.chart for chart in charts] == [CUSUM] * 3
    heights = [chart.up_threshold[-1] for chart in charts]
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


def test_without_a_table_the_e_detector_keeps_the_budget() -> None:
    chart = shift_chart(monthly([3.0] * 60 + [0.0] * 20), false_signals_per_year=0.001)
    assert chart.chart == E_DETECTOR
    assert chart.down_threshold[-1] == pytest.approx(np.log(12_000))
    assert chart.is_fall[-1]


@pytest.mark.parametrize("budget", [0.0, -1.0, 12.0, float("nan"), float("inf")])
def test_a_budget_that_cannot_be_kept_is_refused(budget: float) -> None:
    with pytest.raises(BadInput, match="false signals a year cannot be kept"):
        shift_chart(monthly(np.ones(30)), false_signals_per_year=budget)


@pytest.mark.parametrize("wrong", [-1.0, float("inf")])
def test_a_count_or_exposure_that_is_none_is_refused(wrong: float) -> None:
    values = np.ones(30)
    values[4] = wrong
    with pytest.raises(BadInput, match="count of 'attacks' from 1980-05-01 on is"):
        shift_chart(monthly(values))
    with pytest.raises(BadInput, match="exposure of 'attacks' from 1980-05-01 on is"):
        shift_chart(monthly(np.ones(30), exposure=values))


def test_a_baseline_that_is_too_short_is_refused() -> None:
    with pytest.raises(BadInput, match="12 periods is too short"):
        shift_chart(monthly(np.ones(30)), shortest=12)
