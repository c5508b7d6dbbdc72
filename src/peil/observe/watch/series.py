"""What the watch says of several series, and what a reader needs beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from peil.observe.direction import CANNOT_TELL, RISING, STEADY, WANING
from peil.observe.figures import FigureGroup
from peil.observe.periods import grid_of
from peil.observe.watch.counts import Counts
from peil.observe.watch.expectation import is_baseline
from peil.observe.watch.watched import Watched
from peil.observe.watch.worth import KINDS, Signal, since_it_began
from peil.terms.calendar import Days, Floats, as_date

CHANGED, SETTLED, UNKNOWN, QUIET = 1, 2, 3, 4
RANKS = {RISING: CHANGED, WANING: CHANGED, CANNOT_TELL: UNKNOWN, STEADY: QUIET}
SIGNALLED = 0
"""Ranks in the order of reading: open signals, other changes, levels that changed over a year ago,
what cannot be told, the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSeries:
    """One series: what the watch says of it, and what a reader needs beside it.

    Args:
        watched: at least one point.
        counts: the whole series, for the picture; None where only the points are known.
        names: by language; the series' own name where there is none.
        source: whose figures they are.
        compared: the latest figures and those before, where these two were compared.
        latest: the latest figures, where no chart was drawn.
        unit: of its counts, as "persons" or "percent"; empty where it is not known.
    """

    watched: Watched
    counts: Counts | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    compared: tuple[FigureGroup, FigureGroup] | None = None
    latest: FigureGroup | None = None
    unit: str = ""

    @property
    def direction(self) -> str:
        """Rising, steady, waning or cannot tell, in the latest period."""
        return str(self.watched.points.direction[-1])

    @property
    def reason(self) -> str:
        """The code of the latest period's reason."""
        return str(self.watched.points.reason[-1])

    @property
    def probability(self) -> float:
        """Of the latest direction; NaN where none is said."""
        return float(self.watched.points.probability[-1])

    @property
    def since(self) -> date | None:
        """First day of the change that is signalled now, or of the level that is remembered."""
        return _day(self.watched.points.signal_since)

    @property
    def changed_since(self) -> date | None:
        """First day of the change, where its signal is the direction that is said; None elsewhere."""
        # One that was given over a year ago may be of the other side than what is said now.
        is_signal = self.reason in KINDS and _day(self.watched.points.signal_opened) is not None
        return self.since if RANKS[self.direction] == CHANGED and is_signal else None

    @property
    def settled_since(self) -> date | None:
        """First day of a changed level, where the direction tells of something else."""
        day = _day(self.watched.points.level_changed_since)
        return day if self.watched.level_changed and day != self.changed_since else None

    @property
    def levels(self) -> tuple[float, float] | None:
        """Counts of a period before the level changed, and since; None where none has."""
        p = self.watched.points
        if np.isnan(p.level_before[-1]):
            return None
        return float(p.level_before[-1]), float(p.level_since[-1])

    @property
    def is_settled(self) -> bool:
        """Whether the level changed over a year ago, and nothing is said to move now."""
        return self.settled_since is not None and RANKS[self.direction] != CHANGED

    @property
    def is_since_then(self) -> bool:
        """Whether the latest year is compared with the time since the level changed alone."""
        if self.settled_since is None or self.counts is None:
            return self.settled_since is not None
        since = np.searchsorted(self.counts.start, np.array([self.settled_since], "M8[D]"))
        return bool(is_baseline(self.counts, np.array([len(self.counts) - 1]), since)[0])

    @property
    def has_changed(self) -> bool:
        """Whether it moves, its level changed, or no event has come for long."""
        quiet = self.watched.quiet
        is_quiet = quiet is not None and quiet.is_long
        return RANKS[self.direction] == CHANGED or self.is_settled or is_quiet

    @property
    def worth(self) -> float | None:
        """The share of signals such as the one that is said that were changes, where it is known."""
        watched, p = self.watched, self.watched.points
        opened = _day(p.signal_opened)
        observed, expected = since_it_began(
            p.start, p.observed, p.expected, since=self.since, opened=opened
        )
        return Signal(
            direction=self.direction,
            reason=self.reason,
            method=watched.method,
            budget=watched.false_signals_per_year,
            days=int((p.end[-1] - p.start[-1]).astype(int)) + 1,
            observed=observed,
            expected=expected,
        ).worth

    @property
    def side(self) -> str:
        """The direction, or that of an older change of the level where no direction is said."""
        return self.direction if self.settled_since is None else self.watched.level_changed

    @property
    def every(self) -> tuple[Days, Days, Floats]:
        """First and last days, and counts, of the whole series; of the points where none is known."""
        p, counts = self.watched.points, self.counts
        if counts is None:
            return p.start, p.end, p.observed
        return counts.start, counts.end, counts.count

    @property
    def missing(self) -> int:
        """How many periods have no count, where it is not the work that nothing is known of."""
        counts = self.counts
        if counts is None or counts.has_denominator:
            return 0
        missing = int(np.count_nonzero(np.isnan(counts.count) & ~counts.is_closed))
        return missing if missing < len(counts) else 0

    @property
    def has_population(self) -> bool:
        """Whether the counts are set against inhabitants whose number changes."""
        counts = self.counts
        if counts is None or counts.has_denominator or counts.exposure.max() <= 1.0:
            return False
        # The latest period counts by its share, if it is not over.
        return len(np.unique(counts.exposure[:-1])) > 1

    def is_over(self, as_of: date) -> bool:
        """Whether the latest period is over on a day, or known to its end."""
        counts = self.counts
        if counts is None or not len(counts):
            return True
        grid = grid_of(counts.start, counts.period)
        last = as_date(grid.last(grid.number(counts.start[-1:]))[0])
        return as_date(counts.end[-1]) >= last or as_of >= last

    @property
    def last_report(self) -> int | None:
        """The place of the latest point with a report."""
        reported = np.flatnonzero(~np.isnan(self.watched.points.observed))
        return int(reported[-1]) if len(reported) else None

    def age(self, as_of: date) -> int | None:
        """Count the days from the end of the latest period with a report to a day."""
        last = self.last_report
        if last is None:
            return None
        return (as_of - as_date(self.watched.points.end[last])).days


def _day(days: Days) -> date | None:
    return None if np.isnat(days[-1]) else as_date(days[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What the watch says of several series on a day.

    Args:
        title: what is watched, in the reader's language.
        as_of: the day of which the knowledge is reported.
        series: at least one, in any order.
    """

    title: str
    as_of: date
    series: tuple[WatchedSeries, ...]

    @property
    def in_order(self) -> tuple[WatchedSeries, ...]:
        """The series sorted by what changed: the newest signals first, then by probability."""
        return tuple(sorted(self.series, key=_order))


def _order(series: WatchedSeries) -> tuple[int, int, float, str]:
    since = series.changed_since
    rank = SETTLED if series.is_settled else RANKS[series.direction]
    probability = 0.0 if np.isnan(series.probability) else series.probability
    if since is not None:
        return SIGNALLED, -since.toordinal(), -probability, series.watched.series
    sign = -1.0 if rank == CHANGED else 1.0
    return rank, 0, sign * probability, series.watched.series
