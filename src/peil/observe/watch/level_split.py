"""Splits: counts before a change and since, and the day on which it most likely began."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.special import xlogy

from peil.observe.direction import Rates, chance_below
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.outbreak_baseline import EVENTS_TO_BELIEVE
from peil.observe.watch.signals import NO_SIGNAL
from peil.terms.calendar import Flags, Floats, Ints

REDATED = float(np.log(CONSTANTS["direction"]["redated_at"]))
FEWEST = int(CONSTANTS["direction"]["fewest"])
AT_ONCE = 100_000
"""Splits that are looked at together, which bounds the memory of a long series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One signal of the chart: a stretch of the series at another level.

    Args:
        since, opened: positions at which the chart takes it to have begun, and signalled it.
        end: position at which the signal closed; the length of the series where it is open.
        stands: (N,) whether an open signal is not withdrawn.
        is_rise: its side.
        spread: variance beyond the mean over its square, at the baseline that it left.
        cut_first, cut_last: old outbreak left out of what came before; -1 without one.
        start: position from which on the counts before it are taken.
    """

    since: int
    opened: int
    end: int
    stands: Flags
    is_rise: bool
    spread: float
    cut_first: int = NO_SIGNAL
    cut_last: int = NO_SIGNAL
    start: int = 0


class Sums(NamedTuple):
    """Events, effort, squares of events over effort, and reported periods, of stretches."""

    events: Floats
    effort: Floats
    squares: Floats
    periods: Floats

    @property
    def rate(self) -> Floats:
        """Events per unit of effort; NaN without effort."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.events / self.effort)

    @property
    def scatter(self) -> Floats:
        """Pearson's statistic about a rate of one's own; 0 without an event."""
        with np.errstate(divide="ignore", invalid="ignore"):
            about = self.squares * self.effort / self.events - self.events
        return np.where(self.events > 0.0, about, 0.0)


class Running(NamedTuple):
    """Sums of a series from its start up to each period.

    Args:
        sums: (4, N + 1) events, effort, squares and periods, as in `Sums`.
        segment: (N,) number of the definition.
        year: periods of a year.
    """

    sums: Floats
    segment: Floats
    year: int

    def between(self, first: Ints, end: Ints) -> Sums:
        """Sum from a position to before another; nothing where that comes first."""
        return Sums(*(self.sums[:, np.maximum(end, first)] - self.sums[:, first]))

    def onward(self, begin: Ints, at: Ints) -> Sums:
        """Sum from a position up to each period; nothing across a break."""
        is_same = self.segment[at] == self.segment[begin]
        return self.between(begin, np.where(is_same, at + 1, begin))

    def before(self, begin: Ints, change: Change) -> Sums:
        """Sum what came before a change that began at a position, an old outbreak left out."""
        start, last = change.start, change.cut_last + 1
        whole = self.between(np.full_like(begin, start), begin)
        if last <= start:
            return whole
        first = np.full_like(begin, max(change.cut_first, start))
        cut = self.between(first, np.minimum(begin, last))
        return Sums(*(a - b for a, b in zip(whole, cut, strict=True)))

    def latest(self, periods: int, end: int) -> int:
        """Give the position from which so many reported periods come before another one."""
        reported = self.sums[3]
        return max(int(np.searchsorted(reported, reported[end] - periods, side="right")) - 1, 0)

    def reported(self, first: int, end: int) -> Ints:
        """Give the positions of the reported periods from one to before another."""
        return first + np.flatnonzero(np.diff(self.sums[3, first : end + 1]))


def running_sums(counts: Counts, effort: Floats) -> Running:
    """Sum a series up to each period; one without a report or effort adds nothing."""
    is_used = ~np.isnan(counts.usual) & (effort > 0.0)
    events, worked = (np.where(is_used, values, 0.0) for values in (counts.usual, effort))
    squares = np.divide(events**2, effort, out=np.zeros(len(effort)), where=is_used)
    sums = np.zeros((4, len(effort) + 1))
    for row, values in zip(sums, (events, worked, squares, is_used), strict=True):
        np.cumsum(values, out=row[1:])
    return Running(sums, counts.segment, round(counts.periods_a_year))


@dataclass(frozen=True)
class Split:
    """Counts before a change and since, as known at each period.

    Args:
        is_rise: its side.
        earlier, later: sums of the counts before it and since.
    """

    is_rise: bool
    earlier: Sums
    later: Sums

    @cached_property
    def dispersion(self) -> Floats:
        """Variance over mean of the counts before and since, each about its own rate.

        At least 1; of what it exceeds 1 by, so much is believed as in the baseline of the detector.
        """
        earlier, later = self.earlier, self.later
        freedom = np.maximum(earlier.periods + later.periods - 2.0, 1.0)
        beyond = (earlier.scatter + later.scatter) / freedom - 1.0
        events = earlier.events + later.events
        return np.asarray(1.0 + np.maximum(beyond, 0.0) * events / (events + EVENTS_TO_BELIEVE))

    @property
    def rates(self) -> Rates:
        """Both as counts of Poisson's spread."""
        return self._rates_beside(self.earlier)

    @cached_property
    def doubt(self) -> Floats:
        """Chance that the rate since is not on the side of the change of that before."""
        return self.beside(self.earlier)

    def beside(self, other: Sums) -> Floats:
        """Give the chance that the rate since is not on the side of the change of another one."""
        with np.errstate(divide="ignore", invalid="ignore"):
            below = chance_below(1.0, self._rates_beside(other))
        return np.asarray(below if self.is_rise else 1.0 - below)

    def _rates_beside(self, other: Sums) -> Rates:
        later, wide = self.later, self.dispersion
        return later.events / wide, later.effort / wide, other.events / wide, other.effort / wide

    @property
    def likelihood(self) -> Floats:
        """Log-likelihood of Poisson counts at a rate of either side, -inf if the sides are turned."""
        with np.errstate(invalid="ignore"):
            step = self.later.rate - self.earlier.rate
        sides = self.later, self.earlier
        parts = (xlogy(s.events, s.events) - xlogy(s.events, s.effort) for s in sides)
        is_side = step > 0.0 if self.is_rise else step < 0.0
        return np.where(is_side, sum(parts), -np.inf)


def split_at(change: Change, begin: Ints, running: Running, at: Ints) -> Split:
    """Part the counts up to each period at a position."""
    return Split(change.is_rise, running.before(begin, change), running.onward(begin, at))


def by_chart(change: Change, running: Running, at: Ints) -> Split:
    """Part the counts up to each period on the day that the chart gives."""
    return split_at(change, np.full_like(at, change.since), running, at)


def likeliest_day(change: Change, running: Running, at: Ints) -> Ints:
    """Date a change by the likeliest split of the counts up to each period.

    The chart dates it once, when it signals, within the excursion of its sum. Its day is kept unless
    another one is so many times likelier: of a change that came while the signal was open, too. None
    is looked at that has only a few counts before it, or a few since if it lies after the signal.

    Source:
        Hinkley (1970), Biometrika 57, 1-17.
    """
    if not len(at):
        return at
    first, end = max(change.start, change.cut_last + 1), min(change.end, int(at[-1]) + 1)
    reported = running.reported(first, max(end, change.opened + 1))
    begins = np.union1d(reported[FEWEST:], [change.since])
    parts = np.array_split(at, 1 + len(at) * len(begins) // AT_ONCE)
    likely = np.concatenate(
        [split_at(change, begins[None, :], running, part[:, None]).likelihood for part in parts]
    )
    best, chart = begins[likely.argmax(axis=1)], by_chart(change, running, at)
    is_young = (best > change.opened) & (at - best < FEWEST)
    with np.errstate(invalid="ignore"):
        gain = (likely.max(axis=1) - chart.likelihood) / chart.dispersion
    return np.where((gain > REDATED) & ~is_young, best, change.since)
