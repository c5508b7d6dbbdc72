"""Findings: what inquiries found wanting, in which theme."""

import datetime as dt
from dataclasses import dataclass

OTHER = "other"
THEMES = (
    "capacity",
    "regulatory_fragmentation",
    "information_flow",
    "prevention_repression_balance",
    OTHER,
)
ASKED = THEMES[:-1]
"""The themes of the question: those of the Belgian commission; whatever else was found is apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an inquiry found, in one theme.

    Args:
        id: short name; a later wording repeats it with a later day of publication.
        country: in which the inquiry looked.
        inquiry: who looked, or the place that it was about.
        theme: one of `THEMES`.
        statement: in the words of whoever made the dossier.
        date: of the report or decision that holds it.
        published, precision: the day on which it became public, and how exactly that is known.
        verified: whether it was read in its source.
    """

    id: str
    country: str
    inquiry: str
    theme: str
    statement: str
    date: dt.date
    published: dt.date
    precision: str
    source: str
    verified: bool
    note: str = ""

    @property
    def key(self) -> str:
        """A later wording has the same id."""
        return self.id
