"""The shift chart in worlds whose level is known: false signals, delays, and what disturbs it.

Every limit on a share allows for three standard errors of the simulated sample and nothing else.
"""

from itertools import product
from typing import Any

import numpy as np
import pytest
from tests.recovery.shift_worlds import (
    NEVER,
    allowed,
    draw,
    first_signals,
    monthly,
    with_chance,
)

from peil.observe.watch.shift import shift_chart
from peil.terms.calendar import Floats

DATES = (12, 36, 120)
SERIES = 600
CHANGES = (4.0, 2.0, 0.5, 0.25, 0.0)
MEANS = (0.2, 0.5, 1.0, 3.0, 10.0)
WANTED = {
    4.0: (5, 3, 2, 1, 1),
    2.0: (14, 9, 6, 3, 1),
    0.5: (29, 20, 12, 6, 3),
    0.25: (21, 13, 7, 3, 1),
    0.0: (16, 9, 5, 2, 1),
}
"""Median months that a chart of this kind takes with 60 months of Poisson counts."""
WITH_OUTBREAK_CUT = (18, 10, 7, 3, 1)


def generator(*seeds: float) -> np.random.Generator:
    """Start from numbers that the tables were not made with."""
    return np.random.default_rng([90_210, *(int(1000 * seed) for seed in seeds)])


def assert_budget_holds(found: Any, series: int) -> None:
    for date, way in product(DATES, range(2)):
        share = (found[:, way] <= date).mean()
        assert share <= with_chance(allowed(date), series), (date, way, share)


@pytest.mark.parametrize("shortest", [24, 60])
@pytest.mark.parametrize("spread", [0.0, 0.5])
@pytest.mark.parametrize("mean", [0.2, 1.0, 10.0])
def test_steady_series_signal_no_more_often_than_the_budget(
    mean: float, spread: float, shortest: int
) -> None:
    means = np.full(shortest + max(DATES), mean)
    found = first_signals(
        generator(mean, spread, shortest), means, spread=spread, series=SERIES, shortest=shortest
    )
    assert_budget_holds(found, SERIES)
    # A chart that never signalled would hold any budget.
    assert (found <= 120).mean() > 0.2


@pytest.mark.parametrize("place", range(len(MEANS)))
def test_half_of_the_changes_are_seen_within_a_month_of_the_best_known_delays(place: int) -> None:
    series = 300
    for change in CHANGES:
        wanted = WANTED[change][place] + 1
        means = np.r_[np.full(60, MEANS[place]), np.full(wanted, MEANS[place] * change)]
        rng = generator(MEANS[place], change)
        found = first_signals(rng, means, spread=0.0, series=series, shortest=60)
        seen = (found[:, 0 if change > 1 else 1] <= wanted).mean()
        assert with_chance(seen, series) >= 0.5, (change, seen)


def outbreak(mean: float, after: Floats) -> Floats:
    """Give the means of 60 months with five times as much in six of them, then the rest."""
    means = np.r_[np.full(60, mean), after]
    means[20:26] *= 5
    return means


@pytest.mark.parametrize("place", range(len(MEANS)))
def test_an_old_outbreak_does_not_hide_a_doubling(place: int) -> None:
    series, wanted = 300, WITH_OUTBREAK_CUT[place] + 1
    means = outbreak(MEANS[place], np.full(wanted, 2 * MEANS[place]))
    found = first_signals(generator(place), means, spread=0.0, series=series, shortest=60)
    seen = (found[:, 0] <= wanted).mean()
    assert with_chance(seen, series) >= 0.5, seen


def test_an_old_outbreak_that_is_kept_does_hide_it() -> None:
    means = outbreak(1.0, np.full(8, 2.0))
    counts = monthly(means)
    found = first_signals(
        generator(1),
        means,
        spread=0.0,
        series=200,
        shortest=60,
        keep=[(counts.start[0].item(), counts.end[-1].item())],
    )
    assert (found[:, 0] <= 8).mean() < 0.3


def test_looking_for_old_outbreaks_costs_at_most_a_tenth_of_the_run_length() -> None:
    means, series = np.full(180, 1.0), 500
    kept = [(monthly(means).start[0].item(), monthly(means).end[-1].item())]
    for spread in (0.0, 0.5):
        cut, whole = (
            first_signals(
                generator(spread), means, spread=spread, series=series, shortest=60, keep=keep
            )
            for keep in ((), kept)
        )
        assert np.minimum(cut, 120).mean() >= 0.9 * np.minimum(whole, 120).mean()


def test_gaps_and_breaks_do_not_cost_the_budget() -> None:
    n, series = 60 + 120, 400
    rng = generator(5)
    means = np.full(n, 1.0)
    means[rng.random(n) < 0.15] = np.nan
    found = np.full((series, 2), NEVER)
    segment = np.r_[np.ones(90), np.full(90, 2.0)]
    for i in range(series):
        count = np.where(np.isnan(means), np.nan, draw(rng, np.nan_to_num(means), 0.0))
        # The series means another thing from month 90 on, at another level.
        count[90:] *= 4
        chart = shift_chart(monthly(count, segment=segment), shortest=24, at=np.arange(60, n))
        for way, signal in enumerate((chart.is_rise, chart.is_fall)):
            if signal[:30].any():
                found[i, way] = int(signal[:30].argmax()) + 1
        assert np.isnan(chart.expected[30:54]).all()
    for way in range(2):
        assert (found[:, way] <= 30).mean() <= with_chance(allowed(36), series)


LATE = np.array([0.98, 0.97, 0.95, 0.93, 0.90, 0.85, 0.80, 0.70, 0.56, 0.33])
"""Shares of the latest months that are in, delays being geometric with a mean of two months."""


@pytest.mark.parametrize("mean", [1.0, 10.0])
def test_late_reports_are_no_waning(mean: float) -> None:
    series, n = 600, 60 + len(LATE)
    complete = np.r_[np.ones(60), LATE]
    known = {"spread": 0.0, "series": series, "shortest": 60}
    thinned = first_signals(generator(mean), mean * complete, complete=complete, **known)
    assert (thinned[:, 1] <= n).mean() <= with_chance(allowed(12), series)
    as_if_complete = first_signals(generator(mean), mean * complete, **known)
    assert (as_if_complete[:, 1] <= n).mean() > 2 * (thinned[:, 1] <= n).mean()


@pytest.mark.parametrize(("mean", "spread"), [(0.5, 0.0), (3.0, 0.5)])
def test_over_fifty_years_signals_come_no_oftener_than_one_in_ten_years(
    mean: float, spread: float
) -> None:
    rng, series, n = generator(mean, spread, 7), 60, 24 + 600
    opened = np.zeros((series, 2))
    for i in range(series):
        chart = shift_chart(monthly(draw(rng, np.full(n, mean), spread)))
        for way, signal in enumerate((chart.is_rise, chart.is_fall)):
            opened[i, way] = (np.diff(signal.astype(int)) == 1).sum()
    for way in range(2):
        error = opened[:, way].std() / np.sqrt(series)
        assert opened[:, way].mean() <= 600 / 120 + 3 * error
