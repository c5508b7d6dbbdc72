"""Reviews replayed, each on the vintage of its own day, under one or more settings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from peil.assess.evidence import AssessmentSettings, Weighed, Weigher
from peil.assess.forward_filter import (
    DECIBANS,
    carried_forward,
    forward_filter,
    log_odds,
    settled,
    transition,
)
from peil.assess.history import FamilyHistory, Historian, rules_by_family
from peil.assess.overlap import FigureCache
from peil.assess.rule import FIRST, Proposal, Review, Rule, at_least, replay
from peil.assess.signs import LASTS, Sign
from peil.assess.standing import Standing
from peil.assess.streams import WeighedStreams, streams_of
from peil.observe.lists import MASS_CASUALTY
from peil.observe.record import Record
from peil.terms.calendar import (
    Days,
    Floats,
    Ints,
    as_date,
    as_day,
    is_month_end,
    month_ends,
    month_of,
)
from peil.terms.scale import Scale

AnyWeighed = Weighed | WeighedStreams


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One way to run the replay: its settings, and families whose evidence is left out."""

    name: str
    settings: AssessmentSettings
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The reviews of one variation, oldest first; the last is that of the as-of day.

    Args:
        reviews, proposals: (R,) what each review found and what the rule proposed.
        weighed: the figures that weigh on the as-of day, by family.
        first_month: month, counted since January 1970, of the first row of `log_weights`.
        log_weights: (T, K) natural-log weights of the levels by month on the as-of day.
    """

    reviews: tuple[Review, ...]
    proposals: tuple[Proposal, ...]
    weighed: tuple[AnyWeighed, ...]
    first_month: int
    log_weights: Floats

    @property
    def now(self) -> Proposal:
        """The proposal of the as-of day."""
        return self.proposals[-1]

    @property
    def by_indicator(self) -> tuple[AnyWeighed, ...]:
        """The figures that weigh on the as-of day, indicator by indicator."""
        return tuple(one for family in self.weighed for one in family.split())

    @property
    def months(self) -> Ints:
        """(T,) the months of `log_weights`, counted since January 1970."""
        return self.first_month + np.arange(len(self.log_weights))

    @property
    def posterior(self) -> Floats:
        """(K,) probabilities on the as-of day."""
        return self.reviews[-1].posterior


def ageing(rule: Rule, levels: int) -> tuple[Floats, Floats]:
    """Give the transition of a month, (K, K), and the distribution that it settles at, (K,)."""
    prior = settled(levels, rule.settles_at_least_2, rule.settles_next)
    return transition(prior, rule.down, rule.two_steps), prior


def review_days(scale: Scale, as_of: date) -> list[date]:
    """List the days of the monthly reviews up to a day, and that day itself."""
    days = month_ends(scale.replay_from, as_of)
    return days if days and days[-1] == as_of else [*days, as_of]


Progress = Callable[[Sequence[date]], Iterable[date]]


def no_plot_is_open(_day: date) -> bool:
    """Say that no open plot is declared; a dossier that does not tell is read in the same way."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What people declare that a review looks at; figures know nothing of it.

    Args:
        plot_is_open: whether an open plot is declared on a day.
        signs: of an imminent attack, of any day.
    """

    plot_is_open: Callable[[date], bool] = no_plot_is_open
    signs: Sequence[Sign] = ()

    def sign_is_declared(self, day: date) -> bool:
        """Whether a sign of an imminent attack is declared on a day."""
        return any(sign.is_declared(day) for sign in self.signs)


NOTHING = Declared()


def replay_all(
    record: Record,
    scale: Scale,
    variations: Sequence[Variation],
    as_of: date,
    declared: Declared = NOTHING,
    watched: Progress = iter,
) -> dict[str, Replay]:
    """Replay the reviews up to a day under each variation, by the method of the first one's rule.

    Args:
        record: what was observed.
        scale: its `replay_from` is where the reviews begin.
        variations: the first names the settings whose rule's ageing all share.
        as_of: the day; nothing published later is used.
        declared: open plots, and signs of an imminent attack.
        watched: hands the days on one by one, so that a caller can show how far it is.
    """
    if variations[0].settings.rule.method == FIRST:
        return _replay_first(record, scale, variations, as_of, declared, watched)
    days = days_with_news(record, scale, as_of, declared)
    historian = Historian(
        record=record,
        days=np.array([as_day(day) for day in days]),
        months=_months(record, as_of),
    )
    replays: dict[str, Replay] = {}
    for settings in {id(v.settings): v.settings for v in variations}.values():
        own = [v for v in variations if v.settings is settings]
        replays |= _Replaying(historian, days, settings, scale, declared).run(own)
    for _ in watched(days):
        pass
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
        days |= {sign.published, sign.day, sign.day + LASTS}
    return sorted(day for day in days if scale.replay_from <= day <= as_of)


def _months(record: Record, as_of: date) -> Ints:
    """The months in which a figure that was known by the day may enter."""
    starts = [as_day(as_of)]
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

    def run(self, variations: Sequence[Variation]) -> dict[str, Replay]:
        self.histories = list(self.historian.histories(self.settings))
        total = sum((h.db for h in self.histories), np.zeros(self._shape))
        self.posterior = self._filtered(total)
        self.without = {h.family: self._filtered(total - h.db) for h in self.histories}
        return {v.name: self._replay(v, total) for v in variations}

    @property
    def _shape(self) -> tuple[int, int, int]:
        return len(self.days), len(self.historian.months), self.settings.levels - 1

    def _filtered(self, decibans: Floats) -> Floats:
        """(R, K) probabilities at each review."""
        at = month_of(self.historian.days) - self.historian.months[0]
        matrix, prior = ageing(self.settings.rule, self.settings.levels)
        filtered = forward_filter(log_weights(decibans), matrix, prior)
        found: Floats = filtered[np.arange(len(at)), at]
        return found

    def _replay(self, variation: Variation, total: Floats) -> Replay:
        left_out = variation.left_out
        kept = [h for h in self.histories if h.family not in left_out]
        posterior = self.posterior
        for family in left_out & self.without.keys():
            posterior = self.without[family]
        reviews = self._reviews(posterior, kept, tell_given=not left_out)
        top = len(self.scale.levels) - 1 if self.scale.is_imminent else None
        standing = Standing(rule=self.settings.rule, top=top)
        entered = total[-1] - sum((h.db[-1] for h in self.histories if h.family in left_out), 0.0)
        return Replay(
            reviews=reviews,
            proposals=tuple(standing.replay(reviews)),
            weighed=self._weighed(left_out),
            first_month=int(self.historian.months[0]),
            log_weights=log_weights(entered),
        )

    def _weighed(self, left_out: frozenset[str]) -> tuple[AnyWeighed, ...]:
        record, day = self.historian.record, self.days[-1]
        by_family = rules_by_family(record, self.settings)
        kept = (rules for family, rules in by_family.items() if family not in left_out)
        found = (streams_of(record, rules, day, self.settings) for rules in kept)
        return tuple(
            WeighedStreams(streams=streams, settings=self.settings) for streams in found if streams
        )

    def _reviews(
        self, posterior: Floats, kept: Sequence[FamilyHistory], *, tell_given: bool
    ) -> tuple[Review, ...]:
        matrix, prior = ageing(self.settings.rule, self.settings.levels)
        odds, without = _logit(posterior), {f: _logit(p) for f, p in self.without.items()}
        moved = np.abs(log_odds(posterior) - log_odds(prior)).max(axis=1)
        coverage = _coverage(kept)
        reviews = []
        for r, day in enumerate(self.days):
            gap = int(month_of(as_day(day)) - month_of(as_day(self.days[r - 1]))) if r else 0
            known = [h for h in kept if h.is_known[r]]
            reviews.append(
                Review(
                    day=day,
                    posterior=posterior[r],
                    carried=carried_forward(posterior[r - 1], matrix, gap) if r else prior,
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


def _logit(probabilities: Floats) -> Floats:
    """(R, K-1) log-odds of P(>= 2), P(>= 3) and so on, in decibans."""
    tails = probabilities[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    odds: Floats = DECIBANS * np.log(tails / (1.0 - tails))
    return odds


def _coverage(kept: Sequence[FamilyHistory]) -> Floats:
    """(R,) reliability of the families with a current figure over that of all that are known.

    Both families of attacks come from the same lists and count once.
    """
    families = [h for h in kept if h.family != MASS_CASUALTY] or list(kept)
    known = sum((h.trust * h.is_known for h in families), 0.0)
    current = sum((h.trust * (h.is_known & h.is_current) for h in families), 0.0)
    covered: Floats = np.divide(current, known, out=np.zeros_like(known), where=known > 0)
    return covered


def _replay_first(
    record: Record,
    scale: Scale,
    variations: Sequence[Variation],
    as_of: date,
    declared: Declared,
    watched: Progress,
) -> dict[str, Replay]:
    """Replay the monthly reviews by the first method, filtered all at once."""
    days = review_days(scale, as_of)
    found, weighed = _find_all(record, variations, watched(days))
    first = _first_month(found, as_of)
    shape = (int(month_of(as_day(as_of))) - first + 1, len(scale.levels))
    tensor = np.stack([[_total(parts, first, shape) for parts in each] for each in found])
    matrix, prior = ageing(variations[0].settings.rule, len(scale.levels))
    filtered = forward_filter(tensor, matrix, prior)
    replays = {}
    for i, variation in enumerate(variations):
        posteriors = _at_reviews(filtered[i], days, first, prior)
        reviews = _reviews(posteriors, matrix, prior, days, found[i], declared.plot_is_open)
        replays[variation.name] = Replay(
            reviews=reviews,
            proposals=tuple(replay(reviews, variation.settings.rule)),
            weighed=weighed[i],
            first_month=first,
            log_weights=tensor[i, -1],
        )
    return replays


class FamilyWeights(NamedTuple):
    """What the figures of a family say at one review.

    Args:
        month: (M,) months in which any enters, counted since January 1970.
        logs: (M, K) natural-log weight of each level, the lowest being 0.
        trust, current_trust: reliability of the family, and of what is current in it.
    """

    family: str
    month: Ints
    logs: Floats
    trust: float
    current_trust: float


ReviewWeights = list[tuple[FamilyWeights, ...]]


def _find_all(
    record: Record, variations: Sequence[Variation], days: Iterable[date]
) -> tuple[list[ReviewWeights], list[tuple[Weighed, ...]]]:
    """For each variation: what is found at each review, and what weighs at the last."""
    cache = FigureCache(record)
    weighers = {id(v.settings): Weigher(cache=cache, settings=v.settings) for v in variations}
    found: list[ReviewWeights] = [[] for _ in variations]
    weighed: dict[int, tuple[Weighed, ...]] = {}
    for day in days:
        weighed = {key: each.weigh(day) for key, each in weighers.items()}
        all_found = {
            key: [find(one, day, each.settings.rule) for one in weighed[key]]
            for key, each in weighers.items()
        }
        for findings, v in zip(found, variations, strict=True):
            families = all_found[id(v.settings)]
            findings.append(tuple(f for f in families if f.family not in v.left_out))
    last = [
        tuple(w for w in weighed[id(v.settings)] if w.family not in v.left_out) for v in variations
    ]
    return found, last


def find(weighed: Weighed, day: date, rule: Rule) -> FamilyWeights:
    """Sum up what the figures of a family say at a review."""
    month, at = np.unique(weighed.month, return_inverse=True)
    logs = np.zeros((len(month), weighed.db.shape[1] + 1))
    np.add.at(logs[:, 1:], at, np.cumsum(weighed.weight, axis=1) / DECIBANS)
    trust = np.array([each.reliability for each in weighed.rules])
    return FamilyWeights(
        family=weighed.family,
        month=month,
        logs=logs,
        trust=float(trust.max()),
        current_trust=float(trust[weighed.are_current(day, rule)].max(initial=0.0)),
    )


def _first_month(found: Sequence[ReviewWeights], as_of: date) -> int:
    """First month that any figure known by the day enters in."""
    months = [int(part.month[0]) for each in found for parts in each for part in parts]
    return min([*months, int(month_of(as_day(as_of)))])


def _total(parts: Sequence[FamilyWeights], first: int, shape: tuple[int, int]) -> Floats:
    """(T, K) natural-log weights of the levels by month, of all families together."""
    total = np.zeros(shape)
    for part in parts:
        total[part.month - first] += part.logs
    return total


def log_weights(decibans: Floats) -> Floats:
    """Turn decibans between adjacent levels into natural-log weights of the levels.

    Args:
        decibans: (..., K-1).

    Returns:
        (..., K), the lowest level being 0.
    """
    logs = np.zeros((*decibans.shape[:-1], decibans.shape[-1] + 1))
    logs[..., 1:] = decibans.cumsum(axis=-1) / DECIBANS
    return logs


def _at_reviews(filtered: Floats, days: Sequence[date], first: int, prior: Floats) -> list[Floats]:
    months = [int(month_of(as_day(day))) - first for day in days]
    return [filtered[r, month] if month >= 0 else prior for r, month in enumerate(months)]


def _reviews(
    posteriors: Sequence[Floats],
    matrix: Floats,
    prior: Floats,
    days: Sequence[date],
    found: ReviewWeights,
    plot_is_open: Callable[[date], bool],
) -> tuple[Review, ...]:
    reviews = []
    for r, day in enumerate(days):
        gap = int(month_of(as_day(day)) - month_of(as_day(days[r - 1]))) if r else 0
        reviews.append(
            Review(
                day=day,
                posterior=posteriors[r],
                carried=carried_forward(posteriors[r - 1], matrix, gap) if r else prior,
                coverage=coverage(found[r]),
                has_evidence=bool(found[r]),
                is_regular=month_ends(day, day) == [day],
                plot_is_open=plot_is_open(day),
            )
        )
    return tuple(reviews)


def coverage(found: Sequence[FamilyWeights]) -> float:
    """The reliability of the families with a current figure, over that of all families known."""
    known = sum(family.trust for family in found)
    return sum(family.current_trust for family in found) / known if known else 0.0
