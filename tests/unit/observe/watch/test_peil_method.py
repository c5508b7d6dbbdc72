"""Peil's own method: which of its two parts a period's signal comes from."""

from dataclasses import replace

import numpy as np
import pytest
from tests.recovery.shift_worlds import draw, monthly

from peil.observe.watch.counts import Counts
from peil.observe.watch.peil_method import budget_of_chart, peil_signs
from peil.observe.watch.shift_thresholds import LARGE, threshold_table
from peil.terms.calendar import Floats


def openings(since: Floats) -> int:
    is_open = since >= 0
    return int((np.diff(is_open.astype(int)) == 1).sum() + is_open[0])


@pytest.mark.parametrize(
    ("period", "budget", "part"),
    [
        ("month", 0.1, 0.06),
        ("week", 0.1, 0.05),
        ("day", 0.1, 0.05),
        ("month", 0.05, 0.03),
        ("month", 0.4, 0.06),
        ("week", 0.4, 0.05),
    ],
)
def test_the_chart_has_more_of_the_budget_in_months_and_no_more_of_a_large_one(
    period: str, budget: float, part: float
) -> None:
    assert budget_of_chart(budget, period) == pytest.approx(part)


def test_the_part_of_the_chart_in_months_is_a_row_of_its_tables() -> None:
    """Between the rows a rise would be held to a smaller budget than it has."""
    months = 12 / budget_of_chart(0.1, "month")
    assert np.isclose(threshold_table().budgets, months).any()
    assert pytest.approx(months) == LARGE


def test_three_events_in_a_month_stand_out_at_two_in_ten_months() -> None:
    """The part that the chart leaves is enough for a single month of rare events."""
    once = np.zeros(121)
    once[2:120:5] = 1.0
    once[-1] = 3.0
    assert peil_signs(monthly(once), np.array([120]), 0.1).signals.rise_since[0] == 120


def test_a_signal_does_not_come_and_go_with_busy_and_quiet_months() -> None:
    """A level near five events, where the budget is shared, and effort that goes up and down."""
    effort = np.where(np.arange(140) % 2 == 0, 1.3, 0.7)
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        mean = effort * np.where(np.arange(140) < 70, 5.0, 8.0)
        counts = monthly(draw(rng, mean, 0.0), exposure=effort)
        signals = peil_signs(counts, np.arange(70, 140), 0.1).signals
        found.append(openings(signals.rise_since))
    assert np.mean(found) <= 4


def test_a_signal_that_stands_keeps_its_day_when_its_level_passes_five() -> None:
    """The chart of the whole budget takes the new normal first, and its level says so."""
    moved = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        counts = monthly(draw(rng, np.r_[np.full(76, 3.5), np.full(114, 5.6)], 0.0))
        signals = peil_signs(counts, np.arange(190), 0.1).signals
        stands = (signals.rise_since[1:] >= 0) & (signals.rise_since[:-1] >= 0)
        stands &= signals.is_lasting[1:] & signals.is_lasting[:-1]
        moved += int((np.diff(signals.opened)[stands] != 0).sum())
    assert moved == 0


def weekly(count: Floats) -> Counts:
    start = np.datetime64("2015-01-05") + 7 * np.arange(len(count))
    return replace(monthly(count), period="week", start=start, end=start + 6)


def test_a_rise_that_ends_before_it_is_a_new_normal_leaves_no_level_behind() -> None:
    """Forty weeks are no two years, after which a chart takes a change for the usual."""
    rng = np.random.default_rng(3)
    count = draw(rng, np.r_[np.full(160, 1.0), np.full(40, 3.0), np.full(130, 1.0)], 0.0)
    signs = peil_signs(weekly(count), np.arange(330), 0.1)
    assert (signs.signals.rise_since[165:200] >= 0).any()
    assert signs.signals.rise_since[-1] < 0
    assert signs.level.since[225] < 0


def test_a_rise_that_lasts_two_years_is_the_level_from_then_on() -> None:
    rng = np.random.default_rng(3)
    count = draw(rng, np.r_[np.full(160, 1.0), np.full(170, 4.0)], 0.0)
    level = peil_signs(weekly(count), np.arange(330), 0.1).level
    assert abs(int(level.since[-1]) - 160) <= 3
