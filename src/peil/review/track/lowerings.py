"""Lowerings that came too early, and how often a level changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from peil.observe.events import Event
from peil.review.track.courses import Courses, LevelCourse
from peil.review.track.event_record import EventRecord, is_between
from peil.review.track.rates import YEAR
from peil.review.track.settings import TrackSettings
from peil.review.track.timeliness import OPEN, followed
from peil.terms.calendar import months_after

EVENT, RAISED_AGAIN, HELD = "event", "raised_again", "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweringOutcome:
    """A step down, and whether it was premature, by horizon: event, raised again, held or open."""

    day: date
    before: int
    level: int
    became: Mapping[int, str]


def find_lowerings(
    courses: Courses, happened: EventRecord, settings: TrackSettings, *, plots_in: bool
) -> tuple[LoweringOutcome, ...]:
    """Follow each lowering until an event, a return to the level before, or the horizon."""
    events = happened.events(plots_in=plots_in)
    found = [
        LoweringOutcome(
            day=after.start,
            before=before.level,
            level=after.level,
            became={
                h: _became(course, after.start, before.level, h, happened, events)
                for h in settings.horizons
            },
        )
        for course in courses
        for before, after in course.changes()
        if after.level < before.level
    ]
    return tuple(sorted(found, key=lambda lowering: lowering.day))


def _became(
    course: LevelCourse,
    day: date,
    before: int,
    horizon: int,
    happened: EventRecord,
    events: Sequence[Event],
) -> str:
    until = min(months_after(day, horizon), happened.last)
    if is_between(events, day, until):
        return EVENT
    if any(day < spell.start <= until and spell.level >= before for spell in course.spells):
        return RAISED_AGAIN
    if not course.is_known(day, until):
        return OPEN
    return HELD if followed(day, horizon, happened, events) != OPEN else OPEN


def changes_a_year(courses: Courses) -> float | None:
    """Count the changes of level inside courses, a year."""
    days = sum(course.days for course in courses)
    changes = sum(len(list(course.changes())) for course in courses)
    return changes / days * YEAR if days else None
