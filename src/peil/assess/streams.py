"""Streams: the figures of one indicator by one publisher, weighed, and put together by month.

Within a stream a later figure about the same time restates an earlier one. Across the streams of
a family, figures about the same month partly say the same thing: the strongest for a level
counts in full, each further one at a part, and likewise those against it. So a lower count never
raises a level, and a further figure that speaks for none never does either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

import numpy as np

from peil.assess.evidence import AssessmentSettings, weigh
from peil.assess.ladder import COUNT, PEOPLE, RATIO, FamilyRule
from peil.assess.overlap import DAY, MONTHLY_GAP, inside, own_past, usual_spacing
from peil.assess.rule import Rule
from peil.observe.figures import Figures, join, without_overlap
from peil.observe.indicator import Indicator
from peil.observe.lists import ATTACKS, MASS_CASUALTY, PLOTS
from peil.observe.population import last_year_known
from peil.observe.record import Record
from peil.terms.calendar import (
    Days,
    Flags,
    Floats,
    Ints,
    as_day,
    first_day,
    months_covered,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyStreams:
    """The figures of a family that may weigh, stream by stream, as known on a day.

    Args:
        indicators: (I,) whose figures these are.
        of: (S,) index of the indicator of each stream.
        spacing: (S,) usual months between the figures of each stream.
        stream: (N,) index of the stream of each figure.
        figures: (N,) those that weigh, oldest first within a stream.
        base: (N,) what the rate of each figure is multiplied by.
    """

    indicators: tuple[Indicator, ...]
    of: Ints
    spacing: Floats
    stream: Ints
    figures: Figures
    base: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams(FamilyStreams):
    """The streams of a family, weighed.

    Args:
        rules: (I,) the ladder's rule for each indicator.
        expected: (N, K) mean count at each level.
        size: (N,) size of the gamma for the period of each count.
        db: (N, K-1) decibans for each level against the one below, clipped and believed.
        reliability: (N,) how far each figure is believed before others about its time are looked at.
    """

    rules: tuple[FamilyRule, ...]
    expected: Floats
    size: Floats
    db: Floats
    reliability: Floats

    @property
    def family(self) -> str:
        """The family of all of them."""
        return self.indicators[0].family

    @property
    def last_end(self) -> Days:
        """(S,) last day that each stream is about."""
        last = np.append(np.flatnonzero(np.diff(self.stream)), len(self.stream) - 1)
        ends: Days = self.figures.end[last]
        return ends

    def by_month(self, months: Ints, db: Floats | None = None) -> Floats:
        """Spread the decibans of each figure evenly over the days of its period.

        Args:
            months: (T,) months in a row, counted since January 1970.
            db: (N, K-1) in the place of those of the figures.

        Returns:
            (S, T, K-1) decibans.
        """
        given = self.db if db is None else db
        begin, after = first_day(months), first_day(months + 1)
        start, end = self.figures.start[:, None], (self.figures.end + DAY)[:, None]
        days = np.minimum(end, after) - np.maximum(start, begin)
        part = np.maximum(days.astype(np.int64), 0) / (end - start).astype(np.int64)
        spread = np.zeros((len(self.of), len(months), given.shape[1]))
        for s in range(len(self.of)):
            rows = self.stream == s
            spread[s] = part[rows].T @ given[rows]
        return spread


def counted_together(by_month: Floats, further: float) -> Floats:
    """Discount what several streams say about one month and step, those for and against apart.

    Args:
        by_month: (S, ..., K-1) decibans of each stream.
        further: the part at which the second strongest counts; its square for the third.

    Returns:
        (S, ..., K-1) decibans that enter the filter.
    """
    if len(by_month) < 2:
        return by_month
    counted = np.zeros_like(by_month)
    for sign in (1.0, -1.0):
        part = np.maximum(sign * by_month, 0.0)
        rank = np.argsort(np.argsort(-part, axis=0, kind="stable"), axis=0, kind="stable")
        counted += sign * part * further**rank
    return counted


def streams_of(
    chosen: "Selection",
    rules: Mapping[str, FamilyRule],
    day: date,
    settings: AssessmentSettings,
) -> Streams | None:
    """Weigh the figures of a family as known on a day; None where no figure weighs.

    Args:
        chosen: the figures that may weigh.
        rules: the ladder's rule for each of the family's indicators, by id.
        day: the as-of day.
        settings: how figures are weighed.
    """
    found = chosen.family(rules, day, settings)
    if found is None:
        return None
    figures, own = found.figures, tuple(rules[each.id] for each in found.indicators)
    weights = weigh(
        figures.count,
        months=figures.months,
        base=found.base,
        telling=figures.telling,
        rules=own,
        of=found.of[found.stream],
        settings=settings,
    )
    return Streams(
        **{each.name: getattr(found, each.name) for each in fields(found)},
        rules=own,
        expected=weights.expected,
        size=weights.size,
        db=weights.db * weights.trust[:, None],
        reliability=weights.trust,
    )


Based = list[tuple[Figures, Floats]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Selects the figures of one record that may weigh, once for each vintage and kind of base."""

    record: Record
    _families: dict[object, FamilyStreams | None] = field(default_factory=dict)
    _known: dict[object, Based] = field(default_factory=dict)

    def family(
        self, rules: Mapping[str, FamilyRule], day: date, settings: AssessmentSettings
    ) -> FamilyStreams | None:
        """Give the streams of a family that may weigh; None without any."""
        asked = (day, *((name, *_kind(rule, day, settings)) for name, rule in rules.items()))
        if asked not in self._families:
            self._families[asked] = self._family(rules, day, settings)
        return self._families[asked]

    def _family(
        self, rules: Mapping[str, FamilyRule], day: date, settings: AssessmentSettings
    ) -> FamilyStreams | None:
        found = [
            (name, *based)
            for name, rule in rules.items()
            for based in self._streams(name, rule, day, settings)
        ]
        if not found:
            return None
        names = tuple(dict.fromkeys(name for name, _, _ in found))
        return FamilyStreams(
            indicators=tuple(self.record.indicators[name] for name in names),
            of=np.array([names.index(name) for name, _, _ in found]),
            spacing=np.array([usual_spacing(each.end) for _, each, _ in found]),
            stream=np.repeat(np.arange(len(found)), [len(each) for _, each, _ in found]),
            figures=join([each for _, each, _ in found]),
            base=np.concatenate([base for _, _, base in found]),
        )

    def _streams(
        self, name: str, rule: FamilyRule, day: date, settings: AssessmentSettings
    ) -> Based:
        """The streams of an indicator, each with the base of its figures."""
        asked = (name, self.record.vintage(name, day), *_kind(rule, day, settings))
        if asked not in self._known:
            self._known[asked] = _based(self.record, name, rule, day, settings)
        return self._known[asked]


def _kind(rule: FamilyRule, day: date, settings: AssessmentSettings) -> tuple[object, ...]:
    """What the base of a figure rests on, apart from the figures."""
    if rule.measure == RATIO:
        return RATIO, settings.rule.base_months, settings.rule.base_months_monthly
    if rule.measure == COUNT and not settings.people_exponent:
        return (COUNT,)
    return rule.measure, settings.people_exponent, last_year_known(day)


def _based(
    record: Record, name: str, rule: FamilyRule, day: date, settings: AssessmentSettings
) -> Based:
    indicator = record.indicators[name]
    if name in record.lists:
        streams: Sequence[Figures] = (record.figures(name, day),)
    else:
        streams = record.streams(name, day)
    found = []
    for stream in streams:
        base = _base(record, stream, rule, day, settings)
        weighs = np.isfinite(base) & (stream.months > 0) & _is_relevant(stream, indicator)
        rows = np.flatnonzero(weighs & ~_is_counted_by_lists(record, indicator, stream))
        if len(rows):
            rows = rows[without_overlap(stream.take(rows))]
            found.append((stream.take(rows), base[rows]))
    return found


def _base(
    record: Record, stream: Figures, rule: FamilyRule, day: date, settings: AssessmentSettings
) -> Floats:
    if rule.measure == RATIO:
        return past_of(stream, settings.rule)
    return np.full(len(stream), people_factor(record, rule, day, settings))


def people_factor(
    record: Record, rule: FamilyRule, day: date, settings: AssessmentSettings
) -> float:
    """Give what a rate is multiplied by for the people of the country, as last known; NaN if unknown."""
    exponent = settings.people_exponent if rule.measure == COUNT else 1.0
    if not exponent:
        return 1.0
    people = record.population.during(np.array([as_day(day)]), day)[0]
    return float((people / PEOPLE) ** exponent)


def past_of(stream: Figures, rule: Rule) -> Floats:
    """Mean count a month of the earlier figures of a stream that do not overlap; NaN for too few.

    Args:
        stream: of one publisher; periods may overlap.
        rule: what a base needs.

    Returns:
        (N,) counts a month.
    """
    whole = without_overlap(stream)
    if len(whole) == len(stream):
        base = np.empty(len(stream))
        base[whole] = own_past(stream.take(whole), rule)
        return base
    is_monthly = usual_spacing(stream.end[whole]) < MONTHLY_GAP
    needed = rule.base_months_monthly if is_monthly else rule.base_months
    return np.array([_mean_before(stream, start, needed) for start in stream.start])


def _mean_before(stream: Figures, start: np.datetime64, needed: float) -> float:
    earlier = stream.take(stream.end < start)
    earlier = earlier.take(without_overlap(earlier))
    months, count = float(earlier.months.sum()), float(earlier.count.sum())
    return count / months if months >= needed and count > 0 else float("nan")


def _is_relevant(stream: Figures, indicator: Indicator) -> Flags:
    begun = stream.start >= as_day(indicator.relevant_from or date.min)
    relevant: Flags = begun & (stream.end <= as_day(indicator.relevant_until or date.max))
    return relevant


def _is_counted_by_lists(record: Record, indicator: Indicator, stream: Figures) -> Flags:
    """Whether the dated events of declared lists stand in for a published total."""
    is_plots = indicator.family == PLOTS
    if indicator.id in record.lists or indicator.family not in (ATTACKS, MASS_CASUALTY, PLOTS):
        return inside(stream, ())
    return inside(stream, [w for w in record.windows if w.counts_plots == is_plots])


def are_current(streams: Streams, days: Days, rule: Rule) -> Flags:
    """(R, S) whether each stream's latest figure is recent on each day, by its own usual spacing."""
    allowed = np.minimum(rule.current_spacings * streams.spacing, rule.current_months)
    is_current: Flags = months_covered(streams.last_end + DAY, days[:, None]) <= allowed
    return is_current
