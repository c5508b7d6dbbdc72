"""What was there on one day against another: each day as known on it, and what was learned since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peil.act.arrangements import (
    ACT,
    ENDED,
    IN_FORCE,
    RULED_AGAINST,
    STARTED,
    ArrangementEvent,
    force_of,
    latest_of,
)
from peil.act.policy import Known
from peil.act.recommendations import SIDES

GONE, PASSED, WEAKENED, STRENGTHENED, BEGAN, FIRST_READ, LEARNED, CHANGED, KEPT = CHANGES = (
    "ended", "passed", "weakened", "strengthened", "began", "first_read", "learned", "changed", "kept",
)  # fmt: skip
LEGAL_BASIS = "legal_basis"
COMPARED = (
    LEGAL_BASIS,
    "body",
    "staff",
    "vacancies",
    "coupling",
    "mandate_until",
    "sunset",
    "rebuild_months",
    "rights",
)
"""What is compared of an arrangement that was in force on both days."""
POSTS = ("staff", "vacancies")
"""What is counted on a day of its own, which may be long before the later day."""
CHANGING = (STARTED, ENDED, ACT, RULED_AGAINST)
"""Kinds of events that change an arrangement; what was counted, met about or said of it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """One thing that is not as it was; None where there was no information.

    Args:
        told: of posts, the day that the later number is about, and how exactly it is known.
    """

    what: str
    before: str | float | date | None
    after: str | float | date | None
    told: tuple[date, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """How an arrangement, or a recommendation, stands on the later day against the earlier.

    Args:
        change: ended, began, changed, kept; passed: it began and ended between the days; strengthened or weakened: its legal basis is of a
            higher or a lower rank, as where a law took the place of a circular, or a circular
            that of a law; first read: no start is known, so that it may be older than what was
            read of it; or learned: it was there before the earlier day, and nobody could know
            it then.
        differences: what changed of one that was there on both days.
        sources: where the later day's description stands, and the acts, rulings, beginnings and ends
            that became known between the days.
    """

    id: str
    change: str
    differences: tuple[FieldDifference, ...]
    sources: tuple[str, ...]


def arrangement_changes(
    earlier: Known, later: Known, ranks: Sequence[str]
) -> tuple[PolicyChange, ...]:
    """Compare the arrangements of two days, those that ended first.

    Args:
        earlier, later: what was known on each day.
        ranks: words with which the name of a legal basis begins, the weakest first.
    """
    found = []
    for id_, arrangement in later.arrangements.items():
        events = later.events.get(id_, ())
        change = _change(earlier, later, id_, events)
        if change is not None:
            differences = _differences(earlier, later, id_) if change == KEPT else ()
            before = earlier.events.get(id_, ())
            since = [e for e in events if e.kind in CHANGING and e not in before]
            found.append(
                PolicyChange(
                    id=id_,
                    change=_how(differences, ranks) if differences else change,
                    differences=differences,
                    sources=(arrangement.source, *(each.source for each in since)),
                )
            )
    return tuple(sorted(found, key=lambda each: CHANGES.index(each.change)))


def _change(
    earlier: Known, later: Known, id_: str, events: Sequence[ArrangementEvent]
) -> str | None:
    """Say how one arrangement changed; None where it was in force on neither day.

    Whether it was there on the earlier day is asked twice: of what was known then, and of the
    events known now.
    """
    is_there = later.force(id_) == IN_FORCE
    starts = [event.on for event in events if event.kind == STARTED]
    if id_ in earlier.arrangements:
        was_there = earlier.force(id_) == IN_FORCE
    else:
        began = bool(starts) and min(starts) <= earlier.day
        was_there = began and force_of(events, earlier.day) == IN_FORCE
        if is_there and not starts:
            return FIRST_READ
        if is_there:
            return LEARNED if was_there else BEGAN
    if is_there:
        return KEPT if was_there else BEGAN
    end = latest_of(events, ENDED, until=later.day)
    if was_there or end is None or end.on <= earlier.day:
        return GONE if was_there else None
    began = any(earlier.day < on <= end.on for on in starts)
    return PASSED if began else GONE


def _how(differences: Sequence[FieldDifference], ranks: Sequence[str]) -> str:
    """Say whether a legal basis rose or fell in rank; one of no known rank is not compared."""
    for each in differences:
        before, after = _rank(each.before, ranks), _rank(each.after, ranks)
        if each.what == LEGAL_BASIS and min(before, after) >= 0 and before != after:
            return STRENGTHENED if after > before else WEAKENED
    return CHANGED


def _rank(basis: object, ranks: Sequence[str]) -> int:
    name = str(basis).lower()
    found = (rank for rank, word in enumerate(ranks) if name.startswith(word.lower()))
    return max(found, default=-1)


def _differences(earlier: Known, later: Known, id_: str) -> tuple[FieldDifference, ...]:
    if id_ not in earlier.arrangements:
        return ()
    old, new = earlier.arrangements[id_], later.arrangements[id_]
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in COMPARED)
    return tuple(
        FieldDifference(
            what=name,
            before=_told(before),
            after=_told(after),
            told=later.posts_told[id_] if name in POSTS and after is not None else None,
        )
        for name, before, after in pairs
        if before != after
    )


def _told(value: str | float | date | None) -> str | float | date | None:
    return None if value == "" else value


def recommendation_changes(earlier: Known, later: Known) -> tuple[PolicyChange, ...]:
    """Compare both sides' standing of the recommendations of two days."""
    found = []
    for id_, recommendation in later.recommendations.items():
        now, was = later.standings[id_], earlier.standings.get(id_)
        differences = tuple(
            FieldDifference(what=side, before=was[side].state, after=now[side].state)
            for side in SIDES
            if was and was[side].state != now[side].state
        )
        kept = CHANGED if differences else KEPT
        statuses = [each.latest for each in now.values() if each.latest is not None]
        found.append(
            PolicyChange(
                id=id_,
                change=kept if was else BEGAN,
                differences=differences,
                sources=(recommendation.source, *(status.source for status in statuses)),
            )
        )
    return tuple(sorted(found, key=lambda each: CHANGES.index(each.change)))
