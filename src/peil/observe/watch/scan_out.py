"""Find an old outbreak inside a baseline, so that it does not pass for the usual level."""

from dataclasses import dataclass

import numpy as np

from peil.observe.watch.compiled import compiled
from peil.terms.calendar import Floats

SHORTEST, LONGEST = 2, 12
"""Periods of an outbreak."""
SHARE = 4
"""An outbreak is at most one part in so many of the baseline: most of it must be usual."""
CUT_ABOVE = 6.0
"""Log likelihood ratio over dispersion."""
NOTHING = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The stretch of a baseline that stands out most, and by how much.

    Args:
        first, last: positions in the baseline.
        score: log likelihood ratio of its own rate against one rate, over the dispersion.
        is_cut: whether that is enough to call it an old outbreak.
    """

    first: int
    last: int
    score: float
    is_cut: bool


def scan_out(count: Floats, effort: Floats) -> Window | None:
    """Find the window of 2 to 12 periods in which a baseline is most above its own mean.

    Args:
        count: (N,) counts of the baseline, without gaps.
        effort: (N,) what the counts are proportional to, above 0.

    Returns:
        The window, or None where nothing stands out or fewer than eight periods are given.

    Source:
        Kulldorff (1997), Communications in Statistics - Theory and Methods 26(6), 1481-1496,
        on the Poisson scan statistic; the dispersion outside the window divides it.
    """
    first, last, score = best_window(count, effort, np.ones(len(count)), 0.0)
    if first == NOTHING:
        return None
    return Window(first=first, last=last, score=score, is_cut=score > CUT_ABOVE)


@compiled
def best_window(
    count: Floats, effort: Floats, may_cut: Floats, least: float
) -> tuple[int, int, float]:
    """Find the window with the highest Poisson ratio; give its place and its score.

    Args:
        count, effort: (N,) as in scan_out.
        may_cut: (N,) 0 for periods that a person keeps in the baseline.
        least: log likelihood ratios up to this are of no interest.
    """
    n = len(count)
    total = count.sum()
    rate = total / effort.sum()
    first, last, best = NOTHING, NOTHING, least
    longest = min(LONGEST, n // SHARE)
    for begin in range(n):
        inside, expected = 0.0, 0.0
        for end in range(begin, min(begin + longest, n)):
            if may_cut[end] == 0.0:
                break
            inside += count[end]
            expected += rate * effort[end]
            if end - begin + 1 < SHORTEST:
                continue
            ratio = _log_ratio(inside, expected, total, best)
            if ratio > best:
                first, last, best = begin, end, ratio
    if first == NOTHING:
        return first, last, 0.0
    return first, last, best / _dispersion_outside(count, effort, first, last)


@compiled
def _log_ratio(inside: float, expected: float, total: float, best: float) -> float:
    """Give the Poisson log likelihood ratio, or zero where it cannot exceed the best so far."""
    over = inside - expected
    # x log(x/e) - (x - e) is at most (x - e)²/e, and half of it above e: few logarithms are left.
    rest = total - expected
    if over <= 0.0 or over * over * (total + expected) <= 2.0 * best * expected * rest:
        return 0.0
    ratio = inside * np.log(inside / expected)
    outside = total - inside
    if outside > 0.0:
        ratio += outside * np.log(outside / rest)
    return float(ratio)


@compiled
def _dispersion_outside(count: Floats, effort: Floats, first: int, last: int) -> float:
    """Measure variance over mean without the window, whose own excess would hide it."""
    inside = slice(first, last + 1)
    outside = len(count) - (last + 1 - first)
    rate = (count.sum() - count[inside].sum()) / (effort.sum() - effort[inside].sum())
    if rate <= 0.0 or outside < 2:
        return 1.0
    squares = 0.0
    for i in range(len(count)):
        if i < first or i > last:
            expected = rate * effort[i]
            squares += (count[i] - expected) ** 2 / expected
    return max(1.0, squares / (outside - 1))
