"""Contradiction: what was said at a decision, beside what the figures showed on a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from peil.decide.decision import Decision, Reason

FRESH = dt.timedelta(days=31)
"""How long what was said at a decision is set against the figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedReason:
    """A reason that was given, beside the figures.

    Args:
        said_on: the day on which it was said.
        figures_say: the direction of its family; None where it claims none, or is too old.
        is_contradicted: whether the figures show another direction than was claimed.
    """

    reason: Reason
    said_on: dt.date
    figures_say: str | None
    is_contradicted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDecision:
    """A decision beside the figures; `is_compared` says whether it is fresh enough for that."""

    decision: Decision
    is_compared: bool
    reasons: tuple[ComparedReason, ...]


def compare_decision(
    decision: Decision, directions: Mapping[str, str], as_of: dt.date
) -> ComparedDecision:
    """Set what was said at a decision beside the directions that figures show on a day.

    Args:
        decision: made by the day.
        directions: by family.
        as_of: the day; an older decision than a month is not compared.
    """
    is_fresh = as_of - decision.date <= FRESH
    shown = directions if is_fresh else {}
    return ComparedDecision(
        decision=decision,
        is_compared=is_fresh,
        reasons=tuple(
            ComparedReason(
                reason=reason,
                said_on=reason.said_on or decision.date,
                figures_say=shown.get(reason.family or "") if reason.direction else None,
                is_contradicted=reason.is_contradicted_by(shown.get(reason.family or "")),
            )
            for reason in decision.reasons
        ),
    )
