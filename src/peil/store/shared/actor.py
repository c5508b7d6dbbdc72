"""An actor: a person at a moment, with the roles held on that day and the law that is followed."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from peil.store.shared.models import Account, Person, Standing
from peil.terms.rights import Law

DESIGNATED = "designated"
"""The standing of whom the director lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, when, and by which law.

    Args:
        person, name, office: the person's id and name, and the code of the office acted for.
        roles: those held on the day, each in the person's own right or as a deputy.
        own_roles: those among them held in the person's own right.
        standings: clearances, delegations and listings that run on the day.
        language: in which the person reads.
        now: the moment, the same for all that is done.
        law: what the law of the country says.
    """

    person: str
    name: str
    office: str
    roles: frozenset[str]
    own_roles: frozenset[str]
    standings: frozenset[str]
    language: str
    now: dt.datetime
    law: Law

    @property
    def on(self) -> dt.date:
        """The day."""
        return self.now.date()


def actor_of(person: Person, now: dt.datetime, law: Law) -> Actor:
    """Find what a person is now; without an account of one's own, one who may do nothing."""
    on = now.date()
    running = Q(first_day__lte=on) & (Q(last_day__isnull=True) | Q(last_day__gte=on))
    held = Account.objects.filter(running, Q(person=person) | Q(deputy=person), state="held")
    # Only by the mandate that ran when the office listed: who leaves is designated no more, nor
    # after coming back, before the list says so.
    since = {
        "created_at__gte": OuterRef("created_at"),
        "created_at__date__gte": OuterRef("first_day"),
    }
    listed = Exists(person.listings.filter(state="listed", office=OuterRef("office"), **since))
    all_ = list(held.annotate(is_listed=listed).order_by("created_at", "id"))
    offices = [each.office_id for each in all_ if each.person_id == person.pk]
    standings = {each.kind for each in Standing.objects.filter(running, person=person)}
    standings |= {DESIGNATED for each in all_ if each.is_listed and each.person_id == person.pk}
    here = [each for each in all_ if each.office_id in offices[:1]]
    return Actor(
        person=person.pk,
        name=person.name,
        office=offices[0] if offices else "",
        roles=frozenset(each.role for each in here),
        own_roles=frozenset(each.role for each in here if each.person_id == person.pk),
        standings=frozenset(standings),
        language=person.language,
        now=now,
        law=law,
    )


def beside(person: Person, by: Actor) -> Actor:
    """Find what another person is while somebody acts."""
    return actor_of(person, by.now, by.law)


def maker_of(record: Any, now: dt.datetime, law: Law) -> Actor:
    """Give who made a record, for the office it was made for, as that person is now."""
    return replace(actor_of(record.author, now, law), office=record.office_id)
