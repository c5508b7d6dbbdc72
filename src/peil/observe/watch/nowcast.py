"""Nowcast: the count of a period once all reports are in.

Source: a Poisson count with Jeffreys' prior, of which a known share is in, as in the nowcast of
Höhle and an der Heiden (2014), Biometrics 70(4), 993-1002.
"""

import numpy as np
from scipy.special import betainc

from peil.observe.direction import PRIOR
from peil.surveillance.negative_binomial import MOST, first_count
from peil.terms.calendar import Floats

LEVELS = (0.05, 0.5, 0.95)
"""Low, middle and high of an interval that holds nine final counts in ten."""


def nowcast(reported: Floats, complete: Floats) -> Floats:
    """Give low, middle and high of the final count of each period.

    Args:
        reported: (N,) counts so far; NaN where no report came.
        complete: (N,) share that is expected to be in.

    Returns:
        (N, 3) whole counts; those reported where all is in, NaN where no report came.
    """
    found = np.repeat(np.asarray(reported, dtype=np.float64)[:, None], 3, axis=1)
    open_ = np.flatnonzero(~np.isnan(found[:, 0]) & (complete < 1))
    share, shape = complete[open_], found[open_, 0] + PRIOR
    for column, level in enumerate(LEVELS):
        found[open_, column] += _missing(shape, share, level)
    return found


def _missing(shape: Floats, share: Floats, level: float) -> Floats:
    """(N,) the least number of missing reports that is not exceeded with a probability."""
    return first_count(
        lambda missing: (betainc(shape, missing + 1.0, share) >= level) | (missing > MOST),
        near=shape * (1.0 - share) / share,
    )
