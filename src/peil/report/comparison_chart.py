"""A chart of rates per million: a dot on its interval for each country."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from peil.report import svg
from peil.report.account import Cell, Table
from peil.report.charts import Chart
from peil.report.wording import Words
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
    rates: Sequence[CountryRate], subject: str, words: Words, *, key: str, source: str
) -> Chart:
    """Draw each country's rate as a dot on its 90% interval, in the order given.

    Args:
        subject: the country that is marked, by shape and weight as well as by colour.
        key: unique on the page; the picture is labelled by it.
        source: whose figures they are.
    """
    title = words("compare.chart")
    named = [f"{words.code('country', rate.country)} {_said(rate, words)}" for rate in rates]
    desc = words("compare.chart_desc", number=len(rates), list=words.listed(named))
    axis = _axis(rates, words)
    rows = (
        row for i, r in enumerate(rates) for row in _row(r, i, axis, words, r.country == subject)
    )
    picture = svg.picture(
        *_ticks(axis, ROW * len(rates), words), *rows, key=key, width=WIDTH,
        height=ROW * len(rates) + FOOT, title=title, desc=desc, font=None,
    )  # fmt: skip
    return Chart(
        key=key,
        title=title,
        desc=desc,
        svg=picture,
        table=Table(
            key=f"{key}-data",
            title=title,
            head=(words("table.country"), words("compare.rate"), words("compare.interval")),
            rows=tuple(
                (
                    Cell(text=words.code("country", rate.country)),
                    Cell(text=rate_text(rate.mid, words), value=rate.mid),
                    Cell(text=interval(rate, words)),
                )
                for rate in rates
            ),
            numeric=frozenset({1, 2}),
        ),
        source=words("chart.source", source=source),
    )


def rate_text(value: float, words: Words) -> str:
    """Write a rate with as many digits as a reader can use."""
    return words.number(value, 0 if value >= 10 else 1 if value >= 1 else 2)


def interval(rate: CountryRate, words: Words) -> str:
    """Write the 90% interval of a rate."""
    ends = {"low": rate_text(rate.low, words), "high": rate_text(rate.high, words)}
    return words("compare.range", **ends)


def _said(rate: CountryRate, words: Words) -> str:
    return f"{rate_text(rate.mid, words)} ({interval(rate, words)})"


def _axis(rates: Sequence[CountryRate], words: Words) -> _Axis:
    """End the axis at the smallest round step that needs few ticks."""
    highest = max(rate.high for rate in rates)
    power = 10.0 ** floor(log10(highest))
    step = next(power * step for step in STEPS if highest / power / step <= MOST_TICKS)
    longest = max(len(words.code("country", rate.country)) for rate in rates)
    return _Axis(left=16 + LETTER * longest, step=step, ticks=ceil(highest / step))


def _row(rate: CountryRate, i: int, axis: _Axis, words: Words, is_subject: bool) -> Iterator[str]:
    x, y = axis.x(rate.mid), ROW * (i + 0.5)
    colour, weight = (svg.VERMILION, 700) if is_subject else (svg.BLUE, None)
    name = words.code("country", rate.country)
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
