"""Uploading: a table that somebody sends to a server, read in memory and never kept."""

from collections.abc import Callable, Sequence, Sized
from typing import Any, TypeVar

from peil.feeds.tables.columns import Columns
from peil.feeds.tables.opening import delimiter_of
from peil.feeds.tables.table import BOM, Dialect, read_table
from peil.terms.errors import BadInput
from peil.terms.rights import RuleError

LARGEST = 1_000_000
"""Bytes of a table."""
MOST = 500
"""Rows of a table: nobody can write, nor raise a level, while they are entered."""
Read = TypeVar("Read", bound=Sized)


def uploaded(file: Any, wanted: Sequence[str], read: Callable[[Columns], Read]) -> Read:
    """Read a table that was sent.

    Args:
        wanted: the columns that it must have.
        read: reads its columns.

    Raises:
        RuleError: it is too large, has too many rows, or cannot be read; the sentence says where.
    """
    if file.size > LARGEST:
        raise RuleError("desk_rule.large", size=f"{file.size:,}")
    data = file.read().removeprefix(BOM)
    try:
        delimiter, _ = delimiter_of(data.decode("utf-8", "replace"), wanted)
        dialect = Dialect(delimiter=delimiter)
        table = read_table(data, file.name, dialect)
        rows = read(Columns(table, ", ".join(wanted), "at least one"))
    except BadInput as error:
        raise RuleError("desk_rule.table", what=str(error)) from None
    if len(rows) > MOST:
        raise RuleError("desk_rule.entered_many", rows=len(rows), most=MOST)
    return rows
