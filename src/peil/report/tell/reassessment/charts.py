"""The pictures of a reassessment: a panel for each country through time, and the ratios."""

import datetime as dt
from collections.abc import Iterator, Sequence
from math import isfinite

from peil.report.chart.figure import (
    Axis,
    Bar,
    Dot,
    Drawing,
    Line,
    Look,
    Mark,
    Panel,
    Shape,
    in_rows,
)
from peil.report.chart.figure import Row as Name
from peil.report.model import Figure
from peil.report.tell.parts import Cells, table
from peil.report.tell.reassessment import said as say
from peil.report.words import Words
from peil.review.evaluation.exact import poisson_interval
from peil.review.evaluation.verdict import Verdict
from peil.review.reassessment.periods import CountryPeriods, Period, is_rough
from peil.review.reassessment.plan import Plan
from peil.review.reassessment.reassess import Reassessment, SeriesAnswer

WIDE = 3
"""Panels in a row where there is room."""
DAY = dt.timedelta(days=1)
LEAST, MOST = 1 / 16, 16.0
TICKS = ((1 / 16, "1/16"), (1 / 4, "1/4"), (1.0, "1"), (4.0, "4"), (16.0, "16"))
Span = tuple[dt.date, dt.date]


def course_figures(found: Reassessment, words: Words) -> Iterator[Figure]:
    """Draw each question's counts through time, where anything is known.

    All have one time, so that years of which nothing is known are seen.
    """
    drawn = [course for a in found.answers for course in (a.own, *a.peers)]
    days = [day for course in drawn for p in course.drawn for day in (p.start, p.end)]
    span = min([found.plan.begins, *days]), max([found.plan.ends, *days])
    for answer in found.answers:
        if answer.own.drawn:
            yield _courses(found.plan, answer, span, words)


def _courses(plan: Plan, answer: SeriesAnswer, span: Span, words: Words) -> Figure:
    courses = [course for course in (answer.own, *answer.peers) if course.drawn]
    highest = 1.1 * max(
        [p.count / p.exposure for course in courses for p in course.drawn]
        + [1.2 * min(_ends(period, plan.level)[1] for period in answer.own.drawn)]
    )
    key, title = f"course-{answer.question.id}", say.named(answer, words)
    publisher, is_several = answer.question.publisher, len(courses) > 1
    of = words("reassess.source", publisher=publisher) if publisher else ""
    rows: Iterator[Cells] = (
        {
            "country": words.country(course.country),
            "period": words.period(period.start, period.end),
            "count": period.count,
            "rate": say.rate_cell(period.count / period.exposure, words),
            "interval": say.interval_text(*_ends(period, plan.level), words),
        }
        for course in courses
        for period in course.drawn
    )
    panels = (
        _panel(course, span, highest, plan, words, is_own=course is answer.own)
        for course in courses
    )
    return Figure(
        key=key,
        title=title,
        drawing=Drawing(
            panels=tuple(panels),
            per_row=WIDE,
            size="full" if is_several else "small",
            has_narrow=is_several,
        ),
        alt=words("reassess.panels_desc", n=len(courses), list=_said(courses, words)),
        source=of or words("reassess.source_list"),
        data=table(f"{key}-data", title, rows, words, group="reassess"),
    )


def _ends(period: Period, level: float) -> tuple[float, float]:
    low, high = poisson_interval(period.count, level)
    return low / period.exposure, high / period.exposure


def _said(courses: Sequence[CountryPeriods], words: Words) -> str:
    told = []
    for course in courses:
        country = words.country(course.country)
        rates = [
            f"{words.period(p.start, p.end)} {say.rate_text(p.count / p.exposure, words)}"
            for p in course.drawn
        ]
        told.append(words("reassess.panel_said", country=country, rates=", ".join(rates)))
    return words.listed(told)


def _panel(
    course: CountryPeriods, span: Span, highest: float, plan: Plan, words: Words, *, is_own: bool
) -> Panel:
    """Draw rates over their periods, with the time in which the policy was made behind them."""
    look = Look(colour="vermilion" if is_own else "blue")
    made = Bar(x=(plan.begins, plan.ends), y=(0.0, highest), look=Look(colour="shade"))
    marks = [mark for period in course.drawn for mark in _period(period, plan.level, look)]
    return Panel(
        x=Axis(scale="day", low=span[0], high=span[1]),
        y=Axis(low=0.0, high=highest),
        marks=(made, *marks),
        title=words.country(course.country),
        look=look,
        height=128.0,
    )


def _period(period: Period, level: float, look: Look) -> Iterator[Mark]:
    """Draw a rate over its period, with its interval; hollow where it is approximate."""
    rate, (low, high) = period.count / period.exposure, _ends(period, level)
    middle = period.start + (period.end - period.start) / 2
    yield Line(points=((middle, low), (middle, high)), look=look)
    yield Line(points=((period.start, rate), (period.end + DAY, rate)), look=look)
    hollow = Look(colour=look.colour, hollow=is_rough([period]))
    yield Dot(x=middle, y=rate, look=hollow)


# Ratios


def forest_figures(found: Reassessment, words: Words) -> Iterator[Figure]:
    """Draw each ratio on its interval, the country's own and that beside its peers."""
    ratios = list(_ratios(found, words))
    if not ratios:
        return
    title = words("reassess.forest_title")
    said = [f"{name}, {spell} {say.times_text(own, words)}" for name, spell, own, *_ in ratios]
    names = tuple(words("reassess.forest_name", name=n, spell=s) for n, s, *_ in ratios)
    rows = tuple(dict.fromkeys(names))
    marks = (
        mark
        for name, ratio in zip(names, ratios, strict=True)
        for mark in _ratio(found, ratio, rows.index(name), words)
    )
    axis = Axis(scale="log", low=LEAST, high=MOST, ticks=TICKS, title=words("reassess.forest_axis"))
    listed: Iterator[Cells] = (
        {
            "question": name,
            "spell": spell,
            "ratio": say.rate_cell(verdict.estimate, words),
            "interval": say.interval_text(verdict.low, verdict.high, words),
        }
        for name, spell, verdict, *_ in ratios
    )
    yield Figure(
        key="forest",
        title=title,
        drawing=in_rows((Name(text=name) for name in rows), marks, axis),
        alt=words("reassess.forest_desc", n=len(ratios), list=words.listed(said)),
        source=words("chart.source", source=words("compare.own")),
        data=table("forest-data", title, listed, words, group="reassess"),
    )


Ratio = tuple[str, str, Verdict, bool, bool]
"""Question, spell, verdict, whether it is beside the peers, and whether it follows effort."""


def _ratios(found: Reassessment, words: Words) -> Iterator[Ratio]:
    for answer in found.answers:
        for compared in answer.comparisons:
            own, beside = compared.own, compared.widest
            name, spell = words.name(answer.question.name), words(f"reassess.{own.spell}")
            others = beside.verdict if beside else None
            for verdict, is_against in ((own.verdict, False), (others, True)):
                if verdict is not None and isfinite(verdict.estimate) and verdict.low >= 0:
                    yield name, spell, verdict, is_against, answer.follows_effort


def _ratio(found: Reassessment, ratio: Ratio, at: int, words: Words) -> Iterator[Mark]:
    _, _, verdict, is_against, is_hollow = ratio
    country = words.country(found.country)
    key = words(f"reassess.forest_{'against' if is_against else 'own'}", country=country)
    look = Look(colour="blue" if is_against else "vermilion", weight=1.6)
    y = at + (0.2 if is_against else -0.2)
    yield Line(points=((verdict.low, y), (verdict.high, y)), look=look, key=key)
    shape: Shape = "circle" if is_against else "diamond"
    yield Dot(x=verdict.estimate, y=y, shape=shape, look=look, key=key)
    if is_hollow:
        hollow = Look(colour=look.colour, hollow=True)
        effort = words("reassess.forest_effort")
        yield Dot(x=verdict.estimate, y=y, shape=shape, look=hollow, key=effort)
