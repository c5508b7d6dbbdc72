"""Entries of a written file: values by key, each refused in one sentence that names its place."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, TypeVar

from peil.terms.errors import BadInput

Entry = Mapping[str, Any]
Made = TypeVar("Made")
ENGLISH, LANGUAGE = "en", re.compile(r"[a-z]{2}")
MOST = 1e12
LONGEST = 60
"""Letters of a value that an error shows."""


def listed(data: Entry, key: str, whose: str) -> list[tuple[str, Entry]]:
    """List the tables of a repeated key, each with the words that name it in an error."""
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise BadInput(f"the {whose}'s {key!r} is no list of tables; write each under [[{key}]]")
    return [(f"number {i} of the {whose}'s {key}", entry) for i, entry in enumerate(found, start=1)]


def refuse_unknown(data: Entry, known: Sequence[str], where: str) -> None:
    """Refuse a key that nobody reads: it is likely to be misspelt."""
    for key in data:
        if key not in known:
            near = [f"write {word!r}, or " for word in get_close_matches(key[:LONGEST], known, n=1)]
            raise BadInput(
                f"{where} has the unknown key {shown(key)}; "
                f"{''.join(near)}use only {', '.join(known)}"
            )


def needed(data: Entry, key: str, where: str) -> Any:
    """Give a value that must be there."""
    if key not in data:
        raise BadInput(f"{where} has no {key!r}; add it")
    return data[key]


def text(data: Entry, key: str, where: str) -> str:
    """Give a text that is not blank."""
    value = needed(data, key, where)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{where} has the {key} {shown(value)}; write some words between quotes")
    return value


def text_or_none(data: Entry, key: str, where: str) -> str | None:
    """Give a text where the key is present."""
    return text(data, key, where) if key in data else None


def names(data: Entry, key: str, where: str) -> tuple[str, ...]:
    """Give a list of names, each of which stands there once."""
    value = needed(data, key, where)
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise BadInput(f"{where} has the {key} {shown(value)}; write a list of names in quotes")
    for name in value:
        if value.count(name) > 1:
            raise BadInput(
                f"{where} has {shown(name)} twice in its {key}; leave one out, or name what is missing"
            )
    return tuple(value)


def by_language(data: Entry, key: str, where: str) -> dict[str, str]:
    """Give a text for each language code, English among them."""
    value = needed(data, key, where)
    if not isinstance(value, Mapping) or ENGLISH not in value:
        raise BadInput(f'{where} has no {key} in English; write {key} = {{ en = "..." }}')
    for language in value:
        if not LANGUAGE.fullmatch(language):
            raise BadInput(
                f"the {key} of {where} has the language {shown(language)}; write its code of two "
                "letters, such as en or fr"
            )
    return {language: text(value, language, f"the {key} of {where}") for language in value}


def whole(data: Entry, key: str, where: str) -> int:
    """Give a whole number."""
    value = needed(data, key, where)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(f"{where} has the {key} {shown(value)}; write a whole number")
    return value


def number(data: Entry, key: str, where: str, least: float, most: float) -> float:
    """Give a number between two bounds, both allowed."""
    value = needed(data, key, where)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise BadInput(
            f"{where} has the {key} {shown(value)}; write a number from {least:g} to {most:g}"
        )
    return float(value)


def number_or_none(data: Entry, key: str, where: str) -> float | None:
    """Give a number that is not negative where the key is present."""
    return number(data, key, where, 0, MOST) if key in data else None


def flag(data: Entry, key: str, where: str) -> bool:
    """Give true or false; without the key false."""
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise BadInput(f"{where} has the {key} {shown(value)}; write true or false, without quotes")
    return value


def day(data: Entry, key: str, where: str) -> dt.date:
    """Give a day, written without quotes."""
    value = needed(data, key, where)
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise BadInput(
            f"{where} has the {key} {shown(value)}; write a day such as 2018-01-22, without quotes"
        )
    return value


def day_or_none(data: Entry, key: str, where: str) -> dt.date | None:
    """Give a day where the key is present."""
    return day(data, key, where) if key in data else None


READERS: Mapping[object, Callable[[Entry, str, str], Any]] = {
    str: text,
    str | None: text_or_none,
    int: whole,
    float | None: number_or_none,
    dt.date: day,
    dt.date | None: day_or_none,
    tuple[str, ...]: names,
    Mapping[str, str]: by_language,
}
"""How a field is read, by its type."""


def built(made: type[Made], data: Entry, where: str, **given: Any) -> Made:
    """Make a dataclass from an entry, each field by its type; those given are not read.

    Raises:
        BadInput: a key is unknown, missing or of the wrong kind.
    """
    known: Any = made
    refuse_unknown(data, [each.name for each in fields(known)], where)
    read = {
        each.name: READERS[each.type](data, each.name, where)
        for each in fields(known)
        if each.name not in given
    }
    return made(**read, **given)


def shown(value: object) -> str:
    """Show a value in an error, cut where it is long."""
    written = str(value) if isinstance(value, dt.date) else repr(value)
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 3]}..."
