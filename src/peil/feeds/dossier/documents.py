"""Documents of a dossier, TOML and JSON: what nothing should have to reckon with is refused first."""

import datetime as dt
from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from peil.feeds.tables.cells import FIRST_YEAR, LAST_YEAR
from peil.feeds.tables.fields import LONGEST_TEXT
from peil.feeds.tables.problems import UNSEEN, UNSEEN_REMEDY, fail, quoted

LEAST, MOST = 1e-12, 1e18
"""Sizes of a number other than 0; quotients of these have percentages that can be told."""


def refuse_hidden(data: object, file: str) -> None:
    """Refuse texts with hidden letters, in keys as well.

    Raises:
        BadDossier: the first of them.
    """
    for value in _values(data):
        if isinstance(value, str) and UNSEEN.search(value):
            raise fail(file, f"holds {ascii(value)[:60]}, with a hidden letter", UNSEEN_REMEDY)


def refuse_unlikely(data: object, file: str) -> None:
    """Refuse numbers, days and texts beyond reason.

    Raises:
        BadDossier: the first of them.
    """
    for value in _values(data):
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise fail(
                file,
                f"holds {quoted(value)}, of {len(value):,} letters",
                f"write at most {LONGEST_TEXT:,}",
            )
        if isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            remedy = f"write a day of the years {FIRST_YEAR} to {LAST_YEAR}"
            raise fail(file, f"holds the day {value}", remedy)
        if isinstance(value, int | float) and (0 < abs(value) < LEAST or MOST < abs(value) < inf):
            # An endless number in hexadecimal digits cannot even be shown in decimal ones.
            what = hex(value) if isinstance(value, int) else repr(value)
            said = f"holds the number {what[:20]}{'...' * (len(what) > 20)}, beyond reason"
            raise fail(file, said, f"write 0, or one from {LEAST:g} to {MOST:g}")


def once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    """Make an object of JSON, each key of which stands there once.

    Raises:
        KeyError: one stands there twice.
    """
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        raise KeyError(next(key for key in keys if keys.count(key) > 1))
    return made


def _values(data: object) -> Iterator[object]:
    """Every value of a document, keys as well."""
    if isinstance(data, Mapping):
        for key, each in data.items():
            yield key
            yield from _values(each)
    elif isinstance(data, list):
        for each in data:
            yield from _values(each)
    else:
        yield data
