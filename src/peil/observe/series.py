"""A series with its vintages: every value ever published of one indicator in one country."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from peil.terms.calendar import Days, Flags, Floats, Labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Published values of one indicator in one country, all vintages.

    Args:
        start, end: (N,) first and last day of the period that each value is about.
        period_precision: (N,) how exactly these days are known: day, month or year.
        value: (N,) as published, in the indicator's unit.
        published: (N,) day on which each value became known.
        precision: (N,) how exactly that day is known: day, month, year or assumed.
        partial: (N,) whether the value covers part of a usual period.
        approximate: (N,) whether the source gives a bound or a rounded figure.
        verified: (N,) whether the figure was read in its source, or worked out from one that was.
        worked_out: (N,) whether the makers of the dossier worked it out from other figures.
        publisher, source: (N,) who made the figure, and where it stands.
    """

    start: Days
    end: Days
    period_precision: Labels
    value: Floats
    published: Days
    precision: Labels
    partial: Flags
    approximate: Flags
    verified: Flags
    worked_out: Flags
    publisher: Labels
    source: Labels

    def __len__(self) -> int:
        return len(self.value)

    def take(self, rows: Any) -> "Series":
        """Keep the rows that an index or a mask selects, in its order."""
        return Series(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def in_order(self) -> "Series":
        """Sort by period, then publication, so that the order of rows in a file is no input."""
        ranks = (_rank(self.source), _rank(self.publisher))
        return self.take(
            np.lexsort((*ranks, self.value, self.published, self.end, self.start)),
        )

    def known_on(self, day: np.datetime64) -> "Series":
        """Keep for each period the latest value published by `day`.

        Of two values of one period and one day the last in canonical order counts.
        The series must be in canonical order (`in_order`).
        """
        known = self.take(self.published <= day)
        if not len(known):
            return known
        same = (known.start[1:] == known.start[:-1]) & (known.end[1:] == known.end[:-1])
        return known.take(np.append(~same, True))

    def by_publisher(self) -> "list[Series]":
        """Split into one series for each publisher, in the publishers' order."""
        return [self.take(self.publisher == name) for name in sorted(set(self.publisher))]


def _rank(labels: Labels) -> Any:
    return np.unique(labels, return_inverse=True)[1]
