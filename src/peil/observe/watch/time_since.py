"""Time since the last event: what a reader understands where events are rare."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from peil.observe.watch.counts import Counts
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

LONGEST, SHORTEST = 60, 12
"""Reported periods before the last event that tell how often a period has an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSince:
    """Periods without an event, and whether that is long.

    Args:
        periods: (T,) since the last event, each by its share that is reported; NaN before
            there are an event and twelve reported periods before it.
        score: (T,) minus the log probability of as long a quiet.
        threshold: (T,) log of how many quiets a budget of periods holds.
        is_long: (T,) whether the score reaches it.
    """

    periods: Floats
    score: Floats
    threshold: Floats
    is_long: NDArray[np.bool_]


def time_since(counts: Counts, *, false_signals_per_year: float = 0.1) -> TimeSince:
    """Measure how long the quiet has lasted against the 60 periods before it.

    Only whether a period has an event matters, so the spread of the counts does not. The
    baseline ends before the last event: neither it nor the quiet is counted.

    Raises:
        BadInput: a budget that is no positive number.

    Source:
        Beta-binomial prediction with Jeffreys' prior: Brown, Cai and DasGupta (2001),
        Statistical Science 16(2), 101-133.
    """
    if not false_signals_per_year > 0.0:
        raise BadInput(
            f"{false_signals_per_year:g} false signals a year cannot be kept; give more than 0"
        )
    periods, before, with_event = _quiets(counts)
    had, had_not = with_event + 0.5, before - with_event + 0.5
    score = betaln(had, had_not) - betaln(had, had_not + periods)
    budget = counts.periods_a_year / false_signals_per_year
    threshold = np.log(np.maximum(budget * had / (before + 1.0), 1.0))
    is_long = (score >= threshold) & (periods > 0.0)
    return TimeSince(periods=periods, score=score, threshold=threshold, is_long=is_long)


def _quiets(counts: Counts) -> tuple[Floats, Floats, Floats]:
    """Give for each period the quiet until it, the baseline's length, and its event periods."""
    n = len(counts)
    quiet, before, with_event = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    for rows in _segments(counts.segment):
        count = counts.count[rows]
        reported = ~np.isnan(count)
        has_event = np.nan_to_num(count) > 0.0
        seen = np.concatenate(([0], np.cumsum(reported)))
        events = np.concatenate(([0], np.cumsum(has_event[reported])))
        covered = np.cumsum(np.where(reported, counts.complete[rows], 0.0))
        last = np.maximum.accumulate(np.where(has_event, np.arange(len(count)), -1))
        end = seen[np.maximum(last, 0)]
        begin = np.maximum(end - LONGEST, 0)
        is_known = (last >= 0) & (end >= SHORTEST)
        quiet[rows] = np.where(is_known, covered - covered[np.maximum(last, 0)], np.nan)
        before[rows] = np.where(is_known, end - begin, np.nan)
        with_event[rows] = np.where(is_known, events[end] - events[begin], np.nan)
    return quiet, before, with_event


def _segments(segment: Floats) -> list[slice]:
    """Split at the breaks: no quiet and no baseline crosses one."""
    edges = [0, *(np.flatnonzero(np.diff(segment) != 0.0) + 1).tolist(), len(segment)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]
