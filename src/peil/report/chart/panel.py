"""One panel drawn: its titles, its axes with what they name, and its marks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from peil.report.chart import svg
from peil.report.chart.figure import Line, Panel, Row
from peil.report.chart.layout import ABOVE, FOOT, TICK, TITLE, Layout
from peil.report.chart.marks import Corner, Frame, Links, drawn, letters, linked
from peil.report.chart.scale import RowScale, Scale, ticks
from peil.report.words import Words

FREE: dict[str, object] = {"stroke": svg.WHITE, "stroke_width": 4, "paint_order": "stroke"}
"""How a text is written that lines may cross."""


def draw_panel(
    layout: Layout, words: Words, links: Links, *, left: float, right: float, top: float
) -> Iterator[str]:
    """Draw a panel whose plot leaves so much room to its left, to its right and above it."""
    frame = _frame(layout, left, right, top)
    yield from _titles(layout.panel, frame, layout.title_lines(left))
    yield from _axes(layout, frame, words)
    yield from drawn(layout.panel.marks, frame, links)
    yield from _row_names(layout, frame, links)
    yield from _column_names(layout, frame, links)
    yield from _guide_names(layout, frame, right)


def _frame(layout: Layout, left: float, right: float, top: float) -> Frame:
    panel, bottom, end = layout.panel, top + layout.height, layout.width - right
    y: Scale | RowScale = Scale(low=layout.y[0], high=layout.y[1], begin=bottom, end=top)
    if panel.y.scale == "rows":
        y = _rows(layout, top)
    return Frame(
        x_axis=panel.x, y_axis=panel.y,
        x=Scale(low=layout.x[0], high=layout.x[1], begin=left, end=end), y=y,
        left=left, right=end, top=top, bottom=bottom, note_room=layout.note_room,
    )  # fmt: skip


def _rows(layout: Layout, top: float) -> RowScale:
    """Place rows: the marks of each in its middle, or in its lower part below its name."""
    lower = list(accumulate(layout.heights, initial=top))[1:] or [top + layout.unit]
    parts = [layout.unit] * len(lower) if layout.is_above else layout.heights or [layout.unit]
    middles = (end - part / 2 for end, part in zip(lower, parts, strict=True))
    return RowScale(middles=tuple(middles), unit=layout.unit)


def _titles(panel: Panel, frame: Frame, title: Sequence[str]) -> Iterator[str]:
    y = 13.0
    for line in title:
        x = 0.0 if panel.y.scale == "rows" else frame.left
        yield svg.label(x, y, line, font_weight=700, fill=letters(panel.look))
        y += TITLE
    if panel.y.title and panel.y.scale != "rows":
        yield svg.label(0.0, y, panel.y.title, fill=svg.GREY)
        y += TITLE
    if panel.x.ends:
        low, high = panel.x.ends[0], panel.x.ends[-1]
        yield svg.label(frame.left, y, f"← {low.text}", **_as(low))
        yield svg.label(frame.right, y, f"{high.text} →", text_anchor="end", **_as(high))


def _as(row: Row) -> dict[str, object]:
    colour = letters(row.look)
    return {
        "font_weight": 700 if row.strong else None,
        "fill": None if colour == svg.INK else colour,
    }


def _axes(layout: Layout, frame: Frame, words: Words) -> Iterator[str]:
    panel = layout.panel
    found = ticks(panel.x, *layout.x, frame.right - frame.left, words)
    across = [(frame.x.place(at), text) for at, text in found]
    up = [(frame.y.place(at), text) for at, text in layout.y_ticks]
    yield from _hairlines(panel, frame, [x for x, _ in across], [y for y, _ in up])
    yield from _zeros(panel, frame)
    yield from _named((frame.left - TICK, y + svg.HANG, text) for y, text in up)
    below = frame.bottom + 16.0
    inside = [(_inside(x, text, layout.width), below, text) for x, text in across]
    yield from _named(inside, anchor="middle")
    if panel.x.title:
        x = _inside((frame.left + frame.right) / 2, panel.x.title, layout.width)
        y = frame.bottom + FOOT * (panel.x.ticks != ()) + 12.0
        yield from _named([(x, y, panel.x.title)], anchor="middle")


def _inside(x: float, text: str, width: float) -> float:
    half = svg.width_of(text) / 2
    return max(min(x, width - half), half)


def _named(names: Iterable[tuple[float, float, str]], *, anchor: str = "end") -> Iterator[str]:
    labels = [svg.label(x, y, text) for x, y, text in names]
    if labels:
        yield svg.tag("g", *labels, fill=svg.GREY, text_anchor=anchor)


def _hairlines(
    panel: Panel, frame: Frame, xs: Sequence[float], ys: Sequence[float]
) -> Iterator[str]:
    """Draw lines across where rows or numbers are compared, and short ones below days."""
    is_rows = panel.y.scale == "rows"
    if is_rows and any(isinstance(mark, Line) and mark.stepped for mark in panel.marks):
        ys = [frame.y.place(i) for i in range(len(panel.y.rows))]
    lines = [[(frame.left, y), (frame.right, y)] for y in ys]
    end = frame.top if is_rows else frame.bottom + 4.0
    upright = [[(x, frame.bottom), (x, end)] for x in xs]
    yield from _path(lines + upright if is_rows else lines, svg.RULE)
    yield from _path([] if is_rows else upright, svg.GREY)


def _zeros(panel: Panel, frame: Frame) -> Iterator[str]:
    """Draw a dark line where numbers that are drawn from it are none."""
    x, y = frame.x, frame.y
    if panel.y.scale == "number" and panel.y.ticks != () and isinstance(y, Scale):
        zero = y.place(0.0)
        yield from _path([[(frame.left, zero), (frame.right, zero)]] * y.holds(0.0), svg.INK)
    if panel.x.scale == "number" and x.low < 0.0:
        zero = x.place(0.0)
        yield from _path([[(zero, frame.top), (zero, frame.bottom)]] * x.holds(0.0), svg.INK)


def _path(lines: Sequence[Sequence[Corner]], colour: str) -> Iterator[str]:
    if lines:
        yield svg.tag("path", d="".join(map(svg.path, lines)), stroke=colour, fill="none")


def _row_names(layout: Layout, frame: Frame, links: Links) -> Iterator[str]:
    """Name the rows, beside them or above them; lines that cross a name above leave it free."""
    rows = layout.panel.y.rows
    for i, (row, lines) in enumerate(zip(rows, layout.names, strict=True)):
        y = frame.y.place(i) + svg.HANG - svg.LINE * (len(lines) - 1) / 2
        free: dict[str, object] = {}
        if layout.is_above:
            y = frame.y.place(i) - layout.unit / 2 - svg.LINE * (len(lines) - 1) - ABOVE
            free = FREE
        yield linked(svg.lines(0.0, y, lines, **free, **_as(row)), row.page, row.anchor, links)


def _column_names(layout: Layout, frame: Frame, links: Links) -> Iterator[str]:
    names, is_turned = layout.column_names(frame.left)
    for i, (row, lines) in enumerate(zip(layout.panel.x.rows, names, strict=True)):
        x, y = frame.x.place(i), frame.top - 8.0
        if is_turned:
            turn = f"rotate(-90 {svg.number(x + svg.HANG)} {svg.number(y)})"
            text = svg.label(x + svg.HANG, y, row.text, transform=turn, **_as(row))
        else:
            above = svg.LINE * (len(lines) - 1)
            text = svg.lines(x, y - above, lines, text_anchor="middle", **_as(row))
        yield linked(text, row.page, row.anchor, links)


def _guide_names(layout: Layout, frame: Frame, right: float) -> Iterator[str]:
    """Name upright lines above the plot, each line up to where its name stands."""
    found = layout.guide_texts(frame.left, right)
    lowest = frame.top - 6.0
    lines = [[(x, frame.top), (x, lowest - svg.LINE * lane - 9.0)] for _, x, _, lane in found]
    yield from _path(lines, svg.INK)
    for guide, x, is_left, lane in found:
        x, anchor = (x - 4.0, "end") if is_left else (x + 4.0, None)
        look = {"fill": letters(guide.look), "text_anchor": anchor, **FREE}
        yield svg.label(x, lowest - svg.LINE * lane, guide.text, **look)
