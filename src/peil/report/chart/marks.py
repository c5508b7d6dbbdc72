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
from peil.report.chart.scale import Place, Scale, measure
from peil.report.chart.svg import path

Links = Callable[[str, str], str | None]
"""Gives the address of a page and an anchor, or None where the place is absent."""
Corner = tuple[float, float]


def nowhere(_page: str, _anchor: str) -> None:
    """Lead nowhere: the links of a picture that stands alone."""


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
CAP, ARROW, ABOVE = 3.5, 6.0, 3.0
LEAST = 1.0
"""How wide and high a bar is at least, so that a day is seen."""
BROAD = 2.0
"""Weight from which a line covers what lies below it."""


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
    x: Place
    y: Place
    left: float
    right: float
    top: float
    bottom: float
    note_room: float

    def corner(self, x: Value | None, y: Value | None) -> Corner | None:
        """Place a point; None where it has no value."""
        across, down = measure(self.x_axis, x), measure(self.y_axis, y)
        if across is None or down is None:
            return None
        return self.x.place(across), self.y.place(down)


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
    """Put the title into a mark of its own, and make it a link where its place is there."""
    if mark.title or mark.page:
        title = svg.tag("title", svg.written(mark.title)) if mark.title else ""
        yield linked(svg.tag("g", title, *parts), mark.page, mark.anchor, links)
    else:
        yield from parts


def linked(inside: str, page: str, anchor: str, links: Links) -> str:
    """Make a link of a part of a picture, where its place is there."""
    href = links(page, anchor) if page or anchor else None
    return svg.tag("a", inside, href=href) if href is not None else inside


def _group(marks: Sequence[Mark], frame: Frame, *, is_on_band: bool) -> Iterator[str]:
    """Draw marks of one look as one path, with what belongs to it below and above."""
    first = marks[0]
    if isinstance(first, Note):
        yield note(first, frame)
        return
    data = "".join(_data(mark, frame) for mark in marks)
    if not data:
        return
    if is_on_band and _is_haloed(first):
        width = STROKE * first.look.weight + HALO
        yield svg.tag("path", d=data, fill="none", stroke=svg.WHITE, stroke_width=width)
    yield svg.tag("path", d=data, **style(first))
    arrows = "".join(_arrows(mark, frame) for mark in marks if isinstance(mark, Line))
    if arrows:
        yield svg.tag("path", d=arrows, fill=_colour(first.look))


def _is_haloed(mark: Mark) -> bool:
    """Whether a line needs a light edge where it runs above bands; thin and broad ones do not."""
    is_line = isinstance(mark, Line) and len(mark.points) > 2 and not mark.look.dashed
    return is_line and 1.0 <= mark.look.weight < BROAD


def _colour(look: Look) -> str:
    return EDGE.get(look.colour, FILL[look.colour])


def style(mark: Mark) -> dict[str, Any]:
    """Give the attributes of what a mark looks like."""
    look = mark.look
    if isinstance(mark, (Line, Guide)) or (isinstance(mark, Dot) and mark.shape == "cross"):
        found = _stroke(look, STROKE * look.weight)
    elif isinstance(mark, Dot):
        is_hollow = look.hollow or mark.shape == "ring"
        fill = svg.WHITE if is_hollow else FILL[look.colour]
        found = {"fill": fill, "stroke": _colour(look) if is_hollow else svg.WHITE}
        found["stroke_width"] = STROKE if is_hollow else 0.8
    else:
        found = _surface(mark, look)
    return {**found, "opacity": FADED if look.faded else None}


def _stroke(look: Look, width: float) -> dict[str, Any]:
    dash = None
    if look.dashed:
        dash = "2 3" if width < STROKE else "5 3" if width < BROAD * STROKE else "6 4"
    return {
        "fill": "none", "stroke": _colour(look), "stroke_width": width, "stroke_dasharray": dash,
    }  # fmt: skip


def _surface(mark: Mark, look: Look) -> dict[str, Any]:
    """Fill a surface; one of vermilion has a dark edge, which tells it from blue without colour."""
    if look.hollow:
        return _stroke(look, look.weight)
    found: dict[str, Any] = {"fill": FILL[look.colour]}
    if look.strength < 1.0:
        found |= {"fill_opacity": look.strength, "stroke": FILL[look.colour]}
    elif look.colour == "vermilion" and isinstance(mark, Bar):
        found["stroke"] = svg.INK
    return found


def _data(mark: Mark, frame: Frame) -> str:
    if isinstance(mark, Bar):
        return _bar(mark, frame)
    if isinstance(mark, Line):
        return _line(mark, frame)
    if isinstance(mark, Band):
        return _band(mark, frame)
    if isinstance(mark, Dot):
        return _dot(mark, frame)
    return _guide(mark, frame) if isinstance(mark, Guide) else ""


def _bar(mark: Bar, frame: Frame) -> str:
    start, end = frame.corner(mark.x[0], mark.y[0]), frame.corner(mark.x[1], mark.y[1])
    if start is None or end is None:
        return ""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    right, top = max(right, left + LEAST), min(top, bottom - LEAST)
    return f"{path([(left, bottom), (left, top), (right, top), (right, bottom)])}z"


def _runs(corners: Iterable[Corner | None]) -> Iterator[list[Corner]]:
    """Give the stretches without a break."""
    run: list[Corner] = []
    for corner in corners:
        if corner is not None:
            run.append(corner)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _stairs(xs: Sequence[float | None], ys: Sequence[float | None]) -> Iterator[Corner | None]:
    """Keep each level until the next point, where the level before it ends."""
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        after = xs[i + 1] if i + 1 < len(xs) else x
        if x is None or y is None or after is None:
            yield None
        else:
            yield x, y
            yield after, y


def _line(mark: Line, frame: Frame) -> str:
    corners: Iterable[Corner | None] = [frame.corner(x, y) for x, y in mark.points]
    if mark.stepped:
        corners = _stairs(_across(frame, [x for x, _ in mark.points]),
                          _down(frame, [y for _, y in mark.points]))  # fmt: skip
    runs = list(_runs(corners))
    data = "".join(path(run if len(run) > 1 else _lone(run[0])) for run in runs)
    return data + "".join(_caps(run) for run in runs if mark.capped)


def _lone(corner: Corner) -> list[Corner]:
    """Make a short stroke of a point between two gaps, which would not be seen else."""
    x, y = corner
    return [(x - 1.5, y), (x + 1.5, y)]


def _across(frame: Frame, values: Iterable[Value]) -> list[float | None]:
    found = (measure(frame.x_axis, value) for value in values)
    return [None if v is None else frame.x.place(v) for v in found]


def _down(frame: Frame, values: Iterable[Value | None]) -> list[float | None]:
    found = (measure(frame.y_axis, value) for value in values)
    return [None if v is None else frame.y.place(v) for v in found]


def _caps(run: Sequence[Corner]) -> str:
    across, down = (0.0, CAP) if run[0][1] == run[-1][1] else (CAP, 0.0)
    ends = (run[0], run[-1])
    return "".join(path([(x - across, y - down), (x + across, y + down)]) for x, y in ends)


def _band(mark: Band, frame: Frame) -> str:
    xs = _across(frame, [x for x, _, _ in mark.points])
    lows = _down(frame, [low for _, low, _ in mark.points])
    highs = _down(frame, [high for _, _, high in mark.points])
    lows = [None if high is None else low for low, high in zip(lows, highs, strict=True)]
    highs = [None if low is None else high for low, high in zip(lows, highs, strict=True)]
    below, above = (_runs(_followed(xs, ys, is_stepped=mark.stepped)) for ys in (lows, highs))
    return "".join(
        f"{path([*up, *reversed(down)])}z" for down, up in zip(below, above, strict=True)
    )


def _followed(
    xs: Sequence[float | None], ys: Sequence[float | None], *, is_stepped: bool
) -> Iterable[Corner | None]:
    if is_stepped:
        return _stairs(xs, ys)
    return [None if x is None or y is None else (x, y) for x, y in zip(xs, ys, strict=True)]


def _guide(mark: Guide, frame: Frame) -> str:
    if mark.along == "x":
        x = measure(frame.x_axis, mark.at)
        across = None if x is None else frame.x.place(x)
        return "" if across is None else path([(across, frame.top), (across, frame.bottom)])
    y = measure(frame.y_axis, mark.at)
    down = None if y is None else frame.y.place(y)
    return "" if down is None else path([(frame.left, down), (frame.right, down)])


def _arrows(mark: Line, frame: Frame) -> str:
    """Draw the tips of a straight line that goes on beyond the ends of its axis."""
    if len(mark.points) != 2:
        return ""
    (x1, y1), (x2, y2) = mark.points
    if y1 == y2:
        tips = [(_beyond(frame.x_axis, frame.x, x), x, y1) for x in (x1, x2)]
        return "".join(_tip(frame.corner(x, y), way, 0) for way, x, y in tips if way)
    if x1 == x2:
        tips = [(_beyond(frame.y_axis, frame.y, y), x1, y) for y in (y1, y2)]
        return "".join(_tip(frame.corner(x, y), 0, -way) for way, x, y in tips if way)
    return ""


def _beyond(axis: Axis, scale: Place, value: Value | None) -> int:
    """Say on which side of an axis a value lies: -1 below it, 1 above it, 0 on it."""
    measured = measure(axis, value)
    if measured is None or not isinstance(scale, Scale):
        return 0
    return (measured > scale.high) - (measured < scale.low)


def _tip(corner: Corner | None, across: int, down: int) -> str:
    if corner is None:
        return ""
    x, y = corner
    wide, tall = (ARROW * 0.8 * abs(down), ARROW * 0.8 * abs(across))
    tip = (x + ARROW * across, y + ARROW * down)
    return f"{path([(x - wide, y - tall), tip, (x + wide, y + tall)])}z"


def _dot(mark: Dot, frame: Frame) -> str:
    corner = frame.corner(mark.x, mark.y)
    if corner is None:
        return ""
    x, y = corner
    size = SIZE * mark.look.weight
    if mark.shape in ("up", "down") and frame.y_axis.scale in ("number", "log"):
        y -= ABOVE + size
    return _shaped(mark.shape, x, y, size)


def _shaped(shape: Shape, x: float, y: float, size: float) -> str:
    if shape in ("circle", "ring"):
        tall = svg.number(2 * size)
        arc = f"a{svg.number(size)} {svg.number(size)} 0 1 "
        return f"{path([(x - size, y)])}{arc}0 {tall} 0{arc}0-{tall} 0z"
    if shape == "cross":
        return path([(x - size, y - size), (x + size, y + size)]) + path(
            [(x - size, y + size), (x + size, y - size)]
        )
    corners: dict[str, list[Corner]] = {
        "diamond": [(-1.35, 0), (0, -1.35), (1.35, 0), (0, 1.35)],
        "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "up": [(-1.15, 1), (0, -1), (1.15, 1)],
        "down": [(-1.15, -1), (0, 1), (1.15, -1)],
    }
    return f"{path([(x + size * a, y + size * b) for a, b in corners[shape]])}z"


def note(mark: Note, frame: Frame) -> str:
    """Write a note, in lines below each other where it is long, around its place."""
    corner = frame.corner(mark.x, mark.y)
    if corner is None:
        return ""
    room = frame.note_room if mark.align == "start" else frame.right - frame.left
    texts = svg.wrapped(mark.text, room)
    x = corner[0] + mark.dx * svg.LETTER * svg.TEXT
    y = corner[1] + 4.2 - svg.LINE * (len(texts) - 1) / 2
    return svg.lines(
        x, y, texts,
        fill=None if mark.look == INK else letters(mark.look),
        font_weight=700 if mark.strong else None,
        font_style="italic" if mark.look.faded else None,
        text_anchor=None if mark.align == "start" else mark.align,
    )  # fmt: skip


def letters(look: Look) -> str:
    """Give the colour of a text, which stands out from white by 4.5 to 1."""
    return LETTERS.get(look.colour, FILL[look.colour])
