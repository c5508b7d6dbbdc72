"""The axes of a watched series: round counts to the left, years or months below."""

from collections.abc import Callable, Iterator
from math import ceil, floor, log10
from typing import Any

import numpy as np

from peil.report import svg
from peil.report.words import Words

MOST_VALUES = 4
STEPS = (1.0, 2.0, 5.0, 10.0)
YEAR_ROOM, MONTH_ROOM = 44.0, 64.0
"""Room that the name of a year and of a month needs."""
YEARS_FROM = 3
"""Years from which only years are named."""
MONTH_STEPS = (1, 2, 3, 6, 12)


def value_ticks(
    left: float, right: float, bottom: float, tall: float, highest: float, words: Words
) -> Iterator[str]:
    """Draw a few round counts, whole ones, with a hairline each."""
    step = _step(highest)
    for i in range(int(highest / step) + 1):
        y = bottom - tall * i * step / highest
        if i:
            yield svg.line(left, y, right, y)
        label = words.number(i * step)
        yield svg.label(left - 6, y + 4.2, label, text_anchor="end", fill=svg.GREY)


def _step(highest: float) -> float:
    power = 10.0 ** floor(log10(max(highest / MOST_VALUES, 1.0)))
    return next(s * power for s in STEPS if highest / (s * power) <= MOST_VALUES)


def day_ticks(
    first: Any, after: Any, place: Callable[[Any], Any], bottom: float, words: Words
) -> Iterator[str]:
    """Name years, or months where the picture is of a short time, where each begins."""
    months = np.arange(first.astype("datetime64[M]") + 1, after.astype("datetime64[M]") + 1)
    if not len(months):
        yield svg.label(float(place(first)), bottom + 16, words.month(first.item()), fill=svg.GREY)
        return
    days = months.astype("datetime64[D]")
    days = days[days < after]
    is_long = (after - first).astype(int) > YEARS_FROM * 365
    days = _thinned(days, place, is_long=is_long)
    right = float(place(after))
    for day in days:
        x = float(place(day))
        yield svg.line(x, bottom, x, bottom + 4, stroke=svg.GREY)
        text = _named(day.item(), words, is_long=is_long)
        anchor = "end" if x > right - 4.0 * len(text) else "middle"
        x = right if anchor == "end" else x
        yield svg.label(x, bottom + 16, text, text_anchor=anchor, fill=svg.GREY)


def _thinned(days: Any, place: Callable[[Any], Any], *, is_long: bool) -> Any:
    """Keep as many beginnings as have room."""
    month = days.astype("datetime64[M]").astype(int)
    if is_long:
        days, month = days[month % 12 == 0], month[month % 12 == 0]
        count, room = month // 12, YEAR_ROOM
    else:
        count, room = month, MONTH_ROOM
    if len(days) < 2:
        return days
    apart = float(place(days[-1]) - place(days[0])) / (len(days) - 1)
    every = max(1, ceil(room / apart))
    if not is_long:
        every = next((step for step in MONTH_STEPS if step >= every), MONTH_STEPS[-1])
    return days[count % every == 0]


def _named(day: Any, words: Words, *, is_long: bool) -> str:
    if is_long:
        return str(day.year)
    return words.short_month(day)
