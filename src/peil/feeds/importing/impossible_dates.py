"""Dates that cannot be: a file that holds one is refused, with the number and place of the rows."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peil.feeds.importing.dates import NEVER, month_number
from peil.feeds.importing.order import AS_WRITTEN
from peil.feeds.importing.reading import OpenEvents
from peil.feeds.importing.source import EventRows
from peil.feeds.tables.days import SLASHED
from peil.feeds.tables.problems import quoted
from peil.terms.calendar import as_day, month_of
from peil.terms.errors import BadInput

BEGIN = int(month_of("1900-01"))
SHOWN = 3
"""Rows that are named before the rest is only counted."""
LONGEST_NAME = 40


Kind = Callable[[Any, Any, int], Any]
"""Says of months of events, of months of knowledge and of this month whether dates are impossible: of
arrays of counted cells as of expressions over a file."""

UNREADABLE, UNREADABLE_KNOWN = (
    "date that cannot be read", "day of publication that cannot be read",
)  # fmt: skip
LATE = "date after the day of publication"
Shown = Mapping[int, Mapping[str, str]]
"""By the number of a row, what stands in some of its columns."""

OF_EVENTS: Mapping[str, Kind] = {
    UNREADABLE: lambda month, *_: month == NEVER,
    "date before 1900": lambda month, *_: (month < BEGIN) & (month != NEVER),
    "date in the future": lambda month, _, now: month > now,
}
OF_KNOWLEDGE: Mapping[str, Kind] = {
    UNREADABLE_KNOWN: lambda _, known, __: known == NEVER,
    "day of publication in the future": lambda _, known, now: known > now,
    LATE: lambda month, known, _: month > known,
}


def has_impossible(rows: EventRows, found: Mapping[str, Any], today: date) -> bool:
    """Tell whether counted cells hold a date that cannot be."""
    now = int(month_of(as_day(today)))
    return any(_is_impossible(is_kind, found, now).any() for is_kind in _kinds(rows).values())


def has_unreadable(rows: EventRows, found: Mapping[str, Any]) -> bool:
    """Tell whether counted cells hold a date that could not be read."""
    kinds = _kinds(rows)
    unreadable = [kinds[name] for name in (UNREADABLE, UNREADABLE_KNOWN) if name in kinds]
    return any(_is_impossible(is_kind, found, 0).any() for is_kind in unreadable)


def refuse_impossible(
    opened: OpenEvents, rows: EventRows, found: Mapping[str, Any], *, name: str, today: date
) -> None:
    """Refuse a file with dates that cannot be.

    Args:
        opened: the file, which is looked at once more where it is refused.
        rows: what its columns say.
        found: by column, the counted cells: `month`, `known_month`, `n` and `reason`.
        today: no date lies in a later month.

    Raises:
        BadInput: it holds at least one.
    """
    now = int(month_of(as_day(today)))
    for what, is_kind in _kinds(rows).items():
        is_impossible = _is_impossible(is_kind, found, now)
        if is_impossible.any():
            count = int(found["n"][is_impossible].sum())
            forms = _columns(rows, what)
            shown = _first(opened, rows, is_kind, now, tuple(forms))
            where = ", ".join(f"row {row}: {_cells(cells)}" for row, cells in shown.items())
            raise BadInput(
                f"{name} has {count} {'row' if count == 1 else 'rows'} with a {what} "
                f"({where}{', ...' if count > len(shown) else ''})"
                f"{_remedy(what, forms, shown, is_ordered=opened.order is not None)}"
            )


def _is_impossible(is_kind: Kind, found: Mapping[str, Any], now: int) -> Any:
    return is_kind(found["month"], found["known_month"], now) & (found["reason"] == 0)


def _kinds(rows: EventRows) -> Mapping[str, Kind]:
    return OF_EVENTS if rows.known is None else {**OF_EVENTS, **OF_KNOWLEDGE}


def _columns(rows: EventRows, what: str) -> Mapping[str, str]:
    """Name the columns that a fault lies in, each with what one holds that can be read."""
    if what == LATE:
        return {**rows.date_in, **rows.known_in}
    return rows.date_in if what in OF_EVENTS else rows.known_in


def _first(
    opened: OpenEvents, rows: EventRows, is_kind: Kind, now: int, columns: tuple[str, ...]
) -> Shown:
    """Give the cells of the first rows of a kind, by a second look at the file."""
    import ibis

    month, known = (
        NEVER if day is None else month_number(day).fill_null(NEVER)
        for day in (rows.month, rows.known)
    )
    table = opened.table
    has_place = rows.country.notnull() & (rows.country.strip() != "")
    is_left_out = reduce(or_, rows.left_out.values(), ~has_place).fill_null(False)
    kept = {name: f"{AS_WRITTEN}{name}" for name in columns if opened.order is not None}
    # Numbered columns: the names of a file's own may be any.
    cells = {
        f"cell{n}": table[kept[name] if kept.get(name) in table.columns else name].fill_null("")
        for n, name in enumerate(columns)
    }
    numbered = table.select(
        row=ibis.row_number() + opened.first_row,
        is_impossible=is_kind(month, known, now) & ~is_left_out,
        **cells,
    )
    found = opened.arrays(
        numbered.filter(numbered.is_impossible).drop("is_impossible").limit(SHOWN)
    )
    each = zip(*(found[name].tolist() for name in ("row", *cells)), strict=True)
    return {row: dict(zip(columns, words, strict=True)) for row, *words in sorted(each)}


def _cells(cells: Mapping[str, str]) -> str:
    return ", ".join(f"{_named(name)} {quoted(word)}" for name, word in cells.items())


def _named(column: str) -> str:
    return column if column.isprintable() and len(column) <= LONGEST_NAME else quoted(column)


def _remedy(what: str, forms: Mapping[str, str], shown: Shown, *, is_ordered: bool) -> str:
    """Say what to do, and why a day such as 01/02/2024 was not read."""
    if what not in (UNREADABLE, UNREADABLE_KNOWN):
        return "; correct the dates or delete the rows"
    words = [word.strip() for cells in shown.values() for word in cells.values()]
    is_open = not is_ordered and any(re.match(SLASHED, word) for word in words)
    why = ", and the file does not tell the day from the month" if is_open else ""
    return f"{why}; write each as in {_cells(forms)}, or delete the rows"
