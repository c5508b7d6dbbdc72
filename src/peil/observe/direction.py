"""Direction: is an indicator rising, steady or waning, and could anybody know?

Source: the ratio of two Poisson rates with Jeffreys priors, conditional on their sum; see
Price and Bonett (2000), Computational Statistics and Data Analysis 34(3), 345-356.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.special import betainc, betaincinv, gammaln

from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.terms.calendar import Floats, months_covered

COMPARED_MONTHS = 12.0
STEADY_WITHIN = 1.25
"""A rate is steady while it changes by less than a quarter, up or down in the same ratio."""
SURE = 0.8
"""Probability from which a direction is said."""
NOTICEABLE = 2.0
"""Power is the chance to recognise a doubling or a halving, the harder of the two."""
ENOUGH_POWER = 0.5
PRIOR = 0.5
"""Jeffreys prior of a Poisson rate."""
LARGEST_EXACT = 2000
"""Number of events above which the power is 1 to every printed digit, and is not computed."""

RISING, STEADY, WANING, CANNOT_TELL = "rising", "steady", "waning", "cannot tell"
DIRECTIONS = (RISING, STEADY, WANING)
EARLIER = 3.0
"""How many months older a stock must be for the latest one to be compared with it."""

Rates = tuple[Any, Any, Any, Any]
"""Later events and exposure, and earlier ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """How the latest figures compare with those before.

    Args:
        word: rising, steady, waning, or cannot tell.
        probability: of rising, steady and waning; None where nothing can be compared.
        rate_ratio: low, middle and high of the 90 % interval of latest over previous rate.
        power: chance to recognise a doubling or a halving with as many events.
        latest, previous: the figures compared; None where there are too few.
        reason: a code that the reports put into words.
        since: first day of the change that a chart signals; None without one.
    """

    word: str
    probability: tuple[float, float, float] | None
    rate_ratio: tuple[float, float, float] | None
    power: float | None
    latest: Figures | None
    previous: Figures | None
    reason: str
    since: date | None = None


def direction_of(figures: Figures, indicator: Indicator) -> Direction:
    """Compare the latest twelve observed months with the twelve before.

    Whole periods are compared: as many as come nearest to twelve months, at least one. A
    stock is compared with its publisher's value nearest to twelve months earlier. A share
    without its denominator cannot be compared.
    """
    if indicator.kind == "share":
        return _unknown("share_without_denominator", figures)
    if indicator.kind == "stock":
        groups = _stock_pair(figures)
    else:
        groups = _last_two_groups(figures)
    if groups is None:
        return _unknown("no_earlier_figure", figures)
    return compare(*groups)


def compare(latest: Figures, previous: Figures) -> Direction:
    """Compare two groups of counts by the exact ratio of their rates.

    Args:
        latest, previous: at least one figure each; stocks have no exposure and compare
            value with value.
    """
    telling = min(latest.telling.min(), previous.telling.min())
    y1, y0 = latest.count.sum() * telling, previous.count.sum() * telling
    m1, m0 = _exposure(latest), _exposure(previous)
    rising, steady, waning = (float(p) for p in probabilities(y1, y0, m1, m0))
    probability = (rising, steady, waning)
    low, mid, high = (float(ratio_at(chance, (y1, m1, y0, m0))) for chance in (0.05, 0.5, 0.95))
    power = _power(y1 + y0, m1, m0)
    word, reason = _say(probability, power)
    if reason == "settled" and set(latest.publisher) != set(previous.publisher):
        reason = "settled_across_publishers"
    return Direction(
        word=word,
        probability=probability,
        rate_ratio=(low, mid, high),
        power=power,
        latest=latest,
        previous=previous,
        reason=reason,
    )


def _exposure(group: Figures) -> float:
    return float(group.months.sum()) or float(len(group))


def chance_below(ratio: float, rates: Rates) -> Any:
    """Give the chance that the later of two Poisson rates is below so many times the earlier.

    Args:
        ratio: above 0.
        rates: numbers or arrays; events and exposure divided by the dispersion, if there is one.

    Source:
        Price and Bonett (2000): given the sum of both, the later count is binomial.
    """
    y1, m1, y0, m0 = rates
    return betainc(y1 + PRIOR, y0 + PRIOR, _share_at(ratio, m1, m0))


def ratio_at(chance: float, rates: Rates) -> Any:
    """Give the ratio of the later rate to the earlier that it is below with a chance."""
    y1, m1, y0, m0 = rates
    share = betaincinv(y1 + PRIOR, y0 + PRIOR, chance)
    return share / (1.0 - share) * m0 / m1


def _share_at(ratio: float, m1: Any, m0: Any) -> Any:
    """The share of events in the latest period if its rate were `ratio` times the previous."""
    return ratio * m1 / (ratio * m1 + m0)


def probabilities(y1: Any, y0: Any, m1: Any, m0: Any) -> tuple[Any, Any, Any]:
    """Give the probability that a rate has risen, stayed within a quarter, or fallen.

    Args:
        y1, y0: latest and previous counts, numbers or arrays.
        m1, m0: their exposures, in the same unit.
    """
    waning, not_rising = (
        chance_below(ratio, (y1, m1, y0, m0)) for ratio in (1 / STEADY_WITHIN, STEADY_WITHIN)
    )
    return 1 - not_rising, not_rising - waning, waning


def _power(events: float, m1: float, m0: float) -> float:
    """Chance that a doubling, or a halving, of the rate would be said, given all events."""
    n = round(events)
    if n > LARGEST_EXACT:
        return 1.0
    y1 = np.arange(n + 1)
    rising, _, waning = (chance >= SURE for chance in probabilities(y1, n - y1, m1, m0))
    doubled = _binomial(n, _share_at(NOTICEABLE, m1, m0))[rising].sum()
    halved = _binomial(n, _share_at(1 / NOTICEABLE, m1, m0))[waning].sum()
    return float(min(doubled, halved))


def _binomial(n: int, p: float) -> Floats:
    y = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(y + 1) - gammaln(n - y + 1)
    probability: Floats = np.exp(ways + y * np.log(p) + (n - y) * np.log1p(-p))
    return probability


def _say(probability: tuple[float, float, float], power: float) -> tuple[str, str]:
    best = int(np.argmax(probability))
    if power < ENOUGH_POWER:
        return CANNOT_TELL, "too_few_events"
    if probability[best] < SURE:
        return CANNOT_TELL, "no_direction_probable"
    return DIRECTIONS[best], "settled"


def _unknown(reason: str, figures: Figures) -> Direction:
    return Direction(
        word=CANNOT_TELL,
        probability=None,
        rate_ratio=None,
        power=None,
        latest=figures.take(slice(-1, None)) if len(figures) else None,
        previous=None,
        reason=reason,
    )


def _last_two_groups(figures: Figures) -> tuple[Figures, Figures] | None:
    if len(figures) < 2:
        return None
    size = _nearest_to_a_year(figures.months)
    latest, rest = figures.take(slice(-size, None)), figures.take(slice(None, -size))
    if not len(rest):
        latest, rest = figures.take(slice(-1, None)), figures.take(slice(None, -1))
    return latest, rest.take(slice(-_nearest_to_a_year(rest.months), None))


def _nearest_to_a_year(months: Floats) -> int:
    """How many figures, going back, cover a span nearest to twelve months."""
    covered = np.cumsum(months[::-1])
    return int(np.argmin(np.abs(covered - COMPARED_MONTHS))) + 1


def _stock_pair(figures: Figures) -> tuple[Figures, Figures] | None:
    if not len(figures):
        return None
    latest = figures.take(slice(-1, None))
    same = figures.take(figures.publisher == latest.publisher[0])
    age = months_covered(same.end, latest.end[0])
    earlier = np.flatnonzero(age >= EARLIER)
    if not len(earlier):
        return None
    nearest = earlier[np.argmin(np.abs(age[earlier] - COMPARED_MONTHS))]
    return latest, same.take(slice(nearest, nearest + 1))
