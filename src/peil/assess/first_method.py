"""The first method: monthly reviews, figures that enter at their last month, rates per head."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from peil.assess.evidence import Weighed, Weigher
from peil.assess.forward_filter import DECIBANS, carried_forward, forward_filter
from peil.assess.overlap import FigureCache
from peil.assess.reviews import Declared, Progress, Replay, Variation, ageing
from peil.assess.rule import CANNOT_TELL, ONLY_ATTACKS, PROPOSED, Proposal, Review, Rule, replay
from peil.observe.lists import ATTACKS
from peil.observe.record import Record
from peil.terms.calendar import Floats, Ints, as_date, as_day, month_ends, month_of
from peil.terms.scale import Scale

RECENT = timedelta(days=366)
"""Where no figure but attacks reaches into this time, today's level cannot be told."""


def review_days(scale: Scale, as_of: date) -> list[date]:
    """List the days of the monthly reviews up to a day, and that day itself."""
    days = month_ends(scale.replay_from, as_of)
    return days if days and days[-1] == as_of else [*days, as_of]


def replay_first(
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
            proposals=tuple(_told(replay(reviews, variation.settings.rule), found[i])),
            weighed=weighed[i],
            first_month=first,
            log_weights=tensor[i, -1],
        )
    return replays


class FamilyWeights(NamedTuple):
    """What the figures of a family say at one review.

    Args:
        until: last day that they are about.
        month: (M,) months in which any enters, counted since January 1970.
        logs: (M, K) natural-log weight of each level, the lowest being 0.
        trust, current_trust: reliability of the family, and of what is current in it.
    """

    family: str
    until: date
    month: Ints
    logs: Floats
    trust: float
    current_trust: float


ReviewWeights = tuple[FamilyWeights, ...]


def _find_all(
    record: Record, variations: Sequence[Variation], days: Iterable[date]
) -> tuple[list[list[ReviewWeights]], list[tuple[Weighed, ...]]]:
    """For each variation: what is found at each review, and what weighs at the last."""
    cache = FigureCache(record)
    weighers = {id(v.settings): Weigher(cache=cache, settings=v.settings) for v in variations}
    found: list[list[ReviewWeights]] = [[] for _ in variations]
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
        until=as_date(weighed.figures.end.max()),
        month=month,
        logs=logs,
        trust=float(trust.max()),
        current_trust=float(trust[weighed.are_current(day, rule)].max(initial=0.0)),
    )


def _told(proposals: Iterable[Proposal], found: Iterable[ReviewWeights]) -> Iterator[Proposal]:
    """Propose no level where no figure but attacks is about the last twelve months.

    The rule goes on underneath as if one were proposed.
    """
    since: date | None = None
    for proposal, families in zip(proposals, found, strict=True):
        ends = [family.until for family in families if family.family != ATTACKS]
        is_old = max(ends, default=date.min) < proposal.day - RECENT
        since = since or proposal.day if is_old and proposal.status == PROPOSED else None
        if since is None:
            yield proposal
        else:
            yield replace(
                proposal, status=CANNOT_TELL, reason=ONLY_ATTACKS, level=None, since=since
            )


def _first_month(found: Sequence[Sequence[ReviewWeights]], as_of: date) -> int:
    """First month that any figure known by the day enters in."""
    months = [int(part.month[0]) for each in found for parts in each for part in parts]
    return min([*months, int(month_of(as_day(as_of)))])


def _total(parts: Sequence[FamilyWeights], first: int, shape: tuple[int, int]) -> Floats:
    """(T, K) natural-log weights of the levels by month, of all families together."""
    total = np.zeros(shape)
    for part in parts:
        total[part.month - first] += part.logs
    return total


def _at_reviews(filtered: Floats, days: Sequence[date], first: int, prior: Floats) -> list[Floats]:
    months = [int(month_of(as_day(day))) - first for day in days]
    return [filtered[r, month] if month >= 0 else prior for r, month in enumerate(months)]


def _reviews(
    posteriors: Sequence[Floats],
    matrix: Floats,
    prior: Floats,
    days: Sequence[date],
    found: Sequence[ReviewWeights],
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
