"""Declared signs that an attack is imminent, which no count of a year can show."""

from dataclasses import dataclass
from datetime import date, timedelta

LASTS = timedelta(days=30)
"""How long a sign holds unless it is renewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of an imminent attack that an office declared on a day; a renewal is another."""

    day: date
    office: str
    published: date
    source: str
    verified: bool = True

    @property
    def lapses(self) -> date:
        """The day from which it no longer holds."""
        return self.day + LASTS

    def is_declared(self, day: date) -> bool:
        """Whether it was public on a day, and had not lapsed."""
        return self.published <= day and self.day <= day < self.lapses
