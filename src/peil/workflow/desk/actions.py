"""What can be done on the desk: each action with the states it starts from and what it asks."""

from functools import partial

from peil.store.desk.fields import DRAFTED
from peil.workflow import accounts
from peil.workflow.acting import Action
from peil.workflow.desk import deciding, embargo, entering, telling
from peil.workflow.desk.asking import CONTRIBUTIONS, REQUESTS
from peil.workflow.desk.judging import ASKS, JUDGEMENTS, told
from peil.workflow.desk.reviewing import EXCEPTIONS, FILES, REMARKS, STATEMENTS
from peil.workflow.duties import DUTIES

ASSESSED = (*deciding.CARRIED, "review_by")
an_assessment = partial(Action, kind="assessment")
ASSESSMENTS = (
    an_assessment(
        "create",
        to="draft",
        fields=("scope", "type", "started_by", "asked_by", "begins_from", "marking"),
        do=deciding.start,
    ),
    an_assessment("write", DRAFTED, fields=ASSESSED),
    an_assessment("submit", ("draft",), to="in_review", right="write", do=deciding.submit),
    an_assessment("review", ("in_review",), to="reviewed", do=deciding.review),
    an_assessment("reopen", ("reviewed",), to="draft", do=deciding.reopen),
    an_assessment("sign", ("reviewed",), to="signed", do=deciding.sign, is_raising=True),
)
a_scope = partial(Action, kind="scope")
SCOPES = (
    a_scope("create", to="open", fields=("type", "name"), do=entering.add_scope),
    a_scope("enter", asks=("file",), do=entering.enter),
)
a_decision = partial(Action, kind="decision")
DECISIONS = (
    a_decision(
        "create",
        fields=("scope", "level", "reasons", "review_by", "marking"),
        do=deciding.put_level,
        is_raising=True,
    ),
    a_decision("keep", ("in_force", "kept"), asks=("review_by", "reasons"), do=deciding.keep),
)
a_measure = partial(Action, kind="measure")
MEASURES = (
    a_measure(
        "create",
        to="draft",
        fields=("decision", "text", "until", "reason", "marking"),
        within=("in_force", "kept"),
    ),
    a_measure("write", ("draft",), fields=("text", "until", "reason")),
    a_measure("decide", ("draft",), to="decided"),
    a_measure("end", ("decided",), to="ended"),
    Action("create", kind="advice", to="given", fields=("measure", "text"), within=("draft",)),
)
a_product = partial(Action, kind="product")
PRODUCTS = (
    a_product(
        "distribute",
        ("signed",),
        among=lambda _, product, by: telling.lacking(product, by),
        do=telling.distribute,
    ),
    a_product(
        "add_recipient",
        ("signed",),
        asks=("office",),
        among=telling.addressees,
        do=telling.add_recipient,
    ),
    a_product("acknowledge", ("signed",), do=telling.acknowledge),
)
TEXTS = ("text_en", "text_fr", "text_nl", "text_de")
a_bulletin = partial(Action, kind="bulletin")
BULLETINS = (
    a_bulletin("create", to="draft", fields=("decision", *TEXTS, "publish_at"), do=telling.draft),
    a_bulletin("write", ("draft",), fields=(*TEXTS, "publish_at")),
    a_bulletin("approve", ("draft",), to="approved", asks=("languages",), do=telling.approve),
    a_bulletin(
        "publish", ("approved",), to="published", among=telling.still_held, do=telling.publish
    ),
    a_bulletin(
        "correct",
        ("published", "corrected"),
        fields=TEXTS,
        asks=("correction",),
        among=telling.still_held,
        do=telling.correct,
    ),
    a_bulletin(
        "withdraw", ("approved", "published", "corrected"), to="withdrawn", do=telling.withdraw
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
    "product": telling.told,
}
"""What is computed about records of a kind when they are shown."""
