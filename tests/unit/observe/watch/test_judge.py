"""What is said of a period: by a signal, by compared years, by a slope, or nothing."""

from dataclasses import replace

import numpy as np
import pytest

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.counts import Counts
from peil.observe.watch.expectation import Predicted
from peil.observe.watch.judge import Words, words_of
from peil.observe.watch.signals import Signals, no_signals

N = 40
NAN = np.array([np.nan])


def counts() -> Counts:
    months = (np.datetime64("2020-01", "M") + np.arange(N + 1)).astype("datetime64[D]")
    ones = np.ones(N)
    return Counts(
        series="invented", period="month", start=months[:-1], end=months[1:] - 1, count=9 * ones,
        exposure=ones, complete=ones, segment=0 * ones,
    )  # fmt: skip


def compared(
    year: float, before: float = 500.0, *, half: float | None = None, dispersion: float = 1.0
) -> Predicted:
    """Five years with so many events, then a year, whose last half has its part unless told."""
    parts = [(year, 12.0), (year / 2 if half is None else half, 6.0), (year / 4, 3.0)]
    late = np.array([[*parts, (year / 12, 1.0)]])
    return Predicted(
        expected=NAN, error=NAN, dispersion=np.array([dispersion]), freedom=NAN,
        slope=np.zeros(1), slope_error=np.ones(1), years=np.array([6.0]),
        before=np.array([[before, 60.0]]), late=late, outbreaks=(),
    )  # fmt: skip


def said_of(
    found: Predicted, *, budget: float = 0.1, signals: Signals | None = None
) -> tuple[str, str]:
    said = words(found, budget=budget, signals=signals)
    return said.direction[0], said.reason[0]


def words(found: Predicted, *, budget: float = 0.1, signals: Signals | None = None) -> Words:
    signals = signals or no_signals(np.array([N - 1]), is_lasting=True)
    return words_of(counts(), signals, found, budget)


def a_fall(ago: int) -> Signals:
    some = no_signals(np.array([N - 1]), is_lasting=True)
    return replace(some, fall_since=np.array([N - ago - 3]), opened=np.array([N - 1 - ago]))


@pytest.mark.parametrize(
    ("year", "within"),
    [
        # 1.96 standard errors of the log ratio of 1,000 and 5,000 are .068; of 100 and 500, .215;
        # of 40 and 200, .34.
        (1000.0, 1.25),
        (100.0, 1.25),
        (90.0, 1.5),
        (40.0, 1.5),
    ],
)
def test_steady_says_the_smallest_range_that_holds_the_ratio(year: float, within: float) -> None:
    before = 5000.0 if year == 1000 else 500.0 if year >= 90 else 200.0
    said = words(compared(year, before))
    assert (said.direction[0], said.steady_within[0]) == (STEADY, within)


@pytest.mark.parametrize(
    ("year", "before", "word"),
    [
        # A halving lies 1.77 standard errors of the log ratio away: 3.9 %, and a doubling nowhere near.
        (26.0, 180.0, STEADY),
        # 1.55 of them: 6.0 %.
        (25.0, 180.0, CANNOT_TELL),
        # 2.04 to a halving and as far to a doubling: 2.1 % each.
        (10.0, 50.0, STEADY),
        # 1.94 to each: 2.6 and 2.6 %.
        (9.0, 45.0, CANNOT_TELL),
    ],
)
def test_steady_leaves_a_doubling_and_a_halving_together_one_chance_in_twenty(
    year: float, before: float, word: str
) -> None:
    said = words(compared(year, before))
    assert said.direction[0] == word
    assert said.steady_within[0] == (2.0 if word == STEADY else pytest.approx(np.nan, nan_ok=True))


def test_few_events_or_wide_counts_cannot_be_called_steady() -> None:
    assert said_of(compared(6.0, 30.0)) == (CANNOT_TELL, "too_few_events")
    assert said_of(compared(100.0, dispersion=16.0)) == (CANNOT_TELL, "too_few_events")
    assert said_of(compared(63.0, 400.0)) != (CANNOT_TELL, "too_few_events")


def test_a_part_of_the_year_that_has_left_the_years_before_is_not_called_steady() -> None:
    """1,000 in the year, of which 640 in its last half: 1.28 times as many as before."""
    assert said_of(compared(1000.0, 5000.0)) == (STEADY, "no_signal")
    assert said_of(compared(1000.0, 5000.0, half=640.0))[0] == CANNOT_TELL


@pytest.mark.parametrize(
    ("year", "budget", "word"),
    [
        # 140 against 100 a year: 3.0 standard errors, one in 700.
        (140.0, 0.1, RISING),
        # 3.5 standard errors are asked for; that it has not doubled is sure.
        (140.0, 0.01, STEADY),
        (60.0, 0.1, WANING),
        (122.0, 0.1, STEADY),
    ],
)
def test_compared_years_say_a_direction_as_rarely_as_the_budget_asks(
    year: float, budget: float, word: str
) -> None:
    assert said_of(compared(year), budget=budget)[0] == word


def test_a_half_year_that_has_left_the_years_before_is_said_although_the_year_is_not_sure() -> None:
    """130 against 100 a year: one in 220, and 85 of them in a half: one in 100,000; 75: one in 120, 22: alike."""
    assert said_of(compared(130.0, half=85.0)) == (RISING, "settled")
    assert said_of(compared(130.0))[0] != RISING
    assert said_of(compared(75.0, half=22.0)) == (WANING, "settled")
    assert said_of(compared(75.0))[0] != WANING


def test_year_and_half_year_share_the_doubt() -> None:
    """134 against 100 a year: one in 600, which is below the doubt of one in 500, but not below its half."""
    assert said_of(compared(134.0))[0] != RISING


def test_an_excess_that_was_over_half_a_year_ago_is_no_direction() -> None:
    assert said_of(compared(160.0)) == (RISING, "settled")
    assert said_of(compared(160.0, half=50.0)) == (STEADY, "no_signal")


def test_an_open_signal_is_said_whatever_the_years_show_and_for_a_year() -> None:
    calm = compared(1000.0, 5000.0)
    assert said_of(calm, signals=a_fall(11)) == (WANING, "signal_shift")
    assert said_of(calm, signals=a_fall(12)) == (STEADY, "no_signal")


def test_a_slow_trend_is_said_as_a_slope_with_its_interval() -> None:
    slow = replace(
        compared(90.0), slope=np.log([0.9]), slope_error=np.array([0.02]), years=np.array([8.0])
    )
    said = words(slow)
    assert (said.direction[0], said.reason[0]) == (WANING, "slope")
    assert said.slope[0] == pytest.approx([0.9, 0.9 * np.exp(-0.0392), 0.9 * np.exp(0.0392)], 1e-3)
    unsure = replace(slow, slope_error=np.array([0.06]))
    assert said_of(unsure)[0] == STEADY
    short = replace(slow, years=np.array([2.0]))
    assert said_of(short)[0] == STEADY
    assert said_of(slow, signals=a_fall(1)) == (WANING, "signal_shift")


@pytest.mark.parametrize(
    ("slope", "year", "half"),
    [
        (0.9, 110.0, 55.0),
        (0.9, 95.0, 55.0),
        (0.9, 110.0, 45.0),
        (1.1, 90.0, 45.0),
        (1.1, 105.0, 45.0),
    ],
)
def test_no_slope_goes_on_where_the_counts_came_back(
    slope: float, year: float, half: float
) -> None:
    """Before are 100 a year: a fall that is over is no fall, whatever a line through it says."""
    back = compared(year, half=half)
    line = replace(back, slope=np.log([slope]), slope_error=np.array([0.02]), years=np.array([8.0]))
    assert said_of(line)[1] != "slope"


def test_no_baseline_and_no_report_are_said() -> None:
    nothing = replace(compared(9.0), before=np.zeros((1, 2)))
    assert said_of(nothing) == (CANNOT_TELL, "baseline_too_short")
    silent = replace(counts(), count=np.where(np.arange(N) == N - 1, np.nan, 9.0))
    found = words_of(silent, no_signals(np.array([N - 1]), is_lasting=True), compared(100.0), 0.1)
    assert (found.direction[0], found.reason[0]) == (CANNOT_TELL, "no_report")
