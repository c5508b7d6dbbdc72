"""What the three views of policy hand over: a lowering, a day's status, and two days compared."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from peil.act.answers import Answered
from peil.act.changes import Change
from peil.act.endings import Ending
from peil.act.settings import PolicySettings
from peil.act.status import PolicyStatus
from peil.report.data import document_json


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweringBrief:
    """A consequence statement with its answers, and the endings known on its day."""

    country: str
    answered: Answered
    endings: tuple[Ending, ...]
    settings: PolicySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusBrief:
    """Where policy stands on a day."""

    country: str
    status: PolicyStatus
    settings: PolicySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffBrief:
    """What was there on one day against another, with the names of what is compared."""

    country: str
    earlier: date
    later: date
    arrangements: tuple[Change, ...]
    recommendations: tuple[Change, ...]
    endings: tuple[Ending, ...]
    names: Mapping[str, str]


PolicyBrief = LoweringBrief | StatusBrief | DiffBrief


def policy_json(brief: PolicyBrief) -> str:
    """Write a view as JSON, in codes of no language, every figure with its source."""
    return document_json(_data(brief))


def _data(value: Any) -> Any:
    """Turn what a brief holds into what JSON knows, field by field."""
    if is_dataclass(value):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _data(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_data(each) for each in value]
    return sorted(value) if isinstance(value, frozenset) else value
