"""The baseline of the shift chart: which periods, and the mean and spread that they show."""

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.scan_out import CUT_ABOVE, NOWHERE, old_outbreak
from peil.surveillance.compiled import compiled
from peil.terms.calendar import Floats, Ints

_SHIFT = CONSTANTS["shift"]
SHORTEST, LONGEST = int(_SHIFT["shortest"]), int(_SHIFT["longest"])
RENEWED_EVERY = int(_SHIFT["renewed_every"])
HALF_AN_EVENT, CAUTION = float(_SHIFT["half_an_event"]), float(_SHIFT["caution"])
WIDE_FROM = float(_SHIFT["wide_from"])

RATE, RATE_OF_FALL, SPREAD, SPREAD_ERROR, LENGTH, MEAN, CUT_FIRST, CUT_LAST, DISCOUNT = range(9)
PARTS = 9
"""Parts of a baseline: events per unit of effort, and the same where a fall is looked for;
variance beyond the mean over its square (one over the size) with its caution, the standard
error of it, periods used, mean count of a period, the outbreak cut out of it, and what the evidence
of a rise is divided by where the counts are wider than thresholds were fitted to."""


@compiled
def fit_baseline(
    count: Floats, effort: Floats, may_cut: Floats, places: Ints, baseline: Floats
) -> None:
    """Estimate rate and spread from a stretch of reported periods, less an old outbreak.

    Args:
        count, effort, may_cut: (N,) of the reported periods.
        places: (N,) their positions in the series.
        baseline: (9,) is filled in.

    Source:
        Moment estimate of one over the size: Anscombe (1950), Biometrika 37, 358-382.
    """
    n = len(count)
    usual = np.ones(n)
    baseline[CUT_FIRST], baseline[CUT_LAST] = NOWHERE, NOWHERE
    first, last, ratio = old_outbreak(count, effort, may_cut)
    if ratio > CUT_ABOVE:
        usual[first : last + 1] = 0.0
        baseline[CUT_FIRST], baseline[CUT_LAST] = places[first], places[last]
    used, total, worked = usual.sum(), (usual * count).sum(), (usual * effort).sum()
    rate = (total + HALF_AN_EVENT) / worked
    squares, mean_sum, mean_squares = 0.0, 0.0, 0.0
    for i in range(n):
        if usual[i] == 1.0:
            squares += (count[i] - effort[i] * total / worked) ** 2
            mean_sum += rate * effort[i]
            mean_squares += (rate * effort[i]) ** 2
    beyond = (squares * used / (used - 1.0) - mean_sum) / mean_squares
    baseline[RATE], baseline[RATE_OF_FALL] = rate, total / worked
    baseline[SPREAD_ERROR] = np.sqrt(2.0 / mean_squares)
    baseline[SPREAD] = max(0.0, beyond + CAUTION * baseline[SPREAD_ERROR])
    surely = beyond - CAUTION * baseline[SPREAD_ERROR]
    baseline[DISCOUNT] = np.sqrt(1.0 + max(0.0, surely - WIDE_FROM))
    baseline[LENGTH] = used
    baseline[MEAN] = rate * worked / used


@compiled
def gather(count: Floats, effort: Floats, start: int, stop: int, longest: int) -> Ints:
    """List the latest reported periods of a stretch."""
    found = np.empty(longest, dtype=np.int64)
    n = 0
    for i in range(stop - 1, start - 1, -1):
        if n == longest:
            break
        if effort[i] > 0.0 and not np.isnan(count[i]):
            found[n] = i
            n += 1
    return found[:n][::-1].copy()
