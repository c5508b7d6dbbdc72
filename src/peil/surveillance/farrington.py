"""The Farrington method of 1996: a count against windows in the years before, with a trend.

Source:
    Farrington, Andrews, Beale and Catchpole (1996), J. R. Stat. Soc. A 159(3), 547-563.
"""

from typing import Any

import numpy as np

from peil.surveillance.farrington_bounds import Bounds, normal_bounds
from peil.surveillance.farrington_input import Given, check_series
from peil.surveillance.farrington_points import (
    BEYOND_NUMBERS,
    ERROR,
    NO_SEASON,
    PHI,
    PREDICTOR,
    TOO_SHORT,
    YEARS_FOR_A_TREND,
    Rules,
    window_points,
)
from peil.surveillance.farrington_result import (
    Farrington,
    critical_values_up_to,
    judged,
    lacks_cases,
    prepared,
    refuse,
)
from peil.surveillance.farrington_settings import Settings
from peil.surveillance.reference_windows import dated_time, even_time, windows_of_1996
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

WEIGHTS_THRESHOLD = 1.0
"""Standardised residual above which a count gets less weight."""
TREND_ALPHA = 0.05


def farrington(
    count: Any,
    *,
    at: Any,
    frequency: int,
    dates: Any = None,
    population: Any = None,
    **settings: Any,
) -> Farrington:
    """Compare each evaluated count with windows around the same period of the years before.

    Alpha is shared by both sides: each bound is left by half of it, as the authors do.

    Args:
        count: (N,) whole numbers of events, oldest first; NaN where no report came.
        at: (T,) rows to evaluate, counted from 0. R: `range`, counted from 1.
        frequency: periods a year: 365 days, 52 weeks, 12 months, 4 quarters or another.
        dates: (N,) first day of each period; years are then those of the calendar.
        population: (N,) used with `population_offset`.
        settings: those of `Settings`, by name.

    Raises:
        BadInput: a count, date, population or setting cannot be used.
    """
    chosen = Settings(**settings)
    given = check_series(
        count, at=at, frequency=frequency, dates=dates, population=population, settings=chosen
    )
    if chosen.as_r and np.isnan(given.count).any():
        row = int(np.argmax(np.isnan(given.count)))
        raise BadInput(f"row {row} has no count, which R refuses; leave out compat")
    found = _fit_points(given, chosen)
    with np.errstate(all="ignore"):
        return _result(given, found, chosen)


def _fit_points(given: Given, chosen: Settings) -> Floats:
    windows = windows_of_1996(
        given.at,
        frequency=given.frequency,
        years_back=chosen.years_back,
        half_window=chosen.half_window,
        dates=given.dates,
    )
    even = chosen.as_r or given.dates is None
    time = even_time(given.count) if even or given.dates is None else dated_time(given.dates)
    found = window_points(
        prepared(given.count, time=time, exposure=given.exposure),
        given.at,
        windows,
        Rules(
            chosen.as_r,
            False,
            chosen.reweight,
            WEIGHTS_THRESHOLD,
            chosen.trend and chosen.years_back >= YEARS_FOR_A_TREND,
            critical_values_up_to(TREND_ALPHA, windows.shape[1]),
        ),
    )
    errors_of_r = (NO_SEASON, TOO_SHORT) if chosen.as_r else ()
    refuse(found, at=given.at, statuses=(BEYOND_NUMBERS, *errors_of_r))
    return found


def _bounds(count: Floats, found: Floats, chosen: Settings) -> Bounds:
    mean = np.exp(found[:, PREDICTOR])
    return normal_bounds(
        count,
        mean=mean,
        variance=(mean * found[:, ERROR]) ** 2,
        phi=found[:, PHI],
        power=chosen.power,
        alpha=chosen.alpha / 2.0,
    )


def _result(given: Given, found: Floats, chosen: Settings) -> Farrington:
    count = given.count[given.at]
    few = lacks_cases(given.count, at=given.at, few_cases=chosen.fewest)
    bounds = _bounds(count, found, chosen)
    expected = np.exp(found[:, PREDICTOR])
    fields = judged(count, found=found, bounds=bounds, expected=expected, few=few)
    if chosen.as_r:
        score = np.where(few, 0.0, (count - expected) / (bounds.upper - expected))
        fields |= {
            "score": score,
            "rise": np.where(score > 1.0, 1.0, 0.0),
            "upper": np.where(few, 0.0, bounds.upper),
        }
    return Farrington(**fields)
