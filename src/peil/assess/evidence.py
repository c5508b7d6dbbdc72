"""Evidence: how strongly each figure speaks for one level against the next, in decibans."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from peil.assess.forward_filter import DECIBANS
from peil.assess.ladder import FamilyRule, Ladder
from peil.assess.overlap import DAY, FamilyFigures, FigureCache, Member
from peil.assess.rule import Rule
from peil.observe.figures import Figures
from peil.observe.indicator import Indicator
from peil.terms.calendar import Flags, Floats, Ints, as_day, month_of, months_covered


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSettings:
    """How figures are weighed: the ladder, the rule, and what a changed run changes.

    Args:
        ladder, rule: what each level looks like, and the constants.
        levels: K, the number of levels of the scale.
        without: kinds of effort whose indicators are left out.
        people: a population taken for every country, or None for the real one (first method).
        people_exponent: how far counts are expected to grow with the people (second method).
    """

    ladder: Ladder
    rule: Rule
    levels: int
    without: frozenset[str] = frozenset()
    people: float | None = None
    people_exponent: float = 0.0

    def rule_for(self, indicator: Indicator, *, dated: bool) -> FamilyRule | None:
        """Give the ladder's rule for an indicator; None where its figures may not weigh."""
        if not indicator.is_evidence or indicator.effort in self.without:
            return None
        return self.ladder.rule_for(indicator.family, dated=dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The figures of a family, or of one of its indicators, with their weight.

    Args:
        indicators, rules, spacing: (I,) whose figures these are, the ladder's rule that each
            is weighed by, and the usual months between its figures.
        owner: (N,) index of the indicator of each figure.
        figures: (N,) those that weigh, indicator by indicator, oldest first.
        month: (N,) month in which each enters, counted since January 1970.
        expected: (N, K) mean count at each level.
        size: (N,) size of the gamma for the period of each count.
        db: (N, K-1) decibans for each level against the one below, clipped.
        reliability: (N,) 0 to 1, what the overlap with other figures leaves.
    """

    indicators: tuple[Indicator, ...]
    rules: tuple[FamilyRule, ...]
    spacing: Floats
    owner: Ints
    figures: Figures
    month: Ints
    expected: Floats
    size: Floats
    db: Floats
    reliability: Floats

    @property
    def family(self) -> str:
        """The family of all of them."""
        return self.indicators[0].family

    @property
    def indicator(self) -> Indicator:
        """The only indicator, or the first."""
        return self.indicators[0]

    @property
    def weight(self) -> Floats:
        """(N, K-1) decibans that enter the filter."""
        weight: Floats = self.db * self.reliability[:, None]
        return weight

    @property
    def _last(self) -> Ints:
        """(I,) the place of each indicator's latest figure."""
        return np.append(np.flatnonzero(np.diff(self.owner)), len(self.owner) - 1)

    @property
    def parts(self) -> tuple[float, ...]:
        """(I,) how far each indicator's latest figure counts, 0 to 1."""
        return tuple(self.reliability[self._last].tolist())

    def entering(self, months: Ints) -> Floats:
        """Give the decibans that enter the filter in each month.

        Args:
            months: (T,) months in a row, counted since January 1970.

        Returns:
            (T, K-1) decibans.
        """
        total = np.zeros((len(months), self.db.shape[1]))
        np.add.at(total, self.month - months[0], self.weight)
        return total

    def entering_with(self, count: float, months: Ints, clip: float) -> Floats:
        """Give how what enters changes where the latest figure has another count.

        Returns:
            (T, K-1) decibans.
        """
        db = weight_of_evidence(np.array([count]), self.expected[-1:], self.size[-1:], clip)[0]
        change = np.zeros((len(months), self.db.shape[1]))
        change[self.month[-1] - months[0]] = db * self.reliability[-1] - self.weight[-1]
        return change

    def is_current(self, day: date, rule: Rule) -> bool:
        """Whether any indicator's latest figure is recent, by its own usual spacing."""
        return bool(self.are_current(day, rule).any())

    def are_current(self, day: date, rule: Rule) -> Flags:
        """(I,) whether each indicator's latest figure is recent, by its own usual spacing."""
        allowed = np.minimum(rule.current_spacings * self.spacing, rule.current_months)
        begun = self.figures.end[self._last] + DAY
        is_current: Flags = months_covered(begun, as_day(day)) <= allowed
        return is_current

    def split(self) -> "tuple[Weighed, ...]":
        """Give each indicator's figures by themselves."""
        return tuple(self._only(i) for i in range(len(self.indicators)))

    def _only(self, i: int) -> "Weighed":
        rows = np.flatnonzero(self.owner == i)
        return Weighed(
            indicators=self.indicators[i : i + 1],
            rules=self.rules[i : i + 1],
            spacing=self.spacing[i : i + 1],
            owner=np.zeros(len(rows), dtype=np.int64),
            figures=self.figures.take(rows),
            month=self.month[rows],
            expected=self.expected[rows],
            size=self.size[rows],
            db=self.db[rows],
            reliability=self.reliability[rows],
        )


@dataclass(slots=True)
class Weigher:
    """Weighs the figures of one record under fixed settings, as known on any day.

    The figures gathered are kept in a cache that weighers of other settings may share.
    """

    cache: FigureCache
    settings: AssessmentSettings
    _rules: dict[str, FamilyRule] = field(init=False)
    _latest: dict[str, tuple[FamilyFigures, Weighed]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the indicators that may weigh: evidence, with a rule, and not left out."""
        record = self.cache.record
        rules = {
            name: self.settings.rule_for(record.indicators[name], dated=record.is_dated(name))
            for name in record.observed()
        }
        self._rules = {name: rule for name, rule in rules.items() if rule}

    def weigh(self, day: date) -> tuple[Weighed, ...]:
        """Weigh every figure that may speak on a day, family by family."""
        weighed = [self._weigh_family(members, day) for members in self._families(day)]
        return tuple(family for family in weighed if len(family.figures))

    def _families(self, day: date) -> list[list[Member]]:
        families: dict[str, list[Member]] = {}
        record = self.cache.record
        for name, rule in self._rules.items():
            figures = record.figures(name, day)
            if len(figures):
                member = Member(record.indicators[name], rule.measure, figures)
                families.setdefault(member.indicator.family, []).append(member)
        return [families[family] for family in sorted(families)]

    def _weigh_family(self, members: Sequence[Member], day: date) -> Weighed:
        gathered = self.cache.gather(members, day, self.settings.rule, self.settings.people)
        family = members[0].indicator.family
        before = self._latest.get(family)
        if before is None or before[0] is not gathered:
            before = self._latest[family] = (gathered, self._weigh_figures(gathered))
        return before[1]

    def _weigh_figures(self, gathered: FamilyFigures) -> Weighed:
        own, figures = tuple(self._rules[i.id] for i in gathered.indicators), gathered.figures
        weights = weigh(
            figures.count,
            months=figures.months,
            base=gathered.base,
            telling=figures.telling,
            rules=own,
            of=gathered.owner,
            settings=self.settings,
        )
        other = 1.0 + self.settings.rule.other_publishers * gathered.different
        return Weighed(
            indicators=gathered.indicators,
            rules=own,
            spacing=gathered.spacing,
            owner=gathered.owner,
            figures=figures,
            month=month_of(figures.end),
            expected=weights.expected,
            size=weights.size,
            db=weights.db,
            reliability=weights.trust / (1.0 + gathered.same) / other,
        )


class Weights(NamedTuple):
    """What counts say by the ladder.

    Args:
        expected: (N, K) mean count at each level.
        size: (N,) size of the gamma for the period of each count.
        db: (N, K-1) decibans for each level against the one below, clipped.
        trust: (N,) how far each count is believed, 0 to 1.
    """

    expected: Floats
    size: Floats
    db: Floats
    trust: Floats


def weigh(
    count: Floats,
    *,
    months: Floats,
    base: Floats,
    telling: Floats,
    rules: Sequence[FamilyRule],
    of: Ints,
    settings: AssessmentSettings,
) -> Weights:
    """Weigh counts by the ladder.

    Args:
        count, months, base, telling: (N,) counts, exposure, base and how much a count tells.
        rules: the ladder's rules.
        of: (N,) index of the rule of each count.
        settings: how figures are weighed.
    """
    levels, clip = settings.levels, settings.rule.clip_db
    monthly = np.array([rule.monthly(levels) for rule in rules]).reshape(-1, levels)
    expected = (months * base)[:, None] * monthly[of]
    size = np.array([rule.size for rule in rules])[of] * telling * months / 12.0
    return Weights(
        expected=expected,
        size=size,
        db=weight_of_evidence(count, expected, size, clip),
        trust=np.array([rule.reliability for rule in rules])[of],
    )


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
        Good (1985), Weight of Evidence: A Brief Survey, Bayesian Statistics 2, 249-270.
    """
    spread = size[:, None] + expected
    logs = count[:, None] * np.log(expected / spread) - size[:, None] * np.log(spread)
    weights: Floats = np.clip(DECIBANS * np.diff(logs, axis=1), -clip, clip)
    return weights
