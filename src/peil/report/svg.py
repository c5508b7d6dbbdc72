"""A few shapes of SVG, every text and attribute escaped, in colours that all can tell apart.

Source: Okabe and Ito (2008), Color Universal Design, for blue and vermilion.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

INK, GREY, RULE, PALE = "#1b1b1b", "#565b62", "#d3d8de", "#eceff2"
BLUE, VERMILION, SLATE = "#0072b2", "#c04f00", "#70879b"
"""Vermilion a little darker than the palette's, so that it stands out from white by 4.5 to 1."""
TEXT = 12.5
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold."""
SPACE = "http://www.w3.org/2000/svg"


def tag(name: str, *children: str, **attributes: object) -> str:
    """Make an element; an underscore in an attribute's name is a hyphen; children are SVG."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{written(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def _text(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def written(text: str) -> str:
    """Escape a text, without what no XML may hold."""
    return escape(UNWRITABLE.sub("", text))


def label(x: float, y: float, text: str, **attributes: object) -> str:
    """Write a text with its baseline at y."""
    return tag("text", written(text), **{"x": x, "y": y, **attributes})


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """Draw a straight line, a hairline unless told otherwise."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": RULE, **attributes})


def bar(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """Draw a bar; a negative width goes to the left."""
    left = min(x, x + width)
    return tag("rect", x=left, y=y, width=abs(width), height=height, **attributes)


def picture(
    *parts: str, key: str, width: float, height: float, title: str, desc: str, font: str | None
) -> str:
    """Put parts into a picture with a title and a description for those who cannot see it.

    `font` is given where the picture stands alone; in a page it takes the page's own.
    """
    return tag(
        "svg",
        tag("title", written(title), id=f"{key}-title"),
        tag("desc", written(desc), id=f"{key}-desc"),
        *parts,
        xmlns=SPACE if font else None,
        viewBox=f"0 0 {width:g} {height:g}",
        width=width if font else None,
        height=height if font else None,
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        font_family=font,
        font_size=TEXT,
        fill=INK,
    )


def dashed(points: Sequence[str]) -> Iterator[str]:
    """Draw a dashed line, such as of official levels, where there is any point to draw it by."""
    if points:
        yield tag(
            "polyline", points=" ".join(points), fill="none", stroke=INK, stroke_width=2,
            stroke_dasharray="6 4",
        )  # fmt: skip
