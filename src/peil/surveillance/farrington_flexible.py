"""The flexible Farrington method: is a count above or below what its season and trend lead to?

Source:
    Noufaily et al. (2013), Statistics in Medicine 32(7), 1206-1222; Salmon, Schumacher and Höhle
    (2016), Journal of Statistical Software 70(10).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from peil.surveillance.farrington_bounds import Bounds, count_bounds, normal_bounds
from peil.surveillance.farrington_input import Given, check_series
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
    YEARS_FOR_A_TREND,
    Layout,
    Rules,
    flexible_points,
)
from peil.surveillance.farrington_result import (
    Farrington,
    alarms_of_r,
    critical_values_up_to,
    judged,
    lacks_cases,
    prepared,
    refuse,
)
from peil.surveillance.farrington_settings import DELTA, MUAN, FlexibleSettings
from peil.surveillance.reference_windows import dated_time, even_time, reference_points
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class FarringtonFlexible(Farrington):
    """What the flexible method says of each evaluated point.

    Args:
        upper_mean: (T,) mean of the distribution that the upper bound is taken from: above
            `expected` with muan. What R reports with delta has no meaning, and is kept in
            `compat` alone. R: `mu0Vector`.
    """

    upper_mean: Floats


def farrington_flexible(
    count: Any,
    *,
    at: Any,
    frequency: int,
    dates: Any = None,
    population: Any = None,
    **settings: Any,
) -> FarringtonFlexible:
    """Compare each evaluated count with its season in the years before.

    Args:
        count: (N,) whole numbers of events, oldest first; NaN where no report came.
        at: (T,) rows to evaluate, counted from 0. R: `range`, counted from 1.
        frequency: periods a year: 365 days, 52 weeks, 12 months, 4 quarters or another.
        dates: (N,) first day of each period; years are then those of the calendar, and time is
            in lengths of the first period.
        population: (N,) used with `population_offset`.
        settings: those of `FlexibleSettings`, by name.

    Raises:
        BadInput: a count, date, population or setting cannot be used, or the series does not
            hold the years before.
    """
    chosen = FlexibleSettings(**settings)
    given = check_series(
        count, at=at, frequency=frequency, dates=dates, population=population, settings=chosen
    )
    found = _fit_points(given, chosen)
    with np.errstate(all="ignore"):
        return _result(given, found, chosen)


def _fit_points(given: Given, chosen: FlexibleSettings) -> Floats:
    references = reference_points(
        given.at, frequency=given.frequency, years_back=chosen.years_back, dates=given.dates
    )
    _check_reach(references, chosen)
    dated = given.dates is not None
    time = even_time(given.count) if given.dates is None else dated_time(given.dates)
    shifted = chosen.as_r and dated
    longest = int((references[:, 0] - references[:, -1]).max(initial=0))
    most = longest + 4 * (chosen.half_window + 1)
    found = flexible_points(
        prepared(given.count, time=time, exposure=given.exposure),
        references,
        Layout(chosen.half_window, chosen.seasons, chosen.left_out, chosen.as_r, shifted),
        Rules(
            chosen.as_r,
            chosen.as_r,
            chosen.reweight,
            float(chosen.weights_threshold),
            chosen.trend and chosen.years_back >= YEARS_FOR_A_TREND,
            critical_values_up_to(chosen.trend_alpha, most),
        ),
    )
    errors = (TOO_MANY_SEASONS, BEYOND_NUMBERS)
    errors_of_r = (NO_SEASON, TOO_SHORT) if chosen.as_r else ()
    refuse(found, at=given.at, statuses=errors + errors_of_r)
    return found


def _check_reach(references: Ints, chosen: FlexibleSettings) -> None:
    """Refuse, as R does, a window that begins before the series by more than one period."""
    if not chosen.as_r or not len(references):
        return
    begin = int(references[:, -1].min()) - chosen.half_window
    if begin < -1:
        raise BadInput(
            f"the oldest window begins {-begin} periods before the series; "
            "evaluate later periods, go back fewer years or narrow the windows"
        )


def _bounds(count: Floats, found: Floats, chosen: FlexibleSettings) -> Bounds:
    predictor, error, phi = found[:, PREDICTOR], found[:, ERROR], found[:, PHI]
    mean = np.exp(predictor)
    if chosen.threshold == DELTA:
        return normal_bounds(
            count,
            mean=mean,
            variance=(mean * error) ** 2,
            phi=phi,
            power=chosen.power,
            alpha=chosen.alpha,
        )
    away = ndtri(1.0 - chosen.alpha) * error if chosen.threshold == MUAN else 0.0
    return count_bounds(
        count,
        upper_mean=np.exp(predictor + away),
        lower_mean=np.exp(predictor - away),
        phi=phi,
        alpha=chosen.alpha,
    )


def _result(given: Given, found: Floats, chosen: FlexibleSettings) -> FarringtonFlexible:
    count = given.count[given.at]
    few = lacks_cases(given.count, at=given.at, few_cases=chosen.fewest)
    bounds = _bounds(count, found, chosen)
    expected = np.exp(found[:, PREDICTOR])
    fields = judged(count, found=found, bounds=bounds, expected=expected, few=few)
    fields["upper_mean"] = bounds.upper_mean
    if chosen.as_r:
        fields |= _reported_by_r(count, found, chosen, bounds=bounds, few=few)
    return FarringtonFlexible(**fields)


def _reported_by_r(
    count: Floats, found: Floats, chosen: FlexibleSettings, *, bounds: Bounds, few: Any
) -> dict[str, Floats]:
    """Give what R reports otherwise: scores on two scales, and no expectation of few cases."""
    predictor, mean = found[:, PREDICTOR], np.exp(found[:, PREDICTOR])
    middle, upper_mean, expected = predictor, bounds.upper_mean, mean
    if chosen.threshold == DELTA:
        middle = mean
        upper_mean = np.exp(mean + ndtri(1.0 - chosen.alpha) * mean * found[:, ERROR])
    score = (count - middle) / (bounds.upper - middle)
    beyond = np.isinf(upper_mean) if chosen.threshold != DELTA else False
    expected = np.where(few | beyond, np.nan, expected)
    return {
        "score": score,
        "expected": np.where(found[:, STATUS] == NOT_CONVERGED, 0.0, expected),
        "p_rise": np.where(beyond, np.nan, bounds.p_rise),
        "upper_mean": upper_mean,
        "rise": alarms_of_r(count, found=found, score=score, few=few),
    }
