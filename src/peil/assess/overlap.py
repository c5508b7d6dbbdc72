"""Overlap: the figures of a family together, with their base and what else covers their time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from peil.assess.ladder import PEOPLE, RATIO
from peil.assess.rule import Rule
from peil.observe.events import Window
from peil.observe.figures import Figures, join
from peil.observe.indicator import Indicator
from peil.observe.population import last_year_known
from peil.observe.record import Record
from peil.terms.calendar import Days, Flags, Floats, Ints, months_covered

DAY = np.timedelta64(1, "D")
MONTHLY_GAP = 2.0
"""Median months between figures below which a series is monthly."""


class Member(NamedTuple):
    """An indicator with its figures, and whether its ladder is about heads or a ratio."""

    indicator: Indicator
    measure: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFigures:
    """The figures of a family that may weigh, one indicator after another.

    Args:
        indicators: (I,) whose figures these are.
        spacing: (I,) usual months between the figures of each.
        owner: (N,) index of the indicator of each figure.
        figures: (N,) all of them.
        base: (N,) mean count a month of its own past, or tens of millions of people.
        same, different: (N,) how often figures of other indicators by the same publisher,
            and those of other publishers, cover its time.
    """

    indicators: tuple[Indicator, ...]
    spacing: Floats
    owner: Ints
    figures: Figures
    base: Floats
    same: Floats
    different: Floats


@dataclass(slots=True)
class FigureCache:
    """Gathers the figures of one record once for each vintage, for every setting that asks.

    Only the latest of each kind is remembered: reviews go forward in time.
    """

    record: Record
    _latest: dict[object, tuple[object, FamilyFigures]] = field(default_factory=dict)

    def gather(
        self, members: Sequence[Member], day: date, rule: Rule, people: float | None
    ) -> FamilyFigures:
        """Put the figures of a family together, as known on a day.

        Args:
            members: at least one.
            day: the day; the population is the one known then.
            rule: what a base needs.
            people: a population taken for every country, or None for the real one.
        """
        asked = tuple((m.indicator.id, m.measure) for m in members)
        kind = (asked, rule.base_months, rule.base_months_monthly, people)
        vintage = (*(id(m.figures) for m in members), last_year_known(day))
        before = self._latest.get(kind)
        if before is None or before[0] != vintage:
            before = self._latest[kind] = (vintage, self._make(members, day, rule, people))
        return before[1]

    def _make(
        self, members: Sequence[Member], day: date, rule: Rule, people: float | None
    ) -> FamilyFigures:
        bases = [self._base(member, day, rule, people) for member in members]
        usable = [
            np.isfinite(b) & (m.figures.months > 0) for b, m in zip(bases, members, strict=True)
        ]
        kept = [i for i, rows in enumerate(usable) if rows.any()]
        parts = [members[i].figures.take(usable[i]) for i in kept]
        owner = np.repeat(np.arange(len(kept)), [len(part) for part in parts])
        figures = join(parts)
        same, different = shares_of_others(figures, owner)
        return FamilyFigures(
            indicators=tuple(members[i].indicator for i in kept),
            spacing=np.array([usual_spacing(part.end) for part in parts]),
            owner=owner,
            figures=figures,
            base=np.concatenate([bases[i][usable[i]] for i in kept] or [np.empty(0)]),
            same=same,
            different=different,
        )

    def _base(self, member: Member, day: date, rule: Rule, people: float | None) -> Floats:
        figures = member.figures
        if member.measure == RATIO:
            base = own_past(figures, rule)
        elif people is not None:
            base = np.full(len(figures), people / PEOPLE)
        else:
            base = self.record.population.during(figures.end, day) / PEOPLE
        base[self._is_covered(member)] = np.nan
        return base

    def _is_covered(self, member: Member) -> Flags:
        """Whether dated events stand in for a published total."""
        family = member.indicator.family
        if self.record.is_dated(member.indicator.id):
            return inside(member.figures, ())
        indicators, windows = self.record.indicators, self.record.windows
        own = [w for w in windows if indicators[w.indicator].family == family]
        return inside(member.figures, own)


def inside(figures: Figures, windows: Iterable[Window]) -> Flags:
    """(N,) whether each figure is about days that lie in one of some windows."""
    covered = np.zeros(len(figures), dtype=bool)
    for window in windows:
        begun = figures.start >= np.datetime64(window.complete_from)
        covered |= begun & (figures.end <= np.datetime64(window.complete_to))
    return covered


def own_past(figures: Figures, rule: Rule) -> Floats:
    """Mean count a month of one publisher's earlier figures; NaN where they are too few.

    Returns:
        (N,) counts a month.
    """
    base = np.full(len(figures), np.nan)
    for publisher in set(figures.publisher):
        rows = np.flatnonzero(figures.publisher == publisher)
        months, count = figures.months[rows], figures.count[rows]
        months, count = np.cumsum(months) - months, np.cumsum(count) - count
        is_monthly = len(rows) > 1 and usual_spacing(figures.end[rows]) < MONTHLY_GAP
        needed = rule.base_months_monthly if is_monthly else rule.base_months
        usable = (months >= needed) & (count > 0)
        base[rows[usable]] = count[usable] / months[usable]
    return base


def usual_spacing(ends: Days) -> float:
    """Median months between the ends of figures; twelve for a single figure.

    Args:
        ends: (N,) last day of each figure, oldest first.
    """
    if len(ends) < 2:
        return 12.0
    return float(np.median(months_covered(ends[:-1] + DAY, ends[1:])))


def shares_of_others(figures: Figures, owner: Ints) -> tuple[Floats, Floats]:
    """Measure how far other figures of a family are about the same time.

    Args:
        figures: (N,) of all indicators.
        owner: (N,) index of the indicator of each.

    Returns:
        Two arrays (N,): the shares of each figure's days that other indicators of its
        publisher cover, added up; and those that other publishers cover, added up.
    """
    count = len(figures)
    same, different = np.zeros(count), np.zeros(count)
    publisher = _codes(figures.publisher)
    if count == 0 or (publisher.max() == 0 and owner.max() == 0):
        return same, different
    by_group = _Covered.by(owner * (publisher.max() + 1) + publisher, figures)
    by_publisher = _Covered.by(publisher, figures)
    for group, theirs in enumerate(by_group.first_row):
        mine = (publisher == publisher[theirs]) & (owner != owner[theirs])
        same[mine] += by_group.share(group, mine)
    for group, theirs in enumerate(by_publisher.first_row):
        mine = publisher != publisher[theirs]
        different[mine] += by_publisher.share(group, mine)
    return same, different


@dataclass(frozen=True, slots=True, kw_only=True)
class _Covered:
    """The days that groups of figures cover, counted up from the first day of all.

    Args:
        first_row: (G,) one figure of each group.
        days: (G, D) covered days before each day.
        start, after: (N,) the days of each figure, from the first day of all.
    """

    first_row: Ints
    days: NDArray[np.int32]
    start: Ints
    after: Ints

    @classmethod
    def by(cls, group: Ints, figures: Figures) -> "_Covered":
        _, first_row, group = np.unique(group, return_index=True, return_inverse=True)
        begin = figures.start.min()
        start = (figures.start - begin).astype(np.int64)
        after = (figures.end - begin).astype(np.int64) + 1
        steps = np.zeros((len(first_row), int(after.max()) + 2), dtype=np.int32)
        np.add.at(steps, (group, start), 1)
        np.add.at(steps, (group, after), -1)
        covered = np.cumsum(steps, axis=1) > 0
        days = np.cumsum(covered, axis=1, dtype=np.int32) - covered
        return cls(first_row=first_row, days=days, start=start, after=after)

    def share(self, group: int, rows: Flags) -> Floats:
        """(M,) part of the days of some figures that a group covers."""
        start, after = self.start[rows], self.after[rows]
        share: Floats = (self.days[group, after] - self.days[group, start]) / (after - start)
        return share


def _codes(labels: NDArray[np.object_]) -> Ints:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)
