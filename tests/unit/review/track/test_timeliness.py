"""Each class of timeliness, at its borders; and what becomes of an alert."""

from datetime import date

import pytest
from tests.builders import an_event
from tests.track_builder import LAST, a_course, an_event_record

from peil.review.track.settings import TrackSettings
from peil.review.track.timeliness import counted, find_alerts, find_timeliness

RAISED_IN_2015 = (("2010-01-01", 2), ("2015-01-01", 3), ("2017-01-01", 2))
STEP_UP = (("2010-01-01", 1), ("2015-01-01", 2), ("2015-06-01", 1))


@pytest.mark.parametrize(
    ("course", "day", "timeliness", "lead"),
    [
        (RAISED_IN_2015, "2015-01-08", "timely", 7),
        (RAISED_IN_2015, "2016-01-01", "timely", 365),
        (RAISED_IN_2015, "2016-01-02", "standing", 366),
        (RAISED_IN_2015, "2015-01-07", "almost", 6),
        (RAISED_IN_2015, "2015-01-02", "almost", 1),
        (RAISED_IN_2015, "2015-01-01", "too_late", None),
        (RAISED_IN_2015, "2014-12-02", "too_late", None),
        (RAISED_IN_2015, "2014-12-01", "missed", None),
        (RAISED_IN_2015, "2017-06-01", "missed", None),
        (STEP_UP, "2015-02-01", "almost", None),
        (STEP_UP, "2014-12-31", "missed", None),
        (STEP_UP, "2015-07-01", "missed", None),
        ((("2015-01-01", 3),), "2015-02-01", "standing", None),
        (RAISED_IN_2015, "2009-06-01", "cannot_tell", None),
        (RAISED_IN_2015, "2019-12-15", "cannot_tell", None),
    ],
)
def test_each_class_of_timeliness(
    course: tuple[tuple[str, int], ...], day: str, timeliness: str, lead: int | None
) -> None:
    (found,) = find_timeliness([an_event(day)], (a_course(*course),), TrackSettings(), LAST)
    assert (found.timeliness, found.lead) == (timeliness, lead)


def test_the_level_is_that_of_the_day_before_when_it_is_raised_on_the_day() -> None:
    course = a_course(("2010-01-01", 2), ("2016-03-22", 4))
    (found,) = find_timeliness([an_event("2016-03-22")], (course,), TrackSettings(), LAST)
    assert (found.level, found.timeliness) == (2, "too_late")


def test_an_event_found_a_raised_level_only_above_the_middle_of_the_scale() -> None:
    rose_below_the_middle = a_course(("2010-01-01", 1), ("2015-01-01", 2))
    rose_days_before = a_course(("2010-01-01", 2), ("2015-05-29", 3))
    stands_from_the_start = a_course(("2010-01-01", 3), ("2019-01-01", 2))
    courses = (rose_below_the_middle, rose_days_before, stands_from_the_start)
    found = [
        find_timeliness([an_event("2015-06-01")], (course,), TrackSettings(), LAST)[0]
        for course in courses
    ]
    assert [(f.timeliness, f.is_raised) for f in found] == [
        ("almost", False),
        ("almost", True),
        ("standing", True),
    ]


def test_the_class_of_an_event_without_a_day_cannot_be_told() -> None:
    events = [an_event("2015-06-01", precision=p) for p in ("month", "year")]
    found = find_timeliness(events, (a_course(*RAISED_IN_2015),), TrackSettings(), LAST)
    assert [(f.timeliness, f.reason) for f in found] == [("cannot_tell", "no_day")] * 2


def test_two_events_of_a_day_are_counted_twice() -> None:
    events = [an_event("2015-06-01"), an_event("2015-06-01", place="Zenda")]
    found = find_timeliness(events, (a_course(*RAISED_IN_2015),), TrackSettings(), LAST)
    assert counted(found)["timely"] == 2


def test_a_step_up_in_another_course_is_no_step_up() -> None:
    courses = (
        a_course(("2014-01-01", 1), last=date(2014, 12, 31)),
        a_course(("2015-01-01", 2), scale=(1, 5)),
    )
    (found,) = find_timeliness([an_event("2015-02-01")], courses, TrackSettings(), LAST)
    assert found.timeliness == "missed"


def test_an_alert_is_followed_by_an_event_or_not_or_nobody_can_tell_yet() -> None:
    course = a_course(
        ("2010-01-01", 2), ("2012-01-10", 3), ("2013-01-01", 2), ("2016-05-01", 4),
        ("2016-06-01", 3), ("2017-01-01", 1), ("2019-09-01", 3),
    )  # fmt: skip
    happened = an_event_record(
        an_event("2012-01-10"), an_event("2013-01-10"), an_event("2019-10-01")
    )
    alerts = find_alerts((course,), happened, TrackSettings(horizons=(6, 12)), plots_in=False)
    assert [(a.day.year, a.level, a.is_reactive, dict(a.followed)) for a in alerts] == [
        (2012, 3, True, {6: "without_event", 12: "with_event"}),
        (2016, 4, False, {6: "without_event", 12: "without_event"}),
        (2019, 3, False, {6: "with_event", 12: "with_event"}),
    ]


def test_an_alert_whose_horizon_the_list_does_not_cover_is_open() -> None:
    course = a_course(("2010-01-01", 2), ("2019-09-01", 3))
    (alert,) = find_alerts(
        (course,), an_event_record(), TrackSettings(horizons=(3, 6)), plots_in=False
    )
    assert dict(alert.followed) == {3: "without_event", 6: "open"}


def test_a_stopped_plot_follows_an_alert_only_where_plots_count() -> None:
    course = a_course(("2010-01-01", 2), ("2015-01-01", 3))
    happened = an_event_record(an_event("2015-02-01", status="foiled"))
    settings = TrackSettings(horizons=(6,))
    said = [
        find_alerts((course,), happened, settings, plots_in=plots_in)[0].followed[6]
        for plots_in in (False, True)
    ]
    assert said == ["without_event", "with_event"]
