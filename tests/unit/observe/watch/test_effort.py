"""A fall that late reports or lost work explain is never told as a fall of the threat."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from peil.observe.direction import CANNOT_TELL, RISING, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.effort import (
    effort_caveats,
    local_overdispersion,
    overdispersion,
    waning_of_the_latest,
    without_lost_effort,
)
from peil.observe.watch.reporting import reporting_delays, reporting_triangle
from peil.observe.watch.watched import Points


def some_counts(count: Any, **changes: Any) -> Counts:
    n = len(count)
    months = np.arange(n).astype("datetime64[M]")
    return replace(
        Counts(
            series="x",
            period="month",
            start=months.astype("datetime64[D]"),
            end=(months + 1).astype("datetime64[D]") - np.timedelta64(1, "D"),
            count=np.asarray(count, dtype=float),
            exposure=np.ones(n),
            complete=np.ones(n),
            segment=np.zeros(n),
        ),
        **changes,
    )


STEADY = [4.0, 6.0] * 24
FALLEN = [*STEADY, 1.0, 0.0, 1.0]
LATE = np.array([1.0] * 48 + [0.7, 0.55, 0.33])


def test_a_fall_of_complete_counts_is_waning() -> None:
    found = waning_of_the_latest(some_counts(FALLEN))
    assert (found.direction, found.reason) == (WANING, "signal")
    assert (found.observed, found.expected) == (2, pytest.approx(3 * 240.5 / 48))


def test_the_p_value_is_that_of_a_negative_binomial_prediction() -> None:
    found = waning_of_the_latest(some_counts(FALLEN))
    size = 240.5
    chance = size / (size + found.expected)
    assert found.p_value == pytest.approx(nbinom.cdf(2, size, chance))
    assert found.p_value > poisson.cdf(2, found.expected)
    assert found.least_p_value == pytest.approx(nbinom.cdf(0, size, chance))


def test_what_is_not_in_yet_thins_the_expectation_and_is_no_fall() -> None:
    late = [*STEADY, 4.0, 3.0, 1.0]
    as_it_stands = waning_of_the_latest(some_counts(late))
    thinned = waning_of_the_latest(some_counts(late, complete=LATE))
    assert as_it_stands.direction == WANING
    assert thinned.direction == CANNOT_TELL
    assert thinned.expected == pytest.approx(as_it_stands.expected * LATE[-3:].sum() / 3)
    assert thinned.observed == 8


def test_uncertain_delays_make_a_fall_less_sure() -> None:
    counts = some_counts(FALLEN, complete=LATE)
    rare = np.array([0, 1, 1, 2])
    triangle = reporting_triangle(rare, np.array([0, 1, 0, 2]), np.ones(4), age=np.arange(51)[::-1])
    unsure = waning_of_the_latest(
        counts, delays=reporting_delays(triangle), age=np.arange(51)[::-1]
    )
    assert unsure.p_value > waning_of_the_latest(counts).p_value


def test_without_a_denominator_a_fall_of_what_follows_effort_tells_nothing() -> None:
    counts = some_counts(FALLEN, effort_dependent=True)
    found = waning_of_the_latest(counts)
    assert found.p_value < 0.05
    assert (found.direction, found.reason) == (CANNOT_TELL, "effort_without_denominator")
    assert effort_caveats(counts) == ("effort_without_denominator",)


def test_with_a_denominator_lost_work_is_no_fall_and_a_real_one_is() -> None:
    desk = np.array([100.0, 98.0] * 24 + [30.0, 28.0, 25.0])
    counts = some_counts(
        [*STEADY, 2.0, 1.0, 1.0], exposure=desk, effort_dependent=True, has_denominator=True
    )
    assert waning_of_the_latest(some_counts(counts.count)).direction == WANING
    assert waning_of_the_latest(counts).direction == CANNOT_TELL
    busy = replace(counts, exposure=np.array([100.0, 98.0] * 24 + [100.0] * 3))
    assert waning_of_the_latest(busy).direction == WANING
    assert effort_caveats(counts) == ("effort_in_denominator",)


def test_an_uneven_desk_makes_a_fall_less_sure() -> None:
    def p_value(desk: list[float]) -> float:
        counts = some_counts(FALLEN, exposure=np.array(desk), has_denominator=True)
        return waning_of_the_latest(counts).p_value

    assert p_value([100.0] * 51) < 0.01 < p_value([40.0, 160.0] * 24 + [100.0] * 3)


def test_a_desk_that_reported_nothing_says_nothing() -> None:
    desk = np.array([100.0] * 48 + [1e-9] * 3)
    counts = some_counts([*STEADY, 0.0, 0.0, 0.0], exposure=desk, has_denominator=True)
    found = waning_of_the_latest(counts)
    assert (found.direction, found.reason) == (CANNOT_TELL, "too_few_events")


def test_at_one_a_month_there_is_no_valid_test_and_it_says_so() -> None:
    counts = some_counts([0.0, 2.0] * 24 + [0.0] * 3, complete=LATE)
    found = waning_of_the_latest(counts)
    assert found.least_p_value > 0.05
    assert (found.direction, found.reason) == (CANNOT_TELL, "too_few_events")


NOTHING = {
    "a break in the latest": (
        {"segment": np.array([0.0] * 50 + [1.0])}, "break_or_no_report",
    ),
    "no report": ({"count": np.array([*STEADY, *[np.nan] * 3])}, "break_or_no_report"),
    "a short baseline": ({"segment": np.array([0.0] * 37 + [1.0] * 14)}, "baseline_too_short"),
}  # fmt: skip


@pytest.mark.parametrize("case", NOTHING)
def test_where_nothing_can_be_compared_it_says_why(case: str) -> None:
    changes, reason = NOTHING[case]
    found = waning_of_the_latest(replace(some_counts(FALLEN), **changes))
    assert (found.direction, found.reason) == (CANNOT_TELL, reason)
    assert np.isnan(found.p_value)


def test_what_lies_before_a_break_is_no_baseline() -> None:
    high = np.array([50.0, 60.0] * 18 + STEADY[:12] + [5.0, 4.0, 6.0])
    counts = some_counts(high, segment=np.array([0.0] * 36 + [1.0] * 15))
    assert waning_of_the_latest(counts).direction == CANNOT_TELL
    assert waning_of_the_latest(some_counts(high)).direction == WANING


def test_spread_is_found_again() -> None:
    rng = np.random.default_rng(5)
    y = rng.poisson(rng.gamma(2.0, 5.0, 4000)).astype(float)
    assert overdispersion(y, np.full(4000, y.mean())) == pytest.approx(0.5, abs=0.05)
    assert local_overdispersion(y) == pytest.approx(0.5, abs=0.05)
    plain = rng.poisson(10, 4000).astype(float)
    assert overdispersion(plain, np.full(4000, plain.mean())) == pytest.approx(0, abs=0.01)
    slow = rng.poisson(np.linspace(5, 50, 4000)).astype(float)
    assert local_overdispersion(slow) == pytest.approx(0, abs=0.01)
    assert local_overdispersion(np.zeros(5)) == 0


def test_waning_is_taken_back_from_every_period_and_nothing_else() -> None:
    words = np.array([WANING, RISING, CANNOT_TELL], dtype=object)
    number = np.zeros(3)
    day = np.arange(3).astype("datetime64[D]")
    points = Points(
        start=day,
        end=day,
        observed=number,
        nowcast=np.zeros((3, 3)),
        expected=number,
        lower=number,
        upper=number,
        p_rise=number,
        p_fall=number,
        direction=words,
        reason=np.array(["signal", "signal", "too_few_events"], dtype=object),
        probability=np.array([0.9, 0.8, np.nan]),
        signal_since=day,
        level_changed=np.array(["", "", ""], dtype=object),
    )
    followed = some_counts(np.zeros(3), effort_dependent=True)
    found = without_lost_effort(points, followed)
    assert found.direction.tolist() == [CANNOT_TELL, RISING, CANNOT_TELL]
    assert found.reason.tolist() == ["effort_without_denominator", "signal", "too_few_events"]
    np.testing.assert_array_equal(found.probability, [np.nan, 0.8, np.nan])
    assert without_lost_effort(points, replace(followed, has_denominator=True)) is points
    assert without_lost_effort(points, some_counts(np.zeros(3))) is points
