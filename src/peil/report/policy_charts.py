"""Charts of policy: bars of counts or money, and ranges; what is not known is said, never drawn as zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peil.report import svg
from peil.report.account import Cell, Table
from peil.report.charts import Chart, shortened
from peil.report.words import Words

WIDE, NARROW = 640.0, 340.0
BAR, GAP, ROW_GAP = 15.0, 3.0, 13.0
LEGEND, TOP = 24.0, 8.0
FILLS = (svg.BLUE, "#ffffff", svg.SLATE)
"""Told apart by lightness as well as by colour."""
LETTER = 7.0
"""Width of a letter, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A group of bars: a value for each series; None where there is no information."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A range between 0 and 1; None where nothing can be told.

    `mark` is a point in it, or a point of its own beside it; `counted` says what it counts.
    """

    label: str
    low: float | None
    high: float | None
    mark: float | None = None
    said: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What every chart of policy is drawn with."""

    key: str
    title: str
    source: str
    words: Words
    font: str | None = None

    def chart(self, draw: Callable[[float, str], str], desc: str, table: Table) -> Chart:
        """Make the chart wide, and narrow where it is for a page."""
        narrow = "" if self.font else draw(NARROW, f"{self.key}-narrow")
        return Chart(
            key=self.key,
            title=self.title,
            desc=desc,
            svg=draw(WIDE, self.key),
            narrow=narrow,
            table=table,
            source=self.source,
        )

    def picture(self, *parts: str, key: str, width: float, height: float, desc: str) -> str:
        """Put parts into a picture."""
        return svg.picture(
            *parts, key=key, width=width, height=height, title=self.title, desc=desc, font=self.font
        )


def bars_chart(
    drawing: Drawing,
    rows: Sequence[Bars],
    series: Sequence[str],
    *,
    head: str,
    written: Callable[[float], str],
) -> Chart:
    """Draw a bar for each series of each row, with its value beside it.

    Args:
        drawing: key, title, source and words.
        rows: at least one.
        series: names of the bars of a row; more than one has a legend.
        head: what the rows are, for the table.
        written: writes a value.
    """
    words = drawing.words
    none = words.code("policy_state", "no_information")
    said = [
        words.labelled(row.label, ", ".join(_values(row, series, none, written))) for row in rows
    ]
    desc = words.listed(said)

    def draw(width: float, key: str) -> str:
        return _draw_bars(drawing, rows, series, width, key, desc, none, written)

    table = Table(
        key=f"{drawing.key}-data",
        title=drawing.title,
        head=(head, *series),
        rows=tuple(
            (Cell(text=row.label), *(_cell(v, none, written) for v in row.values)) for row in rows
        ),
        numeric=frozenset(range(1, len(series) + 1)),
    )
    return drawing.chart(draw, desc, table)


def _values(
    row: Bars, series: Sequence[str], none: str, written: Callable[[float], str]
) -> list[str]:
    return [
        f"{name} {none if value is None else written(value)}" if len(series) > 1
        else (none if value is None else written(value))
        for name, value in zip(series, row.values, strict=True)
    ]  # fmt: skip


def _cell(value: float | None, none: str, written: Callable[[float], str]) -> Cell:
    return Cell(text=none) if value is None else Cell(text=written(value), value=value)


def _draw_bars(
    drawing: Drawing,
    rows: Sequence[Bars],
    series: Sequence[str],
    width: float,
    key: str,
    desc: str,
    none: str,
    written: Callable[[float], str],
) -> str:
    is_wide = width > NARROW
    left = min(width * 0.42, 16 + LETTER * max(len(r.label) for r in rows)) if is_wide else 0.0
    longest = max(len(none), *(len(written(v)) for r in rows for v in r.values if v is not None), 1)
    room = width - left - LETTER * longest - 14
    top_value = max([v for r in rows for v in r.values if v], default=1.0)
    parts = _legend(series, width) if len(series) > 1 else []
    y = TOP + (LEGEND * (len(parts) // 2 if not is_wide else 1) if parts else 0)
    for row in rows:
        label_y = y + (BAR - 3 if is_wide else 11)
        parts.append(
            svg.label(0.0, label_y, shortened(row.label, int(((left or width) - 6) / LETTER)))
        )
        y += 0 if is_wide else 16
        for i, value in enumerate(row.values):
            parts += _bar(left, y, value, room / top_value, FILLS[i], none, written)
            y += BAR + GAP
        y += ROW_GAP - GAP
    return drawing.picture(*parts, key=key, width=width, height=y, desc=desc)


def _bar(
    left: float,
    y: float,
    value: float | None,
    scale: float,
    fill: str,
    none: str,
    written: Callable[[float], str],
) -> list[str]:
    """Draw one bar and its value; where nothing is known a sentence stands in its place."""
    if value is None:
        return [svg.label(left + 4, y + BAR - 3, none, fill=svg.GREY, font_style="italic")]
    bar = svg.bar(left, y, max(value * scale, 0.0), BAR, fill=fill, stroke=svg.BLUE, stroke_width=1)
    return [bar, svg.label(left + value * scale + 6, y + BAR - 3, written(value))]


def _legend(series: Sequence[str], width: float) -> list[str]:
    """Name the bars: in one line where there is room, else one below another."""
    parts, x, y = [], 0.0, 0.0
    for i, name in enumerate(series):
        parts += [
            svg.bar(x + 1, y, 13.0, 12.0, fill=FILLS[i], stroke=svg.BLUE, stroke_width=1),
            svg.label(x + 20, y + 11, name, fill=svg.GREY),
        ]
        if width > NARROW:
            x += 42 + LETTER * len(name)
        else:
            y += LEGEND
    return parts


def ranges_chart(
    drawing: Drawing,
    rows: Sequence[Range],
    *,
    head: tuple[str, str, str, str],
    ends: tuple[str, str] | None = None,
) -> Chart:
    """Draw ranges between none and all, with a mark in each.

    Args:
        drawing: key, title, source and words.
        rows: at least one.
        head: of the table: what the rows are, the low end, the mark, the high end.
        ends: what none and all stand for.
    """
    words = drawing.words
    none = words("policy.no_middle")
    said = [words.labelled(row.label, row.said or _spoken(row, words, none)) for row in rows]
    desc = words.listed(said)
    table = Table(
        key=f"{drawing.key}-data",
        title=drawing.title,
        head=head,
        rows=tuple(
            (
                Cell(text=row.label),
                *(_share(value, none, words) for value in (row.low, row.mark, row.high)),
            )
            for row in rows
        ),
        numeric=frozenset({1, 2, 3}),
    )

    def draw(width: float, key: str) -> str:
        return _draw_ranges(drawing, rows, ends, width, key, desc, none)

    return drawing.chart(draw, desc, table)


def _spoken(row: Range, words: Words, none: str) -> str:
    if row.low is None or row.high is None:
        return none
    return f"{words.percent(row.low)} – {words.percent(row.high)}"


def _share(value: float | None, none: str, words: Words) -> Cell:
    return Cell(text=none) if value is None else Cell(text=words.percent(value), value=value)


def _draw_ranges(
    drawing: Drawing,
    rows: Sequence[Range],
    ends: tuple[str, str] | None,
    width: float,
    key: str,
    desc: str,
    none: str,
) -> str:
    is_wide = width > NARROW
    beside = 110.0 + LETTER * max(len(row.counted) for row in rows)
    left, right = 104.0, beside if is_wide else 6.0
    room = width - left - right
    y, parts = TOP, []
    if ends:
        parts += [
            svg.label(left, y + 8, f"← {ends[0]}", fill=svg.GREY),
            svg.label(left + room, y + 8, f"{ends[1]} →", fill=svg.GREY, text_anchor="end"),
        ]
        y += LEGEND
    bottom = y + 26 * len(rows)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + room * share
        said = drawing.words.percent(share)
        parts += [
            svg.line(x, y - 4, x, bottom),
            svg.label(x, bottom + 14, said, fill=svg.GREY, text_anchor="middle"),
        ]
    for i, row in enumerate(rows):
        parts += _range(
            row, left, room, y + 26 * i, drawing.words, none, is_wide=right > NARROW / 4
        )
    return drawing.picture(*parts, key=key, width=width, height=bottom + 20, desc=desc)


def _range(
    row: Range, left: float, room: float, y: float, words: Words, none: str, *, is_wide: bool
) -> list[str]:
    parts = [svg.label(0.0, y + 13, row.label)]
    if row.low is None or row.high is None:
        return [*parts, svg.label(left + 4, y + 13, none, fill=svg.GREY, font_style="italic")]
    from_, length = left + room * row.low, room * (row.high - row.low)
    parts.append(svg.bar(from_, y + 3, max(length, 2.0), 13.0, fill="#9cc6e0", stroke=svg.BLUE))
    if row.mark is not None:
        x = left + room * row.mark
        parts.append(
            svg.tag("circle", cx=x, cy=y + 9.5, r=5.0, fill=svg.VERMILION, stroke="#ffffff")
        )
    if is_wide:
        said = " · ".join(part for part in (_spoken(row, words, none), row.counted) if part)
        parts.append(svg.label(left + room + 14, y + 13, said, fill=svg.GREY))
    return parts
