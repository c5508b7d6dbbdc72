"""What surrounds an assessment: remarks, dissent, what would be lost, exceptions, files and reports."""

from functools import partial
from typing import Any

from peil.store import records
from peil.store.desk.decisions import WIDEST
from peil.store.desk.fields import DRAFTED, PLACES, UNSIGNED
from peil.store.record import Record
from peil.store.shared import people
from peil.store.shared.actor import Actor
from peil.terms.rights import RuleError
from peil.workflow.acting import Action
from peil.workflow.desk.deciding import lowering_of
from peil.workflow.duties import ask_all, settle


def remark(assessment: Record, *, by: Actor, text: str) -> Record:
    """Make a remark on an assessment, which another must settle."""
    records.make("remark", by=by, state="open", assessment=assessment, text=text)
    return assessment


def except_scope(exception: Any, *, by: Actor, scope: Any, **given: Any) -> Record:
    """Draft another level for a narrower scope, or change the draft: whoever reviews it looks anew.

    Raises:
        RuleError: the scope is no narrower one or has an exception already, or the assessment was
            reviewed since.
    """
    assessment = given.get("assessment") or exception.assessment
    own = assessment.scope.type
    wider = PLACES[: PLACES.index(own)] if own in PLACES else (WIDEST,)
    if scope.type in (WIDEST, *wider) or scope.pk == assessment.scope_id:
        raise RuleError("desk_rule.not_narrower", scope=scope)
    others = assessment.exceptions.exclude(pk=exception and exception.pk)
    if others.filter(scope=scope).exists():
        raise RuleError("desk_rule.excepted", scope=scope)
    if assessment.state not in DRAFTED:
        raise RuleError("desk_rule.reviewed")
    records.change(assessment, by=by)
    if exception is None:
        return records.make("level_exception", by=by, scope=scope, **given)
    return records.change(exception, by=by, scope=scope, **given)


def dissent(_: None, *, by: Actor, assessment: Any, **given: Any) -> Record:
    """Dissent from an assessment: whoever signs it looks anew."""
    if assessment.state == "reviewed":
        records.change(assessment, by=by)
    return records.make("dissent", by=by, assessment=assessment, **given)


def finish(statement: Any, *, by: Actor, **given: Any) -> Record:
    """Finish what is said to be lost: whoever may attach it owes that."""
    done = records.change(statement, by=by, **given)
    settle(statement.assessment, "supply_statement", by=by, is_all=True)
    ask_all("attach", done, by=by)
    return done


def attach(statement: Any, *, by: Actor, **given: Any) -> Record:
    """Attach a statement, or set it aside: for the lowering as it stands, and for no other.

    Whoever signs the assessment looks anew.
    """
    if statement.assessment.state == "reviewed":
        records.change(statement.assessment, by=by)
    settle(statement, "attach", by=by, is_all=True)
    settle(statement.assessment, "supply_statement", by=by, is_all=True)
    lowering = lowering_of(statement.assessment)
    return records.change(statement, by=by, lowering=lowering, **given)


def send_report(report: Any, *, by: Actor, state: str) -> Record:
    """Send a report of activities to those whom the law names."""
    due = (each for each in by.law.recipients if each.product == "activity_report")
    groups = {each.office for each in due if each.holds_on(by.on)}
    report.recipients.set({code for group in groups for code in people.offices_of(group)})
    return records.change(report, by=by, state=state)


a_statement = partial(Action, kind="consequence_statement")
an_exception = partial(Action, kind="level_exception")
a_file = partial(Action, kind="working_file")
a_report = partial(Action, kind="activity_report")
REMARKS = (
    Action("remark", DRAFTED, kind="assessment", makes="remark", made=("text",), do=remark),
    Action("settle", ("open",), kind="remark", to="settled", asks=("answer",)),
    Action(
        "create",
        kind="dissent",
        to="given",
        fields=("assessment", "text"),
        within=UNSIGNED,
        do=dissent,
    ),
)
STATEMENTS = (
    a_statement("create", to="draft", fields=("assessment", "text"), within=UNSIGNED),
    a_statement("write", ("draft",), fields=("text",)),
    a_statement("answer", ("draft",), to="answered", asks=("text",), do=finish, right="write"),
    a_statement("attach", ("answered",), to="attached", do=attach),
    a_statement("override", ("draft", "answered"), to="overridden", do=attach),
)
EXCEPTED = ("scope", "level", "until", "reason")
EXCEPTIONS = (
    an_exception(
        "create", to="draft", fields=("assessment", *EXCEPTED), within=DRAFTED, do=except_scope
    ),
    an_exception("write", ("draft",), fields=EXCEPTED, do=except_scope),
)
REPORT = ("marking", "title", "text")
FILES = (
    a_file("create", to="open", fields=("purpose",)),
    a_file("close", ("open",), to="closed", asks=("keeps", "destroys")),
    a_report("create", to="draft", fields=REPORT),
    a_report("write", ("draft",), fields=REPORT),
    a_report("send", ("draft",), to="sent", do=send_report),
)
