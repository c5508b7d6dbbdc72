"""The plan of a reassessment: what is asked of a policy, and by which rules, fixed before looking."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peil.terms import entries
from peil.terms.errors import BadInput

FALL, RISE, NO_CLAIM = "fall", "rise", ""
EXPECTED = (FALL, RISE, NO_CLAIM)
"""Directions that a policy may claim; it may claim none."""
MOST_MONTHS = 120
KEYS = (
    "name", "from", "to", "window_reason", "spells_reason", "least_months", "asked", "level",
    "steps", "questions", "left_out",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStep:
    """One dated step of the policy, with its source."""

    date: dt.date
    what: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesQuestion:
    """What is asked of one series.

    Args:
        id: one word.
        name: of what is counted, by language code.
        indicator: published figures, or dated events such as attacks_dated_jihadist.
        publisher: the one whose figures count; empty for dated events.
        expects: what the policy claims: fall, rise, or empty for nothing.
        reason: why it is asked of this series.
        peers, peers_reason: countries set beside, over the same periods, and why these.
        displacement: which series could show that events moved elsewhere, or that none does.
    """

    id: str
    name: Mapping[str, str]
    indicator: str
    publisher: str
    expects: str
    reason: str
    peers: tuple[str, ...]
    peers_reason: str
    displacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLeftOut:
    """A series that is not asked about, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A policy, its window, and the questions that are asked of it.

    Args:
        name: of the policy, by language code.
        begins, ends: first and last day of its window.
        window_reason, spells_reason: why these days, and by which rule periods count.
        least_months: shortest spell that is compared.
        asked: ratio after to before that is asked about.
        level: coverage of intervals.
    """

    name: Mapping[str, str]
    begins: dt.date
    ends: dt.date
    window_reason: str
    spells_reason: str
    least_months: float
    asked: float
    level: float
    steps: tuple[PolicyStep, ...]
    questions: tuple[SeriesQuestion, ...]
    left_out: tuple[SeriesLeftOut, ...]


def parse_plan(data: Mapping[str, Any]) -> Plan:
    """Make a plan from the tables of a `reassessment.toml`.

    Raises:
        BadInput: a key is missing, unknown or of the wrong kind, a day does not fit, two
            questions have one id, or there is none.
    """
    where = "the reassessment"
    entries.refuse_unknown(data, KEYS, where)
    begins, ends = entries.day(data, "from", where), entries.day(data, "to", where)
    if ends <= begins:
        raise BadInput(f"{where} goes from {begins} to {ends}; give a later day to end on")
    return Plan(
        name=entries.by_language(data, "name", where),
        begins=begins,
        ends=ends,
        window_reason=entries.text(data, "window_reason", where),
        spells_reason=entries.text(data, "spells_reason", where),
        least_months=entries.number(data, "least_months", where, 1, MOST_MONTHS),
        asked=entries.number(data, "asked", where, 0.01, 0.99),
        level=entries.number(data, "level", where, 0.5, 0.999),
        steps=tuple(
            _step(e, n, begins, ends) for n, e in entries.listed(data, "steps", "reassessment")
        ),
        questions=_questions(data),
        left_out=tuple(
            entries.built(SeriesLeftOut, e, n)
            for n, e in entries.listed(data, "left_out", "reassessment")
        ),
    )


def _step(entry: Mapping[str, Any], where: str, begins: dt.date, ends: dt.date) -> PolicyStep:
    step = entries.built(PolicyStep, entry, where)
    if not begins <= step.date <= ends:
        raise BadInput(
            f"{where} has the date {step.date}, outside the window from {begins} to {ends}; widen "
            "the window or leave the step out"
        )
    return step


def _questions(data: Mapping[str, Any]) -> tuple[SeriesQuestion, ...]:
    made = tuple(_question(e, n) for n, e in entries.listed(data, "questions", "reassessment"))
    if not made:
        raise BadInput("the reassessment has no questions; write each under [[questions]]")
    ids = [question.id for question in made]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        raise BadInput(
            f"the reassessment has two questions {entries.shown(twice)}; name one otherwise"
        )
    return made


def _question(entry: Mapping[str, Any], where: str) -> SeriesQuestion:
    expects = entry.get("expects", NO_CLAIM)
    if expects not in EXPECTED:
        raise BadInput(
            f"{where} expects {entries.shown(expects)}; write fall, rise, or an empty text for no claim"
        )
    publisher = entries.text(entry, "publisher", where) if entry.get("publisher") else ""
    question = entries.built(SeriesQuestion, entry, where, expects=expects, publisher=publisher)
    word = question.id
    if not (word.isascii() and word.replace("_", "").isalnum() and word == word.lower()):
        raise BadInput(f"{where} has the id {entries.shown(word)}; use only a-z, 0-9 and _")
    return question
