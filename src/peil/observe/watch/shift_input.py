"""What the shift chart and the e-detector need of a series, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.observe.watch.counts import Counts
from peil.observe.watch.shift_baseline import SHORTEST
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

Span = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInput:
    """A series as the inner loops take it.

    Args:
        at: (T,) positions to answer.
        count: (N,) NaN where no report came.
        effort: (N,) exposure times completeness.
        segment: (N,) number of the definition.
        may_cut: (N,) 0 for periods that a person keeps in the baseline, else 1.
        shortest: reported periods before the first answer.
    """

    at: Ints
    count: Floats
    effort: Floats
    segment: Floats
    may_cut: Floats
    shortest: int


def shift_input(
    counts: Counts, *, at: Ints | None, keep: Sequence[Span], shortest: int
) -> ShiftInput:
    """Check a series and bring it to the form of the inner loops.

    Raises:
        BadInput: a count or effort that is negative or infinite, or a first baseline of fewer
            than 24 periods.
    """
    if shortest < SHORTEST:
        raise BadInput(
            f"a first baseline of {shortest} periods is too short; give at least {SHORTEST}"
        )
    effort = counts.exposure * counts.complete
    _refuse(counts, "count", counts.count, np.isinf(counts.count) | (counts.count < 0.0))
    _refuse(counts, "exposure", effort, ~(np.isfinite(effort) & (effort >= 0.0)))
    return ShiftInput(
        at=np.arange(len(counts), dtype=np.int64) if at is None else at,
        count=np.asarray(counts.count, dtype=np.float64),
        effort=np.asarray(effort, dtype=np.float64),
        segment=np.asarray(counts.segment, dtype=np.float64),
        may_cut=np.where(counts.within(keep), 0.0, 1.0),
        shortest=shortest,
    )


def _refuse(counts: Counts, what: str, values: Floats, wrong: np.ndarray) -> None:
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise BadInput(
            f"the {what} of {counts.series!r} from {counts.start[place]} on is {values[place]:g}; "
            f"give a number of at least 0, or nothing where no report came"
        )
