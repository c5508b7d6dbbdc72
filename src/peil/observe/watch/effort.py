"""Lost effort: is a fall of the latest counts one of the threat, or of late reports and less work?"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, pdtr

from peil.observe.direction import CANNOT_TELL, WANING
from peil.observe.watch.constants import CONSTANTS
from peil.observe.watch.counts import Counts
from peil.observe.watch.reporting import Delays, spread_of_share
from peil.observe.watch.watched import Points
from peil.terms.calendar import Flags, Floats, Ints

EFFORT_WITHOUT_DENOMINATOR = "effort_without_denominator"
EFFORT_IN_DENOMINATOR = "effort_in_denominator"
LATEST = int(CONSTANTS["late"]["latest"])
SHORTEST_BASELINE = int(CONSTANTS["late"]["shortest_baseline"])
PRIOR = 0.5
"""Jeffreys prior of a Poisson rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestWaning:
    """Whether the latest periods together are fewer than their baseline leads to.

    Args:
        observed: their count so far.
        expected: what the baseline leads to, thinned by what is not in yet.
        p_value: chance of so few or fewer; NaN where nothing can be compared.
        least_p_value: chance of none at all; above alpha no count could be a signal.
        direction: waning, or cannot tell.
        reason: code that the reports put into words.
    """

    observed: float
    expected: float
    p_value: float
    least_p_value: float
    direction: str
    reason: str


def effort_caveats(counts: Counts) -> tuple[str, ...]:
    """Say of a series that follows effort whether the effort is in its exposure."""
    if not counts.effort_dependent:
        return ()
    return (EFFORT_IN_DENOMINATOR if counts.has_denominator else EFFORT_WITHOUT_DENOMINATOR,)


def may_tell_waning(counts: Counts) -> bool:
    """Whether a fall of the counts can be one of what they count, and not of the work alone."""
    return counts.has_denominator or not counts.effort_dependent


def without_lost_effort(points: Points, counts: Counts) -> Points:
    """Take back every waning of a series that follows effort and has no denominator.

    Since when the counts fall is kept; nobody can tell why.
    """
    if may_tell_waning(counts):
        return points
    falls = points.direction == WANING
    return replace(
        points,
        direction=np.where(falls, CANNOT_TELL, points.direction),
        reason=np.where(falls, EFFORT_WITHOUT_DENOMINATOR, points.reason),
        probability=np.where(falls, np.nan, points.probability),
    )


def waning_of_the_latest(
    counts: Counts,
    *,
    periods: int = LATEST,
    alpha: float = 0.05,
    delays: Delays | None = None,
    age: Ints | None = None,
) -> LatestWaning:
    """Test whether the latest periods together wane, under late reports and lost effort.

    A question for those who ask it from Python; the engine asks its chart instead.

    The baseline is all earlier periods of the same segment. What it leads to is thinned by the
    share that is in; the counts are never divided by it. The prediction is negative binomial
    and holds the estimated mean and spread, the uncertain delays, and the chance in a
    denominator that is itself a count of reports.

    Args:
        counts: with a denominator, its exposure is what the same desk reported so far.
        periods: how many of the latest are put together.
        alpha: chance of a false signal.
        delays, age: what `complete` was made from, with the (N,) age of each period; without
            them the share that is in is taken as certain.
    """
    tail = np.arange(len(counts)) >= len(counts) - periods
    seen = ~np.isnan(counts.count) & (counts.segment == counts.segment[-1])
    now, before = tail & seen, seen & ~tail
    if not now.any() or (counts.segment[tail] != counts.segment[-1]).any():
        return _cannot(np.nan, "break_or_no_report")
    if before.sum() < SHORTEST_BASELINE:
        return _cannot(float(counts.count[now].sum()), "baseline_too_short")
    spread = 0.0
    if delays is not None and age is not None:
        spread = spread_of_share(delays, age[now], counts.exposure[now])
    observed = float(counts.count[now].sum())
    expected, more = _prediction(counts, before=before, now=now)
    p, least = (_at_most(n, expected, spread + more) for n in (observed, 0.0))
    direction, reason = _say(counts, p, least, alpha)
    return LatestWaning(
        observed=observed,
        expected=expected,
        p_value=p,
        least_p_value=least,
        direction=direction,
        reason=reason,
    )


def _say(counts: Counts, p: float, least: float, alpha: float) -> tuple[str, str]:
    if least > alpha:
        return CANNOT_TELL, "too_few_events"
    if p > alpha:
        return CANNOT_TELL, "no_direction_probable"
    if not may_tell_waning(counts):
        return CANNOT_TELL, EFFORT_WITHOUT_DENOMINATOR
    return WANING, "signal"


def _cannot(observed: float, reason: str) -> LatestWaning:
    return LatestWaning(
        observed=observed,
        expected=np.nan,
        p_value=np.nan,
        least_p_value=np.nan,
        direction=CANNOT_TELL,
        reason=reason,
    )


def _prediction(counts: Counts, *, before: Flags, now: Flags) -> tuple[float, float]:
    """Give the expected count of the latest periods, and its squared coefficient of variation.

    The latter is that of the mean, estimation included, without the Poisson noise around it. A
    denominator is a count with noise of its own, in the baseline and in the latest periods.
    """
    weight, count = counts.exposure * counts.complete, counts.count[before]
    events = float(count.sum()) + PRIOR
    rate = events / float(weight[before].sum())
    uneven = _unevenness(weight[before]) + _unevenness(weight[now])
    if not counts.has_denominator:
        excess = overdispersion(count, rate * weight[before])
        return rate * float(weight[now].sum()), 1 / events + excess * uneven
    desk = counts.exposure
    excess = local_overdispersion(count) + local_overdispersion(desk[before])
    noise = 1 / events + 1 / desk[before].sum() + 1 / desk[now].sum()
    return rate * float(weight[now].sum()), float(noise + excess * uneven)


def _unevenness(weight: Floats) -> float:
    return float((weight**2).sum() / weight.sum() ** 2)


def overdispersion(count: Floats, mean: Floats) -> float:
    """Estimate 1/size of a negative binomial: Pearson's statistic is made its own expectation.

    Source: Breslow (1984), Applied Statistics 33(1), 38-44.
    """

    def statistic(excess: float) -> float:
        return float(((count - mean) ** 2 / (mean + excess * mean**2)).sum())

    wanted = len(count) - 1
    if statistic(0.0) <= wanted:
        return 0.0
    low, high = 0.0, 1.0
    while statistic(high) > wanted:
        high *= 2
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if statistic(middle) > wanted else (low, middle)
    return high


def local_overdispersion(count: Floats) -> float:
    """Estimate 1/size from neighbours alone, so that slow changes of the work are no noise.

    Half the squared difference of neighbours has the variance as its mean, and their product
    the square of the mean.
    """
    one, other = count[:-1], count[1:]
    together = float((one * other).sum())
    excess = float((((one - other) ** 2 - one - other) / 2).sum())
    return max(excess / together, 0.0) if together > 0 else 0.0


def _at_most(count: float, mean: float, spread: float) -> float:
    """P(Y <= count) where the mean is gamma distributed with a squared coefficient of variation."""
    if spread <= 0:
        return float(pdtr(count, mean))
    return float(betainc(1 / spread, count + 1, 1 / (1 + spread * mean)))
