"""A chart of rates with their intervals, as an image that needs nothing from outside."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from peil.report.comparison_words import number, rate_with_interval
from peil.review.comparison import CountryRate

WIDTH, ROW, RIGHT, TOP, FOOT = 400, 24, 366, 6, 42
LETTER = 7.2
"""Width of a letter, on the wide side, to leave room for the longest name."""
MOST_TICKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    left: float
    top: float

    def x(self, value: float) -> float:
        return self.left + (RIGHT - self.left) * value / self.top


def rate_chart(rates: Sequence[CountryRate], subject: str, name: str) -> Markup:
    """Draw each country's rate as a dot on its 90% interval, highest first.

    Args:
        rates: in the order in which they are drawn.
        subject: the country that is marked, by shape and weight as well as by colour.
        name: unique on the page; the image is labelled by it.
    """
    scale = _Scale(
        left=16 + LETTER * max(len(rate.country) for rate in rates),
        top=_axis_end(max(rate.high for rate in rates)),
    )
    height = TOP + ROW * len(rates) + FOOT
    rows = Markup("").join(
        _row(rate, i, scale, is_subject=rate.country == subject) for i, rate in enumerate(rates)
    )
    return Markup(
        '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        '<title id="{name}-t">Rate per million inhabitants with 90% interval, {n} countries, '
        'highest first</title><desc id="{name}-d">{words}.</desc>{axis}{rows}</svg>'
    ).format(
        width=WIDTH,
        height=height,
        name=name,
        n=len(rates),
        words="; ".join(f"{r.country} {rate_with_interval(r)}" for r in rates),
        axis=_axis(scale, TOP + ROW * len(rates)),
        rows=rows,
    )


def _row(rate: CountryRate, i: int, scale: _Scale, *, is_subject: bool) -> Markup:
    y = TOP + ROW * i + ROW / 2
    x = scale.x(rate.mid)
    if is_subject:
        mark = f'<path d="M{x - 6:.1f} {y}L{x:.1f} {y - 6}L{x + 6:.1f} {y}L{x:.1f} {y + 6}Z"/>'
    else:
        mark = f'<circle cx="{x:.1f}" cy="{y}" r="4.5"/>'
    return Markup(
        '<g class="{kind}"><text x="{left}" y="{base}" text-anchor="end">{country}</text>'
        '<line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>{mark}'
        '<text x="{right}" y="{base}">{mid}</text></g>'
    ).format(
        kind="subject" if is_subject else "other",
        left=scale.left - 8,
        base=y + 4.5,
        country=escape(rate.country),
        low=scale.x(rate.low),
        high=scale.x(rate.high),
        y=y,
        mark=Markup(mark),  # noqa: S704 - numbers of our own making
        right=RIGHT + 6,
        mid=number(rate.mid),
    )


def _axis(scale: _Scale, bottom: float) -> Markup:
    step = _step(scale.top)
    ticks = Markup("").join(
        Markup(
            '<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>'
            '<text x="{x:.1f}" y="{y}" text-anchor="middle">{value}</text>'
        ).format(x=scale.x(i * step), top=TOP, bottom=bottom, y=bottom + 16, value=f"{i * step:g}")
        for i in range(round(scale.top / step) + 1)
    )
    label = Markup('<text x="{x}" y="{y}" text-anchor="middle">per million inhabitants</text>')
    middle = label.format(x=(scale.left + RIGHT) / 2, y=bottom + 34)
    return Markup('<g class="axis">{}{}</g>').format(ticks, middle)


def _axis_end(highest: float) -> float:
    step = _step(highest)
    return step * -(-highest // step)


def _step(highest: float) -> float:
    """Choose the smallest round step that needs few ticks."""
    power = 1e-9
    while True:
        for digit in (1, 2, 5):
            if highest / (digit * power) <= MOST_TICKS:
                return digit * power
        power *= 10
