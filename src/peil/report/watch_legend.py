"""The legend of a watched series, and the row that says the direction of each period."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.watch.watched import Points
from peil.report import svg
from peil.report.words import Words

BAND, OUTBREAK = "#d5e3ee", "#f3e3c3"
"""Pale blue and pale yellow: light enough for lines above them, apart for every eye."""
KEPT: dict[str, Any] = {"fill": "none", "stroke": "#9a6b00", "stroke_dasharray": "3 2"}
"""What looks like an old outbreak and is kept in the baseline has the edge of its ground alone."""
SAMPLE, GAP, LINE = 26.0, 16.0, 19.0
"""Width of a sample and between entries, and height of a line."""
NARROW, WIDE = "fijlrtI.,:;’' ", "mwMW"
LETTER, NARROW_LETTER, WIDE_LETTER = 0.64, 0.41, 0.98
"""Widths of a letter in a font that is wide, as a share of its size."""
HIGH = 8.0
DIRECTION_OF = {
    "legend_rising": RISING,
    "legend_waning": WANING,
    "legend_steady": STEADY,
    "legend_cannot_tell": CANNOT_TELL,
}


def triangle(x: float, y: float, *, is_up: bool) -> str:
    """Mark a count: upwards above its bound, downwards below it, the tip or side at y."""
    tip, base = (y - HIGH, y) if is_up else (y, y - HIGH)
    points = f"{x - 5:.1f},{base:.1f} {x + 5:.1f},{base:.1f} {x:.1f},{tip:.1f}"
    colour = svg.VERMILION if is_up else svg.BLUE
    return svg.tag("polygon", points=points, fill=colour, stroke="#ffffff", stroke_width=0.8)


def bracket(x: float, end: float, y: float) -> str:
    """Span a time by a line with an end to each side."""
    ink: dict[str, Any] = {"stroke": svg.INK, "stroke_width": 1.2}
    return "".join(
        svg.line(a, b, c, d, **ink)
        for a, b, c, d in ((x, y, end, y), (x, y - 4, x, y + 4), (end, y - 4, end, y + 4))
    )


def ribbon(points: Points, place: Callable[[Any], Any], y: float) -> Iterator[str]:
    """Draw the direction of each period below the chart, in stretches."""
    day = np.timedelta64(1, "D")
    begin = 0
    for word, run in groupby(points.direction):
        end = begin + len(list(run))
        x, last = float(place(points.start[begin])), float(place(points.end[end - 1] + day))
        yield from _stretch(str(word), x, last, y)
        begin = end


def _stretch(word: str, x: float, end: float, y: float) -> Iterator[str]:
    middle = y + HIGH / 2
    if word == STEADY:
        yield svg.line(x, middle, end, middle, stroke=svg.SLATE, stroke_width=2)
    elif word == CANNOT_TELL:
        yield svg.line(
            x, middle, end, middle, stroke=svg.GREY, stroke_width=2, stroke_dasharray="1.5 3.5"
        )
    else:
        colour = svg.VERMILION if word == RISING else svg.BLUE
        yield svg.bar(x, middle - 2, max(end - x, 1.0), 4.0, fill=colour)
        at = (x + end) / 2
        yield triangle(at, y + HIGH, is_up=word == RISING)


def legend(names: Sequence[str], words: Words, width: float, top: float) -> tuple[str, float]:
    """Explain what a picture shows, in as many lines as that needs; and give the lower end."""
    parts: list[str] = []
    x, y = 0.0, top
    for name in names:
        text = words(name if "." in name else f"watch.{name}")
        needed = SAMPLE + width_of(text)
        if x and x + needed > width:
            x, y = 0.0, y + LINE
        parts += [_sample(name, x, y), svg.label(x + SAMPLE, y + 12, text, fill=svg.GREY)]
        x += needed + GAP
    return "".join(parts), y + LINE


def width_of(text: str) -> float:
    """Estimate how wide a text is drawn, on the wide side: no browser says what font it has."""
    narrow = sum(letter in NARROW for letter in text)
    wide = sum(letter in WIDE for letter in text)
    rest = len(text) - narrow - wide
    return svg.TEXT * (LETTER * rest + NARROW_LETTER * narrow + WIDE_LETTER * wide)


def _sample(name: str, x: float, y: float) -> str:
    wide, middle = SAMPLE - 8, y + 8
    centre = x + wide / 2
    if name in DIRECTION_OF:
        return "".join(_stretch(DIRECTION_OF[name], x, x + wide, middle - HIGH / 2))
    ink: dict[str, Any] = {"stroke": svg.INK, "stroke_width": 1.6}
    samples = {
        "legend_observed": lambda: svg.bar(
            x, y + 2, wide, 11, fill=svg.SLATE, fill_opacity=0.55, stroke=svg.SLATE
        ),
        "legend_expected": lambda: svg.line(x, middle, x + wide, middle, **ink),
        "legend_bounds": lambda: svg.bar(x, y + 2, wide, 11, fill=BAND),
        "legend_outbreak": lambda: svg.bar(x, y + 2, wide, 11, fill=OUTBREAK),
        "watch_kept.legend": lambda: svg.bar(x, y + 2, wide, 11, **KEPT),
        "watch_quiet.legend": lambda: bracket(x, x + wide, middle),
        "legend_break": lambda: svg.line(centre, y, centre, y + 15, **ink, stroke_dasharray="5 3"),
        "legend_gap": lambda: svg.line(
            x, middle, x + wide, middle, stroke=svg.GREY, stroke_dasharray="1.5 2"
        ),
        "legend_high": lambda: triangle(centre, y + 12, is_up=True),
        "legend_low": lambda: triangle(centre, y + 12, is_up=False),
        "legend_nowcast": lambda: (
            svg.line(centre, y, centre, y + 15, **ink)
            + svg.tag("circle", cx=centre, cy=middle, r=2.6, fill="#ffffff", stroke=svg.INK)
        ),
    }
    return samples[name]()
