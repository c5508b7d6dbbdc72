"""Telling: to whom a signed assessment goes, by which article, and what must be agreed before."""

import datetime as dt
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared.actor import Actor
from peil.terms.rights import Recipient
from peil.workflow.duties import owe

TO_ACKNOWLEDGE = dt.timedelta(days=1)


def send(assessment: Any, decision: Record, *, by: Actor, now: dt.datetime) -> Record:
    """Make the product of a signed assessment; it goes out once every originator agrees."""
    product = records.make(
        "product",
        by=by,
        now=now,
        state="signed",
        marking=assessment.marking,
        assessment=assessment,
        decision=decision,
        text=assessment.reasons,
    )
    waiting = assessment.contributions.filter(ask_me_first=True, agreed_on=None)
    for each in waiting:
        owe("agree", each.office_id, each, due=now.date() + TO_ACKNOWLEDGE, by=by, now=now)
    return product


def deliver(product: Any, office: str, basis: str, *, by: Actor, now: dt.datetime) -> Record:
    """Send a product to an office, which owes an acknowledgement."""
    made = records.make(
        "distribution", by=by, now=now, state="sent", product=product, to_id=office, basis=basis
    )
    owe("acknowledge", office, product, due=now.date() + TO_ACKNOWLEDGE, by=by, now=now)
    return made


def basis_of(recipient: Recipient) -> str:
    """Write by which article an office receives a product."""
    return f"{recipient.instrument} {recipient.article}".strip()
