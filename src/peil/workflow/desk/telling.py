"""Telling: to whom a signed assessment goes, by which article, and what must be agreed before."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from peil.store import records
from peil.store.desk.decisions import JUDGED, level_in_force
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor, maker_of
from peil.terms.rights import Law, RuleError
from peil.workflow.acting import may_see
from peil.workflow.duties import ask_all, is_owed, owe, settle

USED = ("use", "partly")
OWN = "ocam"
"""Who starts what nobody asked for."""
ASKING = ("asking_minister", "asking_service")
"""What the law calls the office that asked."""
TEXT = "text_"
"""How the names of the fields for the texts of a bulletin begin; the language follows."""
TOLD = ("published", "corrected", "withdrawn")
TO_ACKNOWLEDGE = dt.timedelta(days=1)


def send(decision: Any, *, by: Actor) -> Any:
    """Make the product of a signed level, with who dissents; it goes out once all agree.

    Who would have it by law and does not yet is told of each level that was raised.
    """
    assessment = decision.assessment
    rows = assessment.dissents.order_by("created_at") if assessment else ()
    product: Any = records.make(
        "product",
        by=by,
        state="signed",
        marking=decision.marking,
        assessment=assessment,
        decision=decision,
        **{name: getattr(assessment, name) for name in JUDGED if assessment},
        text="\n\n".join([decision.reasons, *(f"{each.office}: {each.text}" for each in rows)]),
    )
    for each in _to_agree(assessment) if assessment else ():
        owe("agree", each.office_id, each, due=by.on + TO_ACKNOWLEDGE, by=by)
    for each in _unagreed(assessment).exclude(assessment=assessment):
        if not is_owed("agree", each) and not is_owed("supply_without", each):
            owe("supply_without", by.office, each, due=by.on, by=by)
    if not _is_held(assessment):
        distribute(product, by=by)
    has = product.distributions.values("to")
    for each in (decision, *decision.narrower.all()):
        for office in each.told.exclude(pk__in=has):
            owe("see_level", office.pk, each, due=by.on + TO_ACKNOWLEDGE, by=by)
    return product


def _to_agree(assessment: Any) -> Any:
    """Give what an assessment may rest on of who wants to be asked and was not yet."""
    asked = records.every("duty").filter(task="agree").values("about")
    told = _may_rest_on(assessment).filter(ask_me_first=True, agreed_on=None)
    return told.exclude(pk__in=asked)


def _may_rest_on(assessment: Any) -> Any:
    """Give what was told before the last word of what is sent: the review, or a later dissent.

    What an assessment began from counts as its own.
    """
    told = records.every("contribution").filter(assessment__in=_grounds(assessment))
    if assessment is None:
        return told
    said = [each.at for each in audit.about(assessment.pk) if each.action == "review"][-1:]
    said += assessment.dissents.values_list("created_at", flat=True)
    return told.filter(created_at__lt=max(said)) if said else told


def distribute(product: Any, *, by: Actor) -> Any:
    """Send a product to every office to which the law sends it and that does not have it yet.

    Where it rests on an item under embargo, that is only those on which both agreed.

    Raises:
        RuleError: somebody has not agreed that what it told may go out.
    """
    if _is_held(product.assessment):
        raise RuleError("desk_rule.not_agreed")
    for office, basis in lacking(product, by).items():
        deliver(product, office, by=by, basis=basis)
    return product


def lacking(product: Any, by: Actor) -> dict[str, str]:
    """Give the offices that a product is still to be sent to, each with the article by which it is.

    What tells a level that is in force no more goes to none.
    """
    has = set(product.distributions.values_list("to_id", flat=True))
    named = recipients(product.assessment, by).items() if holds(product) else ()
    return {to: why for to, why in named if to not in has and _may_go(product.assessment, to)}


def release(assessment: Any, *, by: Actor) -> None:
    """Send in the name of who signed what waited for an agreement, and what begins from that."""
    if not _is_held(assessment):
        for product in assessment.products.all():
            # Not of who agreed last: that would tell of an item.
            signer = replace(by, person=product.author_id, office=product.office_id)
            distribute(product, by=signer)
    for later in assessment.continued.all():
        release(later, by=by)


def _grounds(assessment: Any) -> list[Any]:
    """Give an assessment and those from which it began, as what holds their words holds its own."""
    return [] if assessment is None else [assessment, *_grounds(assessment.begins_from)]


def _is_held(assessment: Any) -> bool:
    """Say whether an originator has not agreed yet, or an item is to be used and not decided.

    Who told something after the signature was not asked: what was sent does not rest on it.
    """
    given = records.every("embargoed_item").filter(state="given")
    return bool(_unagreed(assessment) or given.filter(proposed_for__in=_grounds(assessment)))


def _unagreed(assessment: Any) -> Any:
    """Give what was told of which its originator was asked to agree, and has not."""
    asked = records.every("duty").filter(task="agree").values("about")
    return _may_rest_on(assessment).filter(agreed_on=None, pk__in=asked)


def _may_go(assessment: Any, office: str) -> bool:
    """Say whether all joint decisions let what rests on an assessment go to an office."""
    items = records.every("embargoed_item").filter(proposed_for__in=_grounds(assessment))
    used = items.filter(used_in__isnull=False)
    return not used.exclude(recipients=office).exists()


def recipients(assessment: Any, by: Actor) -> dict[str, str]:
    """Give the offices that the law has told, each with the article by which it is.

    A level raised at once is told as a point assessment that the unit made of itself.
    """
    kind, starter = ("point", OWN) if not assessment else (assessment.type, assessment.started_by)
    found: dict[str, str] = {}
    for row in by.law.recipients:
        if (row.product, row.started_by) == (f"{kind}_assessment", starter) and row.holds_on(by.on):
            offices = people.offices_of(row.office)
            if row.office in ASKING and assessment:
                offices.append(assessment.asked_by_id)
            for office in offices:
                found.setdefault(office, f"{row.instrument} {row.article}".strip())
    return found


def add_recipient(product: Any, *, by: Actor, office: Any, reason: str) -> Any:
    """Send a product to one more office, for a reason that stands beside it.

    Raises:
        RuleError: it has the product already, or somebody has not agreed.
    """
    if _is_held(product.assessment) or not _may_go(product.assessment, office.pk):
        raise RuleError("desk_rule.not_agreed")
    if product.distributions.filter(to=office).exists():
        raise RuleError("desk_rule.has_it", office=office)
    deliver(product, office.pk, by=by, reason=reason)
    return product


def acknowledge(product: Any, *, by: Actor) -> Any:
    """Acknowledge a product for the actor's office."""
    for each in product.distributions.filter(to_id=by.office, state="sent"):
        records.change(each, by=by, state="acknowledged", acknowledged_at=by.now)
    settle(product, "acknowledge", by=by)
    for each in filter(None, (product.decision, *product.decision.narrower.all())):
        kept = records.every("decision").filter(first=each.first_id or each.pk)
        for level in (each, *kept):  # what is owed about a level goes on with it
            settle(level, "see_level", by=by)
    return product


def draft(_: None, *, by: Actor, **given: Any) -> Record:
    """Draft a bulletin: whoever may approve it owes that."""
    made = records.make("bulletin", by=by, **given)
    ask_all("approve", made, by=by)
    return made


def approve(bulletin: Any, *, by: Actor, state: str, languages: Any) -> Record:
    """Approve the texts of some languages; the others are marked as to follow.

    Raises:
        RuleError: one of them has no text.
    """
    approved = _approved(languages, bulletin.__dict__)
    settle(bulletin, "approve", by=by, is_all=True)
    return records.change(bulletin, by=by, state=state, approved=approved)


def correct(bulletin: Any, *, by: Actor, **given: Any) -> Record:
    """Correct a bulletin, visibly where it was told; who does approves each text that is changed.

    Raises:
        RuleError: a text that was approved is empty, or its level is in force no more.
    """
    if not holds(bulletin):
        raise RuleError("desk_rule.other_level")
    texts = {name: text for name, text in given.items() if name.startswith(TEXT)}
    changed = (n for n, text in texts.items() if text not in ("", getattr(bulletin, n)))
    new = {name.removeprefix(TEXT) for name in changed}
    approved = _approved({*new, *bulletin.approved.split()}, given)
    told = {"state": "corrected"} if bulletin.told_at else {"correction": ""}
    return records.change(bulletin, by=by, approved=approved, **(given | told))


def told(of: Any, by: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Say of a product, or of a bulletin, for whom the product of its level waits, while that holds.

    Who may not see what somebody told learns nothing of it.
    """
    if not holds(of):
        yield "desk.holds_no_more", {}
        return
    for each in _unagreed(of.decision.assessment):
        if may_see(each, by):
            yield "desk.waits_for", {"office": each.office}


def publish(bulletin: Any, *, by: Actor, state: str) -> Record:
    """Publish a bulletin at once, or at the moment that was set for it.

    Raises:
        RuleError: its level is in force no more.
    """
    if not holds(bulletin):
        raise RuleError("desk_rule.other_level")
    settle(bulletin, "publish", by=by, is_all=True)
    at = max(by.now, bulletin.publish_at or by.now)
    return records.change(bulletin, by=by, state=state, publish_at=at)


def withdraw(bulletin: Any, *, by: Actor, state: str, **given: Any) -> Record:
    """Withdraw a bulletin: visibly where it was told; else nobody outside learns of it."""
    settle(bulletin, "publish", by=by, is_all=True)
    return records.change(bulletin, by=by, state=state, **given)


def hold_back(now: dt.datetime, law: Law) -> int:
    """Hold back what is to be told of a level that is in force no more, and count it.

    Its office owes to see whether it is published or withdrawn.
    """
    due = records.every("bulletin").filter(state__in=TOLD, told_at=None, publish_at__lte=now)
    held = [each for each in due.exclude(state="withdrawn") if not holds(each)]
    for each in held:
        by = maker_of(each, now, law)
        records.outdate(records.every("bulletin").filter(pk=each.pk), state="approved")
        audit.append(at=now, action="hold_back", about_kind=each.kind, about=each.pk)
        owe("publish", each.office_id, each, due=by.on, by=by)
    return len(held)


def holds(of: Any) -> bool:
    """Say whether the decision that a bulletin or a product tells is in force, or its level since."""
    now, told = level_in_force(of.decision.scope), of.decision
    return now is not None and (now.first_id or now.pk) == (told.first_id or told.pk)


def addressees(_: Any, product: Any, __: Actor) -> Any:
    """Give the offices to which a product may be sent for a reason: none once its level holds no more."""
    return people.offices() if holds(product) else people.offices().none()


def still_held(_: Any, bulletin: Any, __: Actor) -> list[Any]:
    """Give a bulletin while what it tells holds: else there is nothing to publish or correct."""
    return [bulletin] if holds(bulletin) else []


def _approved(languages: Iterable[str], texts: Mapping[str, Any]) -> str:
    """Name the languages that are approved, each of which must have a text."""
    for language in languages:
        if not texts[f"{TEXT}{language}"]:
            raise RuleError("desk_rule.no_text", language=language)
    return " ".join(sorted(languages))


def deliver(product: Any, office: str, *, by: Actor, **why: str) -> Record:
    """Send a product to an office by an article or for a reason; it owes an acknowledgement."""
    made = records.make("distribution", by=by, state="sent", product=product, to_id=office, **why)
    # By nobody: what made it go is an event of its own, and may be hidden.
    audit.append(at=by.now, action="send", about_kind=made.kind, about=made.pk)
    owe("acknowledge", office, product, due=by.on + TO_ACKNOWLEDGE, by=by)
    return made
