"""How a panel is laid out: its names, and the room that these need around the plot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from peil.report.chart import svg
from peil.report.chart.figure import Bar, Dot, Guide, Line, Mark, Note, Panel, Row, Value
from peil.report.chart.marks import note_lines, note_width
from peil.report.chart.scale import Scale, Tick, measure, ticks
from peil.report.words import Words

Ends = tuple[float, float]
Lines = list[str]
ROW_HEIGHT, BAR, LEAST_BAR = 24.0, 14.0, 0.1
"""Height of a row and of a bar in one, and the thinnest bar that counts, in parts of a row."""
NAMES, COLUMN_NAMES, NARROW_NAMES, NARROW = 0.46, 0.25, 0.34, 420.0
"""Shares of a panel for the names of rows: as usual, beside columns, and in a panel up to so many
points wide, where they stand above the rows if they need more."""
RIGHT, TICK, FOOT, TITLE, ABOVE, EDGE = 8.0, 6.0, 20.0, 18.0, 4.0, 1.0
NOTES, LEAST_NOTE = 0.4, 110.0
"""Share of a panel that a note may take, and what it may take at least, in points."""
BOLD = 0.9
"""What `width_of` estimates of a text is so much of its width in bold."""
TIGHT = 0.9
"""Names of columns may come as close as this: what `width_of` estimates is on the wide side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A panel with its measured ends, and its names in lines.

    Args:
        width: of the panel.
        x, y: ends of the axes.
        names: of the rows.
        is_above: they stand above their rows, since they have no room beside them.
        unit: height of the part of a row that marks lie in.
        heights: of the rows, with their names.
        height: of the plot.
        y_ticks: what is named beside it.
        note_room: how wide a note may be before it wraps.
    """

    panel: Panel
    width: float
    x: Ends
    y: Ends
    names: list[Lines]
    is_above: bool
    unit: float
    heights: list[float]
    height: float
    y_ticks: list[Tick]
    note_room: float

    def left_room(self) -> float:
        """Give the room that a panel needs to the left of its plot."""
        panel = self.panel
        if panel.y.scale != "rows":
            wide = max((svg.width_of(text) for _, text in self.y_ticks), default=-TICK - 2.0)
            return wide + TICK + 2.0
        if self.is_above:
            return RIGHT if any(isinstance(mark, Line) for mark in panel.marks) else EDGE
        beside = _beside(panel)
        names = [n for row, n in zip(panel.y.rows, self.names, strict=True) if row in beside]
        return max((svg.width_of(text) for lines in names for text in lines), default=0.0) + 10.0

    def right_room(self, left: float) -> float:
        """Give the room that a panel needs to the right of its plot, for the notes beside it."""
        share = Scale(low=self.x[0], high=self.x[1], begin=0.0, end=1.0)
        room, needed = self.width - left, RIGHT
        for mark in self.panel.marks:
            at = measure(self.panel.x, mark.x) if isinstance(mark, Note) else None
            if isinstance(mark, Note) and mark.align == "start" and at is not None:
                wide = note_width(mark, self.note_room)
                needed = max(needed, room - (room - wide) / max(share.place(at), 0.05))
        return min(needed, 0.6 * room)

    def top_room(self, left: float, right: float) -> float:
        """Give the room that a panel needs above its plot."""
        panel = self.panel
        lanes = [lane + 1 for *_, lane in self.guide_texts(left, right)]
        own = [panel.y.title if panel.y.scale != "rows" else "", panel.x.ends]
        above = len(self.title_lines(left)) + sum(map(bool, own))
        room = 8.0 + TITLE * above + svg.LINE * max(lanes, default=0)
        names, is_turned = self.column_names(left)
        if is_turned:
            return room + max(svg.width_of(name) for [name] in names)
        return room + svg.LINE * max(map(len, names), default=0)

    def title_lines(self, left: float) -> Lines:
        """Give what stands above the panel, in lines."""
        begin, title = 0.0 if self.panel.y.scale == "rows" else left, self.panel.title
        return svg.wrapped(title, BOLD * (self.width - begin)) if title else []

    def bottom_room(self) -> float:
        """Give the room that a panel needs below its plot."""
        x = self.panel.x
        return FOOT * (x.scale != "rows" and x.ticks != ()) + 16.0 * bool(x.title)

    def column_names(self, left: float) -> tuple[list[Lines], bool]:
        """Give the names of columns in lines, and whether they stand upright for want of room."""
        rows = self.panel.x.rows
        room = (self.width - left - RIGHT) / max(len(rows), 1) - 2.0
        words = [word for row in rows for word in row.text.split(" ")]
        if any(TIGHT * svg.width_of(word) > room for word in words):
            return [[row.text] for row in rows], True
        return [svg.wrapped(row.text, room / TIGHT) for row in rows], False

    def guide_texts(self, left: float, right: float) -> list[tuple[Guide, float, bool, int]]:
        """Place the names of upright lines above the plot, in lanes where they do not meet.

        Returns:
            each line, where it lies, whether its name stands to the left of it, and the lane.
        """
        scale = Scale(low=self.x[0], high=self.x[1], begin=left, end=self.width - right)
        found: list[tuple[Guide, float, bool, int]] = []
        taken: list[tuple[float, float, int]] = []
        for guide in self.panel.marks:
            at = measure(self.panel.x, guide.at) if isinstance(guide, Guide) else None
            if isinstance(guide, Guide) and guide.text and guide.along == "x" and at is not None:
                x, wide = scale.place(at), svg.width_of(guide.text) + 8.0
                is_left = x + wide > self.width
                start = x - wide if is_left else x
                clash = {lane for a, b, lane in taken if a < start + wide and start < b}
                lane = next(n for n in range(len(taken) + 1) if n not in clash)
                taken.append((start, start + wide, lane))
                found.append((guide, x, is_left, lane))
        return found


def laid_out(panel: Panel, width: float, x: Ends, y: Ends, height: float, words: Words) -> Layout:
    """Lay a panel out; `height` is that of a plot without one of its own and without rows."""
    beside = _beside(panel)
    longest = max((svg.width_of(row.text) for row in beside), default=0.0)
    is_above = width <= NARROW and longest > NARROW_NAMES * width
    room = width * (COLUMN_NAMES if panel.x.rows else NAMES)
    names = [
        svg.wrapped(row.text, width if is_above or row not in beside else room)
        for row in panel.y.rows
    ]
    note_room = max(NOTES * width, LEAST_NOTE)
    unit = _unit(panel, note_room)
    tall = [svg.LINE * len(lines) + ABOVE for lines in names]
    heights = [unit + t if is_above else max(unit, t) for t in tall]
    height = panel.height or height
    if panel.y.scale == "rows":
        height = sum(heights)
    return Layout(
        panel=panel, width=width, x=x, y=y, names=names, is_above=is_above, unit=unit,
        heights=heights, height=height, note_room=note_room,
        y_ticks=ticks(panel.y, *y, height, words, is_upright=True),
    )  # fmt: skip


def values(marks: Sequence[Mark], axis: Literal["x", "y"]) -> Iterator[Value | None]:
    """Give all values of marks along one axis."""
    for mark in marks:
        if isinstance(mark, (Bar, Dot, Note)):
            value = mark.x if axis == "x" else mark.y
            yield from value if isinstance(value, tuple) else (value,)
        elif isinstance(mark, Guide):
            yield mark.at if mark.along == axis else None
        else:
            for x, *ys in getattr(mark, "points", ()):
                yield from (x,) if axis == "x" else ys


def _beside(panel: Panel) -> list[Row]:
    """Give the rows whose names need room: a strong one without marks may reach over the plot."""
    found = (measure(panel.y, value) for value in values(panel.marks, "y"))
    taken = {round(value) for value in found if value is not None}
    return [row for i, row in enumerate(panel.y.rows) if i in taken or not row.strong]


def _unit(panel: Panel, note_room: float) -> float:
    """Give the height of a row, in which the thinnest bar and the longest note have room."""
    if panel.height is not None:
        return panel.height / max(len(panel.y.rows), 1)
    bars = [_thickness(panel, mark) for mark in panel.marks if isinstance(mark, Bar)]
    thinnest = min((bar for bar in bars if bar > LEAST_BAR), default=1.0)
    notes = [note_lines(m, note_room) for m in panel.marks if isinstance(m, Note)]
    longest = max(map(len, notes), default=1)
    return max(ROW_HEIGHT, min(BAR / thinnest, 3 * ROW_HEIGHT), svg.LINE * longest + 4.0)


def _thickness(panel: Panel, bar: Bar) -> float:
    low, high = (measure(panel.y, value) for value in bar.y)
    return 0.0 if low is None or high is None else abs(high - low)
