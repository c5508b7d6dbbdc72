"""What can be done on the desk: each action with the states it starts from and what it asks."""

from peil.terms.rights import NEW
from peil.workflow.acting import Action
from peil.workflow.desk import deciding

DRAFTED = ("draft", "in_review")
ASSESSED = (*deciding.CARRIED, "review_by")
ASSESSMENTS = (
    Action(
        name="create",
        kind="assessment",
        starts=(NEW,),
        to="draft",
        fields=("scope", "type", "started_by", "asked_by", "begins_from", "marking"),
        do=deciding.start,
    ),
    Action(name="write", kind="assessment", starts=DRAFTED, fields=ASSESSED),
    Action(name="submit", kind="assessment", starts=("draft",), to="in_review", right="write"),
    Action(name="review", kind="assessment", starts=("in_review",), to="reviewed"),
    Action(
        name="sign",
        kind="assessment",
        starts=("reviewed",),
        to="signed",
        do=deciding.sign,
        is_raising=True,
    ),
)
SCOPES = (Action(name="create", kind="scope", starts=(NEW,), to="open", fields=("type", "name")),)
DECISIONS = (
    Action(
        name="create",
        kind="decision",
        starts=(NEW,),
        fields=("scope", "level", "reasons", "review_by", "marking"),
        do=deciding.put_level,
        is_raising=True,
    ),
    Action(
        name="keep",
        kind="decision",
        starts=("in_force", "kept"),
        fields=("review_by", "reasons"),
        do=deciding.keep,
    ),
)
ACTIONS = (*SCOPES, *ASSESSMENTS, *DECISIONS)
