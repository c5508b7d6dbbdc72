"""Fields of a Table Schema, and how their cells are read: in one way, and said in one sentence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peil.feeds.tables.cells import FaultError
from peil.feeds.tables.problems import UNFIT, UNSEEN, UNSEEN_REMEDY, one_of, quoted

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)

ONE_NAME = r"^\S(.*\S)?$"
SEVERAL = r"^[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$"
LONGEST_NAME, LONGEST_TEXT = 200, 20_000
"""Letters of an id or a name, and of a text or a list of ids; beyond these no page can show it."""
SMALLEST, LARGEST = 1e-12, 10**16
"""Numbers other than 0, in columns that set no bounds of their own."""
PATTERNS = {
    ONE_NAME: ("which starts or ends with a space", "delete the space"),
    "^[a-z][a-z0-9_]*$": (
        "which is not one lower-case word",
        "use only a-z, 0-9 and _, and start with a letter",
    ),
    "^[A-Z]{3}$": ("which is no currency", "write its three letters, such as EUR"),
    SEVERAL: (
        "which is not a list of lower-case words",
        "join words of a-z, 0-9 and _ by a + without spaces",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: its type and what may stand in it.

    `required` says that its cells must be filled if the column is there at all.
    """

    name: str
    type: str
    description: str
    example: str
    may_be_absent: bool
    required: bool
    enum: tuple[str, ...]
    pattern: str
    minimum: float | str | None
    maximum: float | str | None


def reader_of(field: Field, decimal: str) -> Callable[[str], Any]:
    """Choose how to read a word of a column; the reader raises a fault where it cannot.

    Args:
        decimal: the sign before its decimals.
    """
    low, high = _limits(field)
    read: dict[str, Callable[[str], Any]] = {
        "date": _day,
        "number": lambda word: _number(word, decimal),
        "integer": lambda word: _whole(word, WHOLE, "whole number"),
        "year": lambda word: _whole(word, YEAR, "year of four digits"),
    }
    if field.type in read:
        return lambda word: _limited(word, read[field.type](word), low, high)
    return _flag if field.type == "boolean" else lambda word: _word(word, field)


def _limits(field: Field) -> tuple[Any, Any]:
    read: Callable[[Any], Any] = date.fromisoformat if field.type == "date" else float
    low, high = field.minimum, field.maximum
    high = LARGEST if high is None and field.type == "number" else high
    return None if low is None else read(low), None if high is None else read(high)


def _day(word: str) -> date:
    if not DAY.fullmatch(word):
        raise FaultError(
            f"is {quoted(word)}, which is no date", "write the day as in 2018-01-22", "form"
        )
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise FaultError(
            f"is {quoted(word)}, which is in no calendar", "correct the day", "calendar"
        ) from None


def _number(word: str, decimal: str) -> float:
    plain = word if decimal == "." else word.replace(".", "?").replace(decimal, ".")
    if not NUMBER.fullmatch(plain):
        raise FaultError(
            f"is {quoted(word)}, which is no number",
            f"write digits, with {decimal!r} as decimal sign and nothing between thousands",
            "form",
        )
    value = float(plain)
    if 0 < abs(value) < SMALLEST:
        said = f"is {quoted(word)}, too small to be told from 0"
        raise FaultError(said, "write 0, or correct the value", "small")
    return value


def _whole(word: str, form: re.Pattern[str], wanted: str) -> float:
    if not form.fullmatch(word):
        raise FaultError(f"is {quoted(word)}, which is no {wanted}", "write digits alone", "form")
    return float(word)


def _flag(word: str) -> bool:
    if word.lower() not in ("true", "false"):
        raise FaultError(f"is {quoted(word)}", "write true or false", "form")
    return word.lower() == "true"


def _word(word: str, field: Field) -> bool:
    if UNSEEN.search(word):
        raise FaultError(f"is {ascii(word)[:60]}, with a hidden letter", UNSEEN_REMEDY, "unseen")
    longest = LONGEST_TEXT if field.pattern in ("", SEVERAL) else LONGEST_NAME
    if len(word) > longest:
        said = f"is {quoted(word)}, of {len(word)} letters"
        raise FaultError(said, f"write at most {longest}", "long")
    if field.enum and word not in field.enum:
        raise FaultError(f"is {quoted(word)}", one_of(field.enum, word), "enum")
    if field.pattern and not re.fullmatch(field.pattern, word, re.DOTALL):
        what, remedy = PATTERNS.get(field.pattern, ("", one_of(("completed+failed", "foiled"))))
        raise FaultError(f"is {quoted(word)}, {what}".removesuffix(", "), remedy, "pattern")
    if field.pattern == ONE_NAME and UNFIT.search(word):
        said = f"is {ascii(word)[:60]}, with a line break, a tab or a soft hyphen"
        raise FaultError(said, "write it on one line, without it", "unfit")
    return True


def _limited(word: str, value: Any, low: Any, high: Any) -> Any:
    if low is not None and value < low:
        raise FaultError(f"is {quoted(word)}, below {_plain(low)}", "correct the value", "low")
    if high is not None and value > high:
        raise FaultError(f"is {quoted(word)}, above {_plain(high)}", "correct the value", "high")
    return value


def _plain(limit: Any) -> str:
    return f"{limit:.0f}" if isinstance(limit, float) else str(limit)
