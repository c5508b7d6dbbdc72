"""A chart of attack rates while each level was in force: a dot on its exact interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from peil.report import svg
from peil.report.account import Table
from peil.report.charts import Chart
from peil.report.words import Words
from peil.review.track.rates import Rate

ROW, HEAD, FOOT = 22.0, 30.0, 42.0
STEPS, MOST_TICKS = (0.2, 0.5, 1.0, 2.0), 6
SHORTEST = 0.25
"""Years of exposure below which a rate does not set the axis: its interval says nothing."""
ROOM = 1.6
"""How far beyond the highest rate the axis goes; longer intervals end in an arrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rates of one course, with its name."""

    name: str
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    left: float
    right: float
    step: float
    ticks: int

    @property
    def most(self) -> float:
        return self.step * self.ticks

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * min(value, self.most) / self.most


def rates_chart(
    groups: Sequence[Group], words: Words, table: Table, font: str | None = None
) -> Chart | None:
    """Draw the rate of each level with its 90 % interval, course by course.

    Args:
        groups: of each course, lowest level first; without any there is nothing to draw.
        table: the same rates, for those who read or compute.
    """
    if not any(group.rates for group in groups):
        return None
    title = words("track.rates_chart")
    said = [f"{g.name}, {_level(r, words)} {_said(r, words)}" for g in groups for r in g.rates]
    desc = words("track.rates_desc", list=words.listed(said))

    def drawn(*, is_wide: bool) -> str:
        axis = _axis(groups, is_wide=is_wide)
        bottom = sum(HEAD + ROW * len(group.rates) for group in groups)
        return svg.picture(
            *_ticks(axis, bottom, words), *_groups(groups, axis, words, is_wide=is_wide),
            key=f"rates{'' if is_wide else '-narrow'}", width=720.0 if is_wide else 360.0,
            height=bottom + FOOT, title=title, desc=desc, font=font,
        )  # fmt: skip

    return Chart(
        key="rates",
        title=title,
        desc=desc,
        svg=drawn(is_wide=True),
        narrow=drawn(is_wide=False),
        table=table,
        source=words("track.source"),
    )


def _axis(groups: Sequence[Group], *, is_wide: bool) -> _Axis:
    known = [(r.rate, r.years) for g in groups for r in g.rates if r.rate is not None]
    long = [rate for rate, years in known if years >= SHORTEST] or [rate for rate, _ in known]
    highest = max(*long, 0.5) * ROOM
    power = 10.0 ** floor(log10(highest))
    step = next(power * step for step in STEPS if highest / power / step <= MOST_TICKS)
    left, right = (80.0, 520.0) if is_wide else (62.0, 262.0)
    return _Axis(left=left, right=right, step=step, ticks=ceil(highest / step))


def _groups(groups: Sequence[Group], axis: _Axis, words: Words, *, is_wide: bool) -> Iterator[str]:
    top = 0.0
    for group in groups:
        yield svg.label(0.0, top + 20, group.name, font_weight=700)
        for i, rate in enumerate(reversed(group.rates)):
            yield from _row(rate, top + HEAD + ROW * (i + 0.5), axis, words, is_wide=is_wide)
        top += HEAD + ROW * len(group.rates)


def _row(rate: Rate, y: float, axis: _Axis, words: Words, *, is_wide: bool) -> Iterator[str]:
    yield svg.label(0.0, y + 4.5, _level(rate, words))
    if rate.rate is not None and rate.low is not None and rate.high is not None:
        end, is_short = axis.x(rate.high), rate.years < SHORTEST
        colour, width = (svg.SLATE, 1) if is_short else (svg.BLUE, 3)
        yield svg.line(axis.x(rate.low), y, end, y, stroke=colour, stroke_width=width)
        if rate.high > axis.most:
            points = f"{end:.1f},{y - 5} {end + 8:.1f},{y} {end:.1f},{y + 5}"
            yield svg.tag("polygon", points=points, fill=colour)
        if rate.rate <= axis.most:
            yield svg.tag(
                "circle", cx=axis.x(rate.rate), cy=y, r=3 if is_short else 4.5, fill=colour
            )
    said = words("track.exposure" if is_wide else "track.exposure_short", **_exposure(rate, words))
    yield svg.label(axis.right + 16, y + 4.5, said, fill=svg.GREY)


def _ticks(axis: _Axis, bottom: float, words: Words) -> Iterator[str]:
    style = {"fill": svg.GREY, "text_anchor": "middle"}
    for i in range(axis.ticks + 1):
        x = axis.x(i * axis.step)
        yield svg.line(x, HEAD - 4, x, bottom)
        yield svg.label(x, bottom + 16, words.number(i * axis.step, 6), **style)
    yield svg.label((axis.left + axis.right) / 2, bottom + 34, words("track.rates_axis"), **style)


def _level(rate: Rate, words: Words) -> str:
    return words.sentence(words("level.plain", n=rate.level))


def _exposure(rate: Rate, words: Words) -> dict[str, str]:
    return {"events": words.number(rate.events), "years": years_text(rate.years, words)}


def years_text(years: float, words: Words) -> str:
    """Say years of exposure, and days where they are few."""
    if years < SHORTEST:
        return words("track.days", n=round(years * 365.25))
    return words("track.years", number=words.fixed(years, 1))


def _said(rate: Rate, words: Words) -> str:
    none = words("table.none")
    return none if rate.rate is None else words.number(rate.rate, 2)
