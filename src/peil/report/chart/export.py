"""A picture alone, as a file: SVG for those who draw on, PNG for those who paste it."""

from collections.abc import Mapping
from typing import Literal

from peil.report.chart import svg
from peil.report.chart.draw import draw
from peil.report.chart.figure import Drawing
from peil.report.words import Words

FONT = "Libertinus Serif"
"""Comes with the typesetter, so that the same report gives the same bytes on every machine."""
PAGE = """#set page(width: auto, height: auto, margin: 12pt)
#image(bytes(sys.inputs.picture), format: "svg")
"""
SHARPNESS = 192.0
"""Dots per inch: twice as fine as a plain screen."""


def figure_svg(drawing: Drawing, words: Words, *, title: str, alt: str) -> str:
    """Draw a picture that stands alone, on white."""
    text = draw(drawing, words, key="figure", title=title, alt=alt, font=FONT)
    ground = svg.tag("rect", width="100%", height="100%", fill=svg.WHITE)
    return text.replace("</desc>", f"</desc>{ground}", 1)


def figure_png(drawing: Drawing, words: Words, *, title: str, alt: str) -> bytes:
    """Draw a picture that stands alone as PNG, in the typesetter's own font."""
    picture = figure_svg(drawing, words, title=title, alt=alt)
    return typeset(PAGE.encode(), {"picture": picture}, "png", is_accessible=False)


def typeset(
    template: bytes, inputs: Mapping[str, str], form: Literal["pdf", "png"], *, is_accessible: bool
) -> bytes:
    """Set a template as one file, with the typesetter's own fonts alone.

    Raises:
        RuntimeError: it cannot be set so (`TypstError` is one), or the typesetter broke down over it.
    """
    import typst

    try:
        made = typst.compile(
            template,
            format=form,
            ppi=SHARPNESS,
            sys_inputs=dict(inputs),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"] if is_accessible else None,
        )
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # its class is published nowhere
            raise RuntimeError(f"the typesetter broke down: {error}") from error
        raise
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single file")
    return made
