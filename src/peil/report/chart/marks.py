"""How marks are drawn: those that look alike together as one path, so that pictures stay small."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from peil.report.chart import svg
from peil.report.chart.figure import (
    INK,
    Axis,
    Band,
    Bar,
    Dot,
    Guide,
    Line,
    Look,
    Mark,
    Note,
    Shape,
    Value,
)
from peil.report.chart.scale import RowScale, Scale, measure
from peil.report.chart.svg import path

Links = Callable[[str, str], str | None]
"""Gives the address of a page and an anchor, or None where the place is absent."""
Corner = tuple[float, float]

FILL = {
    "ink": svg.INK, "grey": svg.GREY, "slate": svg.SLATE, "pale": svg.PALE, "blue": svg.BLUE,
    "vermilion": svg.VERMILION, "shade": "#f3e3c3", "sky": "#d5e3ee",
}  # fmt: skip
"""Pale blue and pale yellow: light enough for lines above them, apart for every eye."""
EDGE = {"shade": "#9a6b00", "sky": "#5b87a8", "pale": svg.RULE}
"""What the palest colours are drawn with where only an edge is."""
LETTERS = {"slate": svg.GREY, "pale": svg.GREY, "sky": svg.BLUE, "shade": "#7a5600"}
"""What the colours are written in that do not stand out from white by 4.5 to 1."""
FADED = 0.45
STROKE, HALO, SIZE = 1.6, 2.0, 4.2
CAP, ARROW, ABOVE = 3.5, 6.0, 2.0
LEAST = 1.0
"""How wide and high a bar is at least, so that a day is seen."""
BROAD = 2.0
"""Weight from which a line covers what lies below it."""


def nowhere(_page: str, _anchor: str) -> None:
    """Lead nowhere: the links of a picture that stands alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where the values of a panel lie in the picture.

    Args:
        x_axis, y_axis: what is measured.
        x, y: where it lies.
        left, right, top, bottom: of the plot, in points.
        note_room: how wide a note may be before it wraps.
    """

    x_axis: Axis
    y_axis: Axis
    x: Scale
    y: Scale | RowScale
    left: float
    right: float
    top: float
    bottom: float
    note_room: float

    def across(self, value: Value | None) -> float | None:
        """Place a value of x; None where there is none."""
        measured = measure(self.x_axis, value)
        return None if measured is None else self.x.place(measured)

    def down(self, value: Value | None) -> float | None:
        """Place a value of y; None where there is none."""
        measured = measure(self.y_axis, value)
        return None if measured is None else self.y.place(measured)

    def corner(self, x: Value | None, y: Value | None) -> Corner | None:
        """Place a point; None where it has no value."""
        across, down = self.across(x), self.down(y)
        return None if across is None or down is None else (across, down)


def drawn(marks: Iterable[Mark], frame: Frame, links: Links) -> Iterator[str]:
    """Draw marks: those that look alike where the first of them stands, points and notes on top."""
    marks = list(marks)
    is_on_band = any(isinstance(mark, Band) for mark in marks)
    together: dict[object, list[Mark]] = {}
    for i, mark in enumerate(marks):
        is_single = bool(mark.title or mark.page) or isinstance(mark, Note)
        together.setdefault(i if is_single else _kind(mark), []).append(mark)
    for alike in sorted(together.values(), key=lambda alike: _layer(alike[0])):
        yield from _linked(alike[0], _group(alike, frame, is_on_band=is_on_band), links)


def _layer(mark: Mark) -> int:
    return 2 if isinstance(mark, Note) else 1 if isinstance(mark, Dot) else 0


def _kind(mark: Mark) -> object:
    shape = mark.shape if isinstance(mark, Dot) else ""
    return type(mark), mark.look, shape, _is_haloed(mark)


def _linked(mark: Mark, parts: Iterable[str], links: Links) -> Iterator[str]:
    """Give a mark of its own its title, and make it a link where its place is there.

    A link without a title is called what the legend calls the mark.
    """
    name = mark.title or (mark.key if mark.page or mark.anchor else "")
    title = svg.tag("title", svg.written(name)) if name else ""
    inside = linked("".join([title, *parts]), mark.page, mark.anchor, links)
    yield svg.tag("g", inside) if title and not inside.startswith("<a ") else inside


def linked(inside: str, page: str, anchor: str, links: Links) -> str:
    """Make a link of a part of a picture, where its place is there."""
    href = links(page, anchor) if page or anchor else None
    return inside if href is None else svg.tag("a", inside, href=href)


def _group(marks: Sequence[Mark], frame: Frame, *, is_on_band: bool) -> Iterator[str]:
    """Draw marks of one look as one path, with what belongs to it below and above."""
    first = marks[0]
    data = "".join(_data(mark, frame) for mark in marks)
    if isinstance(first, Note):
        yield _note(first, frame)
    elif data:
        if is_on_band and _is_haloed(first):
            width = STROKE * first.look.weight + HALO
            yield svg.tag("path", d=data, fill="none", stroke=svg.WHITE, stroke_width=width)
        yield svg.tag("path", d=data, **_style(first))
        arrows = "".join(_arrows(mark, frame) for mark in marks if isinstance(mark, Line))
        if arrows:
            yield svg.tag("path", d=arrows, fill=_edge(first.look))


def _is_haloed(mark: Mark) -> bool:
    """Whether a line needs a light edge where it runs above bands; thin and broad ones do not."""
    is_line = isinstance(mark, Line) and len(mark.points) > 2 and not mark.look.dashed
    return is_line and 1.0 <= mark.look.weight < BROAD


# Looks


def letters(look: Look) -> str:
    """Give the colour of a text, which stands out from white by 4.5 to 1."""
    return LETTERS.get(look.colour, FILL[look.colour])


def _edge(look: Look) -> str:
    return EDGE.get(look.colour, FILL[look.colour])


def _style(mark: Mark) -> dict[str, Any]:
    look = mark.look
    if isinstance(mark, Dot) and mark.shape != "cross":
        found = _point(look, is_hollow=look.hollow or mark.shape == "ring")
    elif isinstance(mark, (Bar, Band)):
        found = _surface(look, is_edged=isinstance(mark, Bar) and look.colour == "vermilion")
    else:
        found = _stroke(look, STROKE * look.weight)
    return {**found, "opacity": FADED if look.faded else None}


def _point(look: Look, *, is_hollow: bool) -> dict[str, Any]:
    if is_hollow:
        return {"fill": svg.WHITE, "stroke": _edge(look), "stroke_width": STROKE}
    return {"fill": FILL[look.colour], "stroke": svg.WHITE, "stroke_width": 0.8}


def _stroke(look: Look, width: float) -> dict[str, Any]:
    dash = "2 3" if width < STROKE else "5 3" if width < BROAD * STROKE else "6 4"
    return {
        "fill": "none", "stroke": _edge(look), "stroke_width": width,
        "stroke_dasharray": dash if look.dashed else None,
    }  # fmt: skip


def _surface(look: Look, *, is_edged: bool) -> dict[str, Any]:
    """Fill a surface; a vermilion bar has a dark edge, which tells it from blue without colour."""
    if look.hollow:
        return _stroke(look, look.weight)
    found: dict[str, Any] = {"fill": FILL[look.colour]}
    if look.strength < 1.0:
        return {**found, "fill_opacity": look.strength, "stroke": FILL[look.colour]}
    return {**found, "stroke": svg.INK if is_edged else None}


# Shapes


def _data(mark: Mark, frame: Frame) -> str:
    match mark:
        case Dot():
            return _dot(mark, frame)
        case Bar():
            return "".join(f"{path(box)}z" for box in _boxes(mark, frame))
        case Band():
            return "".join(f"{path(area)}z" for area in _areas(mark, frame))
        case Line():
            return "".join(map(path, _strokes(mark, frame)))
        case Guide():
            return "".join(map(path, _guides(mark, frame)))
    return ""


def _boxes(mark: Bar, frame: Frame) -> Iterator[list[Corner]]:
    start, end = frame.corner(mark.x[0], mark.y[0]), frame.corner(mark.x[1], mark.y[1])
    if start is not None and end is not None:
        (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        right, top = max(right, left + LEAST), min(top, bottom - LEAST)
        yield [(left, bottom), (left, top), (right, top), (right, bottom)]


def _runs(
    xs: Sequence[float | None], ys: Sequence[float | None], *, is_stepped: bool
) -> Iterator[list[Corner]]:
    """Give the stretches without a break; a stepped one keeps each level until the next point."""
    run: list[Corner] = []
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        after = xs[i + 1] if is_stepped and i + 1 < len(xs) else x
        if x is not None and y is not None and after is not None:
            run += [(x, y), (after, y)] if is_stepped else [(x, y)]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _strokes(mark: Line, frame: Frame) -> Iterator[list[Corner]]:
    """Give the stretches of a line; a point between two gaps becomes a short stroke."""
    xs = [frame.across(x) for x, _ in mark.points]
    for run in _runs(xs, [frame.down(y) for _, y in mark.points], is_stepped=mark.stepped):
        (x, y), last = run[0], run[-1]
        yield run if len(set(run)) > 1 else [(x - 1.5, y), (x + 1.5, y)]
        across, down = (0.0, CAP) if y == last[1] else (CAP, 0.0)
        for x, y in (run[0], last) if mark.capped else ():
            yield [(x - across, y - down), (x + across, y + down)]


def _areas(mark: Band, frame: Frame) -> Iterator[list[Corner]]:
    xs = [frame.across(x) for x, _, _ in mark.points]
    ends = [(frame.down(low), frame.down(high)) for _, low, high in mark.points]
    lows = [None if high is None else low for low, high in ends]
    highs = [None if low is None else high for low, high in ends]
    below, above = (_runs(xs, ys, is_stepped=mark.stepped) for ys in (lows, highs))
    for down, up in zip(below, above, strict=True):
        yield [*up, *reversed(down)]


def _guides(mark: Guide, frame: Frame) -> Iterator[list[Corner]]:
    x, y = (frame.across(mark.at), None) if mark.along == "x" else (None, frame.down(mark.at))
    if x is not None:
        yield [(x, frame.top), (x, frame.bottom)]
    if y is not None:
        yield [(frame.left, y), (frame.right, y)]


def _arrows(mark: Line, frame: Frame) -> str:
    """Draw the tips of a straight line that goes on beyond the ends of its axis."""
    if len(mark.points) != 2:
        return ""
    (x1, y1), (x2, y2) = mark.points
    tips = ""
    for x, y in mark.points:
        across = _beyond(frame.x_axis, frame.x, x) if y1 == y2 else 0
        up = _beyond(frame.y_axis, frame.y, y) if x1 == x2 else 0
        corner = frame.corner(x, y)
        if corner is not None and (across or up):
            tips += _tip(*corner, across, -up)
    return tips


def _beyond(axis: Axis, scale: Scale | RowScale, value: Value | None) -> int:
    """Say on which side of an axis a value lies: -1 below it, 1 above it, 0 on it."""
    measured = measure(axis, value)
    if measured is None or not isinstance(scale, Scale):
        return 0
    return (measured > scale.high) - (measured < scale.low)


def _tip(x: float, y: float, across: int, down: int) -> str:
    wide, tall = 0.8 * ARROW * abs(down), 0.8 * ARROW * abs(across)
    point = (x + ARROW * across, y + ARROW * down)
    return f"{path([(x - wide, y - tall), point, (x + wide, y + tall)])}z"


def _dot(mark: Dot, frame: Frame) -> str:
    corner = frame.corner(mark.x, mark.y)
    if corner is None:
        return ""
    x, y = corner
    size = SIZE * mark.look.weight
    if mark.shape in ("up", "down") and frame.y_axis.scale in ("number", "log"):
        y -= ABOVE + size
    return _shaped(mark.shape, x, y, size)


CORNERS: dict[Shape, list[list[Corner]]] = {
    "diamond": [[(-1.35, 0), (0, -1.35), (1.35, 0), (0, 1.35)]],
    "square": [[(-1, -1), (1, -1), (1, 1), (-1, 1)]],
    "up": [[(-1.15, 1), (0, -1), (1.15, 1)]],
    "down": [[(-1.15, -1), (0, 1), (1.15, -1)]],
    "cross": [[(-1, -1), (1, 1)], [(-1, 1), (1, -1)]],
}
"""Of each shape but the round ones, in sizes away from its middle."""


def _shaped(shape: Shape, x: float, y: float, size: float) -> str:
    if shape in ("circle", "ring"):
        across, arc = svg.number(2 * size), f"a{svg.number(size)} {svg.number(size)} 0 1 0"
        return f"{path([(x - size, y)])}{arc} {across} 0{arc}-{across} 0z"
    return "".join(
        f"{path([(x + size * across, y + size * down) for across, down in corners])}z"
        for corners in CORNERS[shape]
    )


# Notes


def note_lines(note: Note, room: float) -> list[str]:
    """Break a note where it is long; a strong one needs more room."""
    return svg.wrapped(note.text, room / (STRONG if note.strong else 1.0))


STRONG = 1.1
"""How much wider strong letters are."""


def note_width(note: Note, room: float) -> float:
    """Give how far a note that begins at its place reaches from it."""
    wide = max(map(svg.width_of, note_lines(note, room))) * (STRONG if note.strong else 1.0)
    return wide + note.dx * svg.LETTER * svg.TEXT


def _note(note: Note, frame: Frame) -> str:
    """Write a note, in lines below each other where it is long, around its place."""
    corner = frame.corner(note.x, note.y)
    if corner is None:
        return ""
    room = frame.note_room if note.align == "start" else frame.right - frame.left
    lines = note_lines(note, room)
    return svg.lines(
        corner[0] + note.dx * svg.LETTER * svg.TEXT,
        corner[1] + svg.HANG - svg.LINE * (len(lines) - 1) / 2,
        lines,
        fill=None if note.look == INK else letters(note.look),
        font_weight=700 if note.strong else None,
        font_style="italic" if note.look.faded else None,
        text_anchor=None if note.align == "start" else note.align,
    )
