"""Verdict: what an evaluation answers, with its interval, its power and its reason."""

from dataclasses import dataclass

from peil.terms.errors import BadInput

LEVEL = 0.9
"""Coverage of an interval; its ends are the bounds of two one-sided tests at 5 %."""
GATE = 0.5
"""Power below which the answer is "cannot tell"."""
HALF = 0.5
"""Ratio that is asked about unless another is given: did events halve?"""

FELL, ROSE, NO_CHANGE, CANNOT_TELL = "fell", "rose", "no change beyond", "cannot tell"
"""Answers; "no change beyond" is about the ratio that was asked."""

EXCLUDES_NONE = "interval_excludes_no_change"
WITHIN = "interval_within_what_was_asked"
LOW_POWER = "low_power"
TOO_WIDE = "interval_too_wide"
NO_INTERVAL = "no_interval"
NO_POWER = "no_power"
CONTROL_MISSING = "control_missing"
"""Reasons of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An effect with its interval, and what may be said of it.

    Args:
        estimate, low, high: a ratio after to before (1 is no change); NaN or infinite where the
            figures give no such end.
        level: coverage of the interval.
        asked: the ratio that was asked about before looking; below 1 a fall.
        power: probability that a change of that size would have been found; None where it could
            not be computed.
        answer: fell, rose, no change beyond (what was asked), or cannot tell.
        reason: why, as a code.
    """

    estimate: float
    low: float
    high: float
    level: float
    asked: float
    power: float | None
    answer: str
    reason: str


def judge_ratio(
    estimate: float, low: float, high: float, *, asked: float, power: float | None, level: float
) -> Verdict:
    """Say whether events fell or rose, or that the figures cannot tell.

    Power comes first: an interval that leaves out no change, from figures that would find the
    change asked about in fewer than half of all cases, overstates what it found.

    Args:
        estimate, low, high: the ratio after to before, and its interval.
        asked: ratio asked about, above 0 and not 1.
        power: to find it; None where it could not be computed. The power to find a rise says
            nothing of a fall: see `asked_in_sight_of`.
        level: coverage of the interval.

    Source:
        Gelman and Carlin (2014), Perspectives on Psychological Science 9(6), 641-651, on what
        little power does to estimates that are found significant.
    """
    answer, reason = _answer(low, high, asked=check_asked(asked), power=power)
    return Verdict(
        estimate=estimate,
        low=low,
        high=high,
        level=level,
        asked=asked,
        power=power,
        answer=answer,
        reason=reason,
    )


def _answer(low: float, high: float, *, asked: float, power: float | None) -> tuple[str, str]:
    if not (low == low and high == high):
        return CANNOT_TELL, NO_INTERVAL
    if power is None:
        return CANNOT_TELL, NO_POWER
    if power < GATE:
        return CANNOT_TELL, LOW_POWER
    if high < 1:
        return (FELL, EXCLUDES_NONE) if asked < 1 else (CANNOT_TELL, NO_POWER)
    if low > 1:
        return ROSE, EXCLUDES_NONE
    if min(asked, 1 / asked) < low and high < max(asked, 1 / asked):
        return NO_CHANGE, WITHIN
    return CANNOT_TELL, TOO_WIDE


def asked_in_sight_of(asked: float, high: float) -> float:
    """Give the ratio whose power counts for what was found.

    Few events show a rise more easily than a fall of the same size, so a fall that was found is
    not borne out by the power to find the rise that was asked about.

    Args:
        asked: ratio asked about.
        high: upper end of the interval that was found.
    """
    return 1 / asked if asked > 1 and high < 1 else asked


def ratio_of_gap(observed: float, gap: float) -> float:
    """Turn a gap into the ratio of what is observed to what would have been.

    What is observed is known; what would have been is what the gap leaves of it.

    Returns:
        The ratio; infinite where nothing, or less than nothing, would have been.
    """
    without = observed - gap
    return observed / without if without > 0 else float("inf")


def check_asked(asked: float) -> float:
    """Refuse a ratio that asks about nothing.

    Raises:
        BadInput: it is not above 0, not finite, or 1.
    """
    if not 0 < asked < float("inf") or asked == 1:
        raise BadInput(
            f"the ratio asked about is {asked:g}, which is no change that could be looked for; "
            "give one above 0 other than 1, such as 0.5 for a halving"
        )
    return asked


def check_level(level: float) -> float:
    """Refuse a coverage that is no share.

    Raises:
        BadInput: it is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise BadInput(f"the interval shall cover {level:g}; give a share between 0 and 1")
    return level
