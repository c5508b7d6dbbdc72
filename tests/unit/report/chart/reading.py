"""Read a drawn picture again: its shapes, in points, and its texts."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import combinations

from peil.report.chart.draw import draw
from peil.report.chart.figure import Axis, Drawing, Mark, Panel, Row
from peil.report.chart.legend import keyed
from peil.report.words import Words, words_in

ENGLISH = words_in("en")
STEP = re.compile(r"([MhvlaCz])([^MhvlaCz]*)")
NUMBER = re.compile(r"-?\d+\.?\d*")
FILLS = {"blue": "#0072b2", "vermilion": "#c04f00", "slate": "#70879b", "ink": "#1b1b1b"}
Corner = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A path with what it looks like, and its stretches of corners."""

    look: dict[str, str]
    stretches: list[list[Corner]]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Give left, right, top and bottom."""
        xs = [x for stretch in self.stretches for x, _ in stretch]
        ys = [y for stretch in self.stretches for _, y in stretch]
        return min(xs), max(xs), min(ys), max(ys)


def corners(data: str) -> list[list[Corner]]:
    """Follow the steps of a path; an arc only moves to its end."""
    stretches: list[list[Corner]] = []
    x = y = 0.0
    for step, said in STEP.findall(data):
        values = [float(v) for v in NUMBER.findall(said)]
        if step == "M":
            x, y = values
            stretches.append([])
        elif step in "lav":
            x, y = x + (0.0 if step == "v" else values[-2]), y + values[-1]
        elif step == "h":
            x += values[0]
        if step != "z":
            stretches[-1].append((x, y))
    return stretches


def a_drawing(*marks: Mark, x: Axis | None = None, y: Axis | None = None) -> Drawing:
    """Make a picture of one panel."""
    return Drawing(panels=(Panel(x=x or Axis(), y=y or Axis(), marks=marks),))


def named_rows(*names: str) -> Axis:
    """Make an axis of rows."""
    return Axis(scale="rows", rows=tuple(Row(text=name) for name in names))


def picture(drawing: Drawing, words: Words = ENGLISH, width: float | None = None) -> ET.Element:
    """Draw, and read the picture as XML."""
    text = draw(drawing, words, key="some", title="A title", alt="What it shows", width=width)
    return ET.fromstring(text)  # noqa: S314


def shapes(root: ET.Element, **look: str) -> list[Shape]:
    """Give the paths that look so, in the order in which they are drawn."""
    found = (e for e in root.iter("path") if all(e.get(k) == v for k, v in look.items()))
    return [Shape(look=dict(e.attrib), stretches=corners(e.attrib["d"])) for e in found]


def texts(root: ET.Element) -> list[str]:
    """Give all texts, the lines of each joined."""
    return [" ".join("".join(e.itertext()).split()) for e in root.iter("text")]


def places(root: ET.Element) -> dict[str, Corner]:
    """Give where each text stands."""
    found = {" ".join("".join(e.itertext()).split()): e for e in root.iter("text")}
    return {text: (float(e.attrib["x"]), float(e.attrib["y"])) for text, e in found.items()}


def told_by_hue_alone(drawing: Drawing) -> list[tuple[str, str]]:
    """Give the pairs of keys whose samples are the same to who cannot tell blue from vermilion."""
    marks = [mark for panel in drawing.panels for mark in panel.marks]
    look_of = {key: _without_hue(samples) for key, samples in keyed(marks).items()}
    return [(a, b) for a, b in combinations(look_of, 2) if look_of[a] == look_of[b]]


def _without_hue(samples: list[Mark]) -> list[dict[str, str]]:
    root = picture(a_drawing(*samples, x=BARE, y=Axis(scale="rows", rows=(Row(text=""),))))
    return [without_hue(shape.look) for shape in shapes(root)]


def without_hue(look: dict[str, str]) -> dict[str, str]:
    """Make vermilion blue, as some readers see it."""
    return {name: value.replace(FILLS["vermilion"], FILLS["blue"]) for name, value in look.items()}


BARE = Axis(low=0.0, high=1.0, ticks=())


def size(root: ET.Element) -> tuple[float, float]:
    """Give width and height."""
    _, _, width, height = root.attrib["viewBox"].split()
    return float(width), float(height)
