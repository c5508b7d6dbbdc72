"""Acting on a server: one way in which every action is allowed, done and audited."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import KW_ONLY, dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit
from peil.store.shared.actor import Actor
from peil.store.shared.conditions import IN_PERSON, OF_PERSON
from peil.terms.errors import BadInput
from peil.terms.rights import NEW, Law, Right, RuleError
from peil.terms.scale import Scale

NOTHING: Mapping[str, Any] = MappingProxyType({})
BESIDE = dt.timedelta(minutes=1)
"""How far apart the moments of acts may lie that wait for one another."""
TO_COME = ("due", "until", "wants_until")
"""Fields of a day that may not be past."""
Do = Callable[..., Record]
Tell = Callable[[Any, Actor], Iterable[tuple[str, Mapping[str, Any]]]]
Among = Callable[["Server", Any, Actor], Any]


class Refused(BadInput):
    """No right allows it; whoever asks is not told whether there is such a record."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done with a record of a kind.

    Args:
        name: the code of the action, as rights and words name it.
        starts: states from which it starts; where none is named, it makes what does not exist yet.
        kind: of the record; for `create`, of the one that is made.
        to: the state after it; empty where it stays.
        fields: of the record, that its form asks for.
        asks: what must be filled in, of the fields or by its name in the forms of the server.
        makes: the kind that it makes beside, where the form asks for fields of it.
        made: these fields.
        filled: gives what its form is filled with beside what the record says, given the record.
        within: states in which the record must be that the first field points at, on whose page
            the action is offered; empty where what is made stands by itself.
        among: gives what it acts on, or of which records its form lets one choose, given the server,
            the record and who acts; where that is nothing, no page offers the action.
        do: does it, given the record, who acts as `by`, and what the form asked for; writes the
            fields where None.
        is_look: whether the first look of who may do it does it.
        is_raising: whether it may raise a level, which goes through whatever the clock says; it keeps
            the time itself where it does not.
        right: the action that the right names, where it is another.
    """

    name: str
    starts: tuple[str, ...] = (NEW,)
    _: KW_ONLY
    kind: str
    to: str = ""
    fields: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    makes: str = ""
    made: tuple[str, ...] = ()
    filled: Callable[[Any], Mapping[str, Any]] | None = None
    within: tuple[str, ...] = ()
    among: Among | None = None
    do: Do | None = None
    is_look: bool = False
    is_raising: bool = False
    right: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it makes a record."""
        return self.starts == (NEW,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server and the law that it follows.

    Args:
        actions: by kind and name.
        law: what the law of its country says.
        tells: by kind, what is computed about a record when it is shown to somebody, as messages with
            values.
    """

    actions: Mapping[tuple[str, str], Action]
    law: Law
    tells: Mapping[str, Tell]


@contextmanager
def transactional() -> Iterator[None]:
    """Hold everything within together, one such after another: all of it is written, or nothing."""
    with transaction.atomic():
        audit.one_at_a_time()
        yield


def rights_of(by: Actor, action: str, kind: str) -> list[Right]:
    """Find the rights of an actor to do an action on a kind; some are of no deputy."""
    held = by.law.rights.of(by.roles, action, kind, by.on)
    return [e for e in held if e.role in by.own_roles or IN_PERSON not in e.conditions]


def may(by: Actor, action: str, kind: str) -> bool:
    """Say whether an actor may do an action on a kind at all, whatever the records of it."""
    rights = rights_of(by, action, kind)
    return any(right.conditions & OF_PERSON <= by.standings for right in rights)


def seen(kind: str, by: Actor, action: str = "read") -> Any:
    """Give the records of a kind that an actor may see; none where no right allows it."""
    found = records.visible(kind, rights_of(by, action, kind), by)
    return records.about_any(found, lambda each: seen(each, by))


def may_see(record: Record, by: Actor) -> bool:
    """Say whether an actor may see a record, and what it is about."""
    about = records.about(record)
    return any(_reading(record, by)) and (about is None or may_see(about, by))


def may_see_whole(record: Record, by: Actor) -> bool:
    """Say whether an actor may see all of a record, and not only its own part."""
    if not record.goes_with[0]:
        rights = _reading(record, by)
        return any("asked" not in each.conditions for each in rights)
    whole = records.every(record.kind).filter(whole_ones(record.kind, by))
    return bool(whole.filter(pk=record.pk).exists())


def whole_ones(kind: str, by: Actor) -> Any:
    """Give the filter of the records of a kind of which an actor sees what they go with."""
    return records.going_with(kind, lambda each: seen(each, by))


def look(server: Server, kind: str, key: str, by: Actor) -> Record:
    """Show a record to an actor, and audit the look; what a look does is left where a rule forbids it.

    Raises:
        Refused: there is none, or no right lets the actor see it.
    """
    record = records.find(kind, key)
    if record is None or not may_see(record, by):
        raise Refused(kind)
    note_look(by, "read", record)
    for each in possible(server, record, by, is_look=True):
        with suppress(RuleError):
            run(each, record, by=by)
    return record


def possible(server: Server, record: Record, by: Actor, *, is_look: bool = False) -> list[Action]:
    """Give what an actor may do with a record now, in the order of the server's actions.

    Args:
        is_look: whether to give what a look does by itself, instead of what a form asks for.
    """
    of_kind = (e for e in server.actions.values() if (e.kind, e.is_look) == (record.kind, is_look))
    may_do = (each for each in of_kind if right_of(each, record, by))
    return [each for each in may_do if not each.among or each.among(server, record, by)]


def creatable(server: Server, by: Actor) -> list[Action]:
    """Give what an actor may make that stands by itself."""
    new = (each for each in server.actions.values() if each.is_new and not each.within)
    return [each for each in new if right_of(each, None, by)]


def offered(server: Server, record: Record, by: Actor) -> list[tuple[Action, str, Record]]:
    """Give what an actor may make for a record or those near it, each with the field that points there."""
    found = []
    for to in (record, *(getattr(record, each) for each in record.near)):
        for action in (each for each in server.actions.values() if each.is_new):
            name = records.pointing(action.kind, action.fields, to)
            if name and right_of(action, None, by, {name: to}):
                found.append((action, name, to))
    return found


def allowed(
    server: Server, kind: str, name: str, key: str, by: Actor, given: Mapping[str, Any] = NOTHING
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
    right = right_of(action, record, by, given)
    if right is None or not (record is None or may_see(record, by)):
        raise Refused(kind)
    return action, record, right


def run(action: Action, record: Record | None, *, by: Actor, **given: Any) -> Record:
    """Do an action that a right allows: the row and the event of the audit, or neither.

    Raises:
        BadInput: a rule speaks against it; the sentence says which.
    """
    with transactional():
        if not action.is_raising:
            keep_time(by.now)
        _keep_scale(by.law.scale, given.get("level"))
        _keep_days(given, by)
        done: Record = _do(action, record, by=by, **given)
        note(by, action.name, record or done)
    return done


def events(record: Record, by: Actor) -> list[Any]:
    """Give what the audit tells of a record: everything, or what the actor did, as rights allow."""
    if not rights_of(by, "read", "audit_event"):
        return []
    return audit.about(record.pk, "" if sees_all_events(by) else by.person)


def looks(record: Record, by: Actor) -> list[tuple[str, int, dt.datetime]]:
    """Give who else looked at a record, how often and when last, to who sees what others did."""
    found = audit.looked_at(record.pk) if sees_all_events(by) else []
    return [each for each in found if each[0] != by.person]


def sees_all_events(by: Actor) -> bool:
    """Say whether an actor sees what others did, and not only what that actor did."""
    rights = rights_of(by, "read", "audit_event")
    return any("always" in right.conditions for right in rights)


def note_look(by: Actor, action: str, about: Record | None = None, **of: str) -> None:
    """Append to the audit that somebody was shown something, by itself and not within an act."""
    with transactional():
        note(by, action, about, **of)


def note_refusal(by: Actor, kind: str, key: str) -> None:
    """Append to the audit that something was refused to somebody, of which that person learns nothing."""
    known = kind if kind in records.kinds() else ""
    note_look(by, audit.REFUSED, records.find(known, key) if key else None, kind=known)


def note(by: Actor, action: str, about: Record | None, *, kind: str = "", detail: str = "") -> None:
    """Append to the audit that somebody did something; what it says never goes there."""
    who = {"person": by.person, "office": by.office}
    of = {"about_kind": about.kind, "about": about.pk} if about else {"about_kind": kind}
    audit.append(at=by.now, action=action, detail=detail, **(who | of))


def _reading(record: Record, by: Actor) -> Iterator[Right]:
    rights = rights_of(by, "read", record.kind)
    return (each for each in rights if records.may_be(record, each, by))


def _do(action: Action, record: Record | None, *, by: Actor, **given: Any) -> Any:
    state = {"state": action.to} if action.to else {}
    if action.do is not None:
        return action.do(record, by=by, **state, **given)
    if record is None:
        return records.make(action.kind, by=by, **state, **given)
    return records.change(record, by=by, **state, **given)


def right_of(
    action: Action, record: Record | None, by: Actor, given: Mapping[str, Any] = NOTHING
) -> Right | None:
    """Find the first right by which an actor may do an action now."""
    about = record or records.draft(action.kind, by, given)
    if record is None and action.within:
        to = getattr(about, action.fields[0], None)
        if to is None or to.state not in action.within or not may_see(to, by):
            return None
    if about.state not in action.starts:
        return None
    rights = rights_of(by, action.right or action.name, action.kind)
    return next((each for each in rights if records.may_be(about, each, by)), None)


def _keep_scale(scale: Scale, level: int | None) -> None:
    known = scale.numbers
    if level is not None and level not in known:
        raise RuleError("desk_rule.no_level", level=level, lowest=known[0], highest=known[-1])


def _keep_days(given: Mapping[str, Any], by: Actor) -> None:
    for day in filter(None, map(given.get, TO_COME)):
        if day < by.on:
            raise RuleError("desk_rule.due_past", day=day)


def keep_time(now: dt.datetime) -> None:
    """Refuse to write before what was already written, as all do but who raises a level.

    Raises:
        RuleError: something was written later, and not just beside it.
    """
    last = audit.last_moment()
    if last is not None and now < last - BESIDE:
        raise RuleError("desk_rule.clock", now=f"{now:%Y-%m-%d %H:%M}")
