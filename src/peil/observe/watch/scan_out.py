"""Find an old outbreak inside a baseline, so that it does not pass for the usual level."""

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.surveillance.compiled import compiled
from peil.surveillance.likelihood import poisson_gain
from peil.terms.calendar import Floats

_OLD = CONSTANTS["old_outbreak"]
SHORTEST, LONGEST = int(_OLD["shortest"]), int(_OLD["longest"])
SHARE, CUT_ABOVE = int(_OLD["share"]), float(_OLD["cut_above"])
NOWHERE = -1
NO_WINDOW = -1.0


@compiled
def old_outbreak(count: Floats, effort: Floats, may_cut: Floats) -> tuple[int, int, float]:
    """Find the window in which a baseline is most above its own mean, and weigh whether it is one.

    The highest ratio is soonest exceeded by a short window, which chance fills here or there. The
    mean over all windows is not, since around a long outbreak many windows overlap and agree.

    Args:
        count: (N,) counts of the baseline, without gaps.
        effort: (N,) what the counts are proportional to, above 0.
        may_cut: (N,) 0 for periods that a person keeps in the baseline.

    Returns:
        First and last position of the window, NOWHERE where nothing stands out or fewer than
        eight periods are given; and the mean over all windows of the Poisson likelihood ratio
        of a rate of their own, its logarithm divided by the dispersion outside that window.

    Source:
        Kulldorff (1997), Communications in Statistics - Theory and Methods 26(6), 1481-1496,
        on the scan; Chan and Walther (2013), Statistica Sinica 23, 409-428, on the mean.
    """
    ratios = _log_ratios(count, effort, may_cut)
    if ratios.size == 0 or ratios.max() <= 0.0:
        return NOWHERE, NOWHERE, 1.0
    place = int(ratios.argmax())
    first = place // ratios.shape[1]
    last = first + SHORTEST - 1 + place % ratios.shape[1]
    return first, last, _mean_ratio(ratios, _dispersion_outside(count, effort, first, last))


@compiled
def _log_ratios(count: Floats, effort: Floats, may_cut: Floats) -> Floats:
    """Give (N, lengths) Poisson log likelihood ratios of windows by their first period.

    A window that is not above the mean has 0, a window that cannot be NO_WINDOW.
    """
    n = len(count)
    total = count.sum()
    rate = total / effort.sum()
    longest = min(LONGEST, n // SHARE)
    ratios = np.full((n, max(0, longest + 1 - SHORTEST)), NO_WINDOW)
    for begin in range(n):
        inside, expected = 0.0, 0.0
        for end in range(begin, min(begin + longest, n)):
            if may_cut[end] == 0.0:
                break
            inside += count[end]
            expected += rate * effort[end]
            length = end + 1 - begin
            if length >= SHORTEST:
                above = 0.0
                if inside > expected:
                    above = poisson_gain(inside, expected)
                    above += poisson_gain(total - inside, total - expected)
                ratios[begin, length - SHORTEST] = above
    return ratios


@compiled
def _mean_ratio(ratios: Floats, dispersion: float) -> float:
    """Average the likelihood ratios; infinity beyond what a number can hold."""
    summed, windows = 0.0, 0
    for ratio in ratios.flat:
        if ratio != NO_WINDOW:
            windows += 1
            summed += np.exp(ratio / dispersion) if ratio > 0.0 else 1.0
    return summed / windows


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
