"""People: brought in, given roles and standings until a day, and found again."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from peil.store.record import LINE
from peil.store.shared.models import STANDINGS, Account, Message, Office, Person, Standing

GIVEN = STANDINGS
"""What two people give beside a role."""
INVITED = "invited"
"""The task of the mail with a link, which is sent once and never kept."""
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
"""Between these lies how long a mail that failed waits until it is tried again."""
GIVEN_UP = dt.timedelta(days=7)
"""How long a mail is tried again from when it first failed."""
UNTOLD = ("decide",)
"""Tasks of mails of which nobody is told that they failed: that would tell of what is hidden."""
DIRECTING = ("director", "service_head")
"""Roles of who directs an office."""
LEAVING = dt.timedelta(days=14)
"""How long before the end of an account its duties must find somebody else."""


class Invitations(PasswordResetTokenGenerator):
    """Makes and checks the secrets of invitations; the library would reckon by clocks on the wall."""

    def _now(self) -> dt.datetime:
        return timezone.now().replace(tzinfo=None)  # in universal time


INVITATIONS = Invitations()


def add_office(code: str, name: str, group: str = "") -> None:
    """Add an office, or change its name and group."""
    Office.objects.update_or_create(code=code, defaults={"name": name, "group": group})


def add_person(
    email: str,
    name: str,
    *,
    office: str,
    role: str,
    on: dt.date,
    now: dt.datetime,
    hashed: str | None = None,
    **held: Any,
) -> Person:
    """Bring a person in with a role from a day on; without a password until one is chosen."""
    person = find_or_add(email, name)
    if hashed is not None and not person.has_usable_password():
        person.password = hashed
        person.save(update_fields=["password"])
    known = person.accounts.filter(office_id=office, role=role, state="held")
    if not known.exclude(last_day__lt=on).exists():
        hold(person, office, role, by=person.pk, now=now, first_day=on, **held)
    return person


def hold(person: Person, office: str, role: str, *, by: str, now: dt.datetime, **held: Any) -> None:
    """Let a person hold a role for an office, from a `first_day` on and as else `held` says."""
    made = {"author_id": by, "changed_by_id": by, "created_at": now, "changed_at": now}
    of = {"person": person, "office_id": office, "role": role}
    Account.objects.create(state="held", **of, **made, **held)


def find_or_add(email: str, name: str) -> Person:
    """Find a person by address, or add one who has no password yet; signing in asks for small letters."""
    if (found := find_person(email)) is not None:
        return found
    person = Person(email=email.lower(), name=name)
    person.set_unusable_password()
    person.save()
    return person


def find_person(email: str) -> Person | None:
    """Find a person by address, small letters or not."""
    return Person.objects.filter(email__iexact=email).first()


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Give the names of people by their keys."""
    return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))


def find_office(code: str) -> Office | None:
    """Find an office by its code."""
    return Office.objects.filter(pk=code).first()


def end_sessions(person: Any) -> None:
    """End every session of a person, as a role or a second factor changed."""
    Person.objects.filter(pk=person.pk).update(epoch=F("epoch") + 1)
    person.refresh_from_db(fields=["epoch"])


def forget_proofs(person: Any) -> None:
    """Forget how a person proves who it is: password, second factors, identities elsewhere."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    person.authenticator_set.all().delete()
    person.socialaccount_set.all().delete()
    end_sessions(person)


def stop_deputising(person: Person) -> None:
    """Let a person who holds no account any more stand in for nobody."""
    if not person.accounts.filter(state="held").exists():
        Account.objects.filter(deputy=person).update(deputy=None)


def invite(person: Person) -> str:
    """Make the only secret by which a person can choose a password; a new one ends those before.

    A password that the person has stays until another is chosen.
    """
    if not person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return INVITATIONS.make_token(person)


def invited(secret: str, email: str) -> Person | None:
    """Find whom an invitation to an address is for, if it holds and the person was not dismissed."""
    person = find_person(email)
    if person is None or not person.accounts.filter(state="held").exists():
        return None
    return person if INVITATIONS.check_token(person, secret) else None


def choose_password(person: Person, secret: str, password: str) -> bool:
    """Give a person the chosen password, which uses the invitation up, unless that was done already."""
    person.refresh_from_db()
    if not INVITATIONS.check_token(person, secret):
        return False
    person.set_password(password)
    person.save(update_fields=["password"])
    return True


def leaving(on: dt.date, duties: QuerySet[Any]) -> QuerySet[Person]:
    """Find who holds no account some time from a day on, and still owes `n` of some duties alone."""
    staying = holding(on + LEAVING)
    owing = Person.objects.filter(duties__in=duties)
    return owing.exclude(pk__in=staying.values("pk")).annotate(n=Count("duties"))


def undelivered(person: Person | None = None) -> list[tuple[Message, bool]]:
    """Give the mails that could not be delivered, each with whether it is tried again, newest first.

    Args:
        person: of whom alone, where one is given.
    """
    failed = Message.objects.exclude(failed="").exclude(task__in=UNTOLD)
    own = failed if person is None else failed.filter(person=person)
    return [(each, _is_tried(each)) for each in own.select_related("person").order_by("-at")]


def note_mail(person: Person, task: str, now: dt.datetime, failed: str) -> None:
    """Keep that a mail was sent at once, or why it could not be."""
    sent_at = None if failed else now
    Message.objects.create(person=person, task=task, at=now, sent_at=sent_at, failed=failed[:LINE])


def give_standing(
    email: str, kind: str, *, on: dt.date, given_by: str = "", until: dt.date | None = None
) -> None:
    """Give a person a clearance or a delegation from a day on, in the place of what ran from it on."""
    person = Person.objects.get(email__iexact=email)
    running = Standing.objects.filter(person=person, kind=kind).exclude(last_day__lt=on)
    running.filter(first_day__gte=on).delete()
    running.update(last_day=on - dt.timedelta(days=1))
    days = {"first_day": on, "last_day": until, "given_by_id": given_by or person.pk}
    Standing.objects.create(person=person, kind=kind, **days)


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
    held = Q(accounts__first_day__lte=on, accounts__state="held") & (
        Q(accounts__last_day=None) | Q(accounts__last_day__gte=on)
    )
    if roles is not None:
        held &= Q(accounts__role__in=roles)
    if office is not None:
        held &= Q(accounts__office_id=office)
    return Person.objects.filter(held, is_active=True).distinct()


def heirs(person: Person, on: dt.date) -> list[Person]:
    """Give who can take over from somebody who is gone: deputies, directors, then anybody there."""
    offices = [*dict.fromkeys(person.accounts.values_list("office", flat=True))]
    deputies = holding(on).filter(deputises__person=person)
    directing, there = (
        [each for office in offices for each in holding(on, roles=roles, office=office)]
        for roles in (DIRECTING, None)
    )
    return [*deputies, *directing, *there]


def tell(whom: Iterable[Person], task: str, now: dt.datetime) -> None:
    """Let a mail wait for people: that something waits, never what."""
    Message.objects.bulk_create(Message(person=each, task=task, at=now) for each in whom)


def waiting(at_once: bool, now: dt.datetime, day: dt.datetime) -> dict[Person, list[Message]]:
    """Give the mails that wait, by person: of those who want them at once, or of the others.

    Of the others only where none was sent since the beginning of the day; and only where one of
    them is due, with which goes what failed before.
    """
    found: dict[Person, list[Message]] = {}
    is_unsent = Q(sent_at=None) | ~Q(failed="")
    unsent = Message.objects.filter(is_unsent, person__is_digest=not at_once)
    if not at_once:
        told = Message.objects.filter(sent_at__gte=day, failed="").exclude(task=INVITED)
        unsent = unsent.exclude(person__in=told.values("person"))
    for each in unsent.exclude(task=INVITED).select_related("person").order_by("at"):
        found.setdefault(each.person, []).append(each)
    return {to: mails for to, mails in found.items() if any(_is_due(each, now) for each in mails)}


def _is_due(message: Message, now: dt.datetime) -> bool:
    """Say whether a mail is to be tried now: one that failed waits twice as long after each try.

    A try at a moment still to come does not count: the clock was ahead then.
    """
    if message.sent_at is None:
        return True
    wait = min(max(message.sent_at - message.at, MINUTE), DAY)
    return _is_tried(message) and not message.sent_at <= now < message.sent_at + wait


def _is_tried(message: Message) -> bool:
    """Say whether a mail that failed is tried again; an invitation never is, as nobody keeps its link."""
    failing = (message.sent_at or message.at) - message.at
    return message.task != INVITED and failing < GIVEN_UP


def mark_sent(messages: Iterable[Message], now: dt.datetime, failed: str = "") -> None:
    """Keep that mails were sent, or why they could not be, and since when."""
    mails = Message.objects.filter(pk__in=[each.pk for each in messages])
    if failed:
        mails.filter(failed="").update(at=now)
    mails.update(failed=failed[:LINE], sent_at=now)
