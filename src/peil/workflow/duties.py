"""Duties: what an office owes by a day, reckoned in working days, until it is answered."""

import datetime as dt
from functools import cache
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared.actor import Actor

UNSETTLED = ("open", "seen", "overdue")
NEXT_DAY = 1


def owe(
    task: str, office: str, about: Record, *, due: dt.date, by: Actor, now: dt.datetime
) -> Record:
    """Let an office owe something about a record by a day."""
    values = {"task": task, "owed_by_id": office, "about_kind": about.kind, "about": about.pk}
    return records.make("duty", by=by, now=now, state="open", due=due, **values)


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
