"""Judging in two rounds: people are asked, each answers alone, and again once the first is pooled."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from peil.decide.judgement import DISCUSSED, PRIVATE, Judgement, questions_known
from peil.decide.judgement_account import QuestionAccount, account_for
from peil.store import records
from peil.store.desk.fields import DRAFTED
from peil.store.record import Record
from peil.store.shared import people
from peil.store.shared.actor import Actor
from peil.terms.rights import RuleError
from peil.workflow.acting import Action
from peil.workflow.duties import owe, settle

LEVELS = (0, 1)
"""A question is answered by yes or no: whether the one level above the lowest is reached."""
FIELDS = {"round_1": "probability", "round_2": "revised"}
NEXT = {"round_1": "round_2", "round_2": "told"}
LEFT_OUT = "left_out"
TO_JUDGE = 2
"""Working days for each round."""


def ask(assessment: Record, *, by: Actor, question: str, people: Iterable[Any]) -> Record:
    """Ask people how likely they hold something; each owes an answer that only they see.

    Raises:
        RuleError: the question was asked before.
    """
    if records.every("judgement").filter(assessment=assessment, question=question).exists():
        raise RuleError("desk_rule.asked_already")
    of = {"assessment": assessment, "question": question, "state": "round_1"}
    for person in people:
        made = records.make("judgement", by=by, person=person, **of)
        _owe(made, by)
    return assessment


def judge(judgement: Any, *, by: Actor, **given: Any) -> Record:
    """Answer in the round that runs; the last answer ends it for all."""
    said = records.change(judgement, by=by, **given)
    settle(said, "judge", by=by)
    asked = _asked(judgement)
    if not asked.filter(**{FIELDS[said.state]: None}).exists():
        _go_on(asked, by)
        said.refresh_from_db()
    return said


def end_rounds(assessment: Record, *, by: Actor) -> Record:
    """End every round that runs, so that nobody holds it up.

    Who has not spoken is left out; of who spoke in the first round alone, that stands.

    Raises:
        RuleError: none runs.
    """
    running = _running(assessment)
    if not running:
        raise RuleError("desk_rule.no_round")
    for each in running:
        if getattr(each, FIELDS[each.state]) is None:
            settle(each, "judge", by=by, state="declined", is_all=True)
            stands = {"revised": each.probability, "revised_why": each.why}
            silent = each.probability is None
            records.change(each, by=by, **({"state": LEFT_OUT} if silent else stands))
    _go_on(running.all(), by)
    return assessment


def close(assessment: Record, *, by: Actor) -> None:
    """End every round about what is signed: what each said last stands."""
    for each in _running(assessment):
        settle(each, "judge", by=by, state="declined", is_all=True)
        is_said = each.revised is not None
        stands = {} if is_said else {"revised": each.probability, "revised_why": each.why}
        said = {"state": "told", **stands} if each.probability is not None else {"state": LEFT_OUT}
        records.change(each, by=by, **said)


def told(judgement: Any, _: Actor) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Tell what the rounds that are over say together, and at the end who differs and who moved."""
    asked = _asked(judgement)
    if not asked.exists():
        yield "desk_told.nobody", {}
    if judgement.state in ("round_1", LEFT_OUT):
        return
    names = {each.person_id: str(each.person) for each in asked.select_related("person")}
    account = _account(asked, is_over=judgement.state == "told")
    for each in account.rounds:
        yield from _pooled(each)
    if judgement.state == "told":
        yield from _apart(account, names)


def _judges(by: Actor) -> Any:
    """Give the people who may answer what is asked."""
    return people.holding(by.on, roles=by.law.rights.roles("judge", "judgement", by.on))


def _running(assessment: Record) -> Any:
    return records.every("judgement").filter(assessment=assessment, state__in=FIELDS)


def _asked(judgement: Any) -> Any:
    """Give the judgements of all who were asked the same, save who was left out."""
    same = {"assessment": judgement.assessment, "question": judgement.question}
    return records.every("judgement").filter(**same).exclude(state=LEFT_OUT)


def _go_on(judgements: Iterable[Any], by: Actor) -> None:
    """Bring judgements into the next round, or tell them."""
    for each in judgements:
        done = records.change(each, by=by, state=NEXT[each.state])
        if done.state in FIELDS:
            _owe(done, by)


def _pooled(said: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    values = {"n": len(said.voices), "probability": float(said.pool.best[0])}
    word = {"likelihood": said.words[0]} if said.words[0] else {}
    kind = "worded" if word else "plain"
    yield f"desk_told.round_{said.round}_{kind}", values | word


def _apart(
    account: QuestionAccount, names: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Tell who differs from the pool of the last round, and how each moved."""
    last = account.rounds[-1]
    own = {voice.name: voice.best[0] for voice in last.voices}
    for apart in last.dissent:
        said = {"name": names[apart.name], "probability": own[apart.name]}
        because = {"reason": apart.reason} if apart.reason else {}
        yield f"desk_told.dissent{'' if because else '_plain'}", said | because
    for each in account.movements:
        before, after = each.before[0], each.after[0]
        if round(before, 2) != round(after, 2):  # as per cent are told
            said = {"name": names[each.service], "before": before, "after": after}
            yield "desk_told.moved", said


def _account(asked: Iterable[Any], *, is_over: bool) -> QuestionAccount:
    """Pool what people said as what services say is pooled, each with the same weight."""
    rounds = ((PRIVATE, "probability", "why"), (DISCUSSED, "revised", "revised_why"))
    said = [
        Judgement(
            question=each.question,
            as_of=each.created_at.date(),
            round=number,
            service=each.person_id,
            threshold=LEVELS[1],
            low=None,
            best=getattr(each, best),
            high=None,
            interval_confidence=None,
            reason=getattr(each, why),
            date=each.changed_at.date(),
        )
        for each in asked
        for number, best, why in rounds[: 1 + is_over]
    ]
    return account_for(questions_known(said, LEVELS, max(each.date for each in said))[0])


def _owe(judgement: Any, by: Actor) -> None:
    owe("judge", None, judgement, person=judgement.person, by=by, within=TO_JUDGE)


a_judgement = partial(Action, kind="judgement")
an_assessment = partial(Action, kind="assessment")
ASKS = (
    an_assessment(
        "ask",
        DRAFTED,
        asks=("people",),
        makes="judgement",
        made=("question",),
        among=lambda _, __, by: _judges(by),
        do=ask,
    ),
    an_assessment(
        "end_rounds",
        DRAFTED,
        among=lambda _, assessment, *__: _running(assessment),
        do=end_rounds,
        right="ask",
    ),
)
JUDGEMENTS = (
    a_judgement(
        "judge", ("round_1",), fields=("probability", "why"), asks=("probability",), do=judge
    ),
    a_judgement(
        "revise",
        ("round_2",),
        fields=("revised", "revised_why"),
        asks=("revised",),
        do=judge,
        right="judge",
    ),
)
