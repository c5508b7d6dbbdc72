"""Bayes: compare a count with a predictive distribution from a few reference counts."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import nbinom

from peil.surveillance.reference_values import (
    Judged,
    checked_share,
    falls,
    reachable,
    rises,
    seasonal_reference,
)
from peil.terms.calendar import Floats


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
    observed = counts[positions]
    upper = _quantile(1.0 - alpha, total, reports)
    lower = reachable(_quantile(alpha, total, reports))
    return Judged(
        at=positions,
        expected=(total + 0.5) / reports,
        lower=lower,
        upper=upper,
        rise=rises(observed, upper),
        fall=falls(observed, lower),
    )


def _quantile(p: float, total: Floats, reports: Floats) -> Floats:
    """Quantile of the next count after (T,) totals of (T,) reports; each pair is solved once."""
    pairs, which = np.unique(total + 1j * reports, return_inverse=True)
    events, periods = pairs.real, pairs.imag
    return np.asarray(nbinom.ppf(p, events + 0.5, periods / (periods + 1.0)))[which]
