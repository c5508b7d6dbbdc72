"""Telling: to whom a signed assessment goes, by which article, and what must be agreed before."""

import datetime as dt
from dataclasses import replace
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared import audit, people
from peil.store.shared.actor import Actor
from peil.terms.rights import RuleError
from peil.workflow.acting import Server
from peil.workflow.duties import owe, settle

USED = ("use", "partly")
TO_ACKNOWLEDGE = dt.timedelta(days=1)


def send(assessment: Any, decision: Record, *, by: Actor, now: dt.datetime, server: Server) -> Any:
    """Make the product of a signed assessment, with who dissents; it goes out once all agree."""
    dissent = [f"{each.office}: {each.text}" for each in assessment.dissents.order_by("created_at")]
    product = records.make(
        "product",
        by=by,
        now=now,
        state="signed",
        marking=assessment.marking,
        assessment=assessment,
        decision=decision,
        text="\n\n".join([assessment.reasons, *dissent]),
    )
    for each in _unagreed(assessment):
        owe("agree", each.office_id, each, due=now.date() + TO_ACKNOWLEDGE, by=by, now=now)
    release(assessment, by=by, now=now, server=server)
    return product


def distribute(product: Any, *, by: Actor, now: dt.datetime, server: Server) -> Any:
    """Send a product to every office to which the law sends it and that does not have it yet.

    Where it rests on an item under embargo, that is only those on which both agreed.

    Raises:
        RuleError: somebody has not agreed that what it told may go out.
    """
    assessment = product.assessment
    if _is_held(assessment):
        raise RuleError("desk_rule.not_agreed")
    has = set(product.distributions.values_list("to_id", flat=True))
    kind = f"{assessment.type}_assessment"
    for office, basis in _recipients(server, kind, assessment.started_by, now.date()).items():
        if office not in has and _may_go(assessment, office):
            deliver(product, office, basis, by=by, now=now)
    return product


def release(assessment: Any, *, by: Actor, now: dt.datetime, server: Server) -> None:
    """Send in the name of who signed what waited for an agreement, once nothing does."""
    if not _is_held(assessment):
        for product in assessment.products.filter(state="signed"):
            # Not of who agreed last: that would tell of an item.
            signer = replace(by, person=product.author_id, office=product.office_id)
            distribute(product, by=signer, now=now, server=server)


def _unagreed(assessment: Any) -> Any:
    return assessment.contributions.filter(ask_me_first=True, agreed_on=None)


def _is_held(assessment: Any) -> bool:
    """Say whether an originator has not agreed yet, or an item is to be used and not decided."""
    return bool(_unagreed(assessment) or assessment.embargoed.filter(state="given"))


def _may_go(assessment: Any, office: str) -> bool:
    """Say whether all joint decisions let what rests on an assessment go to an office."""
    used = assessment.embargoed.filter(state="decided", says__in=USED)
    return not used.exclude(recipients=office).exists()


def _recipients(server: Server, product: str, started_by: str, on: dt.date) -> dict[str, str]:
    """Give the offices that receive a product, each with the article by which it does."""
    found: dict[str, str] = {}
    for row in server.recipients:
        if (row.product, row.started_by) == (product, started_by) and row.holds_on(on):
            for office in people.offices_of(row.office):
                found.setdefault(office, f"{row.instrument} {row.article}".strip())
    return found


def add_recipient(product: Any, *, by: Actor, now: dt.datetime, office: Any, reason: str) -> Any:
    """Send a product to one more office, for a reason that stands beside it.

    Raises:
        RuleError: it has the product already, or somebody has not agreed.
    """
    if _is_held(product.assessment) or not _may_go(product.assessment, office.pk):
        raise RuleError("desk_rule.not_agreed")
    if product.distributions.filter(to=office).exists():
        raise RuleError("desk_rule.has_it", office=office)
    deliver(product, office.pk, reason, by=by, now=now)
    return product


def acknowledge(product: Any, *, by: Actor, now: dt.datetime) -> Any:
    """Acknowledge a product for the actor's office."""
    for each in product.distributions.filter(to_id=by.office, state="sent"):
        records.change(each, by=by, now=now, state="acknowledged", acknowledged_at=now)
    settle(product, "acknowledge", by=by, now=now, state="answered")
    return product


def approve(bulletin: Any, *, by: Actor, now: dt.datetime, state: str, languages: Any) -> Record:
    """Approve the texts of some languages; the others are marked as to follow.

    Raises:
        RuleError: one of them has no text.
    """
    for language in languages:
        if not getattr(bulletin, f"text_{language}"):
            raise RuleError("desk_rule.no_text", language=language)
    approved = " ".join(sorted(languages))
    return records.change(bulletin, by=by, now=now, state=state, approved=approved)


def publish(bulletin: Any, *, by: Actor, now: dt.datetime, state: str) -> Record:
    """Publish a bulletin at once, or at the moment that was set for it."""
    at = max(now, bulletin.publish_at or now)
    return records.change(bulletin, by=by, now=now, state=state, publish_at=at)


def deliver(product: Any, office: str, basis: str, *, by: Actor, now: dt.datetime) -> Record:
    """Send a product to an office, which owes an acknowledgement."""
    made = records.make(
        "distribution", by=by, now=now, state="sent", product=product, to_id=office, basis=basis
    )
    # By nobody: what made it go is an event of its own, and may be hidden.
    audit.append(audit.Entry(at=now, action="send", about_kind=made.kind, about=made.pk))
    owe("acknowledge", office, product, due=now.date() + TO_ACKNOWLEDGE, by=by, now=now)
    return made
