"""What can be done on the desk: each action with the states it starts from and what it asks."""

from peil.store.desk.fields import DRAFTED
from peil.terms.rights import NEW
from peil.workflow import accounts
from peil.workflow.acting import Action
from peil.workflow.desk import deciding, embargo, entering, telling
from peil.workflow.desk.asking import CONTRIBUTIONS, REQUESTS
from peil.workflow.desk.judging import ASKS, JUDGEMENTS, told
from peil.workflow.desk.reviewing import EXCEPTIONS, FILES, REMARKS, STATEMENTS
from peil.workflow.duties import DUTIES

ASSESSED = (*deciding.CARRIED, "review_by")
ASSESSMENTS = (
    Action(
        name="create",
        kind="assessment",
        starts=(NEW,),
        to="draft",
        fields=("scope", "type", "started_by", "asked_by", "begins_from", "marking"),
        do=deciding.start,
        by_law=True,
    ),
    Action(name="write", kind="assessment", starts=DRAFTED, fields=ASSESSED),
    Action(
        name="submit",
        kind="assessment",
        starts=("draft",),
        to="in_review",
        right="write",
        do=deciding.submit,
        by_law=True,
    ),
    Action(
        name="review",
        kind="assessment",
        starts=("in_review",),
        to="reviewed",
        do=deciding.review,
        by_law=True,
    ),
    Action(
        name="reopen",
        kind="assessment",
        starts=("reviewed",),
        to="draft",
        do=deciding.reopen,
    ),
    Action(
        name="sign",
        kind="assessment",
        starts=("reviewed",),
        to="signed",
        do=deciding.sign,
        by_law=True,
        is_raising=True,
    ),
)
SCOPES = (
    Action(
        name="create",
        kind="scope",
        starts=(NEW,),
        to="open",
        fields=("type", "name"),
        do=entering.add_scope,
    ),
    Action(
        name="enter", kind="scope", starts=(NEW,), asks=("file",), do=entering.enter, by_law=True
    ),
)
DECISIONS = (
    Action(
        name="create",
        kind="decision",
        starts=(NEW,),
        fields=("scope", "level", "reasons", "review_by", "marking"),
        do=deciding.put_level,
        by_law=True,
        is_raising=True,
    ),
    Action(
        name="keep",
        kind="decision",
        starts=("in_force", "kept"),
        asks=("review_by", "reasons"),
        do=deciding.keep,
    ),
)
MEASURES = (
    Action(
        name="create",
        kind="measure",
        starts=(NEW,),
        to="draft",
        fields=("decision", "text", "until", "reason", "marking"),
        within=("in_force", "kept"),
    ),
    Action(name="write", kind="measure", starts=("draft",), fields=("text", "until", "reason")),
    Action(name="decide", kind="measure", starts=("draft",), to="decided"),
    Action(name="end", kind="measure", starts=("decided",), to="ended"),
    Action(
        name="create",
        kind="advice",
        starts=(NEW,),
        to="given",
        fields=("measure", "text"),
        within=("draft",),
    ),
)
PRODUCTS = (
    Action(
        name="distribute",
        kind="product",
        starts=("signed",),
        among=telling.lacking,
        do=telling.distribute,
        by_law=True,
    ),
    Action(
        name="add_recipient",
        kind="product",
        starts=("signed",),
        asks=("office",),
        do=telling.add_recipient,
    ),
    Action(name="acknowledge", kind="product", starts=("signed",), do=telling.acknowledge),
)
TEXTS = ("text_en", "text_fr", "text_nl", "text_de")
BULLETINS = (
    Action(
        name="create",
        kind="bulletin",
        starts=(NEW,),
        to="draft",
        fields=("decision", *TEXTS, "publish_at"),
        do=telling.draft,
        by_law=True,
    ),
    Action(name="write", kind="bulletin", starts=("draft",), fields=(*TEXTS, "publish_at")),
    Action(
        name="approve",
        kind="bulletin",
        starts=("draft",),
        to="approved",
        asks=("languages",),
        do=telling.approve,
    ),
    Action(
        name="publish",
        kind="bulletin",
        starts=("approved",),
        to="published",
        do=telling.publish,
    ),
    Action(
        name="correct",
        kind="bulletin",
        starts=("published", "corrected"),
        fields=TEXTS,
        asks=("correction",),
        do=telling.correct,
    ),
    Action(
        name="withdraw",
        kind="bulletin",
        starts=("approved", "published", "corrected"),
        to="withdrawn",
        do=telling.withdraw,
    ),
)
ACTIONS = (
    *accounts.ACCOUNTS,
    *DUTIES,
    *SCOPES,
    *ASSESSMENTS,
    *ASKS,
    *REMARKS,
    *STATEMENTS,
    *EXCEPTIONS,
    *DECISIONS,
    *REQUESTS,
    *CONTRIBUTIONS,
    *JUDGEMENTS,
    *embargo.EMBARGOED,
    *FILES,
    *MEASURES,
    *PRODUCTS,
    *BULLETINS,
)
TELLS = {
    "account": accounts.told,
    "assessment": deciding.told,
    "decision": deciding.told_of_level,
    "judgement": told,
    "embargoed_item": embargo.told,
    "bulletin": telling.told,
}
"""What is computed about records of a kind when they are shown."""
