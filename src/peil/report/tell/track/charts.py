"""The pictures of a track record: levels and attacks through time, and attack rates by level."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from peil.observe.events import FOILED, Event
from peil.report.chart.figure import Axis, Dot, Drawing, Line, Look, Mark, Note, Value, in_rows
from peil.report.chart.figure import Row as Name
from peil.report.model import Figure, Table
from peil.report.tell.parts import Cells, table
from peil.report.tell.track.said import SHORTEST, Rated, course_text, rate_text, years
from peil.report.words import Words
from peil.review.track.courses import ONE_DAY, LevelCourse
from peil.review.track.event_record import has_day
from peil.review.track.rates import Rate
from peil.review.track.record import CountryRecord, DossierTrack
from peil.review.track.settings import OFFICIAL, PROPOSED
from peil.terms.calendar import whole_period

DEADLY = 10
"""Dead from which an attack is drawn large."""
LEAST, ROOM = 0.5, 1.6
"""The axis goes so far beyond the highest rate, or the least; longer intervals end in an arrow."""
FOOT, LINE = 0.28, 0.38
"""Where events stand in their row, and the line below them."""
GREY = Look(colour="grey")


def timeline(record: CountryRecord, found: DossierTrack, number: int, words: Words) -> Figure:
    """Draw a country's levels through time with its attacks below, marked by severity."""
    country = words.country(record.country)
    return Figure(
        key=f"timeline-{number}",
        title=words("track.timeline", country=country),
        drawing=_drawing(record, found, words),
        alt=words("track.timeline_desc", country=country),
        source=_explained(record, words),
        data=_spells(f"spells-{number}", record, words),
    )


def _explained(record: CountryRecord, words: Words) -> str:
    pairs = (pairwise(course.spells) for course in (*record.courses, *record.proposed))
    has_gap = any(before.end < after.start for each in pairs for before, after in each)
    said = {
        "track.marks": True,
        "track.marks_courses": len(record.courses) > 1,
        "track.marks_older": len(_drawn(record)) < len(record.courses),
        "track.marks_gap": has_gap,
        "track.source": True,
    }
    return " ".join(words(key) for key, is_so in said.items() if is_so)


def _drawn(record: CountryRecord) -> list[LevelCourse]:
    """Give the courses on the scale of the proposals, or else of the latest: others have other rows."""
    like = [*record.courses, *record.proposed][-1:]
    return [course for course in record.courses if course.shares_scale(like[0])]


def _drawing(record: CountryRecord, found: DossierTrack, words: Words) -> Drawing:
    """Put a row for each level above one for each kind of event that there is."""
    courses = (*_drawn(record), *record.proposed)
    top = max(course.scale_max for course in courses)
    levels = range(top, min(course.scale_min for course in courses) - 1, -1)
    rows = [Name(text=_level(level, record, found, words)) for level in levels]
    marks = [*_courses(record, top, len(rows), words)]
    days = [course.begins for course in (*record.courses, *record.proposed)]
    days += [first for first, _ in record.spans]
    uncounted = tuple(event for event in record.uncounted if event.status != FOILED)
    lanes = {"attacks": record.attacks, "plots": record.plots, "uncounted": uncounted}
    for name, events in lanes.items():
        spans = record.spans if name == "attacks" else ()
        if events or spans:
            marks += (_span(first, last, len(rows)) for first, last in spans)
            for event in events:
                marks += _event(event, len(rows), is_counted=name == "attacks")
            rows.append(Name(text=words(f"track.lane_{name}"), look=GREY))
            days += [event.date for event in events]
    first, after = max(min(days), found.record.first), found.record.last + ONE_DAY
    return in_rows(rows, marks, Axis(scale="day", low=first, high=after))


def _level(level: int, record: CountryRecord, found: DossierTrack, words: Words) -> str:
    """Name a level; those of the dossier's own country have names."""
    is_own = record.country == found.record.subject and level in found.scale.numbers
    return words.short_level(found.scale, level) if is_own else str(level)


def _courses(record: CountryRecord, top: int, rows: int, words: Words) -> Iterator[Mark]:
    for course in record.proposed:
        look, key = Look(colour="blue", weight=3.5), words("chart.proposal_line")
        yield Line(points=tuple(_steps(course, top)), stepped=True, look=look, key=key)
    for number, course in enumerate(record.courses):
        if number:
            yield Line(points=((course.begins, -0.5), (course.begins, rows - 0.5)), look=GREY)
        if course in _drawn(record):
            look, key = Look(dashed=True, weight=1.3), words("chart.official_line")
            yield Line(points=tuple(_steps(course, top)), stepped=True, look=look, key=key)


def _steps(course: LevelCourse, top: int) -> Iterator[tuple[Value, Value | None]]:
    """Give the first day of each spell with its row, and where a gap begins or the course ends."""
    for spell, after in zip(course.spells, (*course.spells[1:], None), strict=True):
        yield spell.start, float(top - spell.level)
        if after is None or after.start > spell.end:
            yield spell.end, None


def _span(first: dt.date, last: dt.date, lane: int) -> Mark:
    look = Look(colour="vermilion", weight=1.3)
    return Line(points=((first, lane + LINE), (last + ONE_DAY, lane + LINE)), look=look)


def _event(event: Event, lane: int, *, is_counted: bool) -> Iterator[Mark]:
    """Mark an event, over its month or year where no day is known."""
    day = event.date
    if not has_day(event):
        first, last = whole_period(event.date, event.date, event.precision)
        after = last + ONE_DAY
        yield Line(points=((first, lane + FOOT), (after, lane + FOOT)), look=GREY)
        day = first + (after - first) / 2
    if event.status == FOILED:
        yield Dot(x=day, y=float(lane), shape="cross", look=GREY)
        return
    look = Look(
        colour="vermilion" if is_counted else "grey",
        hollow=not event.killed,
        weight=1.0 if not event.killed else 1.9 if event.killed >= DEADLY else 1.3,
    )
    yield Dot(x=day, y=lane + FOOT, shape="up", look=look)


def _spells(key: str, record: CountryRecord, words: Words) -> Table:
    rows: Iterator[Cells] = (
        {
            "whose": course_text(course, who, courses, words),
            "from": spell.start,
            "to": spell.end - ONE_DAY,
            "table.level": spell.level,
        }
        for who, courses in ((OFFICIAL, record.courses), (PROPOSED, record.proposed))
        for course in courses
        for spell in course.spells
    )
    return table(key, words("track.spells"), rows, words, group="track.head_")


def rates_figure(rated: Rated, data: Table, words: Words) -> Figure:
    """Draw the rate of each level as a dot on its exact interval, course by course."""
    every = (rate for _, counts in rated for rate in counts[0].rates)
    long = [rate.rate for rate in every if rate.years >= SHORTEST]
    high = max([*long, LEAST]) * ROOM
    rows: list[Name] = []
    marks: list[Mark] = []
    said: list[str] = []
    for name, counts in rated:
        rows.append(Name(text=name, strong=True))
        for rate in reversed(counts[0].rates):
            level = words.sentence(words("level.plain", n=rate.level))
            said.append(words.labelled(f"{name}, {level}", rate_text(rate.rate, words)))
            marks += _interval(rate, float(len(rows)), high, words)
            rows.append(Name(text=level))
    return Figure(
        key="rates_chart",
        title=words("track.rates_chart"),
        drawing=in_rows(rows, marks, Axis(low=0.0, high=high, title=words("track.rates_axis"))),
        alt=words("track.rates_desc", list=words.listed(said)),
        source=words("track.source"),
        data=data,
        shows_data=False,
    )


def _interval(rate: Rate, y: float, high: float, words: Words) -> Iterator[Mark]:
    is_short = rate.years < SHORTEST
    look = Look(colour="slate" if is_short else "blue", weight=0.6 if is_short else 1.8)
    yield Line(points=((rate.low, y), (rate.high, y)), look=look)
    if rate.rate <= high:
        yield Dot(x=rate.rate, y=y, look=replace(look, weight=0.7 if is_short else 1.0))
    said = {"events": words.number(rate.events), "years": years(rate.years, words)}
    yield Note(x=high, y=y, text=words("track.exposure", **said), dx=2.0, look=GREY)
