"""The rule: its constants, what a review finds, and what the first method proposes from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import numpy as np

from peil.terms import entries
from peil.terms.calendar import Floats
from peil.terms.errors import BadInput
from peil.terms.packaged import packaged

PROPOSED, CANNOT_TELL, EXPIRED = "proposed", "cannot tell", "expired"
NO_EVIDENCE, ONLY_ATTACKS, LOW_INFORMATION = "no_evidence", "only_attacks", "low_information"
LOW_COVERAGE, BEARING_MISSING = "low_coverage", "bearing_family_missing"
REASONS = (NO_EVIDENCE, ONLY_ATTACKS, LOW_INFORMATION, LOW_COVERAGE, BEARING_MISSING)
"""Why no level is proposed."""
WHY_NONE = {PROPOSED: "", CANNOT_TELL: NO_EVIDENCE, EXPIRED: LOW_COVERAGE}
"""The reason of each status by the first method."""
ROUNDING = 1e-9
"""Differences of probability below this come from arithmetic and are no evidence."""
LEAST, MOST_DECIBANS, MOST_MONTHS = 1e-6, 100.0, 1200.0
BOUNDS = {
    "down": (LEAST, 1 - LEAST),
    "settles_at_least_2": (LEAST, 1 - LEAST),
    "settles_next": (LEAST, 1 - LEAST),
    "two_steps": (0.0, 1 - LEAST),
    "clip_db": (LEAST, MOST_DECIBANS),
    "other_publishers": (0.0, 1.0),
    "further_figures": (0.0, 1.0),
    "p_up": (LEAST, 1.0),
    "p_up_imminent": (LEAST, 1.0),
    "p_dn_imminent": (0.0, 1.0),
    "c_min": (0.0, 1.0),
    "bears": (LEAST, 1.0),
    "informs_db": (0.0, MOST_DECIBANS),
    "current_months": (LEAST, MOST_MONTHS),
    "current_spacings": (LEAST, MOST_MONTHS),
    "base_months": (LEAST, MOST_MONTHS),
    "base_months_monthly": (LEAST, MOST_MONTHS),
}
"""Least and most of each constant, apart from p_dn and the numbers of reviews."""
FIRST, SECOND = "forward-filter-1", "forward-filter-2"
TRUE_WHEN_PROPOSED = "true_when_proposed"
"""What simulated worlds say of the rule that Peil ships, and of no other."""
METHODS = {FIRST: "rule_1.toml", SECOND: "rule_2.toml"}
"""The rule that Peil ships for each method."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Constants of the filter and of the proposal; `rule_1.toml` and `rule_2.toml` say what each is.

    `p_dn` holds the value for leaving level 2, the next level and so on; the last one stands for
    all above. A constant that the other method uses has the value 0. `true_when_proposed` says of
    each of four levels how often it was true in simulated worlds when it was proposed; it is empty
    where nobody tried.
    """

    name: str
    method: str
    down: float
    settles_at_least_2: float
    settles_next: float
    two_steps: float
    clip_db: float
    p_up: float
    p_dn: tuple[float, ...]
    reviews: int
    c_min: float
    expires_after: int
    current_months: float
    current_spacings: float
    base_months: float
    base_months_monthly: float
    other_publishers: float = 0.0
    further_figures: float = 0.0
    p_up_imminent: float = 0.0
    p_dn_imminent: float = 0.0
    bears: float = 0.0
    informs_db: float = 0.0
    true_when_proposed: tuple[float, ...] = ()

    @property
    def constants(self) -> dict[str, Any]:
        """Give the constants of its own method, by name, as a `rule.toml` would hold them."""
        shipped = packaged("assess", METHODS[self.method])
        own = {key: getattr(self, key) for key in shipped if key != TRUE_WHEN_PROPOSED}
        return own | {"p_dn": list(self.p_dn) if len(self.p_dn) > 1 else self.p_dn[0]}

    def lowers_at(self, level: int) -> float:
        """Give the probability at which a level, by index, is left."""
        return self.p_dn[min(level, len(self.p_dn)) - 1]


def default_rule() -> Rule:
    """Read the rule that Peil ships.

    Example:
        >>> peil.default_rule().name
    """
    return rule_of(SECOND)


def rule_of(method: str) -> Rule:
    """Read the rule that Peil ships for a method, such as "forward-filter-1" or "1".

    Raises:
        BadInput: there is no such method.

    Example:
        >>> peil.rule_of("forward-filter-1").name
    """
    return parse_rule(packaged("assess", METHODS[method_named(method)]))


def method_named(name: str) -> str:
    """Give the whole name of a method, which its number is enough to tell."""
    for method in METHODS:
        if name in (method, method.rpartition("-")[2]):
            return method
    raise BadInput(f"there is no method {entries.shown(name)}; use {' or '.join(METHODS)}")


def parse_rule(data: Mapping[str, Any]) -> Rule:
    """Make a rule from the keys of a `rule.toml`; one that it leaves out is as Peil ships it.

    Raises:
        BadInput: it has no name of its own, a key is unknown, or a value is out of its bounds.
    """
    where = "the rule"
    method = data.get("method", SECOND)
    if method not in METHODS:
        raise BadInput(
            f"the rule has the method {entries.shown(method)}; use {' or '.join(METHODS)}"
        )
    shipped = dict(packaged("assess", METHODS[method]))
    tried = tuple(map(float, shipped.pop(TRUE_WHEN_PROPOSED, ())))
    data = {key: value for key, value in data.items() if key != TRUE_WHEN_PROPOSED}
    entries.refuse_unknown(data, [f.name for f in fields(Rule) if f.name in shipped], where)
    given = {**shipped, **data}
    rule = Rule(
        name=entries.text(data, "name", where),
        method=method,
        p_dn=_lowers(given),
        reviews=_reviews(given, "reviews"),
        expires_after=_reviews(given, "expires_after"),
        true_when_proposed=tried if given == shipped else (),
        **{key: entries.number(given, key, where, *BOUNDS[key]) for key in BOUNDS if key in given},
    )
    peil_own = {packaged("assess", file)["name"] for file in METHODS.values()}
    if given != shipped and rule.name in peil_own:
        raise BadInput(
            f"the rule is called {rule.name!r}, as one that Peil ships, and has other constants; give "
            "it a name of its own"
        )
    if rule.p_dn_imminent > rule.p_up_imminent:
        raise BadInput(
            f"the rule reaches imminence at {rule.p_up_imminent} and leaves it at "
            f"{rule.p_dn_imminent}; let p_dn_imminent lie below p_up_imminent"
        )
    if not max(rule.settles_at_least_2, *rule.p_dn) < rule.p_up:
        raise BadInput(
            f"the rule raises from {rule.p_up} on, lowers at {max(rule.p_dn)} and settles at "
            f"{rule.settles_at_least_2}; let p_up lie above p_dn and settles_at_least_2"
        )
    return rule


def _lowers(data: Mapping[str, Any]) -> tuple[float, ...]:
    """Read where each level is left: a number, or one for each level from 2 on."""
    value = data["p_dn"]
    if value == []:
        raise BadInput("the rule has the p_dn []; write a number from 0 to 1 for each level from 2")
    each = value if isinstance(value, list) else [value]
    return tuple(entries.number({"p_dn": v}, "p_dn", "the rule", 0.0, 1.0) for v in each)


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
        is_regular: a month's review; any other day may raise but not count down.
        plot_is_open: whether an open plot is declared.
        sign_is_declared: whether a sign of an imminent attack is.
        is_informed: whether the figures say more than ageing alone.
        current, missing: the families with a current figure, and those without one.
        given: (K-1,) decibans that each family gives to P(>= 2), P(>= 3) and so on.
    """

    day: date
    posterior: Floats
    carried: Floats
    coverage: float
    has_evidence: bool
    is_regular: bool = True
    plot_is_open: bool = False
    sign_is_declared: bool = False
    is_informed: bool = True
    current: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    given: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the rule proposes at a review.

    Args:
        status: proposed, cannot tell, or expired.
        level: index of the level, 0 is the lowest; None unless proposed.
        since: day of the review that reached this level or status.
        supported_until: last review with enough coverage, or that raised.
        supported_level: the level then.
        reason: why no level is proposed; empty where one is.
        held: index of the level that the rule stands at, whether it is proposed or not.
        or_higher: whether the step above, which is imminence, has one of its two conditions.
        raised: day on which new figures last raised to the level, or would have raised to it.
        past: P(>= held) at the month ends since the level was reached, as many as the rule asks.
        bearing: the families that bear the level.
    """

    day: date
    status: str
    level: int | None
    since: date
    supported_until: date | None = None
    supported_level: int | None = None
    low_reviews: int = 0
    thin_reviews: int = 0
    reason: str = ""
    held: int | None = None
    or_higher: bool = False
    raised: date | None = None
    past: tuple[float, ...] = ()
    bearing: frozenset[str] = frozenset()


def replay(reviews: Sequence[Review], rule: Rule) -> list[Proposal]:
    """Apply the first rule to reviews in order of time; its own last proposal is the current one."""
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
    raised = supported(review, rule)
    thin = _thin_reviews(review, before, rule)
    if before is not None and before.status == EXPIRED and thin and not raised:
        return _told(review, before, EXPIRED, None, thin=thin)
    if before is None or before.level is None:
        return _told(review, before, PROPOSED, begins_at(review, rule))
    if raised > before.level:
        return _told(review, before, PROPOSED, raised)
    if thin >= rule.expires_after:
        return _told(review, before, EXPIRED, None, thin=thin)
    return _hold_or_lower(review, before, rule, thin)


def supported(review: Review, rule: Rule) -> int:
    """The highest level that today's figures raise to: probable enough, and by new evidence."""
    today, carried = at_least(review.posterior), at_least(review.carried)
    reached = np.flatnonzero((today >= rule.p_up) & (today > carried + ROUNDING))
    return int(reached.max()) + 1 if len(reached) else 0


def begins_at(review: Review, rule: Rule) -> int:
    """The level that a first proposal, or one after it expired, begins at.

    Ageing alone settles below `p_up`, so whatever reaches it does so by evidence; after an
    expiry that evidence may have come in before this review.
    """
    reached = np.flatnonzero(at_least(review.posterior) >= rule.p_up)
    return int(reached.max()) + 1 if len(reached) else 0


def at_least(probabilities: Floats) -> Floats:
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
    is_low = level > 0 and at_least(review.posterior)[level - 1] <= rule.lowers_at(level)
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
        reason=WHY_NONE[status],
        held=level if level is not None else before.held if before else None,
        since=before.since if before and is_same else review.day,
        supported_until=review.day if supported or before is None else before.supported_until,
        supported_level=level if supported or before is None else before.supported_level,
        low_reviews=low,
        thin_reviews=thin,
    )
