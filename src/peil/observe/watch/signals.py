"""Signals: what a method says of each period that it evaluated, in one form for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from peil.observe.watch.counts import Counts
from peil.terms.calendar import Flags, Floats, Ints

NO_SIGNAL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What a method says of the periods `at`, each judged by those before it.

    Args:
        at: (T,) positions in the series.
        expected, lower, upper: (T,) counts; NaN where there is no baseline or no bound.
        p_rise, p_fall: (T,) chance of a count as high, or as low; NaN where there is none.
        rise_since, fall_since: (T,) position at which an open signal is thought to have
            begun; -1 without a signal.
        is_lasting: (T,) whether the signal is one of a lasting change, not of single periods.
        given: (T,) whether one is given in this very period.
        opened: (T,) position at which the signal was first given; -1 without one.
        outbreaks: first and last position of each old outbreak left out of the latest baseline.
    """

    at: Ints
    expected: Floats
    lower: Floats
    upper: Floats
    p_rise: Floats
    p_fall: Floats
    rise_since: Ints
    fall_since: Ints
    is_lasting: Flags
    given: Flags
    opened: Ints
    outbreaks: tuple[tuple[int, int], ...] = ()

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
        rise_since=np.full(len(at), NO_SIGNAL),
        fall_since=np.full(len(at), NO_SIGNAL),
        is_lasting=np.full(len(at), is_lasting),
        given=np.zeros(len(at), dtype=np.bool_),
        opened=np.full(len(at), NO_SIGNAL),
    )
