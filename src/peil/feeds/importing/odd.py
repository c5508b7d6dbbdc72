"""Dates that cannot be: a file that holds one is refused, with the number and place of the rows."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peil.feeds.importing.dates import NEVER, month_number
from peil.feeds.importing.reading import Opened
from peil.feeds.importing.source import Rows
from peil.terms.calendar import as_day, month_of
from peil.terms.errors import BadInput

BEGIN = int(month_of("1900-01"))
SHOWN = 3
"""Rows that are named before the rest is only counted."""


Kind = Callable[[Any, Any, int], Any]
"""Says of months of events, of months of knowledge and of this month whether dates are odd: of
arrays of counted cells as of expressions over a file."""

OF_EVENTS: Mapping[str, Kind] = {
    "date that cannot be read": lambda month, *_: month == NEVER,
    "date before 1900": lambda month, *_: (month < BEGIN) & (month != NEVER),
    "date in the future": lambda month, _, now: month > now,
}
OF_KNOWLEDGE: Mapping[str, Kind] = {
    "day of publication that cannot be read": lambda _, known, __: known == NEVER,
    "day of publication in the future": lambda _, known, now: known > now,
    "date after the day of publication": lambda month, known, _: month > known,
}


def has_odd(rows: Rows, found: Mapping[str, Any], today: date) -> bool:
    """Tell whether counted cells hold a date that cannot be."""
    now = int(month_of(as_day(today)))
    return any(_is_odd(is_kind, found, now).any() for is_kind in _kinds(rows).values())


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
    now = int(month_of(as_day(today)))
    for what, is_kind in _kinds(rows).items():
        is_odd = _is_odd(is_kind, found, now)
        if is_odd.any():
            count = int(found["n"][is_odd].sum())
            raise BadInput(
                f"{name} has {count} {'row' if count == 1 else 'rows'} with a {what} "
                f"({_where(opened, rows, is_kind, now)}); correct the dates or delete the rows"
            )


def _is_odd(is_kind: Kind, found: Mapping[str, Any], now: int) -> Any:
    return is_kind(found["month"], found["known_month"], now) & (found["reason"] == 0)


def _kinds(rows: Rows) -> Mapping[str, Kind]:
    return OF_EVENTS if rows.known is None else {**OF_EVENTS, **OF_KNOWLEDGE}


def _where(opened: Opened, rows: Rows, is_kind: Kind, now: int) -> str:
    """Name the first rows of a kind, by a second look at the file."""
    import ibis

    month, known = (
        NEVER if day is None else month_number(day).fill_null(NEVER)
        for day in (rows.month, rows.known)
    )
    has_place = rows.country.notnull() & (rows.country.strip() != "")
    is_left_out = reduce(or_, rows.left_out.values(), ~has_place).fill_null(False)
    numbered = opened.table.mutate(
        row=ibis.row_number() + opened.first_row,
        is_odd=is_kind(month, known, now) & ~is_left_out,
    )
    found = opened.arrays(numbered.filter(numbered.is_odd).select("row").limit(SHOWN))
    numbers = sorted(found["row"].tolist())
    return f"{'row' if len(numbers) == 1 else 'rows'} {', '.join(map(str, numbers))}"
