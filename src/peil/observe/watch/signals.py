"""Signals: what a method says of each period that it evaluated, in one form for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from peil.observe.watch.counts import Counts
from peil.terms.calendar import Flags, Floats, Ints

NO_SIGNAL = -1


class ChartBaseline(NamedTuple):
    """The latest baseline of the chart of lasting changes, whatever its latest period is like.

    Args:
        mean: events of one of its own periods; NaN without a baseline.
        dispersion: variance over mean of such a period, at least 1.
        periods: how many it was made from.
    """

    mean: float
    dispersion: float
    periods: float


NO_CHART_BASELINE = ChartBaseline(np.nan, np.nan, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What a method says of the periods `at`, each judged by those before it.

    Args:
        at: (T,) positions in the series.
        expected, lower, upper: (T,) counts; NaN where there is no baseline or no bound.
        p_rise, p_fall: (T,) chance of a count as high, or as low; NaN where there is none.
        dispersion: (T,) variance over mean of the counts around the baseline, at least 1.
        rise_since, fall_since: (T,) position at which an open signal is thought to have
            begun; -1 without a signal.
        is_lasting: (T,) whether the signal is one of a lasting change, not of single periods.
        opened: (T,) position at which the signal was first given; -1 without one.
        mean_since: (T,) position from which the latest mean is thought to hold, after a
            signal that lasted; -1 where there was none.
        outbreaks: first and last position of each old outbreak left out of the latest baseline.
        chart_baseline: the baseline of the chart of lasting changes, of Peil's own method alone.
    """

    at: Ints
    expected: Floats
    lower: Floats
    upper: Floats
    p_rise: Floats
    p_fall: Floats
    dispersion: Floats
    rise_since: Ints
    fall_since: Ints
    is_lasting: Flags
    opened: Ints
    mean_since: Ints
    outbreaks: tuple[tuple[int, int], ...] = ()
    chart_baseline: ChartBaseline = NO_CHART_BASELINE

    def __len__(self) -> int:
        return len(self.at)


Method = Callable[[Counts, Ints, float, Mapping[str, Any]], Signals]
"""From counts, the periods to evaluate, the false signals a year in each direction, and the
parameters that are set by hand."""


def stretches_of(flags: Flags) -> tuple[tuple[int, int], ...]:
    """Give first and last position of each stretch in which something holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return tuple((int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True))


def no_signals(at: Ints, *, is_lasting: bool) -> Signals:
    """Give signals of which nothing is known yet, to be filled in place."""
    unknown = np.full((5, len(at)), np.nan)
    return Signals(
        at=at,
        expected=unknown[0],
        lower=unknown[1],
        upper=unknown[2],
        p_rise=unknown[3],
        p_fall=unknown[4],
        dispersion=np.ones(len(at)),
        rise_since=np.full(len(at), NO_SIGNAL),
        fall_since=np.full(len(at), NO_SIGNAL),
        is_lasting=np.full(len(at), is_lasting),
        opened=np.full(len(at), NO_SIGNAL),
        mean_since=np.full(len(at), NO_SIGNAL),
    )
