"""E-detector: a chart whose budget holds without a table, and e-values for many series."""

from dataclasses import dataclass

import numpy as np

from peil.observe.watch.compiled import compiled
from peil.observe.watch.counts import Counts
from peil.observe.watch.shift_baseline import (
    LENGTH,
    LEVEL,
    PARTS,
    RATE,
    SHORTEST,
    SPREAD,
    log_ratio,
)
from peil.observe.watch.shift_input import ShiftInput, shift_input
from peil.observe.watch.shift_kernel import (
    BEGAN,
    IS_READY,
    MARKS,
    REPORTED,
    SINCE_RENEWAL,
    accept_new_normal,
    renew,
    settle,
    start_anew,
    write_row,
)
from peil.terms.calendar import Floats, Ints

RATIOS = np.array([[1.5, 2.5, 5.0], [0.6, 0.35, 0.1]])
"""Changes that are bet on in equal parts: rises, falls."""
STANDARD_ERRORS = 1.0
"""The mean may lie so far on the wrong side of its estimate, in logarithms."""
WIDER = 2.0
"""The same for the e-value, for mean and spread: it is an average over series, in which one whose
baseline misleads would otherwise outweigh thousands."""
FORGETS = 1.0 / 36.0
"""Chance a period, in the e-value, that the change begins there: bets are about the last years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EValues:
    """E-values of a series over time: evidence that its level has changed of late.

    With steady counts each has a mean of at most 1 at any period chosen beforehand, whatever
    the other series do; so 1/e bounds a p-value, and e-BH may be used across series.

    Args:
        at: (T,) positions in the series.
        log_rise, log_fall: (T,) logarithms; NaN before there is a baseline.
    """

    at: Ints
    log_rise: Floats
    log_fall: Floats


def e_values(counts: Counts, *, at: Ints | None = None, shortest: int = SHORTEST) -> EValues:
    """Bet each period on a lasting rise and on a lasting fall that began some time before.

    The e-value is Σ_k w(1 - w)^(k-1) Π L over the last k periods, w = 1/36, L the negative
    binomial likelihood ratio at the bound of the mean that favours no change.

    Args:
        at: positions that are wanted; all of them without it.
        shortest: reported periods before the first value.

    Raises:
        BadInput: counts that are negative or infinite, or a first baseline that is too short.

    Source:
        Shin, Ramdas and Rinaldo (2024), New England Journal of Statistics in Data Science 2(2),
        229-260, doi 10.51387/23-NEJSDS51; Wang and Ramdas (2022), J. R. Stat. Soc. B 84(3),
        822-852, on e-BH.
    """
    given = shift_input(counts, at=at, keep=(), shortest=shortest)
    rows = detect(given, budget=1.0e300)
    return EValues(at=given.at, log_rise=rows[given.at, 13], log_fall=rows[given.at, 14])


def detect(given: ShiftInput, *, budget: float) -> Floats:
    """Run the e-detector with its alarm at the budget in periods per false signal.

    Returns:
        (N, 15): the columns of the shift chart, its sums being log e-detectors, and the
        logarithms of the e-values for a rise and for a fall.
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
    out = np.full((n, 15), np.nan)
    baseline, limits, sums = np.zeros(PARTS), np.full(2, limit), np.zeros(2)
    bets = np.zeros((2, 2, ratios.shape[1]))
    marks = np.zeros(MARKS, dtype=np.int64)
    for t in range(n):
        if t == 0 or segment[t] != segment[t - 1]:
            start_anew(sums, marks, t)
        accept_new_normal(count, effort, sums, marks, t, shortest)
        if marks[IS_READY] == 0:
            bets[0], bets[1] = -np.inf, 0.0
        renew(count, effort, may_cut, baseline, marks, t, shortest)
        reported = effort[t] > 0.0 and not np.isnan(count[t])
        if marks[IS_READY] == 1:
            if reported:
                _bet(count[t], effort[t], baseline, ratios, bets)
                _sum_up(bets, limits, sums, marks, t)
            write_row(out[t], effort[t], baseline, limits, sums, marks)
            for way in range(2):
                out[t, 13 + way] = _log_mean(bets[1, way])
        if reported:
            marks[SINCE_RENEWAL] += 1
            marks[REPORTED] += 1
    return out


@compiled
def _bet(count: float, effort: float, baseline: Floats, ratios: Floats, bets: Floats) -> None:
    """Multiply each bet by its likelihood ratio: the first row adds a new bet each period."""
    events = baseline[LEVEL] * baseline[LENGTH]
    unsure = np.sqrt(2.0 / baseline[LENGTH]) * (1.0 / baseline[LEVEL] + baseline[SPREAD])
    wider = baseline[SPREAD] + WIDER * unsure
    for way in range(2):
        error = np.sqrt((1.0 + baseline[SPREAD] * baseline[LEVEL]) / events)
        sign = 1.0 if way == 0 else -1.0
        mean = effort * baseline[RATE + way] * np.exp(sign * STANDARD_ERRORS * error)
        far = effort * baseline[RATE + way] * np.exp(sign * WIDER * error)
        for j in range(ratios.shape[1]):
            step = log_ratio(count, mean, ratios[way, j], baseline[SPREAD])
            bets[0, way, j] = np.logaddexp(bets[0, way, j], 0.0) + step
            step = log_ratio(count, far, ratios[way, j], wider)
            before = np.log(1.0 - FORGETS) + bets[1, way, j]
            bets[1, way, j] = np.logaddexp(before, np.log(FORGETS)) + step


@compiled
def _sum_up(bets: Floats, limits: Floats, sums: Floats, marks: Ints, t: int) -> None:
    """Average the detectors' bets, and open or close signals."""
    for way in range(2):
        sums[way] = _log_mean(bets[0, way])
        # Held at the threshold, as in the shift chart, so that an outbreak that ends is seen.
        bets[0, way] -= max(0.0, sums[way] - limits[way])
    settle(limits, sums, marks, t)
    for way in range(2):
        if marks[BEGAN + way] < 0:
            bets[0, way] = np.minimum(bets[0, way], 0.0)


@compiled
def _log_mean(logs: Floats) -> float:
    highest = logs.max()
    if highest == -np.inf:
        return -np.inf
    return float(highest + np.log(np.exp(logs - highest).mean()))
