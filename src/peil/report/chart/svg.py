"""A few shapes of SVG, every text and attribute escaped, in colours that all can tell apart.

Source: Okabe and Ito (2008), Color Universal Design, for blue and vermilion.
"""

import re
from collections.abc import Sequence
from html import escape

INK, GREY, RULE, PALE = "#1b1b1b", "#565b62", "#d3d8de", "#eceff2"
BLUE, VERMILION, SLATE = "#0072b2", "#c04f00", "#70879b"
"""Vermilion a little darker than the palette's, so that it stands out from white by 4.5 to 1."""
WHITE = "#ffffff"
TEXT, LINE, HANG = 12.5, 15.0, 4.2
"""Size of a letter, height of a line, and how far below its middle a line of text stands."""
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold."""
SPACE = "http://www.w3.org/2000/svg"
NARROW, WIDE = "fijlrtI.,:;’' ", "mwMW"
LETTER, NARROW_LETTER, WIDE_LETTER = 0.6, 0.4, 0.95
"""Widths of a letter in a font that is wide, as a share of its size."""


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


def lines(x: float, y: float, texts: Sequence[str], **attributes: object) -> str:
    """Write lines below each other as one text, the baseline of the first one at y."""
    if len(texts) < 2:
        return label(x, y, "".join(texts), **attributes)
    spans = [
        tag("tspan", written(f"{text} "), x=x, dy=LINE if i else None)
        for i, text in enumerate(texts)
    ]
    return tag("text", *spans, x=x, y=y, **attributes)


def width_of(text: str) -> float:
    """Estimate how wide a text is drawn, on the wide side: no browser says what font it has."""
    narrow = sum(letter in NARROW for letter in text)
    wide = sum(letter in WIDE for letter in text)
    rest = len(text) - narrow - wide
    return TEXT * (LETTER * rest + NARROW_LETTER * narrow + WIDE_LETTER * wide)


def wrapped(text: str, room: float) -> list[str]:
    """Break a text into lines that have room, a word only where it has none alone."""
    found: list[str] = []
    for word in UNWRITABLE.sub("", text).split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and width_of(longer) <= room:
            found[-1] = longer
        else:
            found += _cut(word, room)
    return found


def _cut(word: str, room: float) -> list[str]:
    parts = [word[:1]]
    for letter in word[1:]:
        if width_of(parts[-1] + letter) <= room:
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def picture(
    *parts: str, key: str, width: float, height: float, title: str, desc: str,
    font: str | None, role: str = "img",
) -> str:  # fmt: skip
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
        role=role,
        aria_labelledby=f"{key}-title {key}-desc",
        font_family=font,
        font_size=TEXT,
        fill=INK,
    )


def number(value: float) -> str:
    """Write a length in tenths of a point."""
    return _tenth(round(value * 10))


def path(points: Sequence[tuple[float, float]]) -> str:
    """Give the shortest data of a line through points, in tenths of a point."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    (x, y), *rest = tenths
    steps: list[tuple[int, int]] = []
    for x1, y1 in rest:
        across, down = x1 - x, y1 - y
        x, y = x1, y1
        last = steps[-1] if steps else (0, 0)
        goes_on = last[0] * down == last[1] * across and last[0] * across + last[1] * down > 0
        if goes_on:
            steps[-1] = (last[0] + across, last[1] + down)
        elif across or down:
            steps.append((across, down))
    begin = f"M{_tenth(tenths[0][0])}{_next(tenths[0][1])}"
    return begin + "".join(_step(*step) for step in steps)


def _step(across: int, down: int) -> str:
    if not down:
        return f"h{_tenth(across)}"
    return f"l{_tenth(across)}{_next(down)}" if across else f"v{_tenth(down)}"


def _tenth(tenths: int) -> str:
    return f"{tenths / 10:g}"


def _next(tenths: int) -> str:
    return _tenth(tenths) if tenths < 0 else f" {_tenth(tenths)}"
