"""Charts over time: proposals beside the official level, and the figures that weigh."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from statistics import median
from typing import Any

from peil.observe.figures import Figures
from peil.report import svg
from peil.report.account import Cell, Table
from peil.report.brief import PROPOSED, Brief, Review
from peil.report.cells import heads
from peil.report.charts import Chart
from peil.report.sides import amount, concerned_step, derived, marked_name, weighing
from peil.report.words import Words
from peil.terms.calendar import as_date
from peil.terms.scale import Scale

WIDE, NARROW = 720.0, 360.0
STEP = 38.0
TOP = 30.0
LAST_STEP, EDGE = 8.0, 2.0
"""How wide the answer of the last review is drawn, and what is left free beside it."""
YEAR_ROOM = 46.0
"""Room that the name of a year needs."""
START_ROOM = 110.0
"""Room that the name of the first month needs before the first year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where days and levels lie in the picture of a history."""

    scale: Scale
    first: date
    last: date
    left: float
    width: float
    has_gaps: bool
    has_attacks: bool
    has_official: bool
    top: float

    def x(self, day: date) -> float:
        """Place a day."""
        days = max((self.last - self.first).days, 1)
        room = self.width - self.left - LAST_STEP - EDGE
        return self.left + room * (day - self.first).days / days

    def until(self, day: date) -> float:
        """Place the end of a stretch; the last review has no next one, and some width."""
        return self.x(day) + (LAST_STEP if day == self.last else 0.0)

    def y(self, level: int | None) -> float:
        """Place a level; what cannot be told lies below the lowest."""
        numbers = self.scale.numbers
        row = len(numbers) if level is None else len(numbers) - 1 - numbers.index(level)
        return self.top + STEP * (row + 0.5)

    @property
    def bottom(self) -> float:
        """Where the rows end."""
        return self.top + STEP * (len(self.scale.levels) + self.has_gaps)


def history_chart(
    history: Sequence[Review], scale: Scale, words: Words, font: str | None = None
) -> Chart:
    """Draw the proposals by month with the official level and the attacks beside them."""
    title = words("chart.history")
    return Chart(
        key="history",
        title=title,
        desc=_told(history, scale, words),
        svg=_history(history, scale, words, WIDE, font),
        narrow=_history(history, scale, words, NARROW, font),
        table=history_table(history, scale, words),
        source=words("chart.source_levels"),
    )


def _history(
    history: Sequence[Review], scale: Scale, words: Words, width: float, font: str | None
) -> str:
    is_wide = width == WIDE
    grid = Grid(
        scale=scale,
        first=history[0].day,
        last=history[-1].day,
        left=130.0 if is_wide else 22.0,
        width=width,
        has_gaps=any(review.level is None for review in history),
        has_attacks=any(review.events for review in history),
        has_official=any(review.official is not None for review in history),
        top=TOP if is_wide else TOP * 2,
    )
    return svg.picture(
        _legend(grid, words, is_wide=is_wide),
        *_rows(grid, words, is_wide=is_wide),
        *_years(grid, words),
        *_proposals(grid, history),
        *_officials(grid, history),
        *_attacks(grid, history, words, is_wide=is_wide),
        key="history" if is_wide else "history-narrow",
        width=width,
        height=grid.bottom + ((62 if is_wide else 98) if grid.has_attacks else 22),
        title=words("chart.history"),
        desc=_told(history, scale, words),
        font=font,
    )


def _told(history: Sequence[Review], scale: Scale, words: Words) -> str:
    changes = [
        f"{words.month(after.day)} {said_level(after, scale, words)}"
        for before, after in pairwise(history)
        if before.level != after.level
    ]
    told = words(
        "chart.history_desc",
        start=words.month(history[0].day),
        end=words.month(history[-1].day),
        list=words.listed(changes) or words("chart.no_change"),
    )
    attacks = any(review.events for review in history)
    return f"{told} {words('chart.attacks_desc')}" if attacks else told


def said_level(review: Review, scale: Scale, words: Words) -> str:
    """Say what a review proposed, or that it could not tell."""
    if review.status == PROPOSED and review.level is not None:
        return words.short_level(scale, review.level)
    return words.code("status", review.status)


def _legend(grid: Grid, words: Words, *, is_wide: bool) -> str:
    start = grid.left if is_wide else 0.0
    own = svg.line(start, 12, start + 28, 12, stroke=svg.BLUE, stroke_width=6)
    own += svg.label(start + 36, 16, words("chart.proposal_line"))
    if not grid.has_official:
        return own
    x, y = (grid.left + 190, 12.0) if is_wide else (0.0, 32.0)
    dashes = svg.line(x, y, x + 28, y, stroke=svg.INK, stroke_width=2, stroke_dasharray="6 4")
    return own + dashes + svg.label(x + 36, y + 4, words("chart.official_line"))


def _rows(grid: Grid, words: Words, *, is_wide: bool) -> Iterator[str]:
    for number_ in grid.scale.numbers:
        y = grid.y(number_)
        name = words.short_level(grid.scale, number_) if is_wide else str(number_)
        yield svg.line(grid.left, y, grid.width, y)
        yield svg.label(0.0, y + 4, name)
    if grid.has_gaps:
        y = grid.y(None)
        yield svg.line(grid.left, y, grid.width, y)
        yield svg.label(0.0, y + 4, words("chart.unknown_line") if is_wide else "?", fill=svg.GREY)


def _years(grid: Grid, words: Words) -> Iterator[str]:
    years = range(grid.first.year + 1, grid.last.year + 1)
    every = max(1, ceil(len(years) * YEAR_ROOM / (grid.width - grid.left)))
    for year in years:
        x = grid.x(date(year, 1, 1))
        yield svg.line(x, grid.top, x, grid.bottom)
        if (year - years[0]) % every == 0:
            x = min(x, grid.width - 16)
            yield svg.label(x, grid.bottom + 16, str(year), fill=svg.GREY, text_anchor="middle")
    if not years or (len(years) == 1 and grid.x(date(years[0], 1, 1)) - grid.left > START_ROOM):
        yield svg.label(grid.left, grid.bottom + 16, words.month(grid.first), fill=svg.GREY)


def _runs(history: Sequence[Review], levels: Sequence[int | None]) -> Iterator[tuple[Any, ...]]:
    """Give the stretches of one level: first day, day of the next one, level."""
    begin = 0
    for i in range(1, len(history) + 1):
        if i == len(history) or levels[i] != levels[begin]:
            yield history[begin].day, history[min(i, len(history) - 1)].day, levels[begin]
            begin = i


def _proposals(grid: Grid, history: Sequence[Review]) -> Iterator[str]:
    before: float | None = None
    for start, end, level in _runs(history, [review.level for review in history]):
        y = grid.y(level)
        style = {"stroke": svg.GREY, "stroke_dasharray": "2 4"} if level is None else {}
        if before is not None and level is not None:
            x = grid.x(start)
            yield svg.line(x, before, x, y, stroke=svg.BLUE, stroke_width=2)
        yield svg.line(
            grid.x(start), y, grid.until(end), y, **{"stroke": svg.BLUE, "stroke_width": 6, **style}
        )
        before = None if level is None else y


def _officials(grid: Grid, history: Sequence[Review]) -> Iterator[str]:
    points: list[str] = []
    for start, end, level in _runs(history, [review.official for review in history]):
        if level is None:
            yield from svg.dashed(points)
            points = []
        else:
            y = grid.y(level)
            points += [f"{grid.x(start):.1f},{y:.1f}", f"{grid.until(end):.1f},{y:.1f}"]
    yield from svg.dashed(points)


def _has_attack(review: Review) -> bool:
    return any(event["counts"] for event in review.events)


def _attacks(
    grid: Grid, history: Sequence[Review], words: Words, *, is_wide: bool
) -> Iterator[str]:
    """Mark the months with attacks: filled where one counts, hollow where all were elsewhere.

    The name of a row stands beside it, or above where there is no room.
    """
    if not grid.has_attacks:
        return
    y, low = (grid.bottom + down for down in ((36, 54) if is_wide else (54, 90)))
    above = 0 if is_wide else 16
    yield svg.label(0.0, y - above, words("chart.attacks_line"), fill=svg.GREY)
    yield svg.label(0.0, low - above, words("chart.abroad_line"), fill=svg.GREY)
    for review in history:
        if _has_attack(review):
            yield _mark(grid.x(review.day), y, fill=svg.VERMILION)
        elif review.events:
            yield _mark(grid.x(review.day), low, fill="#ffffff", stroke=svg.GREY)


def _mark(x: float, y: float, **style: str) -> str:
    points = f"{x - 4:.1f},{y} {x + 4:.1f},{y} {x:.1f},{y - 9}"
    return svg.tag("polygon", points=points, **style)


def history_table(history: Sequence[Review], scale: Scale, words: Words) -> Table:
    """List the proposal, the official level and the attacks of each month."""
    return Table(
        key="history-data",
        title=words("table.history"),
        head=heads(words, "day", "proposed", "official", "attacks_counted"),
        rows=tuple(_history_row(review, scale, words) for review in history),
        numeric=frozenset({3}),
    )


def _history_row(review: Review, scale: Scale, words: Words) -> tuple[Cell, ...]:
    official = words("table.none")
    if review.official is not None:
        official = words.short_level(scale, review.official)
    attacks = sum(event["counts"] for event in review.events)
    return (
        Cell(text=words.short_day(review.day)),
        Cell(text=said_level(review, scale, words), value=review.level),
        Cell(text=official, value=review.official),
        Cell(text=words.number(attacks) if attacks else "", value=attacks),
    )


def figure_charts(brief: Brief, words: Words, font: str | None = None) -> tuple[Chart, ...]:
    """Draw the figures of each indicator that weighs, the strongest first."""
    step = concerned_step(brief)
    names = [item["indicator"] for item in weighing(brief, step)]
    known = [name for name in names if len(brief.figures.get(name, ()))]
    return tuple(_figure_chart(brief, name, brief.figures[name], words, font) for name in known)


def _figure_chart(
    brief: Brief, name: str, figures: Figures, words: Words, font: str | None
) -> Chart:
    called = marked_name(brief, words, name)
    table = figure_table(called, figures, words, derived(brief, name))
    last = table.rows[-1]
    period, value = last[0].text, last[1].text
    desc = words("chart.figures_desc", n=len(figures), value=value, period=period)
    return Chart(
        key=f"figures-{name}",
        title=called,
        desc=desc,
        svg=svg.picture(
            *_bars(figures, brief.as_of, words),
            key=f"figures-{name}", width=240, height=112, font=font,
            title=words("chart.figures", name=called, day=words.day(brief.as_of)),
            desc=desc,
        ),
        table=table,
        source=words("chart.source", source=words.listed(sorted(set(figures.publisher)))),
    )  # fmt: skip


def _bars(figures: Figures, as_of: date, words: Words) -> Iterator[str]:
    """Draw each figure as wide as its period and as high as its rate."""
    first, last = as_date(figures.start.min()), max(as_date(figures.end.max()), as_of)
    heights, unit = _rates(figures, words)
    highest = max(*heights, 1e-9)
    days = max((last - first).days, 1)
    yield svg.label(0.0, 11.0, f"{words.number(highest, 1)} {unit}".strip(), fill=svg.GREY)
    yield svg.line(0.0, 18.0, 240.0, 18.0)
    for start, end, height in zip(figures.start, figures.end, heights, strict=True):
        x = 234.0 * (as_date(start) - first).days / days
        width = max(234.0 * ((as_date(end) - as_date(start)).days + 1) / days - 1.0, 2.0)
        tall = 76.0 * height / highest
        yield svg.bar(x, 94 - tall, width, max(tall, 0.8), fill=svg.SLATE)
    x = 234.0 * (as_of - first).days / days
    yield svg.line(0.0, 94.0, 240.0, 94.0, stroke=svg.INK)
    yield svg.line(x, 16.0, x, 98.0, stroke=svg.INK, stroke_width=1.5, stroke_dasharray="3 2")
    yield svg.label(0.0, 109.0, str(first.year), fill=svg.GREY)
    mark = words("chart.as_of", day=words.short_day(as_of))
    yield svg.label(240.0, 109.0, mark, fill=svg.GREY, text_anchor="end")


def _rates(figures: Figures, words: Words) -> tuple[list[float], str]:
    """Give each figure's rate, a year or a month; a stock stands as it is."""
    months = figures.months.tolist()
    if not any(months):
        return figures.count.tolist(), ""
    per = 12.0 if median(months) >= 6 else 1.0
    rates = [
        count / length * per if length else 0.0
        for count, length in zip(figures.count.tolist(), months, strict=True)
    ]
    return rates, words("chart.per_year" if per == 12.0 else "chart.per_month")


def figure_table(called: str, figures: Figures, words: Words, derived: str | None) -> Table:
    """List an indicator's figures with who published them."""
    return Table(
        key="figures-data",
        title=words("table.figures", name=called),
        head=heads(words, "period", "value", "published", "publisher"),
        rows=tuple(_figure_row(figures, i, words, derived) for i in range(len(figures))),
        numeric=frozenset({1}),
    )


def _figure_row(figures: Figures, i: int, words: Words, derived: str | None) -> tuple[Cell, ...]:
    start, end = as_date(figures.start[i]), as_date(figures.end[i])
    value = float(figures.count[i])
    return (
        Cell(text=words.period(start, end)),
        Cell(text=amount(value, derived, float(figures.months[i]), words), value=value),
        Cell(text=words.short_day(as_date(figures.published[i]))),
        Cell(text=str(figures.publisher[i])),
    )
