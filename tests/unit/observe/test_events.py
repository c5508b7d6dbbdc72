"""Dated events count by month inside a window; outside it nothing is known, never zero."""

from datetime import date

import numpy as np
import pytest
from tests.builders import LANGUAGES, a_window, an_event

from peil.observe.events import ANY, dated_indicator, events_known, events_retold, monthly_figures
from peil.observe.lists import DatedLists

YEAR = a_window("2015-01-01", "2015-12-31")


def test_months_without_an_event_are_zero_inside_the_window_only() -> None:
    figures = monthly_figures([an_event("2015-03-10")], [YEAR], date(2018, 1, 22))
    assert figures.count.tolist() == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert str(figures.start[0]) == "2015-01-01"
    assert str(figures.end[-1]) == "2015-12-31"


def test_a_window_that_has_not_begun_tells_nothing() -> None:
    assert len(monthly_figures([an_event()], [YEAR], date(2014, 12, 31))) == 0


def test_the_month_of_the_day_counts_with_the_part_that_has_passed() -> None:
    figures = monthly_figures([], [YEAR], date(2015, 2, 14))
    assert figures.months.tolist() == [1.0, pytest.approx(0.5)]


def test_a_window_that_begins_inside_a_month_counts_a_part_of_it() -> None:
    figures = monthly_figures([], [a_window("2015-04-16", "2015-12-31")], date(2018, 1, 22))
    assert figures.months[0] == pytest.approx(0.5)


def test_an_event_counts_from_the_day_on_which_it_was_public() -> None:
    late = an_event("2015-03-10", published=date(2015, 6, 1))
    assert events_known([late], YEAR, date(2015, 5, 31)) == []
    assert events_known([late], YEAR, date(2015, 6, 1)) == [late]
    figures = monthly_figures([late], [YEAR], date(2015, 6, 1))
    assert figures.count.tolist() == [0, 0, 1, 0, 0, 0]
    assert str(figures.published[2]) == "2015-06-01"


def test_an_event_of_which_only_the_year_is_known_enters_when_it_was_published() -> None:
    vague = an_event("2015-01-01", precision="year", published=date(2015, 8, 20))
    figures = monthly_figures([vague], [YEAR], date(2015, 12, 31))
    assert figures.count.tolist() == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]


def test_one_published_after_the_window_enters_in_its_last_month() -> None:
    vague = an_event("2015-01-01", precision="year", published=date(2016, 8, 20))
    assert monthly_figures([vague], [YEAR], date(2016, 8, 20)).count.tolist() == [0] * 11 + [1]


def test_a_list_of_any_ideology_counts_events_of_each() -> None:
    events = [an_event("2015-03-10", ideology=each) for each in ("jihadist", "unknown")]
    whole = a_window("2015-01-01", "2015-12-31", ideology=ANY)
    assert events_known(events, whole, date(2018, 1, 22)) == events
    assert events_known(events, YEAR, date(2018, 1, 22)) == events[:1]


@pytest.mark.parametrize(
    "changes",
    [{"ideology": "left"}, {"status": "foiled"}, {"country": "Syldavia"}],
)
def test_what_the_window_is_not_about_does_not_count(changes: dict[str, str]) -> None:
    assert events_known([an_event("2015-03-10", **changes)], YEAR, date(2018, 1, 22)) == []


def test_two_events_of_a_month_name_both_sources() -> None:
    events = [an_event("2015-03-10", source="one"), an_event("2015-03-11", source="two")]
    figures = monthly_figures(events, [YEAR], date(2018, 1, 22))
    assert figures.count[2] == 2
    assert figures.source[2] == "one; two"


def test_windows_follow_one_another() -> None:
    windows = [YEAR, a_window("2017-01-01", "2017-12-31")]
    figures = monthly_figures([an_event("2016-05-05")], windows, date(2018, 1, 22))
    assert len(figures) == 24
    assert figures.count.sum() == 0


def test_a_window_of_stopped_plots_is_about_effort_and_one_of_attacks_is_not() -> None:
    plots = dated_indicator(a_window(statuses=("foiled",)))
    attacks = dated_indicator(a_window())
    assert (plots.id, plots.effort) == ("plots_dated_jihadist", "effort_dependent")
    assert (attacks.id, attacks.effort) == ("attacks_dated_jihadist", "exogenous")
    assert set(plots.names) == set(attacks.names) == set(LANGUAGES)


def test_an_event_counts_until_a_court_found_no_such_ideology() -> None:
    ruled = an_event("2015-03-10", later_ideology="unknown", later_published=date(2015, 9, 1))
    assert events_known([ruled], YEAR, date(2015, 8, 31)) == [ruled]
    assert events_known([ruled], YEAR, date(2015, 9, 1)) == []
    assert events_retold([ruled], YEAR, date(2015, 8, 31)) == []
    assert events_retold([ruled], YEAR, date(2015, 9, 1)) == [ruled]
    counts = [
        monthly_figures([ruled], [YEAR], day).count[2]
        for day in (date(2015, 8, 31), date(2015, 9, 1))
    ]
    assert counts == [1, 0]


def test_an_event_counts_from_the_day_on_which_it_was_found_to_be_of_the_ideology() -> None:
    found = an_event(
        "2015-03-10",
        ideology="unknown",
        later_ideology="jihadist",
        later_published=date(2015, 9, 1),
    )
    lists = DatedLists(name="attacks_all", windows=[YEAR], events=[found])
    assert lists.news() == {date(2015, 9, 1)}
    days = np.array(["2015-08-31", "2015-09-01"], dtype="datetime64[D]")
    assert lists.counted(days).count[:, 2].tolist() == [0, 1]


def test_pooled_lists_count_an_event_until_it_was_held_to_be_of_another_ideology() -> None:
    ruled = an_event("2015-03-10", later_ideology="unknown", later_published=date(2015, 9, 1))
    days = np.array(["2015-03-10", "2015-08-31", "2015-09-01"], dtype="datetime64[D]")
    one = DatedLists(name="attacks_all", windows=[YEAR], events=[ruled])
    assert one.counted(days).count[:, 2].tolist() == [1, 1, 0]
    assert one.news() == {ruled.published, date(2015, 9, 1)}
    every = a_window("2015-01-01", "2015-12-31", ideology=ANY)
    whole = DatedLists(name="attacks_all", windows=[every], events=[ruled])
    assert whole.counted(days).count[:, 2].tolist() == [1, 1, 1]
    assert whole.news() == {ruled.published}
