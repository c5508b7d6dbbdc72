"""Outbreak: Peil's detector of short rises and falls, by one period and by the last few together.

Each period is compared with what the periods before it in its own segment lead to: a shrunk
log-linear trend and season, without old outbreaks, and the level of the last half year as far
as levels have lasted. The count is negative binomial, with the errors of the mean and of the
dispersion, so that one budget serves rare and common events alike.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts, Span
from peil.observe.watch.expectation import Predicted, constants_for, is_baseline, predicted
from peil.observe.watch.level_changes import LevelAhead
from peil.observe.watch.predictive import at_least, at_most, bounds
from peil.observe.watch.signals import NO_SIGNAL, Signals
from peil.surveillance.compiled import compiled
from peil.terms.calendar import Flags, Floats, Ints
from peil.terms.errors import BadInput

_SIGNAL = CONSTANTS["outbreak"]["signal"]
RARE = float(_SIGNAL["rare"])
ALONE_IF_RARE: dict[str, float] = _SIGNAL["alone_if_rare"]
SUMS_IF_RARE = float(_SIGNAL["sums_if_rare"])
COMMON, MOST_DISPERSION = float(_SIGNAL["common"]), float(_SIGNAL["most_dispersion"])
ALONE_IF_POISSON: dict[str, float] = _SIGNAL["alone_if_poisson"]


def outbreak_signals(
    counts: Counts,
    at: Ints,
    false_signals_per_year: float,
    *,
    cycle: float | None = None,
    keep: Sequence[Span] = (),
    level: LevelAhead | None = None,
) -> tuple[Signals, Predicted]:
    """Signal short rises and falls within a budget of false signals in each direction.

    `p_rise` and `p_fall` are those of the period alone or of the last few together, whichever
    is the more improbable for its share of the budget; at most alpha gives a signal. One that only
    the sum gives is not given where the period before gave one already. A signal stands until
    two periods in a row are back on the other side of what was expected, and for so many periods at
    most that it is given again or over. The answer for a period depends neither on later counts
    nor on which others are evaluated.

    Args:
        counts: the series as known on a day.
        at: (T,) positions to evaluate, oldest first.
        false_signals_per_year: budget in each direction.
        cycle: periods of one season, where it is not the year of the calendar.
        keep: stretches that stay in the baseline, although they look like an old outbreak.
        level: the level that is known to have changed, by the chart of lasting changes.

    Returns:
        The signals, and what the baselines lead to at the same periods.

    Raises:
        BadInput: a position lies outside the series or does not ascend, or the budget is no
            chance below one half in a period.
    """
    alpha = false_signals_per_year / counts.periods_a_year
    chosen = constants_for(counts.period)
    at = _checked(counts, at, alpha)
    reach = _reach(at, 3 * chosen.stands + chosen.together)
    since = None if level is None else level.since
    found = predicted(counts, reach, cycle=cycle, keep=keep, since=since)
    here = np.searchsorted(reach, at)
    rise, fall = (_judge(counts, reach, found, level, alpha=alpha, high=h) for h in (True, False))
    lower, upper = _bounds(found.take(here), alpha, counts.period)
    opened = np.maximum(rise.opened, fall.opened)
    is_rise, is_fall = ((s.opened == opened) & (opened >= 0) for s in (rise, fall))
    signals = Signals(
        at=at,
        expected=found.expected[here],
        lower=lower,
        upper=upper,
        p_rise=rise.probability[here],
        p_fall=fall.probability[here],
        rise_since=np.where(is_rise, rise.since, NO_SIGNAL)[here],
        fall_since=np.where(is_fall & ~is_rise, fall.since, NO_SIGNAL)[here],
        is_lasting=np.full(len(at), False),
        given=(rise.given | fall.given)[here],
        opened=opened[here],
        outbreaks=found.outbreaks,
    )
    return signals, found.take(here)


def _reach(at: Ints, back: int) -> Ints:
    """Give the positions to look at: those asked for, and so many before each."""
    wanted = np.unique(at[:, None] - np.arange(back + 1))
    return wanted[wanted >= 0]


class _Side(NamedTuple):
    """What is said of one direction: how improbable, and when an open signal was given and began."""

    probability: Floats
    given: Flags
    opened: Ints
    since: Ints


def _judge(
    counts: Counts,
    at: Ints,
    found: Predicted,
    level: LevelAhead | None,
    *,
    alpha: float,
    high: bool,
) -> _Side:
    """Say of each position how improbable it is, and which signal stands there.

    Beside a changed level that is no baseline yet, a signal of its side is beyond that level too.
    """
    chosen, y = constants_for(counts.period), counts.count[at]
    single, several = _chances(counts, at, found, high=high)
    alone = _alone(found, counts.period)
    both = np.minimum(np.fmin(single / np.minimum(alone, 1.0), several), 1.0)
    improbable = np.fmin(single / alone, several) <= alpha
    beside = found if level is None else _beside(level, counts, at, found, high=high)
    if beside is not found:
        single, several = _chances(counts, at, beside, high=high)
        alone = _alone(beside, counts.period)
        improbable &= np.fmin(single / alone, several) <= alpha
    single = single / alone
    repeated = _follows(counts, at, 1) & _before(improbable.astype(np.float64)).astype(bool)
    given = improbable & ~(repeated & (single > alpha))
    since = np.where(several < single, at - chosen.together + 1, at)
    sign, is_level = 1.0 if high else -1.0, beside.expected != found.expected
    is_beyond = np.stack([sign * y > sign * each.expected for each in (found, beside)])
    standing = _standing(
        at, counts.segment[at], given, since, is_beyond, is_level.astype(np.int64), chosen.stands
    )
    return _Side(both, given, *standing)


def _chances(counts: Counts, at: Ints, found: Predicted, *, high: bool) -> tuple[Floats, Floats]:
    """Give the chance of a period by itself, and of the last few together over its share of the budget."""
    chosen, tail = constants_for(counts.period), at_least if high else at_most
    y, mean, error = counts.count[at], found.expected, found.error
    single = tail(y, mean=mean, variance=found.variance, freedom=found.freedom)
    sums = [_together(values, chosen.together) for values in (y, mean, error)]
    several = tail(
        sums[0],
        mean=sums[1],
        variance=found.dispersion * sums[1] + sums[2] ** 2,
        freedom=found.freedom,
    )
    joined = _follows(counts, at, chosen.together - 1)
    several = np.where(joined & (single < 0.5), several, np.nan)
    several /= np.where(mean < RARE, SUMS_IF_RARE, 1.0 - chosen.alone)
    return single, several


def _beside(
    level: LevelAhead, counts: Counts, at: Ints, found: Predicted, *, high: bool
) -> Predicted:
    """Expect what a changed level of a side leads to, where it goes further and is no baseline yet."""
    mean = level.expected[at]
    goes_further = mean > found.expected if high else mean < found.expected
    is_known = goes_further & (level.is_rise[at] == high)
    rows = is_known & ~is_baseline(counts, at, level.since[at])
    if not rows.any():
        return found
    error = mean * np.sqrt(found.dispersion / level.events[at])
    return replace(
        found,
        expected=np.where(rows, mean, found.expected),
        error=np.where(rows, error, found.error),
    )


def _alone(found: Predicted, period: str) -> Floats:
    """Give the part of the budget that a period by itself has: more than all where counts leave much unspent."""
    is_poisson = found.dispersion <= MOST_DISPERSION
    return np.select(
        [found.expected < RARE, (found.expected >= COMMON) & is_poisson],
        [ALONE_IF_RARE[period], ALONE_IF_POISSON[period]],
        constants_for(period).alone,
    )


def _bounds(found: Predicted, alpha: float, period: str) -> tuple[Floats, Floats]:
    """Give the counts beyond which a period by itself is a signal."""
    both, alone = np.full((2, len(found.expected)), np.nan), _alone(found, period)
    for share in np.unique(alone):
        rows = np.flatnonzero(alone == share)
        part = found.take(rows)
        both[:, rows] = bounds(
            alpha * share, mean=part.expected, variance=part.variance, freedom=part.freedom
        )
    return both[0], both[1]


@compiled
def _standing(
    at: Ints,
    segment: Floats,
    given: Flags,
    since: Ints,
    is_beyond: Flags,
    beside: Ints,
    stands: int,
) -> tuple[Ints, Ints]:
    """Give when the signal that stands was given, and where it began; -1 where none stands.

    It is over after two periods in a row that are not beyond what was expected, a changed level
    included (`is_beyond[1]`) if one was known when it was given (`beside`), or when it was
    not given again for so many periods as it stands at most. What stands longer than twice that
    is told as given so long ago, so that no answer depends on how far back one looks.
    """
    opened, began = np.full(len(at), NO_SIGNAL), np.full(len(at), NO_SIGNAL)
    first, begin, last, back, of = NO_SIGNAL, NO_SIGNAL, NO_SIGNAL, 0, 0
    for j in range(len(at)):
        follows = j > 0 and at[j - 1] == at[j] - 1 and segment[j - 1] == segment[j]
        back = 0 if is_beyond[of, j] else back + 1
        if first != NO_SIGNAL and (not follows or back == 2 or at[j] - last >= stands):
            first = NO_SIGNAL
        if given[j]:
            if first == NO_SIGNAL:
                first, begin, of = at[j], since[j], beside[j]
            last, back = at[j], 0
        if first != NO_SIGNAL:
            opened[j], began[j] = max(first, at[j] - 2 * stands), begin
    return opened, began


def _together(values: Floats, n: int) -> Floats:
    """Sum each with the n - 1 before it; the first ones with what there is."""
    summed = np.convolve(values, np.ones(n))[: len(values)]
    return np.asarray(summed)


def _before(values: Floats) -> Floats:
    """Shift by one; the first has nothing before it."""
    return np.concatenate([[0.0], values[:-1]])


def _follows(counts: Counts, at: Ints, n: int) -> Flags:
    """Tell whether the n periods before are in `at` too, in the same segment."""
    previous = np.concatenate([np.full(min(n, len(at)), -n - 1), at[:-n]])
    there = counts.segment[np.maximum(at - n, 0)]
    same: Flags = (previous == at - n) & (there == counts.segment[at])
    return same


def _checked(counts: Counts, at: Ints, alpha: float) -> Ints:
    at = np.asarray(at, dtype=np.int64)
    if len(at) and (at[0] < 0 or at[-1] >= len(counts) or (np.diff(at) <= 0).any()):
        raise BadInput(
            f"positions must ascend within 0 to {len(counts) - 1}, but are {at.tolist()[:5]}; "
            "give each period of the series at most once, oldest first"
        )
    if not 0 < alpha < 0.5:
        raise BadInput(
            f"a false signal with a chance of {alpha:.4g} a period cannot be kept; give a budget "
            "above 0 and below half a signal a period"
        )
    return at
