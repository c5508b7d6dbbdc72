"""What the three views of policy hand over: a lowering, a day's status, and two days compared."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peil.act.answers import ANSWERED, Answered
from peil.act.balance import Balance
from peil.act.changes import PolicyChange
from peil.act.endings import Ending
from peil.act.lowering import Statement
from peil.act.settings import PolicySettings
from peil.act.status import PolicyStatus
from peil.report.tabular import rows_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweringBrief:
    """A consequence statement with its answers, and the endings known on its day.

    `names` are those of the findings and indicators that it speaks of, by id and language.
    """

    country: str
    answered: Answered
    endings: tuple[Ending, ...]
    settings: PolicySettings
    names: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusBrief:
    """Where policy stands on a day."""

    country: str
    status: PolicyStatus
    settings: PolicySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffBrief:
    """What was there on one day against another, with the names of what is compared.

    `balances` are those of the two days, each from what was known on it.
    """

    country: str
    earlier: date
    later: date
    arrangements: tuple[PolicyChange, ...]
    recommendations: tuple[PolicyChange, ...]
    endings: tuple[Ending, ...]
    balances: tuple[Balance, ...]
    names: Mapping[str, str]


LINES_TO = 3
"""How deep a view is laid out line by line; what lies deeper stands on one line."""

PolicyBrief = LoweringBrief | StatusBrief | DiffBrief


def questions_csv(statement: Statement) -> bytes:
    """Write the questions of a statement as a table with room for the answers."""
    rows = (
        {
            "question": each.id,
            "arrangement": each.arrangement,
            "needed": "yes" if each.is_needed else "no",
            "choices": each.choices,
        }
        for each in statement.questions
    )
    return rows_csv(ANSWERED, rows)


def policy_json(brief: PolicyBrief) -> str:
    """Write a view as JSON, in codes of no language, every figure with its source.

    Each item of a list stands on a line of its own, so that two days can be compared by lines
    and tens of thousands of items are written in seconds.
    """
    return f"{_laid_out(_data(brief), LINES_TO)}\n"


def _laid_out(value: Any, depth: int) -> str:
    if not value or not depth or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_laid_out(each, depth - 1) for each in value) + "\n]"
    pairs = (f"{json.dumps(key)}: {_laid_out(each, depth - 1)}" for key, each in value.items())
    return "{\n" + ",\n".join(pairs) + "\n}"


def _data(value: Any) -> Any:
    """Turn what a brief holds into what JSON knows, field by field."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_data(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _data(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return {name: _data(getattr(value, name)) for name in value.__slots__}
