"""A desk to try: offices of Belgium, invented people of every role, and levels to begin from."""

import datetime as dt

from django.contrib.auth.hashers import make_password

from peil.store.shared import people

PASSWORD = "a desk to be tried"  # noqa: S105  # of invented people on loopback
OFFICES = (
    ("ocam", "Coordination Unit for Threat Analysis", ""),
    ("state_security", "State Security", "support_services"),
    ("military_intelligence", "Military intelligence", "support_services"),
    ("federal_police", "Federal police", "support_services"),
    ("immigration_office", "Immigration Office", "support_services"),
    ("crisis_centre", "National Crisis Centre", ""),
    ("federal_prosecutor_office", "Federal Prosecutor's Office", ""),
    ("prime_minister", "Prime Minister", "national_security_council"),
    ("committee_r", "Committee R", ""),
    ("committee_p", "Committee P", ""),
    ("governor", "Governor of an invented province", "public_body_needing_to_know"),
)
PEOPLE = (
    ("Ada Analyst", "ocam", "analyst"),
    ("Ben Reviewer", "ocam", "analyst"),
    ("Dora Director", "ocam", "director"),
    ("Dan Deputy", "ocam", "deputy"),
    ("Max Member", "ocam", "designated_member"),
    ("Petra Protection", "ocam", "data_protection"),
    ("Alex Administrator", "ocam", "administrator"),
    ("Sam Security", "state_security", "service_contact"),
    ("Hedwig Head", "state_security", "service_head"),
    ("Mia Military", "military_intelligence", "service_contact"),
    ("Paul Police", "federal_police", "service_contact"),
    ("Chris Crisis", "crisis_centre", "crisis_centre"),
    ("Fay Prosecutor", "federal_prosecutor_office", "federal_prosecutor"),
    ("Gil Government", "prime_minister", "government_member"),
    ("Otto Overseer", "committee_r", "committee_r"),
    ("Pia Overseer", "committee_p", "committee_p"),
    ("Gus Governor", "governor", "other_recipient"),
)
DELEGATED = ("Ada Analyst", "Dan Deputy")
CLEARED = ("Max Member", "Otto Overseer")


def populate(now: dt.datetime) -> None:
    """Invent the offices and people of a desk that somebody tries; all have the same password."""
    # Made once: a sound digest takes its time.
    today, hashed = now.date(), make_password(PASSWORD)
    for code, name, group in OFFICES:
        people.add_office(code, name, group)
    for name, office, role in PEOPLE:
        email = f"{name.split()[0].lower()}@example.org"
        people.add_person(email, name, office=office, role=role, on=today, now=now, hashed=hashed)
    for standing, names in (("delegated", DELEGATED), ("cleared_top_secret", CLEARED)):
        for name in names:
            people.give_standing(f"{name.split()[0].lower()}@example.org", standing, on=today)
