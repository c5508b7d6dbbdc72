"""A picture alone is a file that every program opens."""

import xml.etree.ElementTree as ET

from tests.unit.report.chart.reading import ENGLISH, a_drawing, named_rows

from peil.report.chart.export import figure_png, figure_svg
from peil.report.chart.figure import Bar

DRAWING = a_drawing(Bar(x=(0.0, 1.0), y=(-0.3, 0.3)), y=named_rows("a row"))


def test_an_svg_alone_has_its_size_its_font_and_a_white_ground() -> None:
    text = figure_svg(DRAWING, ENGLISH, title="A title", alt="What it shows")
    root = ET.fromstring(text)  # noqa: S314
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == "720"
    assert root.get("font-family")
    first = list(root)[2]
    assert (first.get("width"), first.get("fill")) == ("100%", "#ffffff")


def test_a_png_is_twice_as_fine_as_a_screen_and_always_the_same() -> None:
    first, second = (figure_png(DRAWING, ENGLISH, title="t", alt="d") for _ in range(2))
    assert first.startswith(b"\x89PNG")
    assert int.from_bytes(first[16:20]) == 2 * 720 + 2 * 32
    assert first == second
