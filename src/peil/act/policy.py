"""What a country's policy was known to be on a day: every table read at its vintage, and what ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from peil.act.arrangements import (
    ENDED,
    IN_FORCE,
    LEVEL_BOUND,
    NO_REPLACEMENT,
    OVER,
    STRUCTURAL,
    Arrangement,
    ArrangementCount,
    ArrangementEvent,
    force_of,
    latest_of,
)
from peil.act.facts import latest_known, public_later, without
from peil.act.funding import Budget, Funding, budgets
from peil.act.recommendations import (
    SIDES,
    Finding,
    Recommendation,
    Standings,
    Status,
    is_closed,
    standing,
)
from peil.terms.calendar import Ints, as_date

DAY = "day"
"""How exactly a day is known that is no stand-in for its month or its year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Everything that a dossier holds about policy, all vintages."""

    findings: Sequence[Finding]
    recommendations: Sequence[Recommendation]
    statuses: Sequence[Status]
    arrangements: Sequence[Arrangement]
    events: Sequence[ArrangementEvent]
    counts: Sequence[ArrangementCount] = ()
    funding: Funding


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known on a day; nothing published later is in it.

    Args:
        standings: both sides' standing of each recommendation, by id.
        events, counts: by arrangement, oldest first.
        funding: the latest vintage of each line, stage and year.
        rows: by arrangement, its rows of `funding`.
        posts_told: the day since which the posts of an arrangement are told as they are, and how
            exactly it is known.
    """

    day: date
    findings: Mapping[str, Finding]
    recommendations: Mapping[str, Recommendation]
    standings: Mapping[str, Standings]
    arrangements: Mapping[str, Arrangement]
    events: Mapping[str, tuple[ArrangementEvent, ...]]
    counts: Mapping[str, tuple[ArrangementCount, ...]]
    funding: Funding
    rows: Mapping[str, Ints]
    posts_told: Mapping[str, tuple[date, str]]

    def last_told(self, arrangement: str) -> tuple[date, str]:
        """Give the day of the latest fact about an arrangement, and how exactly it is known.

        Until then it is known to stand.
        """
        money = self.funding.take(self.rows.get(arrangement, []))
        events, counts = self.events.get(arrangement, ()), self.counts.get(arrangement, ())
        own = self.arrangements[arrangement]
        told = [(own.published, own.published_precision)]
        told += [(event.published, event.published_precision) for event in events]
        told += [(count.published, count.published_precision) for count in counts]
        told += zip(map(as_date, money.published), map(str, money.precision), strict=True)
        return max(told, key=lambda each: (each[0], each[1] == DAY))

    def latest_counts(self, arrangement: str) -> tuple[ArrangementCount, ...]:
        """Give the latest count of each thing that is counted of an arrangement, the newest first."""
        latest = {each.what: each for each in self.counts.get(arrangement, ())}
        return tuple(sorted(latest.values(), key=lambda each: each.on, reverse=True))

    def name(self, arrangement: str) -> str:
        """Name an arrangement as it was called on the day."""
        return self.arrangements[arrangement].name

    def force(self, arrangement: str) -> str:
        """Say whether an arrangement is in force, ended or not begun."""
        return force_of(self.events.get(arrangement, ()), self.day)

    @property
    def in_force(self) -> tuple[Arrangement, ...]:
        """The arrangements in force, by id."""
        return tuple(a for a in self.arrangements.values() if self.force(a.id) == IN_FORCE)

    def money(self, arrangement: str) -> tuple[Budget, ...]:
        """Add up what is known of an arrangement's money, by year, stage and currency."""
        return budgets(self.funding, self.rows.get(arrangement, ()))

    def closed_findings(self) -> dict[str, bool | None]:
        """Say of each finding whether it is closed; None where that cannot be told."""
        answering: dict[str, list[Standings]] = {}
        for recommendation in self.recommendations.values():
            for finding in recommendation.findings:
                answering.setdefault(finding, []).append(self.standings[recommendation.id])
        named = {*self.findings, *answering}
        return {finding: is_closed(answering.get(finding, ())) for finding in sorted(named)}


def known_on(policy: Policy, day: date) -> Known:
    """Read a policy as it was known on a day.

    Whoever fills a table may link a row to what became public after it; until then the link is
    not known, nor is what is told of an arrangement that is not.
    """
    findings = public_later(policy.findings, day)
    asked = public_later(policy.recommendations, day)
    recommendations = {
        r.id: replace(r, findings=without(r.findings, findings), after=without(r.after, asked))
        for r in latest_known(policy.recommendations, day)
    }
    said = _grouped((s.recommendation, s) for s in latest_known(policy.statuses, day))
    arrangements = {
        a.id: replace(
            a,
            answers=without(a.answers, findings),
            carries_out=without(a.carries_out, asked),
        )
        for a in latest_known(policy.arrangements, day)
    }
    funding = policy.funding.known_on(day)
    return Known(
        day=day,
        findings={f.id: f for f in latest_known(policy.findings, day)},
        recommendations=recommendations,
        standings={
            id_: {side: standing(said.get(id_, ()), side, day) for side in SIDES}
            for id_ in recommendations
        },
        arrangements=arrangements,
        events=_by_arrangement(latest_known(policy.events, day), arrangements),
        counts=_by_arrangement(latest_known(policy.counts, day), arrangements),
        funding=funding,
        rows=funding.rows_by_arrangement(),
        posts_told=_posts_told(policy.arrangements, day),
    )


def _posts_told(arrangements: Iterable[Arrangement], day: date) -> dict[str, tuple[date, str]]:
    """Give the first day of the latest run of equal posts, or the latest day that they are said to be about.

    A description that repeats them and names no day is no news.
    """
    told: dict[str, tuple[tuple[float | None, float | None], tuple[date, str]]] = {}
    for each in sorted(arrangements, key=lambda row: row.published):
        posts = each.staff, each.vacancies
        was, (since, _) = told.get(each.id, (None, each.staffed))
        is_news = was != posts or (each.staff_on is not None and each.staff_on > since)
        if each.published <= day and is_news:
            told[each.id] = posts, each.staffed
    return {id_: since for id_, (_, since) in told.items()}


Item = TypeVar("Item")
Told = TypeVar("Told", ArrangementEvent, ArrangementCount)


def _by_arrangement(
    rows: Iterable[Told], known: Mapping[str, Arrangement]
) -> dict[str, tuple[Told, ...]]:
    return _grouped((row.arrangement, row) for row in rows if row.arrangement in known)


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}


PARTS = ("by", "reason", "replacement", "opinions")
"""What a decision to end must say besides its day: the role that took it, why, what takes the
arrangement's place, and who was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An arrangement that ended, and what its decision leaves out.

    Args:
        missing: parts that a reasoned decision would have; empty where none is missing, or
            where the arrangement scales with the level.
        at_risk: ids of the recommendations that it carried out and nothing carries out now; none
            where something took its place, or where it was to end with the level.
    """

    arrangement: Arrangement
    event: ArrangementEvent
    missing: tuple[str, ...]
    at_risk: tuple[str, ...]

    @property
    def is_unreasoned(self) -> bool:
        """Whether it is structural and ended without a reasoned decision, which reports say first."""
        return bool(self.missing)


def endings_known(known: Known) -> tuple[Ending, ...]:
    """List the arrangements that ended, those without a reasoned decision first."""
    carried = {id_ for each in known.in_force for id_ in each.carries_out}
    over = [a for a in known.arrangements.values() if known.force(a.id) == OVER]
    ends = [(a, latest_of(known.events[a.id], ENDED, until=known.day)) for a in over]
    found = [
        Ending(
            arrangement=arrangement,
            event=event,
            missing=_missing(arrangement, event),
            at_risk=_left_open(arrangement, event, carried),
        )
        for arrangement, event in ends
        if event is not None
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_unreasoned, each.event.on)))


def _left_open(
    arrangement: Arrangement, event: ArrangementEvent, carried: set[str]
) -> tuple[str, ...]:
    is_replaced = event.replacement not in ("", NO_REPLACEMENT)
    if is_replaced or arrangement.coupling == LEVEL_BOUND:
        return ()
    return tuple(id_ for id_ in arrangement.carries_out if id_ not in carried)


def _missing(arrangement: Arrangement, event: ArrangementEvent) -> tuple[str, ...]:
    if arrangement.coupling != STRUCTURAL:
        return ()
    return tuple(part for part in PARTS if not getattr(event, part))


def at_risk(known: Known) -> dict[str, tuple[str, ...]]:
    """Name for each recommendation at risk the ended arrangements that carried it out."""
    found: dict[str, tuple[str, ...]] = {}
    for ending in endings_known(known):
        for recommendation in ending.at_risk:
            found[recommendation] = (*found.get(recommendation, ()), ending.arrangement.id)
    return dict(sorted(found.items()))
