"""The course of a series in a cell: a row of bars, drawn or in characters."""

from collections.abc import Sequence
from math import isnan

from peil.report import svg

BARS = "▁▂▃▄▅▆▇█"
NONE = "·"
STEP, HIGH = 5.0, 20.0


def course_text(counts: Sequence[float]) -> str:
    """Write counts as a row of bars, the largest one full; a dot where no report came."""
    most = _most(counts)
    return "".join(
        NONE if isnan(count) else BARS[min(int(count / most * len(BARS)), len(BARS) - 1)]
        for count in counts
    )


def course(counts: Sequence[float], *, is_alone: bool = False) -> str:
    """Draw counts as a row of bars, which the count beside it says in figures; nothing of none."""
    if not counts:
        return ""
    most = _most(counts)
    bars = []
    for i, count in enumerate(counts):
        if isnan(count):
            continue
        tall = max((HIGH - 2) * count / most, 1.0)
        fill = svg.INK if i == len(counts) - 1 else svg.SLATE
        bars.append(svg.bar(i * STEP, HIGH - tall, STEP - 1, tall, fill=fill))
    return svg.tag(
        "svg", *bars, xmlns=svg.SPACE if is_alone else None, class_=None if is_alone else "course",
        viewBox=f"0 0 {STEP * len(counts):g} {HIGH:g}",
        width=STEP * len(counts), height=HIGH, aria_hidden="true",
    )  # fmt: skip


def _most(counts: Sequence[float]) -> float:
    return max([1.0, *(count for count in counts if not isnan(count))])
