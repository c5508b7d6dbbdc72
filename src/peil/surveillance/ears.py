"""EARS: compare a count with the few just before it, by the charts C1, C2 and C3."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from peil.surveillance.checks import (
    checked_choice,
    checked_compat,
    checked_counts,
    checked_positions,
    checked_share,
)
from peil.surveillance.compiled import compiled
from peil.surveillance.reference_values import Judged, judge, reachable
from peil.terms.calendar import Floats, Ints
from peil.terms.errors import BadInput

FEWEST_REPORTS = 3
"""Reports that a window must hold before it has a mean and a spread."""

ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
"""Usual chance of a false signal in one period, in each direction."""


def ears(
    count: ArrayLike,
    *,
    at: ArrayLike,
    method: str = "C3",
    baseline: int = 7,
    alpha: float | None = None,
    min_sigma: float = 0.0,
    compat: str | None = None,
) -> Judged:
    """Compare each count with the mean and spread of a short window before it.

    C1 uses the periods just before; C2 leaves out the two last ones; C3 adds to C2 what the two
    periods before exceeded one standard deviation by. Falls are judged by the mirrored charts.
    A missing report leaves its window with the others, as long as there are three.

    Args:
        count: (N,) whole counts; NaN where no report came.
        at: (T,) 0-based positions to evaluate.
        method: C1, C2 or C3.
        baseline: length of the window, in periods.
        alpha: false signals a period and direction of normal counts; 0.001, in C3 0.025.
        min_sigma: least standard deviation, in counts.
        compat: "surveillance-1.24": in C3 today's count is the mean; gaps give no answer.

    Raises:
        BadInput: a count or a setting is wrong, or the baseline is too short.

    Source:
        Hutwagner et al. (2003), J. Urban Health 80(2 Suppl 1), i89-i96.

    Example:
        >>> peil.surveillance.ears([3, 5, 4, 6, 2, 5, 4, 19], at=[7], method="C1", baseline=7)
    """
    quirks = checked_compat(compat)
    checked_choice(method, tuple(ALPHA), name="method")
    if baseline < FEWEST_REPORTS or not 0 <= min_sigma < np.inf:
        raise BadInput(
            f"a baseline of {baseline} periods with a least standard deviation of {min_sigma}"
            " cannot be used; take at least 3 periods and a finite deviation from 0 up"
        )
    lag, memory = {"C1": (1, 0), "C2": (3, 0), "C3": (3, 2)}[method]
    z = -ndtri(checked_share(ALPHA[method] if alpha is None else alpha, name="alpha"))
    counts = checked_counts(count)
    positions = checked_positions(at, length=len(counts), first=baseline + lag - 1 + memory)
    mean, sd = _windows(counts, lag, baseline, baseline if quirks else FEWEST_REPORTS)
    sd = np.maximum(sd, min_sigma)
    above, below = _excess(counts, mean, sd, positions, memory=memory, quirks=quirks)
    observed, expected, spread = counts[positions], mean[positions], sd[positions]
    centre = observed if quirks and memory else expected
    upper = np.maximum(_bound(centre, spread, z - above, quirks=quirks), 0.0)
    lower = reachable(_bound(expected, -spread, z - below, quirks=False))
    return judge(counts, positions, expected=expected, lower=lower, upper=upper)


def _bound(centre: Floats, spread: Floats, deviations: Floats, *, quirks: bool) -> Floats:
    """Put a bound so many deviations from the centre; without spread it is the centre."""
    with np.errstate(invalid="ignore"):
        bound: Floats = centre + spread * deviations
    return bound if quirks else np.where(spread == 0, centre, bound)


def _excess(
    counts: Floats, mean: Floats, sd: Floats, positions: Ints, *, memory: int, quirks: bool
) -> tuple[Floats, Floats]:
    """Sum by how many deviations, beyond one, the periods before lay above and below."""
    above, below = np.zeros(len(positions)), np.zeros(len(positions))
    for back in range(1, memory + 1):
        then = positions - back
        with np.errstate(invalid="ignore", divide="ignore"):
            score = (counts[then] - mean[then]) / sd[then]
        if not quirks:  # a missing report, and a constant run that goes on, exceed nothing
            score = np.where(np.isnan(score), 0.0, score)
        above = above + np.maximum(0.0, score - 1.0)
        below = below + np.maximum(0.0, -score - 1.0)
    return above, below


@compiled
def _windows(counts: Floats, lag: int, length: int, fewest: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the window that ends `lag` periods before each period."""
    mean = np.full(len(counts), np.nan)
    sd = np.full(len(counts), np.nan)
    for k in range(length + lag - 1, len(counts)):
        first, last = k - lag - length + 1, k - lag + 1
        reports, total = 0, 0.0
        for i in range(first, last):
            if not np.isnan(counts[i]):
                reports += 1
                total += counts[i]
        if reports < fewest:
            continue
        centre, squares = total / reports, 0.0
        for i in range(first, last):
            if not np.isnan(counts[i]):
                squares += (counts[i] - centre) ** 2
        mean[k], sd[k] = centre, np.sqrt(squares / (reports - 1))
    return mean, sd
