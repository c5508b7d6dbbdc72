"""Exact comparison of two Poisson rates, given how many events there were in all.

Given the sum of both counts, the later one is binomial, whatever the rate before was.
"""

from scipy.stats import beta, chi2

from peil.review.evaluation.power import MOST_EVENTS, Spells, find_power
from peil.review.evaluation.verdict import (
    HALF,
    LEVEL,
    Verdict,
    asked_in_sight_of,
    check_asked,
    check_level,
    judge_ratio,
)
from peil.terms.errors import BadInput


def poisson_interval(count: float, level: float = LEVEL) -> tuple[float, float]:
    """Give the exact interval of a Poisson mean.

    Args:
        count: events.
        level: coverage, at least reached.

    Source:
        Garwood (1936), Biometrika 28(3/4), 437-442.
    """
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.isf(tail, 2 * count + 2)) / 2


def exact_interval(
    before: float, after: float, spells: Spells, level: float = LEVEL
) -> tuple[float, float]:
    """Give the exact interval of the ratio of two rates, after to before.

    Args:
        before, after: events counted in each spell.
        spells: their lengths, or exposures.
        level: coverage, at least reached.

    Returns:
        The lower end is 0 where there was no event after; the upper end is infinite where
        there was none before. Without any event both are NaN.

    Source:
        Clopper and Pearson (1934), Biometrika 26(4), 404-413; Przyborowski and Wilenski (1940),
        Biometrika 31(3/4), 313-323.
    """
    tail = (1 - check_level(level)) / 2
    if before + after == 0:
        return float("nan"), float("nan")
    low = float(beta.ppf(tail, after, before + 1)) if after else 0.0
    high = float(beta.ppf(1 - tail, after + 1, before)) if before else 1.0
    return _ratio(low, spells), _ratio(high, spells)


def _ratio(share: float, spells: Spells) -> float:
    """Turn the share of events that came after into a ratio of rates."""
    if share >= 1:
        return float("inf")
    return share / (1 - share) * spells.before / spells.after


def compare_spells(
    before: int, after: int, spells: Spells, *, asked: float = HALF, level: float = LEVEL
) -> Verdict:
    """Compare the events of two spells, and answer only where their number can carry it.

    The power is that of the exact test with as many expected events before as were counted.

    Args:
        before, after: events counted in each spell.
        spells: their lengths.
        asked: ratio asked about, fixed before looking.
        level: coverage of the interval.

    Raises:
        BadInput: a count is negative, or the ratio asks about nothing.
    """
    if min(before, after) < 0:
        raise BadInput(f"the counts are {before} and {after}; give whole numbers from 0 on")
    if max(before, after) > MOST_EVENTS:
        raise BadInput(f"the counts are {before} and {after}; give numbers up to {MOST_EVENTS:.0e}")
    low, high = exact_interval(before, after, spells, level)
    estimate = (after / spells.after) / (before / spells.before) if before else float("nan")
    asked = asked_in_sight_of(check_asked(asked), high)
    power = find_power(before, asked, spells, alpha=(1 - level) / 2)
    return judge_ratio(estimate, low, high, asked=asked, power=power, level=level)
