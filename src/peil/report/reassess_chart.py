"""Charts of a reassessment: a panel for each country through time, and the ratios beside another."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log, log10

from peil.report import svg
from peil.report.account import Cell, Table
from peil.report.charts import Chart, shortened
from peil.report.reassess_says import (
    country_text,
    interval_text,
    named,
    rate_text,
    times_text,
)
from peil.report.reassess_tables import drawn_rows
from peil.report.words import Words
from peil.review.evaluation.exact import poisson_interval
from peil.review.evaluation.verdict import Verdict
from peil.review.reassessment.periods import CountryPeriods, Period, is_rough
from peil.review.reassessment.plan import Plan
from peil.review.reassessment.reassess import Reassessment, SeriesAnswer

PANEL, GAP, TALL, HEAD, FOOT, LEFT = 228.0, 14.0, 128.0, 22.0, 24.0, 40.0
WIDE, NARROW = 3, 1
"""Panels in a row, on a wide and on a narrow screen."""
STEPS, MOST_TICKS = (0.2, 0.25, 0.5, 1.0, 2.0, 2.5), 4
DOT = 3.4
SHADE = "#f6e6c8"
YEAR = 365.25

FOREST, NAME, ROW, EDGE = 660.0, 330.0, 26.0, 16.0
FOREST_NARROW = 340.0
LONGEST = 44
LEAST, MOST = 1 / 16, 16.0
TICKS = (1 / 16, 1 / 4, 1, 4, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What all panels of a chart share: first and last day, and the highest rate."""

    plan: Plan
    first: dt.date
    last: dt.date
    step: float
    ticks: int

    def x(self, day: dt.date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return LEFT + (PANEL - LEFT) * min(max(share, 0.0), 1.0)

    def y(self, rate: float) -> float:
        top = self.step * self.ticks
        return HEAD + TALL * (1 - min(rate, top) / top)


def _intervals(periods: Sequence[Period], level: float) -> list[tuple[float, float]]:
    """Give the interval of each rate."""
    ends = [(poisson_interval(p.count, level), p.exposure) for p in periods]
    return [(low / exposure, high / exposure) for (low, high), exposure in ends]


def course_charts(
    found: Reassessment, words: Words, font: str | None = None
) -> dict[str, Chart | None]:
    """Draw each question's counts through time; None where nothing is known."""
    days = [
        day
        for answer in found.answers
        for course in (answer.own, *answer.peers)
        for period in course.drawn
        for day in (period.start, period.end)
    ]
    plan = found.plan
    span = min([plan.begins, *days]), max([plan.ends, *days])
    return {a.question.id: _course_chart(plan, a, span, words, font) for a in found.answers}


def _course_chart(
    plan: Plan, answer: SeriesAnswer, span: tuple[dt.date, dt.date], words: Words, font: str | None
) -> Chart | None:
    courses = [c for c in (answer.own, *answer.peers) if c.drawn]
    if not courses or not answer.own.drawn:
        return None
    bars = {c.country: _intervals(c.drawn, plan.level) for c in courses}
    frame = _frame(plan, courses, bars, span)
    key, title = f"course-{answer.question.id}", named(answer, words)
    desc = words("reassess.panels_desc", n=len(courses), list=_said(courses, words))
    pictures = [
        _layout(frame, courses, bars, key=key + suffix, rows_of=rows_of, title=title, desc=desc,
                words=words, font=font, own=answer.own.country)
        for suffix, rows_of in (("", WIDE), ("-narrow", NARROW))
    ]  # fmt: skip
    names = ("country", "period", "count", "rate", "interval")
    table = Table(
        key=f"{key}-data",
        title=title,
        head=tuple(words(f"reassess.{name}") for name in names),
        rows=tuple(drawn_rows([(c.country, c.drawn, bars[c.country]) for c in courses], words)),
        numeric=frozenset({2, 3, 4}),
    )
    publisher = answer.question.publisher
    source = words("reassess.source_list")
    if publisher:
        source = words("reassess.source", publisher=publisher)
    narrow = pictures[1] if len(courses) > NARROW else ""
    return Chart(
        key=key, title=title, desc=desc, svg=pictures[0], table=table, source=source, narrow=narrow
    )


def _said(courses: Sequence[CountryPeriods], words: Words) -> str:
    return words.listed(
        [
            words(
                "reassess.panel_said",
                country=country_text(course.country, words),
                rates=", ".join(
                    f"{words.period(p.start, p.end)} {rate_text(p.count / p.exposure, words)}"
                    for p in course.drawn
                ),
            )
            for course in courses
        ]
    )


def _frame(
    plan: Plan,
    courses: Sequence[CountryPeriods],
    bars: dict[str, list[tuple[float, float]]],
    span: tuple[dt.date, dt.date],
) -> _Frame:
    """Let the axis end above the highest rate; an interval beyond it is cut.

    All charts have one time, so that years of which nothing is known are seen.
    """
    drawn = [p for course in courses for p in course.drawn]
    own = bars[courses[0].country]
    highest = max([p.count / p.exposure for p in drawn] + [1.2 * min(high for _, high in own)])
    power = 10.0 ** floor(log10(highest))
    steps = [power * step for step in STEPS]
    step = next(step for step in steps if highest / step <= MOST_TICKS)
    return _Frame(
        plan=plan,
        first=span[0],
        last=span[1],
        step=step,
        ticks=ceil(highest / step),
    )


def _layout(
    frame: _Frame, courses: Sequence[CountryPeriods], bars: dict[str, list[tuple[float, float]]], *,
    key: str, rows_of: int, title: str, desc: str, words: Words, font: str | None, own: str,
) -> str:  # fmt: skip
    """Put the panels into rows, so many in each."""
    height = HEAD + TALL + FOOT
    parts = []
    for i, course in enumerate(courses):
        across, down = (i % rows_of) * (PANEL + GAP), (i // rows_of) * (height + GAP)
        inside = _panel(frame, course, bars[course.country], words, is_own=course.country == own)
        parts.append(svg.tag("g", *inside, transform=f"translate({across:g} {down:g})"))
    columns, rows = min(rows_of, len(courses)), ceil(len(courses) / rows_of)
    return svg.picture(
        *parts, key=key, width=columns * (PANEL + GAP) - GAP + 4, height=rows * (height + GAP) - GAP,
        title=title, desc=desc, font=font,
    )  # fmt: skip


def _panel(
    frame: _Frame,
    course: CountryPeriods,
    bars: list[tuple[float, float]],
    words: Words,
    *,
    is_own: bool,
) -> Iterator[str]:
    colour = svg.VERMILION if is_own else svg.BLUE
    begins, ends = frame.x(frame.plan.begins), frame.x(frame.plan.ends)
    yield svg.label(LEFT, 13.0, country_text(course.country, words), font_weight=700, fill=colour)
    yield svg.bar(begins, HEAD, ends - begins, TALL, fill=SHADE)
    style = {"fill": svg.GREY, "font_size": 11}
    for i in range(frame.ticks + 1):
        y = frame.y(i * frame.step)
        yield svg.line(LEFT, y, PANEL, y)
        yield svg.label(
            LEFT - 5, y + 4, words.number(i * frame.step, 3), text_anchor="end", **style
        )
    yield from _years(frame, style)
    for period, (low, high) in zip(course.drawn, bars, strict=True):
        yield from _mark(frame, period, low, high, colour)


def _years(frame: _Frame, style: dict[str, object]) -> Iterator[str]:
    years = range(frame.first.year, frame.last.year + 1)
    every = max(1, ceil(len(years) / 4))
    for year in years:
        if (year - years[0]) % every == 0:
            x = frame.x(dt.date(year, 7, 1))
            yield svg.label(x, HEAD + TALL + 16, str(year), text_anchor="middle", **style)


def _mark(frame: _Frame, period: Period, low: float, high: float, colour: str) -> Iterator[str]:
    """Draw a rate over its period, with its interval; hollow where it is approximate."""
    left, right = frame.x(period.start), frame.x(period.end)
    x, y = (left + right) / 2, frame.y(period.count / period.exposure)
    yield svg.line(x, frame.y(low), x, frame.y(high), stroke=colour, stroke_width=1.5)
    yield svg.line(left, y, right, y, stroke=colour, stroke_width=2)
    is_hollow = is_rough([period])
    yield svg.tag(
        "circle", cx=x, cy=y, r=DOT, fill="#ffffff" if is_hollow else colour, stroke=colour,
        stroke_width=1.8,
    )  # fmt: skip


# Ratios


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ratio:
    name: str
    spell: str
    verdict: Verdict
    is_against: bool
    is_hollow: bool


def forest_chart(found: Reassessment, words: Words, font: str | None = None) -> Chart | None:
    """Draw each ratio on its interval, the country's own and that beside its peers."""
    ratios = list(_ratios(found, words))
    if not ratios:
        return None
    title = words("reassess.forest_title")
    said = [f"{r.name}, {r.spell} {times_text(r.verdict, words)}" for r in ratios]
    desc = words("reassess.forest_desc", n=len(ratios), list=words.listed(said))
    wide, narrow = (
        _forest(found, ratios, words, key=key, width=width, title=title, desc=desc, font=font)
        for key, width in (("forest", FOREST), ("forest-narrow", FOREST_NARROW))
    )
    names = ("question", "spell", "ratio", "interval")
    rows = tuple(
        (
            Cell(text=r.name),
            Cell(text=r.spell),
            Cell(text=rate_text(r.verdict.estimate, words)),
            Cell(text=interval_text(r.verdict.low, r.verdict.high, words)),
        )
        for r in ratios
    )
    table = Table(
        key="forest-data",
        title=title,
        head=tuple(words(f"reassess.{name}") for name in names),
        rows=rows,
        numeric=frozenset({2, 3}),
    )
    return Chart(
        key="forest", title=title, desc=desc, svg=wide, table=table, narrow=narrow,
        source=words("chart.source", source=words("compare.own")),
    )  # fmt: skip


def _ratios(found: Reassessment, words: Words) -> Iterator[_Ratio]:
    for answer in found.answers:
        for compared in answer.comparisons:
            own, beside = compared.own, compared.widest
            name, spell = words.name(answer.question.name), words(f"reassess.{own.spell}")
            for verdict, is_against in (
                (own.verdict, False), (beside.verdict if beside else None, True),
            ):  # fmt: skip
                if verdict is not None and isfinite(verdict.estimate) and verdict.low >= 0:
                    yield _Ratio(
                        name=name,
                        spell=spell,
                        verdict=verdict,
                        is_against=is_against,
                        is_hollow=answer.follows_effort,
                    )


def _forest(
    found: Reassessment, ratios: Sequence[_Ratio], words: Words, *, key: str, width: float,
    title: str, desc: str, font: str | None,
) -> str:  # fmt: skip
    """Lay rows out: names to the left of the ratios, or above them where there is no room."""
    is_narrow = width < FOREST
    left, row = (EDGE, 2 * ROW - 6) if is_narrow else (NAME, ROW)
    bottom = row * len(ratios)

    def x(value: float) -> float:
        value = min(max(value, LEAST), MOST)
        return left + (width - EDGE - left) * log(value / LEAST) / log(MOST / LEAST)

    parts = [
        svg.line(x(t), 0.0, x(t), bottom, stroke=svg.INK if t == 1 else svg.RULE) for t in TICKS
    ]
    style = {"fill": svg.GREY, "text_anchor": "middle", "font_size": 11}
    parts += [
        svg.label(x(t), bottom + 15, f"1/{1 / t:.0f}" if t < 1 else f"{t:.0f}", **style)
        for t in TICKS
    ]
    centre = (left + width - EDGE) / 2
    parts.append(svg.label(centre, bottom + 31, words("reassess.forest_axis"), **style))
    previous = ""
    for i, ratio in enumerate(ratios):
        top = i * row
        name = shortened(ratio.name, LONGEST)
        text = words("reassess.forest_name", name=name, spell=ratio.spell)
        y = top + row - ROW / 2
        if text != previous:
            at = (0.0, top + 14) if is_narrow else (left - 10, y + 4)
            anchor = "start" if is_narrow else "end"
            parts.append(svg.label(*at, text, text_anchor=anchor, font_size=11.5))
        previous = text
        parts += _ratio_marks(ratio, x, y)
    parts += _forest_legend(found, words, bottom + 44, 0.0 if is_narrow else left)
    height = bottom + 44 + 3 * 19
    return svg.picture(*parts, key=key, width=width, height=height, title=title, desc=desc,
                       font=font)  # fmt: skip


def _ratio_marks(ratio: _Ratio, x: Callable[[float], float], y: float) -> Iterator[str]:
    colour = svg.BLUE if ratio.is_against else svg.VERMILION
    verdict = ratio.verdict
    low, high = max(verdict.low, LEAST), min(verdict.high, MOST)
    yield svg.line(x(low), y, x(high), y, stroke=colour, stroke_width=2.5)
    for end, beyond, way in ((LEAST, verdict.low < LEAST, 1), (MOST, verdict.high > MOST, -1)):
        if beyond:
            tip = x(end)
            corners = f"M{tip + 6 * way:.1f} {y - 5:.1f}L{tip:.1f} {y:.1f}L{tip + 6 * way:.1f} {y + 5:.1f}"
            yield svg.tag("path", d=corners, fill="none", stroke=colour, stroke_width=2)
    yield _shape(x(verdict.estimate), y, colour, ratio)


def _shape(x: float, y: float, colour: str, ratio: _Ratio) -> str:
    style = {"fill": "#ffffff" if ratio.is_hollow else colour, "stroke": colour, "stroke_width": 2}
    if ratio.is_against:
        return svg.tag("circle", cx=x, cy=y, r=4.6, **style)
    corners = f"M{x - 6:.1f} {y:.1f}L{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 6:.1f}Z"
    return svg.tag("path", d=corners, **style)


def _forest_legend(found: Reassessment, words: Words, top: float, left: float) -> Iterator[str]:
    country = country_text(found.country, words)
    entries = (
        (svg.VERMILION, "◆", words("reassess.forest_own", country=country)),
        (svg.BLUE, "●", words("reassess.forest_against", country=country)),
        (svg.GREY, "◇", words("reassess.forest_effort")),
    )
    for i, (colour, sign, text) in enumerate(entries):
        y = top + 12 + 19 * i
        yield svg.label(left, y, sign, fill=colour)
        yield svg.label(left + 16, y, text, fill=svg.GREY)
