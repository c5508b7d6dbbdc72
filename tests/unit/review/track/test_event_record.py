"""Which events count: those of a complete list, of a severity, public by the last day."""

from datetime import date

import pytest
from tests.builders import a_window, an_event
from tests.track_builder import an_event_record

from peil.review.track.event_record import day_of_event, is_between


@pytest.mark.parametrize(
    ("severity", "days"),
    [("attack", [1, 2, 3, 4]), ("completed", [1, 2, 3]), ("deadly", [1])],
)
def test_severity_selects_attacks(severity: str, days: list[int]) -> None:
    happened = an_event_record(
        an_event("2015-01-01", killed=2),
        an_event("2015-01-02", killed=0),
        an_event("2015-01-03", killed=None),
        an_event("2015-01-04", status="failed", killed=1),
        severity=severity,
    )
    assert [event.date.day for event in happened.attacks] == days


@pytest.mark.parametrize("severity", ["attack", "deadly"])
def test_plots_count_in_or_out_whatever_the_severity(severity: str) -> None:
    plot = an_event("2015-01-02", status="foiled")
    happened = an_event_record(an_event("2015-01-01", killed=1), plot, severity=severity)
    assert plot not in happened.events(plots_in=False)
    assert plot in happened.events(plots_in=True)


def test_two_events_of_a_day_are_two() -> None:
    happened = an_event_record(an_event("2015-01-01"), an_event("2015-01-01", place="Zenda"))
    assert len(happened.attacks) == 2


def test_what_no_complete_list_holds_does_not_count() -> None:
    happened = an_event_record(
        an_event("2009-12-31"),
        an_event("2015-01-01", ideology="unknown"),
        an_event("2015-01-01", country="Norland"),
        an_event("2015-01-01", published=date(2020, 1, 1)),
        an_event("2020-01-01", status="foiled"),
    )
    assert happened.events(plots_in=True) == ()


def test_an_event_of_a_year_counts_when_it_was_published() -> None:
    event = an_event("2015-01-01", precision="year", published=date(2015, 9, 20))
    assert day_of_event(event) == date(2015, 9, 20)


def test_windows_that_touch_are_one_span_and_a_gap_is_missing() -> None:
    windows = [
        a_window("2010-01-01", "2011-12-31"),
        a_window("2012-01-01", "2013-12-31"),
        a_window("2015-01-01", "2016-12-31"),
        a_window("2000-01-01", "2019-12-31", statuses=("foiled",)),
    ]
    happened = an_event_record(windows=windows)
    assert happened.covers(date(2011, 6, 1), date(2013, 12, 31))
    assert not happened.covers(date(2013, 6, 1), date(2015, 6, 1))
    assert not happened.covers(date(2014, 6, 1), date(2014, 7, 1))


def test_nothing_is_covered_beyond_the_last_day() -> None:
    happened = an_event_record(last=date(2015, 6, 30))
    assert happened.covers(date(2015, 1, 1), date(2015, 6, 30))
    assert not happened.covers(date(2015, 1, 1), date(2015, 7, 1))


def test_between_leaves_the_first_day_out_and_takes_the_last_in() -> None:
    events = [an_event("2015-01-10")]
    assert is_between(events, date(2015, 1, 9), date(2015, 1, 10))
    assert not is_between(events, date(2015, 1, 10), date(2015, 1, 11))
