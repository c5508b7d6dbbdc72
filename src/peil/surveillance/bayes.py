"""Bayes: compare a count with a predictive distribution from a few reference counts."""

import numpy as np
from numpy.typing import ArrayLike

from peil.surveillance.checks import checked_share
from peil.surveillance.negative_binomial import smallest_count
from peil.surveillance.reference_values import Judged, judge, reachable, seasonal_reference


def bayes(
    count: ArrayLike,
    *,
    at: ArrayLike,
    frequency: int = 52,
    years_back: int = 0,
    half_window: int = 6,
    this_year: bool = True,
    alpha: float = 0.05,
) -> Judged:
    """Compare each count with the negative binomial predictive of its reference counts.

    Reference counts are taken as Poisson with one mean, which has Jeffreys' prior. Missing
    reports are left out.

    Args:
        count: (N,) whole counts; NaN where no report came.
        at: (T,) 0-based positions to evaluate.
        frequency: periods in a year.
        years_back, half_window, this_year: which reference counts, as in `seasonal_reference`.
        alpha: most chance of a false signal in one period and one direction.

    Raises:
        BadInput: a count or a setting is wrong, or the baseline is too short.

    Source:
        Riebler (2004), diploma thesis, LMU Munich; Höhle (2007), Comput. Stat. 22(4), 571-582.

    Example:
        >>> peil.surveillance.bayes([3, 5, 4, 6] * 65, at=[259], frequency=52)
    """
    checked_share(alpha, name="alpha")
    counts, positions, reference = seasonal_reference(
        count,
        at=at,
        frequency=frequency,
        years_back=years_back,
        half_window=half_window,
        this_year=this_year,
    )
    total = np.nansum(reference, axis=1)
    reports = np.count_nonzero(~np.isnan(reference), axis=1).astype(np.float64)
    reports[reports == 0] = np.nan
    mean, phi = (total + 0.5) / reports, 1.0 + 1.0 / reports
    upper = smallest_count(1.0 - alpha, mean, phi)
    lower = reachable(smallest_count(alpha, mean, phi))
    return judge(counts, positions, expected=mean, lower=lower, upper=upper)
