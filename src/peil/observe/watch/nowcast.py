"""Nowcast: the count of a period once all reports are in.

Source: a Poisson count with a gamma prior, of which a share with a Beta posterior is in; without
a baseline this is the beta-negative-binomial nowcast of Höhle and an der Heiden (2014),
Biometrics 70(4), 993-1002, here with Jeffreys' prior.
"""

from typing import Any

import numpy as np
from scipy.special import betainc, betaincinv

from peil.terms.calendar import Floats

JEFFREYS = 0.5
"""Shape of the prior of a Poisson mean where no baseline tells more."""
NODES = 64
"""Equally likely values that stand for the share that is in."""
LARGEST_MISSING = 2.0**40


def nowcast(
    reported: Floats,
    complete: Floats,
    *,
    worth: Any = np.inf,
    mean: float | None = None,
    size: float = JEFFREYS,
    interval: float = 0.9,
) -> Floats:
    """Give low, middle and high of the final count of each period.

    Args:
        reported: (N,) counts so far; NaN where no report came.
        complete: (N,) share that is expected to be in.
        worth: number, or (N,), of reports that the share is known from; see `completeness`.
        mean, size: of the negative binomial count that a baseline leads to; without a mean
            nothing is known but the reports.
        interval: chance that the final count lies between low and high.

    Returns:
        (N, 3) whole counts; those reported where all is in, NaN where no report came.
    """
    found = np.repeat(np.asarray(reported, dtype=np.float64)[:, None], 3, axis=1)
    open_ = np.flatnonzero(~np.isnan(found[:, 0]) & (complete < 1))
    if not len(open_):
        return found
    shares = _nodes(complete[open_], np.broadcast_to(worth, len(found))[open_])
    shape = found[open_, :1] + (JEFFREYS if mean is None else size)
    prior = 0.0 if mean is None else size / mean
    in_, chance = shape, (prior + shares) / (prior + 1)
    for column, level in enumerate(((1 - interval) / 2, 0.5, (1 + interval) / 2)):
        found[open_, column] += _quantile(in_, chance, level)
    return found


def _nodes(complete: Floats, worth: Floats) -> Floats:
    """(N, K) equally likely shares."""
    if np.isinf(worth).all():
        return complete[:, None]
    level = (np.arange(NODES) + 0.5) / NODES
    sure = np.where(np.isinf(worth), 1.0, worth)[:, None]
    spread = betaincinv(complete[:, None] * sure, (1 - complete[:, None]) * sure, level)
    spread = np.clip(spread, 1e-9, 1.0)
    return np.where(np.isinf(worth)[:, None], complete[:, None], spread)


def _quantile(shape: Floats, chance: Floats, level: float) -> Floats:
    """(N,) the least number of missing reports that is not exceeded with a probability."""

    def below(missing: Floats) -> Any:
        return betainc(shape, missing[:, None] + 1, chance).mean(axis=1) < level

    high = np.ones(len(shape))
    while (more := below(high) & (high < LARGEST_MISSING)).any():
        high[more] *= 2
    low = np.full(len(shape), -1.0)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        is_low = below(middle)
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return high
