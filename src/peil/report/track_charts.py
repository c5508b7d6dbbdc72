"""Charts of a track record: levels and attacks through time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil

from peil.observe.events import FOILED, Event
from peil.report import svg
from peil.report.account import Cell, Table
from peil.report.cells import heads
from peil.report.charts import Chart
from peil.report.track_brief import TrackBrief, named_country, named_course
from peil.report.words import Words
from peil.review.track.courses import ONE_DAY, LevelCourse
from peil.review.track.event_record import day_of_event
from peil.review.track.record import CountryRecord
from peil.review.track.settings import OFFICIAL, PROPOSED

WIDE, NARROW = 720.0, 360.0
ROW, LANE, TOP = 26.0, 24.0, 28.0
NAMES = {True: 118.0, False: 20.0}
"""Room for the names of levels and lanes: wide, narrow."""
YEAR_ROOM = 46.0
LANES = ("attacks", "plots", "uncounted")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where days, levels and lanes lie."""

    first: date
    last: date
    levels: tuple[int, ...]
    lanes: tuple[str, ...]
    width: float
    left: float
    top: float
    name_above: float

    def x(self, day: date) -> float:
        days = max((self.last - self.first).days, 1)
        inside = min(max(day, self.first), self.last)
        return self.left + (self.width - self.left - 6) * (inside - self.first).days / days

    def y(self, level: int) -> float:
        return self.top + ROW * (len(self.levels) - 1 - self.levels.index(level) + 0.5)

    @property
    def bottom(self) -> float:
        return self.top + ROW * len(self.levels)

    def lane(self, name: str) -> float:
        step = LANE + self.name_above
        return self.bottom + 24 + step * self.lanes.index(name) + self.name_above + 14

    @property
    def height(self) -> float:
        return self.bottom + 30 + (LANE + self.name_above) * len(self.lanes)


def timeline_chart(
    record: CountryRecord, brief: TrackBrief, words: Words, number: int, font: str | None = None
) -> Chart:
    """Draw a country's levels through time with its attacks below, marked by severity."""
    country = named_country(record, words)
    title = words("track.timeline", country=country)
    table = spells_table(record, words)
    desc = words(
        "track.timeline_desc",
        country=country,
        spells=len(table.rows),
        attacks=len(record.attacks),
        plots=len(record.plots),
        uncounted=len([e for e in record.uncounted if e.status != FOILED]),
    )

    def drawn(*, is_wide: bool) -> str:
        grid = _grid(record, brief, is_wide=is_wide)
        return svg.picture(
            *_legend(record, words, grid, is_wide=is_wide),
            *_levels(record, grid, words, brief, is_wide=is_wide),
            *_years(grid),
            *_courses(record, grid),
            *_lanes(record, grid, words),
            key=f"timeline-{number}{'' if is_wide else '-narrow'}",
            width=grid.width, height=grid.height, title=title, desc=desc, font=font,
        )  # fmt: skip

    return Chart(
        key=f"timeline-{number}",
        title=title,
        desc=desc,
        svg=drawn(is_wide=True),
        narrow=drawn(is_wide=False),
        table=table,
        source=_explained(record, words),
    )


def _explained(record: CountryRecord, words: Words) -> str:
    """Say what the marks mean, and whose data they are."""
    new_course = words("track.marks_courses") if len(record.courses) > 1 else ""
    gap = words("track.marks_gap") if any(_has_gap(c) for c in _drawn(record)) else ""
    return " ".join(filter(None, (words("track.marks"), new_course, gap, words("track.source"))))


def _drawn(record: CountryRecord) -> tuple[LevelCourse, ...]:
    return (*record.courses, *record.proposed)


def _has_gap(course: LevelCourse) -> bool:
    return any(before.end < after.start for before, after in pairwise(course.spells))


def _grid(record: CountryRecord, brief: TrackBrief, *, is_wide: bool) -> _Grid:
    courses = _drawn(record)
    events = (*record.attacks, *record.plots, *record.uncounted)
    days = [c.begins for c in courses] + [e.date for e in events] + [a for a, _ in record.spans]
    levels = range(
        min((c.scale_min for c in courses), default=0),
        max((c.scale_max for c in courses), default=-1) + 1,
    )
    shown = {name: bool(_in_lane(record, name)) for name in LANES}
    shown["attacks"] |= bool(record.spans)
    lanes = [name for name in LANES if shown[name]]
    return _Grid(
        first=max(min(days), brief.record.first),
        last=brief.record.last,
        levels=tuple(levels),
        lanes=tuple(lanes),
        width=WIDE if is_wide else NARROW,
        left=NAMES[is_wide],
        top=TOP if is_wide else TOP * 2,
        name_above=0.0 if is_wide else 14.0,
    )


def _in_lane(record: CountryRecord, lane: str) -> Sequence[Event]:
    if lane == "uncounted":
        return [event for event in record.uncounted if event.status != FOILED]
    return record.attacks if lane == "attacks" else record.plots


def _legend(record: CountryRecord, words: Words, grid: _Grid, *, is_wide: bool) -> Iterator[str]:
    x, y = grid.left, 12.0
    if record.proposed:
        yield svg.line(x, y, x + 28, y, stroke=svg.BLUE, stroke_width=6)
        yield svg.label(x + 36, y + 4, words("chart.proposal_line"))
        x, y = (x + 200, y) if is_wide else (x, y + 20)
    if record.courses:
        yield svg.line(x, y, x + 28, y, stroke=svg.INK, stroke_width=2, stroke_dasharray="6 4")
        yield svg.label(x + 36, y + 4, words("chart.official_line"))


def _levels(
    record: CountryRecord, grid: _Grid, words: Words, brief: TrackBrief, *, is_wide: bool
) -> Iterator[str]:
    is_own = record.country == brief.record.subject
    for level in grid.levels:
        y = grid.y(level)
        yield svg.line(grid.left, y, grid.width, y)
        name = str(level)
        if is_wide and is_own and level in brief.scale.numbers:
            name = words.short_level(brief.scale, level)
        yield svg.label(0.0, y + 4, name)


def _years(grid: _Grid) -> Iterator[str]:
    years = range(grid.first.year + 1, grid.last.year + 1)
    every = max(1, ceil(len(years) * YEAR_ROOM / (grid.width - grid.left)))
    for year in years:
        x = grid.x(date(year, 1, 1))
        if grid.levels:
            yield svg.line(x, grid.top, x, grid.bottom)
        if (year - years[0]) % every == 0 and x < grid.width - 20:
            yield svg.label(x, grid.bottom + 15, str(year), fill=svg.GREY, text_anchor="middle")


def _courses(record: CountryRecord, grid: _Grid) -> Iterator[str]:
    for course in record.proposed:
        before: tuple[date, float] | None = None
        for spell in course.spells:
            y = grid.y(spell.level)
            a, b = grid.x(spell.start), grid.x(spell.end)
            if before is not None and before[0] == spell.start:
                yield svg.line(a, before[1], a, y, stroke=svg.BLUE, stroke_width=2)
            yield svg.line(a, y, max(b, a + 2), y, stroke=svg.BLUE, stroke_width=6)
            before = (spell.end, y)
    for number, course in enumerate(record.courses):
        if number:
            x = grid.x(course.begins)
            yield svg.line(x, grid.top - 4, x, grid.bottom, stroke=svg.GREY, stroke_width=1.5)
        points: list[str] = []
        end = course.begins
        for spell in course.spells:
            if spell.start != end:
                yield from svg.dashed(points)
                points = []
            y, end = grid.y(spell.level), spell.end
            points += [f"{grid.x(spell.start):.1f},{y:.1f}", f"{grid.x(spell.end):.1f},{y:.1f}"]
        yield from svg.dashed(points)


def _lanes(record: CountryRecord, grid: _Grid, words: Words) -> Iterator[str]:
    """Mark events: filled where people died, pale where none did, hollow where it failed."""
    for name in grid.lanes:
        y = grid.lane(name)
        yield svg.label(0.0, y - grid.name_above, words(f"track.lane_{name}"), fill=svg.GREY)
        yield from _missing(record, grid, name, y)
        for event in _in_lane(record, name):
            yield _mark(grid.x(day_of_event(event)), y, event, is_counted=name == "attacks")


def _missing(record: CountryRecord, grid: _Grid, name: str, y: float) -> Iterator[str]:
    """Underline the time over which the list is complete."""
    if name == "attacks":
        for first, last in record.spans:
            a, b = grid.x(first), grid.x(last)
            yield svg.line(a, y + 3, b, y + 3, stroke=svg.VERMILION, stroke_width=2)


def _mark(x: float, y: float, event: Event, *, is_counted: bool) -> str:
    """Draw a triangle, as large as the event was deadly; a cross for a stopped plot."""
    if event.status == FOILED:
        corners = (
            f"M{x - 3.5:.1f} {y - 7}L{x + 3.5:.1f} {y}M{x - 3.5:.1f} {y}L{x + 3.5:.1f} {y - 7}"
        )
        return svg.tag("path", d=corners, stroke=svg.GREY, stroke_width=1.6, fill="none")
    half, tall = (6.0, 13.0) if (event.killed or 0) >= 10 else (4.0, 9.0)
    points = f"{x - half:.1f},{y} {x + half:.1f},{y} {x:.1f},{y - tall}"
    colour = svg.VERMILION if is_counted else svg.GREY
    fill = colour if event.killed else "#ffffff"
    return svg.tag("polygon", points=points, fill=fill, stroke=colour, stroke_width=1.4)


def spells_table(record: CountryRecord, words: Words) -> Table:
    """List every spell of every course."""
    voices = [(OFFICIAL, record.courses), (PROPOSED, record.proposed)]
    rows = [
        (spell, course, who, courses)
        for who, courses in voices
        for course in courses
        for spell in course.spells
    ]
    return Table(
        key="spells",
        title=words("track.spells"),
        head=(
            *(words(f"track.head_{key}") for key in ("whose", "from", "to")),
            *heads(words, "level"),
        ),
        rows=tuple(
            (
                Cell(text=named_course(course, who, courses, words)),
                Cell(text=words.short_day(spell.start)),
                Cell(text=words.short_day(spell.end - ONE_DAY)),
                Cell(text=str(spell.level), value=spell.level),
            )
            for spell, course, who, courses in rows
        ),
        numeric=frozenset({3}),
    )
