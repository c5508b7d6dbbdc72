"""Rates by level: exact intervals, exact days, and no counting across scales or gaps."""

from datetime import date

import pytest
from scipy.stats import binomtest, poisson
from tests.builders import a_window, an_event
from tests.track_builder import a_course, an_event_record

from peil.review.evaluation.exact import Spells, find_power, poisson_interval
from peil.review.track.rates import rate_levels

COURSE = a_course(("2010-01-01", 2), ("2015-01-01", 3), ("2016-01-01", 2))


@pytest.mark.parametrize("events", [0, 1, 5, 40])
def test_the_interval_leaves_a_twentieth_at_each_end(events: int) -> None:
    low, high = poisson_interval(events)
    assert poisson.cdf(events, high) == pytest.approx(0.05)
    assert (1 - poisson.cdf(events - 1, low) if events else 0.05) == pytest.approx(0.05)


def test_an_event_counts_under_the_level_of_the_day_before() -> None:
    happened = an_event_record(
        an_event("2015-01-01"), an_event("2015-01-02"), an_event("2016-01-01")
    )
    rates = rate_levels(COURSE, happened, plots_in=False).rates
    assert {rate.level: rate.events for rate in rates} == {2: 1, 3: 2}


def test_exposure_is_the_days_inside_the_list_that_belong_to_a_level() -> None:
    windows = [a_window("2014-12-31", "2015-02-28"), a_window("2016-01-01", "2016-01-10")]
    rates = rate_levels(COURSE, an_event_record(windows=windows), plots_in=False).rates
    days = {rate.level: round(rate.years * 365.25) for rate in rates}
    assert days == {2: 2 + 9, 3: 58 + 1}


def test_two_events_of_a_day_are_two_and_plots_count_in_or_out() -> None:
    events = [
        an_event("2015-05-01"), an_event("2015-05-01", place="Zenda"),
        an_event("2015-06-01", status="foiled"),
    ]  # fmt: skip
    happened = an_event_record(*events)
    counts = [
        {r.level: r.events for r in rate_levels(COURSE, happened, plots_in=p).rates}
        for p in (False, True)
    ]
    assert counts == [{2: 0, 3: 2}, {2: 0, 3: 3}]


def test_the_days_after_a_step_up_are_left_out_of_events_and_exposure_alike() -> None:
    happened = an_event_record(an_event("2015-01-31"), an_event("2015-02-01"))
    whole, later = (
        rate_levels(COURSE, happened, plots_in=False, after_days=days).rates[-1] for days in (0, 30)
    )
    assert (whole.events, later.events) == (2, 1)
    assert round((whole.years - later.years) * 365.25) == 30


def test_the_ratio_is_exact_given_the_sum() -> None:
    events = [an_event(f"2015-0{month}-10") for month in (3, 5, 7)] + [an_event("2013-01-01")]
    (ratio,) = rate_levels(COURSE, an_event_record(*events), plots_in=False).ratios
    upper, lower = rate_levels(COURSE, an_event_record(*events), plots_in=False).rates[::-1]
    interval = binomtest(3, 4).proportion_ci(confidence_level=0.9, method="exact")
    scale = lower.years / upper.years
    assert ratio.low == pytest.approx(interval.low / (1 - interval.low) * scale)
    assert ratio.high == pytest.approx(interval.high / (1 - interval.high) * scale)
    assert ratio.ratio == pytest.approx(3 / 1 * scale)
    assert (ratio.upper, ratio.lower) == (3, 2)


@pytest.mark.parametrize(
    ("below", "above", "word"),
    [(0, 9, "higher"), (9, 0, "undecided"), (60, 0, "lower"), (1, 0, "undecided")],
)
def test_a_ratio_is_called_only_where_its_interval_leaves_one_out(
    below: int, above: int, word: str
) -> None:
    events = [an_event("2012-01-01") for _ in range(below)] + [
        an_event("2015-06-01") for _ in range(above)
    ]
    (ratio,) = rate_levels(COURSE, an_event_record(*events), plots_in=False).ratios
    assert ratio.word == word
    assert (ratio.high is None) == (below == 0)


def test_two_days_without_an_event_decide_nothing() -> None:
    course = a_course(("2010-01-01", 3), ("2015-01-01", 4), ("2015-01-03", 3))
    (ratio,) = rate_levels(course, an_event_record(an_event("2012-01-01")), plots_in=False).ratios
    assert ratio.word == "undecided"


def test_no_event_at_all_gives_no_ratio() -> None:
    (ratio,) = rate_levels(COURSE, an_event_record(), plots_in=False).ratios
    assert (ratio.ratio, ratio.low, ratio.high, ratio.word) == (None, 0.0, None, "undecided")


def test_a_course_outside_the_list_has_no_rates() -> None:
    course = a_course(("2020-01-02", 2), last=date(2021, 1, 1))
    assert rate_levels(course, an_event_record(), plots_in=False).rates == ()


@pytest.mark.parametrize(
    ("below", "above", "asked"), [(3, 5, 2.0), (200, 4, 0.5), (0, 9, None), (9, 9, 2.0)]
)
def test_the_power_beside_a_ratio_is_that_of_a_factor_of_two_in_its_direction(
    below: int, above: int, asked: float | None
) -> None:
    events = [an_event("2012-01-01")] * below + [an_event("2015-06-01")] * above
    found = rate_levels(COURSE, an_event_record(*events), plots_in=False)
    lower, upper = found.rates
    spells = Spells(before=lower.years, after=upper.years)
    (ratio,) = found.ratios
    assert ratio.power == (None if asked is None else find_power(below, asked, spells))
