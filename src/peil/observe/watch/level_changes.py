"""Changed levels: what the chart of lasting changes has signalled, and what is remembered of it.

A signal is remembered as long as the counts since, beside all since the level last changed, bear it
out; the levels before it, as long as those between do. It is news only if it tells another level
than is remembered already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from peil.observe.direction import PRIOR, Rates, chance_below, ratio_at
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.outbreak_baseline import EVENTS_TO_BELIEVE
from peil.observe.watch.shift import Shift
from peil.observe.watch.shift_baseline import LONGEST
from peil.observe.watch.signals import NO_SIGNAL
from peil.terms.calendar import Flags, Floats, Ints

_RULE = CONSTANTS["direction"]
REMEMBERED, TOLD = float(_RULE["remembered"]), float(_RULE["interval"])
"""Confidence by which a level is remembered, and of an interval that is told."""
DOUBT = (1.0 - TOLD) / 2.0
STILL_OPEN, FORGOTTEN_AT = float(_RULE["still_open"]), float(_RULE["forgotten_at"])
WITHDRAWN = float(np.log(_RULE["withdrawn_at"]))


def interval_of(rates: Rates) -> tuple[Floats, Floats]:
    """Give low and high of the later rate over the earlier, an interval of 95 %."""
    return ratio_at(DOUBT, rates), ratio_at(1.0 - DOUBT, rates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One signal of the chart: a stretch of the series at another level.

    Args:
        since, opened: positions at which it is thought to have begun, and was signalled.
        end: position at which the signal closed; the length of the series where it is open.
        stands: (N,) whether an open signal is not withdrawn.
        is_rise: its side.
        events, effort: before it: of the baseline that it left, or of more.
        spread: variance beyond the mean over its square, at that baseline.
        cut_first, cut_last: old outbreak left out of that baseline; -1 without one.
        scatter, periods: Pearson's statistic of the counts before it about their rate, and how many
            counts these are.
    """

    since: int
    opened: int
    end: int
    stands: Flags
    is_rise: bool
    events: float
    effort: float
    spread: float
    cut_first: int = NO_SIGNAL
    cut_last: int = NO_SIGNAL
    scatter: float = 0.0
    periods: float = 0.0

    @property
    def rate(self) -> float:
        """Events per unit of effort before the change."""
        return self.events / self.effort


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNow:
    """The changed level that holds at some periods, as known in each.

    Args:
        change: (T,) place of it among the changes; -1 where no level is known to have changed.
        since, opened: (T,) positions from which it is thought to hold, and at which it was
            signalled; -1 likewise.
        is_rise, is_open: (T,) whether it is higher, and whether its signal stands.
        before, after: (T,) events per unit of effort; NaN likewise.
        low, high: (T,) of the ratio after over before, an interval of 95 %.
    """

    change: Ints
    since: Ints
    opened: Ints
    is_rise: Flags
    is_open: Flags
    before: Floats
    after: Floats
    low: Floats
    high: Floats

    def take(self, rows: Ints | slice) -> "LevelNow":
        """Keep some of the periods."""
        return LevelNow(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def changes_of(shift: Shift, effort: Floats) -> Iterator[Change]:
    """List the signals of a chart, oldest first.

    Args:
        effort: (N,) what the chart took its counts to be proportional to.
    """
    state = shift.is_rise.astype(np.int64) - shift.is_fall
    edges = np.flatnonzero(np.diff(state, prepend=0)).tolist()
    for first, end in pairwise([*edges, len(shift)]):
        if state[first] == 0:
            continue
        # The chart adds half an event to its baseline; a signal opens in a period with effort alone.
        total = shift.mean[first] * shift.baseline[first]
        rate = shift.expected[first] / effort[first]
        is_rise = bool(state[first] > 0)
        yield Change(
            since=int(max(shift.rise_since[first], shift.fall_since[first])),
            opened=first,
            end=end,
            stands=_stands(shift, first, end, is_rise=is_rise),
            is_rise=is_rise,
            events=total - PRIOR,
            effort=total / rate,
            spread=float(1.0 / shift.size[first]),
            cut_first=int(shift.cut_first[first]),
            cut_last=int(shift.cut_last[first]),
        )


def _stands(shift: Shift, first: int, end: int, *, is_rise: bool) -> Flags:
    """Say where the evidence of a signal is not withdrawn, from where it was first given.

    It is given again wherever the sum is back at its threshold, and withdrawn where the counts since
    are so many times likelier at the level before.
    """
    sums, limits = (shift.up, shift.up_threshold) if is_rise else (shift.down, shift.down_threshold)
    gap, place = (sums - limits)[first:end], np.arange(end - first)
    given = np.maximum.accumulate(np.where(gap >= 0.0, place, 0))
    withdrawn = np.maximum.accumulate(np.where(gap <= -WITHDRAWN, place, NO_SIGNAL))
    stands = np.zeros(len(shift), dtype=np.bool_)
    stands[first:end] = given > withdrawn
    return stands


def level_now(
    changes: tuple[Change, ...], counts: Counts, effort: Floats, at: Ints
) -> tuple[LevelNow, tuple[Change, ...]]:
    """Find the changed level that holds at each period, by the counts up to it.

    The latest one holds whose signal stands, or which is borne out since. One that says again what
    is known begins where it goes further, so that `at` has every period from its signal on.

    Returns:
        The level, and the changes, each beside what came since the level known before it.
    """
    found, compared = _nothing(len(at)), list[Change]()
    running = _running(counts, effort)
    for place, change in enumerate(changes):
        earlier = np.flatnonzero(at < change.opened)[-1:]
        known = int(found.since[earlier[0]]) if len(earlier) else NO_SIGNAL
        compared.append(_with_all_before(change, known, counts, effort))
        # Nothing is said before the signal; what is written in the later part is written in the whole.
        later = slice(int(np.searchsorted(at, change.opened)), None)
        _put_change(found.take(later), place, compared[-1], running, at[later])
    return found, tuple(compared)


def _with_all_before(change: Change, known: int, counts: Counts, effort: Floats) -> Change:
    """Compare a change with all counts since the level last changed, if the baseline had fewer.

    A baseline that is low by chance signals rises, and they would be borne out by it ever after. As
    in a baseline, the latest 120 periods are taken and an old outbreak is left out.

    Args:
        known: position since which the level before it is known to have held; -1 if none changed.
    """
    places = np.arange(max(known, change.since - LONGEST, 0), change.since)
    is_cut = (change.cut_first <= places) & (places <= change.cut_last)
    is_same = counts.segment[places] == counts.segment[change.since]
    is_used = is_same & ~is_cut & ~np.isnan(counts.usual[places]) & (effort[places] > 0.0)
    y, e = counts.usual[places[is_used]], effort[places[is_used]]
    if not len(y):
        return change
    scatter = _scatter(*(np.array([x]) for x in (y.sum(), e.sum(), (y**2 / e).sum())))
    change = replace(change, scatter=float(scatter[0]), periods=float(len(y)))
    is_more = e.sum() >= change.effort
    return replace(change, events=float(y.sum()), effort=float(e.sum())) if is_more else change


def older_levels(
    changes: tuple[Change, ...], counts: Counts, effort: Floats, now: LevelNow
) -> tuple[tuple[int, float, float], ...]:
    """Give the levels before the one that holds at the last period, if they are remembered.

    Returns:
        Of each, oldest first: position since which it held, events per unit of effort before it
        and in it.
    """
    told, running = list[tuple[int, float, float]](), _running(counts, effort)
    end, last = int(now.since[-1]), int(now.change[-1])
    for change in reversed(changes[: max(last, 0)]):
        until = np.array([end - 1])
        if change.since < end:
            own = _nothing(1)
            _put_change(own, 0, change, running, until)
            if own.change[0] != NO_SIGNAL:
                told.append((change.since, change.rate, float(own.after[0])))
                end = change.since
    return tuple(reversed(told))


def _nothing(n: int) -> LevelNow:
    place, unknown = np.full((3, n), NO_SIGNAL), np.full((4, n), np.nan)
    return LevelNow(
        change=place[0],
        since=place[1],
        opened=place[2],
        is_rise=np.zeros(n, dtype=np.bool_),
        is_open=np.zeros(n, dtype=np.bool_),
        before=unknown[0],
        after=unknown[1],
        low=unknown[2],
        high=unknown[3],
    )


class _Sums(NamedTuple):
    """Events, effort, squares of events over effort, and periods, from a position to each period."""

    events: Floats
    effort: Floats
    squares: Floats
    periods: Floats

    def dispersion(self, change: Change) -> Floats:
        """Variance over mean of the counts since and before, each about its own rate.

        At least 1; of what it exceeds 1 by, so much is believed as in the baseline of the detector.
        """
        pooled = _scatter(self.events, self.effort, self.squares) + change.scatter
        beyond = pooled / np.maximum(self.periods + change.periods - 2.0, 1.0) - 1.0
        events = self.events + change.events
        return np.asarray(1.0 + np.maximum(beyond, 0.0) * events / (events + EVENTS_TO_BELIEVE))


def _scatter(events: Floats, effort: Floats, squares: Floats) -> Floats:
    """Pearson's statistic about a rate of one's own; 0 without an event."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(squares * effort / events - events)


class _Running(NamedTuple):
    """Sums of a series from its start up to each period.

    Args:
        sums: (4, N + 1) events, effort, squares and periods, as in `_Sums`.
        segment: (N,) number of the definition.
        year: periods of a year.
    """

    sums: Floats
    segment: Floats
    year: int


def _running(counts: Counts, effort: Floats) -> _Running:
    is_used = ~np.isnan(counts.usual) & (effort > 0.0)
    events, worked = (np.where(is_used, values, 0.0) for values in (counts.usual, effort))
    squares = np.divide(events**2, effort, out=np.zeros(len(effort)), where=is_used)
    sums = np.zeros((4, len(effort) + 1))
    for row, values in zip(sums, (events, worked, squares, is_used), strict=True):
        np.cumsum(values, out=row[1:])
    return _Running(sums, counts.segment, round(counts.periods_a_year))


def _since(since: int, running: _Running, at: Ints) -> _Sums:
    """Sum from a position up to each period; zeros across a break."""
    is_same = running.segment[at] == running.segment[since]
    begin = np.where(is_same, np.minimum(since, at + 1), at + 1)
    return _Sums(*(running.sums[:, at + 1] - running.sums[:, begin]))


def _doubt(given: Rates, change: Change) -> Floats:
    """Give the chance that the rate since is not on the side of the change of that before."""
    below = chance_below(1.0, given)
    return np.asarray(below if change.is_rise else 1.0 - below)


def _excludes_one(doubt: Floats, confidence: float) -> Flags:
    """Whether an interval of since over before lies on the side of the change alone."""
    return np.asarray(doubt < (1.0 - confidence) / 2.0)


def _is_over(change: Change, running: _Running, at: Ints) -> Flags:
    """Whether what came after the signal closed is far likelier at the level before than in it."""
    if change.end >= len(running.segment):
        return np.zeros(len(at), dtype=np.bool_)
    inside = _since(change.since, running, np.array([change.end - 1]))
    rate = float((inside.events[0] + PRIOR) / inside.effort[0])
    before = max(change.rate, PRIOR / change.effort)
    after = _since(change.end, running, at)
    gain = after.events * np.log(rate / before) - (rate - before) * after.effort
    n = np.maximum(at - change.end + 1.0, 1.0)
    spread = 1.0 + change.spread * max(rate, before) * after.effort / n
    return np.asarray(gain / spread < -np.log(FORGOTTEN_AT))


def _put_change(found: LevelNow, place: int, change: Change, running: _Running, at: Ints) -> None:
    """Write a change where it holds and is news: its signal is new, or it is borne out since."""
    sums = _since(change.since, running, at)
    is_known = (at >= change.opened) & (sums.effort > 0.0)
    is_open = is_known & (at < change.end)
    stands = is_open & change.stands[at]
    wide = sums.dispersion(change)
    given = sums.events / wide, sums.effort / wide, change.events / wide, change.effort / wide
    is_recent, doubt = at - change.opened < running.year, _doubt(given, change)
    rows = stands & ((at == change.opened) | (is_recent & _excludes_one(doubt, TOLD)))
    rows |= is_open & _excludes_one(doubt, STILL_OPEN)
    is_over = _is_over(change, running, at)
    rows |= is_known & ~is_over & _excludes_one(doubt, REMEMBERED)
    news = np.flatnonzero(rows & ~_goes_on(found, change, sums, wide, running, at))
    told = int(news[0]) if len(news) else len(at)
    rows[:told] = False
    was_none = 0 < told < len(at) and at[told - 1] >= change.opened
    opened = int(at[told]) if was_none else change.opened
    found.change[rows], found.since[rows], found.opened[rows] = place, change.since, opened
    found.is_rise[rows], found.is_open[rows] = change.is_rise, stands[rows]
    found.before[rows], found.after[rows] = change.rate, sums.events[rows] / sums.effort[rows]
    late, worked, early, before = given
    known = late[rows], worked[rows], early[rows], before[rows]
    found.low[rows], found.high[rows] = interval_of(known)


def _goes_on(
    found: LevelNow,
    change: Change,
    sums: _Sums,
    wide: Floats,
    running: _Running,
    at: Ints,
) -> Flags:
    """Whether a signal only says again what is known of a level that is remembered.

    A baseline that had a part of a fall in it lets the rest be signalled anew, and dated too late.
    """
    same: Flags = (found.change != NO_SIGNAL) & (found.is_rise == change.is_rise)
    for since in np.unique(found.since[same]):
        rows = same & (found.since == since)
        whole = _since(int(since), running, at)
        events, worked = whole.events - sums.events, whole.effort - sums.effort
        given = sums.events / wide, sums.effort / wide, events / wide, worked / wide
        with np.errstate(divide="ignore", invalid="ignore"):  # nothing lies between, or less
            is_news = _excludes_one(_doubt(given, change), 1.0 - 2.0 * DOUBT)
        same[rows] = ~is_news[rows]
    return same
