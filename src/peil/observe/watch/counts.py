"""Counts: one regular series as known on a day, with its exposure and its breaks."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from peil.observe.watch.constants import CONSTANTS
from peil.terms.calendar import Days, Flags, Floats, Labels, as_day
from peil.terms.errors import BadInput

Span = tuple[date, date]
"""The first and the last of some days."""
DAYS_A_YEAR, DAYS_A_WEEK = 365.25, 7
PERIODS_A_YEAR = {
    "day": DAYS_A_YEAR,
    "week": DAYS_A_YEAR / DAYS_A_WEEK,
    "month": 12.0,
    "quarter": 4.0,
    "year": 1.0,
}
"""The lengths of period that the watch knows, and how many of them make a year."""
PERHAPS_LATE = "perhaps_late"
PERIODS_LATE: dict[str, int] = CONSTANTS["late"]["perhaps_late"]
"""The caveat of a fall that the latest periods alone show, and how many these are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Counts of one series over periods of one length, oldest first, without holes.

    Args:
        series: its name.
        period: day, week, month, quarter or year.
        start, end: (N,) first and last day of each period; each starts when the last one ends.
        count: (N,) whole numbers of events; NaN where no report came.
        exposure: (N,) what the count is proportional to: population, staff, items looked at,
            times the share of the period that is covered; ones where nothing is known of it, 0
            where the period does not count.
        complete: (N,) share of the final count that is expected to be in by now, above 0 and
            at most 1; the expectation is thinned by it, the count never divided.
        segment: (N,) number that goes up by one at each break of definition or source; no
            baseline crosses from one to another.
        effort_dependent: whether the count follows the work of those who count.
        has_denominator: whether the exposure measures that work.
        changed: (N,) what changed at a break, at its first period; empty where nothing is said.
        outbreak: (N,) above 0 in an outbreak that a person knows of.
        holidays: (N, H) share of each period's days that are holidays of each name.

    Raises:
        BadInput: a count or an exposure is negative or infinite.
    """

    series: str
    period: str
    start: Days
    end: Days
    count: Floats
    exposure: Floats
    complete: Floats
    segment: Floats
    effort_dependent: bool = False
    has_denominator: bool = False
    changed: Labels | None = None
    outbreak: Floats | None = None
    holidays: Floats | None = None

    def __post_init__(self) -> None:
        counted = np.where(np.isnan(self.count), 0.0, self.count)
        for what, values in (("count", counted), ("exposure", self.exposure)):
            wrong = np.flatnonzero(~((values >= 0.0) & np.isfinite(values)))
            if len(wrong):
                raise BadInput(
                    f"the {what} of {self.series!r} from {self.start[wrong[0]]} on is "
                    f"{values[wrong[0]]:g}; give a number of at least 0, or nothing where no "
                    "report came"
                )

    def __len__(self) -> int:
        return len(self.count)

    @property
    def periods_a_year(self) -> float:
        """How many periods make a year."""
        return PERIODS_A_YEAR[self.period]

    @property
    def breaks(self) -> Days:
        """First days after a break of definition or source."""
        days: Days = self.start[1:][np.diff(self.segment) > 0]
        return days

    @property
    def is_closed(self) -> Flags:
        """(N,) whether a period does not count: nothing is expected of it, and no count is known."""
        return np.asarray((self.exposure == 0.0) & np.isnan(self.count))

    @property
    def is_outbreak(self) -> Flags:
        """(N,) whether a period lies in an outbreak that a person knows of."""
        if self.outbreak is None:
            return np.zeros(len(self), dtype=bool)
        return np.asarray(self.outbreak > 0.0)

    @property
    def usual(self) -> Floats:
        """(N,) counts from which a baseline may be made: NaN in known outbreaks too."""
        return np.where(self.is_outbreak, np.nan, self.count)

    def within(self, spans: Iterable[Span]) -> Flags:
        """Tell which periods share a day with a span, from its first day to its last."""
        found = np.zeros(len(self), dtype=bool)
        for first, last in spans:
            found |= (self.end >= as_day(first)) & (self.start <= as_day(last))
        return found

    def take(self, rows: slice) -> "Counts":
        """Keep a stretch of periods."""
        changed: dict[str, Any] = {
            f.name: value[rows] if isinstance(value := getattr(self, f.name), np.ndarray) else value
            for f in fields(self)
        }
        return Counts(**changed)
