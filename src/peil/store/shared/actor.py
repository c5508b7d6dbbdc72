"""An actor: a person who is signed in, with the roles held on the day."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from peil.store.shared.models import Account, Person, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts.

    Args:
        person, name, office: the person's id and name, and the code of the office acted for.
        roles: those held on the day, each in the person's own right or as a deputy.
        own_roles: those among them held in the person's own right.
        standings: clearances, delegations and listings that run on the day.
        language: in which the person reads.
    """

    person: str
    name: str
    office: str
    roles: frozenset[str]
    own_roles: frozenset[str]
    standings: frozenset[str]
    language: str


def actor_of(person: Person, on: dt.date) -> Actor:
    """Find what a person is on a day; without an account of one's own, one who may do nothing."""
    running = Q(first_day__lte=on) & (Q(last_day__isnull=True) | Q(last_day__gte=on))
    held = Account.objects.filter(running, Q(person=person) | Q(deputy=person), state="held")
    all_ = list(held.order_by("created_at", "id"))
    offices = [each.office_id for each in all_ if each.person_id == person.pk]
    standings = Standing.objects.filter(running, person=person).values_list("kind", flat=True)
    here = [each for each in all_ if each.office_id in offices[:1]]
    return Actor(
        person=person.pk,
        name=person.name,
        office=offices[0] if offices else "",
        roles=frozenset(each.role for each in here),
        own_roles=frozenset(each.role for each in here if each.person_id == person.pk),
        standings=frozenset(standings),
        language=person.language,
    )


def maker_of(record: Any, on: dt.date) -> Actor:
    """Give who made a record, for the office it was made for, as that person is on a day."""
    return replace(actor_of(record.author, on), office=record.office_id)
