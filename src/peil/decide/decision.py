"""A level decision: what people decided, why, with which dissent and exceptions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peil.observe.direction import DIRECTIONS
from peil.terms import entries
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason that was given, with what it claims of public figures, if anything.

    Args:
        family, indicator: what it is about.
        direction: what it claims that the family or the indicator does.
        value, period_end: a figure that it gives of the indicator, and the last day of its period.
        said_on: the day on which it was said, where that is not the day of the decision.
    """

    text: str
    family: str | None
    direction: str | None
    source: str
    said_on: dt.date | None = None
    indicator: str | None = None
    value: float | None = None
    period_end: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """An office that did not agree, and what it said."""

    office: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelException:
    """A place or theme for which another level was decided, until a day or until further notice."""

    place: str
    level: int
    text: str
    until: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A level decided by an office on a day; seriousness and likelihood are None where nobody said them."""

    level: int
    office: str
    date: dt.date
    seriousness: str | None = None
    likelihood: str | None = None
    reasons: tuple[Reason, ...]
    dissent: tuple[Dissent, ...]
    exceptions: tuple[LevelException, ...]
    review_on: dt.date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlot:
    """A plot that the services know to be open; `closed` is the day from which it is not.

    `closed_published` is the day on which that became public, where it was a later one.
    """

    opened: dt.date
    closed: dt.date | None
    place: str
    published: dt.date
    source: str
    closed_published: dt.date | None = None

    def is_open_on(self, day: dt.date) -> bool:
        """Whether the plot was open on a day, as far as was public on it."""
        if day < max(self.opened, self.published):
            return False
        if self.closed is None:
            return True
        return day < max(self.closed, self.closed_published or self.closed)


def open_plots_on(plots: Sequence[OpenPlot] | None, day: dt.date) -> tuple[OpenPlot, ...] | None:
    """Select the plots known to be open on a day; None where nobody declared any or none."""
    if plots is None:
        return None
    return tuple(plot for plot in plots if plot.is_open_on(day))


def parse_decision(data: Mapping[str, Any]) -> Decision:
    """Make a decision from the tables of a `decision.toml`.

    Raises:
        BadInput: a key is missing, unknown or of the wrong kind, or a day does not fit.
    """
    where = "the decision"
    decided = entries.day(data, "date", where)
    decision = entries.built(
        Decision,
        data,
        where,
        reasons=tuple(
            _reason(e, n, decided) for n, e in entries.listed(data, "reasons", "decision")
        ),
        dissent=tuple(
            entries.built(Dissent, e, n) for n, e in entries.listed(data, "dissent", "decision")
        ),
        exceptions=tuple(
            _exception(e, n, decided) for n, e in entries.listed(data, "exceptions", "decision")
        ),
    )
    _refuse_before(decision.review_on, decided, "review_on", where)
    return decision


def _reason(entry: Mapping[str, Any], where: str, decided: dt.date) -> Reason:
    reason = entries.built(Reason, entry, where)
    if reason.direction not in (None, *DIRECTIONS):
        raise BadInput(
            f"{where} has the direction {reason.direction!r}; use one of {', '.join(DIRECTIONS)}"
        )
    if reason.direction is not None and reason.family is None and reason.indicator is None:
        raise BadInput(
            f"{where} has the direction {reason.direction!r} and no family; "
            "name the family or the indicator"
        )
    figure = reason.value, reason.period_end
    if figure != (None, None) and None in (*figure, reason.indicator):
        raise BadInput(
            f"{where} gives a figure without its value, period_end or indicator; write all three"
        )
    if reason.value is not None and reason.direction is not None:
        raise BadInput(
            f"{where} has a value and a direction; write each claim as a reason of its own"
        )
    if reason.said_on is not None and reason.said_on > decided:
        raise BadInput(
            f"{where} was said on {reason.said_on}, after the decision of {decided}; "
            "leave it out or correct the day"
        )
    return reason


def _exception(entry: Mapping[str, Any], where: str, decided: dt.date) -> LevelException:
    exception = entries.built(LevelException, entry, where)
    _refuse_before(exception.until, decided, "until", where)
    return exception


def _refuse_before(day: dt.date | None, decided: dt.date, key: str, where: str) -> None:
    if day is not None and day < decided:
        raise BadInput(
            f"{where} has {key} {day}, before the decision of {decided}; correct one of the days"
        )
