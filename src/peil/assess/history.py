"""History: what the figures of each family said at every review, each as known on its own day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from peil.assess.evidence import AssessmentSettings, weigh
from peil.assess.ladder import PER_HEAD, RATIO, FamilyRule
from peil.assess.overlap import DAY
from peil.assess.streams import (
    Selection,
    Streams,
    are_current,
    counted_together,
    people_factor,
    streams_of,
)
from peil.observe.lists import ALL_ATTACKS, FAMILIES, MASS_CASUALTY, OTHER_ATTACKS, Counted
from peil.observe.population import last_year_known
from peil.observe.record import Record
from peil.terms.calendar import Days, Flags, Floats, Ints, as_date, month_of, months_covered


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyHistory:
    """What the figures of a family said at each review.

    Args:
        db: (R, T, K-1) decibans that enter the filter, by review and month.
        is_known: (R,) whether it has any figure that weighs, of an indicator that still matters.
        is_current: (R,) whether one of them is recent.
        trust: (R,) how far the most reliable of its known indicators is believed, 0 to 1.
    """

    family: str
    db: Floats
    is_known: Flags
    is_current: Flags
    trust: Floats


def rules_by_family(
    record: Record, settings: AssessmentSettings
) -> dict[str, dict[str, FamilyRule]]:
    """Find the ladder's rule for each indicator that may weigh, by family."""
    unused = ALL_ATTACKS if MASS_CASUALTY in settings.ladder.families else OTHER_ATTACKS
    used = {*record.series, *record.lists} - {unused}
    found: dict[str, dict[str, FamilyRule]] = {}
    for name in sorted(used, key=lambda each: (each not in record.lists, each)):
        indicator = record.indicators[name]
        rule = settings.rule_for(indicator, dated=name in record.lists)
        if rule:
            found.setdefault(indicator.family, {})[name] = rule
    return {family: found[family] for family in sorted(found)}


@dataclass(slots=True)
class Historian:
    """Tells the histories of one record at fixed reviews, under one or more settings.

    Args:
        record: what was observed.
        days: (R,) the days of the reviews, rising.
        months: (T,) the months in which a figure may enter, counted since January 1970.
    """

    record: Record
    days: Days
    months: Ints
    selection: Selection = field(init=False)
    _counted: dict[str, Counted] = field(default_factory=dict)
    _told: dict[object, FamilyHistory] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.selection = Selection(self.record)

    def histories(self, settings: AssessmentSettings) -> Iterator[FamilyHistory]:
        """Tell the history of each family that has any figure."""
        for family, rules in rules_by_family(self.record, settings).items():
            has_people = any(rule.measure != RATIO for rule in rules.values())
            exponent = settings.people_exponent if has_people else 0.0
            asked = (family, *rules.items(), settings.rule, settings.levels, exponent)
            if asked not in self._told:
                self._told[asked] = self._history(family, rules, settings)
            history = self._told[asked]
            if history.is_known.any() or history.db.any():
                yield history

    def _history(
        self, family: str, rules: Mapping[str, FamilyRule], settings: AssessmentSettings
    ) -> FamilyHistory:
        own = self.record.lists
        lists = [self._of_lists(name, rules[name], settings) for name in rules if name in own]
        published = {name: rule for name, rule in rules.items() if name not in own}
        reviews = len(self.days)
        history = FamilyHistory(
            family=family,
            db=sum(
                (each.db for each in lists),
                np.zeros((reviews, len(self.months), settings.levels - 1)),
            ),
            is_known=_any([each.is_known for each in lists], reviews),
            is_current=_any([each.is_current for each in lists], reviews),
            trust=np.max([each.trust for each in lists] or [np.zeros(reviews)], axis=0),
        )
        for rows in self._vintages(published, settings):
            day = as_date(self.days[rows[0]])
            streams = streams_of(self.selection, published, day, settings)
            if streams is not None:
                self._add(history, streams, rows, settings)
        return history

    def _add(
        self, history: FamilyHistory, streams: Streams, rows: Ints, settings: AssessmentSettings
    ) -> None:
        """Add what published figures say at some reviews to what the family's lists say."""
        begin, end = month_of(np.array([streams.figures.start.min(), streams.figures.end.max()]))
        about = slice(begin - self.months[0], end - self.months[0] + 1)
        by_month, further = streams.by_month(self.months[about]), settings.rule.further_figures
        listed = history.db[rows, about]
        if listed.any():
            each = np.broadcast_to(by_month[:, None], (len(by_month), *listed.shape))
            by_month = np.stack([listed, *each])
        history.db[rows, about] = counted_together(by_month, further).sum(axis=0)
        matters = _matter(streams, self.days[rows])
        has_list = history.is_known[rows].copy()
        is_recent = are_current(streams, self.days[rows], settings.rule)
        believed = np.array([rule.reliability for rule in streams.rules])[streams.of] * matters
        history.trust[rows] = np.maximum(history.trust[rows], believed.max(axis=1))
        history.is_known[rows] |= matters.any(axis=1)
        # A published total never stands for a list that ended: what ended is missing.
        history.is_current[rows] |= (is_recent & matters).any(axis=1) & ~has_list

    def _people(self, rule: FamilyRule, settings: AssessmentSettings) -> Floats:
        """(R,) what a rate is multiplied by for the people known at each review."""
        days = [as_date(day) for day in self.days]
        year = {last_year_known(day): day for day in days}
        factor = {y: people_factor(self.record, rule, day, settings) for y, day in year.items()}
        return np.array([factor[last_year_known(day)] for day in days])

    def _vintages(
        self, rules: Mapping[str, FamilyRule], settings: AssessmentSettings
    ) -> list[Ints]:
        """Put the reviews together at which the same figures were known."""
        published = [np.sort(self.record.series[name].published) for name in rules]
        known = [np.searchsorted(each, self.days, side="right") for each in published]
        if not known:
            return []
        if settings.people_exponent or any(r.measure == PER_HEAD for r in rules.values()):
            known.append(np.array([last_year_known(as_date(day)) for day in self.days]))
        changes = np.flatnonzero(np.diff(np.stack(known), axis=1).any(axis=0)) + 1
        return list(np.split(np.arange(len(self.days)), changes))

    def _of_lists(self, name: str, rule: FamilyRule, settings: AssessmentSettings) -> FamilyHistory:
        """Weigh the dated events of pooled lists, month by month, at every review at once."""
        lists = self.record.lists[name]
        if name not in self._counted:
            self._counted[name] = lists.counted(self.days)
        counted = self._counted[name]
        people = self._people(rule, settings)
        seen = (counted.months > 0) & np.isfinite(people)[:, None]
        told = np.stack([counted.count, counted.months, np.broadcast_to(people, seen.T.shape).T])
        new = seen.copy()
        new[1:] &= (told[:, 1:] != told[:, :-1]).any(axis=0)
        count, months, base = told[:, new]
        listed = np.zeros((*seen.shape, settings.levels - 1))
        weights = weigh(
            count,
            months=months,
            base=base,
            telling=np.ones(len(count)),
            rules=(rule,),
            of=np.zeros(len(count), dtype=np.int64),
            settings=settings,
        )
        listed[new] = weights.db * weights.trust[:, None]
        # Most of what a review knows, the one before knew as well.
        for review, as_before in enumerate(seen & ~new):
            listed[review, as_before] = listed[review - 1, as_before]
        db = np.zeros((len(self.days), len(self.months), settings.levels - 1))
        observed = np.flatnonzero(seen.any(axis=0))
        db[:, observed + counted.first - self.months[0]] = listed[:, observed]
        is_known: Flags = np.logical_or.reduce(seen, axis=1)
        age = months_covered(lists.observed_until(self.days) + DAY, self.days)
        return FamilyHistory(
            family=FAMILIES[name],
            db=db,
            is_known=is_known,
            is_current=is_known & (age <= settings.rule.current_spacings),
            trust=np.where(is_known, rule.reliability, 0.0),
        )


def _matter(streams: Streams, days: Days) -> Flags:
    """(R, S) whether the indicator of each stream still says something about the threat."""
    until = [indicator.relevant_until or date.max for indicator in streams.indicators]
    last = np.array(until, dtype="datetime64[D]")[streams.of]
    matter: Flags = days[:, None] <= last
    return matter


def _any(flags: list[Flags], reviews: int) -> Flags:
    """(R,) whether any of some flags holds at each review."""
    found: Flags = np.logical_or.reduce([np.zeros(reviews, dtype=bool), *flags], axis=0)
    return found
