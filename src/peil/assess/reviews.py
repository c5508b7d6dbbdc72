"""Monthly reviews replayed, each on the vintage of its own day, under one or more settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from peil.assess.evidence import DAY, Scales, Settings, Weighed
from peil.assess.forward_filter import (
    DECIBANS,
    carried_forward,
    forward_filter,
    settled,
    transition,
)
from peil.assess.rule import Proposal, Review, Rule, replay
from peil.observe.record import Record
from peil.terms.calendar import Floats, as_day, month_ends, month_of, months_covered
from peil.terms.scale import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One way to run the replay: its settings, and families whose evidence is left out."""

    name: str
    settings: Settings
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The reviews of one variation, oldest first; the last is that of the as-of day.

    Args:
        reviews, proposals: (R,) what each review found and what the rule proposed.
        weighed: the figures that weigh on the as-of day.
        first_month: month, counted since January 1970, of the first row of `log_weights`.
        log_weights: (T, K) natural-log weights of the levels by month on the as-of day.
    """

    reviews: tuple[Review, ...]
    proposals: tuple[Proposal, ...]
    weighed: tuple[Weighed, ...]
    first_month: int
    log_weights: Floats

    @property
    def now(self) -> Proposal:
        """The proposal of the as-of day."""
        return self.proposals[-1]

    @property
    def posterior(self) -> Floats:
        """(K,) probabilities on the as-of day."""
        return self.reviews[-1].posterior


def ageing(rule: Rule, levels: int) -> tuple[Floats, Floats]:
    """Give the transition of a month, (K, K), and the distribution that it settles at, (K,)."""
    prior = settled(levels, rule.settles_at_least_2, rule.settles_next)
    return transition(prior, rule.down), prior


def review_days(scale: Scale, as_of: date) -> list[date]:
    """List the days of the monthly reviews up to a day, and that day itself."""
    days = month_ends(scale.replay_from, as_of)
    return days if days and days[-1] == as_of else [*days, as_of]


def no_plot_is_open(_day: date) -> bool:
    """Say that no open plot is declared; that it is unknown does not hold a level up."""
    return False


def replay_all(
    record: Record,
    scale: Scale,
    variations: Sequence[Variation],
    as_of: date,
    plot_is_open: Callable[[date], bool] = no_plot_is_open,
) -> dict[str, Replay]:
    """Replay the reviews up to a day under each variation, filtered all at once.

    Args:
        record: what was observed.
        scale: its `replay_from` is where the reviews begin.
        variations: the first names the settings whose rule's ageing all share.
        as_of: the day; nothing published later is used.
        plot_is_open: whether an open plot is declared on a day.
    """
    days = review_days(scale, as_of)
    weighed = _weigh_all(record, variations, days)
    first, months = _span(weighed, days)
    tensor = np.stack([[log_weights(w, first, months, scale) for w in ws] for ws in weighed])
    matrix, prior = ageing(variations[0].settings.rule, len(scale.levels))
    filtered = forward_filter(tensor, matrix, prior)
    replays = {}
    for i, variation in enumerate(variations):
        posteriors = _at_reviews(filtered[i], days, first, prior)
        reviews = _reviews(posteriors, matrix, prior, days, weighed[i], variation, plot_is_open)
        replays[variation.name] = Replay(
            reviews=reviews,
            proposals=tuple(replay(reviews, variation.settings.rule)),
            weighed=weighed[i][-1],
            first_month=first,
            log_weights=tensor[i, -1],
        )
    return replays


Vintages = list[tuple[Weighed, ...]]


def _weigh_all(
    record: Record, variations: Sequence[Variation], days: Sequence[date]
) -> list[Vintages]:
    by_settings: dict[int, Vintages] = {}
    for variation in variations:
        if id(variation.settings) not in by_settings:
            scales = Scales(record=record, settings=variation.settings)
            by_settings[id(variation.settings)] = [scales.weigh(day) for day in days]
    return [
        [
            tuple(w for w in weighed if w.indicator.family not in variation.left_out)
            for weighed in by_settings[id(variation.settings)]
        ]
        for variation in variations
    ]


def _span(weighed: Sequence[Vintages], days: Sequence[date]) -> tuple[int, int]:
    """First month of any figure known by the last day, and the months from there to it."""
    last = int(month_of(as_day(days[-1])))
    months = [int(w.month[0]) for vintages in weighed for ws in vintages for w in ws]
    first = min([*months, last])
    return first, last - first + 1


def log_weights(weighed: Sequence[Weighed], first: int, months: int, scale: Scale) -> Floats:
    """Add up the weights of figures by month.

    Returns:
        (T, K) natural-log weight of each level, the lowest being 0.
    """
    total = np.zeros((months, len(scale.levels)))
    for one in weighed:
        np.add.at(total[:, 1:], one.month - first, np.cumsum(one.weight, axis=1) / DECIBANS)
    return total


def _at_reviews(filtered: Floats, days: Sequence[date], first: int, prior: Floats) -> list[Floats]:
    months = [int(month_of(as_day(day))) - first for day in days]
    return [filtered[r, month] if month >= 0 else prior for r, month in enumerate(months)]


def _reviews(
    posteriors: Sequence[Floats],
    matrix: Floats,
    prior: Floats,
    days: Sequence[date],
    weighed: Vintages,
    variation: Variation,
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
                coverage=coverage(weighed[r], day, variation.settings),
                has_evidence=bool(weighed[r]),
                is_regular=month_ends(day, day) == [day],
                plot_is_open=plot_is_open(day),
            )
        )
    return tuple(reviews)


def coverage(weighed: Sequence[Weighed], day: date, settings: Settings) -> float:
    """The reliability of the families with a current figure, over that of all families known."""
    known: dict[str, float] = {}
    current: dict[str, float] = {}
    recent = are_current(weighed, day, settings.rule)
    for one, is_recent in zip(weighed, recent, strict=True):
        family, trust = one.indicator.family, one.rule.reliability
        known[family] = max(known.get(family, 0.0), trust)
        if is_recent:
            current[family] = max(current.get(family, 0.0), trust)
    return sum(current.values()) / sum(known.values()) if known else 0.0


def are_current(weighed: Sequence[Weighed], day: date, rule: Rule) -> list[bool]:
    """Whether each indicator's latest figure is recent, by its own usual spacing."""
    ends = np.array([w.figures.end[-1] for w in weighed], dtype="datetime64[D]")
    longest = [rule.current_spacings * w.spacing for w in weighed]
    allowed = np.minimum(longest, rule.current_months)
    is_recent: list[bool] = (months_covered(ends + DAY, as_day(day)) <= allowed).tolist()
    return is_recent
