"""A chart of rates per million: a dot on its interval for each country."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from peil.report import svg
from peil.report.account import Table
from peil.report.charts import Chart
from peil.report.words import Words
from peil.review.comparison import CountryRate

WIDTH, RIGHT, ROW, FOOT = 400.0, 366.0, 24.0, 42.0
LETTER = 7.0
"""Width of a letter, on the wide side, to leave room for the longest name."""
STEPS, MOST_TICKS = (0.2, 0.5, 1.0, 2.0), 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    left: float
    step: float
    ticks: int

    def x(self, value: float) -> float:
        return self.left + (RIGHT - self.left) * value / (self.step * self.ticks)


def rate_chart(
    rates: Sequence[CountryRate], subject: str, words: Words, table: Table, source: str
) -> Chart | None:
    """Draw each country's rate as a dot on its 90% interval, in the order given.

    Args:
        rates: of the countries; without any there is nothing to draw.
        subject: the country that is marked, by shape and weight as well as by colour.
        table: the same rates, for those who read or compute; its key is the picture's.
        source: whose figures they are.
    """
    if not rates:
        return None
    title = words("compare.chart")
    named = [
        f"{words.code('country', rate.country)} {rate_text(rate.mid, words)} "
        f"({interval(rate, words)})"
        for rate in rates
    ]
    desc = words("compare.chart_desc", n=len(rates), list=words.listed(named))
    axis, bottom = _axis(rates, words), ROW * len(rates)
    rows = [part for i, r in enumerate(rates) for part in _row(r, i, axis, words, subject)]
    picture = svg.picture(
        *_ticks(axis, bottom, words), *rows, key=table.key, width=WIDTH, height=bottom + FOOT,
        title=title, desc=desc, font=None,
    )  # fmt: skip
    source = words("chart.source", source=source)
    return Chart(key=table.key, title=title, desc=desc, svg=picture, table=table, source=source)


def rate_text(value: float, words: Words) -> str:
    """Write a rate with as many digits as a reader can use."""
    return words.number(value, 0 if value >= 10 else 1 if value >= 1 else 2)


def interval(rate: CountryRate, words: Words) -> str:
    """Write the 90% interval of a rate."""
    return ranged([rate_text(rate.low, words), rate_text(rate.high, words)], words)


def ranged(ends: Sequence[str], words: Words) -> str:
    """Write a range on one line, or its one end where there are no two."""
    if len(set(ends)) < 2:
        return "".join(ends[:1])
    return words("compare.range", low=ends[0], high=ends[1]).replace(" ", words.no_break)


def _axis(rates: Sequence[CountryRate], words: Words) -> _Axis:
    """End the axis at the smallest round step that needs few ticks."""
    highest = max(rate.high for rate in rates)
    power = 10.0 ** floor(log10(highest))
    step = next(power * step for step in STEPS if highest / power / step <= MOST_TICKS)
    longest = max(len(words.code("country", rate.country)) for rate in rates)
    return _Axis(left=16 + LETTER * longest, step=step, ticks=ceil(highest / step))


def _row(rate: CountryRate, i: int, axis: _Axis, words: Words, subject: str) -> Iterator[str]:
    x, y, name = axis.x(rate.mid), ROW * (i + 0.5), words.code("country", rate.country)
    is_subject = rate.country == subject
    colour, weight = (svg.VERMILION, 700) if is_subject else (svg.BLUE, None)
    yield svg.label(axis.left - 8, y + 4.5, name, text_anchor="end", font_weight=weight)
    yield svg.line(axis.x(rate.low), y, axis.x(rate.high), y, stroke=colour, stroke_width=3)
    if is_subject:
        corners = f"M{x - 6:.1f} {y}L{x:.1f} {y - 6}L{x + 6:.1f} {y}L{x:.1f} {y + 6}Z"
        yield svg.tag("path", d=corners, fill=colour)
    else:
        yield svg.tag("circle", cx=x, cy=y, r=4.5, fill=colour)
    yield svg.label(RIGHT + 6, y + 4.5, rate_text(rate.mid, words), font_weight=weight)


def _ticks(axis: _Axis, bottom: float, words: Words) -> Iterator[str]:
    style = {"fill": svg.GREY, "text_anchor": "middle"}
    for i in range(axis.ticks + 1):
        x = axis.x(i * axis.step)
        yield svg.line(x, 0.0, x, bottom)
        yield svg.label(x, bottom + 16, words.number(i * axis.step, 6), **style)
    yield svg.label((axis.left + RIGHT) / 2, bottom + 34, words("compare.axis"), **style)
