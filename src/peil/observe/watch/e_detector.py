"""E-detector: the chart for budgets that no table of thresholds holds.

Source: Shin, Ramdas and Rinaldo (2024), New England Journal of Statistics in Data Science 2(2),
229-260, doi 10.51387/23-NEJSDS51.
"""

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.shift_baseline import LENGTH, MEAN, PARTS, RATE, SPREAD, SPREAD_ERROR
from peil.observe.watch.shift_kernel import (
    BEGAN,
    COLUMNS,
    IS_READY,
    MARKS,
    REPORTED,
    SINCE_RENEWAL,
    SUMS,
    ShiftInput,
    accept_new_normal,
    date_signals,
    renew,
    settle,
    start_anew,
    write_row,
)
from peil.surveillance.compiled import compiled
from peil.surveillance.likelihood import log_ratio
from peil.terms.calendar import Floats, Ints

_BETS = CONSTANTS["e_detector"]
RATIOS = np.array(_BETS["ratios"])
STANDARD_ERRORS, LESS_CAUTION = float(_BETS["standard_errors"]), float(_BETS["less_caution"])


def detect(given: ShiftInput, *, budget: float) -> Floats:
    """Run the e-detector with its alarm at the budget in periods per false signal.

    Returns:
        (N, 14): the columns of the shift chart, its sums being log e-detectors.
    """
    return _run(
        given.count,
        given.effort,
        given.segment,
        given.may_cut,
        RATIOS,
        float(np.log(budget)),
        given.shortest,
    )


@compiled
def _run(
    count: Floats,
    effort: Floats,
    segment: Floats,
    may_cut: Floats,
    ratios: Floats,
    limit: float,
    shortest: int,
) -> Floats:
    n = len(count)
    out = np.full((n, len(COLUMNS)), np.nan)
    baseline, limits, sums = np.zeros(PARTS), np.full(2, limit), np.zeros(SUMS)
    bets = np.full(ratios.shape, -np.inf)
    marks = np.zeros(MARKS, dtype=np.int64)
    for t in range(n):
        if t == 0 or segment[t] != segment[t - 1]:
            start_anew(sums, marks, t)
        accept_new_normal(count, effort, sums, marks, t, shortest)
        if marks[IS_READY] == 0:
            bets[:] = -np.inf
        renew(count, effort, may_cut, baseline, marks, t, shortest)
        reported = effort[t] > 0.0 and not np.isnan(count[t])
        if marks[IS_READY] == 1:
            if reported:
                _bet(count[t], effort[t], baseline, ratios, bets)
                _sum_up(bets, limits, sums, marks, t)
                date_signals(count, effort, baseline, marks, t)
            write_row(out[t], effort[t], baseline, limits, sums, marks)
        if reported:
            marks[SINCE_RENEWAL] += 1
            marks[REPORTED] += 1
    return out


@compiled
def _bet(count: float, effort: float, baseline: Floats, ratios: Floats, bets: Floats) -> None:
    """Multiply the bets so far, and a new one, by the likelihood ratio of a period."""
    events = baseline[MEAN] * baseline[LENGTH]
    spread = max(0.0, baseline[SPREAD] - LESS_CAUTION * baseline[SPREAD_ERROR])
    for way in range(2):
        error = np.sqrt((1.0 + spread * baseline[MEAN]) / events)
        sign = 1.0 if way == 0 else -1.0
        mean = effort * baseline[RATE + way] * np.exp(sign * STANDARD_ERRORS * error)
        for j in range(ratios.shape[1]):
            step = log_ratio(count, mean, ratios[way, j], spread)
            bets[way, j] = np.logaddexp(bets[way, j], 0.0) + step


@compiled
def _sum_up(bets: Floats, limits: Floats, sums: Floats, marks: Ints, t: int) -> None:
    """Average the detectors' bets, and open or close signals."""
    for way in range(2):
        sums[way] = _log_mean(bets[way])
        # Held at the threshold, as in the shift chart, so that an outbreak that ends is seen.
        bets[way] -= max(0.0, sums[way] - limits[way])
    settle(limits, sums, marks, t)
    for way in range(2):
        if marks[BEGAN + way] < 0:
            bets[way] = np.minimum(bets[way], 0.0)


@compiled
def _log_mean(logs: Floats) -> float:
    highest = logs.max()
    if highest == -np.inf:
        return -np.inf
    return float(highest + np.log(np.exp(logs - highest).mean()))
