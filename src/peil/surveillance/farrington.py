"""The Farrington methods: is a count above or below what the same season of earlier years leads to?

Source:
    Farrington, Andrews, Beale and Catchpole (1996), J. R. Stat. Soc. A 159(3), 547-563; Noufaily et
    al. (2013), Statistics in Medicine 32(7), 1206-1222, and Salmon, Schumacher and Höhle (2016),
    Journal of Statistical Software 70(10), for the flexible one.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from peil.surveillance.farrington_bounds import Bounds, count_bounds, normal_bounds
from peil.surveillance.farrington_points import (
    BEYOND_NUMBERS,
    ERROR,
    NO_SEASON,
    NOT_CONVERGED,
    PHI,
    PREDICTOR,
    STATUS,
    TOO_MANY_SEASONS,
    TOO_SHORT,
    Layout,
    Rules,
    flexible_points,
    window_points,
)
from peil.surveillance.farrington_result import (
    Farrington,
    Given,
    alarms_of_r,
    checked_series,
    critical_values_up_to,
    judged,
    lacks_cases,
    refuse,
)
from peil.surveillance.farrington_settings import (
    DELTA,
    MUAN,
    FarringtonSettings,
    FlexibleSettings,
)
from peil.surveillance.reference_windows import reference_points, windows_of_1996
from peil.terms.calendar import Floats, Ints
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
    found = _fit_windows(given, chosen)
    with np.errstate(all="ignore"):
        return _result_of_windows(given, found, chosen)


def _fit_windows(given: Given, chosen: FarringtonSettings) -> Floats:
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


def _result_of_windows(given: Given, found: Floats, chosen: FarringtonSettings) -> Farrington:
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


def farrington_flexible(
    count: ArrayLike,
    *,
    at: ArrayLike,
    frequency: int = 52,
    dates: ArrayLike | None = None,
    population: ArrayLike | None = None,
    **settings: Any,
) -> Farrington:
    """Compare each count with its season in the years before.

    Args:
        count: (N,) whole counts, oldest first; NaN where no report came.
        at: (T,) 0-based positions to evaluate. R: `range`, counted from 1.
        frequency: periods in a year: 365 days, 52 weeks, 12 months, 4 quarters or another.
        dates: (N,) first day of each period; years are then those of the calendar, and time is
            in lengths of the first period.
        population: (N,) used with `population_offset`.
        settings: those of `FlexibleSettings`, by name.

    Raises:
        BadInput: a count, date, population or setting cannot be used, or the series does not
            hold the years before.

    Example:
        >>> peil.surveillance.farrington_flexible([3, 5, 4, 6] * 78, at=[311], frequency=52)
    """
    chosen = FlexibleSettings(**settings)
    given = checked_series(
        count, chosen, at=at, frequency=frequency, dates=dates, population=population
    )
    found = _fit_seasons(given, chosen)
    with np.errstate(all="ignore"):
        return _result_of_seasons(given, found, chosen)


def _fit_seasons(given: Given, chosen: FlexibleSettings) -> Floats:
    references = reference_points(
        given.at, frequency=given.frequency, years_back=chosen.years_back, dates=given.dates
    )
    if chosen.as_r:
        _check_reach(references, chosen.half_window)
    is_shifted = chosen.as_r and given.dates is not None
    layout = Layout(chosen.half_window, chosen.seasons, chosen.left_out, chosen.as_r, is_shifted)
    longest = int((references[:, 0] - references[:, -1]).max())
    critical = critical_values_up_to(chosen.trend_alpha, longest + 4 * (chosen.half_window + 1))
    threshold = float(chosen.weights_threshold)
    rules = Rules(chosen.as_r, chosen.as_r, chosen.reweight, threshold, chosen.has_trend, critical)
    found = flexible_points(given.series, references, layout, rules)
    errors_of_r = (NO_SEASON, TOO_SHORT) if chosen.as_r else ()
    refuse(found, at=given.at, statuses=(TOO_MANY_SEASONS, BEYOND_NUMBERS, *errors_of_r))
    return found


def _check_reach(references: Ints, half_window: int) -> None:
    """Refuse, as R does, a window that begins before the series by more than one period."""
    begin = int(references[:, -1].min()) - half_window
    if begin < -1:
        raise BadInput(
            f"the oldest window begins {-begin} periods before the series; "
            "evaluate later periods, go back fewer years or narrow the windows"
        )


def _bounds(count: Floats, found: Floats, chosen: FlexibleSettings) -> Bounds:
    predictor, error, phi = found[:, PREDICTOR], found[:, ERROR], found[:, PHI]
    mean, alpha = np.exp(predictor), chosen.alpha
    if chosen.threshold == DELTA:
        variance = (mean * error) ** 2
        return normal_bounds(
            count, mean=mean, variance=variance, phi=phi, power=chosen.power, alpha=alpha
        )
    away = ndtri(1.0 - alpha) * error if chosen.threshold == MUAN else 0.0
    upper_mean, lower_mean = np.exp(predictor + away), np.exp(predictor - away)
    return count_bounds(count, upper_mean=upper_mean, lower_mean=lower_mean, phi=phi, alpha=alpha)


def _result_of_seasons(given: Given, found: Floats, chosen: FlexibleSettings) -> Farrington:
    count, few = given.series.events[given.at], lacks_cases(given, chosen.fewest)
    bounds = _bounds(count, found, chosen)
    result = judged(count, found=found, bounds=bounds, few=few)
    return _as_told_by_r(result, count, found, bounds, chosen, few) if chosen.as_r else result


def _as_told_by_r(
    result: Farrington,
    count: Floats,
    found: Floats,
    bounds: Bounds,
    chosen: FlexibleSettings,
    few: Any,
) -> Farrington:
    """Give what R reports otherwise: scores on two scales, and no expectation of few cases."""
    middle, mean, upper_mean = found[:, PREDICTOR], np.exp(found[:, PREDICTOR]), result.upper_mean
    beyond: Any = np.isinf(upper_mean)
    if chosen.threshold == DELTA:
        middle, beyond = mean, np.zeros(len(mean), dtype=bool)
        upper_mean = np.exp(mean + ndtri(1.0 - chosen.alpha) * mean * found[:, ERROR])
    score = (count - middle) / (bounds.upper - middle)
    expected = np.where(few | beyond, np.nan, mean)
    return replace(
        result,
        score=score,
        expected=np.where(found[:, STATUS] == NOT_CONVERGED, 0.0, expected),
        p_rise=np.where(beyond, np.nan, result.p_rise),
        upper_mean=upper_mean,
        rise=alarms_of_r(count, found=found, score=score, few=few),
    )
