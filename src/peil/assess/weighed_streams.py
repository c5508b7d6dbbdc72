"""Weighed streams: what the figures of a family, or of one of its indicators, say on the as-of day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from peil.assess.evidence import AssessmentSettings, weight_of_evidence
from peil.assess.ladder import FamilyRule
from peil.assess.rule import Rule
from peil.assess.streams import Streams, are_current, counted_together
from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.terms.calendar import Floats, Ints, as_day, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedStreams:
    """The streams of a family, or those of one of its indicators beside the others.

    Args:
        streams: of the whole family.
        settings: how they are weighed.
        only: index of the indicator, or None for all of them.
    """

    streams: Streams
    settings: AssessmentSettings
    only: int | None = None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Whose figures these are."""
        return tuple(self.streams.indicators[i] for i in self._chosen)

    @property
    def rules(self) -> tuple[FamilyRule, ...]:
        """The ladder's rule for each indicator."""
        return tuple(self.streams.rules[i] for i in self._chosen)

    @property
    def family(self) -> str:
        """The family of all of them."""
        return self.streams.family

    @property
    def indicator(self) -> Indicator:
        """The only indicator, or the first."""
        return self.indicators[0]

    @property
    def figures(self) -> Figures:
        """The figures that weigh, by the end of their period."""
        return self.streams.figures.take(self._rows)

    @property
    def parts(self) -> tuple[float, ...]:
        """How far each indicator's latest figure counts, 0 to 1, after those about its time."""
        return tuple(one._part() for one in self.split())

    def split(self) -> "tuple[WeighedStreams, ...]":
        """Give each indicator's figures by themselves."""
        return tuple(replace(self, only=i) for i in self._chosen)

    def entering(self, months: Ints) -> Floats:
        """Give the decibans that enter the filter in each month.

        Args:
            months: (T,) months in a row, counted since January 1970.

        Returns:
            (T, K-1) decibans.
        """
        chosen = np.isin(self.streams.of, self._chosen)
        entering: Floats = self._counted(months, self.streams.db)[chosen].sum(axis=0)
        return entering

    def entering_with(self, count: float, months: Ints, clip: float) -> Floats:
        """Give how what the family enters changes where the latest figure has another count.

        Returns:
            (T, K-1) decibans.
        """
        own, last, db = self.streams, self._rows[-1:], self.streams.db.copy()
        changed = weight_of_evidence(np.array([count]), own.expected[last], own.size[last], clip)
        db[last] = changed * own.reliability[last, None]
        change = self._counted(months, db) - self._counted(months, own.db)
        total: Floats = change.sum(axis=0)
        return total

    def is_current(self, day: date, rule: Rule) -> bool:
        """Whether the latest figure of any stream is recent, by its own usual spacing."""
        recent = are_current(self.streams, np.array([as_day(day)]), rule)[0]
        return bool(recent[np.isin(self.streams.of, self._chosen)].any())

    @property
    def _chosen(self) -> Sequence[int]:
        return range(len(self.streams.indicators)) if self.only is None else (self.only,)

    @property
    def _rows(self) -> Ints:
        rows = np.flatnonzero(np.isin(self.streams.of[self.streams.stream], self._chosen))
        ordered: Ints = rows[np.argsort(self.streams.figures.end[rows], kind="stable")]
        return ordered

    def _counted(self, months: Ints, db: Floats) -> Floats:
        further = self.settings.rule.further_figures
        return counted_together(self.streams.by_month(months, db), further)

    def _part(self) -> float:
        """The reliability of the latest figure, times the part of its decibans that counts."""
        last = self._rows[-1]
        own = self.streams.figures.take([last])
        months = np.arange(month_of(own.start[0]), month_of(own.end[0]) + 1)
        stream = self.streams.stream[last]
        alone = self.streams.by_month(months)
        counts = counted_together(alone, self.settings.rule.further_figures)
        given = np.abs(alone[stream]).sum()
        part = np.abs(counts[stream]).sum() / given if given else 1.0
        return float(self.streams.reliability[last] * part)
