"""Dates that cannot be: a file that holds one is refused, with the number and place of the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from peil.feeds.importing.reading import Opened
from peil.feeds.importing.source import Rows
from peil.terms.calendar import as_date, as_day, first_day, month_of
from peil.terms.errors import BadInput

SHOWN = 3
"""Rows that are named before the rest is only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What dates are held against: as arrays of counted cells, or as expressions over a file."""

    is_missing: Callable[[Any], Any]
    begin: Any
    next_month: Any


Kind = Callable[[Any, Any, Limits], Any]
OF_EVENTS: Mapping[str, Kind] = {
    "date that cannot be read": lambda month, _, limits: limits.is_missing(month),
    "date before 1900": lambda month, _, limits: month < limits.begin,
    "date in the future": lambda month, _, limits: month >= limits.next_month,
}
OF_KNOWLEDGE: Mapping[str, Kind] = {
    "day of publication that cannot be read": lambda _, known, limits: limits.is_missing(known),
    "day of publication in the future": lambda _, known, limits: known >= limits.next_month,
    "date after the day of publication": lambda month, known, _: month > known,
}


def refuse_odd(
    opened: Opened, rows: Rows, found: Mapping[str, Any], *, name: str, today: date
) -> None:
    """Refuse a file with dates that cannot be.

    Args:
        opened: the file, which is looked at once more where it is refused.
        rows: what its columns say.
        found: by column, the counted cells: `month`, `known_month`, `n` and `reason`.
        name: what messages call the file.
        today: no date lies in a later month.

    Raises:
        BadInput: it holds at least one.
    """
    begin, following = date(1900, 1, 1), as_date(first_day(month_of(as_day(today)) + 1))
    limits = Limits(is_missing=np.isnat, begin=as_day(begin), next_month=as_day(following))
    for what, is_kind in _kinds(rows).items():
        is_odd = is_kind(found["month"], found["known_month"], limits) & (found["reason"] == 0)
        if is_odd.any():
            count = int(found["n"][is_odd].sum())
            raise BadInput(
                f"{name} has {count} {'row' if count == 1 else 'rows'} with a {what} "
                f"({_where(opened, rows, is_kind, begin, following)}); "
                "correct the dates or delete the rows"
            )


def _kinds(rows: Rows) -> Mapping[str, Kind]:
    return OF_EVENTS if rows.known is None else {**OF_EVENTS, **OF_KNOWLEDGE}


def _where(opened: Opened, rows: Rows, is_kind: Kind, begin: date, following: date) -> str:
    """Name the first rows of a kind, by a second look at the file."""
    import ibis

    limits = Limits(
        is_missing=lambda word: word.isnull(),
        begin=ibis.literal(begin),
        next_month=ibis.literal(following),
    )
    known = None if rows.known is None else rows.known.truncate("M")
    has_place = rows.country.notnull() & (rows.country.strip() != "")
    is_left_out = reduce(or_, rows.left_out.values(), ~has_place).fill_null(False)
    numbered = opened.table.mutate(
        row=ibis.row_number() + opened.first_row,
        is_odd=is_kind(rows.month.truncate("M"), known, limits) & ~is_left_out,
    )
    found = numbered.filter(numbered.is_odd).select("row").limit(SHOWN).to_pyarrow()
    numbers = sorted(found["row"].to_pylist())
    return f"{'row' if len(numbers) == 1 else 'rows'} {', '.join(map(str, numbers))}"
