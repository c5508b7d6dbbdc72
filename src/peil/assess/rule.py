"""The rule: from probabilities to a proposed level, with hysteresis over monthly reviews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from peil.terms import entries
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput
from peil.terms.packaged import packaged

PROPOSED, CANNOT_TELL, EXPIRED = "proposed", "cannot tell", "expired"
ROUNDING = 1e-9
"""Differences of probability below this come from arithmetic and are no evidence."""
LEAST, MOST_DECIBANS, MOST_MONTHS = 1e-6, 100.0, 1200.0
BOUNDS = {
    "down": (LEAST, 1 - LEAST),
    "settles_at_least_2": (LEAST, 1 - LEAST),
    "settles_next": (LEAST, 1 - LEAST),
    "clip_db": (LEAST, MOST_DECIBANS),
    "other_publishers": (0.0, 1.0),
    "p_up": (LEAST, 1.0),
    "p_dn": (0.0, 1.0),
    "c_min": (0.0, 1.0),
    "current_months": (LEAST, MOST_MONTHS),
    "current_spacings": (LEAST, MOST_MONTHS),
    "base_months": (LEAST, MOST_MONTHS),
    "base_months_monthly": (LEAST, MOST_MONTHS),
}
"""Least and most of each constant, apart from the numbers of reviews."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Constants of the filter and of the proposal; `rule.toml` says what each is."""

    name: str
    method: str
    down: float
    settles_at_least_2: float
    settles_next: float
    clip_db: float
    other_publishers: float
    p_up: float
    p_dn: float
    reviews: int
    c_min: float
    expires_after: int
    current_months: float
    current_spacings: float
    base_months: float
    base_months_monthly: float


def default_rule() -> Rule:
    """Read the rule that Peil ships.

    Example:
        >>> peil.default_rule().name
    """
    return parse_rule(packaged("assess", "rule.toml"))


def parse_rule(data: Mapping[str, Any]) -> Rule:
    """Make a rule from the keys of a `rule.toml`; one that it leaves out is as Peil ships it.

    Raises:
        BadInput: it has no name of its own, a key is unknown, or a value is out of its bounds.
    """
    where = "the rule"
    entries.refuse_unknown(data, [f.name for f in fields(Rule)], where)
    given = {**packaged("assess", "rule.toml"), **data}
    rule = Rule(
        name=entries.text(data, "name", where),
        method=entries.text(given, "method", where),
        reviews=_reviews(given, "reviews"),
        expires_after=_reviews(given, "expires_after"),
        **{key: entries.number(given, key, where, *ends) for key, ends in BOUNDS.items()},
    )
    if not max(rule.settles_at_least_2, rule.p_dn) < rule.p_up:
        raise BadInput(
            f"the rule raises from {rule.p_up} on, lowers at {rule.p_dn} and settles at "
            f"{rule.settles_at_least_2}; let p_up lie above p_dn and settles_at_least_2"
        )
    return rule


def _reviews(data: Mapping[str, Any], key: str) -> int:
    """Read how many reviews in a row something takes."""
    number = entries.whole(data, key, "the rule")
    if not 1 <= number <= MOST_MONTHS:
        raise BadInput(f"the rule has the {key} {number}; write 1 to {MOST_MONTHS:.0f} reviews")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a review finds before the rule is applied.

    Args:
        day: the day of the review.
        posterior: (K,) probabilities of the levels, from the vintage of that day.
        carried: (K,) the previous review's probabilities, aged to this month.
        coverage: 0 to 1, the part of the known families that have a current figure.
        has_evidence: whether any figure weighs at all.
        is_regular: a month's review; the as-of day itself may raise but not count down.
        plot_is_open: whether an open plot is declared.
    """

    day: date
    posterior: Floats
    carried: Floats
    coverage: float
    has_evidence: bool
    is_regular: bool = True
    plot_is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the rule proposes at a review.

    Args:
        status: proposed, cannot tell, or expired.
        level: index of the level, 0 is the lowest; None unless proposed.
        since: day of the review that reached this level or status.
        supported_until: last review with enough coverage, or that raised.
        supported_level: the level then.
    """

    day: date
    status: str
    level: int | None
    since: date
    supported_until: date | None = None
    supported_level: int | None = None
    low_reviews: int = 0
    thin_reviews: int = 0


def replay(reviews: Sequence[Review], rule: Rule) -> list[Proposal]:
    """Apply the rule to reviews in order of time; its own last proposal is the current one."""
    proposals: list[Proposal] = []
    for review in reviews:
        proposals.append(propose(review, proposals[-1] if proposals else None, rule))
    return proposals


def propose(review: Review, before: Proposal | None, rule: Rule) -> Proposal:
    """Propose a level at one review.

    Raise at once, by as many steps as the figures support; lower one step after several
    reviews in a row; below the least coverage nothing is lowered, and after a year of it
    the proposal expires.
    """
    if not review.has_evidence:
        return _told(review, before, CANNOT_TELL, None)
    raised = _supported(review, rule)
    thin = _thin_reviews(review, before, rule)
    if before is not None and before.status == EXPIRED and thin and not raised:
        return _told(review, before, EXPIRED, None, thin=thin)
    if before is None or before.level is None:
        return _told(review, before, PROPOSED, _begins_at(review, rule))
    if raised > before.level:
        return _told(review, before, PROPOSED, raised)
    if thin >= rule.expires_after:
        return _told(review, before, EXPIRED, None, thin=thin)
    return _hold_or_lower(review, before, rule, thin)


def _supported(review: Review, rule: Rule) -> int:
    """The highest level that today's figures raise to: probable enough, and by new evidence."""
    today, carried = _at_least(review.posterior), _at_least(review.carried)
    reached = np.flatnonzero((today >= rule.p_up) & (today > carried + ROUNDING))
    return int(reached.max()) + 1 if len(reached) else 0


def _begins_at(review: Review, rule: Rule) -> int:
    """The level that a first proposal, or one after it expired, begins at.

    Ageing alone settles below `p_up`, so whatever reaches it does so by evidence; after an
    expiry that evidence may have come in before this review.
    """
    reached = np.flatnonzero(_at_least(review.posterior) >= rule.p_up)
    return int(reached.max()) + 1 if len(reached) else 0


def _at_least(probabilities: Floats) -> Floats:
    """P(>= 2), P(>= 3) and so on."""
    tails: Floats = probabilities[::-1].cumsum()[::-1][1:]
    return tails


def _thin_reviews(review: Review, before: Proposal | None, rule: Rule) -> int:
    if review.coverage >= rule.c_min:
        return 0
    past = before.thin_reviews if before else 0
    return past + review.is_regular


def _hold_or_lower(review: Review, before: Proposal, rule: Rule, thin: int) -> Proposal:
    level = before.level or 0
    is_low = level > 0 and _at_least(review.posterior)[level - 1] <= rule.p_dn
    low = before.low_reviews + review.is_regular if is_low else 0
    may_lower = review.is_regular and not thin and not review.plot_is_open
    if low >= rule.reviews and may_lower:
        return _told(review, before, PROPOSED, level - 1, thin=thin)
    return _told(review, before, PROPOSED, level, low=low, thin=thin)


def _told(
    review: Review,
    before: Proposal | None,
    status: str,
    level: int | None,
    *,
    low: int = 0,
    thin: int = 0,
) -> Proposal:
    is_same = before is not None and (before.status, before.level) == (status, level)
    supported = status == PROPOSED and (not thin or not is_same)
    return Proposal(
        day=review.day,
        status=status,
        level=level,
        since=before.since if before and is_same else review.day,
        supported_until=review.day if supported or before is None else before.supported_until,
        supported_level=level if supported or before is None else before.supported_level,
        low_reviews=low,
        thin_reviews=thin,
    )
