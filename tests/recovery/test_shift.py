"""The shift chart in worlds whose level is known: false signals, delays, and what disturbs it.

A limit on a share of false signals allows for three standard errors of the simulated sample and
nothing else; a limit on a delay allows for none, save where a hair decides.
"""

from itertools import product
from typing import Any

import numpy as np
import pytest
from tests.recovery.shift_worlds import (
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
LIMIT = {
    4.0: (6, 4, 3, 2, 2),
    2.0: (15, 10, 7, 4, 2),
    0.5: (30, 21, 13, 7, 4),
    0.25: (22, 14, 8, 4, 2),
    0.0: (17, 10, 6, 3, 2),
}
"""Median months with 60 months of Poisson counts: one more than charts took that were held to an
average run length alone."""
BY_A_HAIR, HAIR_SERIES = 0.2, 10_000
"""Half of the doublings at .2 a month are seen by the very month that is wanted, with an old outbreak and
without: shares of 200,000 series are in the page. Ten thousand tell that from a month more if two
standard errors are allowed."""
WITH_OLD_OUTBREAK = (19, 11, 8, 4, 2)
"""A month more than 18/10/7/3/1."""


def at_least_half(found: Any) -> bool:
    """Whether half were seen in time; a hair's breadth is allowed where there are many."""
    allowed = 1.0 / np.sqrt(HAIR_SERIES) if len(found) == HAIR_SERIES else 0.0
    return bool(found.mean() >= 0.5 - allowed)


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


@pytest.mark.parametrize("mean", [0.25, 1.0, 5.0])
def test_counts_wider_than_any_fitted_keep_a_large_budget(mean: float) -> None:
    budget, shortest, dates, series = 1040.0, 104, (104, 312), 300
    means = np.full(shortest + max(dates), mean)
    found = first_signals(
        generator(mean), means, spread=4.0, series=series, shortest=shortest, budget=budget
    )
    for date, way in product(dates, range(2)):
        share = (found[:, way] <= date).mean()
        assert share <= with_chance(allowed(date, budget), series), (date, way, share)
    assert (found <= max(dates)).mean() > 0.1


@pytest.mark.parametrize("place", range(len(MEANS)))
def test_half_of_the_changes_are_seen_in_time(place: int) -> None:
    mean = MEANS[place]
    for change in CHANGES:
        months = LIMIT[change][place]
        means = np.r_[np.full(60, mean), np.full(months, mean * change)]
        rng = generator(mean, change)
        series = HAIR_SERIES if (change, mean) == (2.0, BY_A_HAIR) else 1000
        found = first_signals(rng, means, spread=0.0, series=series, shortest=60)
        seen = found[:, 0 if change > 1 else 1] <= months
        assert at_least_half(seen), (change, months, seen.mean())


def outbreak(mean: float, after: Floats) -> Floats:
    """Give the means of 60 months with five times as much in six of them, then the rest."""
    means = np.r_[np.full(60, mean), after]
    means[20:26] *= 5
    return means


@pytest.mark.parametrize("place", range(len(MEANS)))
def test_an_old_outbreak_does_not_hide_a_doubling(place: int) -> None:
    series = HAIR_SERIES if MEANS[place] == BY_A_HAIR else 1000
    months = WITH_OLD_OUTBREAK[place]
    means = outbreak(MEANS[place], np.full(months, 2 * MEANS[place]))
    found = first_signals(generator(place), means, spread=0.0, series=series, shortest=60)
    assert at_least_half(found[:, 0] <= months), (found[:, 0] <= months).mean()


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
    # The series means another thing from month 90 on, at another level.
    means[90:] *= 4
    segment = np.r_[np.ones(90), np.full(90, 2.0)]
    found = np.zeros((series, 2, 2), dtype=bool)
    for i in range(series):
        count = np.where(np.isnan(means), np.nan, draw(rng, np.nan_to_num(means), 0.0))
        chart = shift_chart(monthly(count, segment=segment), shortest=24)
        assert np.isnan(chart.expected[90:114]).all()
        for way, signal in enumerate((chart.is_rise, chart.is_fall)):
            found[i, way] = signal[:90].any(), signal[90:].any()
    for way, after in product(range(2), range(2)):
        assert found[:, way, after].mean() <= with_chance(allowed(90 - 24), series)


@pytest.mark.parametrize("mean", [0.5, 3.0])
def test_a_rise_closes_soon_after_an_outbreak_is_over(mean: float) -> None:
    rng, months = generator(mean, 11), []
    means = np.full(60 + 6 + 60, mean)
    means[60:66] *= 5
    for _ in range(300):
        is_rise = shift_chart(monthly(draw(rng, means, 0.0)), shortest=60).is_rise
        if is_rise[60:66].any():
            months.append(int(np.append(is_rise[66:], False).argmin()))
    assert np.median(months) <= 9
    assert np.quantile(months, 0.9) <= 24


@pytest.mark.parametrize("change", [1.4, 2.0, 0.4])
def test_a_change_is_dated_without_leaning_to_either_side(change: float) -> None:
    rng, months = generator(change, 12), []
    means = np.r_[np.full(60, 5.0), np.full(60, 5.0 * change)]
    for _ in range(300):
        chart = shift_chart(monthly(draw(rng, means, 0.0)), shortest=60)
        since = chart.rise_since if change > 1 else chart.fall_since
        opened = since[60:84] >= 0
        if opened.any() and not (since[:60] >= 0).any():
            months.append(int(since[60 + int(opened.argmax())]) - 60)
    assert len(months) > 200
    assert abs(np.median(months)) <= 1


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
