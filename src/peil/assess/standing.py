"""Standing: what the second method's rule proposes at each review, and why it proposes nothing.

The rule stands at a level whether or not the figures can tell today's. It raises at once; it
lowers one step on the mean of several month ends; the step to imminence needs a declared sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from peil.assess.rule import (
    BEARING_MISSING,
    CANNOT_TELL,
    EXPIRED,
    LOW_COVERAGE,
    LOW_INFORMATION,
    NO_EVIDENCE,
    ONLY_ATTACKS,
    PROPOSED,
    Proposal,
    Review,
    Rule,
    at_least,
    begins_at,
    supported,
)
from peil.observe.lists import ATTACKS, MASS_CASUALTY
from peil.terms.calendar import months_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Applies the rule to reviews in order of time; its own last proposal is the current one.

    Args:
        rule: its constants.
        top: index of the level that means imminence; None where the scale has none.
    """

    rule: Rule
    top: int | None

    def replay(self, reviews: Sequence[Review]) -> list[Proposal]:
        """Propose at each review."""
        proposals: list[Proposal] = []
        for review in reviews:
            proposals.append(self.propose(review, proposals[-1] if proposals else None))
        return proposals

    def propose(self, review: Review, before: Proposal | None) -> Proposal:
        """Propose a level at one review, or say why none is."""
        if before is None or before.held is None:
            if not review.has_evidence:
                return _no_evidence(review, before)
            begun = min(begins_at(review, self.rule), self._highest(review))
            before = _begun(review, begun)
        moved = self._imminent(review, self._moved(review, before))
        return self._told(review, before, moved)

    def _highest(self, review: Review) -> int:
        """The highest level that figures alone can raise to."""
        return len(review.posterior) - (1 if self.top is None else 2)

    def _moved(self, review: Review, before: Proposal) -> Proposal:
        """Raise at once, or lower one step, or stay."""
        held = before.held or 0
        if not before.status and held:  # a beginning above the lowest level is a raise of its day
            return before
        raised = min(supported(review, self.rule), self._highest(review))
        if raised > held:
            return replace(before, held=raised, raised=review.day, past=(), thin_reviews=0)
        if raised and raised == held:  # new figures would raise to it: that is never kept silent
            before = replace(before, raised=review.day)
        is_missing = bool(before.bearing & review.missing)
        is_thin = is_missing or review.coverage < self.rule.c_min
        past_thin = 0 if before.raised == review.day else before.thin_reviews
        thin = past_thin + review.is_regular if is_thin else 0
        if not review.is_regular or not held:
            return before if thin == before.thin_reviews else replace(before, thin_reviews=thin)
        past = (*before.past, float(at_least(review.posterior)[held - 1]))[-self.rule.reviews :]
        is_low = len(past) == self.rule.reviews and _mean(past) <= self.rule.lowers_at(held)
        may_lower = not (is_thin or review.plot_is_open or before.raised == review.day)
        if is_low and held != self.top and may_lower:
            return replace(before, held=held - 1, past=(), thin_reviews=0)
        return replace(before, past=past, thin_reviews=thin)

    def _imminent(self, review: Review, moved: Proposal) -> Proposal:
        """Take or leave the step to imminence, which needs both its probability and a sign."""
        if self.top is None:
            return moved
        stands = moved.held == self.top
        needed = self.rule.p_dn_imminent if stands else self.rule.p_up_imminent
        chance = at_least(review.posterior)[self.top - 1]
        if chance >= needed and review.sign_is_declared:
            if not stands:
                moved = replace(moved, raised=review.day, past=(), thin_reviews=0)
            return replace(moved, held=self.top, or_higher=False)
        has_one = bool(chance >= self.rule.p_up_imminent) or review.sign_is_declared
        if stands:
            return replace(moved, held=self.top - 1, past=(), or_higher=has_one)
        return moved if moved.or_higher == has_one else replace(moved, or_higher=has_one)

    def _told(self, review: Review, before: Proposal, now: Proposal) -> Proposal:
        """Say the status, the level where it is proposed, and the families that bear it."""
        status, reason = self._status(review, before, now)
        level = now.held if status == PROPOSED else None
        if level is not None and now.or_higher and self.top is not None:
            level = max(level, self.top - 1)
        is_same = (before.status, before.level) == (status, level)
        is_supported = not now.thin_reviews or now.raised == review.day
        return replace(
            now,
            day=review.day,
            bearing=_bearing(review, now, self.rule),
            status=status,
            reason=reason,
            level=level,
            since=before.since if is_same else review.day,
            supported_until=review.day if is_supported else before.supported_until,
            supported_level=now.held if is_supported else before.supported_level,
        )

    def _status(self, review: Review, before: Proposal, now: Proposal) -> tuple[str, str]:
        """The one place that says whether today's level can be told, with the reason where not."""
        if now.thin_reviews >= self.rule.expires_after:
            is_missing = bool(before.bearing & review.missing)
            return EXPIRED, BEARING_MISSING if is_missing else LOW_COVERAGE
        if not review.current - {ATTACKS, MASS_CASUALTY} and not self._raised_lately(review, now):
            return CANNOT_TELL, ONLY_ATTACKS
        if not review.is_informed:
            return CANNOT_TELL, LOW_INFORMATION
        return PROPOSED, ""

    def _raised_lately(self, review: Review, now: Proposal) -> bool:
        """Whether a raise is as young as a proposal without new figures may be."""
        if now.raised is None:
            return False
        return review.day <= months_after(now.raised, self.rule.expires_after)


def _mean(past: Sequence[float]) -> float:
    return sum(past) / len(past)


def _begun(review: Review, level: int) -> Proposal:
    raised: date | None = review.day if level else None
    return Proposal(
        day=review.day, status="", level=None, since=review.day, held=level, raised=raised
    )


def _no_evidence(review: Review, before: Proposal | None) -> Proposal:
    since = before.since if before else review.day
    return Proposal(day=review.day, status=CANNOT_TELL, level=None, since=since, reason=NO_EVIDENCE)


def _bearing(review: Review, moved: Proposal, rule: Rule) -> frozenset[str]:
    """Name the families that bear the level; one that is missing is judged as when it was current."""
    if not moved.held:
        return frozenset()
    given = {family: float(db[moved.held - 1]) for family, db in review.given.items()}
    total = sum(db for db in given.values() if db > 0)
    bearing = {
        f for f in review.current if given.get(f, 0.0) > 0 and given[f] >= rule.bears * total
    }
    return frozenset(bearing | (moved.bearing & review.missing))
