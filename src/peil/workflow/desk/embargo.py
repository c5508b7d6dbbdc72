"""Under embargo: what only the director and a co-decider see, and decide about together."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import DESIGNATED, Actor, actor_of, beside, maker_of
from peil.terms.rights import Law, RuleError
from peil.workflow.acting import Action, may
from peil.workflow.desk.telling import USED, release
from peil.workflow.duties import UNSETTLED, owe, settle

CO_DECIDING = "co_decider_says"


def give(_: None, *, by: Actor, **given: Any) -> Record:
    """Give an item to the director; the office that gives it decides with the director."""
    item = records.make("embargoed_item", by=by, co_decider_id=by.office, **given)
    _ask((*_directors(by), item.author), item, by=by)
    return item


def decide(
    item: Any, *, by: Actor, says: str, recipients: Collection[Any], assessment: Any = None
) -> Record:
    """Say how an item may be used and who gets what rests on it; decided once both say the same.

    Who says something else than the other puts it to the other: what was said before is void. From
    the day on which its use in an assessment is proposed until then, the product waits; and it
    goes to nobody else, were its use in another one agreed.

    Raises:
        RuleError: it is used without an assessment, or without anybody who gets it.
    """
    own, other = _sides(item, by)
    before = item.assessment
    assessment = (assessment if says in USED else None) or before
    if says in USED and (assessment is None or not recipients):
        raise RuleError("desk_rule.embargo_use")
    proposed = (item.says, before, {*item.recipients.all()})
    is_same = proposed == (says, assessment, {*recipients})
    answer = getattr(item, other) if is_same and not _spoke_elsewhere(item, by) else ""
    is_decided = answer == says
    used_in = assessment if is_decided and says in USED else None
    said = {own: says, other: answer, "says": says, "assessment": assessment, "used_in": used_in}
    state = "decided" if is_decided else "given"
    item.recipients.set(recipients)
    item.proposed_for.add(*filter(None, [assessment]))
    settle(item, "decide", by=by, is_all=is_decided)
    if not is_decided:
        others = _directors(by) if own == CO_DECIDING else _co_deciders(item, by)
        _ask(others, item, by=by)
    done = records.change(item, by=by, state=state, **said)
    for each in item.proposed_for.all():
        release(each, by=by)
    return done


def _spoke_elsewhere(item: Any, by: Actor) -> bool:
    """Say whether the actor spoke for the other side before: nobody agrees with oneself."""
    acts = audit.about(item.pk, by.person)
    return any(each.action == "decide" and each.office != by.office for each in acts)


def ask_new_director(now: dt.datetime, law: Law) -> None:
    """Let who directs now owe a decision that nobody owes beside who gave the item.

    So it is with one that was given on a day without a director.
    """
    owed = records.every("duty").filter(task="decide", state__in=UNSETTLED)
    for item in records.every("embargoed_item").filter(state="given", director_says=""):
        if not owed.filter(about=item.pk).exclude(person=item.author).exists():
            by = maker_of(item, now, law)
            _ask(_directors(by), item, by=by)


def told(item: Any, _: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say for which assessment an item would be used, to who decides and may not see it."""
    if item.assessment is not None:
        yield (
            "desk.assessment_concerned",
            {"type": item.assessment.type, "scope": item.assessment.scope},
        )


def strike_gone(now: dt.datetime, law: Law) -> None:
    """Take from the list whose mandate has ended that ran when they were listed."""
    for each in records.every("embargo_list").filter(state="listed"):
        if DESIGNATED not in actor_of(each.person, now, law).standings:
            records.change(each, by=maker_of(each, now, law), state="ended")
            audit.append(at=now, action="end", about_kind=each.kind, about=each.pk)


def _listable(by: Actor) -> Any:
    """Give the members of the actor's office whom the list alone keeps from seeing items."""
    there = people.holding(by.on, office=by.office)
    able = [each.pk for each in there if _is_kept_out(beside(each, by), by.office)]
    return there.filter(pk__in=able)


def _is_kept_out(member: Actor, office: str) -> bool:
    listed = replace(member, standings=member.standings | {DESIGNATED})
    now, then = (may(each, "read", "embargoed_item") for each in (member, listed))
    return member.office == office and then and not now


def _directors(by: Actor) -> Iterable[Any]:
    return people.holding(by.on, roles=("director",))


def _co_deciders(item: Any, by: Actor) -> Any:
    """Give who gave an item, or who decides in that office since; that person, where nobody does yet."""
    roles = by.law.rights.roles("decide", item.kind, by.on)
    there = people.holding(by.on, roles=roles, office=item.co_decider_id)
    return there.filter(pk=item.author_id) or there or (item.author,)


def _ask(whom: Iterable[Any], item: Record, *, by: Actor) -> None:
    """Let each of some people owe a decision about an item alone, unless that is so already."""
    owed = records.every("duty").filter(about=item.pk, task="decide", state__in=UNSETTLED)
    asked = set(owed.values_list("person", flat=True))
    for person in (each for each in whom if each.pk not in asked):
        owe("decide", None, item, person=person, by=by)


def _sides(item: Any, by: Actor) -> tuple[str, str]:
    """Name the field in which the actor speaks, and that of the other."""
    sides = ("director_says", CO_DECIDING)
    return sides if by.office != item.co_decider_id else (sides[1], sides[0])


an_item = partial(Action, kind="embargoed_item")
a_listing = partial(Action, kind="embargo_list")
EMBARGOED = (
    an_item("create", to="given", fields=("marking", "text"), do=give),
    an_item(
        "decide", ("given",), fields=("says", "assessment", "recipients"), asks=("says",), do=decide
    ),
    a_listing("create", to="listed", fields=("person",), among=lambda _, __, by: _listable(by)),
    a_listing("end", ("listed",), to="ended", right="write"),
)
