"""The plan of a reassessment: what is asked of a policy, and by which rules, fixed before looking."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peil.terms.errors import BadInput

FALL, RISE, NO_CLAIM = "fall", "rise", ""
EXPECTED = (FALL, RISE, NO_CLAIM)
"""Directions that a policy may claim; it may claim none."""
ENGLISH = "en"
MOST_MONTHS = 120
KEYS = (
    "name", "from", "to", "window_reason", "spells_reason", "least_months", "asked", "level",
    "steps", "questions", "left_out",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One dated step of the policy, with its source."""

    date: dt.date
    what: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
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
class LeftOut:
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
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    left_out: tuple[LeftOut, ...]


def parse_plan(data: Mapping[str, Any]) -> Plan:
    """Make a plan from the tables of a `reassessment.toml`.

    Raises:
        BadInput: a key is missing, unknown or of the wrong kind, a day does not fit, two
            questions have one id, or there is none.
    """
    where = "the reassessment"
    _only(data, KEYS, where)
    begins, ends = _day(data, "from", where), _day(data, "to", where)
    if ends <= begins:
        raise BadInput(f"{where} goes from {begins} to {ends}; give a later day to end on")
    return Plan(
        name=_by_language(data, "name", where),
        begins=begins,
        ends=ends,
        window_reason=_text(data, "window_reason", where),
        spells_reason=_text(data, "spells_reason", where),
        least_months=_number(data, "least_months", where, 1, MOST_MONTHS),
        asked=_number(data, "asked", where, 0.01, 0.99),
        level=_number(data, "level", where, 0.5, 0.999),
        steps=tuple(_step(e, n, begins, ends) for n, e in _entries(data, "steps")),
        questions=_questions(data),
        left_out=tuple(_left_out(e, n) for n, e in _entries(data, "left_out")),
    )


def _step(entry: Mapping[str, Any], where: str, begins: dt.date, ends: dt.date) -> Step:
    _only(entry, Step.__slots__, where)
    day = _day(entry, "date", where)
    if not begins <= day <= ends:
        raise BadInput(
            f"{where} has the date {day}, outside the window from {begins} to {ends}; widen the "
            "window or leave the step out"
        )
    return Step(date=day, what=_text(entry, "what", where), source=_text(entry, "source", where))


def _left_out(entry: Mapping[str, Any], where: str) -> LeftOut:
    _only(entry, LeftOut.__slots__, where)
    return LeftOut(what=_text(entry, "what", where), reason=_text(entry, "reason", where))


def _questions(data: Mapping[str, Any]) -> tuple[Question, ...]:
    made = tuple(_question(e, n) for n, e in _entries(data, "questions"))
    if not made:
        raise BadInput("the reassessment has no questions; write each under [[questions]]")
    ids = [question.id for question in made]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        raise BadInput(f"the reassessment has two questions {_shown(twice)}; name one otherwise")
    return made


def _question(entry: Mapping[str, Any], where: str) -> Question:
    _only(entry, Question.__slots__, where)
    expects = entry.get("expects", NO_CLAIM)
    if expects not in EXPECTED:
        raise BadInput(
            f"{where} expects {_shown(expects)}; write fall, rise, or an empty text for no claim"
        )
    word = _text(entry, "id", where)
    if not (word.isascii() and word.replace("_", "").isalnum() and word == word.lower()):
        raise BadInput(f"{where} has the id {_shown(word)}; use only a-z, 0-9 and _")
    return Question(
        id=word,
        name=_by_language(entry, "name", where),
        indicator=_text(entry, "indicator", where),
        publisher=_text(entry, "publisher", where) if entry.get("publisher") else "",
        expects=expects,
        reason=_text(entry, "reason", where),
        peers=_words(entry, "peers", where),
        peers_reason=_text(entry, "peers_reason", where),
        displacement=_text(entry, "displacement", where),
    )


def _entries(data: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
        raise BadInput(f"the reassessment's {key!r} are no tables; write each under [[{key}]]")
    return [(f"number {i} of the reassessment's {key}", e) for i, e in enumerate(entries, start=1)]


def _only(data: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise BadInput(
                f"{where} has the unknown key {_shown(key)}; use only {', '.join(known)}"
            )


def _needed(data: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in data:
        raise BadInput(f"{where} has no {key!r}; add it")
    return data[key]


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = _needed(data, key, where)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{where} has the {key} {_shown(value)}; write some words between quotes")
    return value


def _words(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = _needed(data, key, where)
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise BadInput(f"{where} has the {key} {_shown(value)}; write a list of names in quotes")
    return tuple(dict.fromkeys(value))


def _by_language(data: Mapping[str, Any], key: str, where: str) -> dict[str, str]:
    value = _needed(data, key, where)
    if not isinstance(value, Mapping) or ENGLISH not in value:
        raise BadInput(f'{where} has no {key} in English; write {key} = {{ en = "..." }}')
    return {language: _text(value, language, f"the {key} of {where}") for language in value}


def _number(data: Mapping[str, Any], key: str, where: str, least: float, most: float) -> float:
    value = _needed(data, key, where)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise BadInput(
            f"{where} has the {key} {_shown(value)}; write a number from {least:g} to {most:g}"
        )
    return float(value)


def _day(data: Mapping[str, Any], key: str, where: str) -> dt.date:
    value = _needed(data, key, where)
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise BadInput(
            f"{where} has the {key} {_shown(value)}; write a day such as 2015-01-16, without quotes"
        )
    return value


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, dt.date) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
