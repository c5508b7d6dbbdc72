"""A level decision: what people decided, why, with which dissent and exceptions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peil.observe.direction import CANNOT_TELL, DIRECTIONS
from peil.terms import entries
from peil.terms.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason that was given, with what it says about a family of indicators.

    `direction` is what the reason claims that the family does; `said_on` is the day on which
    it was said, where that is not the day of the decision.
    """

    text: str
    family: str | None
    direction: str | None
    source: str
    said_on: dt.date | None = None

    def is_contradicted_by(self, shown: str | None) -> bool:
        """Whether the figures show another direction than the one that was said."""
        tells = self.direction is not None and shown not in (None, CANNOT_TELL)
        return tells and shown != self.direction


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
    """A level decided by an office on a day, from seriousness and likelihood in words."""

    level: int
    office: str
    date: dt.date
    seriousness: str
    likelihood: str
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
    """Select the plots known to be open on a day; None, where nobody told, stays None."""
    if plots is None:
        return None
    return tuple(plot for plot in plots if plot.is_open_on(day))


def parse_decision(data: Mapping[str, Any]) -> Decision:
    """Make a decision from the tables of a `decision.toml`.

    Raises:
        BadInput: a key is missing, unknown or of the wrong kind, or a day does not fit.
    """
    where = "the decision"
    entries.refuse_unknown(data, Decision.__slots__, where)
    decided = entries.day(data, "date", where)
    return Decision(
        level=entries.whole(data, "level", where),
        office=entries.text(data, "office", where),
        date=decided,
        seriousness=entries.text(data, "seriousness", where),
        likelihood=entries.text(data, "likelihood", where),
        reasons=tuple(
            _reason(e, n, decided) for n, e in entries.listed(data, "reasons", "decision")
        ),
        dissent=tuple(_dissent(e, n) for n, e in entries.listed(data, "dissent", "decision")),
        exceptions=tuple(
            _exception(e, n, decided) for n, e in entries.listed(data, "exceptions", "decision")
        ),
        review_on=_not_before(
            entries.day_or_none(data, "review_on", where), decided, "review_on", where
        ),
        source=entries.text(data, "source", where),
    )


def _reason(entry: Mapping[str, Any], where: str, decided: dt.date) -> Reason:
    entries.refuse_unknown(entry, Reason.__slots__, where)
    direction = entries.text_or_none(entry, "direction", where)
    if direction is not None and direction not in DIRECTIONS:
        raise BadInput(
            f"{where} has the direction {direction!r}; use one of {', '.join(DIRECTIONS)}"
        )
    family = entries.text_or_none(entry, "family", where)
    if direction is not None and family is None:
        raise BadInput(f"{where} has the direction {direction!r} and no family; name the family")
    said_on = entries.day_or_none(entry, "said_on", where)
    if said_on is not None and said_on > decided:
        raise BadInput(
            f"{where} was said on {said_on}, after the decision of {decided}; "
            "leave it out or correct the day"
        )
    return Reason(
        text=entries.text(entry, "text", where),
        family=family,
        direction=direction,
        source=entries.text(entry, "source", where),
        said_on=said_on,
    )


def _dissent(entry: Mapping[str, Any], where: str) -> Dissent:
    entries.refuse_unknown(entry, Dissent.__slots__, where)
    return Dissent(
        office=entries.text(entry, "office", where), text=entries.text(entry, "text", where)
    )


def _exception(entry: Mapping[str, Any], where: str, decided: dt.date) -> LevelException:
    entries.refuse_unknown(entry, LevelException.__slots__, where)
    return LevelException(
        place=entries.text(entry, "place", where),
        level=entries.whole(entry, "level", where),
        text=entries.text(entry, "text", where),
        until=_not_before(entries.day_or_none(entry, "until", where), decided, "until", where),
    )


def _not_before(day: dt.date | None, decided: dt.date, key: str, where: str) -> dt.date | None:
    if day is not None and day < decided:
        raise BadInput(
            f"{where} has {key} {day}, before the decision of {decided}; correct one of the days"
        )
    return day
