"""Periods: what was counted of a country before, while and after a policy was made.

Published figures count where their whole period lies in a spell; dated events count on their
own days, in years that begin or end with the window, where their list is declared complete.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from peil.observe.breaks import Break
from peil.observe.events import Event, Window, dated_indicator, events_known, events_retold
from peil.observe.figures import EXACT, ROUGH, figures_known
from peil.observe.indicator import Indicator
from peil.observe.population import Population
from peil.observe.series import Series
from peil.review.reassessment.plan import Plan, SeriesQuestion
from peil.terms.calendar import (
    as_date,
    as_day,
    first_day,
    month_of,
    months_after,
    months_covered,
    whole_period,
)

BEFORE, WHILE, AFTER = "before", "while", "after"
SPELLS = (BEFORE, WHILE, AFTER)

PARTIAL, OTHER_PUBLISHER, UNVERIFIED, MIXED, NO_POPULATION, DAY_UNKNOWN = (
    "partial", "other_publisher", "unverified", "mixed", "no_population", "day_unknown",
)  # fmt: skip
"""Why something known is not used."""

PEOPLE = 1_000_000.0
YEAR, HALF = 12, 0.5
DAY = dt.timedelta(days=1)

Interval = tuple[dt.date, dt.date]
"""First and last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a dossier holds, and the day whose knowledge is used."""

    indicators: Mapping[str, Indicator]
    series: Mapping[tuple[str, str], Series]
    events: tuple[Event, ...]
    windows: tuple[Window, ...]
    population: Mapping[str, Population]
    breaks: tuple[Break, ...]
    as_of: dt.date

    def indicator(self, name: str) -> Indicator | None:
        """Give an indicator, that of dated events included."""
        made = {w.indicator: dated_indicator(w) for w in self.windows}
        return self.indicators.get(name) or made.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What was counted in one period.

    Args:
        start, end: first and last day.
        spell: before, while or after; empty where the period is in none.
        months: its length.
        count: events or persons.
        exposure: million inhabitants times years.
        telling: 1 for an exact count, a half for a rough one.
        published, precision: day on which it became known, and how exactly that day is known.
        is_worked_out: whether it rests on a figure that the makers of the dossier worked out.
    """

    start: dt.date
    end: dt.date
    spell: str
    months: float
    count: float
    exposure: float
    telling: float
    published: dt.date
    precision: str = "day"
    is_worked_out: bool = False
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A figure or event that is known and not used, and why.

    Args:
        start, end: its first and last day.
        spell: that it belongs to; empty where it mixes some.
        value: as published; None for an event, and for figures made of several.
        publisher, reason: whose it is, and why it is not used.
    """

    start: dt.date
    end: dt.date
    spell: str
    value: float | None
    publisher: str
    reason: str

    def is_about(self, plan: Plan, spell: str) -> bool:
        """Whether it belongs to a spell, or lies partly in it and partly in another."""
        start, end = _window(plan, spell)
        return self.spell == spell or (not self.spell and self.start <= end and self.end >= start)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPeriods:
    """What is known of one country for one question.

    Args:
        periods: that are compared, oldest first.
        drawn: the same by calendar year, where events are dated; else the periods.
        unused: known and not used.
        days: first and last day on which each dated event may have been; None for figures.
        listed: intervals in which dated events may be counted.
        retold: events that a later source, such as a verdict, told to be of another ideology.
    """

    country: str
    periods: tuple[Period, ...] = ()
    drawn: tuple[Period, ...] = ()
    unused: tuple[Unused, ...] = ()
    days: tuple[Interval, ...] | None = None
    listed: tuple[Interval, ...] = ()
    retold: tuple[Event, ...] = ()

    def spell(self, name: str) -> tuple[Period, ...]:
        """Give the periods of one spell."""
        return tuple(period for period in self.periods if period.spell == name)


def course_of(
    evidence: Evidence, plan: Plan, question: SeriesQuestion, country: str
) -> CountryPeriods:
    """Gather what was known of a country for a question on the as-of day."""
    windows = [
        w for w in evidence.windows if (w.country, w.indicator) == (country, question.indicator)
    ]
    if windows or question.indicator not in evidence.indicators:
        return _dated(evidence, plan, country, windows)
    return _published(evidence, plan, question, country)


def shared(
    evidence: Evidence, plan: Plan, courses: Sequence[CountryPeriods]
) -> list[CountryPeriods]:
    """Cut courses down to the periods that all of them have."""
    if any(course.days is not None for course in courses):
        listed = courses[0].listed
        for course in courses[1:]:
            listed = _both(listed, course.listed)
        return [_counted(evidence, plan, replace(c, listed=listed)) for c in courses]
    common = set.intersection(*({(p.start, p.end) for p in c.periods} for c in courses))
    return [
        replace(c, periods=tuple(p for p in c.periods if (p.start, p.end) in common))
        for c in courses
    ]


# Published figures


def _published(
    evidence: Evidence, plan: Plan, question: SeriesQuestion, country: str
) -> CountryPeriods:
    series = evidence.series.get((country, question.indicator))
    if series is None:
        return CountryPeriods(country=country)
    series = series.in_order()
    known = series.take(series.published <= as_day(evidence.as_of))
    is_cumulative = evidence.indicators[question.indicator].kind == "cumulative"
    reasons = _reasons(known, question, is_cumulative=is_cumulative)
    unused = [
        Unused(
            start=as_date(known.start[i]),
            end=as_date(known.end[i]),
            spell=_spell(plan, as_date(known.start[i]), as_date(known.end[i])),
            value=float(known.value[i]),
            publisher=known.publisher[i],
            reason=reason,
        )
        for i, reason in enumerate(reasons)
        if reason
    ]
    kept = known.take(np.array([not reason for reason in reasons], dtype=np.bool_))
    made = _periods(evidence, plan, question, country, kept)
    publisher = question.publisher
    unused += [_unused(p, MIXED, publisher) for p in made if not p.spell]
    unused += [_unused(p, NO_POPULATION, publisher) for p in made if not p.exposure > 0]
    periods = tuple(p for p in made if p.spell and p.exposure > 0)
    drawn = tuple(p for p in made if p.exposure > 0)
    return CountryPeriods(country=country, periods=periods, drawn=drawn, unused=_in_order(unused))


def _in_order(unused: Iterable[Unused]) -> tuple[Unused, ...]:
    return tuple(sorted(set(unused), key=lambda u: (u.start, u.end, u.publisher, u.reason)))


def _unused(period: Period, reason: str, publisher: str = "") -> Unused:
    return Unused(
        start=period.start,
        end=period.end,
        spell=period.spell,
        value=None,
        publisher=publisher,
        reason=reason,
    )


def _reasons(known: Series, question: SeriesQuestion, *, is_cumulative: bool) -> list[str]:
    """Say of each figure why it is not used; an empty text where it is."""
    reasons = []
    for i in range(len(known)):
        if question.publisher and known.publisher[i] != question.publisher:
            reasons.append(OTHER_PUBLISHER)
        elif not known.verified[i]:
            reasons.append(UNVERIFIED)
        else:
            reasons.append(PARTIAL if known.partial[i] and not is_cumulative else "")
    return reasons


def _periods(
    evidence: Evidence, plan: Plan, question: SeriesQuestion, country: str, kept: Series
) -> list[Period]:
    indicator = evidence.indicators[question.indicator]
    figures = figures_known(kept, indicator, as_day(evidence.as_of))
    days = [(as_date(a), as_date(b)) for a, b in zip(figures.start, figures.end, strict=True)]
    return [
        Period(
            start=start,
            end=end,
            spell=_spell(plan, start, end),
            months=float(figures.months[i]),
            count=float(figures.count[i]),
            exposure=_exposure(evidence, country, start, end),
            telling=float(figures.telling[i]),
            published=as_date(figures.published[i]),
            precision=str(figures.precision[i]),
            is_worked_out=bool(figures.worked_out[i]),
            source=str(figures.source[i]),
        )
        for i, (start, end) in enumerate(days)
    ]


def _spell(plan: Plan, start: dt.date, end: dt.date) -> str:
    """Name the spell of a period; empty where it belongs to none."""
    if end < plan.begins:
        return BEFORE
    if start > plan.ends:
        return AFTER
    inside = (min(end, plan.ends) - max(start, plan.begins)) / DAY + 1
    return WHILE if inside > HALF * ((end - start) / DAY + 1) else ""


def _exposure(evidence: Evidence, country: str, start: dt.date, end: dt.date) -> float:
    """Give million inhabitants times years, from the years known on the as-of day."""
    people = evidence.population.get(country, Population(by_year={}))
    months = np.arange(month_of(as_day(start)), month_of(as_day(end)) + 1)
    mean = float(people.during(first_day(months), evidence.as_of).mean())
    return mean / PEOPLE * float(months_covered(as_day(start), as_day(end))) / YEAR


# Dated events


def _dated(
    evidence: Evidence, plan: Plan, country: str, windows: Sequence[Window]
) -> CountryPeriods:
    events = [e for e in evidence.events if e.verified]
    known = [e for w in windows for e in events_known(events, w, evidence.as_of)]
    retold = [e for w in windows for e in events_retold(events, w, evidence.as_of)]
    listed = [(w.complete_from, min(w.complete_to, evidence.as_of)) for w in windows]
    course = CountryPeriods(
        country=country,
        days=tuple(
            sorted(whole_period(event.date, event.date, event.precision) for event in known)
        ),
        listed=tuple(sorted((a, b) for a, b in listed if a <= b)),
        retold=tuple(retold),
    )
    return _counted(evidence, plan, course)


def _counted(evidence: Evidence, plan: Plan, course: CountryPeriods) -> CountryPeriods:
    """Count dated events in the years of each spell, and in calendar years to be drawn."""
    listed = {spell: _both(course.listed, (_window(plan, spell),)) for spell in SPELLS}
    cells = [
        (start, end, spell)
        for spell, intervals in listed.items()
        for interval in intervals
        for start, end in _years(interval, from_end=spell == BEFORE)
    ]
    years, spells = [(a, b) for a, b, _ in cells], sum(listed.values(), ())
    days = tuple(_in_one_year(day, spells, years) for day in course.days or ())
    periods = [_cell(evidence, replace(course, days=days), *cell) for cell in cells]
    drawn = [
        _cell(evidence, course, *year, _spell(plan, *year))
        for interval in course.listed
        for year in _calendar_years(interval)
    ]
    unused = [
        Unused(start=a, end=b, spell="", value=None, publisher="", reason=DAY_UNKNOWN)
        for a, b in days
        if _inside((a, b), course.listed) and not _inside((a, b), years)
    ]
    unused += [_unused(p, NO_POPULATION) for p in periods if not p.exposure > 0]
    return replace(
        course,
        periods=tuple(p for p in periods if p.exposure > 0),
        drawn=tuple(p for p in drawn if p.exposure > 0),
        unused=_in_order(unused),
    )


def _in_one_year(day: Interval, spells: Sequence[Interval], years: Sequence[Interval]) -> Interval:
    """Put an event of one spell in the year that holds most of the days on which it may have been."""
    held = _both((day,), years) if _inside(day, spells) else (day,)
    return max(held, key=lambda part: part[1] - part[0])


def _window(plan: Plan, spell: str) -> Interval:
    if spell == BEFORE:
        return dt.date.min, plan.begins - DAY
    if spell == AFTER:
        return plan.ends + DAY, dt.date.max
    return plan.begins, plan.ends


def _cell(
    evidence: Evidence, course: CountryPeriods, start: dt.date, end: dt.date, spell: str
) -> Period:
    return Period(
        start=start,
        end=end,
        spell=spell,
        months=float(months_covered(as_day(start), as_day(end))),
        count=float(sum(_inside(day, [(start, end)]) for day in course.days or ())),
        exposure=_exposure(evidence, course.country, start, end),
        telling=EXACT,
        published=end,
        source="",
    )


def _inside(day: Interval, intervals: Iterable[Interval]) -> bool:
    return any(start <= day[0] and day[1] <= end for start, end in intervals)


def _both(some: Iterable[Interval], others: Sequence[Interval]) -> tuple[Interval, ...]:
    pairs = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple(sorted((start, end) for start, end in pairs if start <= end))


def _years(interval: Interval, *, from_end: bool) -> list[Interval]:
    """Cut an interval into years from its begin, or from its end; a short rest joins the last."""
    start, end = interval
    first, sign = (end + DAY, -YEAR) if from_end else (start, YEAR)
    cuts = [first]
    while True:
        cut = months_after(first, sign * len(cuts))
        if not start <= cut <= end + DAY:
            break
        cuts.append(cut)
    cuts = sorted(cuts)
    if from_end:
        cuts[0] = start
    else:
        cuts[-1] = end + DAY
    return [(a, b - DAY) for a, b in pairwise(cuts)] or [interval]


def _calendar_years(interval: Interval) -> list[Interval]:
    start, end = interval
    years = range(start.year, end.year + 1)
    return [(max(start, dt.date(y, 1, 1)), min(end, dt.date(y, 12, 31))) for y in years]


def is_rough(periods: Iterable[Period]) -> bool:
    """Whether any count is approximate, a rate times months, or a difference of totals."""
    return any(period.telling <= ROUGH for period in periods)
