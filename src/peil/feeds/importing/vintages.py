"""From counts to vintages: what was known of each month, and since when. Pure.

A source with one day for the whole file gives one vintage. A source that says of each row when it
was added gives a vintage for the last day of each month, which holds all rows added by then; the
last vintage is that of the last day of the file. A source that says only when a row was last
changed gives the same the first time, as lower bounds, and later files give one vintage each:
an older state of theirs cannot be told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

import numpy as np

from peil.feeds.importing.counting import EventCounts
from peil.feeds.importing.source import ADDED, CHANGED, RELEASE, Source
from peil.terms.calendar import Ints, as_date, as_day, first_day, last_day, month_of
from peil.terms.errors import BadInput

DAY, MONTH = "day", "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """The count of one month as known from a day on.

    Args:
        month: counted since January 1970.
        value: events.
        published: the day.
        precision: DAY or MONTH, how exactly the day is known.
        is_bound: whether the count may have been higher.
    """

    month: int
    value: int
    published: date
    precision: str
    is_bound: bool = False


Recorded = Mapping[int, Sequence[tuple[date, float]]]
"""By month, the days of publication and the values that a dossier already holds."""


def complete_months(first: np.datetime64, last: np.datetime64) -> Ints:
    """List the months that lie wholly between two days, counted since January 1970."""
    start, end = int(month_of(first)), int(month_of(last))
    start += int(first != first_day(start))
    end -= int(last != last_day(end))
    return np.arange(start, end + 1)


def vintages(
    counts: EventCounts, source: Source, *, country: str, indicator: str, months: Ints, day: date
) -> list[Vintage]:
    """Make the vintages of one series, in order of month and publication.

    Args:
        counts: what the file holds.
        months: those that the file covers; one without an event is zero.
        day: the last day whose knowledge the file holds.
    """
    chosen = counts.country == country
    month, known = counts.month[chosen], counts.known[chosen]
    amount = counts.amounts[indicator][chosen]
    final = [int(amount[month == m].sum()) for m in months]
    if source.known == RELEASE:
        return [
            Vintage(month=int(m), value=value, published=day, precision=DAY)
            for m, value in zip(months, final, strict=True)
        ]
    since = int(counts.known.min())
    made = []
    for m, value in zip(months.tolist(), final, strict=True):
        here = month == m
        states = _states(known[here], amount[here], max(m, since), int(month_of(as_day(day))))
        made += _of_month(m, states, value, day, is_bound=source.known == CHANGED)
    return made


def _states(known: Ints, amount: Ints, first: int, last: int) -> list[tuple[int, int]]:
    """Give the count at the end of each month in which it changed, the first one included."""
    ends = sorted({first, *(max(k, first) for k in known.tolist())})
    return [(end, int(amount[known <= end].sum())) for end in ends if end < last]


def _of_month(
    month: int, states: Sequence[tuple[int, int]], final: int, day: date, *, is_bound: bool
) -> list[Vintage]:
    # A bound of zero says nothing, and would be read as peace.
    told = [state for state in states if state[1] > 0 or not is_bound]
    made = [
        Vintage(
            month=month,
            value=value,
            published=as_date(last_day(end)),
            precision=MONTH,
            is_bound=is_bound,
        )
        for end, value in told
    ]
    if is_bound or not made or made[-1].value != final:
        made.append(Vintage(month=month, value=final, published=day, precision=DAY))
    return made


def new_vintages(
    made: Sequence[Vintage], recorded: Recorded, source: Source, day: date
) -> list[Vintage]:
    """Keep the vintages that say something that the dossier does not hold yet.

    Nothing is added before the latest day that the series already has, except for months of
    which it has nothing: what was known then has been recorded then.

    Args:
        made: the vintages of the file, in order of month and publication.
        recorded: what the dossier holds of the series.
        day: the last day whose knowledge the file holds.

    Raises:
        BadInput: the file is older than what is recorded, or tells another count for a day.
    """
    until = max((day for values in recorded.values() for day, _ in values), default=date.min)
    fresh: list[Vintage] = []
    for month, group in groupby(made, key=attrgetter("month")):
        mine = list(group)
        if month not in recorded:
            fresh += mine
            continue
        later = [v for v in mine if v.published > until and source.known == ADDED]
        if not later:
            later = [replace(mine[-1], published=day, precision=DAY)]
        kept = _changes(later, _value_on(recorded[month], later[0].published))
        if kept:
            _refuse_older(kept[0], until, recorded[month])
        fresh += kept
    return fresh


def _value_on(values: Sequence[tuple[date, float]], day: date) -> float | None:
    known = sorted(value for value in values if value[0] <= day)
    return known[-1][1] if known else None


def _changes(made: Sequence[Vintage], before: float | None) -> list[Vintage]:
    kept = []
    for vintage in made:
        if vintage.value != before:
            kept.append(vintage)
        before = vintage.value
    return kept


def _refuse_older(vintage: Vintage, until: date, values: Sequence[tuple[date, float]]) -> None:
    day, month = vintage.published, str(np.datetime64(vintage.month, "M"))
    if any(day == published for published, _ in values):
        raise BadInput(
            f"the file counts {vintage.value} events in {month} where the dossier already holds "
            f"another count of {day}; give the day on which this file was published"
        )
    if day < until:
        raise BadInput(
            f"the file of {day} changes {month}, of which the dossier already knows the state of "
            f"{until}; import releases in the order of their publication"
        )
