"""The track record of a dossier: each country treated as what is held of it allows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from peil.decide.official import OfficialLevel
from peil.observe.events import FOILED, Event, Window, in_order, is_of
from peil.review.assessed import PastReview
from peil.review.track.courses import (
    ONE_DAY,
    Courses,
    LevelCourse,
    Own,
    found_on,
    official_courses,
)
from peil.review.track.event_record import EventRecord, by_year, day_of_event, record_events
from peil.review.track.forward import Beside, Scored, score_beside, score_levels
from peil.review.track.lowerings import LoweringOutcome, changes_a_year, find_lowerings
from peil.review.track.next_review import Agreement, Foreseen, ReviewLevel, agree, foresee
from peil.review.track.rates import LevelRates, rate_levels
from peil.review.track.settings import OFFICIAL, PROPOSED, STANDS, TrackSettings
from peil.review.track.timeliness import Alert, EventTimeliness, find_alerts, find_timeliness
from peil.terms.calendar import is_month_end, month_ends
from peil.terms.scale import Scale

SCORED, LEVELS_ONLY, EVENTS_ONLY = "scored", "levels_only", "events_only"
NEVER_OVERLAP, TOO_SHORT = "never_overlap", "too_short"
"""How a country is treated, which follows from what the dossier holds of it."""
OUTSIDE, RETOLD, STATUS, LATE, MILD = ("outside", "retold", "status", "late", "mild")
"""Why an event is not counted: it lies outside the complete list; it was of the list's ideology
until a later source, such as a verdict, told otherwise; the list does not declare its status; only
its year is known and it became public when the list was not complete; or it is too mild."""
AFTER_RAISE = 30
DAYS_A_YEAR = 365
BOTH = (False, True)
"""Stopped plots counted out, and in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLeftOut:
    """An event that is not counted, and why."""

    event: Event
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted once without and once with stopped plots."""

    plots_in: bool
    found: tuple[EventTimeliness, ...]
    alerts: tuple[Alert, ...]
    lowerings: tuple[LoweringOutcome, ...]
    scored: tuple[Scored, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRecord:
    """The record of one who sets levels: an authority, or Peil.

    Args:
        counted: without stopped plots, then with them.
        rates: by course; each without plots and with them, with all days and without those
            after a step up.
    """

    who: str
    courses: Courses
    counted: tuple[Counted, ...]
    foreseen: Foreseen
    changes_a_year: float | None
    rates: tuple[tuple[LevelCourse, tuple[LevelRates, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRecord:
    """The track record of one country, for one ideology whose events are listed completely.

    Args:
        treatment: scored, or why not; scored where one voice is.
        of_official: the treatment of the official levels alone.
        overlap_days: the most days of the complete list under official levels of one course.
        ideology: empty where no list is complete.
        courses, proposed: the official levels, and Peil's own for the dossier's country.
        voices: official first, then Peil's proposals, then the levels that its rule stood at where
            these are others; empty unless scored.
        told: part of the days since the first review on which Peil proposed a level, 0 to 1; None
            without reviews.
        agreement, beside: of the official levels and the proposals, and both on the same reviews;
            nothing without either.
        left_out: events of the country that are not counted, each with the reason; those of an
            ideology with a list of its own are told in its record.
    """

    country: str
    treatment: str
    of_official: str
    overlap_days: int
    ideology: str
    spans: tuple[tuple[date, date], ...]
    courses: Courses
    proposed: Courses
    voices: tuple[VoiceRecord, ...]
    told: float | None
    agreement: Agreement | None
    beside: tuple[Beside, ...]
    attacks: tuple[Event, ...]
    plots: tuple[Event, ...]
    left_out: tuple[EventLeftOut, ...]

    @property
    def uncounted(self) -> tuple[Event, ...]:
        """The events of the country that are not counted."""
        return tuple(each.event for each in self.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """The track record of a dossier between two days, its own country first."""

    subject: str
    first: date
    last: date
    settings: TrackSettings
    records: tuple[CountryRecord, ...]
    plots_by_year: tuple[tuple[int, int], ...]

    @property
    def scored(self) -> tuple[CountryRecord, ...]:
        """The records that have scores."""
        return tuple(record for record in self.records if record.treatment == SCORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTrack:
    """The track record of a dossier, with what else its reader may ask for.

    Args:
        title: what the dossier calls itself.
        scale: the levels of the dossier's own country.
        left_out: levels and events that nobody confirmed in a source, and that were left out.
        cannot_be_told: sentences of the dossier's authors on what it cannot tell.
    """

    record: TrackRecord
    title: str
    scale: Scale
    left_out: tuple[int, int] = (0, 0)
    cannot_be_told: tuple[str, ...] = ()

    @property
    def subject(self) -> CountryRecord:
        """The record of the dossier's own country, which comes first."""
        return self.record.records[0]


def keep_record(
    *,
    subject: str,
    events: Sequence[Event],
    windows: Sequence[Window],
    official: Sequence[OfficialLevel],
    proposals: Sequence[PastReview],
    scale: Scale,
    first: date,
    last: date,
    settings: TrackSettings,
) -> TrackRecord:
    """Set levels beside the events that followed, for each country of a dossier.

    Args:
        subject: the dossier's own country; Peil proposes for it alone.
        events, windows, official: of all countries; what was published after `last` is not used.
        proposals: at every review, oldest first.
        scale: the subject's, on which it is proposed.
        first, last: the days between which events and reviews count.
        settings: horizons, severity and conventions.
    """
    windows = [_cut(w, first, last) for w in windows if w.complete_from <= last]
    windows = [w for w in windows if w.complete_from <= w.complete_to]
    known = [e.known_on(last) for e in events if e.published <= last and e.date >= first]
    countries = {subject, *(e.country for e in known)}
    countries |= {o.country for o in official if o.announced <= last and o.is_national}
    proposals = [p for p in proposals if p.day <= last]
    own = Own.of(proposals, scale, last)
    return TrackRecord(
        subject=subject,
        first=first,
        last=last,
        settings=settings,
        plots_by_year=by_year(e for e in known if e.country == subject and e.status == FOILED),
        records=tuple(
            _country(
                record_events(
                    known, windows, country=country, ideology=ideology,
                    severity=settings.severity, last=last,
                ),
                official_courses(official, country, last),
                known,
                windows,
                own if country == subject else Own(),
                settings,
            )
            for country, ideology in _kept(subject, countries, windows)
        ),
    )  # fmt: skip


def _kept(
    subject: str, countries: Iterable[str], windows: Iterable[Window]
) -> list[tuple[str, str]]:
    """Give each country with the ideology of each of its lists, the subject first.

    A country without a list has no ideology.
    """
    lists = {(w.country, w.ideology) for w in windows if not w.counts_plots}
    listed = {country for country, _ in lists}
    lists |= {(country, "") for country in countries if country not in listed}
    return sorted(lists, key=lambda pair: (pair[0] != subject, pair))


def _cut(window: Window, first: date, last: date) -> Window:
    begin, end = max(window.complete_from, first), min(window.complete_to, last)
    return replace(window, complete_from=begin, complete_to=end)


def _country(
    happened: EventRecord,
    courses: Courses,
    events: Iterable[Event],
    windows: Sequence[Window],
    own: Own,
    settings: TrackSettings,
) -> CountryRecord:
    several = [(OFFICIAL, courses), (PROPOSED, own.proposed)]
    several += [(STANDS, own.held)] if own.held != own.proposed else []
    treated = {who: treat(happened, each, settings) for who, each in several}
    of_official, of_own = treated[OFFICIAL], treated[PROPOSED]
    voices = [
        _voice(who, each, happened, settings) for who, each in several if treated[who] == SCORED
    ]
    are_both = of_official == of_own == SCORED
    listed = [e for e in events if e.country == happened.country]
    return CountryRecord(
        country=happened.country,
        treatment=SCORED if voices else of_official if courses else of_own,
        of_official=of_official,
        overlap_days=longest_overlap(happened, courses),
        ideology=happened.ideology,
        spans=happened.spans,
        courses=courses,
        proposed=own.proposed,
        voices=tuple(voices),
        told=own.told,
        agreement=_agreement(own, courses) if are_both else None,
        beside=_beside(courses, own.proposed, happened, settings) if are_both else (),
        attacks=happened.attacks,
        plots=happened.plots,
        left_out=tuple(_left_out(in_order(listed), happened, windows)),
    )


def _left_out(
    events: Iterable[Event], happened: EventRecord, windows: Sequence[Window]
) -> Iterator[EventLeftOut]:
    """Find the events of a country that its record does not count, in their order."""
    counted = {*happened.attacks, *happened.plots}
    for event in events:
        around = [w for w in windows if not w.counts_plots and _holds(w, event)]
        if not around:
            first = replace(event, ideology=event.first_ideology)
            was_in = first.ideology == happened.ideology and any(_holds(w, first) for w in windows)
            yield EventLeftOut(event=event, why=RETOLD if was_in else OUTSIDE)
        elif is_of(happened.ideology, event) and event not in counted:
            is_listed = event.status == FOILED or any(w.holds(event) for w in around)
            is_late = not happened.covers(day_of_event(event), day_of_event(event))
            yield EventLeftOut(
                event=event, why=STATUS if not is_listed else LATE if is_late else MILD
            )


def _holds(window: Window, event: Event) -> bool:
    """Whether an event lies in a window and is of its country and ideology, stopped or not."""
    is_listed = window.country == event.country and is_of(window.ideology, event)
    return is_listed and window.complete_from <= event.date <= window.complete_to


def treat(happened: EventRecord, courses: Courses, settings: TrackSettings) -> str:
    """Say whether levels can be scored, and if not, what is missing."""
    if not courses:
        return EVENTS_ONLY
    if not happened.spans:
        return LEVELS_ONLY
    days = longest_overlap(happened, courses)
    if not days:
        return NEVER_OVERLAP
    return SCORED if days >= settings.fewest_years * DAYS_A_YEAR else TOO_SHORT


def longest_overlap(happened: EventRecord, courses: Courses) -> int:
    """Count the days of the complete list under the levels of one course, for the course with most.

    A day belongs to the level of the day before, as an event does.
    """
    before = [(first - ONE_DAY, last - ONE_DAY) for first, last in happened.spans]
    return max((sum(course.days_in(*span) for span in before) for course in courses), default=0)


def _said(courses: Courses, happened: EventRecord) -> list[ReviewLevel]:
    """Give the level in force at each month's end."""
    begin = min(course.begins for course in courses)
    said = []
    for day in month_ends(begin, happened.last):
        found = found_on(courses, day)
        key = f"{courses.index(found[0])}" if found else ""
        said.append(ReviewLevel(level=found[1].level if found else None, key=key))
    return said


def _voice(
    who: str, courses: Courses, happened: EventRecord, settings: TrackSettings
) -> VoiceRecord:
    return VoiceRecord(
        who=who,
        courses=courses,
        counted=tuple(_counted(courses, happened, settings, plots_in=p) for p in BOTH),
        foreseen=foresee(_said(courses, happened), settings),
        changes_a_year=changes_a_year(courses),
        rates=tuple(
            (course, rates)
            for course in courses
            for rates in [_rates(course, happened)]
            if any(each.rates for each in rates)
        ),
    )


def _counted(
    courses: Courses, happened: EventRecord, settings: TrackSettings, *, plots_in: bool
) -> Counted:
    events = happened.events(plots_in=plots_in)
    return Counted(
        plots_in=plots_in,
        found=find_timeliness(events, courses, settings, happened.last),
        alerts=find_alerts(courses, happened, settings, plots_in=plots_in),
        lowerings=find_lowerings(courses, happened, settings, plots_in=plots_in),
        scored=tuple(
            score_levels(courses, happened, h, settings, plots_in=plots_in)
            for h in settings.horizons
        ),
    )


def _rates(course: LevelCourse, happened: EventRecord) -> tuple[LevelRates, ...]:
    return tuple(
        rate_levels(course, happened, plots_in=plots_in, after_days=days)
        for plots_in in BOTH
        for days in (0, AFTER_RAISE)
    )


def _agreement(own: Own, courses: Courses) -> Agreement:
    """Compare the proposals of the months' ends with the official levels on their scale."""
    like = tuple(course for course in courses if course.shares_scale(own.proposed[0]))
    proposals = [p for p in own.reviews if is_month_end(p.day)]
    official = [found_on(like, p.day) for p in proposals]
    levels = [found[1].level if found else None for found in official]
    return agree([p.level for p in proposals], levels, [p.day for p in proposals])


def _beside(
    courses: Courses, own: Courses, happened: EventRecord, settings: TrackSettings
) -> tuple[Beside, ...]:
    return tuple(
        score_beside(courses, own, happened, horizon, settings, plots_in=plots_in)
        for plots_in in BOTH
        for horizon in settings.horizons
    )
