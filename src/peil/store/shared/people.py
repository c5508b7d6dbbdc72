"""People: brought in, given roles and standings until a day, and found again."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from peil.store.record import LINE
from peil.store.shared.actor import actor_of
from peil.store.shared.models import Mandate, Message, Office, Person, Standing


def add_office(code: str, name: str, group: str = "") -> None:
    """Add an office, or change its name and group."""
    Office.objects.update_or_create(code=code, defaults={"name": name, "group": group})


def add_person(
    email: str, name: str, *, office: str, role: str, on: dt.date, password: str | None = None
) -> Person:
    """Bring a person in with a role from a day on; without a password until one is chosen."""
    person, is_new = Person.objects.get_or_create(email=email, defaults={"name": name})
    if is_new:
        person.set_password(password)
        person.save(update_fields=["password"])
    Mandate.objects.get_or_create(person=person, office_id=office, role=role, first_day=on)
    return person


def give_standing(email: str, kind: str, *, on: dt.date, given_by: str = "") -> None:
    """Give a person a clearance, a delegation or a listing from a day on."""
    person = Person.objects.get(email=email)
    giver = Person.objects.get(pk=given_by) if given_by else person
    Standing.objects.get_or_create(person=person, kind=kind, first_day=on, given_by=giver)


def offices() -> QuerySet[Office]:
    """Give every office, by name."""
    return Office.objects.all()


def offices_of(group: str) -> list[str]:
    """Give the codes of the offices that are, or belong to, what the law names."""
    found = Office.objects.filter(code=group) | Office.objects.filter(group=group)
    return list(found.values_list("code", flat=True))


def holding(
    on: dt.date, *, roles: Iterable[str] | None = None, office: str | None = None
) -> QuerySet[Person]:
    """Find who holds one of some roles, or any, on a day, for an office or for any."""
    held = Q(mandates__first_day__lte=on) & (
        Q(mandates__last_day=None) | Q(mandates__last_day__gte=on)
    )
    if roles is not None:
        held &= Q(mandates__role__in=roles)
    if office is not None:
        held &= Q(mandates__office_id=office)
    return Person.objects.filter(held, is_active=True).distinct()


def office_of(person: Person, on: dt.date) -> str:
    """Give the code of the office for which a person acts on a day; nothing without a mandate."""
    return actor_of(person, on).office


def designate(person: Person, *, given_by: str, on: dt.date) -> None:
    """Put a person on the director's list of those who may see embargoed items."""
    Standing.objects.create(person=person, kind="designated", first_day=on, given_by_id=given_by)


def strike(person: Person, *, on: dt.date) -> None:
    """Take a person from that list at once; the day before is the last on which it ran."""
    listed = Standing.objects.filter(person=person, kind="designated", last_day=None)
    listed.update(last_day=on - dt.timedelta(days=1))


def tell(whom: Iterable[Person], task: str, now: dt.datetime) -> None:
    """Let a mail wait for people: that something waits, never what."""
    Message.objects.bulk_create(Message(person=each, task=task, at=now) for each in whom)


def waiting(at_once: bool) -> dict[Person, list[Message]]:
    """Give the mails that wait, by person: of those who want them at once, or of the others."""
    found: dict[Person, list[Message]] = {}
    unsent = Message.objects.filter(sent_at=None, person__is_digest=not at_once)
    for each in unsent.select_related("person").order_by("at"):
        found.setdefault(each.person, []).append(each)
    return found


def mark_sent(messages: Iterable[Message], now: dt.datetime, failed: str = "") -> None:
    """Keep that mails were sent, or why they could not be."""
    sent = {"failed": failed[:LINE]} if failed else {"failed": "", "sent_at": now}
    Message.objects.filter(pk__in=[each.pk for each in messages]).update(**sent)
