"""Asking services: requests with a due day and what may be answered, and what services contribute."""

import datetime as dt
from functools import partial
from typing import Any

from peil.store import records
from peil.store.desk.fields import ANSWERABLE, DRAFTED
from peil.store.record import Record
from peil.store.shared import people
from peil.store.shared.actor import Actor, beside
from peil.terms.rights import RuleError
from peil.workflow.acting import Action
from peil.workflow.desk.telling import release
from peil.workflow.duties import move, owe, settle, working_days_after

TO_ANSWER = 5
"""Working days within which a service answers unless a day is named."""
GIVEN = ("marking", "text", "valence", "ask_me_first")
"""What a service fills in of a contribution."""


def ask(_: None, *, by: Actor, to: Any, due: dt.date | None = None, **given: Any) -> Record:
    """Ask a service, which owes an answer by a day.

    Raises:
        RuleError: nobody answers for that office.
    """
    if not people.holding(by.on, roles=("service_contact",), office=to.pk).exists():
        raise RuleError("desk_rule.no_contact", office=to)
    day = due or working_days_after(by.on, TO_ANSWER, by.law.country)
    made = records.make("request", by=by, to=to, due=day, **given)
    owe("answer", to.pk, made, by=by, due=due, within=TO_ANSWER)
    return made


def ask_urgently(_: None, *, by: Actor, reason: str = "", **given: Any) -> Record:
    """Ask a service that must answer at once."""
    return ask(_, by=by, due=by.on, is_urgent=True, urgent_because=reason, **given)


def urge(request: Any, *, by: Actor, state: str, reason: str = "", **_: Any) -> Record:
    """Ask for an answer at once to what was asked before."""
    values = {"due": by.on, "is_urgent": True, "urgent_because": reason}
    move(request, "answer", by.on, by=by)
    settle(request, "reply", by=by, is_all=True)
    return records.change(request, by=by, state=state, **values)


def see(request: Any, *, by: Actor, state: str) -> Record:
    """Note that the office that was asked has seen it."""
    settle(request, "answer", by=by, state=state)
    return records.change(request, by=by, state=state)


def answer(request: Any, *, by: Actor, state: str, **given: Any) -> Record:
    """Answer with a contribution, which the office that asked grades."""
    of = {"request": request, "assessment": request.assessment}
    made = records.make("contribution", by=by, state="given", **of, **given)
    _settle(request, by=by, state=state)
    owe("grade", request.office_id, made, by=by)
    return records.change(request, by=by, state=state)


def tell_nothing(request: Any, *, by: Actor, state: str, **given: Any) -> Record:
    """Answer that nothing is known, or decline with a ground."""
    _settle(request, by=by, state=state)
    knows_nothing = state == "answered"
    return records.change(request, by=by, state=state, knows_nothing=knows_nothing, **given)


def ask_back(request: Any, *, by: Actor, state: str, **given: Any) -> Record:
    """Ask something back, or for time: the office that asked owes a reply."""
    owe("reply", request.office_id, request, by=by)
    if "asks_back" in given:
        given["explained"] = ""  # what was said to an earlier question is no word to this one
    return records.change(request, by=by, state=state, **given)


def reply(request: Any, *, by: Actor, state: str, due: dt.date, **given: Any) -> Record:
    """Reply to what was asked back, and say by which day the answer is due.

    Raises:
        RuleError: what was asked back gets no word.
    """
    if request.asks_back and not given["explained"]:
        raise RuleError("desk_rule.says_nothing")
    settle(request, "reply", by=by)
    move(request, "answer", due, by=by)
    return records.change(request, by=by, state=state, due=due, wants_until=None, **given)


def _wished(request: Any) -> dict[str, Any]:
    """Give the day that was wished and that no reply has answered yet."""
    return {"due": request.wants_until} if request.wants_until else {}


def give(contribution: Any, *, by: Actor, state: str) -> Record:
    """Give what was written unasked; each office that grades owes a grade."""
    done = records.change(contribution, by=by, state=state)
    graders = people.holding(by.on, roles=by.law.rights.roles("grade", "contribution", by.on))
    for office in sorted({beside(each, by).office for each in graders}):
        owe("grade", office, done, by=by)
    return done


def grade(contribution: Any, *, by: Actor, state: str, **given: Any) -> Record:
    """Grade source and content apart, and say for which assessment it is.

    Raises:
        RuleError: it belongs to another assessment.
    """
    if contribution.assessment and given.get("assessment") != contribution.assessment:
        raise RuleError("desk_rule.belongs", assessment=contribution.assessment)
    settle(contribution, "grade", by=by)
    return records.change(contribution, by=by, state=state, **given)


def agree(contribution: Any, *, by: Actor) -> Record:
    """Agree that what rests on a contribution is sent; the last to agree lets it go.

    Raises:
        RuleError: nobody need agree, or its office has.
    """
    _check_asked(contribution)
    settle(contribution, "agree", by=by)
    settle(contribution, "supply_without", by=by, is_all=True)
    agreed = records.change(contribution, by=by, agreed_on=by.on)
    if contribution.assessment:
        release(contribution.assessment, by=by)
    return agreed


def refuse(contribution: Any, *, by: Actor, reason: str) -> Record:
    """Refuse that what rests on a contribution is sent; who signed that is asked to do without it.

    Raises:
        RuleError: nobody need agree, or its office has.
    """
    _check_asked(contribution)
    settle(contribution, "agree", by=by, state="declined")
    settle(contribution, "supply_without", by=by, is_all=True)
    refused = records.change(contribution, by=by, reason=reason)
    waiting = records.every("product").filter(assessment__contributions=contribution)
    for office in set(waiting.values_list("office", flat=True)):
        owe("supply_without", office, refused, due=by.on, by=by)
    return refused


def _check_asked(contribution: Any) -> None:
    if not contribution.ask_me_first or contribution.agreed_on:
        raise RuleError("desk_rule.nothing_to_agree")


def _settle(request: Any, *, by: Actor, state: str) -> None:
    """Settle what is owed about a request that was answered, were a reply still owed to it."""
    settle(request, "answer", by=by, state=state)
    settle(request, "reply", by=by, is_all=True)


a_request = partial(Action, kind="request")
a_contribution = partial(Action, kind="contribution")
ASKED = ("assessment", "to", "question")
REQUESTS = (
    a_request("create", to="open", fields=(*ASKED, "due"), within=DRAFTED, do=ask),
    a_request(
        "create_urgent", to="open", fields=ASKED, within=DRAFTED, do=ask_urgently, right="urge"
    ),
    a_request("see", ("open",), to="seen", do=see, is_look=True, right="answer"),
    a_request("answer", ANSWERABLE, to="answered", makes="contribution", made=GIVEN, do=answer),
    a_request("know_nothing", ANSWERABLE, to="answered", do=tell_nothing, right="answer"),
    a_request(
        "ask_back",
        ("open", "seen", "more_time", "overdue"),
        to="asked_back",
        asks=("asks_back",),
        do=ask_back,
    ),
    a_request(
        "ask_time",
        ("open", "seen", "asked_back", "overdue"),
        to="more_time",
        asks=("wants_until", "reason"),
        do=ask_back,
    ),
    a_request(
        "decline",
        ANSWERABLE,
        to="declined",
        fields=("ground", "reason"),
        asks=("ground",),
        do=tell_nothing,
    ),
    a_request(
        "reply",
        ("asked_back", "more_time"),
        to="open",
        fields=("explained", "due"),
        asks=("due",),
        filled=_wished,
        do=reply,
    ),
    a_request("urge", ANSWERABLE, to="open", do=urge),
)
CONTRIBUTIONS = (
    a_contribution("create", to="draft", fields=GIVEN),
    a_contribution("write", ("draft",), fields=GIVEN),
    a_contribution("give", ("draft",), to="given", do=give, right="write"),
    a_contribution(
        "grade",
        ("given", "graded"),
        to="graded",
        fields=("assessment", "reliability", "credibility"),
        asks=("reliability", "credibility"),
        do=grade,
    ),
    a_contribution("agree", ("given", "graded"), do=agree),
    a_contribution("refuse", ("given", "graded"), asks=("reason",), do=refuse, right="agree"),
)
