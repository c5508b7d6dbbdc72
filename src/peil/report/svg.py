"""The shapes of the charts that draw themselves; the grammar of charts has what they share."""

from collections.abc import Iterator, Sequence

from peil.report.chart.svg import (
    BLUE as BLUE,
)
from peil.report.chart.svg import (
    GREY as GREY,
)
from peil.report.chart.svg import (
    INK as INK,
)
from peil.report.chart.svg import (
    PALE as PALE,
)
from peil.report.chart.svg import (
    RULE as RULE,
)
from peil.report.chart.svg import (
    SLATE as SLATE,
)
from peil.report.chart.svg import (
    SPACE as SPACE,
)
from peil.report.chart.svg import (
    TEXT as TEXT,
)
from peil.report.chart.svg import (
    UNWRITABLE as UNWRITABLE,
)
from peil.report.chart.svg import (
    VERMILION as VERMILION,
)
from peil.report.chart.svg import (
    label as label,
)
from peil.report.chart.svg import (
    picture as picture,
)
from peil.report.chart.svg import (
    tag as tag,
)
from peil.report.chart.svg import (
    written as written,
)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """Draw a straight line, a hairline unless told otherwise."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": RULE, **attributes})


def bar(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """Draw a bar; a negative width goes to the left."""
    left = min(x, x + width)
    return tag("rect", x=left, y=y, width=abs(width), height=height, **attributes)


def dashed(points: Sequence[str]) -> Iterator[str]:
    """Draw a dashed line, such as of official levels, where there is any point to draw it by."""
    if points:
        yield tag(
            "polyline", points=" ".join(points), fill="none", stroke=INK, stroke_width=2,
            stroke_dasharray="6 4",
        )  # fmt: skip
