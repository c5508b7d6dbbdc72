"""Accounts: who is let in, in which role and until when; each change is made by two people."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from peil.feeds.newcomers import WANTED, Newcomer, read_newcomers
from peil.feeds.tables.columns import Columns
from peil.report.words import words_in
from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor
from peil.terms.errors import BadInput
from peil.terms.rights import Law, Rights, RuleError
from peil.workflow import clock
from peil.workflow.acting import Action, note, transactional
from peil.workflow.duties import left, settle
from peil.workflow.mailing import address, deliver
from peil.workflow.uploading import uploaded

ADMINISTRATOR = "administrator"
COPIED = ("email", "name", "to_office", "role", "first_day", "last_day", "deputy")
"""What a change says of an account."""


def grant(_: None, *, by: Actor, **given: Any) -> Record:
    """Propose that a person may act in a role, or is given a clearance, from a day on.

    Raises:
        RuleError: no law knows the role, or it would be the proposer's own.
    """
    if given["role"] not in roles_of(by.law):
        raise RuleError("desk_rule.no_role", role=given["role"])
    if given.get("last_day") and given["last_day"] < given["first_day"]:
        raise RuleError("desk_rule.ends_first", day=given["last_day"])
    person = people.find_person(given["email"])
    return _propose("grant", by=by, person=person, **given)


def propose(_: None, *, by: Actor, change: str, account: Any, **given: Any) -> Record:
    """Propose that an account ends, at once or on a day, or that who lost all proofs is invited again.

    Raises:
        RuleError: it begins after that day.
    """
    if given.get("last_day") and given["last_day"] < account.first_day:
        raise RuleError("desk_rule.ends_first", day=given["last_day"])
    return _propose(change, by=by, account=account, **_copied(account) | given)


def bring_in(_: None, *, by: Actor, newcomers: Any, **more: Any) -> Any:
    """Propose each row of a table of people.

    Raises:
        RuleError: the table cannot be read, or a row speaks of an office that there is not.
    """
    rows = uploaded(newcomers, WANTED, read_newcomers)
    for row in rows:
        proposed = grant(None, by=by, **_given(row), **more)
        if row is not rows[-1]:
            note(by, "bring_in", proposed)
    return proposed


def confirm(change: Any, *, by: Actor, state: str) -> Record:
    """Make a change that somebody else proposed, and tell those who have the whole audit.

    Raises:
        RuleError: who confirms is an administrator too, or the one whom it concerns; or the account
            has ended meanwhile.
    """
    if ADMINISTRATOR in by.roles:
        raise RuleError("desk_rule.two_people")
    if getattr(people.find_person(change.email), "pk", "") == by.person:
        raise RuleError("desk_rule.own_account")
    of = change.account
    if of and (of.state != "held" or (of.last_day and of.last_day < by.on)):
        raise RuleError("desk_rule.stale")
    MADE[change.change](change, by=by)
    settle(change, "confirm", by=by, is_all=True)
    overseers = by.law.rights.roles("export", "audit_event", by.on)
    people.tell(people.holding(by.on, roles=overseers), "account_change", by.now)
    return records.change(change, by=by, state=state)


def refuse(change: Any, *, by: Actor, state: str, **given: Any) -> Record:
    """Refuse a change, which waits for nobody any more."""
    settle(change, "confirm", by=by, state="declined", is_all=True)
    return records.change(change, by=by, state=state, **given)


def roles_of(law: Law) -> list[str]:
    """Give what a person can be given: the roles of the law, then clearances and delegations."""
    return [*sorted(law.rights.all_roles), *people.GIVEN]


def told(account: Any, _: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say by which code the audit tells of its person, and what is left to do about an account.

    That is duties to hand over, and mail that was not delivered.
    """
    yield "desk.called_in_audit", {"key": account.person_id}
    number = left().filter(person=account.person).count()
    if number:
        yield "desk.duties_left", {"n": number}
    for each, is_tried in people.undelivered(account.person):
        key = "desk.undelivered_yet" if is_tried else "desk.undelivered"
        yield key, {"name": each.person, "at": each.at}


def first_people(path: Path, rights: Rights, now: dt.datetime) -> list[tuple[str, str]]:
    """Let the first people in, and give the address of each with the link that works once.

    Raises:
        BadInput: the two whom each change needs are there already, or are not in the table.
    """
    seconds = {right.role for right in rights.rows if right.action == "confirm"}
    firsts, others = (people.holding(now.date(), roles=e) for e in ({ADMINISTRATOR}, seconds))
    if firsts.exists() and others.exclude(pk__in=firsts.values("pk")).exists():
        raise BadInput(f"{path}: there is an administrator already; propose people on the pages")
    rows = read_newcomers(Columns(path, ", ".join(WANTED), "one row for each person"))
    named = {row.email.lower() for row in rows if row.role == ADMINISTRATOR}
    if not named or not {row.email.lower() for row in rows if row.role in seconds} - named:
        listed = ", ".join(sorted(seconds))
        raise BadInput(
            f"{path}: has not both people whom each change needs; "
            f"name one with the role {ADMINISTRATOR} and somebody else with a role of {listed}"
        )
    with transactional():
        for row in rows:  # each may be the deputy of any other
            people.find_or_add(row.email, row.name)
        links = {row.email.lower(): (row.email, _link(_let_in(row, now))) for row in rows}
        return [*links.values()]  # the last of each: a new invitation ends those before


def note_person(person: Any, action: str) -> None:
    """Append to the audit what a person did with the account of that person."""
    _append(action, person=person.pk, about=person.pk)


def note_failure(account: Any) -> None:
    """Append to the audit that somebody, nobody knows who, failed to sign in; to an account or none."""
    _append("fail_sign_in", about=account.pk if account else "")


def _append(action: str, **of: str) -> None:
    with transactional():
        audit.append(at=clock.now(), action=action, about_kind="person", **of)


def _propose(change: str, *, by: Actor, **given: Any) -> Record:
    concerned = [each.pk for each in (given["person"], given.get("deputy")) if each]
    if by.person in concerned:
        raise RuleError("desk_rule.own_account")
    return records.make("account_change", by=by, state="proposed", change=change, **given)


def _copied(account: Any) -> dict[str, Any]:
    person = account.person
    known = {"email": person.email, "name": person.name, "to_office": account.office}
    rest = {name: getattr(account, name) for name in COPIED if name not in known}
    return {"person": person, **known, **rest}


def _given(row: Newcomer) -> dict[str, Any]:
    """Give what a row of a table proposes."""
    office, deputy = people.find_office(row.office), people.find_person(row.deputy)
    if office is None:
        raise RuleError("desk_rule.no_office", office=row.office)
    if row.deputy and deputy is None:
        raise RuleError("desk_rule.no_deputy", email=row.deputy)
    rest = {name: getattr(row, name) for name in COPIED if name not in ("to_office", "deputy")}
    return {**rest, "to_office": office, "deputy": deputy}


def _grant(change: Any, *, by: Actor) -> None:
    person = people.find_or_add(change.email, change.name)
    if change.role in people.GIVEN:
        days = {"on": change.first_day, "until": change.last_day}
        people.give_standing(change.email, change.role, given_by=by.person, **days)
    else:
        held = {name: getattr(change, name) for name in ("first_day", "last_day", "deputy")}
        office, role = change.to_office_id, change.role
        same = person.accounts.filter(office=office, role=role, state="held")
        known = same.exclude(last_day__lt=change.first_day).first()
        if known is None:
            people.hold(person, office, role, by=by.person, now=by.now, **held)
        else:  # one account, so that to end it ends the role
            held["first_day"] = min(known.first_day, change.first_day)
            held["deputy"] = change.deputy or known.deputy
            records.change(known, by=by, **held)
    for each in filter(None, (person, change.deputy)):
        people.end_sessions(each)
    if not person.has_usable_password() and person.accounts.filter(state="held").exists():
        _invite(person, by.now)


def _end(change: Any, *, by: Actor) -> None:
    account, today = change.account, by.on
    asked = max(today, change.last_day or today)
    last_day = min(max(asked, account.first_day), account.last_day or dt.date.max)
    state = "ended" if min(asked, last_day) <= today else "held"
    records.change(account, by=by, last_day=last_day, state=state)
    people.stop_deputising(account.person)
    people.end_sessions(account.person)
    people.tell([account.person] if state == "held" else [], "hand_over", by.now)


def _recover(change: Any, *, by: Actor) -> None:
    people.forget_proofs(change.person)
    _invite(change.person, by.now)


MADE: Mapping[str, Callable[..., None]] = {"grant": _grant, "end": _end, "recover": _recover}


def _invite(person: Any, now: dt.datetime) -> None:
    """Send a person the link that works once, when everything is written."""
    transaction.on_commit(partial(_mail_link, person, people.invite(person), now))


def _mail_link(person: Any, secret: str, now: dt.datetime) -> None:
    words = words_in(person.language)
    held = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    until = (now.astimezone(dt.UTC) + held).astimezone(clock.ZONE)
    moment = words("desk.moment", day=words.day(until.date()), time=f"{until:%H:%M %Z}")
    text = words("desk_mail.invited_text", until=moment, address=_link(secret))
    failed = deliver(person, words("desk_mail.invited_subject"), text)
    people.note_mail(person, people.INVITED, now, failed)


def _link(secret: str) -> str:
    return f"{address()}accounts/invited/{secret}/"


def _let_in(row: Newcomer, now: dt.datetime) -> str:
    if people.find_office(row.office) is None:
        people.add_office(row.office, row.office)
    deputy = people.find_person(row.deputy)
    if row.deputy and deputy is None:
        raise BadInput(f"{row.email}: {row.deputy} is not known; give the deputy a row")
    if row.last_day and row.last_day < row.first_day:
        raise BadInput(
            f"{row.email}: {row.last_day} is before {row.first_day}; mend one of the days"
        )
    held: dict[str, Any] = {"last_day": row.last_day, "deputy": deputy}
    person = people.add_person(
        row.email, row.name, office=row.office, role=row.role, on=row.first_day, now=now, **held
    )
    audit.append(at=now, action="invite", about=person.pk, about_kind="person")
    return people.invite(person)


a_change = partial(Action, kind="account_change")
of_account = partial(a_change, asks=("reason",), within=("held",), right="propose")
ACCOUNTS = (
    a_change("grant", fields=(*COPIED, "reason"), asks=("reason",), do=grant, right="propose"),
    a_change("bring_in", asks=("newcomers", "reason"), do=bring_in, right="propose"),
    of_account("end", fields=("account", "last_day", "reason"), do=partial(propose, change="end")),
    of_account("recover", fields=("account", "reason"), do=partial(propose, change="recover")),
    a_change("confirm", ("proposed",), to="confirmed", do=confirm),
    a_change("refuse", ("proposed",), to="refused", asks=("refusal",), do=refuse),
)
