"""The Farrington method of 1996: a count against windows in the years before, with a trend.

Source:
    Farrington, Andrews, Beale and Catchpole (1996), J. R. Stat. Soc. A 159(3), 547-563.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from peil.surveillance.farrington_bounds import normal_bounds
from peil.surveillance.farrington_points import (
    BEYOND_NUMBERS,
    ERROR,
    NO_SEASON,
    PHI,
    PREDICTOR,
    TOO_SHORT,
    Rules,
    window_points,
)
from peil.surveillance.farrington_result import (
    Farrington,
    Given,
    checked_series,
    critical_values_up_to,
    judged,
    lacks_cases,
    refuse,
)
from peil.surveillance.farrington_settings import FarringtonSettings
from peil.surveillance.reference_windows import windows_of_1996
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

WEIGHTS_THRESHOLD = 1.0
"""Standardised residual above which a count gets less weight."""
TREND_ALPHA = 0.05


def farrington(
    count: ArrayLike,
    *,
    at: ArrayLike,
    frequency: int = 52,
    dates: ArrayLike | None = None,
    population: ArrayLike | None = None,
    **settings: Any,
) -> Farrington:
    """Compare each count with windows around the same period of the years before.

    Alpha is shared by both sides: each bound is left by half of it, as the authors do.

    Args:
        count: (N,) whole counts, oldest first; NaN where no report came.
        at: (T,) 0-based positions to evaluate. R: `range`, counted from 1.
        frequency: periods in a year: 365 days, 52 weeks, 12 months, 4 quarters or another.
        dates: (N,) first day of each period; years are then those of the calendar.
        population: (N,) used with `population_offset`.
        settings: those of `FarringtonSettings`, by name.

    Raises:
        BadInput: a count, date, population or setting cannot be used.

    Example:
        >>> peil.surveillance.farrington([3, 5, 4, 6] * 78, at=[311], frequency=52)
    """
    chosen = FarringtonSettings(**settings)
    given = checked_series(
        count,
        chosen,
        at=at,
        frequency=frequency,
        dates=dates,
        population=population,
        even=chosen.as_r,
    )
    gaps = np.isnan(given.series.events)
    if chosen.as_r and gaps.any():
        place = int(np.argmax(gaps))
        raise BadInput(f"position {place} has no count, which R refuses; leave out compat")
    found = _fit_points(given, chosen)
    with np.errstate(all="ignore"):
        return _result(given, found, chosen)


def _fit_points(given: Given, chosen: FarringtonSettings) -> Floats:
    windows = windows_of_1996(
        given.at,
        frequency=given.frequency,
        years_back=chosen.years_back,
        half_window=chosen.half_window,
        dates=given.dates,
    )
    critical = critical_values_up_to(TREND_ALPHA, windows.shape[1])
    rules = Rules(
        chosen.as_r, False, chosen.reweight, WEIGHTS_THRESHOLD, chosen.has_trend, critical
    )
    found = window_points(given.series, given.at, windows, rules)
    errors_of_r = (NO_SEASON, TOO_SHORT) if chosen.as_r else ()
    refuse(found, at=given.at, statuses=(BEYOND_NUMBERS, *errors_of_r))
    return found


def _result(given: Given, found: Floats, chosen: FarringtonSettings) -> Farrington:
    count, mean = given.series.events[given.at], np.exp(found[:, PREDICTOR])
    few = lacks_cases(given, chosen.fewest)
    bounds = normal_bounds(
        count,
        mean=mean,
        variance=(mean * found[:, ERROR]) ** 2,
        phi=found[:, PHI],
        power=chosen.power,
        alpha=chosen.alpha / 2.0,
    )
    result = judged(count, found=found, bounds=bounds, few=few)
    if not chosen.as_r:
        return result
    score = np.where(few, 0.0, (count - mean) / (bounds.upper - mean))
    upper = np.where(few, 0.0, bounds.upper)
    return replace(result, score=score, rise=np.where(score > 1.0, 1.0, 0.0), upper=upper)
