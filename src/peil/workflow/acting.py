"""Acting on a server: one way in which every action is allowed, done and audited."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit
from peil.store.shared.actor import Actor
from peil.store.shared.conditions import IN_PERSON, OF_PERSON
from peil.terms.errors import BadInput
from peil.terms.rights import NEW, Recipient, Right, Rights, RuleError
from peil.terms.scale import Scale

NOTHING: Mapping[str, Any] = MappingProxyType({})
BESIDE = dt.timedelta(minutes=1)
"""How far apart the moments of acts may lie that wait for one another."""
Do = Callable[..., Record]
Tell = Callable[[Any], Iterable[tuple[str, Mapping[str, Any]]]]
Among = Callable[["Server", Any, Actor, dt.date], Any]


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
        asks: what must be filled in, of the fields or by its name in the forms of the server.
        makes: the kind that it makes beside, where the form asks for fields of it.
        made: these fields.
        within: states in which the record must be that the first field points at, on whose page
            the action is offered; empty where what is made stands by itself.
        among: gives what it acts on, or of which records its form lets one choose, given the server,
            the record, who acts and the day; where that is nothing, no page offers the action.
        do: does it, given the record and `by`, `now` and what the form asked for; writes the
            fields where None.
        by_law: whether it is given the `server` too, for what its law says.
        is_look: whether the first look of who may do it does it.
        is_raising: whether it may raise a level, which goes through whatever the clock says; it keeps
            the time itself where it does not.
        right: the action that the right names, where it is another.
    """

    name: str
    kind: str
    starts: tuple[str, ...]
    to: str = ""
    fields: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    makes: str = ""
    made: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    among: Among | None = None
    do: Do | None = None
    by_law: bool = False
    is_look: bool = False
    is_raising: bool = False
    right: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it makes a record."""
        return self.starts == (NEW,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server and what the law of its country says.

    Args:
        actions: by kind and name.
        rights: what each role may do.
        recipients: to which offices the law sends things.
        scale: the levels.
        country: by whose public holidays working days are counted.
        tells: by kind, what is computed about a record when it is shown, as messages with values.
    """

    name: str
    actions: Mapping[tuple[str, str], Action]
    rights: Rights
    recipients: tuple[Recipient, ...]
    scale: Scale
    country: str
    tells: Mapping[str, Tell]


@contextmanager
def transactional() -> Iterator[None]:
    """Hold everything within together, one such after another: all of it is written, or nothing."""
    with transaction.atomic():
        audit.one_at_a_time()
        yield


def rights_of(server: Server, by: Actor, action: str, kind: str, on: dt.date) -> list[Right]:
    """Find the rights of an actor to do an action on a kind; some are of no deputy."""
    held = server.rights.of(by.roles, action, kind, on)
    return [e for e in held if e.role in by.own_roles or IN_PERSON not in e.conditions]


def may(server: Server, by: Actor, action: str, kind: str, on: dt.date) -> bool:
    """Say whether an actor may do an action on a kind at all, whatever the records of it."""
    rights = rights_of(server, by, action, kind, on)
    return any(right.conditions & OF_PERSON <= by.standings for right in rights)


def seen(server: Server, kind: str, by: Actor, on: dt.date, action: str = "read") -> Any:
    """Give the records of a kind that an actor may see on a day; none where no right allows it."""
    found = records.visible(kind, rights_of(server, by, action, kind, on), by)
    return records.about_any(found, lambda each: seen(server, each, by, on))


def may_see(server: Server, record: Record, by: Actor, on: dt.date) -> bool:
    """Say whether an actor may see a record on a day, and what it is about."""
    about = records.about(record)
    return any(_reading(server, record, by, on)) and (
        about is None or may_see(server, about, by, on)
    )


def may_see_whole(server: Server, record: Record, by: Actor, on: dt.date) -> bool:
    """Say whether an actor may see all of a record, and not only its own part."""
    if not record.goes_with[0]:
        rights = _reading(server, record, by, on)
        return any("asked" not in each.conditions for each in rights)
    whole = records.every(record.kind).filter(whole_ones(server, record.kind, by, on))
    return bool(whole.filter(pk=record.pk).exists())


def whole_ones(server: Server, kind: str, by: Actor, on: dt.date) -> Any:
    """Give the filter of the records of a kind of which an actor sees what they go with."""
    return records.going_with(kind, lambda each: seen(server, each, by, on))


def look(server: Server, kind: str, key: str, by: Actor, now: dt.datetime) -> Record:
    """Show a record to an actor, and audit the look; what a look does is left where a rule forbids it.

    Raises:
        Refused: there is none, or no right lets the actor see it.
    """
    record = records.find(kind, key)
    if record is None or not may_see(server, record, by, now.date()):
        raise Refused(kind)
    with transactional():
        note(by, now, "read", record)
    for each in possible(server, record, by, now.date(), is_look=True):
        with suppress(RuleError):
            run(server, each, record, by=by, now=now)
    return record


def possible(
    server: Server, record: Record, by: Actor, on: dt.date, *, is_look: bool = False
) -> list[Action]:
    """Give what an actor may do with a record now, in the order of the server's actions.

    Args:
        is_look: whether to give what a look does by itself, instead of what a form asks for.
    """
    of_kind = (e for e in server.actions.values() if (e.kind, e.is_look) == (record.kind, is_look))
    may_do = (each for each in of_kind if right_of(server, each, record, by, on))
    return [each for each in may_do if not each.among or each.among(server, record, by, on)]


def creatable(server: Server, by: Actor, on: dt.date) -> list[Action]:
    """Give what an actor may make that stands by itself."""
    new = (each for each in server.actions.values() if each.is_new and not each.within)
    return [each for each in new if right_of(server, each, None, by, on)]


def offered(
    server: Server, record: Record, by: Actor, on: dt.date
) -> list[tuple[Action, str, Record]]:
    """Give what an actor may make for a record or those near it, each with the field that points there."""
    found = []
    for to in (record, *(getattr(record, each) for each in record.near)):
        for action in (each for each in server.actions.values() if each.is_new):
            name = records.pointing(action.kind, action.fields, to)
            if name and right_of(server, action, None, by, on, {name: to}):
                found.append((action, name, to))
    return found


def able(server: Server, kind: str, on: dt.date) -> set[str]:
    """Find the roles that may do something with records of a kind beside reading them."""
    names = {each.right or each.name for each in server.actions.values() if each.kind == kind}
    return {role for name in names for role in server.rights.roles(name, kind, on)}


def allowed(
    server: Server,
    kind: str,
    name: str,
    key: str,
    by: Actor,
    on: dt.date,
    given: Mapping[str, Any] = NOTHING,
) -> tuple[Action, Record | None, Right]:
    """Find an action, the record that it is about, and the right by which the actor may do it.

    Args:
        given: what was filled in, where the action makes a record.

    Raises:
        Refused: there is no such action or record, or no right allows it.
    """
    action = server.actions.get((kind, name))
    record = records.find(kind, key) if key else None
    if action is None or action.is_look or (record is None) != action.is_new:
        raise Refused(kind)
    right = right_of(server, action, record, by, on, given)
    if right is None or not (record is None or may_see(server, record, by, on)):
        raise Refused(kind)
    return action, record, right


def run(
    server: Server,
    action: Action,
    record: Record | None,
    *,
    by: Actor,
    now: dt.datetime,
    **given: Any,
) -> Record:
    """Do an action that a right allows: the row and the event of the audit, or neither.

    Raises:
        BadInput: a rule speaks against it; the sentence says which.
    """
    with transactional():
        if not action.is_raising:
            keep_time(now)
        _keep_scale(server, given.get("level"))
        done: Record = _do(server, action, record, by=by, now=now, **given)
        note(by, now, action.name, record or done)
    return done


def events(server: Server, record: Record, by: Actor, on: dt.date) -> list[Any]:
    """Give what the audit tells of a record: everything, or what the actor did, as rights allow."""
    if not rights_of(server, by, "read", "audit_event", on):
        return []
    return audit.about(record.pk, "" if sees_all_events(server, by, on) else by.person)


def sees_all_events(server: Server, by: Actor, on: dt.date) -> bool:
    """Say whether an actor sees what others did, and not only what that actor did."""
    rights = rights_of(server, by, "read", "audit_event", on)
    return any("always" in right.conditions for right in rights)


def note_look(by: Actor, now: dt.datetime, action: str, kind: str = "", detail: str = "") -> None:
    """Append to the audit that somebody was shown something, by itself and not within an act."""
    with transactional():
        note(by, now, action, None, kind=kind, detail=detail)


def note_form(by: Actor, now: dt.datetime, action: Action, record: Record | None) -> None:
    """Append to the audit that somebody was shown a form, filled with a record where there is one."""
    with transactional():
        note(by, now, "read" if record else "list", record, kind=action.kind)


def note(
    by: Actor,
    now: dt.datetime,
    action: str,
    about: Record | None,
    *,
    kind: str = "",
    detail: str = "",
) -> None:
    """Append to the audit that somebody did something; what it says never goes there."""
    entry = audit.Entry(
        at=now,
        person=by.person,
        office=by.office,
        action=action,
        about_kind=about.kind if about else kind,
        about=about.pk if about else "",
        detail=detail,
    )
    audit.append(entry)


def _reading(server: Server, record: Record, by: Actor, on: dt.date) -> Iterator[Right]:
    rights = rights_of(server, by, "read", record.kind, on)
    return (each for each in rights if records.may_be(record, each, by))


def _do(
    server: Server,
    action: Action,
    record: Record | None,
    *,
    by: Actor,
    now: dt.datetime,
    **given: Any,
) -> Any:
    state = {"state": action.to} if action.to else {}
    if action.do is not None:
        law = {"server": server} if action.by_law else {}
        return action.do(record, by=by, now=now, **law, **state, **given)
    if record is None:
        return records.make(action.kind, by=by, now=now, **state, **given)
    return records.change(record, by=by, now=now, **state, **given)


def right_of(
    server: Server,
    action: Action,
    record: Record | None,
    by: Actor,
    on: dt.date,
    given: Mapping[str, Any] = NOTHING,
) -> Right | None:
    """Find the first right by which an actor may do an action now."""
    about = record or records.draft(action.kind, by, given)
    if record is None and action.within:
        to = getattr(about, action.fields[0], None)
        if to is None or to.state not in action.within or not may_see(server, to, by, on):
            return None
    if about.state not in action.starts:
        return None
    rights = rights_of(server, by, action.right or action.name, action.kind, on)
    return next((each for each in rights if records.may_be(about, each, by)), None)


def _keep_scale(server: Server, level: int | None) -> None:
    known = server.scale.numbers
    if level is not None and level not in known:
        raise RuleError("desk_rule.no_level", level=level, lowest=known[0], highest=known[-1])


def keep_time(now: dt.datetime) -> None:
    """Refuse to write before what was already written, as all do but who raises a level.

    Raises:
        RuleError: something was written later, and not just beside it.
    """
    last = audit.last_moment()
    if last is not None and now < last - BESIDE:
        raise RuleError("desk_rule.clock", now=f"{now:%Y-%m-%d %H:%M}")
