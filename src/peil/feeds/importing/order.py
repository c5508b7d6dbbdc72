"""Read days such as 15/01/2024, of which only a whole file can tell the day from the month."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from peil.feeds.importing.dates import in_iso
from peil.feeds.importing.reading import OpenEvents
from peil.feeds.tables.days import SLASHED, order_of

AS_WRITTEN = "as written: "
"""Begins the name of a column that keeps the words of another, for sentences."""


def in_one_order(opened: OpenEvents, columns: Sequence[str]) -> OpenEvents | None:
    """Write days with slashes or hyphens, such as 15/01/2024, as 2024-01-15.

    Args:
        columns: those that hold days, all of them written by one hand.

    Returns:
        The same file with such days read; None where it has none, or where it does not tell
        which part of them is the month.
    """
    table = opened.table
    largest = {
        f"{part}{n}": table[name].strip().re_extract(SLASHED, part).try_cast("int64").max()
        for n, name in enumerate(columns)
        for part in (1, 2)
    }
    found = opened.arrays(table.aggregate(**{f"n{key}": most for key, most in largest.items()}))
    order = order_of([(_one(found[f"n1{n}"]), _one(found[f"n2{n}"])) for n in range(len(columns))])
    if order is None:
        return None
    written = {f"{AS_WRITTEN}{name}": table[name] for name in columns}
    read = {name: in_iso(table[name], order) for name in columns}
    return replace(opened, table=table.mutate(**written, **read), order=order)


def _one(column: Any) -> int | None:
    """Give the one number of a column; None where no row had any."""
    (value,) = column.tolist()
    return None if value is None else int(value)
