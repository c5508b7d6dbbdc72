"""Exact comparison of two Poisson rates, given how many events there were in all, and its power.

Given the sum of both counts, the later one is binomial, whatever the rate before was. So the power
is one sum over what that sum may be.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import beta, binom, chi2, poisson

from peil.review.evaluation.verdict import (
    GATE,
    HALF,
    LEVEL,
    Verdict,
    asked_in_sight_of,
    check_asked,
    check_level,
    judge_ratio,
)
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

ALPHA = 0.05
"""Size of the one-sided test."""
WELL = 0.8
"""Power that studies usually plan for."""
NEGLIGIBLE = 1e-13
MOST_EVENTS, MOST_SUM = 1e7, 1e12
STEPS = 24
"""Halvings of the range in which the smallest fall is looked for."""
MOST_SUMS = 4_000
"""Most sums of both counts that are evaluated; of more, only every second, third and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spells:
    """Lengths of the spell before a policy and of that after it, in one unit.

    Each may be a time, or a time multiplied by a population.
    """

    before: float = 1.0
    after: float = 1.0

    def __post_init__(self) -> None:
        if not (0 < self.before < np.inf and 0 < self.after < np.inf):
            raise BadInput(
                f"the spells are {self.before:g} and {self.after:g} long; give lengths above 0"
            )

    @property
    def share_after(self) -> float:
        """The share of events expected after, had nothing changed."""
        return self.after / (self.before + self.after)


ALIKE = Spells()
"""Two spells of one length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerFound:
    """What so many events could tell.

    Args:
        expected: events expected before.
        spells: lengths of both spells.
        asked: the ratio asked about.
        alpha: size of the one-sided test.
        power: probability to find it.
        can_tell: whether the power reaches one half.
        fall_even, fall_well: the smallest fall found with power .5 and .8, as a share of the
            events; None where not even a fall to nothing would be.
    """

    expected: float
    spells: Spells
    asked: float
    alpha: float
    power: float
    can_tell: bool
    fall_even: float | None
    fall_well: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerStudied:
    """What two spells could tell, and the interval that they give or would give.

    Args:
        outcome: of the counts, or of counts that come out as asked about.
        is_observed: whether there are counts after.
        is_asked: whether the ratio was given.
    """

    power: PowerFound
    outcome: Verdict
    is_observed: bool
    is_asked: bool


def study_power(
    expected: float, asked: float, spells: Spells = ALIKE, *, alpha: float = ALPHA
) -> PowerFound:
    """Say what a comparison of two spells could find, before anything is compared.

    Args:
        expected: events expected in the spell before.
        asked: ratio of the rates, after to before.
        spells: lengths of both; equal ones if not given.
        alpha: size of the one-sided test.

    Raises:
        BadInput: a number lies outside its range.
    """
    power = find_power(expected, asked, spells, alpha=alpha)
    return PowerFound(
        expected=expected,
        spells=spells,
        asked=asked,
        alpha=alpha,
        power=power,
        can_tell=power >= GATE,
        fall_even=smallest_fall(expected, spells, wanted=GATE, alpha=alpha),
        fall_well=smallest_fall(expected, spells, wanted=WELL, alpha=alpha),
    )


def find_power(
    expected: float, asked: float, spells: Spells = ALIKE, *, alpha: float = ALPHA
) -> float:
    """Give the power of the one-sided exact test of two Poisson rates.

    A ratio below 1 is looked for as a fall, one above 1 as a rise.

    Args:
        expected: events expected in the spell before.
        asked: ratio of the rates, after to before.
        spells: lengths of both; equal ones if not given.
        alpha: size of the test.

    Raises:
        BadInput: a number lies outside its range.

    Source:
        Przyborowski and Wilenski (1940), Biometrika 31(3/4), 313-323, for the test.
    """
    _check(expected, check_asked(asked), alpha)
    after = expected * asked * spells.after / spells.before
    total = expected + after
    if total > MOST_SUM:
        raise BadInput(
            f"{total:.3g} events are expected in both spells; give lengths and a ratio for which "
            f"they are at most {MOST_SUM:.0e}"
        )
    if not total > 0:
        return 0.0
    number = _sums(total)
    if asked < 1:
        few, share = _most_after(number, spells, alpha), after / total
    else:
        turned = Spells(before=spells.after, after=spells.before)
        few, share = _most_after(number, turned, alpha), expected / total
    chance = np.where(few < 0, 0.0, binom.cdf(few, number, share))
    weight = poisson.pmf(number, total)
    return float(np.average(chance, weights=weight))


def _sums(total: float) -> Floats:
    """List the values that the sum of both counts may take, leaving out negligible tails."""
    low, high = poisson.ppf(NEGLIGIBLE, total), poisson.isf(NEGLIGIBLE, total)
    return np.arange(low, high + 1, np.ceil((high - low + 1) / MOST_SUMS), dtype=np.float64)


def _most_after(number: Floats, spells: Spells, alpha: float) -> Floats:
    """Find how many of so many events may lie after for the test to reject; -1 where none may."""
    share = spells.share_after
    few: Floats = binom.ppf(alpha, number, share)
    few -= binom.cdf(few, number, share) > alpha
    return few


@lru_cache(maxsize=1024)
def smallest_fall(
    expected: float, spells: Spells = ALIKE, *, wanted: float = GATE, alpha: float = ALPHA
) -> float | None:
    """Find the smallest fall that would be found with a given power.

    Returns:
        The fall as a share of the events; None where not even a fall to nothing is found.
    """
    found, missed = 0.0, 1.0
    if find_power(expected, NEGLIGIBLE, spells, alpha=alpha) < wanted:
        return None
    for _ in range(STEPS):
        middle = (found + missed) / 2
        if find_power(expected, middle, spells, alpha=alpha) >= wanted:
            found = middle
        else:
            missed = middle
    return 1 - found


def _check(expected: float, asked: float, alpha: float) -> None:
    if not 0 <= expected <= MOST_EVENTS:
        raise BadInput(
            f"{expected:g} events are expected before; give a number from 0 to {MOST_EVENTS:.0e}"
        )
    if asked > MOST_EVENTS:
        raise BadInput(f"the ratio asked about is {asked:g}; give one up to {MOST_EVENTS:.0e}")
    if not 0 < alpha < GATE:
        raise BadInput(f"the test has the size {alpha:g}; give one between 0 and {GATE:g}")


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
