"""What both Farrington methods take, and what they say of each evaluated point."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.special import stdtrit

from peil.surveillance.checks import (
    checked_counts,
    checked_dates,
    checked_population,
    checked_positions,
    checked_whole,
)
from peil.surveillance.farrington_bounds import Bounds
from peil.surveillance.farrington_points import (
    BEYOND_NUMBERS,
    FITTED,
    NO_SEASON,
    NOT_CONVERGED,
    PHI,
    PREDICTOR,
    SLOPE,
    STATUS,
    TOO_MANY_SEASONS,
    TOO_SHORT,
    TREND,
    Series,
)
from peil.surveillance.farrington_settings import FarringtonSettings
from peil.surveillance.reference_windows import DAY, MONTH, WEEK, dated_time, even_time
from peil.terms.calendar import Days, Floats, Ints, Labels
from peil.terms.errors import BadInput

PLAIN, NO_FALL, NO_REPORT, SHORT_BASELINE, FEW_CASES = range(5)
REASONS = np.array(
    ["", "no_fall_in_one_period", "no_report", "short_baseline", "few_cases"], dtype=object
)
"""Codes that the reports put into words: why a row cannot say everything."""
REFUSED = {
    NO_SEASON: "no earlier period of its season has a count; "
    "take fewer seasons, leave out fewer periods or go back further",
    TOO_SHORT: "as few counts as coefficients; go back further or widen the windows",
    BEYOND_NUMBERS: "counts or populations that no fit can follow; look for a mistake in them",
    TOO_MANY_SEASONS: "more seasons than periods in a year; take fewer seasons",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Farrington:
    """What a Farrington method says of each evaluated point; NaN where it cannot say it.

    Args:
        expected: (T,) the count that the baseline leads to. R: `expected`, `median`.
        lower, upper: (T,) a count below or above them is a signal; the lower one is NaN where
            even no event at all would not be one. R: `upperbound`; R has no lower bound.
        rise, fall: (T,) 1 for a signal, 0 for none. R: `alarm`.
        score: (T,) 0 is as expected, 1 is at the upper bound; infinite for a rise where the bound
            lies below the expectation, as it may at much less than one event. R: `score`.
        p_rise, p_fall: (T,) probability of such a count or more, of such a count or less.
            R: `pvalue` is `p_rise`, `q` is `p_fall`.
        dispersion: (T,) variance over mean, at least 1. R: `phi`.
        trend: (T,) 1 where the trend was kept. R: `trend`.
        trend_coefficient: (T,) change of the log mean in a period; NaN without a trend.
            R: `trendVector`.
        reason: (T,) code of what a row cannot say: no_fall_in_one_period, no_report,
            short_baseline, few_cases; empty where nothing is missing.
        upper_mean: (T,) mean of the distribution that the upper bound is taken from: above
            `expected` with muan. What R reports with delta has no meaning, and is kept in
            `compat` alone. R: `mu0Vector`.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    rise: Floats
    fall: Floats
    score: Floats
    p_rise: Floats
    p_fall: Floats
    dispersion: Floats
    trend: Floats
    trend_coefficient: Floats
    reason: Labels
    upper_mean: Floats

    def __len__(self) -> int:
        return len(self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A checked series, the (T,) positions to evaluate, and the (N,) dates, if there are any."""

    series: Series
    at: Ints
    dates: Days | None
    frequency: int


def checked_series(
    count: Any,
    chosen: FarringtonSettings,
    *,
    at: Any,
    frequency: Any,
    dates: Any,
    population: Any,
    even: bool = False,
) -> Given:
    """Check a series, and work out once what the fits need of each count.

    Args:
        even: whether time goes by periods although there are dates.
    """
    checked_whole(frequency, name="the number of periods a year", least=1)
    counts = checked_counts(count)
    days = None if dates is None else checked_dates(dates, length=len(counts))
    if chosen.as_r and days is not None and frequency not in (DAY, WEEK, MONTH):
        raise BadInput(
            f"R knows no dates of a series with {frequency} periods a year; leave out the dates"
        )
    exposure = np.ones(len(counts))
    # Without a population R takes one inhabitant.
    if chosen.population_offset and not (population is None and chosen.as_r):
        exposure = checked_population(population, length=len(counts))
    series = Series(
        counts,
        even_time(counts) if even or days is None else dated_time(days),
        exposure,
        np.cbrt(counts * counts),
        np.log(counts + 0.1),
        counts * np.log(np.maximum(counts, 1.0)),
        np.log(exposure),
    )
    positions = checked_positions(at, length=len(counts))
    return Given(series=series, at=positions, dates=days, frequency=int(frequency))


@lru_cache(maxsize=256)
def critical_values(p_value: float, size: int) -> Floats:
    """Give the bound of the absolute t statistic for each number of degrees of freedom."""
    freedom = np.arange(size, dtype=np.float64)
    freedom[0] = 1.0
    values: Floats = -stdtrit(freedom, p_value / 2.0)
    return values


def critical_values_up_to(p_value: float, most: int) -> Floats:
    """Give bounds for at least so many degrees of freedom, from few tables."""
    return critical_values(float(p_value), 1 << (int(most) + 1).bit_length())


def refuse(found: Floats, *, at: Any, statuses: Any) -> None:
    """Refuse the first point whose fit ended in one of the ways that are errors."""
    status = found[:, STATUS]
    for code in statuses:
        wrong = status == code
        if wrong.any():
            raise BadInput(f"the baseline of row {int(at[wrong][0])} has {REFUSED[code]}")


def judged(count: Floats, *, found: Floats, bounds: Bounds, few: Any) -> Farrington:
    """Judge each count by its bounds.

    Args:
        few: (T,) whether too few cases leave a point out.
    """
    fitted = (found[:, STATUS] == FITTED) & ~np.isnan(bounds.upper)
    quiet = ~fitted | few
    upper, lower = np.where(quiet, np.nan, bounds.upper), np.where(quiet, np.nan, bounds.lower)
    no_report = np.isnan(count)
    reason = np.where(np.isnan(lower), NO_FALL, PLAIN)
    reason = np.where(few, FEW_CASES, reason)
    reason = np.where(no_report, NO_REPORT, reason)
    reason = np.where(fitted, reason, SHORT_BASELINE)
    expected, kept = np.exp(found[:, PREDICTOR]), found[:, TREND] == 1.0
    return Farrington(
        expected=np.where(fitted, expected, np.nan),
        lower=lower,
        upper=upper,
        rise=np.where(no_report | np.isnan(upper), np.nan, count > upper),
        fall=np.where(no_report | np.isnan(lower), np.nan, count < lower),
        score=scored(count, expected=expected, upper=bounds.upper),
        p_rise=bounds.p_rise,
        p_fall=bounds.p_fall,
        dispersion=found[:, PHI],
        trend=np.where(fitted, kept, np.nan),
        trend_coefficient=np.where(kept, found[:, SLOPE], np.nan),
        reason=REASONS[reason],
        upper_mean=bounds.upper_mean,
    )


def scored(count: Floats, *, expected: Floats, upper: Floats) -> Floats:
    """Score how far each count lies between its expectation and its upper bound."""
    apart = upper - expected
    score: Floats = np.where(
        apart > 0.0, (count - expected) / apart, np.where(count > upper, np.inf, 0.0)
    )
    return np.where(np.isnan(count + apart), np.nan, score)


def alarms_of_r(count: Floats, *, found: Floats, score: Floats, few: Any) -> Floats:
    """Raise R's alarm: enough cases, a score above one and a count other than zero."""
    undecided = np.isnan(score) & (count != 0.0)
    alarm = np.where(undecided, np.nan, (score > 1.0) & (count != 0.0))
    alarm = np.where(few, 0.0, alarm)
    return np.where(found[:, STATUS] == NOT_CONVERGED, np.nan, alarm)


def lacks_cases(given: Given, few_cases: tuple[float, float] | None) -> Any:
    """Say whether the latest periods hold too few cases; with a missing report they do."""
    count, at = given.series.events, given.at
    if few_cases is None:
        return np.zeros(len(at), dtype=bool)
    cases, periods = few_cases
    summed = np.concatenate(([0.0], np.cumsum(np.nan_to_num(count))))
    missing = np.concatenate(([0.0], np.cumsum(np.isnan(count))))
    begin = np.maximum(at + 1 - int(periods), 0)
    complete = missing[at + 1] == missing[begin]
    return ~(complete & (summed[at + 1] - summed[begin] >= cases))
