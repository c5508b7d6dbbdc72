"""Contradiction: what was said at a decision, beside what the figures showed on a day.

The answer is that a reason is borne out, contradicted, or that nobody can tell; a reason that
claims nothing of a figure cannot be checked.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peil.decide.decision import Decision, Reason
from peil.observe.direction import CANNOT_TELL, STEADY, STEADY_WITHIN

FRESH = dt.timedelta(days=31)
"""How long what was said at a decision is set against the figures."""
ADDRESS = re.compile(r"https?://[^\s;,()]*[^\s;,().]")
BORNE_OUT, CONTRADICTED, UNTOLD, NOT_CHECKABLE = (
    "borne_out",
    "contradicted",
    "cannot_tell",
    "not_checkable",
)
WITHIN_RESOLUTION, PUBLISHED_SINCE, NO_FIGURE = (
    "within_resolution",
    "published_since",
    "no_figure",
)
"""Why nobody can tell: claim and figures differ by less than a quarter; only figures that were
published after the reason was given differ; or there is none for the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFigure:
    """A figure that a reason is checked against; `end` is the last day that it is about.

    `source` is that of a single figure, and empty where several were summed up.
    """

    indicator: str
    value: float
    end: dt.date
    published: dt.date
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What figures show of a reason.

    Args:
        direction: on the day; None where the reason claims none.
        then: the direction on the day on which the reason was given.
        why: a code of why no direction can be told.
        figures: the latest of those compared, or every vintage of the one that the reason gives,
            oldest first.
    """

    direction: str | None
    then: str | None
    why: str
    figures: tuple[CheckedFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedReason:
    """A reason that was given, beside the figures.

    Args:
        said_on: the day on which it was said.
        figures_say: the direction that figures show; None where it claims none, or is too old.
        answer: borne out, contradicted, cannot tell, or not checkable.
        why: a code that the reports put into words, where nobody can tell.
        figure: what it was checked against; None without any.
    """

    reason: Reason
    said_on: dt.date
    figures_say: str | None
    answer: str
    why: str = ""
    figure: CheckedFigure | None = None

    @property
    def is_contradicted(self) -> bool:
        """Whether the figures contradict it, as far as they can tell anything."""
        return self.answer == CONTRADICTED

    @property
    def is_of_same_source(self) -> bool:
        """Whether a number is borne out only by what was read where the reason was.

        That confirms nothing. A direction is borne out by several figures, and is never so.
        """
        if self.answer != BORNE_OUT or self.figure is None or self.reason.value is None:
            return False
        return _is_of(self.reason, self.figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDecision:
    """A decision beside the figures; `is_compared` says whether it is fresh enough for that."""

    decision: Decision
    is_compared: bool
    reasons: tuple[ComparedReason, ...]


def compare_decision(
    decision: Decision, show: Callable[[Reason, dt.date], Shown | None], as_of: dt.date
) -> ComparedDecision:
    """Set what was said at a decision beside what figures show on a day.

    Args:
        decision: made by the day.
        show: what the figures of the day show of a reason, given the day on which it was said;
            None of one that claims nothing of a figure.
        as_of: the day; an older decision than a month is not compared.
    """
    is_fresh = as_of - decision.date <= FRESH
    reasons = [(each, each.said_on or decision.date) for each in decision.reasons]
    return ComparedDecision(
        decision=decision,
        is_compared=is_fresh,
        reasons=tuple(_compare(r, day, show(r, day) if is_fresh else None) for r, day in reasons),
    )


def _compare(reason: Reason, said_on: dt.date, shown: Shown | None) -> ComparedReason:
    if shown is None:
        answer, why, figure = NOT_CHECKABLE, "", None
    elif reason.value is not None:
        answer, why, figure = _of_value(reason, reason.value, said_on, shown.figures)
    else:
        answer, why = _of_direction(reason.direction, shown)
        figure = shown.figures[-1] if shown.figures else None
    return ComparedReason(
        reason=reason,
        said_on=said_on,
        figures_say=shown.direction if shown else None,
        answer=answer,
        why=why,
        figure=figure,
    )


def _of_direction(claimed: str | None, shown: Shown) -> tuple[str, str]:
    if shown.direction in (None, CANNOT_TELL):
        return UNTOLD, shown.why
    if shown.direction == claimed:
        return BORNE_OUT, ""
    if not _opposes(shown.direction, claimed):
        return UNTOLD, WITHIN_RESOLUTION
    return (CONTRADICTED, "") if _opposes(shown.then, claimed) else (UNTOLD, PUBLISHED_SINCE)


def _opposes(shown: str | None, claimed: str | None) -> bool:
    """Whether a direction is another; a steady one may well have risen or fallen a little."""
    return shown not in (None, CANNOT_TELL, STEADY, claimed)


def _of_value(
    reason: Reason, claimed: float, said_on: dt.date, vintages: Sequence[CheckedFigure]
) -> tuple[str, str, CheckedFigure | None]:
    """Check a number against every vintage; one that a later vintage replaced was right in its day.

    Of those that give the same number, the latest that was read elsewhere than the reason is told;
    without any, the latest that has an address.
    """
    if not vintages:
        return UNTOLD, NO_FIGURE, None
    same = [each for each in vintages if each.value == claimed]
    if same:
        addressed = [each for each in same if ADDRESS.search(each.source)]
        elsewhere = [each for each in addressed if not _is_of(reason, each)]
        return BORNE_OUT, "", (elsewhere or addressed or same)[-1]
    last = vintages[-1]
    if last.published > said_on:
        return UNTOLD, PUBLISHED_SINCE, last
    low, high = sorted((claimed, last.value))
    if high <= low * STEADY_WITHIN:
        return UNTOLD, WITHIN_RESOLUTION, last
    return CONTRADICTED, "", last


def _is_of(reason: Reason, figure: CheckedFigure) -> bool:
    """Whether every address that a figure was read at is one of the reason's; without any, nobody knows."""
    read_at = set(ADDRESS.findall(figure.source))
    return bool(read_at) and read_at <= set(ADDRESS.findall(reason.source))
