"""Reference values: the counts just before a period, or around it in the years before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from peil.surveillance.checks import checked_counts, checked_positions
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a comparison with reference values says of each evaluated period.

    Args:
        at: (T,) positions.
        expected: (T,) what the reference values lead to; NaN where too few were reported.
        lower: (T,) a count below it is a fall; NaN where not even zero would be one.
        upper: (T,) a count above it is a rise.
        rise, fall: (T,) 1 or 0; NaN where nobody could know.
    """

    at: Ints
    expected: Floats
    lower: Floats
    upper: Floats
    rise: Floats
    fall: Floats


def seasonal_reference(
    count: ArrayLike,
    *,
    at: ArrayLike,
    frequency: int,
    years_back: int,
    half_window: int,
    this_year: bool,
) -> tuple[Floats, Ints, Floats]:
    """Collect the counts just before each period and around the same period of earlier years.

    Args:
        count: (N,) counts; NaN where no report came.
        at: (T,) positions to evaluate.
        frequency: periods in a year.
        years_back: how many earlier years to use.
        half_window: periods on either side of the anniversary, and before the period itself.
        this_year: whether the periods just before the evaluated one are used.

    Returns:
        (N,) checked counts, (T,) checked positions and (T, R) reference counts.

    Raises:
        BadInput: a count or a position is wrong, or the settings leave nothing to compare with.
    """
    counts = checked_counts(count)
    if years_back < 0 or half_window < 0 or half_window >= frequency:
        raise BadInput(
            f"{years_back} years back with a half window of {half_window} periods in years of"
            f" {frequency} cannot be used; give years from 0 up and a half window below a year"
        )
    near = np.arange(-half_window, 0) if this_year else np.empty(0, dtype=np.int64)
    around = np.arange(-half_window, half_window + 1)
    years = [around - year * frequency for year in range(1, years_back + 1)]
    offsets = np.concatenate([near, *years])
    if not len(offsets):
        raise BadInput("no reference values are asked for; use this year or go years back")
    positions = checked_positions(at, length=len(counts), first=int(-offsets.min()))
    return counts, positions, counts[positions[:, None] + offsets]


def judge(
    counts: Floats, positions: Ints, *, expected: Floats, lower: Floats, upper: Floats
) -> Judged:
    """Compare the counts at (T,) positions with their bounds."""
    observed = counts[positions]
    return Judged(
        at=positions,
        expected=expected,
        lower=lower,
        upper=upper,
        rise=_beyond(observed, upper),
        fall=_beyond(-observed, -lower),
    )


def _beyond(observed: Floats, bound: Floats) -> Floats:
    """Mark counts above a bound: 1 or 0, NaN where either is unknown."""
    unknown = np.isnan(observed) | np.isnan(bound)
    return np.where(unknown, np.nan, observed > bound)


def reachable(lower: Floats) -> Floats:
    """Keep lower bounds that some count lies below; NaN takes the place of the others."""
    return np.where(lower > 0, lower, np.nan)
