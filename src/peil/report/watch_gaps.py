"""What is missing of a series: periods without a count, and the rest of one that is not over."""

from datetime import date

import numpy as np

from peil.observe.periods import grid_of
from peil.report.watch_words import duration, name_of, named
from peil.report.watching import WatchBrief, WatchedSeries
from peil.report.words import Words
from peil.terms.calendar import as_date

MANY = 1 / 3
"""Share of the periods without a count above which this is said first."""


def gaps(series: WatchedSeries, words: Words) -> str:
    """Say how many periods have no count: an export of events alone leaves out every zero."""
    counts, missing = series.counts, _missing(series)
    if counts is None or not missing:
        return ""
    every = duration(len(counts), counts.period, words)
    return words("watch_gaps.none_came", missing=words.number(missing), all=every)


def gaps_note(brief: WatchBrief, words: Words) -> tuple[str, ...]:
    """Name the series of several in which so many periods have no count, whatever is said of them."""
    found = [name_of(one, words) for one in brief.in_order if has_many_gaps(one)]
    if not found or len(brief.series) == 1:
        return ()
    return (words("watch_gaps.many", names=named(found, words)),)


def has_many_gaps(series: WatchedSeries) -> bool:
    """Whether so many periods have no count that it must be read before all else."""
    return series.counts is not None and _missing(series) > MANY * len(series.counts)


def _missing(series: WatchedSeries) -> int:
    """Count the periods without a count, where it is not the work that nothing is known of."""
    counts = series.counts
    if counts is None or counts.has_denominator:
        return 0
    missing = int(np.count_nonzero(np.isnan(counts.count)))
    return missing if missing < len(counts) else 0


def not_over(series: WatchedSeries, as_of: date, words: Words) -> str:
    """Say that the latest period is not over, where it is so and counts by its share."""
    counts = series.counts
    if counts is None or not len(counts):
        return ""
    grid = grid_of(counts.start, counts.period)
    last = as_date(grid.last(grid.number(counts.start[-1:]))[0])
    is_open = as_date(counts.end[-1]) < last and as_of < last
    return words("watch_gaps.not_over") if is_open else ""
