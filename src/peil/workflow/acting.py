"""Acting on a server: one way in which every action is allowed, done and audited."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit
from peil.store.shared.actor import Actor
from peil.terms.errors import BadInput, RuleError
from peil.terms.rights import NEW, Right, Rights
from peil.terms.scale import Scale

Do = Callable[..., Record]


class Refused(BadInput):
    """No right allows it; whoever asks is not told whether there is such a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done with a record of a kind.

    Args:
        name: the code of the action, as rights and words name it.
        kind: of the record; for `create`, of the one that is made.
        starts: states from which it starts; `new` for what does not exist yet.
        to: the state after it; empty where it stays.
        fields: of the record, that its form asks for.
        asks: what the form asks for beside these, by their names in the forms of the server.
        do: does it, given the record and `by`, `now` and what the form asked for; writes the
            fields where None.
        is_raising: whether it must go through whatever the clock says.
        right: the action that the right names, where it is another.
    """

    name: str
    kind: str
    starts: tuple[str, ...]
    to: str = ""
    fields: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    do: Do | None = None
    is_raising: bool = False
    right: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it makes a record."""
        return self.starts == (NEW,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server: its name, its actions by kind and name, its rights, and the levels of the law."""

    name: str
    actions: Mapping[tuple[str, str], Action]
    rights: Rights
    scale: Scale


def transactional() -> AbstractContextManager[None]:
    """Hold everything within together: all of it is written, or nothing."""
    return transaction.atomic()


def seen(server: Server, kind: str, by: Actor, on: dt.date, action: str = "read") -> Any:
    """Give the records of a kind that an actor may see on a day; none where no right allows it."""
    return records.visible(kind, server.rights.of(by.roles, action, kind, on), by)


def may_see(server: Server, record: Record, by: Actor, on: dt.date) -> bool:
    """Say whether an actor may see a record on a day."""
    rights = server.rights.of(by.roles, "read", record.kind, on)
    return any(records.may_be(record, each, by) for each in rights)


def look(server: Server, kind: str, key: str, by: Actor, now: dt.datetime) -> Record:
    """Show a record to an actor, and audit the look.

    Raises:
        Refused: there is none, or no right lets the actor see it.
    """
    record = records.find(kind, key)
    if record is None or not may_see(server, record, by, now.date()):
        raise Refused(kind)
    note(by, now, "read", record)
    return record


def possible(server: Server, record: Record, by: Actor, on: dt.date) -> list[Action]:
    """Give what an actor may do with a record now, in the order of the server's actions."""
    of_kind = (each for each in server.actions.values() if each.kind == record.kind)
    return [each for each in of_kind if _right_of(server, each, record, by, on)]


def creatable(server: Server, by: Actor, on: dt.date) -> list[Action]:
    """Give what an actor may make."""
    new = (each for each in server.actions.values() if each.is_new)
    return [each for each in new if _right_of(server, each, None, by, on)]


def allowed(
    server: Server, kind: str, name: str, key: str, by: Actor, on: dt.date
) -> tuple[Action, Record | None, Right]:
    """Find an action, the record that it is about, and the right by which the actor may do it.

    Raises:
        Refused: there is no such action or record, or no right allows it.
    """
    action = server.actions.get((kind, name))
    record = records.find(kind, key) if key else None
    if action is None or (record is None) != action.is_new:
        raise Refused(kind)
    right = _right_of(server, action, record, by, on)
    if right is None:
        raise Refused(kind)
    return action, record, right


def run(
    action: Action, record: Record | None, *, by: Actor, now: dt.datetime, **given: Any
) -> Record:
    """Do an action that a right allows: the row and the event of the audit, or neither.

    Raises:
        BadInput: a rule speaks against it; the sentence says which.
    """
    with transactional():
        _keep_time(action, now)
        done: Record = _do(action, record, by=by, now=now, **given)
        note(by, now, action.name, record or done)
    return done


def events(server: Server, record: Record, by: Actor, on: dt.date) -> list[Any]:
    """Give what the audit tells of a record: everything, or what the actor did, as rights allow."""
    rights = server.rights.of(by.roles, "read", "audit_event", on)
    if not rights:
        return []
    is_all = any("always" in right.conditions for right in rights)
    return audit.about(record.pk, "" if is_all else by.person)


def note(by: Actor, now: dt.datetime, action: str, about: Record | None, detail: str = "") -> None:
    """Append to the audit that somebody did something; what it says never goes there."""
    entry = audit.Entry(
        at=now,
        person=by.person,
        office=by.office,
        action=action,
        about_kind=about.kind if about else "",
        about=about.pk if about else "",
        detail=detail,
    )
    audit.append(entry)


def _do(action: Action, record: Record | None, *, by: Actor, now: dt.datetime, **given: Any) -> Any:
    state = {"state": action.to} if action.to else {}
    if action.do is not None:
        return action.do(record, by=by, now=now, **state, **given)
    if record is None:
        return records.make(action.kind, by=by, now=now, **state, **given)
    return records.change(record, by=by, now=now, **state, **given)


def _right_of(
    server: Server, action: Action, record: Record | None, by: Actor, on: dt.date
) -> Right | None:
    """Find the first right by which an actor may do an action now."""
    state = NEW if record is None else record.state
    if state not in action.starts:
        return None
    rights = server.rights.of(by.roles, action.right or action.name, action.kind, on)
    return next((each for each in rights if _covers(each, record, by)), None)


def _covers(right: Right, record: Record | None, by: Actor) -> bool:
    if record is not None:
        return records.may_be(record, right, by)
    return right.covers(NEW) and records.may_be_made(right, by)


def _keep_time(action: Action, now: dt.datetime) -> None:
    """Refuse to write before what was already written, save for raising a level."""
    last = audit.last_moment()
    if last is not None and now < last and not action.is_raising:
        raise RuleError("desk_rule.clock", now=f"{now:%Y-%m-%d %H:%M}")
