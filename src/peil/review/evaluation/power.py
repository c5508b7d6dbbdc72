"""Power: how often would a change of a given size be found from so many events?

The test is the one-sided exact one of two Poisson rates. Given the sum of both counts it is
binomial, so its power is one sum over what that sum may be.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import binom, poisson

from peil.review.evaluation.verdict import GATE, Verdict, check_asked
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput

ALPHA = 0.05
"""Size of the one-sided test."""
WELL = 0.8
"""Power that studies usually plan for."""
NEGLIGIBLE = 1e-13
MOST_EVENTS, MOST_SUM = 1e9, 1e12
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
    expected: float, asked: float, spells: Spells | None = None, *, alpha: float = ALPHA
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
    spells = spells or Spells()
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
    expected: float, asked: float, spells: Spells | None = None, *, alpha: float = ALPHA
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
    spells = spells or Spells()
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
        few, share = number - _least_before(number, spells, alpha), after / total
    else:
        turned = Spells(before=spells.after, after=spells.before)
        few, share = number - _least_before(number, turned, alpha), expected / total
    chance = np.where(few < 0, 0.0, binom.cdf(few, number, share))
    weight = poisson.pmf(number, total)
    return float(np.average(chance, weights=weight))


def _sums(total: float) -> Floats:
    """List the values that the sum of both counts may take, leaving out negligible tails."""
    low, high = poisson.ppf(NEGLIGIBLE, total), poisson.isf(NEGLIGIBLE, total)
    return np.arange(low, high + 1, np.ceil((high - low + 1) / MOST_SUMS), dtype=np.float64)


def _least_before(number: Floats, spells: Spells, alpha: float) -> Floats:
    """Find how many of so many events must lie before for the test to reject."""
    share = spells.share_after
    few = binom.ppf(alpha, number, share)
    few -= binom.cdf(few, number, share) > alpha
    least: Floats = number - few
    return least


def smallest_fall(
    expected: float, spells: Spells | None = None, *, wanted: float = GATE, alpha: float = ALPHA
) -> float | None:
    """Find the smallest fall that would be found with a given power.

    Returns:
        The fall as a share of the events; None where not even a fall to nothing is found.
    """
    return _smallest_fall(expected, spells or Spells(), wanted, alpha)


@lru_cache(maxsize=1024)
def _smallest_fall(expected: float, spells: Spells, wanted: float, alpha: float) -> float | None:
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
