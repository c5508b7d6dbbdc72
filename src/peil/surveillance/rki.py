"""RKI: compare a count with the mean of its reference counts, by limits for Poisson means."""

import numpy as np
from numpy.typing import ArrayLike

from peil.surveillance.reference_values import Judged, judge, reachable, seasonal_reference
from peil.terms.calendar import Floats

MOST_IN_TABLE = 20
"""Mean up to which limits come from the table, and beyond which they are normal."""

UPPER_LIMIT = np.array([
    3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633,
    19.05, 20.335, 21.364, 22.945, 23.762, 25.4, 26.306, 27.735, 28.966, 30.017,
])  # fmt: skip
"""Upper 95 % limit of a Poisson mean, by the count 0 to 20 that was seen; source at `rki`."""


def rki(
    count: ArrayLike,
    *,
    at: ArrayLike,
    frequency: int = 52,
    years_back: int = 2,
    half_window: int = 4,
    this_year: bool = False,
) -> Judged:
    """Compare each count with the mean of its reference counts, at about 95 %.

    Above a mean of 20 the bounds are two standard deviations away. Up to 20 the upper one is
    the Crow-Gardner limit at the whole part of the mean. The lower one turns the same limits
    around: a count is a fall if its own upper limit lies below the mean. (The lower limit of
    the mean would call a zero at a mean of 1 a fall, which happens in 37 of 100 periods.)
    Missing reports are left out.

    Args:
        count: (N,) whole counts; NaN where no report came.
        at: (T,) 0-based positions to evaluate.
        frequency: periods in a year.
        years_back, half_window, this_year: which reference counts, as in `seasonal_reference`.

    Raises:
        BadInput: a count or a setting is wrong, or the baseline is too short.

    Source:
        Crow and Gardner (1959), Biometrika 46(3/4), 441-453; Altmann (2003), Robert Koch-Institut.

    Example:
        >>> peil.surveillance.rki([3, 5, 4, 6] * 65, at=[259], frequency=52)
    """
    counts, positions, reference = seasonal_reference(
        count,
        at=at,
        frequency=frequency,
        years_back=years_back,
        half_window=half_window,
        this_year=this_year,
    )
    mean, sd = _moments(reference)
    small = ~(mean > MOST_IN_TABLE)
    row = np.where(small & ~np.isnan(mean), mean, 0.0).astype(np.int64)
    upper = np.where(small, UPPER_LIMIT[row], mean + 2.0 * sd)
    fewest = np.searchsorted(UPPER_LIMIT, mean, side="left")  # smallest count that allows the mean
    lower = reachable(np.where(small, fewest, mean - 2.0 * sd))
    unknown = np.isnan(mean)
    upper[unknown], lower[unknown] = np.nan, np.nan
    return judge(counts, positions, expected=mean, lower=lower, upper=upper)


def _moments(reference: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each row of (T, R) counts, over what was reported."""
    known = ~np.isnan(reference)
    reports = np.count_nonzero(known, axis=1)
    values = np.where(known, reference, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = values.sum(axis=1) / reports
        squares = (np.where(known, reference - mean[:, None], 0.0) ** 2).sum(axis=1)
        sd = np.sqrt(squares / (reports - 1))
    return mean, sd
