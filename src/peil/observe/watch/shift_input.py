"""What the shift chart and the e-detector need of a series, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.observe.watch.counts import Counts
from peil.observe.watch.shift_baseline import SHORTEST
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

Span = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftInput:
    """A series as the inner loops take it.

    Args:
        count: (N,) NaN where no report came.
        effort: (N,) exposure times completeness.
        segment: (N,) number of the definition.
        may_cut: (N,) 0 for periods that a person keeps in the baseline, else 1.
        shortest: reported periods before the first answer.
    """

    count: Floats
    effort: Floats
    segment: Floats
    may_cut: Floats
    shortest: int


def shift_input(counts: Counts, *, keep: Sequence[Span], shortest: int) -> ShiftInput:
    """Bring a series to the form of the inner loops.

    Raises:
        BadInput: a first baseline of fewer than 24 periods.
    """
    if shortest < SHORTEST:
        raise BadInput(
            f"a first baseline of {shortest} periods is too short; give at least {SHORTEST}"
        )
    return ShiftInput(
        count=np.asarray(counts.count, dtype=np.float64),
        effort=np.asarray(counts.exposure * counts.complete, dtype=np.float64),
        segment=np.asarray(counts.segment, dtype=np.float64),
        may_cut=np.where(counts.within(keep), 0.0, 1.0),
        shortest=shortest,
    )
