"""Under embargo: what only the director and a co-decider see, and decide about together."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from peil.store import records
from peil.store.desk.fields import UNSIGNED
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor, actor_of, maker_of
from peil.terms.rights import NEW, RuleError
from peil.workflow.acting import Action, Server, may
from peil.workflow.desk.telling import USED, release
from peil.workflow.duties import UNSETTLED, due_in, owe, settle

CO_DECIDING = "co_decider_says"
TO_DECIDE = 1
"""Working days within which both decide."""


def give(_: None, *, server: Server, by: Actor, now: dt.datetime, **given: Any) -> Record:
    """Give an item to the director; the office that gives it decides with the director."""
    item = records.make("embargoed_item", by=by, now=now, co_decider_id=by.office, **given)
    _ask((*_directors(now), item.author), item, server=server, by=by, now=now)
    return item


def decide(
    item: Any,
    *,
    server: Server,
    by: Actor,
    now: dt.datetime,
    says: str,
    recipients: Collection[Any],
    assessment: Any = None,
) -> Record:
    """Say how an item may be used and who gets what rests on it; decided once both say the same.

    Who says something else than the other puts it to the other: what was said before is void. From
    the day on which its use in an assessment is proposed until then, the product waits; and it
    goes to nobody else, were its use in another one agreed.

    Raises:
        RuleError: it is used without an assessment, in one that was signed meanwhile, or without
            anybody who gets it.
    """
    own, other = _sides(item, by)
    before = item.assessment
    assessment = (assessment if says in USED else None) or before
    if says in USED and (assessment is None or not recipients):
        raise RuleError("desk_rule.embargo_use")
    if assessment is not None and assessment != before:
        assessment.refresh_from_db()
        if assessment.state not in UNSIGNED:
            raise RuleError("desk_rule.stale")
    proposed = (item.says, before, {*item.recipients.all()})
    is_same = proposed == (says, assessment, {*recipients})
    answer = getattr(item, other) if is_same else ""
    is_decided = answer == says
    used_in = assessment if is_decided and says in USED else None
    said = {own: says, other: answer, "says": says, "assessment": assessment, "used_in": used_in}
    state = "decided" if is_decided else "given"
    item.recipients.set(recipients)
    item.proposed_for.add(*filter(None, [assessment]))
    settle(item, "decide", by=by, now=now, is_all=is_decided)
    if not is_decided:
        others = _directors(now) if own == CO_DECIDING else (item.author,)
        _ask(others, item, server=server, by=by, now=now)
    done = records.change(item, by=by, now=now, state=state, **said)
    for each in item.proposed_for.all():
        release(each, by=by, now=now, server=server)
    return done


def ask_new_director(server: Server, now: dt.datetime) -> None:
    """Let who directs now owe a decision that nobody owes beside who gave the item.

    So it is with one that was given on a day without a director.
    """
    owed = records.every("duty").filter(task="decide", state__in=UNSETTLED)
    for item in records.every("embargoed_item").filter(state="given", director_says=""):
        if not owed.filter(about=item.pk).exclude(person=item.author).exists():
            by = maker_of(item, now.date())
            _ask(_directors(now), item, server=server, by=by, now=now)


def told(item: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say for which assessment an item would be used, to who decides and may not see it."""
    if item.assessment is not None:
        yield (
            "desk.assessment_concerned",
            {"type": item.assessment.type, "scope": item.assessment.scope},
        )


def list_member(_: None, *, by: Actor, now: dt.datetime, person: Any, **given: Any) -> Record:
    """Let a member see embargoed items."""
    people.designate(person, given_by=by.person, on=now.date())
    return records.make("embargo_list", by=by, now=now, person=person, **given)


def strike_gone(now: dt.datetime) -> None:
    """Take from the list whoever is no member of the office any more that listed them."""
    for each in records.every("embargo_list").filter(state="listed"):
        if not people.holding(now.date(), office=each.office_id).filter(pk=each.person_id).exists():
            strike(each, by=maker_of(each, now.date()), now=now, state="ended")
            audit.append(audit.Entry(at=now, action="end", about_kind=each.kind, about=each.pk))


def strike(listed: Any, *, by: Actor, now: dt.datetime, state: str) -> Record:
    """Take a member from the list at once."""
    people.strike(listed.person, on=now.date())
    return records.change(listed, by=by, now=now, state=state)


def _listable(server: Server, _: None, by: Actor, on: dt.date) -> Any:
    """Give the members of the actor's office whom the list alone keeps from seeing items."""
    there = people.holding(on, office=by.office)
    able = [each.pk for each in there if _is_kept_out(server, actor_of(each, on), by.office, on)]
    return there.filter(pk__in=able)


def _is_kept_out(server: Server, member: Actor, office: str, on: dt.date) -> bool:
    listed = replace(member, standings=member.standings | {people.DESIGNATED})
    now, then = (may(server, each, "read", "embargoed_item", on) for each in (member, listed))
    return member.office == office and then and not now


def _directors(now: dt.datetime) -> Iterable[Any]:
    return people.holding(now.date(), roles=("director",))


def _ask(whom: Iterable[Any], item: Record, *, server: Server, by: Actor, now: dt.datetime) -> None:
    """Let each of some people owe a decision about an item alone, unless that is so already."""
    owed = records.every("duty").filter(about=item.pk, task="decide", state__in=UNSETTLED)
    asked = set(owed.values_list("person", flat=True))
    for person in (each for each in whom if each.pk not in asked):
        day = due_in(TO_DECIDE, server.country, now)
        owe("decide", None, item, person=person, by=by, now=now, **day)


def _sides(item: Any, by: Actor) -> tuple[str, str]:
    """Name the field in which the actor speaks, and that of the other."""
    sides = ("director_says", CO_DECIDING)
    return sides if by.office != item.co_decider_id else (sides[1], sides[0])


an_item = partial(Action, kind="embargoed_item")
a_listing = partial(Action, kind="embargo_list")
EMBARGOED = (
    an_item(
        name="create", starts=(NEW,), to="given", fields=("marking", "text"), do=give, by_law=True
    ),
    an_item(
        name="decide",
        starts=("given",),
        fields=("says", "assessment", "recipients"),
        asks=("says",),
        do=decide,
        by_law=True,
    ),
    a_listing(
        name="create",
        starts=(NEW,),
        to="listed",
        fields=("person",),
        among=_listable,
        do=list_member,
    ),
    a_listing(name="end", starts=("listed",), to="ended", do=strike, right="write"),
)
