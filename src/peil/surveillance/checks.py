"""What a method is given, checked before it is used, so that each fault is told in one sentence."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from peil.terms.calendar import Days, Floats, Ints
from peil.terms.errors import BadInput

R_VERSION = "surveillance-1.24"
"""The package whose figures, faults included, `compat` asks for."""


def checked_counts(count: Any) -> Floats:
    """Take counts as they are, or say which of them is none.

    Args:
        count: (N,) whole numbers of events; NaN where no report came.

    Raises:
        BadInput: the counts are not one series, or one is negative, a fraction or infinite.
    """
    counts = np.asarray(count, dtype=np.float64, order="C")
    if counts.ndim != 1:
        raise BadInput(f"counts have {counts.ndim} dimensions; give one series at a time")
    with np.errstate(invalid="ignore"):
        whole = (counts >= 0) & (np.floor(counts) == counts) & np.isfinite(counts)
    wrong = ~(np.isnan(counts) | whole)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(
            f"count {counts[place]:g} at position {place} is no whole number of events;"
            " give whole counts from 0 up, and NaN where no report came"
        )
    return counts


def checked_positions(at: Any, *, length: int, first: int = 0) -> Ints:
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


def checked_dates(dates: Any, *, length: int) -> Days:
    """Take the (N,) first day of each period, each later than the one before."""
    days = np.asarray(dates, dtype="datetime64[D]")
    if days.shape != (length,):
        raise BadInput(f"there are {length} counts but {days.size} dates; give one date each")
    if np.isnat(days).any():
        place = int(np.argmax(np.isnat(days)))
        raise BadInput(f"position {place} has no date; give one date each")
    later = days[1:] > days[:-1]
    if not later.all():
        place = int(np.argmin(later))
        raise BadInput(
            f"{days[place + 1]} follows {days[place]}; give each period once, in order of time"
        )
    return days


def checked_population(population: Any, *, length: int) -> Floats:
    """Take the (N,) population of each period, above 0."""
    if population is None:
        raise BadInput("the population is to be used but is not given; give one for each period")
    people = np.asarray(population, dtype=np.float64)
    if people.shape != (length,):
        raise BadInput(
            f"there are {length} counts but {people.size} populations; give one for each period"
        )
    wrong = ~((people > 0.0) & np.isfinite(people))
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(
            f"the population at position {place} is {people[place]:g}; give numbers above 0"
        )
    return people


def checked_whole(value: Any, *, name: str, least: int) -> int:
    """Take a whole number that is large enough, or say what was given instead."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise BadInput(f"{name} is {value!r}; give a whole number from {least} on")
    return int(value)


def checked_share(value: float, *, name: str, most: float = 1.0) -> float:
    """Take a number above 0 and below the most there can be, or say what was given instead."""
    if not 0 < value < most:
        raise BadInput(f"{name} is {value}; give a number above 0 and below {most:g}")
    return float(value)


def checked_choice(value: str, choices: Iterable[str], *, name: str) -> str:
    """Take one of the words that a parameter knows, or say which they are."""
    known = tuple(choices)
    if value not in known:
        raise BadInput(f"{name} {value!r} is unknown; use one of {', '.join(known)}")
    return value


def checked_compat(compat: str | None) -> bool:
    """Say whether every figure is to be R's own, faults too."""
    if compat is not None:
        checked_choice(compat, (R_VERSION,), name="compat")
    return compat is not None
