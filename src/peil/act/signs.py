"""Signs in an arrangement in force: that it wears away, and, as loud, that it should end."""

from collections.abc import Mapping, Sequence
from datetime import date

from peil.act.arrangements import (
    ACT,
    EVALUATED,
    LEVEL_BOUND,
    MEETING,
    NO_EFFECT,
    NOT_ASSESSED,
    PARTNER_JOINED,
    PARTNER_LEFT,
    REVIEW_DUE,
    RULED_AGAINST,
    UNCLEAR,
    WITHOUT_CELL,
    WITHOUT_PARTNER,
    Arrangement,
    ArrangementEvent,
    latest_of,
)
from peil.act.facts import Fact, all_of, fact
from peil.act.funding import funded_until
from peil.act.policy import Known
from peil.act.recurrence import LowLevel
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
        _vacancies(arrangement, known, settings),
        _no_meeting(events, day, settings),
        _mandate_expired(arrangement, day),
        _partners_left(events, day, settings),
        _review_overdue(events, day),
        _municipalities(WITHOUT_CELL, events, day, settings),
        _municipalities(WITHOUT_PARTNER, events, day, settings),
    )


def _funding_ends(arrangement: Arrangement, known: Known, settings: PolicySettings) -> Fact:
    """Whether no money, not even a promise, reaches beyond the next months."""
    rows = known.rows.get(arrangement.id)
    reach = None if rows is None else funded_until(known.funding, rows)
    if reach is None:
        return fact(FUNDING_ENDS, None)
    ends = reach.until < months_after(known.day, settings.funding_ends_within_months)
    holds = _still(ends, max(reach.until, reach.told), known.day, settings)
    figures = {"until": reach.until, "on": reach.told}
    about, precision = (reach.stage,), reach.precision
    return fact(FUNDING_ENDS, holds, reach.source, about=about, precision=precision, **figures)


def _still(holds: bool, told: date, day: date, settings: PolicySettings) -> bool | None:
    """Say whether a state still holds: what was told long ago says nothing of today."""
    is_old = months_after(told, settings.evidence_old_after_months) <= day
    return None if holds and is_old else holds


def _vacancies(arrangement: Arrangement, known: Known, settings: PolicySettings) -> Fact:
    staff, vacancies = arrangement.staff, arrangement.vacancies
    if staff is None or vacancies is None or not staff + vacancies:
        return fact(VACANCIES, None)
    on, rough = known.posts_told[arrangement.id]
    is_short = vacancies / (staff + vacancies) > settings.vacant_share
    holds = _still(is_short, on, known.day, settings)
    source = arrangement.source
    return fact(VACANCIES, holds, source, precision=rough, staff=staff, vacancies=vacancies, on=on)


def _no_meeting(events: Sequence[ArrangementEvent], day: date, settings: PolicySettings) -> Fact:
    last = latest_of(events, MEETING, until=day)
    if last is None:
        return fact(NO_MEETING, None)
    is_quiet = months_after(last.on, settings.no_meeting_for_months) <= day
    holds = _still(is_quiet, last.on, day, settings)
    return fact(NO_MEETING, holds, last.source, precision=last.on_precision, last=last.on)


def _mandate_expired(arrangement: Arrangement, day: date) -> Fact:
    until = arrangement.mandate_until
    if until is None:
        return fact(MANDATE_EXPIRED, None)
    return fact(MANDATE_EXPIRED, until < day, arrangement.source, until=until)


def _partners_left(events: Sequence[ArrangementEvent], day: date, settings: PolicySettings) -> Fact:
    told = [e for e in events if e.kind in (PARTNER_LEFT, PARTNER_JOINED) and e.on <= day]
    if not told:
        return fact(PARTNERS_LEFT, None)
    months = settings.partners_left_within_months
    left = [e for e in told if e.kind == PARTNER_LEFT and day < months_after(e.on, months)]
    count = sum(1 if e.value is None else e.value for e in left)
    sources = (event.source for event in left)
    last = latest_of(left, PARTNER_LEFT, until=day)
    holds = count >= settings.partners_left_from
    if last is None:
        return fact(PARTNERS_LEFT, holds, left=count)
    return fact(PARTNERS_LEFT, holds, *sources, precision=last.on_precision, left=count, on=last.on)


def _review_overdue(events: Sequence[ArrangementEvent], day: date) -> Fact:
    """Whether a day for its review has passed, and nobody evaluated it since that day was set."""
    due = latest_of(events, REVIEW_DUE, until=day)
    if due is None:
        later = any(event.kind == REVIEW_DUE for event in events)
        return fact(REVIEW_OVERDUE, False if later else None)
    done = latest_of(events, EVALUATED, until=day)
    holds = due.on < day and (done is None or done.on < min(due.published, due.on))
    return fact(REVIEW_OVERDUE, holds, due.source, precision=due.on_precision, due=due.on)


def _municipalities(
    kind: str, events: Sequence[ArrangementEvent], day: date, settings: PolicySettings
) -> Fact:
    last = latest_of(events, kind, until=day)
    if last is None or last.value is None:
        return fact(kind, None)
    is_many = last.value >= settings.municipalities_without_from
    holds = _still(is_many, last.on, day, settings)
    rough, count = last.on_precision, last.value
    return fact(kind, holds, last.source, precision=rough, municipalities=count, on=last.on)


FINDINGS_CLOSED, NO_EFFECT_SHOWN, LEVEL_LOW = "findings_closed", "no_effect", "level_low"
SUNSET_PASSED, RIGHTS_UNASSESSED = "sunset_passed", "rights_unassessed"


def contrary_facts(
    known: Known, settings: PolicySettings, low: LowLevel | None
) -> dict[str, tuple[Fact, ...]]:
    """Look in every arrangement in force for what speaks for ending it.

    Args:
        known: what was known on the day.
        settings: after how many years a low level counts.
        low: since when the official level lies in the lower half of its scale; None where no
            level is known.
    """
    closed = known.closed_findings()
    return {
        each.id: (
            _findings_closed(each, closed),
            _no_effect(each, known),
            _level_low(each, known, settings, low),
            _sunset_passed(each, known),
            _rights_unassessed(each),
            _ruled_against(each, known),
        )
        for each in known.in_force
    }


def _findings_closed(arrangement: Arrangement, closed: Mapping[str, bool | None]) -> Fact:
    answers = arrangement.answers
    holds = all_of(closed.get(finding) for finding in answers)
    return fact(FINDINGS_CLOSED, holds, arrangement.source, about=answers)


def _no_effect(arrangement: Arrangement, known: Known) -> Fact:
    events = known.events.get(arrangement.id, ())
    last = latest_of(events, EVALUATED, until=known.day)
    if last is None or last.outcome in ("", UNCLEAR):
        return fact(NO_EFFECT_SHOWN, None)
    holds, rough = last.outcome == NO_EFFECT, last.on_precision
    return fact(NO_EFFECT_SHOWN, holds, last.source, precision=rough, evaluated=last.on)


def _level_low(
    arrangement: Arrangement, known: Known, settings: PolicySettings, low: LowLevel | None
) -> Fact:
    """Whether it scales with a level that has been low for years; a structural one does not."""
    if arrangement.coupling and arrangement.coupling != LEVEL_BOUND:
        return fact(LEVEL_LOW, False)
    if not arrangement.coupling or low is None:
        return fact(LEVEL_LOW, None)
    if low.since is None:
        return fact(LEVEL_LOW, False)
    years = settings.level_low_for_years
    holds = months_after(low.since, 12 * years) <= known.day
    return fact(LEVEL_LOW, holds, arrangement.source, since=low.since, years=years)


def _sunset_passed(arrangement: Arrangement, known: Known) -> Fact:
    sunset = arrangement.sunset
    if sunset is None:
        return fact(SUNSET_PASSED, None)
    return fact(SUNSET_PASSED, sunset < known.day, arrangement.source, sunset=sunset)


def _rights_unassessed(arrangement: Arrangement) -> Fact:
    if not arrangement.rights:
        return fact(RIGHTS_UNASSESSED, None)
    holds = arrangement.rights == NOT_ASSESSED
    return fact(RIGHTS_UNASSESSED, holds, arrangement.source, on=arrangement.rights_on)


def _ruled_against(arrangement: Arrangement, known: Known) -> Fact:
    """Whether a court or an overseer ruled against it, and no law or decision about it followed."""
    events = known.events.get(arrangement.id, ())
    ruled = latest_of(events, RULED_AGAINST, until=known.day)
    if ruled is None:
        return fact(RULED_AGAINST, None)
    act = latest_of(events, ACT, until=known.day)
    holds = act is None or act.on < ruled.on
    return fact(RULED_AGAINST, holds, ruled.source, precision=ruled.on_precision, on=ruled.on)
