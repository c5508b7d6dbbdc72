"""Time since the last event: what a reader understands where events are rare."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import DAYS_A_YEAR, Counts
from peil.observe.watch.watched import Quiet
from peil.terms.calendar import Flags, Floats, as_date
from peil.terms.errors import BadInput

_QUIET = CONSTANTS["time_since"]
LONGEST, SHORTEST = int(_QUIET["longest"]), int(_QUIET["shortest"])
MOST_COMMON, WHOLE_FROM = float(_QUIET["most_common"]), float(_QUIET["whole_from"])
HORIZON_YEARS = float(_QUIET["horizon_years"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSince:
    """Periods without an event, and whether that is long.

    Args:
        periods: (T,) since the last event, each by its share that is reported; NaN before
            there are an event and twelve reported periods before it.
        score: (T,) minus the log probability that a spell without events lasts as long.
        threshold: (T,) log of how many such spells are expected in the periods of the budget,
            and at least log 20.
        is_long: (T,) whether the score reaches it.
    """

    periods: Floats
    score: Floats
    threshold: Floats
    is_long: NDArray[np.bool_]


def time_since(counts: Counts, *, false_signals_per_year: float = 0.1) -> TimeSince:
    """Measure how long no event has come, against the 60 periods before.

    Only whether a period has an event matters, so the spread of the counts does not. The
    baseline ends before the last event: neither that event nor the time since is part of it.

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
    score = _score(before, with_event, periods)
    budget = counts.periods_a_year / false_signals_per_year
    threshold = _threshold(before, with_event, budget)
    is_long = (score >= threshold) & (periods > 0.0)
    return TimeSince(periods=periods, score=score, threshold=threshold, is_long=is_long)


def quiet_now(counts: Counts, *, false_signals_per_year: float = 0.1) -> Quiet:
    """Tell of the latest period how long no event has come, and from when on that is long.

    Args:
        counts: at least one period.

    Raises:
        BadInput: as `time_since`.
    """
    own = counts.take(slice(int(np.searchsorted(counts.segment, counts.segment[-1])), None))
    events = np.flatnonzero(own.count > 0.0)
    begin = int(events[-1]) + 1 if len(events) else 0
    reported = _reported(own)[begin:]
    found = time_since(own, false_signals_per_year=false_signals_per_year)
    periods = float(_shares(own)[begin:][reported].sum())
    return Quiet(
        periods=periods,
        unreported=int(np.count_nonzero(~reported & ~own.is_closed[begin:])),
        since=as_date(
            own.start[begin] if begin < len(own) else own.end[-1] + np.timedelta64(1, "D")
        ),
        last_event=as_date(own.end[begin - 1]) if begin else None,
        chance=float(np.exp(-found.score[-1])),
        long_from=_long_from(own, found, max(periods, HORIZON_YEARS * own.periods_a_year)),
        is_long=bool(found.is_long[-1]),
    )


def _long_from(counts: Counts, found: TimeSince, horizon: float) -> float:
    """Give the fewest whole periods that would be a long quiet after the same last event."""
    _, before, with_event = (values[-1] for values in _quiets(counts))
    if np.isnan(before):
        return float("nan")
    ahead = np.arange(1.0, np.ceil(horizon) + 1.0)
    is_long = _score(before, with_event, ahead) >= found.threshold[-1]
    return float(ahead[is_long.argmax()]) if is_long.any() else float("inf")


def _score(before: Floats, with_event: Floats, periods: Floats) -> Floats:
    """Give minus the log probability of so many periods without an event."""
    had, had_not = with_event + 0.5, before - with_event + 0.5
    score: Floats = betaln(had, had_not) - betaln(had, had_not + periods)
    return score


def _threshold(before: Floats, with_event: Floats, budget: float) -> Floats:
    """Give the log of the spells without events expected in a budget of periods, at least log 20."""
    quiets = budget * (with_event + 0.5) / (before + 1.0)
    return np.log(np.maximum(quiets, 1.0 / MOST_COMMON))


def _quiets(counts: Counts) -> tuple[Floats, Floats, Floats]:
    """Give of each period the time without events, the baseline, and its periods with events."""
    n = len(counts)
    quiet, before, with_event = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    shares = _shares(counts)
    for rows in _segments(counts.segment):
        count = counts.count[rows]
        reported = _reported(counts)[rows]
        has_event = np.nan_to_num(count) > 0.0
        seen = np.concatenate(([0], np.cumsum(reported)))
        events = np.concatenate(([0], np.cumsum(has_event[reported])))
        covered = np.cumsum(np.where(reported, shares[rows], 0.0))
        last = np.maximum.accumulate(np.where(has_event, np.arange(len(count)), -1))
        end = seen[np.maximum(last, 0)]
        begin = np.maximum(end - LONGEST, 0)
        is_known = (last >= 0) & (end >= SHORTEST)
        quiet[rows] = np.where(is_known, covered - covered[np.maximum(last, 0)], np.nan)
        before[rows] = np.where(is_known, end - begin, np.nan)
        with_event[rows] = np.where(is_known, events[end] - events[begin], np.nan)
    return quiet, before, with_event


def _reported(counts: Counts) -> Flags:
    """Tell which periods have a report; a zero where nobody could look is none."""
    reported: Flags = ~np.isnan(counts.count) & ((counts.exposure > 0.0) | (counts.count > 0.0))
    return reported


def _shares(counts: Counts) -> Floats:
    """Give the share of each period that is over and reported."""
    days = (counts.end - counts.start).astype(np.float64) + 1.0
    passed = days * counts.periods_a_year / DAYS_A_YEAR
    share: Floats = counts.complete * np.where(passed >= WHOLE_FROM, 1.0, passed)
    return share


def _segments(segment: Floats) -> list[slice]:
    """Split at the breaks, which neither a baseline nor the time since an event crosses."""
    edges = [0, *(np.flatnonzero(np.diff(segment) != 0.0) + 1).tolist(), len(segment)]
    return [slice(a, b) for a, b in pairwise(edges) if b > a]
