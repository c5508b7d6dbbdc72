"""A desk that holds a record of every kind in every state, whose every text can be found again.

A record is named by its kind, its state and what tells it from others of both: `assessment draft
asked`. Each of its texts holds a word that stands nowhere else, so that a page which shows it to
somebody who may not see it is caught, wherever it does.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models

from peil.store import records
from peil.store.record import BASE, Record
from peil.store.shared import people
from peil.store.shared.actor import DESIGNATED, actor_of
from peil.store.shared.models import Office, Person
from peil.web.server import current
from peil.workflow.desk.demonstration import PASSWORD, populate

BEGAN = dt.datetime(2006, 12, 1, 9, tzinfo=dt.UTC)
SINCE = BEGAN.date()
"""Since when everybody holds a role, so that a day of the older law finds them too."""
MOMENT = dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC)
LATER = dt.date(2099, 1, 1)
CANARY = re.compile(r"canary[0-9a-f]{10}")
SAY_NOTHING = frozenset({"approved", "reckoned", "task", "about", "about_kind", "change", "role"})
"""Texts that hold codes."""
OFFICES = (
    ("regional_centre", "Crisis centre of an invented region"),
    ("prosecutor_general", "Prosecutor-general of an invented court"),
    ("minister", "Minister of an invented department"),
    ("town", "Invented town"),
)
PEOPLE = (
    ("Lea Listed", "ocam", "analyst", "designated cleared_top_secret"),
    ("Uri Uncleared", "ocam", "analyst", "designated"),
    ("Cara Cleared", "ocam", "analyst", "cleared_top_secret"),
    ("Dirk Deputy", "ocam", "deputy", "designated"),
    ("Dwight Deputy", "ocam", "deputy", "cleared_top_secret"),
    ("Dina Deputy", "ocam", "deputy", "designated cleared_top_secret"),
    ("Sid Standin", "ocam", "designated_member", ""),
    ("Max Member", "ocam", "designated_member", "designated cleared_top_secret"),
    ("Mona Member", "ocam", "designated_member", "designated"),
    ("Moses Member", "ocam", "designated_member", "cleared_top_secret"),
    ("Hugo Head", "military_intelligence", "service_head", ""),
    ("Fred Prosecutor", "prosecutor_general", "federal_prosecutor", ""),
    ("Gina Government", "minister", "government_member", ""),
    ("Cleo Crisis", "regional_centre", "crisis_centre", ""),
    ("Greta Town", "town", "other_recipient", ""),
    ("Oscar Overseer", "committee_r", "committee_r", ""),
    ("Peter Overseer", "committee_p", "committee_p", "cleared_top_secret"),
    ("Cas Colleague", "crisis_centre", "administrator", ""),
    (
        "Flo Colleague",
        "federal_prosecutor_office",
        "administrator",
        "designated cleared_top_secret",
    ),
    ("Gia Colleague", "prime_minister", "administrator", ""),
    ("Gwen Colleague", "governor", "administrator", ""),
)
"""Beside those of the demonstration: the same roles elsewhere, or without what they need."""
NOBODY = "zoe"
"""Somebody who signs in and holds no role."""
Key = tuple[str, str, str]


@dataclass(slots=True)
class World:
    """Everybody by first name, every record by its name, and of each word the record that holds it."""

    people: dict[str, Person] = field(default_factory=dict)
    records: dict[Key, Record] = field(default_factory=dict)
    canaries: dict[str, Key] = field(default_factory=dict)

    def of(self, kind: str) -> Iterator[Key]:
        return (key for key in self.records if key[0] == kind)

    def add(self, kind: str, state: str, which: str = "-", *, by: str, **given: Any) -> Any:
        """Keep a record made by somebody, its empty texts filled with words of its own."""
        key = (kind, state, which)
        model = records.kinds()[kind]
        several = {each.name for each in model._meta.many_to_many} & given.keys()
        linked = {name: given.pop(name) for name in several}
        author = self.people[by]
        changed_by = given.pop("changed_by", author)
        made = model(
            id=hashlib.sha256(" ".join(key).encode()).hexdigest()[:16],
            office_id=given.pop("office", None) or people_office(author),
            author=author,
            changed_by=changed_by,
            created_at=MOMENT,
            changed_at=MOMENT,
            **self._filled(model, key, given),
        )
        if any(each.name == "state" for each in model._meta.fields):
            made.state = state
        made.save(force_insert=True)
        for name, values in linked.items():
            getattr(made, name).set(values)
        self.records[key] = made
        return made

    def _filled(self, model: type[Record], key: Key, given: Mapping[str, Any]) -> Mapping[str, Any]:
        values = dict(given)
        for each in model._meta.fields:
            is_text = isinstance(each, models.CharField | models.TextField)
            own = {*BASE} - {"id"}
            if each.name in {*own, "id", *values, *SAY_NOTHING} or not is_text or each.choices:
                continue
            digest = hashlib.sha256(f"{key} {each.name}".encode()).hexdigest()[:10]
            values[each.name] = f"canary{digest}"
            self.canaries[values[each.name]] = key
        return values


def people_office(person: Person) -> str:
    """Give the code of the office that somebody acts for."""
    return actor_of(person, MOMENT, current().law).office


def build(*, embargo: bool = True) -> World:
    """Fill the tables.

    Args:
        embargo: whether embargoed items are there, too.
    """
    world = World()
    _populate(world)
    _assess(world)
    _surround(world)
    _decide(world)
    _tell(world)
    _owe(world)
    _let_in(world)
    if embargo:
        put_under_embargo(world)
    world.records = {key: as_kept(each) for key, each in world.records.items()}
    return world


def as_kept(record: Record) -> Record:
    """Give a record as it is found, with its state and with what its conditions ask about."""
    found = records.find(record.kind, record.pk)
    assert found is not None
    paths = {path.rpartition("__")[0] for paths in found.reach.values() for path in paths}
    models.prefetch_related_objects([found], *sorted(paths - {""}))
    return found


def _populate(world: World) -> None:
    populate(BEGAN)
    hashed = make_password(PASSWORD)
    for code, name in OFFICES:
        people.add_office(code, name)
    for name, office, role, standings in PEOPLE:
        email = f"{name.split()[0].lower()}@example.org"
        held = {"office": office, "role": role, "on": SINCE, "now": BEGAN}
        people.add_person(email, name, **held, hashed=hashed)
        for standing in {*standings.split()} - {DESIGNATED}:
            people.give_standing(email, standing, on=SINCE)
    people.give_standing("sam@example.org", "delegated", on=SINCE)
    Person.objects.create(email=f"{NOBODY}@example.org", name="Zoe Nobody")
    stands_in = Person.objects.get(email="sid@example.org")
    Person.objects.get(email="dora@example.org").accounts.update(deputy=stands_in)
    world.people |= {each.email.partition("@")[0]: each for each in Person.objects.all()}
    director = actor_of(world.people["dora"], MOMENT, current().law)
    for name, *_, standings in PEOPLE:
        if DESIGNATED in standings:
            listed = world.people[name.split()[0].lower()]
            by = replace(director, office=people_office(listed))
            records.make("embargo_list", by=by, state="listed", person=listed)


def _assess(world: World) -> None:
    """Add assessments: one that State Security was asked about, one that nobody was."""
    scope = world.add("scope", "open", by="dora", type="country")
    for state in ("draft", "in_review", "reviewed", "signed"):
        given = {"scope": scope, "level": 3, "review_by": LATER}
        world.add("assessment", state, "asked", by="ada", **given)
        changed = {"changed_by": world.people["ben"], "asked_by_id": "prime_minister"}
        world.add("assessment", state, "unasked", by="ada", **given, **changed)
    for state in ("open", "seen", "asked_back", "more_time", "overdue", "answered", "declined"):
        world.add("request", state, by="ada", **_draft(world), to_id="state_security", due=LATER)
    for state in ("in_review", "reviewed", "signed"):
        of = {"assessment": world.records["assessment", state, "asked"]}
        given = {"to_id": "state_security", "due": LATER}
        world.add("request", "answered", f"of {state}", by="ada", **of, **given)
    for state in ("draft", "given", "graded"):
        world.add("contribution", state, by="sam", **_draft(world))


def _draft(world: World) -> Mapping[str, Any]:
    return {"assessment": world.records["assessment", "draft", "asked"]}


def _surround(world: World) -> None:
    """Add what belongs to an assessment, each by the unit and, where it may be, by a service."""
    for who in ("ada", "sam", "dora"):
        for state in ("round_1", "round_2", "told"):
            given = {"person": world.people[who], "probability": 0.5, "revised": 0.5}
            world.add("judgement", state, who, by="ben", **_draft(world), **given)
    for who in ("ada", "sam"):
        for state in ("open", "settled"):
            world.add("remark", state, who, by=who, **_draft(world))
        world.add("dissent", "given", who, by=who, **_draft(world))
    for state in ("draft", "answered", "attached", "overridden"):
        world.add("consequence_statement", state, by="ada", **_draft(world))
    for state in ("draft", "signed"):
        narrow = world.add("scope", "open", f"narrow {state}", by="dora", type="site")
        given = {"scope": narrow, "level": 4}
        world.add("level_exception", state, by="ada", **_draft(world), **given)
    for state in ("listed", "ended"):
        world.add("embargo_list", state, by="dora", person=world.people["max"])
    for state in ("open", "closed"):
        world.add("working_file", state, by="ada")
    for state in ("draft", "sent"):
        recipients = [Office.objects.get(pk="prime_minister")]
        world.add("activity_report", state, by="ada", recipients=recipients)


def _decide(world: World) -> None:
    """Add decisions whose product was sent, and others that nobody was sent."""
    signed = {
        "sent": world.records["assessment", "signed", "asked"],
        "unsent": world.records["assessment", "signed", "unasked"],
    }
    for which, assessment in signed.items():
        for state, is_kept in {"superseded": False, "kept": True, "in_force": False}.items():
            before = world.records.get(("decision", "superseded", which))
            region = world.add("scope", "open", f"{state} {which}", by="dora", type="region")
            given = {"scope": region, "level": 3, "decided_on": SINCE, "valid_from": MOMENT}
            given |= {"is_kept": is_kept, "previous": before if is_kept else None}
            world.add("decision", state, which, by="dora", assessment=assessment, **given)
    for which in signed:
        of = world.records["decision", "in_force", which]
        for state in ("draft", "decided", "ended"):
            world.add("measure", state, which, by="chris", decision=of)
    for who in ("ada", "dora", "sid", "fay", "hedwig"):
        measure = world.records["measure", "draft", "sent"]
        world.add("advice", "given", who, by=who, measure=measure)
    of = world.records["decision", "in_force", "sent"]
    for state in ("draft", "approved", "published", "corrected", "withdrawn"):
        given = {"decision": of, "approved": "en fr", "publish_at": MOMENT}
        world.add("bulletin", state, by="ada", **given)


SENT_TO = ("state_security", "crisis_centre", "federal_prosecutor_office", "prime_minister")
RECIPIENTS = (*SENT_TO, "governor")


def _tell(world: World) -> None:
    """Add products: some sent to five offices, some to none."""
    for which in ("sent", "unsent"):
        for state in ("signed", "superseded"):
            decision = world.records["decision", "in_force", which]
            if state == "superseded":
                decision = world.records["decision", "superseded", which]
            of = {"assessment": decision.assessment, "decision": decision}
            world.add("product", state, which, by="dora", **of)
    for state in ("sent", "acknowledged"):
        product = "signed" if state == "sent" else "superseded"
        of = world.records["product", product, "sent"]
        for office in RECIPIENTS:
            world.add("distribution", state, office, by="dora", product=of, to_id=office)
    of = world.add("product", "signed", "kept", by="dora", **_of_kept(world))
    for office in RECIPIENTS:
        world.add("distribution", "sent", f"kept {office}", by="dora", product=of, to_id=office)


def _of_kept(world: World) -> Mapping[str, Any]:
    decision = world.records["decision", "kept", "sent"]
    return {"assessment": decision.assessment, "decision": decision}


def _owe(world: World) -> None:
    """Add duties: of a service, of the unit, and of one person alone, who may offer it to another."""
    owing = {
        "office": {"owed_by_id": "state_security"},
        "unit": {"owed_by_id": "ocam"},
        "ada": {"person": world.people["ada"]},
        "offered": {"person": world.people["ada"], "offered_to": world.people["ben"]},
    }
    for which, who in owing.items():
        kind = "decision" if which == "unit" else "request"
        about = world.records["decision", "in_force", "unsent"]
        about = about if which == "unit" else world.records["request", "open", "-"]
        given = {"about_kind": kind, "about": about.pk, "task": "answer", "due": LATER, **who}
        every = ("open", "seen", "answered", "declined", "overdue", "handed_over")
        for state in every if which == "offered" else every[:1]:
            world.add("duty", state, which, by="ada", **given)


def _let_in(world: World) -> None:
    """Add accounts, and changes of them: of somebody else, and of those who would confirm."""
    of = {"mia": "military_intelligence", "gil": "prime_minister"}
    for state in ("held", "ended"):
        for who, office in of.items():
            given = {"person": world.people[who], "office": office, "first_day": SINCE}
            given["role"] = "service_contact" if who == "mia" else "government_member"
            if state == "ended" and who == "gil":
                given["deputy"] = world.people["greta"]
            world.add("account", state, who, by="alex", **given)
    for state in ("proposed", "confirmed", "refused"):
        for who in ("mia", "petra", "dora", "dan"):
            person, deputy = world.people[who], None
            if who == "dan":
                person, deputy = world.people["mia"], world.people["dan"]
            given = {"person": person, "deputy": deputy, "email": "x@example.org"}
            given |= {"to_office_id": "town", "role": "analyst", "first_day": SINCE}
            world.add("account_change", state, who, by="alex", change="grant", **given)


def put_under_embargo(world: World) -> None:
    """Add what a prosecutor and the head of a service gave to the director alone."""
    of = {"assessment": world.records["assessment", "signed", "asked"]}
    for state in ("given", "decided"):
        says: dict[str, Any] = {}
        if state == "decided":
            says = {"director_says": "use", "co_decider_says": "use", "used_in": of["assessment"]}
        for who, office in {"fay": "federal_prosecutor_office", "hedwig": "state_security"}.items():
            given = {"co_decider_id": office, "recipients": [Office.objects.get(pk="governor")]}
            given["proposed_for"] = [of["assessment"]]
            world.add("embargoed_item", state, who, by=who, **of, **says, **given)
    about = world.records["embargoed_item", "given", "fay"]
    given = {"about_kind": "embargoed_item", "about": about.pk, "task": "decide", "due": LATER}
    world.add("duty", "open", "embargo", by="fay", person=world.people["dora"], **given)
