"""What is said of a period: by a signal, by compared years, or nothing."""

from dataclasses import replace

import numpy as np
import pytest

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.direction_rule import PeriodDirections, apply_direction_rule
from peil.observe.watch.rate_ratio import RateRatio
from peil.observe.watch.signals import Signals, no_signals

N = 40


def counts() -> Counts:
    months = (np.datetime64("2020-01", "M") + np.arange(N + 1)).astype("datetime64[D]")
    ones = np.ones(N)
    return Counts(
        series="invented", period="month", start=months[:-1], end=months[1:] - 1, count=9 * ones,
        exposure=ones, complete=ones, segment=0 * ones,
    )  # fmt: skip


def said_of(
    rising: float, waning: float, *, budget: float = 0.1, signals: Signals | None = None
) -> PeriodDirections:
    """Say what three probabilities of the latest period mean."""
    signals = signals or no_signals(np.array([N - 1]), is_lasting=True)
    parts = (np.array([p]) for p in (rising, 1 - rising - waning, waning, 0.1))
    made = RateRatio(**dict(zip(("rising", "steady", "waning", "spread"), parts, strict=True)))
    return apply_direction_rule(counts(), signals, made, budget)


def a_fall() -> Signals:
    some = no_signals(np.array([N - 1]), is_lasting=True)
    return replace(some, fall_since=np.array([N - 9]), opened=np.array([N - 4]))


@pytest.mark.parametrize(
    ("budget", "rising", "word"),
    [
        (0.1, 0.96, CANNOT_TELL),
        (0.1, 0.994, CANNOT_TELL),
        (0.1, 0.996, RISING),
        (0.01, 0.996, CANNOT_TELL),
        (0.01, 0.9996, RISING),
        (1.0, 0.951, RISING),
        (9.0, 0.94, CANNOT_TELL),
    ],
)
def test_compared_years_say_a_direction_as_rarely_as_the_budget_asks(
    budget: float, rising: float, word: str
) -> None:
    assert said_of(rising, 0.0, budget=budget).direction[0] == word


@pytest.mark.parametrize(
    ("waning", "word"), [(0.51, CANNOT_TELL), (0.79, CANNOT_TELL), (0.81, WANING)]
)
def test_a_signal_says_a_direction_only_where_the_time_since_bears_it_out(
    waning: float, word: str
) -> None:
    assert said_of(0.0, waning, signals=a_fall()).direction[0] == word


def test_what_is_looked_for_in_every_period_has_no_probability_of_a_single_comparison() -> None:
    signalled = said_of(0.0, 0.9999, signals=a_fall())
    assert (signalled.direction[0], signalled.reason[0]) == (WANING, "signal_shift")
    settled = said_of(0.999, 0.0)
    assert (settled.direction[0], settled.reason[0]) == (RISING, "settled")
    assert np.isnan([signalled.probability[0], settled.probability[0]]).all()
    quiet = said_of(0.05, 0.05)
    assert (quiet.direction[0], quiet.probability[0]) == (STEADY, pytest.approx(0.9))


@pytest.mark.parametrize(
    ("since", "lower", "reason"),
    [
        (N - 1, 10.0, "signal_period"),
        (N - 1, 9.0, "signal_shift"),
        (N - 1, np.nan, "signal_shift"),
        (N - 2, 10.0, "signal_shift"),
    ],
)
def test_a_lasting_signal_that_is_one_count_outside_its_bounds_is_said_as_one(
    since: int, lower: float, reason: str
) -> None:
    bounds = {"fall_since": np.array([since]), "lower": np.array([lower]), "upper": np.array([8.0])}
    said = said_of(0.0, 0.9, signals=replace(a_fall(), **bounds))
    assert (said.direction[0], said.reason[0]) == (WANING, reason)
