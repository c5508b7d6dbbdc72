"""A made-up country whose levels and attacks are small enough to follow by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.builders import a_scale, a_window, an_event

from peil.decide.official import OfficialLevel
from peil.observe.events import Event, Window
from peil.review.assessed import PastReview
from peil.review.track.courses import LevelCourse, LevelSpell
from peil.review.track.event_record import EventRecord, record_events
from peil.review.track.record import DossierTrack, TrackRecord, keep_record
from peil.review.track.settings import TrackSettings
from peil.terms.calendar import month_ends

RURITANIA = "Ruritania"
LAST = date(2019, 12, 31)


def a_level(level: int, start: str, **changes: Any) -> OfficialLevel:
    """Announce a national level of Ruritania on the day from which it holds."""
    day = date.fromisoformat(start)
    described: dict[str, Any] = {
        "country": RURITANIA,
        "valid_from": day,
        "announced": day,
        "level": level,
        "scale_min": 1,
        "scale_max": 4,
        "level_name": "",
        "scope": "national",
        "verified": True,
        "source": "Gazette",
        "scale_from": a_scale().valid_from,
    }
    return OfficialLevel(**{**described, **changes})


def a_course(
    *starts: tuple[str, int], last: date = LAST, scale: tuple[int, int] = (1, 4)
) -> LevelCourse:
    """Make a course from the first days of its spells; each holds until the next."""
    days = [date.fromisoformat(start) for start, _ in starts]
    ends = [*days[1:], date.fromordinal(last.toordinal() + 1)]
    spells = tuple(
        LevelSpell(start=day, end=end, level=level)
        for day, end, (_, level) in zip(days, ends, starts, strict=True)
    )
    return LevelCourse(scope="national", scale_min=scale[0], scale_max=scale[1], spells=spells)


def an_event_record(
    *events: Event,
    windows: Sequence[Window] = (a_window("2010-01-01", "2019-12-31"),),
    severity: str = "attack",
    last: date = LAST,
) -> EventRecord:
    """Select what happened in Ruritania, whose list is complete for ten years."""
    return record_events(
        events, windows, country=RURITANIA, ideology="jihadist", severity=severity, last=last
    )


def a_review(day: date, level: int | None, held: int) -> PastReview:
    """Review a day: what was proposed, and the level that the rule stood at."""
    return PastReview(
        day=day,
        status="cannot tell" if level is None else "proposed",
        reason="",
        level=level,
        held=held,
        probabilities=(),
        official=None,
        events=(),
    )


def a_record(**changes: Any) -> TrackRecord:
    """Keep the record of Ruritania and of peers of every kind."""
    days = month_ends(date(2010, 1, 1), LAST)
    given: dict[str, Any] = {
        "subject": RURITANIA,
        "events": SOME_EVENTS,
        "windows": SOME_WINDOWS,
        "official": SOME_LEVELS,
        "proposals": [
            a_review(day, None if day.year == 2018 else held, held)
            for day in days
            for held in [1 + (day.year >= 2014) * 2]
        ],
        "scale": a_scale(),
        "first": date(2010, 1, 1),
        "last": LAST,
        "settings": TrackSettings(),
    }
    return keep_record(**{**given, **changes})


def a_track(**changes: Any) -> DossierTrack:
    """Make the track record of a dossier from that record."""
    scale = a_scale()
    return DossierTrack(
        record=a_record(**changes), title="Ruritania, made up", scale=scale, left_out=(2, 1)
    )


SOME_EVENTS = (
    an_event("2012-03-11", killed=1),
    an_event("2014-05-24", killed=4),
    an_event("2015-01-15", status="foiled"),
    an_event("2016-03-22", killed=35),
    an_event("2016-08-06", killed=0),
    an_event("2016-08-06", killed=0, place="Zenda <b>bold</b>"),
    an_event("2017-06-01", precision="month", published=date(2017, 6, 30), status="failed"),
    an_event("2017-01-01", precision="year", published=date(2017, 9, 1), status="foiled"),
    an_event("2018-11-20", ideology="unknown"),
    an_event("2019-12-20", killed=None),
    an_event("2015-02-14", country="Norland"),
    an_event("2013-07-22", country="Sudland"),
    an_event("2013-07-23", country="Westland"),
    an_event("2016-07-23", country="Estland"),
)
SOME_WINDOWS = (
    a_window("2010-01-01", "2019-12-31"),
    a_window("2012-01-01", "2016-12-31", country="Westland"),
    a_window("2012-01-01", "2018-12-31", country="Estland"),
)
SOME_LEVELS = (
    a_level(2, "2010-01-01"),
    a_level(3, "2015-11-16"),
    a_level(4, "2016-03-22"),
    a_level(3, "2016-03-24"),
    a_level(2, "2018-01-22"),
    a_level(3, "2019-12-25"),
    a_level(4, "2015-11-21", scope="Capital"),
    a_level(3, "2014-01-01", country="Norland", scale_max=5),
    a_level(4, "2015-06-26", country="Norland", scale_min=0, scale_max=4),
    a_level(2, "2017-06-26", country="Westland", scale_max=3),
    a_level(4, "2012-06-26", country="Estland", scale_max=5),
    a_level(3, "2015-06-26", country="Estland", scale_max=5),
    a_level(4, "2017-06-26", country="Estland", scale_max=5, scope="national (all)"),
)
