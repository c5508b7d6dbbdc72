"""Official levels: what was in force, for comparison only; never an input."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLevel:
    """A level that an authority announced; it holds until the next of its country and scope."""

    country: str
    valid_from: date
    announced: date
    level: int
    scale_min: int
    scale_max: int
    level_name: str
    scope: str
    verified: bool
    source: str

    @property
    def is_national(self) -> bool:
        """Whether it is about the whole country, not about a region or a theme."""
        return self.scope == "national" or self.scope.startswith("national (")


def level_on(levels: Iterable[OfficialLevel], country: str, day: date) -> OfficialLevel | None:
    """Give the national level of a country that was in force, and public, on a day."""
    known = [
        level
        for level in levels
        if level.country == country
        and level.is_national
        and max(level.announced, level.valid_from) <= day
    ]
    return max(known, key=lambda level: (level.valid_from, level.announced), default=None)
