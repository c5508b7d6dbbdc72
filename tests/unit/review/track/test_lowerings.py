"""A lowering is premature if an event or the level before returns within the horizon."""

from dataclasses import replace
from datetime import date

from tests.builders import an_event
from tests.track_builder import a_course, an_event_record

from peil.review.track.courses import LevelCourse
from peil.review.track.lowerings import changes_a_year, find_lowerings
from peil.review.track.settings import TrackSettings

SETTINGS = TrackSettings(horizons=(6, 12))
LOWERED = a_course(("2010-01-01", 3), ("2015-01-01", 2))


def became(course: LevelCourse, *events: object, plots_in: bool = False) -> list[dict[int, str]]:
    happened = an_event_record(*events)  # type: ignore[arg-type]
    found = find_lowerings((course,), happened, SETTINGS, plots_in=plots_in)
    return [dict(lowering.became) for lowering in found]


def test_a_lowering_that_nothing_follows_held() -> None:
    assert became(LOWERED) == [{6: "held", 12: "held"}]


def test_an_event_makes_it_premature_from_the_day_after_to_the_horizon() -> None:
    assert became(LOWERED, an_event("2015-01-01")) == [{6: "held", 12: "held"}]
    assert became(LOWERED, an_event("2015-01-02")) == [{6: "event", 12: "event"}]
    assert became(LOWERED, an_event("2015-07-02")) == [{6: "held", 12: "event"}]


def test_a_return_to_the_level_before_makes_it_premature_and_a_smaller_one_does_not() -> None:
    back = a_course(("2010-01-01", 3), ("2015-01-01", 1), ("2015-09-01", 3))
    half = a_course(("2010-01-01", 3), ("2015-01-01", 1), ("2015-09-01", 2))
    assert became(back) == [{6: "held", 12: "raised_again"}]
    assert became(half) == [{6: "held", 12: "held"}]


def test_a_lowering_near_the_end_of_the_list_is_open_unless_something_followed() -> None:
    late = a_course(("2010-01-01", 3), ("2019-09-01", 2))
    assert became(late) == [{6: "open", 12: "open"}]
    assert became(late, an_event("2019-10-01")) == [{6: "event", 12: "event"}]


def test_a_stopped_plot_makes_it_premature_only_where_plots_count() -> None:
    plot = an_event("2015-02-01", status="foiled")
    assert became(LOWERED, plot) == [{6: "held", 12: "held"}]
    assert became(LOWERED, plot, plots_in=True) == [{6: "event", 12: "event"}]


def test_changes_are_counted_inside_courses_over_their_years() -> None:
    course = a_course(
        ("2010-01-01", 3), ("2012-01-01", 2), ("2013-01-01", 3), last=date(2013, 12, 31)
    )
    other = a_course(("2014-01-01", 1), scale=(1, 5), last=date(2017, 12, 31))
    assert round(changes_a_year((course, other)) or 0.0, 6) == round(2 / 2922 * 365.25, 6)
    assert changes_a_year(()) is None


def test_a_level_that_became_unknown_is_followed_no_longer() -> None:
    gap = a_course(("2010-01-01", 3), ("2015-01-01", 2))
    spells = (gap.spells[0], replace(gap.spells[1], end=date(2015, 9, 1)))
    unknown = replace(gap, spells=spells)
    assert became(unknown) == [{6: "held", 12: "open"}]
    assert became(unknown, an_event("2015-10-01")) == [{6: "held", 12: "event"}]
