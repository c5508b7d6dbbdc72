"""People: brought in, given roles and standings until a day, and found again."""

import datetime as dt

from peil.store.shared.models import Mandate, Office, Person, Standing


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


def offices_of(group: str) -> list[str]:
    """Give the codes of the offices that are, or belong to, what the law names."""
    found = Office.objects.filter(code=group) | Office.objects.filter(group=group)
    return list(found.values_list("code", flat=True))
