"""Answers to a consequence statement: matched to its questions, and what is left counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from peil.act.arrangements import ROLES
from peil.act.lowering import Statement, StatementQuestion
from peil.terms import entries
from peil.terms.errors import BadInput
from peil.terms.text import says_something

ANSWERED = ("question", "arrangement", "needed", "choices", "choice", "reason", "by")
"""Columns of the questions, which become answers once the last three are filled."""
SAID = ANSWERED[-3:]
NEAR = 0.9
"""How alike two ids are of which one is meant for the other; all of a statement begin alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a role answered to one question.

    Args:
        question: the question's id.
        choice: keep, scale or stop; empty where the question leaves none.
        reason: why, in words.
        by: the role that answers, one of `ROLES`; never a person's name.
        arrangement: id of that which the question is about, as it stands beside it; empty where
            nobody says.
    """

    question: str
    choice: str
    reason: str
    by: str
    arrangement: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the row was left as it was asked."""
        return not (self.choice or self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A statement with its answers, by question, and the questions that have none."""

    statement: Statement
    answers: Mapping[str, Answer]
    unanswered: tuple[StatementQuestion, ...]


def parse_answers(given: Mapping[str, Mapping[str, str]]) -> tuple[Answer, ...]:
    """Make answers of their choice, reason and role by the ids of their questions.

    Raises:
        BadInput: an answer has another key, or a value that is no text.
    """
    for id_, said in given.items():
        where = f"the answer to {entries.shown(id_)}"
        entries.refuse_unknown(said, SAID, where)
        for key, value in said.items():
            if not isinstance(value, str):
                raise BadInput(f"{where} has the {key} {entries.shown(value)}; give it as text")
    blank = dict.fromkeys(SAID, "")
    return tuple(Answer(question=id_, **{**blank, **said}) for id_, said in given.items())


def match_answers(statement: Statement, answers: Sequence[Answer]) -> Answered:
    """Match answers to the questions of a statement; blank rows are no answers.

    Raises:
        BadInput: an answer is to another statement or question, is given twice, or lacks its
            choice, its reason or its role.
    """
    questions = {question.id: question for question in statement.questions}
    given: dict[str, Answer] = {}
    for answer in answers:
        _refuse_other_question(answer, statement, questions)
        if not answer.is_blank:
            _refuse_wrong_answer(answer, questions, given)
            given[answer.question] = answer
    return Answered(
        statement=statement,
        answers={q.id: given[q.id] for q in statement.questions if q.id in given},
        unanswered=tuple(q for q in statement.questions if q.id not in given),
    )


def _refuse_other_question(
    answer: Answer, statement: Statement, questions: Mapping[str, StatementQuestion]
) -> None:
    """Refuse a row, blank or not, that is about nothing that was asked."""
    where = f"the answer to {answer.question!a}"
    if not answer.question.startswith(f"{statement.id}:"):
        raise BadInput(
            f"{where} is not to the statement {statement.id}; write the statement of that day "
            "again and answer it"
        )
    if answer.question not in questions:
        near = get_close_matches(answer.question, questions, n=1, cutoff=NEAR)
        meant = f"write {near[0]!r} if that is meant, or " if near else ""
        raise BadInput(f"{where} answers nothing that was asked; {meant}delete the row")


def _refuse_wrong_answer(
    answer: Answer, questions: Mapping[str, StatementQuestion], given: Mapping[str, Answer]
) -> None:
    where = f"the answer to {answer.question!a}"
    if answer.question in given:
        raise BadInput(f"{where} is given twice; keep one of the two")
    asked, choices = questions[answer.question].arrangement, questions[answer.question].choices
    if answer.arrangement not in ("", asked):
        raise BadInput(
            f"{where} stands beside the arrangement {answer.arrangement!a}, and the question "
            f"is about {asked!r}; put the answer into its own row"
        )
    if answer.choice not in (choices or ("",)):
        allowed = f"write {', '.join(choices)}" if choices else "leave the choice empty"
        raise BadInput(f"{where} has the choice {answer.choice!r}; {allowed}")
    if not "".join(answer.reason.split()).isprintable():
        raise BadInput(
            f"{where} has the reason {ascii(answer.reason)[:60]}, with a hidden letter; "
            "write it again without it"
        )
    if not says_something(answer.reason):
        raise BadInput(f"{where} has no reason; write it, or leave the whole row blank")
    if answer.by not in ROLES:
        raise BadInput(
            f"{where} is by {answer.by!r}, which is no role; write one of {', '.join(ROLES)}"
        )
