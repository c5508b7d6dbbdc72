"""Asking services: requests with a due day and what may be answered, and what services contribute."""

import datetime as dt
from functools import partial
from typing import Any

from peil.store import records
from peil.store.desk.fields import ANSWERABLE, DRAFTED
from peil.store.record import Record
from peil.store.shared import people
from peil.store.shared.actor import Actor
from peil.terms.rights import NEW, RuleError
from peil.workflow.acting import Action, Server
from peil.workflow.desk.telling import release
from peil.workflow.duties import NEXT_DAY, due_in, move, owe, settle

TO_ANSWER = 5
"""Working days within which a service answers unless a day is named."""
GIVEN = ("marking", "text", "valence", "ask_me_first")
"""What a service fills in of a contribution."""


def ask(
    _: None,
    *,
    server: Server,
    by: Actor,
    now: dt.datetime,
    to: Any,
    due: dt.date | None = None,
    **given: Any,
) -> Record:
    """Ask a service, which owes an answer by a day.

    Raises:
        RuleError: nobody answers for that office, or the day is past.
    """
    if not people.holding(now.date(), roles=("service_contact",), office=to.pk).exists():
        raise RuleError("desk_rule.no_contact", office=to)
    check_day(due, now)
    day = {"due": due, "reckoned": ""} if due else due_in(TO_ANSWER, server.country, now)
    made = records.make("request", by=by, now=now, to=to, due=day["due"], **given)
    owe("answer", to.pk, made, by=by, now=now, **day)
    return made


def ask_urgently(_: None, *, now: dt.datetime, reason: str = "", **given: Any) -> Record:
    """Ask a service that must answer at once."""
    return ask(_, now=now, due=now.date(), is_urgent=True, urgent_because=reason, **given)


def urge(
    request: Any, *, by: Actor, now: dt.datetime, state: str, reason: str = "", **_: Any
) -> Record:
    """Ask for an answer at once to what was asked before."""
    values = {"due": now.date(), "is_urgent": True, "urgent_because": reason}
    move(request, "answer", now.date(), by=by, now=now)
    return records.change(request, by=by, now=now, state=state, **values)


def see(request: Any, *, by: Actor, now: dt.datetime, state: str) -> Record:
    """Note that the office that was asked has seen it."""
    settle(request, "answer", by=by, now=now, state=state)
    return records.change(request, by=by, now=now, state=state)


def answer(
    request: Any, *, server: Server, by: Actor, now: dt.datetime, state: str, **given: Any
) -> Record:
    """Answer with a contribution, which the office that asked grades."""
    made = records.make(
        "contribution",
        by=by,
        now=now,
        state="given",
        request=request,
        assessment=request.assessment,
        **given,
    )
    _settle(request, by=by, now=now)
    owe("grade", request.office_id, made, by=by, now=now, **_next_day(server, now))
    return records.change(request, by=by, now=now, state=state)


def know_nothing(request: Any, *, by: Actor, now: dt.datetime, state: str) -> Record:
    """Answer that nothing is known."""
    _settle(request, by=by, now=now)
    return records.change(request, by=by, now=now, state=state, knows_nothing=True)


def decline(request: Any, *, by: Actor, now: dt.datetime, state: str, **given: Any) -> Record:
    """Decline, with a ground."""
    _settle(request, by=by, now=now, state=state)
    return records.change(request, by=by, now=now, state=state, **given)


def ask_back(
    request: Any, *, server: Server, by: Actor, now: dt.datetime, state: str, **given: Any
) -> Record:
    """Ask something back, or for time: the office that asked owes a reply.

    Raises:
        RuleError: the day until which time is wanted is past.
    """
    check_day(given.get("wants_until"), now)
    owe("reply", request.office_id, request, by=by, now=now, **_next_day(server, now))
    return records.change(request, by=by, now=now, state=state, **given)


def reply(
    request: Any, *, by: Actor, now: dt.datetime, state: str, due: dt.date | None, **given: Any
) -> Record:
    """Reply to what was asked back, and say by which day the answer is due now.

    Raises:
        RuleError: that day is past.
    """
    check_day(due, now)
    settle(request, "reply", by=by, now=now)
    day = due or request.due
    move(request, "answer", day, by=by, now=now)
    return records.change(request, by=by, now=now, state=state, due=day, **given)


def give(contribution: Any, *, server: Server, by: Actor, now: dt.datetime, state: str) -> Record:
    """Give what was written unasked; each office that grades owes a grade."""
    done = records.change(contribution, by=by, now=now, state=state)
    graders = people.holding(
        now.date(), roles=server.rights.roles("grade", "contribution", now.date())
    )
    for office in sorted({people.office_of(each, now.date()) for each in graders}):
        owe("grade", office, done, by=by, now=now, **_next_day(server, now))
    return done


def grade(contribution: Any, *, by: Actor, now: dt.datetime, state: str, **given: Any) -> Record:
    """Grade source and content apart, and say for which assessment it is.

    Raises:
        RuleError: it belongs to another assessment.
    """
    if contribution.assessment and given.get("assessment") != contribution.assessment:
        raise RuleError("desk_rule.belongs", assessment=contribution.assessment)
    settle(contribution, "grade", by=by, now=now)
    return records.change(contribution, by=by, now=now, state=state, **given)


def agree(contribution: Any, *, server: Server, by: Actor, now: dt.datetime) -> Record:
    """Agree that what rests on a contribution is sent; the last to agree lets it go.

    Raises:
        RuleError: nobody need agree, or its office has.
    """
    _check_asked(contribution)
    settle(contribution, "agree", by=by, now=now)
    settle(contribution, "supply_without", by=by, now=now, is_all=True)
    agreed = records.change(contribution, by=by, now=now, agreed_on=now.date())
    if contribution.assessment:
        release(contribution.assessment, by=by, now=now, server=server)
    return agreed


def refuse(contribution: Any, *, by: Actor, now: dt.datetime, reason: str) -> Record:
    """Refuse that what rests on a contribution is sent; who signed that is asked to do without it.

    Raises:
        RuleError: nobody need agree, or its office has.
    """
    _check_asked(contribution)
    settle(contribution, "agree", by=by, now=now, state="declined")
    settle(contribution, "supply_without", by=by, now=now, is_all=True)
    refused = records.change(contribution, by=by, now=now, reason=reason)
    waiting = records.every("product").filter(assessment__contributions=contribution)
    for office in set(waiting.values_list("office", flat=True)):
        owe("supply_without", office, refused, due=now.date(), by=by, now=now)
    return refused


def _check_asked(contribution: Any) -> None:
    if not contribution.ask_me_first or contribution.agreed_on:
        raise RuleError("desk_rule.nothing_to_agree")


def _settle(request: Any, *, by: Actor, now: dt.datetime, state: str = "answered") -> None:
    """Settle what is owed about a request that was answered, were a reply still owed to it."""
    settle(request, "answer", by=by, now=now, state=state)
    settle(request, "reply", by=by, now=now, is_all=True)


def check_day(due: dt.date | None, now: dt.datetime) -> None:
    """Refuse a day that is past.

    Raises:
        RuleError: it is.
    """
    if due is not None and due < now.date():
        raise RuleError("desk_rule.due_past", day=due)


def _next_day(server: Server, now: dt.datetime) -> Any:
    return due_in(NEXT_DAY, server.country, now)


a_request = partial(Action, kind="request")
a_contribution = partial(Action, kind="contribution")
ASKED = ("assessment", "to", "question")
REQUESTS = (
    a_request(
        name="create",
        starts=(NEW,),
        to="open",
        fields=(*ASKED, "due"),
        within=DRAFTED,
        do=ask,
        by_law=True,
    ),
    a_request(
        name="create_urgent",
        starts=(NEW,),
        to="open",
        fields=ASKED,
        within=DRAFTED,
        do=ask_urgently,
        by_law=True,
        right="urge",
    ),
    a_request(name="see", starts=("open",), to="seen", do=see, is_look=True, right="answer"),
    a_request(
        name="answer",
        starts=ANSWERABLE,
        to="answered",
        makes="contribution",
        made=GIVEN,
        do=answer,
        by_law=True,
    ),
    a_request(
        name="know_nothing", starts=ANSWERABLE, to="answered", do=know_nothing, right="answer"
    ),
    a_request(
        name="ask_back",
        starts=("open", "seen", "more_time", "overdue"),
        to="asked_back",
        asks=("asks_back",),
        do=ask_back,
        by_law=True,
    ),
    a_request(
        name="ask_time",
        starts=("open", "seen", "asked_back", "overdue"),
        to="more_time",
        asks=("wants_until", "reason"),
        do=ask_back,
        by_law=True,
    ),
    a_request(
        name="decline",
        starts=ANSWERABLE,
        to="declined",
        fields=("ground", "reason"),
        asks=("ground",),
        do=decline,
    ),
    a_request(
        name="reply",
        starts=("asked_back", "more_time"),
        to="open",
        fields=("explained", "due"),
        do=reply,
    ),
    a_request(name="urge", starts=ANSWERABLE, to="open", do=urge),
)
CONTRIBUTIONS = (
    a_contribution(name="create", starts=(NEW,), to="draft", fields=GIVEN),
    a_contribution(name="write", starts=("draft",), fields=GIVEN),
    a_contribution(name="give", starts=("draft",), to="given", do=give, by_law=True, right="write"),
    a_contribution(
        name="grade",
        starts=("given", "graded"),
        to="graded",
        fields=("assessment", "reliability", "credibility"),
        asks=("reliability", "credibility"),
        do=grade,
    ),
    a_contribution(name="agree", starts=("given", "graded"), do=agree, by_law=True),
    a_contribution(
        name="refuse", starts=("given", "graded"), asks=("reason",), do=refuse, right="agree"
    ),
)
