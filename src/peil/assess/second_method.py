"""The second method: reviews on every day with news, figures spread over their months, counts."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import numpy as np

from peil.assess.evidence import AssessmentSettings
from peil.assess.forward_filter import DECIBANS, carried_forward, forward_filter, log_odds
from peil.assess.history import FamilyHistory, Historian, rules_by_family
from peil.assess.reviews import (
    AnyWeighed,
    Declared,
    Progress,
    Replay,
    Variation,
    ageing,
    log_weights,
)
from peil.assess.rule import Review
from peil.assess.signs import LASTS
from peil.assess.standing import Standing
from peil.assess.streams import streams_of
from peil.assess.weighed_streams import WeighedStreams
from peil.observe.lists import MASS_CASUALTY
from peil.observe.record import Record
from peil.terms.calendar import Floats, Ints, as_date, as_day, is_month_end, month_ends, month_of
from peil.terms.scale import Scale

GROUPS = 8
"""Groups of reviews that are filtered together, none further than the month of its last one."""


def replay_second(
    record: Record,
    scale: Scale,
    variations: Sequence[Variation],
    as_of: date,
    declared: Declared,
    watched: Progress,
) -> dict[str, Replay]:
    """Replay the reviews of every day with news, a setting at a time."""
    days = days_with_news(record, scale, as_of, declared)
    historian = Historian(
        record=record,
        days=np.array([as_day(day) for day in days]),
        months=_months(record, days),
    )
    replays: dict[str, Replay] = {}
    every = {id(v.settings): v.settings for v in variations}.values()
    shown = iter(watched(days))
    for done, settings in enumerate(every, start=1):
        own = [v for v in variations if v.settings is settings]
        replays |= _Replaying(historian, days, settings, scale, declared).run(own)
        part = len(days) * done // len(every) - len(days) * (done - 1) // len(every)
        deque(islice(shown, part + (done == len(every))), maxlen=0)
    return {variation.name: replays[variation.name] for variation in variations}


def days_with_news(record: Record, scale: Scale, as_of: date, declared: Declared) -> list[date]:
    """List the month ends, and each day that brings an attack, a figure that may weigh, or a sign."""
    days = {*month_ends(scale.replay_from, as_of), as_of}
    for name, series in record.series.items():
        if record.indicators[name].is_evidence:
            days |= {as_date(day) for day in np.unique(series.published)}
    for lists in record.lists.values():
        days |= lists.news()
    for sign in declared.signs:
        if sign.published <= as_of:
            days |= {sign.published, sign.day, sign.day + LASTS}
    return sorted(day for day in days if scale.replay_from <= day <= as_of)


def _months(record: Record, days: Sequence[date]) -> Ints:
    """The months from the first review, or the first figure where that is earlier, to the last review."""
    as_of, starts = days[-1], [as_day(days[0])]
    for name, series in record.series.items():
        known = series.published <= as_day(as_of)
        if record.indicators[name].is_evidence and known.any():
            starts.append(series.start[known].min())
    starts += [as_day(w.complete_from) for w in record.windows if w.complete_from <= as_of]
    first, last = int(month_of(min(starts))), int(month_of(as_day(as_of)))
    return np.arange(first, last + 1)


@dataclass(slots=True)
class _Replaying:
    """Replays the reviews under one setting, and with each family left out."""

    historian: Historian
    days: Sequence[date]
    settings: AssessmentSettings
    scale: Scale
    declared: Declared
    histories: list[FamilyHistory] = field(init=False)
    posterior: Floats = field(init=False)
    without: dict[str, Floats] = field(init=False)
    weighed: tuple[AnyWeighed, ...] = field(init=False)

    def run(self, variations: Sequence[Variation]) -> dict[str, Replay]:
        self.weighed = self._weighed()
        self.histories = list(self.historian.histories(self.settings))
        total = sum((h.db for h in self.histories), np.zeros(self._shape))
        each = self._filtered(total)
        self.posterior = each[0]
        self.without = {h.family: p for h, p in zip(self.histories, each[1:], strict=True)}
        return {v.name: self._replay(v, total) for v in variations}

    @property
    def _shape(self) -> tuple[int, int, int]:
        return len(self.days), len(self.historian.months), self.settings.levels - 1

    def _filtered(self, total: Floats) -> Floats:
        """(1 + F, R, K) probabilities at each review, from all families and without each of them."""
        at = month_of(self.historian.days) - self.historian.months[0]
        matrix, prior = ageing(self.settings.rule, self.settings.levels)
        found = np.empty((1 + len(self.histories), len(at), self.settings.levels))
        for rows in np.array_split(np.arange(len(at)), min(GROUPS, len(at))):
            group, begun = slice(rows[0], rows[-1] + 1), prior
            alike = min(
                (_months_alike(h.db[group, : at[rows[0]]]) for h in self.histories), default=0
            )
            if alike:
                once = self._entering(total, group.start, slice(alike))
                begun = (forward_filter(once, matrix, prior)[:, -1] @ matrix)[:, None]
            later = self._entering(total, group, slice(alike, at[rows[-1]] + 1))
            filtered = forward_filter(later, matrix, begun)
            found[:, rows] = filtered[:, np.arange(len(rows)), at[rows] - alike]
        return found

    def _entering(self, total: Floats, reviews: slice | int, months: slice) -> Floats:
        """(1 + F, ..., T, K) log weights of some months, from all families and without each of them."""
        whole = total[reviews, months]
        return log_weights(
            np.stack([whole, *(whole - h.db[reviews, months] for h in self.histories)])
        )

    def _replay(self, variation: Variation, total: Floats) -> Replay:
        left_out = variation.left_out
        kept = [h for h in self.histories if h.family not in left_out]
        known = left_out & self.without.keys()
        posterior = self.without[min(known)] if known else self.posterior
        reviews = self._reviews(posterior, kept, tell_given=not left_out)
        top = len(self.scale.levels) - 1 if self.scale.is_imminent else None
        standing = Standing(rule=self.settings.rule, top=top)
        entered = total[-1] - sum((h.db[-1] for h in self.histories if h.family in left_out), 0.0)
        return Replay(
            reviews=reviews,
            proposals=tuple(standing.replay(reviews)),
            weighed=tuple(one for one in self.weighed if one.family not in left_out),
            first_month=int(self.historian.months[0]),
            log_weights=log_weights(entered),
        )

    def _weighed(self) -> tuple[AnyWeighed, ...]:
        chosen, day = self.historian.selection, self.days[-1]
        by_family = rules_by_family(chosen.record, self.settings)
        found = (streams_of(chosen, rules, day, self.settings) for rules in by_family.values())
        return tuple(
            WeighedStreams(streams=streams, settings=self.settings) for streams in found if streams
        )

    def _reviews(
        self, posterior: Floats, kept: Sequence[FamilyHistory], *, tell_given: bool
    ) -> tuple[Review, ...]:
        matrix, prior = ageing(self.settings.rule, self.settings.levels)
        odds, without = _logit(posterior), {f: _logit(p) for f, p in self.without.items()}
        moved = np.abs(log_odds(posterior) - log_odds(prior)).max(axis=1)
        coverage = _coverage(kept, len(self.days))
        gaps = np.diff(month_of(self.historian.days), prepend=0)
        reviews = []
        for r, day in enumerate(self.days):
            known = [h for h in kept if h.is_known[r]]
            reviews.append(
                Review(
                    day=day,
                    posterior=posterior[r],
                    carried=carried_forward(posterior[r - 1], matrix, gaps[r]) if r else prior,
                    coverage=float(coverage[r]),
                    has_evidence=bool(known),
                    is_regular=is_month_end(day),
                    plot_is_open=self.declared.plot_is_open(day),
                    sign_is_declared=self.declared.sign_is_declared(day),
                    is_informed=bool(moved[r] >= self.settings.rule.informs_db),
                    current=frozenset(h.family for h in known if h.is_current[r]),
                    missing=frozenset(h.family for h in known if not h.is_current[r]),
                    given={h.family: odds[r] - without[h.family][r] for h in known}
                    if tell_given
                    else {},
                )
            )
        return tuple(reviews)


def _months_alike(db: Floats) -> int:
    """Count the first months of which some reviews know the same: these are filtered once."""
    differ = np.flatnonzero((db != db[:1]).any(axis=(0, 2)))
    return int(differ[0]) if len(differ) else db.shape[1]


def _logit(probabilities: Floats) -> Floats:
    """(R, K-1) log-odds of P(>= 2), P(>= 3) and so on, in decibans."""
    above = probabilities[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    below = probabilities.cumsum(axis=1)[:, :-1]
    odds: Floats = DECIBANS * np.log(above / below)
    return odds


def _coverage(kept: Sequence[FamilyHistory], reviews: int) -> Floats:
    """(R,) reliability of the families with a current figure over that of all that are known.

    Attacks with many killed come from the same lists as the others, and count where no other
    family is known.
    """
    others = [h for h in kept if h.family != MASS_CASUALTY]
    is_alone = ~np.any([np.zeros(reviews, dtype=bool), *(h.is_known for h in others)], axis=0)
    known, current = np.zeros(reviews), np.zeros(reviews)
    for h in kept:
        trust = h.trust * h.is_known * (is_alone if h.family == MASS_CASUALTY else 1.0)
        known, current = known + trust, current + trust * h.is_current
    covered: Floats = np.divide(current, known, out=np.zeros_like(known), where=known > 0)
    return covered
