"""When each arrangement was there: a bar from the day of its start to that of its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peil.report import svg
from peil.report.account import Cell, Table
from peil.report.charts import Chart, shortened
from peil.report.policy_charts import LETTER, NARROW, Drawing

ROW, HEAD, FOOT = 22.0, 40.0, 24.0
MOST, MOST_ROWS = 40, 200
"""Arrangements that the picture and its table have room for; the CSV of the page has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An arrangement: known from a day, over on a day, and how it ended.

    Args:
        ended: None where no ending is known.
        is_loud: structural, and ended without a reasoned decision.
        said: its state now, in words.
    """

    label: str
    began: date
    ended: date | None
    is_loud: bool
    said: str


def spans_chart(
    drawing: Drawing, spans: Sequence[Span], days: Sequence[tuple[date, str]], head: Sequence[str]
) -> Chart:
    """Draw when arrangements were there, with a line on each of some days.

    Args:
        drawing: key, title, source and words.
        spans: at least one; those that ended first.
        days: with what each is called, oldest first; the last is the day of knowledge.
        head: of the table: arrangement, known since, ended, state.
    """
    words = drawing.words
    desc = words.listed([words.labelled(span.label, span.said) for span in spans[:MOST]])
    none = words("table.none")
    table = Table(
        key=f"{drawing.key}-data",
        title=drawing.title,
        head=tuple(head),
        rows=tuple(
            (
                Cell(text=span.label, lang="en"),
                Cell(text=words.short_day(span.began)),
                Cell(text=words.short_day(span.ended) if span.ended else none),
                Cell(text=span.said),
            )
            for span in spans[:MOST_ROWS]
        ),
    )

    def draw(width: float, key: str) -> str:
        return _draw(drawing, spans[:MOST], days, width, key, desc)

    return drawing.chart(draw, desc, table)


def _draw(
    drawing: Drawing,
    spans: Sequence[Span],
    days: Sequence[tuple[date, str]],
    width: float,
    key: str,
    desc: str,
) -> str:
    is_wide = width > NARROW
    left = min(width * 0.5, 10 + LETTER * max(len(s.label) for s in spans)) if is_wide else 0.0
    row = ROW if is_wide else ROW + 15
    first, last = min([s.began for s in spans] + [d for d, _ in days]), days[-1][0]
    length = max((last - first).days, 1)
    room = width - left - 8

    def at(day: date) -> float:
        return left + room * (day - first).days / length

    bottom = HEAD + row * len(spans)
    parts = [part for n, day in enumerate(days) for part in _mark(at(day[0]), day, n, bottom, left)]
    for i, span in enumerate(spans):
        y = HEAD + row * i
        parts.append(svg.label(0.0, y + 13, shortened(span.label, int((left or width) / LETTER))))
        parts += _span(span, at(span.began), at(span.ended or last), y + (0 if is_wide else 15))
    for year in _years(first, last, 8 if is_wide else 4):
        x = at(date(year, 1, 1))
        parts.append(svg.label(x, bottom + 16, str(year), fill=svg.GREY, text_anchor="middle"))
        parts.append(svg.line(x, HEAD - 4, x, bottom + 3))
    return drawing.picture(*parts, key=key, width=width, height=bottom + FOOT, desc=desc)


def _mark(x: float, day: tuple[date, str], n: int, bottom: float, left: float) -> list[str]:
    """Draw a line on a day, with its name above it."""
    is_left = x - left > LETTER * len(day[1])
    return [
        svg.line(x, 16.0 + 15 * n, x, bottom, stroke=svg.INK, stroke_width=1.5),
        svg.label(
            x - 4 if is_left else x + 4, 12.0 + 15 * n, day[1], font_weight=600,
            text_anchor="end" if is_left else "start",
        ),
    ]  # fmt: skip


def _span(span: Span, start: float, end: float, y: float) -> list[str]:
    """Draw a bar; an open end where none is known, a cross where it ended."""
    colour = svg.VERMILION if span.is_loud else svg.BLUE if span.ended is None else svg.SLATE
    bar = svg.bar(start, y + 4, max(end - start, 3.0), 11.0, fill=colour)
    if span.ended is None:
        return [bar]
    cross = f"M{end - 4:.1f} {y + 5:.1f}l9 9m0 -9l-9 9"
    return [bar, svg.tag("path", d=cross, stroke=svg.INK, stroke_width=2.0, fill="none")]


def _years(first: date, last: date, most: int) -> list[int]:
    years = list(range(first.year + 1, last.year + 1))
    step = max(-(-len(years) // most), 1)
    return years[::step]
