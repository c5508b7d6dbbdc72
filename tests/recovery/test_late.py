"""Late reports and lost effort, where the truth is known: how often is a fall told that is none?

Reports of a month come with a geometric delay of two months, so that of the last three months
a third, five ninths and 19/27 are in. In the last six months the desk works as before, or takes
four months, or loses three reports in ten. Another series of the same desk, thirty reports a
month that never change, is what it can be compared with.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from peil.observe.direction import WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.effort import LatestWaning, waning_of_the_latest
from peil.observe.watch.nowcast import nowcast
from peil.observe.watch.reporting import (
    Triangle,
    completeness,
    reporting_delays,
    reporting_triangle,
)
from peil.terms.calendar import Floats, Ints

MONTHS, LATEST, CHANGED = 63, 3, 6
WORLDS = 400
SIZE = 2.0
REFERENCE = 30.0
STEADY, SLOWER, LOSING = "steady", "slower", "losing"
DESKS = {STEADY: (1 / 3, 0.0), SLOWER: (1 / 5, 0.0), LOSING: (1 / 3, 0.3)}
AGE = MONTHS - 1 - np.arange(MONTHS)
Rng = np.random.Generator


class Told(NamedTuple):
    """How often each way to look at the latest months says waning."""

    as_they_stand: float
    divided: float
    thinned: float
    with_reference: float
    too_few: float


def drawn(rng: Rng, mean: Floats, *, is_poisson: bool) -> Ints:
    """Draw final counts: Poisson, or negative binomial of size 2."""
    rate = mean if is_poisson else mean * rng.gamma(SIZE, 1 / SIZE, len(mean))
    return rng.poisson(rate)


def reported(rng: Rng, final: Ints, desk: str) -> Triangle:
    """Let the desk report each event late, or never, and look at it after the last month."""
    share, lost = DESKS[desk]
    period = np.repeat(np.arange(MONTHS), final)
    is_recent = period >= MONTHS - CHANGED
    delay = rng.geometric(np.where(is_recent, share, 1 / 3)) - 1
    kept = ~is_recent | (rng.random(len(period)) >= lost)
    ones = np.ones(int(kept.sum()))
    return reporting_triangle(period[kept], delay[kept], ones, age=AGE)


def so_far(triangle: Triangle) -> Floats:
    return np.where(triangle.is_known, triangle.new, 0.0).sum(axis=1)


def latest(count: Floats, **changes: Any) -> LatestWaning:
    months = np.arange(MONTHS).astype("datetime64[M]")
    given = {
        "exposure": np.ones(MONTHS),
        "complete": np.ones(MONTHS),
        "segment": np.zeros(MONTHS),
        **{k: changes.pop(k) for k in ("exposure", "complete") if k in changes},
    }
    has_reference = changes.pop("has_reference", False)
    counts = Counts(
        series="x",
        period="month",
        start=months.astype("datetime64[D]"),
        end=(months + 1).astype("datetime64[D]") - np.timedelta64(1, "D"),
        count=count,
        effort_dependent=has_reference,
        has_denominator=has_reference,
        **given,
    )
    return waning_of_the_latest(counts, periods=LATEST, **changes)


@cache
def told(mean: float, is_poisson: bool, desk: str, drop: float = 1.0) -> Told:
    """Simulate worlds of one kind; with a drop the fall is real."""
    rng = np.random.default_rng([round(mean), is_poisson, list(DESKS).index(desk), round(8 * drop)])
    truth = np.full(MONTHS, mean)
    truth[-LATEST:] *= drop
    rows = []
    for _ in range(WORLDS):
        triangle = reported(rng, drawn(rng, truth, is_poisson=is_poisson), desk)
        other = reported(rng, rng.poisson(REFERENCE, MONTHS), desk)
        delays = reporting_delays(triangle)
        count, share = so_far(triangle), completeness(delays, AGE)[:, 0]
        with_reference = latest(count, exposure=np.maximum(so_far(other), 0.5), has_reference=True)
        found = (
            latest(count),
            latest(count / share),
            latest(count, complete=share, delays=delays, age=AGE),
            with_reference,
        )
        few = with_reference.reason == "too_few_events"
        rows.append([*(one.direction == WANING for one in found), few])
    return Told(*np.mean(rows, axis=0))


KINDS = [(mean, poisson) for mean in (3.0, 10.0) for poisson in (True, False)]
CHANCE = 2 * np.sqrt(0.05 * 0.95 / WORLDS)


@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize(("mean", "is_poisson"), KINDS)
def test_with_a_reference_of_the_same_desk_no_desk_makes_a_fall(
    mean: float, is_poisson: bool, desk: str
) -> None:
    assert told(mean, is_poisson, desk).with_reference <= 0.05 + CHANCE


def test_over_all_desks_and_counts_at_most_one_in_twenty_is_false() -> None:
    every = [told(mean, poisson, desk).with_reference for mean, poisson in KINDS for desk in DESKS]
    assert np.mean(every) <= 0.05


@pytest.mark.parametrize(("mean", "is_poisson"), KINDS)
def test_while_the_desk_is_steady_thinning_is_enough_and_nothing_else_is(
    mean: float, is_poisson: bool
) -> None:
    found = told(mean, is_poisson, STEADY)
    assert found.thinned <= 0.05 + CHANCE
    assert found.as_they_stand > 0.1
    assert found.divided > found.thinned


@pytest.mark.parametrize("desk", [SLOWER, LOSING])
def test_without_a_reference_another_desk_looks_like_a_fall(desk: str) -> None:
    assert told(10.0, True, desk).thinned > 0.15


def test_a_real_fall_to_a_quarter_is_seen_as_often_as_said() -> None:
    power = [told(mean, poisson, STEADY, 0.25).with_reference for mean, poisson in KINDS]
    assert power == pytest.approx([0.43, 0.26, 0.92, 0.55], abs=0.1)


@pytest.mark.parametrize("is_poisson", [True, False])
def test_at_one_a_month_no_test_is_valid_and_none_is_made(is_poisson: bool) -> None:
    found = told(1.0, is_poisson, STEADY, 0.25)
    assert found.too_few == 1
    assert found.with_reference == found.thinned == 0


@pytest.mark.parametrize("mean", [1.0, 3.0, 10.0])
def test_nine_nowcasts_in_ten_hold_the_final_count(mean: float) -> None:
    rng = np.random.default_rng(round(mean))
    inside = []
    for _ in range(400):
        final = drawn(rng, np.full(MONTHS, mean), is_poisson=False)
        triangle = reported(rng, final, STEADY)
        share, worth = completeness(reporting_delays(triangle), AGE[-LATEST:]).T
        count = so_far(triangle)
        low, _, high = nowcast(
            count[-LATEST:], share, worth=worth, mean=count[:-LATEST].mean(), size=SIZE
        ).T
        inside.append((low <= final[-LATEST:]) & (final[-LATEST:] <= high))
    assert np.mean(inside, axis=0).min() >= 0.88
    assert np.mean(inside) <= 0.98
