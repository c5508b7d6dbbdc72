"""A picture alone, as a file: SVG for those who draw on, PNG for those who paste it."""

from peil.report.chart import svg
from peil.report.chart.draw import draw
from peil.report.chart.figure import Drawing
from peil.report.words import Words

FONT = "Libertinus Serif"
"""Comes with the typesetter, so that the same picture gives the same bytes on every machine."""
PAGE = """#set page(width: auto, height: auto, margin: 12pt)
#image(bytes(sys.inputs.picture), format: "svg")
"""
SHARPNESS = 192.0
"""Dots per inch: twice as fine as a plain screen."""


def figure_svg(
    drawing: Drawing, words: Words, *, title: str, alt: str, width: float | None = None
) -> str:
    """Draw a picture that stands alone, on white."""
    text = draw(drawing, words, key="figure", title=title, alt=alt, width=width, font=FONT)
    ground = svg.tag("rect", width="100%", height="100%", fill=svg.WHITE)
    return text.replace("</desc>", f"</desc>{ground}", 1)


def figure_png(
    drawing: Drawing, words: Words, *, title: str, alt: str, width: float | None = None
) -> bytes:
    """Draw a picture that stands alone as PNG, in the typesetter's own font."""
    import typst

    made = typst.compile(
        PAGE.encode(),
        format="png",
        ppi=SHARPNESS,
        sys_inputs={"picture": figure_svg(drawing, words, title=title, alt=alt, width=width)},
        ignore_system_fonts=True,
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single picture")
    return made
