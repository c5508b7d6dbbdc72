"""Changed levels: what the chart of lasting changes has signalled, and what is remembered of it.

A signal is remembered as long as the counts since, beside all since the level last changed, bear it
out; the levels before it, as long as those between do. It is news only if it tells another level
than is remembered already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

import numpy as np

from peil.observe.direction import PRIOR, Rates, ratio_at
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.level_split import (
    Change,
    Running,
    Split,
    Sums,
    by_chart,
    likeliest_day,
    running_sums,
    split_at,
)
from peil.observe.watch.shift import Shift
from peil.observe.watch.shift_baseline import LONGEST
from peil.observe.watch.signals import NO_SIGNAL
from peil.terms.calendar import Flags, Floats, Ints

_RULE = CONSTANTS["direction"]
REMEMBERED, TOLD = float(_RULE["remembered"]), float(_RULE["interval"])
"""Confidence by which a level is remembered, and of an interval that is told."""
CERTAIN = float(_RULE["certain"])
"""Confidence by which a later level is compared with one, and not with all before."""
DOUBT = (1.0 - TOLD) / 2.0
STILL_OPEN, FORGOTTEN_AT = float(_RULE["still_open"]), float(_RULE["forgotten_at"])
WITHDRAWN = float(np.log(_RULE["withdrawn_at"]))


def interval_of(rates: Rates) -> tuple[Floats, Floats]:
    """Give low and high of the later rate over the earlier, an interval of 95 %."""
    return ratio_at(DOUBT, rates), ratio_at(1.0 - DOUBT, rates)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAhead:
    """What the changed level that holds leads to in each next period.

    Args:
        since: (N,) position from which a level is known to hold at each period; -1 for none.
        is_rise: (N,) whether the level that was known in the period before is higher.
        expected, events: (N,) counts that it leads to, and events that it was learnt from; NaN
            where none was known.
    """

    since: Ints
    is_rise: Flags
    expected: Floats
    events: Floats


def level_ahead(level: LevelNow, counts: Counts, effort: Floats) -> LevelAhead:
    """Look from each period of a series to the next; `level` has all of them."""
    since, running = np.maximum(level.since, 0), running_sums(counts, effort)
    events = running.onward(since, np.arange(len(effort))).events
    return LevelAhead(
        since=level.since,
        is_rise=_one_on(level.is_rise, fill=False),
        expected=_one_on(level.after, fill=np.nan) * effort,
        events=_one_on(np.maximum(events, PRIOR), fill=np.nan),
    )


def _one_on(values: Any, *, fill: float) -> Any:
    """Shift by one period; the first has nothing before it."""
    return np.append(fill, values)[: len(values)].astype(values.dtype)


def changes_of(shift: Shift) -> Iterator[Change]:
    """List the signals of a chart, oldest first."""
    state = shift.is_rise.astype(np.int64) - shift.is_fall
    edges = np.flatnonzero(np.diff(state, prepend=0)).tolist()
    for first, end in pairwise([*edges, len(shift)]):
        if state[first] == 0:
            continue
        is_rise = bool(state[first] > 0)
        yield Change(
            since=int(max(shift.rise_since[first], shift.fall_since[first])),
            opened=first,
            end=end,
            stands=_stands(shift, first, end, is_rise=is_rise),
            is_rise=is_rise,
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
        The level, and the changes, each beside what came since the level before it.
    """
    found, compared = _nothing(len(at)), list[Change]()
    running = running_sums(counts, effort)
    for place, change in enumerate(changes):
        compared.append(_beside_before(change, compared, running))
        _put_change(found, place, compared[-1], running, at)
    return found, tuple(compared)


def older_levels(
    changes: tuple[Change, ...], counts: Counts, effort: Floats, now: LevelNow
) -> tuple[tuple[int, float, float], ...]:
    """Give the levels before the one that holds at the last period, if they are certain.

    Returns:
        Of each, oldest first: position since which it held, events per unit of effort before it
        and in it.
    """
    last, end = max(int(now.change[-1]), 0), now.since[-1:]
    running, told = running_sums(counts, effort), list[tuple[int, float, float]]()
    for since, before, after in _levels_until(changes[last].since, changes[:last], running):
        # Up to the day that is told of the next one, as that is compared with it.
        begin = np.array([since])
        inside = running.between(begin, end)
        told.append((since, before, float(inside.rate[0]) if inside.effort[0] > 0.0 else after))
        end = begin
    return tuple(told)[::-1]


def _levels_until(
    end: int, changes: Sequence[Change], running: Running
) -> Iterator[tuple[int, float, float]]:
    """Give the levels of which the counts before a position leave no doubt, the newest first."""
    for change in reversed(changes):
        at = np.array([end - 1])
        chart = by_chart(change, running, at)
        if change.opened < end and _is_borne_out(change, chart, running, at, CERTAIN)[0]:
            since = likeliest_day(change, running, at)
            split, end = split_at(change, since, running, at), change.since
            yield int(since[0]), float(split.earlier.rate[0]), float(split.later.rate[0])


def _beside_before(change: Change, earlier: Sequence[Change], running: Running) -> Change:
    """Compare a change with what came since the last one that is certain, up to this one.

    Without one, as in a baseline, with the latest 120 reported periods of the definition: a baseline
    that is low by chance signals rises, and they would be borne out by it ever after.
    """
    defined = int(np.searchsorted(running.segment, running.segment[change.since]))
    longest, here = running.latest(LONGEST, change.since), np.array([change.since])
    for since, *_ in _levels_until(change.since, earlier, running):
        # What the chart took for an old outbreak is the level, or before it.
        after = replace(change, start=max(since, longest), cut_first=NO_SIGNAL, cut_last=NO_SIGNAL)
        if running.before(here, after).effort[0] > 0.0:
            return after
    return replace(change, start=max(longest, defined))


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


def _excludes_one(doubt: Floats, confidence: float) -> Flags:
    """Whether an interval of since over before lies on the side of the change alone."""
    return np.asarray(doubt < (1.0 - confidence) / 2.0)


def _is_borne_out(
    change: Change, split: Split, running: Running, at: Ints, confidence: float
) -> Flags:
    """Whether the counts since bear a change out, and the level before it is not back.

    Where none came, or all that came are of another definition, nothing does.
    """
    is_sure = _excludes_one(split.doubt, confidence) & (split.later.effort > 0.0)
    return is_sure & ~_is_over(change, running, at)


def _is_over(change: Change, running: Running, at: Ints) -> Flags:
    """Whether what came after the signal closed is far likelier at the level before than in it."""
    if change.end >= len(running.segment):
        return np.zeros(len(at), dtype=np.bool_)
    begin = np.array([change.since])
    inside, base = running.between(begin, np.array([change.end])), running.before(begin, change)
    rate = float((inside.events[0] + PRIOR) / inside.effort[0])
    before = max(float(base.events[0]), PRIOR) / float(base.effort[0])
    after = running.onward(np.full_like(at, change.end), at)
    gain = after.events * np.log(rate / before) - (rate - before) * after.effort
    n = np.maximum(at - change.end + 1.0, 1.0)
    spread = 1.0 + change.spread * max(rate, before) * after.effort / n
    return np.asarray(gain / spread < -np.log(FORGOTTEN_AT))


def _holds(change: Change, running: Running, at: Ints) -> Flags:
    """Whether a change is said or remembered: its signal is new, stands, or it is borne out since.

    The counts since the day of the chart decide it. The likeliest day is the one on which the rates
    differ most, so that it would prove too much.
    """
    split = by_chart(change, running, at)
    is_open, is_recent = at < change.end, at - change.opened < running.year
    stands = (at == change.opened) | (is_recent & _excludes_one(split.doubt, TOLD))
    rows = is_open & ((stands & change.stands[at]) | _excludes_one(split.doubt, STILL_OPEN))
    is_borne_out = _is_borne_out(change, split, running, at, REMEMBERED)
    return np.asarray((split.later.effort > 0.0) & (rows | is_borne_out))


def _put_change(found: LevelNow, place: int, change: Change, running: Running, at: Ints) -> None:
    """Write a change where it holds, from where it tells more than is known.

    It was signalled when that began, or when its day was first found to lie after the signal.
    """
    signalled = np.flatnonzero(at >= change.opened)
    rows = signalled[_holds(change, running, at[signalled])]
    since = likeliest_day(change, running, at[rows])
    is_told = np.maximum.accumulate(_is_news(found.take(rows), change, since, running, at[rows]))
    rows, since = rows[is_told], since[is_told]
    if not len(rows):
        return
    split = split_at(change, since, running, at[rows])
    first = change.opened if rows[0] == signalled[0] else at[rows[0]]
    is_later = since > first
    found.change[rows], found.since[rows], found.is_rise[rows] = place, since, change.is_rise
    found.opened[rows] = np.where(is_later, at[rows[np.argmax(is_later)]], first)
    found.is_open[rows] = (at[rows] < change.end) & change.stands[at[rows]]
    found.before[rows], found.after[rows] = split.earlier.rate, split.later.rate
    found.low[rows], found.high[rows] = interval_of(split.rates)


def _is_news(found: LevelNow, change: Change, since: Ints, running: Running, at: Ints) -> Flags:
    """Whether a signal tells more than is known of a level of its side that is remembered.

    A baseline that had a part of a fall in it lets the rest be signalled anew, and dated too late.
    It is news if it is dated later, and the counts since leave those between.
    """
    is_known = (found.change != NO_SIGNAL) & (found.is_rise == change.is_rise)
    split = by_chart(change, running, at)
    whole = running.onward(np.where(is_known, found.since, at), at)
    between = Sums(*(a - b for a, b in zip(whole, split.later, strict=True)))
    goes_further = _excludes_one(split.beside(between), 1.0 - 2.0 * DOUBT) & (between.effort > 0.0)
    return np.asarray(~is_known | (goes_further & (since > found.since)))
