"""Duties: what an office owes by a day, reckoned in working days, until it is answered."""

import datetime as dt
from functools import cache
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor

UNSETTLED = ("open", "seen", "overdue")
NEXT_DAY = 1


def owe(
    task: str, office: str, about: Record, *, due: dt.date, by: Actor, now: dt.datetime
) -> Record:
    """Let an office owe something about a record by a day."""
    values = {"task": task, "owed_by_id": office, "about_kind": about.kind, "about": about.pk}
    people.tell(office, task, now)
    return records.make("duty", by=by, now=now, state="open", due=due, **values)


def mark_overdue(now: dt.datetime) -> int:
    """Mark what was due before today, tell its office, and give how many there are."""
    late = list(records.every("duty").filter(due__lt=now.date(), state__in=("open", "seen")))
    for duty in late:
        records.every("duty").filter(pk=duty.pk).update(state="overdue")
        people.tell(duty.owed_by_id, duty.task, now)
        about = {"about_kind": "duty", "about": duty.pk, "office": duty.owed_by_id}
        audit.append(audit.Entry(at=now, action="overdue", **about))
    return len(late)


def settle(about: Record, task: str, *, by: Actor, now: dt.datetime, state: str) -> None:
    """Settle what the actor's office owes about a record."""
    own = records.every("duty").filter(
        about=about.pk, task=task, owed_by=by.office, state__in=UNSETTLED
    )
    for duty in own:
        records.change(duty, by=by, now=now, state=state)


def working_days_after(day: dt.date, number: int, country: str) -> dt.date:
    """Count working days on from a day, leaving out weekends and the country's public holidays."""
    free = _holidays(country)
    while number:
        day += dt.timedelta(days=1)
        number -= day.weekday() < 5 and day not in free
    return day


@cache
def _holidays(country: str) -> Any:
    import holidays  # slow to load

    return holidays.country_holidays(country)
