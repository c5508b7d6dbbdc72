"""Erosion signals: facts of an arrangement in force that wears away, by agreed thresholds."""

from collections.abc import Sequence
from datetime import date

from peil.act.arrangements import (
    EVALUATED,
    MEETING,
    PARTNER_JOINED,
    PARTNER_LEFT,
    REVIEW_DUE,
    WITHOUT_CELL,
    WITHOUT_PARTNER,
    Arrangement,
    ArrangementEvent,
    latest_of,
)
from peil.act.facts import Fact, sources_of
from peil.act.funding import funded_until
from peil.act.policy import Known
from peil.act.settings import PolicySettings
from peil.terms.calendar import months_after

FUNDING_ENDS, VACANCIES, NO_MEETING = "funding_ends", "vacancies", "no_meeting"
MANDATE_EXPIRED, PARTNERS_LEFT, REVIEW_OVERDUE = (
    "mandate_expired",
    "partners_left",
    "review_overdue",
)


def erosion_signals(known: Known, settings: PolicySettings) -> dict[str, tuple[Fact, ...]]:
    """Look in every arrangement in force for signs that it wears away."""
    return {each.id: _signals(each, known, settings) for each in known.in_force}


def _signals(arrangement: Arrangement, known: Known, settings: PolicySettings) -> tuple[Fact, ...]:
    events, day = known.events.get(arrangement.id, ()), known.day
    return (
        _funding_ends(arrangement, known, settings),
        _vacancies(arrangement, settings),
        _no_meeting(events, day, settings),
        _mandate_expired(arrangement, day),
        _partners_left(events, day, settings),
        _review_overdue(events, day),
        _municipalities(WITHOUT_CELL, events, day, settings),
        _municipalities(WITHOUT_PARTNER, events, day, settings),
    )


def _funding_ends(arrangement: Arrangement, known: Known, settings: PolicySettings) -> Fact:
    """Whether no committed or paid money reaches beyond the next months; a promise does not."""
    rows = known.rows.get(arrangement.id)
    until = None if rows is None else funded_until(known.funding, rows)
    if until is None:
        return Fact(code=FUNDING_ENDS, holds=None)
    last, source = until
    return Fact(
        code=FUNDING_ENDS,
        holds=last < months_after(known.day, settings.funding_ends_within_months),
        figures={"until": last},
        sources=sources_of(source),
    )


def _vacancies(arrangement: Arrangement, settings: PolicySettings) -> Fact:
    staff, vacancies = arrangement.staff, arrangement.vacancies
    if staff is None or vacancies is None or not staff + vacancies:
        return Fact(code=VACANCIES, holds=None)
    return Fact(
        code=VACANCIES,
        holds=vacancies / (staff + vacancies) > settings.vacant_share,
        figures={"staff": staff, "vacancies": vacancies},
        sources=sources_of(arrangement.source),
    )


def _no_meeting(events: Sequence[ArrangementEvent], day: date, settings: PolicySettings) -> Fact:
    last = latest_of(events, MEETING, until=day)
    if last is None:
        return Fact(code=NO_MEETING, holds=None)
    return Fact(
        code=NO_MEETING,
        holds=months_after(last.on, settings.no_meeting_for_months) <= day,
        figures={"last": last.on},
        sources=sources_of(last.source),
    )


def _mandate_expired(arrangement: Arrangement, day: date) -> Fact:
    until = arrangement.mandate_until
    if until is None:
        return Fact(code=MANDATE_EXPIRED, holds=None)
    return Fact(
        code=MANDATE_EXPIRED,
        holds=until < day,
        figures={"until": until},
        sources=sources_of(arrangement.source),
    )


def _partners_left(events: Sequence[ArrangementEvent], day: date, settings: PolicySettings) -> Fact:
    told = [e for e in events if e.kind in (PARTNER_LEFT, PARTNER_JOINED) and e.on <= day]
    if not told:
        return Fact(code=PARTNERS_LEFT, holds=None)
    months = settings.partners_left_within_months
    left = [e for e in told if e.kind == PARTNER_LEFT and day < months_after(e.on, months)]
    count = sum(1 if e.value is None else e.value for e in left)
    return Fact(
        code=PARTNERS_LEFT,
        holds=count >= settings.partners_left_from,
        figures={"left": count},
        sources=sources_of(*(e.source for e in left)),
    )


def _review_overdue(events: Sequence[ArrangementEvent], day: date) -> Fact:
    """Whether a day for its review has passed, and nobody evaluated it since that day was set."""
    due = latest_of(events, REVIEW_DUE, until=day)
    if due is None:
        later = any(event.kind == REVIEW_DUE for event in events)
        return Fact(code=REVIEW_OVERDUE, holds=False if later else None)
    done = latest_of(events, EVALUATED, until=day)
    return Fact(
        code=REVIEW_OVERDUE,
        holds=due.on < day and (done is None or done.on < min(due.published, due.on)),
        figures={"due": due.on},
        sources=sources_of(due.source),
    )


def _municipalities(
    kind: str, events: Sequence[ArrangementEvent], day: date, settings: PolicySettings
) -> Fact:
    last = latest_of(events, kind, until=day)
    if last is None or last.value is None:
        return Fact(code=kind, holds=None)
    return Fact(
        code=kind,
        holds=last.value >= settings.municipalities_without_from,
        figures={"municipalities": last.value, "on": last.on},
        sources=sources_of(last.source),
    )
