"""One panel: how much room its names need, its axes, and its marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from peil.report.chart import svg
from peil.report.chart.figure import Axis, Bar, Dot, Guide, Line, Mark, Note, Panel, Row, Value
from peil.report.chart.marks import Frame, Links, drawn, letters, linked
from peil.report.chart.scale import Place, RowScale, Scale, Tick, Written, measure, ticks

Ends = tuple[float, float]
ROW, BAR_ROOM, LEAST_BAR = 24.0, 14.0, 0.1
"""Height of a row, of a bar in one, and the thinnest bar that counts, in parts of a row."""
NAMES, NAMES_NARROW, NARROW = 0.46, 0.34, 420.0
"""Share of a panel that names of rows may take; beyond it a narrow one has them above the rows."""
RIGHT, TICK, FOOT, TITLE, GUIDE = 8.0, 6.0, 20.0, 18.0, 15.0
NOTES, LEAST_NOTE = 0.4, 110.0
"""Share of a panel that a note may take, and what it may take at least, in points."""
HEAD_LETTER = 0.75
HEIGHT = 170.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a panel is drawn on.

    Args:
        width: of the panel.
        x, y: measured ends of its axes.
        height: of a plot that has none of its own.
    """

    width: float
    x: Ends
    y: Ends
    height: float = HEIGHT

    @property
    def note_room(self) -> float:
        """How wide a note may be before it wraps."""
        return max(NOTES * self.width, LEAST_NOTE)


def values(marks: Sequence[Mark], axis: Literal["x", "y"]) -> Iterator[Value | None]:
    """Give all values of marks along one axis."""
    for mark in marks:
        if isinstance(mark, (Bar, Dot, Note)):
            value = getattr(mark, axis)
            yield from value if isinstance(value, tuple) else (value,)
        elif isinstance(mark, Guide):
            yield mark.at if mark.along == axis else None
        else:
            for x, *ys in getattr(mark, "points", ()):
                yield from (x,) if axis == "x" else ys


# Room


def names_above(panel: Panel, ground: Ground) -> bool:
    """Whether the names of rows stand above them, since they have no room beside them."""
    longest = max((svg.width_of(row.text) for row in panel.y.rows), default=0.0)
    return ground.width <= NARROW and longest > NAMES_NARROW * ground.width


def _name_lines(panel: Panel, ground: Ground) -> list[list[str]]:
    room = ground.width * (1.0 if names_above(panel, ground) else NAMES)
    return [svg.wrapped(row.text, room) for row in panel.y.rows]


def left_of(panel: Panel, ground: Ground, words: Written) -> float:
    """Give the room that a panel needs to the left of its plot."""
    if panel.y.scale == "rows":
        if names_above(panel, ground):
            return 0.0
        lines = [text for name in _name_lines(panel, ground) for text in name]
        return max(map(svg.width_of, lines), default=0.0) + 10.0
    names = _y_ticks(panel, ground, words)
    return max((svg.width_of(text) + TICK + 2.0 for _, text in names), default=0.0)


def right_of(panel: Panel, ground: Ground, left: float) -> float:
    """Give the room that notes need to the right of the plot; a row of days needs a little."""
    share = Scale(low=ground.x[0], high=ground.x[1], begin=0.0, end=1.0)
    room, needed = ground.width - left, RIGHT
    for mark in panel.marks:
        at = measure(panel.x, mark.x) if isinstance(mark, Note) else None
        if isinstance(mark, Note) and mark.align == "start" and at is not None:
            wide = max(map(svg.width_of, svg.wrapped(mark.text, ground.note_room)))
            wide += mark.dx * svg.LETTER * svg.TEXT
            needed = max(needed, room - (room - wide) / max(share.place(at), 0.05))
    return min(needed, max(0.6 * room, RIGHT))


def _unit(panel: Panel, ground: Ground) -> float:
    """Give the height of a row, in which the thinnest bar and the longest note have room."""
    if panel.height is not None:
        return panel.height / max(len(panel.y.rows), 1)
    bars = [abs(_thick(panel, mark)) for mark in panel.marks if isinstance(mark, Bar)]
    thinnest = min((bar for bar in bars if bar > LEAST_BAR), default=1.0)
    notes = [svg.wrapped(m.text, ground.note_room) for m in panel.marks if isinstance(m, Note)]
    longest = max(map(len, notes), default=1)
    return max(ROW, min(BAR_ROOM / thinnest, 3 * ROW), svg.LINE * longest + 4.0)


def _thick(panel: Panel, bar: Bar) -> float:
    low, high = (measure(panel.y, value) for value in bar.y)
    return 0.0 if low is None or high is None else high - low


def plot_height(panel: Panel, ground: Ground) -> float:
    """Give the height of the plot."""
    if panel.y.scale != "rows":
        return ground.height if panel.height is None else panel.height
    return sum(_row_heights(panel, ground))


def _row_heights(panel: Panel, ground: Ground) -> list[float]:
    unit, names = _unit(panel, ground), _name_lines(panel, ground)
    tall = [svg.LINE * len(lines) for lines in names]
    if names_above(panel, ground):
        return [unit + height for height in tall]
    return [max(unit, height + 6.0) for height in tall]


def top_of(panel: Panel, ground: Ground, left: float) -> float:
    """Give the room that a panel needs above its plot."""
    lanes = max((lane for _, _, lane in _guide_texts(panel, ground, left)), default=-1) + 1
    heads = _heads(panel, ground, left)
    return (
        TITLE * bool(panel.title)
        + TITLE * bool(panel.y.title and panel.y.scale != "rows")
        + TITLE * bool(panel.x.ends)
        + GUIDE * lanes
        + (_heads_height(heads, _is_turned(heads, panel, ground, left)) if heads else 0.0)
        + 8.0
    )


def bottom_of(panel: Panel) -> float:
    """Give the room that a panel needs below its plot."""
    has_names = panel.x.scale != "rows" and panel.x.ticks != ()
    return FOOT * has_names + 16.0 * bool(panel.x.title)


# Drawing


def draw_panel(
    panel: Panel,
    ground: Ground,
    words: Written,
    links: Links,
    *,
    left: float,
    right: float,
    top: float,
) -> Iterator[str]:
    """Draw a panel whose plot lies between two margins, its title at the upper end of its head.

    Args:
        left, right: room that the plot leaves to each side.
        top: room above the plot.
    """
    frame = _frame(panel, ground, left, right, top)
    yield from _titles(panel, frame)
    yield from _grid(panel, ground, frame, words)
    yield from drawn(panel.marks, frame, links)
    yield from _names(panel, ground, frame, links)
    yield from _guides(panel, ground, frame)


def _frame(panel: Panel, ground: Ground, left: float, right: float, top: float) -> Frame:
    bottom, end = top + plot_height(panel, ground), ground.width - right
    y: Place = Scale(low=ground.y[0], high=ground.y[1], begin=bottom, end=top)
    if panel.y.scale == "rows":
        y = _rows(panel, ground, top)
    return Frame(
        x_axis=panel.x, y_axis=panel.y,
        x=Scale(low=ground.x[0], high=ground.x[1], begin=left, end=end), y=y,
        left=left, right=end, top=top, bottom=bottom, note_room=ground.note_room,
    )  # fmt: skip


def _rows(panel: Panel, ground: Ground, top: float) -> RowScale:
    heights, unit = _row_heights(panel, ground), _unit(panel, ground)
    lower = list(accumulate(heights, initial=top))[1:] or [top + unit]
    if names_above(panel, ground):
        return RowScale(middles=tuple(end - unit / 2 for end in lower), unit=unit)
    middles = (end - tall / 2 for end, tall in zip(lower, heights or [unit], strict=True))
    return RowScale(middles=tuple(middles), unit=unit)


def _titles(panel: Panel, frame: Frame) -> Iterator[str]:
    y = 13.0
    if panel.title:
        yield svg.label(
            0.0 if panel.y.scale == "rows" else frame.left, y, panel.title,
            font_weight=700, fill=letters(panel.look),
        )  # fmt: skip
        y += TITLE
    if panel.y.title and panel.y.scale != "rows":
        yield svg.label(0.0, y, panel.y.title, fill=svg.GREY)
        y += TITLE
    if panel.x.ends:
        yield from _end_names(panel.x.ends, frame, y)


def _end_names(names: Sequence[Row], frame: Frame, y: float) -> Iterator[str]:
    """Say what the ends of an axis stand for, the lower one to the left."""
    sides = ((f"← {names[0].text}", frame.left, None), (f"{names[-1].text} →", frame.right, "end"))
    for name, (text, x, anchor) in zip((names[0], names[-1]), sides, strict=True):
        weight = 700 if name.strong else None
        colour = letters(name.look)
        yield svg.label(x, y, text, text_anchor=anchor, fill=colour, font_weight=weight)


def _y_ticks(panel: Panel, ground: Ground, words: Written) -> list[Tick]:
    return ticks(panel.y, *ground.y, plot_height(panel, ground), words, is_upright=True)


def _grid(panel: Panel, ground: Ground, frame: Frame, words: Written) -> Iterator[str]:
    """Draw a hairline at each value, and name it."""
    across = [
        (frame.x.place(at), text)
        for at, text in ticks(panel.x, *ground.x, frame.right - frame.left, words)
    ]
    up = [(frame.y.place(at), text) for at, text in _y_ticks(panel, ground, words)]
    yield from _hairlines(panel, frame, [x for x, _ in across], [y for y, _ in up])
    yield from _named([_beside(y, text, frame) for y, text in up], "end")
    yield from _named([_below(x, text, frame, ground) for x, text in across], "middle")
    if panel.x.title:
        y = frame.bottom + FOOT * (panel.x.ticks != ()) + 12.0
        x = (frame.left + frame.right) / 2
        x = max(min(x, ground.width - svg.width_of(panel.x.title) / 2), 0.0)
        yield svg.label(x, y, panel.x.title, fill=svg.GREY, text_anchor="middle")


def _named(labels: Sequence[str], anchor: str) -> Iterator[str]:
    if labels:
        yield svg.tag("g", *labels, fill=svg.GREY, text_anchor=anchor)


def _beside(y: float, text: str, frame: Frame) -> str:
    return svg.label(frame.left - TICK, y + 4.2, text)


def _below(x: float, text: str, frame: Frame, ground: Ground) -> str:
    """Write a name below its value, but inside the picture."""
    half = svg.width_of(text) / 2
    return svg.label(max(min(x, ground.width - half), half), frame.bottom + 16.0, text)


def _hairlines(
    panel: Panel, frame: Frame, xs: Sequence[float], ys: Sequence[float]
) -> Iterator[str]:
    """Draw lines across where rows or numbers are compared, and short ones below days."""
    is_rows = panel.y.scale == "rows"
    level = [[(frame.left, y), (frame.right, y)] for y in ys]
    if is_rows and any(isinstance(mark, Line) and mark.stepped for mark in panel.marks):
        level = [
            [(frame.left, frame.y.place(i)), (frame.right, frame.y.place(i))]
            for i in range(len(panel.y.rows))
        ]
    upright = [[(x, frame.top), (x, frame.bottom)] for x in xs]
    short = [[(x, frame.bottom), (x, frame.bottom + 4.0)] for x in xs]
    lines = level + (upright if is_rows else [])
    if lines:
        yield svg.tag("path", d="".join(map(svg.path, lines)), stroke=svg.RULE, fill="none")
    if short and not is_rows:
        yield svg.tag("path", d="".join(map(svg.path, short)), stroke=svg.GREY, fill="none")
    yield from _zero(panel, frame)


def _zero(panel: Panel, frame: Frame) -> Iterator[str]:
    """Draw a dark line where numbers that are drawn from it are none."""
    x, y = frame.x, frame.y
    if panel.y.scale == "number" and isinstance(y, Scale) and panel.y.ticks != ():
        corners = [(frame.left, y.place(0.0)), (frame.right, y.place(0.0))]
        if y.low <= 0.0 <= y.high:
            yield svg.tag("path", d=svg.path(corners), stroke=svg.INK)
    if panel.x.scale == "number" and isinstance(x, Scale) and x.low < 0.0 < x.high:
        corners = [(x.place(0.0), frame.top), (x.place(0.0), frame.bottom)]
        yield svg.tag("path", d=svg.path(corners), stroke=svg.INK)


def _names(panel: Panel, ground: Ground, frame: Frame, links: Links) -> Iterator[str]:
    """Name the rows, beside them or above them, and the columns above these."""
    is_above = names_above(panel, ground)
    for i, (row, lines) in enumerate(zip(panel.y.rows, _name_lines(panel, ground), strict=True)):
        y = frame.y.place(i) + 4.2 - svg.LINE * (len(lines) - 1) / 2
        if is_above and isinstance(frame.y, RowScale):
            y = frame.y.place(i) - frame.y.unit / 2 - svg.LINE * (len(lines) - 1) - 1.0
        text = svg.lines(0.0, y, lines, **_as(row))
        yield linked(text, row.page, row.anchor, links)
    yield from _columns(panel, ground, frame, links)


def _as(row: Row) -> dict[str, object]:
    colour = letters(row.look)
    return {
        "font_weight": 700 if row.strong else None,
        "fill": None if colour == svg.INK else colour,
    }


def _heads(panel: Panel, ground: Ground, left: float) -> list[list[str]]:
    if panel.x.scale != "rows" or not panel.x.rows:
        return []
    room = (ground.width - left - RIGHT) / len(panel.x.rows) - 6.0
    return [svg.wrapped(row.text, max(room, 40.0)) for row in panel.x.rows]


def _is_turned(heads: Sequence[Sequence[str]], panel: Panel, ground: Ground, left: float) -> bool:
    """Whether the names of columns stand upright, since a word of them has no room."""
    room = (ground.width - left - RIGHT) / max(len(panel.x.rows), 1)
    words = [word for row in panel.x.rows for word in row.text.split(" ")]
    return bool(heads) and max(map(svg.width_of, words)) > room - 2.0


def _heads_height(heads: Sequence[Sequence[str]], is_turned: bool) -> float:
    if is_turned:
        return max(svg.width_of(" ".join(lines)) for lines in heads) + 6.0
    return svg.LINE * max(map(len, heads)) + 4.0


def _columns(panel: Panel, ground: Ground, frame: Frame, links: Links) -> Iterator[str]:
    heads = _heads(panel, ground, frame.left)
    is_turned = _is_turned(heads, panel, ground, frame.left)
    for i, (row, lines) in enumerate(zip(panel.x.rows, heads, strict=False)):
        x, y = frame.x.place(i), frame.top - 8.0
        if is_turned:
            turn = f"rotate(-90 {svg.number(x + 4)} {svg.number(y)})"
            text = svg.label(x + 4, y, row.text, transform=turn, **_as(row))
        else:
            y -= svg.LINE * (len(lines) - 1)
            text = svg.lines(x, y, lines, text_anchor="middle", **_as(row))
        yield linked(text, row.page, row.anchor, links)


def _guide_texts(panel: Panel, ground: Ground, left: float) -> list[tuple[Guide, float, int]]:
    """Give each named upright line its place and the lane in which its name has room."""
    scale = Scale(low=ground.x[0], high=ground.x[1], begin=left, end=ground.width - RIGHT)
    found: list[tuple[Guide, float, int]] = []
    taken: list[tuple[float, float, int]] = []
    for guide in panel.marks:
        at = measure(panel.x, guide.at) if isinstance(guide, Guide) else None
        if isinstance(guide, Guide) and guide.text and guide.along == "x" and at is not None:
            x, wide = scale.place(at), svg.width_of(guide.text) + 8.0
            start = x - wide if x + wide > ground.width else x
            clash = [lane for a, b, lane in taken if a < start + wide and start < b]
            lane = next(n for n in range(len(taken) + 1) if n not in clash)
            taken.append((start, start + wide, lane))
            found.append((guide, x, lane))
    return found


def _guides(panel: Panel, ground: Ground, frame: Frame) -> Iterator[str]:
    """Name the lines across the panel: upright ones above it, level ones at its right end."""
    for guide, _, lane in _guide_texts(panel, ground, frame.left):
        at = measure(panel.x, guide.at)
        x = frame.x.place(at if at is not None else 0.0)
        y = frame.top - 6.0 - GUIDE * lane
        is_left = x + svg.width_of(guide.text) + 8.0 > ground.width
        yield svg.label(
            x - 4.0 if is_left else x + 4.0, y, guide.text, fill=letters(guide.look),
            text_anchor="end" if is_left else None,
        )  # fmt: skip
    for mark in panel.marks:
        if isinstance(mark, Guide) and mark.text and mark.along == "y":
            at = measure(panel.y, mark.at)
            if at is not None:
                y = frame.y.place(at) - 4.0
                colour = letters(mark.look)
                yield svg.label(frame.right, y, mark.text, text_anchor="end", fill=colour)


def axis_of(panel: Panel, which: Literal["x", "y"]) -> Axis:
    """Give one axis of a panel."""
    return panel.x if which == "x" else panel.y
