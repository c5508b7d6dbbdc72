"""Duties: what an office owes by a day, reckoned in working days, until it is answered."""

import datetime as dt
from functools import cache, lru_cache, partial
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor, actor_of, beside
from peil.terms.rights import Law, RuleError
from peil.workflow.acting import Action, Server, may, may_see, right_of, rights_of

UNSETTLED = ("open", "seen", "overdue")
NEXT_DAY = 1
"""Working days within which others review, sign, attach, approve, grade, reply or decide."""
SUPPLY = ("supply_", "see_")
"""How the codes of tasks begin that nothing settles but who says that it is done."""
REFUSABLE = ("judge",)
"""Tasks that one may decline without an act on what they are about."""
BECOMES_OVERDUE = ("request",)
"""Kinds whose records are overdue with the duty about them."""


def owe(
    task: str,
    office: str | None,
    about: Record,
    *,
    by: Actor,
    due: dt.date | None = None,
    within: int = NEXT_DAY,
    person: Any = None,
) -> Record:
    """Let somebody owe something about a record by a day, and let a mail say that it waits.

    Args:
        task: the code of what is owed.
        office: that owes it; None where a person does alone, and the office shall not see it.
        due: the day, where it is named.
        within: in how many working days, where none is.
    """
    of = {"task": task, "owed_by_id": office, "about_kind": about.kind, "about": about.pk}
    by_day: dict[str, Any] = {"due": due}
    if due is None:
        by_day["due"] = working_days_after(by.on, within, by.law.country)
        by_day["reckoned"] = f"{within} {by.law.country}"
    people.tell([person] if person else _reading(office, about.kind, by.on, by.law), task, by.now)
    return records.make("duty", by=by, state="open", person=person, **of, **by_day)


def _reading(office: str | None, kind: str, on: dt.date, law: Law) -> Any:
    """Find who of an office reads such records: for nobody else there waits anything about one."""
    return people.holding(on, roles=law.rights.roles("read", kind, on), office=office)


def ask_all(task: str, about: Record, *, by: Actor) -> None:
    """Let each of the office who may do something with a record, but the actor, owe it alone."""
    roles = by.law.rights.roles(task, about.kind, by.on)
    others = people.holding(by.on, roles=roles, office=by.office).exclude(pk=by.person)
    for person in others:
        if _may_now(task, about, beside(person, by)):
            owe(task, None, about, by=by, person=person)


def _may_now(task: str, about: Record, by: Actor) -> bool:
    """Say whether a right lets somebody do something with a record as it stands."""
    rights = rights_of(by, task, about.kind)
    return any(records.may_be(about, each, by) for each in rights)


def move(about: Record, task: str, due: dt.date, *, by: Actor) -> None:
    """Set another day for what is owed about a record, and let it wait anew."""
    for duty in records.every("duty").filter(about=about.pk, task=task, state__in=UNSETTLED):
        records.change(duty, by=by, state="open", due=due, reckoned="", shown_again=None)


def is_owed(task: str, about: Record) -> bool:
    """Say whether somebody owes something about a record."""
    found = records.every("duty").filter(task=task, about=about.pk, state__in=UNSETTLED)
    return bool(found.exists())


def carry_on(about: Record, to: Record, tasks: tuple[str, ...], *, by: Actor) -> None:
    """Let what is owed about a record, of tasks whose codes begin so, be owed about another."""
    for duty in records.every("duty").filter(about=about.pk, state__in=UNSETTLED):
        if duty.task.startswith(tasks):
            records.change(duty, by=by, about=to.pk, shown_again=None)


def left() -> Any:
    """Give what is still owed, save about records of which no count may tell."""
    owed = records.every("duty").filter(state__in=UNSETTLED)
    return owed.exclude(about_kind__in=records.hidden())


def mark_overdue(now: dt.datetime, law: Law) -> int:
    """Mark what was due before today, tell who owes it, and give how many there are."""
    late = list(records.every("duty").filter(due__lt=now.date(), state__in=("open", "seen")))
    for duty in late:
        records.every("duty").filter(pk=duty.pk).update(state="overdue")
        if duty.about_kind in BECOMES_OVERDUE:
            waiting = records.every(duty.about_kind).filter(pk=duty.about)
            waiting.filter(state__in=("open", "seen")).update(state="overdue")
        owing = _reading(duty.owed_by_id, duty.about_kind, now.date(), law)
        people.tell(owing.filter(pk=duty.person_id) if duty.person else owing, duty.task, now)
        _note(duty, "overdue", now)
    return len(late)


def pass_on(server: Server, now: dt.datetime) -> int:
    """Offer what people owe alone who are gone to others, and give how many such duties there are.

    Gone is who does such things no more, or not for that office, or may not see the record any more
    where nothing may tell of it. A deputy comes first, then who directs the office, then anybody
    there; never somebody who may not see what the duty is about. What was asked of one person, such
    as a judgement, nobody takes over.
    """
    here, passed = {*people.holding(now.date())}, 0
    taker = cache(partial(actor_of, now=now, law=server.law))  # all others wait meanwhile
    heirs = cache(partial(people.heirs, on=now.date()))
    alone = records.every("duty").filter(state__in=UNSETTLED, person__isnull=False)
    hidden = records.hidden()
    for duty in alone.exclude(task__in=REFUSABLE).select_related("person", "offered_to"):
        able = partial(_may_take, server, duty, records.about(duty))
        does = able if duty.about_kind in hidden else partial(_does_such, server, duty)
        if any(does(taker(each)) for each in here & {duty.person, duty.offered_to}):
            continue
        if (heir := next((e for e in heirs(duty.person) if able(taker(e))), None)) is not None:
            records.every("duty").filter(pk=duty.pk).update(offered_to=heir)
            _tell_offered(heir, duty, now)
            _note(duty, "hand_over", now)
            passed += 1
    return passed


def _does_such(server: Server, duty: Any, by: Actor) -> bool:
    """Say whether somebody does what is owed for that office, whatever the record."""
    task = server.actions.get((duty.about_kind, duty.task))
    does = (task.right or task.name, task.kind) if task else ("read", duty.about_kind)
    return may(by, *does) and duty.owed_by_id in (None, by.office)


def _note(duty: Any, action: str, now: dt.datetime) -> None:
    about = {"about_kind": "duty", "about": duty.pk, "office": duty.owed_by_id or ""}
    audit.append(at=now, action=action, **about)


def _takers(server: Server, duty: Record, by: Actor) -> Any:
    """Give the people of the actor's office who may see what a duty is about and do it."""
    about = records.about(duty)
    there = people.holding(by.on, office=by.office).exclude(pk=by.person)
    able = [e.pk for e in there if _may_take(server, duty, about, beside(e, by))]
    return there.filter(pk__in=able)


def _may_take(server: Server, duty: Any, about: Record | None, by: Actor) -> bool:
    if duty.owed_by_id not in (None, by.office):
        return False
    if about is None:
        return True
    task = server.actions.get((about.kind, duty.task))
    return (task is None or right_of(task, about, by) is not None) and may_see(about, by)


def settle(
    about: Record, task: str, *, by: Actor, state: str = "answered", is_all: bool = False
) -> None:
    """Settle what the actor or the actor's office owes about a record, or what anybody owes.

    Without a task it is settled whatever it is.
    """
    owed = records.every("duty").filter(about=about.pk, state__in=UNSETTLED)
    owed = owed.filter(task=task) if task else owed
    own = owed if is_all else owed.filter(owed_by=by.office) | owed.filter(person=by.person)
    for duty in own:  # a look shows what one put off to the others alone
        is_put_off = state == "seen" and duty.changed_by_id == by.person
        again = duty.shown_again if is_put_off else None
        records.change(duty, by=by, state=state, shown_again=again)


def offer(duty: Any, *, by: Actor, offered_to: Any) -> Record:
    """Offer a duty to somebody, with whom it is once accepted."""
    _tell_offered(offered_to, duty, by.now)
    return records.change(duty, by=by, offered_to=offered_to, shown_again=None)


def _tell_offered(person: Any, duty: Any, now: dt.datetime) -> None:
    """Let a mail say that a duty is offered; about a hidden record it is one of those about that."""
    is_hidden = duty.about_kind in records.hidden()
    people.tell([person], duty.task if is_hidden else "accept", now)


def accept(duty: Any, *, by: Actor, state: str) -> Record:
    """Take over a duty that was offered; the one who offered it no longer owes it.

    Raises:
        RuleError: it is owed by another office than the actor's.
    """
    if duty.owed_by_id not in (None, by.office):
        raise RuleError("desk_rule.stale")
    records.change(duty, by=by, state=state)
    same = ("owed_by_id", "task", "about_kind", "about", "due", "reckoned")
    copied = {name: getattr(duty, name) for name in same}
    return records.make("duty", by=by, state="open", person_id=by.person, **copied)


def working_days_after(day: dt.date, number: int, country: str) -> dt.date:
    """Count working days on from a day, leaving out weekends and the country's public holidays."""
    free = _holidays(country)
    while number:
        day += dt.timedelta(days=1)
        number -= day.weekday() < 5 and day not in free
    return day


@lru_cache(maxsize=8)
def _holidays(country: str) -> Any:
    import holidays  # slow to load

    return holidays.country_holidays(country.replace(" ", ""))


def answer(duty: Any, *, by: Actor, **given: Any) -> Record:
    """Say that a duty is done, or decline it, where no act on what it is about settles it.

    Raises:
        RuleError: an act does.
    """
    is_refused = duty.task in REFUSABLE and "refusal" in given
    if not duty.task.startswith(SUPPLY) and not is_refused:
        raise RuleError("desk_rule.by_act")
    return records.change(duty, by=by, **given)


def put_off(duty: Any, *, by: Actor, shown_again: dt.date) -> Record:
    """Show a duty again on a day, and not before, to who put it off; the office sees it meanwhile.

    Raises:
        RuleError: it is due before that day.
    """
    if shown_again > duty.due:
        raise RuleError("desk_rule.put_off", day=duty.due)
    return records.change(duty, by=by, shown_again=shown_again)


a_duty = partial(Action, kind="duty")
DUTIES = (
    a_duty(
        "answer",
        UNSETTLED,
        to="answered",
        among=lambda _, duty, *__: duty.task.startswith(SUPPLY),
        do=answer,
    ),
    a_duty(
        "decline",
        UNSETTLED,
        to="declined",
        asks=("refusal",),
        among=lambda _, duty, *__: duty.task.startswith((*SUPPLY, *REFUSABLE)),
        do=answer,
        right="answer",
    ),
    a_duty("put_off", UNSETTLED, asks=("shown_again",), do=put_off, right="answer"),
    a_duty("hand_over", UNSETTLED, asks=("offered_to",), among=_takers, do=offer),
    a_duty("accept", UNSETTLED, to="handed_over", do=accept),
)
