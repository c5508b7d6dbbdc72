"""Attack rates while each level was in force: an association, neither skill nor effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from peil.review.evaluation.exact import Spells, exact_interval, find_power, poisson_interval
from peil.review.track.courses import ONE_DAY, LevelCourse
from peil.review.track.event_record import EventRecord, day_of_event
from peil.review.track.settings import UNDECIDED

HIGHER, LOWER = "higher", "lower"
DOUBLED, HALVED = 2.0, 0.5
YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Events under one level, with the exact 90 % interval of their rate a year.

    Args:
        events: that found this level in force the day before.
        years: of exposure inside the complete windows.
        rate, low, high: events a year.
    """

    level: int
    events: int
    years: float
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRatio:
    """The rate under a level, divided by that under the next lower level that was in force.

    Args:
        ratio, low, high: with the exact 90 % interval; None where it has no end or no value.
        word: higher or lower where the interval leaves 1 out, else undecided.
        power: to find a doubling, or a halving where the rate is not higher, from the events under
            the lower level; None where there are none.
    """

    upper: int
    lower: int
    ratio: float | None
    low: float
    high: float | None
    word: str
    power: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRates:
    """The rates of one course, lowest level first, and the ratios of neighbours.

    Args:
        plots_in: whether stopped plots count as events.
        after_days: days from each step up on that are left out; 0 where none are.
    """

    plots_in: bool
    after_days: int
    rates: tuple[Rate, ...]
    ratios: tuple[LevelRatio, ...]


def rate_levels(
    course: LevelCourse, happened: EventRecord, *, plots_in: bool, after_days: int = 0
) -> LevelRates:
    """Divide the events under each level of a course by the time that it was in force.

    A day belongs to the level of the day before, for events and exposure alike.

    Args:
        course: the levels; nothing is added over courses.
        happened: the events and where their list is complete.
        plots_in: whether stopped plots count.
        after_days: days from each step up on that are left out.
    """
    stretches = list(_stretches(course, happened, after_days))
    events = [day_of_event(event) for event in happened.events(plots_in=plots_in)]
    levels = sorted({level for level, _, _ in stretches})
    rates = tuple(
        _rate(
            level,
            sum(a <= day < b for k, a, b in stretches if k == level for day in events),
            sum((b - a).days for k, a, b in stretches if k == level) / YEAR,
        )
        for level in levels
    )
    ratios = tuple(_ratio(upper, lower) for lower, upper in pairwise(rates))
    return LevelRates(plots_in=plots_in, after_days=after_days, rates=rates, ratios=ratios)


def _stretches(
    course: LevelCourse, happened: EventRecord, after_days: int
) -> list[tuple[int, date, date]]:
    """Give level, first day and day after the last of each stretch of exposure."""
    found = []
    left_out = [(day + ONE_DAY, after_days) for day in course.steps_up()]
    for spell in course.spells:
        for first, last in happened.spans:
            begin = max(spell.start + ONE_DAY, first)
            end = min(spell.end, last, happened.last) + ONE_DAY
            if begin < end:
                found += [(spell.level, a, b) for a, b in _without(begin, end, left_out)]
    return found


def _without(
    begin: date, end: date, left_out: Sequence[tuple[date, int]]
) -> list[tuple[date, date]]:
    """Leave some days after each of several starts out of a stretch."""
    pieces = [(begin, end)]
    for start, days in left_out:
        stop = start + timedelta(days=days)
        cut = [((a, min(b, start)), (max(a, stop), b)) for a, b in pieces]
        pieces = [(a, b) for pair in cut for a, b in pair if a < b] if days else pieces
    return pieces


def _rate(level: int, events: int, years: float) -> Rate:
    low, high = poisson_interval(events)
    return Rate(
        level=level,
        events=events,
        years=years,
        rate=events / years,
        low=low / years,
        high=high / years,
    )


def _ratio(upper: Rate, lower: Rate) -> LevelRatio:
    """Compare two rates exactly, given the sum of their events."""
    spells = Spells(before=lower.years, after=upper.years)
    low, high = 0.0, float("inf")
    if upper.events + lower.events:
        low, high = exact_interval(lower.events, upper.events, spells)
    most = high if high < float("inf") else None
    rate = lower.events / lower.years
    return LevelRatio(
        upper=upper.level,
        lower=lower.level,
        ratio=upper.events / upper.years / rate if rate else None,
        low=low,
        high=most,
        word=HIGHER if low > 1 else LOWER if high < 1 else UNDECIDED,
        power=_power(upper, lower),
    )


def _power(upper: Rate, lower: Rate) -> float | None:
    """Give the power to find a doubling or a halving, whichever the counts point to."""
    if not lower.events:
        return None
    is_higher = upper.events / upper.years > lower.events / lower.years
    spells = Spells(before=lower.years, after=upper.years)
    return find_power(lower.events, DOUBLED if is_higher else HALVED, spells)
