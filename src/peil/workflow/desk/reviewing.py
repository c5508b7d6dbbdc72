"""What surrounds an assessment: remarks, dissent, what would be lost, exceptions, files and reports."""

import datetime as dt
from typing import Any

from peil.store import records
from peil.store.record import Record
from peil.store.shared import people
from peil.store.shared.actor import Actor
from peil.terms.errors import RuleError
from peil.terms.rights import NEW
from peil.workflow.acting import Action, Server

DRAFTED = ("draft", "in_review")
UNSIGNED = (*DRAFTED, "reviewed")
WIDEST = "country"


def remark(assessment: Record, *, by: Actor, now: dt.datetime, text: str) -> Record:
    """Make a remark on an assessment, which another must settle."""
    records.make("remark", by=by, now=now, state="open", assessment=assessment, text=text)
    return assessment


def except_scope(
    exception: Any, *, by: Actor, now: dt.datetime, scope: Any, **given: Any
) -> Record:
    """Draft another level for a narrower scope, or change the draft.

    Raises:
        RuleError: the scope is no narrower one, or the assessment was reviewed since.
    """
    assessment = given.get("assessment") or exception.assessment
    if scope.type == WIDEST or scope.pk == assessment.scope_id:
        raise RuleError("desk_rule.not_narrower", scope=scope)
    if assessment.state not in DRAFTED:
        raise RuleError("desk_rule.reviewed")
    if exception is None:
        return records.make("level_exception", by=by, now=now, scope=scope, **given)
    return records.change(exception, by=by, now=now, scope=scope, **given)


def send_report(report: Any, *, server: Server, by: Actor, now: dt.datetime, state: str) -> Record:
    """Send a report of activities to those whom the law names."""
    due = (each for each in server.recipients if each.product == "activity_report")
    groups = {each.office for each in due if each.holds_on(now.date())}
    report.recipients.set({code for group in groups for code in people.offices_of(group)})
    return records.change(report, by=by, now=now, state=state)


REMARKS = (
    Action(
        name="remark",
        kind="assessment",
        starts=DRAFTED,
        makes="remark",
        made=("text",),
        do=remark,
    ),
    Action(
        name="settle",
        kind="remark",
        starts=("open",),
        to="settled",
        asks=("answer",),
    ),
    Action(
        name="create",
        kind="dissent",
        starts=(NEW,),
        to="given",
        fields=("assessment", "text"),
        within=UNSIGNED,
    ),
)
STATEMENTS = (
    Action(
        name="create",
        kind="consequence_statement",
        starts=(NEW,),
        to="draft",
        fields=("assessment", "text"),
        within=UNSIGNED,
    ),
    Action(name="write", kind="consequence_statement", starts=("draft",), fields=("text",)),
    Action(
        name="answer",
        kind="consequence_statement",
        starts=("draft",),
        to="answered",
        asks=("text",),
        right="write",
    ),
    Action(name="attach", kind="consequence_statement", starts=("answered",), to="attached"),
    Action(
        name="override",
        kind="consequence_statement",
        starts=("draft", "answered"),
        to="overridden",
    ),
)
EXCEPTED = ("scope", "level", "until", "reason")
EXCEPTIONS = (
    Action(
        name="create",
        kind="level_exception",
        starts=(NEW,),
        to="draft",
        fields=("assessment", *EXCEPTED),
        within=DRAFTED,
        do=except_scope,
    ),
    Action(
        name="write",
        kind="level_exception",
        starts=("draft",),
        fields=EXCEPTED,
        do=except_scope,
    ),
)
REPORT = ("marking", "title", "text")
FILES = (
    Action(name="create", kind="working_file", starts=(NEW,), to="open", fields=("purpose",)),
    Action(
        name="close",
        kind="working_file",
        starts=("open",),
        to="closed",
        asks=("keeps", "destroys"),
    ),
    Action(name="create", kind="activity_report", starts=(NEW,), to="draft", fields=REPORT),
    Action(name="write", kind="activity_report", starts=("draft",), fields=REPORT),
    Action(
        name="send",
        kind="activity_report",
        starts=("draft",),
        to="sent",
        do=send_report,
        by_law=True,
    ),
)
