"""Evidence: how strongly each figure speaks for one level against the next, in decibans."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from peil.assess.forward_filter import DECIBANS
from peil.assess.ladder import PEOPLE, RATIO, FamilyRule, Ladder
from peil.assess.rule import Rule
from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.observe.record import Record
from peil.observe.series import Flags
from peil.terms.calendar import Days, Floats, Ints, month_of, months_covered

DAY = np.timedelta64(1, "D")
MONTHLY_GAP = 2.0
"""Median months between figures below which a series is monthly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How figures are weighed: the ladder, the rule, and what a changed run changes.

    Args:
        ladder, rule: what each level looks like, and the constants.
        levels: K, the number of levels of the scale.
        without: kinds of effort whose indicators are left out.
        people: a population taken for every country, or None for the real one.
    """

    ladder: Ladder
    rule: Rule
    levels: int
    without: frozenset[str] = frozenset()
    people: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An indicator's figures with their weight.

    Args:
        rule: the ladder's rule that they are weighed by.
        figures: those that weigh, oldest first.
        spacing: usual months between its figures.
        month: (N,) month in which each enters, counted since January 1970.
        expected: (N, K) mean count at each level.
        size: (N,) size of the gamma for the period of each count.
        db: (N, K-1) decibans for each level against the one below, clipped.
        reliability: (N,) 0 to 1, what the overlap with other figures leaves.
    """

    indicator: Indicator
    rule: FamilyRule
    figures: Figures
    spacing: float
    month: Ints
    expected: Floats
    size: Floats
    db: Floats
    reliability: Floats

    @property
    def weight(self) -> Floats:
        """(N, K-1) decibans that enter the filter."""
        weight: Floats = self.db * self.reliability[:, None]
        return weight


class _Member(NamedTuple):
    indicator: Indicator
    rule: FamilyRule
    figures: Figures


@dataclass(slots=True)
class Scales:
    """Weighs the figures of one record under fixed settings, as known on any day."""

    record: Record
    settings: Settings
    _eligible: list[tuple[Indicator, FamilyRule]] = field(init=False)
    _cache: dict[object, tuple[Weighed, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the indicators that may weigh: evidence, with a rule, and not left out."""
        ladder, without = self.settings.ladder, self.settings.without
        self._eligible = []
        for name in self.record.observed():
            indicator = self.record.indicators[name]
            rule = ladder.rule_for(indicator.family, dated=self.record.is_dated(name))
            if rule and indicator.is_evidence and indicator.effort not in without:
                self._eligible.append((indicator, rule))
        self._eligible.sort(key=lambda pair: (pair[0].family, pair[0].id))

    def weigh(self, day: date) -> tuple[Weighed, ...]:
        """Weigh every figure that may speak on a day, by family and indicator."""
        weighed: list[Weighed] = []
        for family, members in self._families(day).items():
            vintages = tuple((m.indicator.id, id(m.figures)) for m in members)
            key = (family, vintages, _population_vintage(day))
            if key not in self._cache:
                self._cache[key] = self._weigh_family(members, day)
            weighed += self._cache[key]
        return tuple(weighed)

    def _families(self, day: date) -> dict[str, list[_Member]]:
        families: dict[str, list[_Member]] = {}
        for indicator, rule in self._eligible:
            figures = self.record.figures(indicator.id, day)
            if len(figures):
                member = _Member(indicator, rule, figures)
                families.setdefault(indicator.family, []).append(member)
        return families

    def _weigh_family(self, members: Sequence[_Member], day: date) -> tuple[Weighed, ...]:
        alone = [self._weigh_alone(member, day) for member in members]
        kept = [weighed for weighed in alone if len(weighed.figures)]
        other = self.settings.rule.other_publishers
        return tuple(replace(w, reliability=w.reliability / _overlap(w, kept, other)) for w in kept)

    def _weigh_alone(self, member: _Member, day: date) -> Weighed:
        indicator, rule, figures = member
        expected = self._expected(figures, rule, day)
        expected[self._is_covered(indicator, figures)] = np.nan
        usable = np.isfinite(expected).all(axis=1) & (figures.months > 0)
        figures, expected = figures.take(usable), expected[usable]
        size = rule.size * figures.telling * figures.months / 12.0
        return Weighed(
            indicator=indicator,
            rule=rule,
            figures=figures,
            spacing=usual_spacing(figures.end),
            month=month_of(figures.end),
            expected=expected,
            size=size,
            db=weight_of_evidence(figures.count, expected, size, self.settings.rule.clip_db),
            reliability=np.full(len(figures), rule.reliability),
        )

    def _expected(self, figures: Figures, rule: FamilyRule, day: date) -> Floats:
        """(N, K) mean counts at each level; NaN where none can be given."""
        monthly = rule.monthly(self.settings.levels)
        if rule.measure == RATIO:
            base = _base(figures, self.settings.rule)
        elif self.settings.people is not None:
            base = np.full(len(figures), self.settings.people / PEOPLE)
        else:
            base = self.record.population.during(figures.end, day) / PEOPLE
        expected: Floats = (figures.months * base)[:, None] * monthly
        return expected

    def _is_covered(self, indicator: Indicator, figures: Figures) -> Flags:
        """Whether dated events stand in for a published total."""
        covered = np.zeros(len(figures), dtype=bool)
        if self.record.is_dated(indicator.id):
            return covered
        for window in self.record.windows:
            if self.record.indicators[window.indicator].family == indicator.family:
                inside = figures.start >= np.datetime64(window.complete_from)
                covered |= inside & (figures.end <= np.datetime64(window.complete_to))
        return covered


def weight_of_evidence(count: Floats, expected: Floats, size: Floats, clip: float) -> Floats:
    """Weigh counts for each level against the one below.

    The count is Poisson with a gamma-distributed rate, so its distribution is exactly
    negative binomial; `size` is the gamma's.

    Args:
        count: (N,) events.
        expected: (N, K) mean count at each level.
        size: (N,) size of the gamma for the period of each count.
        clip: the most that one figure may say, in decibans.

    Returns:
        (N, K-1) decibans, clipped to +-clip.

    Source:
        Good (1950), Probability and the Weighing of Evidence, for the deciban.
    """
    spread = size[:, None] + expected
    logs = count[:, None] * np.log(expected / spread) - size[:, None] * np.log(spread)
    weights: Floats = np.clip(DECIBANS * np.diff(logs, axis=1), -clip, clip)
    return weights


def _base(figures: Figures, rule: Rule) -> Floats:
    """Mean count a month of one publisher's earlier figures; NaN where they are too few."""
    base = np.full(len(figures), np.nan)
    for publisher in sorted(set(figures.publisher)):
        rows = np.flatnonzero(figures.publisher == publisher)
        own = figures.take(rows)
        months = np.cumsum(own.months) - own.months
        count = np.cumsum(own.count) - own.count
        is_monthly = len(own) > 1 and usual_spacing(own.end) < MONTHLY_GAP
        needed = rule.base_months_monthly if is_monthly else rule.base_months
        usable = (months >= needed) & (count > 0)
        base[rows[usable]] = count[usable] / months[usable]
    return base


def usual_spacing(ends: Days) -> float:
    """Median months between the ends of figures; twelve for a single figure."""
    if len(ends) < 2:
        return 12.0
    return float(np.median(months_covered(ends[:-1] + DAY, ends[1:])))


def _overlap(own: Weighed, family: Sequence[Weighed], other_publishers: float) -> Floats:
    """(N,) divisor for what other figures of the family say about the same time."""
    divisor = np.ones(len(own.figures))
    if len(family) == 1 and (own.figures.publisher == own.figures.publisher[0]).all():
        return divisor
    for publisher in sorted(set(own.figures.publisher)):
        rows = np.flatnonzero(own.figures.publisher == publisher)
        mine = own.figures.take(rows)
        same = np.zeros(len(rows))
        others: dict[str, list[Figures]] = {}
        for weighed in family:
            for name in sorted(set(weighed.figures.publisher)):
                theirs = weighed.figures.take(weighed.figures.publisher == name)
                if name != publisher:
                    others.setdefault(name, []).append(theirs)
                elif weighed is not own:
                    same += _share_covered(mine, [theirs])
        different = sum((_share_covered(mine, parts) for parts in others.values()), 0 * same)
        divisor[rows] = (1.0 + same) * (1.0 + other_publishers * different)
    return divisor


def _share_covered(mine: Figures, others: Sequence[Figures]) -> Floats:
    """(N,) part of each of my periods that others' periods cover, taken together."""
    begin, end = _merged(others)
    first = np.maximum(mine.start[:, None], begin)
    last = np.minimum(mine.end[:, None], end)
    days = np.maximum((last - first + DAY).astype(np.int64), 0).sum(axis=1)
    share: Floats = days / (mine.end - mine.start + DAY).astype(np.int64)
    return share


def _merged(parts: Sequence[Figures]) -> tuple[Days, Days]:
    """Merge periods that touch or overlap, so that no day is counted twice."""
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    order = np.argsort(start, kind="stable")
    start, end = start[order], np.maximum.accumulate(end[order])
    begins = np.append(True, start[1:] > end[:-1] + DAY)
    return start[begins], end[np.append(begins[1:], True)]


def _population_vintage(day: date) -> int:
    return day.year * 2 + (day.month >= 7)
