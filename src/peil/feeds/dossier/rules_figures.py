"""What the figures of a sound dossier are asked about: those unlike all others of their series."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from peil.feeds.dossier.cells import Cells, wrong_rows
from peil.terms.calendar import Days, Flags, Floats, Ints
from peil.terms.errors import Problem

FEWEST = 6
"""Rows of a series from which on one may stand out."""
TIMES = 10
"""How many times larger than all others, or smaller, a figure is that is asked about."""
LATE = 3652
"""Days later than all others after its period that a figure is told which is asked about."""
MONTH, SLACK = 30.44, 0.2
"""Days, and months by which a period differs from all others that is asked about."""


def figure_questions(observations: Cells) -> Iterator[Problem]:
    """Ask about figures whose size, decimals, period or day of publication no other of their series has."""
    country, indicator = (observations.codes(name) for name in ("country", "indicator"))
    pairs = country.astype(np.int64) * (int(indicator.max(initial=0)) + 1) + indicator
    series: Ints = np.unique(pairs, return_inverse=True)[1]
    is_flow = observations.among("measure_kind", ("flow_count",))
    yield from _of_value(observations, series, is_flow)
    yield from _of_period(observations, series, is_flow)
    yield from _of_publication(observations, series)


def _of_value(observations: Cells, series: Ints, is_flow: Flags) -> Iterator[Problem]:
    value = observations.numbers("value")
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(value > 0, np.log10(value), np.nan)
    yield from wrong_rows(
        observations,
        _is_apart(series, size, np.log10(TIMES)),
        f"value is {{value}}, {TIMES} times more or less than any other of its series",
        "correct it, unless it is meant so",
    )
    is_broken = is_flow & (value != np.rint(value))
    share = np.bincount(series, is_broken) / np.bincount(series)
    yield from wrong_rows(
        observations,
        is_broken & (share[series] <= 1 / FEWEST),
        "value is {value}, where the series counts in whole numbers",
        "write it without a mark between thousands, or as it was published",
    )


def _of_period(observations: Cells, series: Ints, is_flow: Flags) -> Iterator[Problem]:
    start, end = observations.days("period_start"), observations.days("period_end")
    is_whole = ~(observations.flags("partial") | observations.flags("approximate"))
    months = (end - start).astype(np.float64) / MONTH
    is_odd = _is_apart(series, np.where(is_flow & is_whole, months, np.nan), SLACK)
    yield from wrong_rows(
        observations,
        is_odd & ~_is_told_again(series, start, end),
        "is of {period_start} to {period_end}, longer or shorter than any other period of its series",
        "correct the days, or write partial = true if it is a part, approximate = true if derived",
    )


def _of_publication(observations: Cells, series: Ints) -> Iterator[Problem]:
    published = observations.days("published")
    lag = (published - observations.days("period_end")).astype(np.float64)
    yield from wrong_rows(
        observations,
        (lag > LATE) & _is_apart(series, lag, LATE),
        "published is {published}, ten years or more after {period_end}",
        "correct the year, unless it was told so late",
    )


def _is_told_again(series: Ints, start: Days, end: Days) -> Flags:
    """Tell of each row whether another of its series is of the same period."""
    order = np.lexsort((end, start, series))
    one, other = order[:-1], order[1:]
    is_same = (
        (series[one] == series[other]) & (start[one] == start[other]) & (end[one] == end[other])
    )
    again = np.zeros(len(series), dtype=np.bool_)
    again[one[is_same]] = again[other[is_same]] = True
    return again


def _is_apart(series: Ints, values: Floats, gap: float) -> Flags:
    """Find the one value of a series that is a gap away from all others, which are closer together.

    Args:
        series: (N,) of each row.
        values: (N,) NaN where there is none.
        gap: from the nearest other.
    """
    found = np.zeros(len(values), dtype=np.bool_)
    rows = np.flatnonzero(~np.isnan(values))
    rows = rows[np.lexsort((values[rows], series[rows]))]
    ends = [0, *np.cumsum(np.bincount(series[rows])).tolist()]
    for begin, end in pairwise(ends):
        if end - begin >= FEWEST:
            ordered = values[rows[begin:end]]
            low, high = ordered[1] - ordered[0], ordered[-1] - ordered[-2]
            found[rows[begin]] = low >= gap and ordered[-1] - ordered[1] < low
            found[rows[end - 1]] = high >= gap and ordered[-2] - ordered[0] < high
    return found
