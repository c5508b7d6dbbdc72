"""Official levels: what was in force, for comparison only; never an input."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import takewhile

from peil.terms.scale import Scale

Kind = tuple[str, int, int, date | None]
"""What two levels share that may be compared: scope, both ends of the scale, and its first day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLevel:
    """A level that an authority announced; it holds until the next of its country and scope.

    One that is not `verified` ends the level before it, and what holds from then on is unknown.
    `scale_from` is the first day of its scale, where the dossier describes one.
    """

    country: str
    valid_from: date
    announced: date
    announced_precision: str = "day"
    level: int
    scale_min: int
    scale_max: int
    level_name: str
    scope: str
    verified: bool
    source: str
    scale_from: date | None = None

    @property
    def is_national(self) -> bool:
        """Whether it is about the whole country, not about a region or a theme."""
        return is_national(self.scope)

    @property
    def known_from(self) -> date:
        """The day from which it was in force and public."""
        return max(self.announced, self.valid_from)

    @property
    def kind(self) -> Kind:
        """Its scope and its scale."""
        return self.scope, self.scale_min, self.scale_max, self.scale_from

    def scale_in(self, scale: Scale) -> Scale | None:
        """Find its scale, today's or one before it; None where that is not described."""
        held = scale.on(self.valid_from)
        ends = (held.numbers[0], held.numbers[-1]) if held else None
        return held if ends == (self.scale_min, self.scale_max) else None

    def number_on(self, scale: Scale) -> int | None:
        """Give its number; None where it is unknown, or of another scale than this one."""
        return self.level if self.verified and self.scale_in(scale) is scale else None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What was known on a day of the level in force.

    Args:
        row: the latest announcement; its level is a fact only where it is verified.
        since: from when on the level holds, or is unknown.
        scale: the scale of the row; None where the dossier does not describe it.
        number: the level on today's scale; None where it is unknown or of another scale.
        confirmed: the latest source that said the level to be in force still; where the level is
            unknown, whatever level it said.
    """

    row: OfficialLevel
    since: date
    scale: Scale | None
    number: int | None
    confirmed: OfficialLevel | None


def is_national(scope: str) -> bool:
    """Whether a scope is the whole country."""
    return scope == "national" or scope.startswith("national (")


def taken(levels: Iterable[OfficialLevel], *, with_unverified: bool) -> tuple[OfficialLevel, ...]:
    """Give the levels as they are, or let those count that nobody confirmed in a source."""
    return tuple(replace(level, verified=level.verified or with_unverified) for level in levels)


def timeline(levels: Iterable[OfficialLevel], country: str, day: date) -> tuple[OfficialLevel, ...]:
    """List the national levels of a country that had been in force, and public, by a day."""
    known = [
        level
        for level in levels
        if level.country == country and level.is_national and level.known_from <= day
    ]
    return tuple(sorted(known, key=lambda each: (each.valid_from, each.announced, each.verified)))


def in_turn(known: Sequence[OfficialLevel]) -> list[tuple[date, OfficialLevel]]:
    """Give each day on which a level became public, with the one in force from then on as far as known.

    Args:
        known: of one country, as `timeline` gives them.
    """
    days = sorted({each.known_from for each in known})
    return [(day, [each for each in known if each.known_from <= day][-1]) for day in days]


def of_places(
    levels: Iterable[OfficialLevel], country: str, day: date
) -> tuple[OfficialLevel, ...]:
    """List the verified levels of a country's places and themes, known by a day, the newest first."""
    known = [
        level
        for level in levels
        if level.country == country and not level.is_national and level.verified
    ]
    public = [level for level in known if level.known_from <= day]
    return tuple(sorted(public, key=lambda each: (each.valid_from, each.scope), reverse=True))


def level_on(levels: Iterable[OfficialLevel], country: str, day: date) -> OfficialLevel | None:
    """Give the latest national level of a country that was in force, and public, on a day."""
    known = timeline(levels, country, day)
    return known[-1] if known else None


def in_force_on(
    levels: Iterable[OfficialLevel],
    confirmations: Iterable[OfficialLevel],
    country: str,
    day: date,
    scale: Scale,
) -> InForce | None:
    """Say what was known on a day of a country's national level; None where nothing was.

    Args:
        levels: official levels of any day, country and scope.
        confirmations: sources that said a level to be in force still; likewise.
        country: whose level.
        day: nothing that became public later is used.
        scale: today's, with those before it.
    """
    known = timeline(levels, country, day)
    if not known:
        return None
    row = known[-1]
    since = min(each.valid_from for each in takewhile(partial(_is_as, row), reversed(known)))
    said = [
        each
        for each in timeline(confirmations, country, day)
        if each.verified and each.valid_from >= since and _confirms(each, row)
    ]
    return InForce(
        row=row,
        since=since,
        scale=row.scale_in(scale),
        number=row.number_on(scale),
        confirmed=said[-1] if said else None,
    )


def _is_as(row: OfficialLevel, other: OfficialLevel) -> bool:
    """Say whether two announcements tell the same: one level, or that nobody knows it."""
    if not (row.verified and other.verified):
        return row.verified == other.verified
    return (row.kind, row.level) == (other.kind, other.level)


def _confirms(said: OfficialLevel, row: OfficialLevel) -> bool:
    is_same = (said.kind, said.level) == (row.kind, row.level)
    return is_same or (said.scope == row.scope and not row.verified)
