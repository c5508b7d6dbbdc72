"""Breaks: where a series is no longer counted as before, and since when that was known."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from peil.terms.calendar import Days, Floats

EVERYWHERE = ""
"""The country of a break that holds for all countries."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Break:
    """One break of an indicator's series.

    Args:
        indicator: its id.
        date: first day that is counted in the new way.
        country: where it holds; empty for everywhere.
        kind: definition, source, coverage or method.
        description: what changed, in words.
        publisher, source: who made it known, and where it stands.
        published: day on which it became known.
        verified: whether it was read in its source.
    """

    indicator: str
    date: dt.date
    country: str
    kind: str
    description: str
    publisher: str
    source: str
    published: dt.date
    verified: bool


def breaks_known(
    breaks: Iterable[Break],
    *,
    indicator: str,
    countries: Iterable[str],
    day: dt.date,
    with_unverified: bool = False,
) -> tuple[Break, ...]:
    """Select the breaks of an indicator that were known on a day, in order of date.

    Args:
        breaks: of any indicator and country.
        indicator: whose breaks.
        countries: those whose figures the series holds.
        day: the as-of day; a break that became known later is not used.
        with_unverified: whether breaks count that nobody read in a source.
    """
    places = {EVERYWHERE, *countries}
    return tuple(
        sorted(
            b
            for b in breaks
            if b.indicator == indicator
            and b.country in places
            and b.published <= day
            and (b.verified or with_unverified)
        )
    )


def segments(start: Days, end: Days, days: Iterable[np.datetime64]) -> Floats:
    """Number the stretches of periods that were counted in one way, from 0 on.

    A period with a break inside is counted in two ways; it is a stretch by itself, so that
    neither what comes before it nor what comes after is compared with it.

    Args:
        start, end: (N,) first and last day of each period, oldest first.
        days: the first day of each new way to count.

    Returns:
        (N,) numbers that go up by one where a stretch begins.
    """
    passed = np.zeros(len(start), dtype=np.int64)
    for day in sorted(set(days)):
        passed += (start >= day).astype(np.int64) + (end >= day)
    return np.unique(passed, return_inverse=True)[1].astype(np.float64)
