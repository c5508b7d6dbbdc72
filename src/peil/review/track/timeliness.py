"""Timeliness: what level an event found, and what became of each alert.

Source: Winson, Costa, Newhall and Woo (2014), Journal of Applied Volcanology 3:14, for the classes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from peil.observe.events import Event
from peil.review.track.courses import ONE_DAY, Courses, LevelCourse, found_on
from peil.review.track.event_record import EventRecord, day_of_event, has_day, is_between
from peil.review.track.settings import TrackSettings
from peil.terms.calendar import months_after

TIMELY, STANDING, ALMOST, TOO_LATE, MISSED = "timely", "standing", "almost", "too_late", "missed"
CANNOT_TELL = "cannot_tell"
CLASSES = (TIMELY, STANDING, ALMOST, TOO_LATE, MISSED, CANNOT_TELL)
NO_LEVEL, NO_DAY, TOO_RECENT = "no_level", "no_day", "too_recent"
"""Reasons why a class cannot be told."""
WITH_EVENT, WITHOUT_EVENT, OPEN = "with_event", "without_event", "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTimeliness:
    """The level in force when an event came, and whether it was raised in time.

    Args:
        level: in force the day before; None where none is known.
        lead: days since the raise, where the level was raised and its raise is known.
        reason: why a class cannot be told.
    """

    event: Event
    level: int | None
    timeliness: str
    lead: int | None = None
    reason: str = ""

    @property
    def is_raised(self) -> bool:
        """Whether the level of the day before was above the middle of its scale."""
        return self.timeliness == STANDING or self.lead is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A raise above the middle of the scale, and whether an event followed, by horizon."""

    day: date
    level: int
    is_reactive: bool
    followed: Mapping[int, str]


def find_timeliness(
    events: Sequence[Event], courses: Courses, settings: TrackSettings, last: date
) -> tuple[EventTimeliness, ...]:
    """Class each event by the level in force the day before it.

    Args:
        events: attacks, or attacks and stopped plots.
        courses: the levels.
        settings: lead, standing and late days.
        last: the last day of the record.
    """
    return tuple(_found(event, courses, settings, last) for event in events)


def _found(event: Event, courses: Courses, settings: TrackSettings, last: date) -> EventTimeliness:
    day = day_of_event(event)
    in_force = found_on(courses, day - ONE_DAY) if has_day(event) else None
    if in_force is None:
        reason = NO_LEVEL if has_day(event) else NO_DAY
        return EventTimeliness(event=event, level=None, timeliness=CANNOT_TELL, reason=reason)
    course, spell = in_force
    found = partial(EventTimeliness, event=event, level=spell.level)
    raised = course.raised_since(day - ONE_DAY)
    if raised is not None:
        since, is_known = raised
        lead = (day - since).days if is_known else None
        return found(timeliness=_warned(lead, settings), lead=lead)
    if _rose(course, day, spell.level, settings):
        return found(timeliness=ALMOST)
    timeliness, reason = _after(day, courses, settings, last)
    return found(timeliness=timeliness, reason=reason)


def _warned(lead: int | None, settings: TrackSettings) -> str:
    if lead is None or lead > settings.standing_days:
        return STANDING
    return TIMELY if lead >= settings.lead_days else ALMOST


def _rose(course: LevelCourse, day: date, level: int, settings: TrackSettings) -> bool:
    lowest = course.lowest(day - timedelta(days=settings.standing_days), day - ONE_DAY)
    return lowest is not None and level > lowest


def _after(day: date, courses: Courses, settings: TrackSettings, last: date) -> tuple[str, str]:
    """Say whether a raise followed an event; where the record ends too soon that cannot be told."""
    until = day + timedelta(days=settings.late_days)
    if any(day <= raised.start <= until for course in courses for raised in course.raises()):
        return TOO_LATE, ""
    if until > last:
        return CANNOT_TELL, TOO_RECENT
    if not any(course.is_known(day - ONE_DAY, until) for course in courses):
        return CANNOT_TELL, NO_LEVEL
    return MISSED, ""


def counted(found: Sequence[EventTimeliness]) -> dict[str, int]:
    """Count the events of each class."""
    return {name: sum(f.timeliness == name for f in found) for name in CLASSES}


def find_alerts(
    courses: Courses, happened: EventRecord, settings: TrackSettings, *, plots_in: bool
) -> tuple[Alert, ...]:
    """Follow each raise: did an event come within each horizon, and had one just come?"""
    events = happened.events(plots_in=plots_in)
    alerts = []
    for course in courses:
        for raised in course.raises():
            day, before = raised.start, raised.start - timedelta(days=settings.late_days)
            alerts.append(
                Alert(
                    day=day,
                    level=raised.level,
                    is_reactive=is_between(events, before - ONE_DAY, day),
                    followed={h: followed(day, h, happened, events) for h in settings.horizons},
                )
            )
    return tuple(sorted(alerts, key=lambda alert: alert.day))


def followed(day: date, horizon: int, happened: EventRecord, events: Sequence[Event]) -> str:
    """Say whether an event came within months of a day; open where the list is not complete so long."""
    until = months_after(day, horizon)
    if is_between(events, day, min(until, happened.last)):
        return WITH_EVENT
    return WITHOUT_EVENT if happened.covers(day + ONE_DAY, until) else OPEN
