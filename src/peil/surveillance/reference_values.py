"""Reference values: the counts that a period is compared with, checked before they are used."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

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


def checked_counts(count: ArrayLike) -> Floats:
    """Take counts as they are, or say which of them is none.

    Args:
        count: (N,) whole numbers of events; NaN where no report came.

    Raises:
        BadInput: the counts are not one series, or one is negative, a fraction or infinite.
    """
    counts = np.asarray(count, dtype=np.float64, order="C")
    if counts.ndim != 1:
        raise BadInput(f"counts have {counts.ndim} dimensions; give one series at a time")
    wrong = ~(np.isnan(counts) | ((counts >= 0) & (np.floor(counts) == counts)))
    wrong |= np.isinf(counts)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(
            f"count {counts[place]:g} at position {place} is no whole number of events;"
            " give whole counts from 0 up, and NaN where no report came"
        )
    return counts


def checked_positions(at: ArrayLike, *, length: int, first: int) -> Ints:
    """Take positions to evaluate, or say which of them has too little before it.

    Args:
        at: (T,) 0-based positions, increasing.
        length: number of counts.
        first: first position with a whole baseline before it.

    Raises:
        BadInput: none is given, one lies outside the series, they do not increase, or the
            first has too short a baseline.
    """
    positions = np.asarray(at)
    if positions.ndim != 1 or not len(positions) or positions.dtype.kind not in "iu":
        raise BadInput("positions to evaluate must be whole numbers; give at least one")
    positions = positions.astype(np.int64)
    if (np.diff(positions) <= 0).any():
        raise BadInput("positions to evaluate do not increase; give each once, oldest first")
    if positions[0] < 0 or positions[-1] >= length:
        outside = positions[0] if positions[0] < 0 else positions[-1]
        raise BadInput(
            f"position {outside} lies outside a series of {length} counts;"
            f" evaluate positions 0 to {length - 1}"
        )
    if positions[0] < first:
        raise BadInput(
            f"position {positions[0]} has a baseline of {positions[0]} periods, but {first} are"
            f" needed; evaluate from position {first} on, or shorten the baseline"
        )
    return positions


def checked_share(value: float, *, name: str) -> float:
    """Take a number strictly between 0 and 1, or say what was given instead."""
    if not 0 < value < 1:
        raise BadInput(f"{name} is {value}; give a number above 0 and below 1")
    return float(value)


def checked_choice(value: str, choices: Sequence[str], *, name: str) -> str:
    """Take one of the words that a setting knows, or say which they are."""
    if value not in choices:
        raise BadInput(f"{name} {value!r} is unknown; use one of {', '.join(choices)}")
    return value


def checked_compat(compat: str | None) -> bool:
    """Say whether the quirks of R surveillance 1.24 are to be kept."""
    if compat is not None:
        checked_choice(compat, ("surveillance-1.24",), name="compat")
    return compat is not None


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


def rises(observed: Floats, upper: Floats) -> Floats:
    """Mark counts above their upper bound: 1 or 0, NaN where either is unknown."""
    unknown = np.isnan(observed) | np.isnan(upper)
    return np.where(unknown, np.nan, observed > upper)


def falls(observed: Floats, lower: Floats) -> Floats:
    """Mark counts below their lower bound: 1 or 0, NaN where no count could be a fall."""
    return rises(-observed, -lower)


def reachable(lower: Floats) -> Floats:
    """Keep lower bounds that some count lies below; NaN takes the place of the others."""
    return np.where(lower > 0, lower, np.nan)
