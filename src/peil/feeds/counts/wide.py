"""Tables with a column for each series, read as if their series stood below each other."""

from pathlib import Path

import numpy as np

from peil.feeds.tables.columns import COUNTS, DATES, Columns
from peil.feeds.tables.opening import open_table
from peil.feeds.tables.problems import quoted
from peil.feeds.tables.table import Column, Table
from peil.observe.watch.declared import COLUMNS as DECLARED
from peil.terms.errors import BadInput

OF_ALL = (*DATES, "population", "region", *DECLARED)
"""Columns that say something of every series beside them."""


def long_form(table: Path | Table) -> Path | Table:
    """Bring series that stand side by side below each other; a table that is long stays so.

    A table without a column of counts or of series is wide: each column that says nothing of
    all of them is a series. A file is left as it is.

    Raises:
        BadInput: a count cannot be one.
    """
    if isinstance(table, Path):
        return table
    small = {name.strip().lower() for name in table.columns}
    if small & {*COUNTS, "series"} or not small & {*DATES} or small <= {*OF_ALL}:
        return table
    return _below_each_other(table, None)


def wide_table(given: Path | Table, date_column: str | None = None) -> Table:
    """Read a table that has a column for each series, below each other.

    Args:
        given: the table; its first column holds the periods.
        date_column: that column, if it is not the first.

    Raises:
        BadInput: there is no such column, none for a series, or a count cannot be one.
    """
    columns = "date and one for each series"
    table = open_table(given, columns)
    first = Columns(table, columns).need("--date-column", date_column or next(iter(table.columns)))
    if {name.strip().lower() for name in table.columns} <= {first.strip().lower(), *OF_ALL}:
        raise BadInput(
            f"{table.file}, row 1: has no column of a series beside {quoted(first)}; name one for "
            "each series, or leave out --wide"
        )
    try:
        Columns(table).periods(table.columns[first])
    except BadInput as error:
        if date_column:
            raise
        raise BadInput(
            f"{error}, or name the column of the periods by --date-column if it is not {quoted(first)}"
        ) from None
    return _below_each_other(table, first)


def _below_each_other(table: Table, dates: str | None) -> Table:
    """Put the columns of the series of a table below each other, and repeat the others."""
    of_all = {key: name for name in table.columns if (key := name.strip().lower()) in OF_ALL}
    if dates is not None and dates not in of_all.values():
        of_all = {DATES[0]: dates, **{k: name for k, name in of_all.items() if k not in DATES}}
    series = [name for name in table.columns if name not in of_all.values()]
    for name in series:
        Columns(table).counts(name)  # says the row of a fault as it is in the table
    each = {key: _repeated(table.columns[name], len(series)) for key, name in of_all.items()}
    of_row = np.repeat(np.arange(len(series), dtype=np.int32), table.rows)
    each["series"] = Column(codes=of_row, words=[name.strip() for name in series])
    each[COUNTS[0]] = _joined([table.columns[name] for name in series])
    return Table(file=table.file, rows=table.rows * len(series), columns=each)


def _repeated(column: Column, times: int) -> Column:
    return Column(codes=np.tile(column.codes, times), words=column.words)


def _joined(columns: list[Column]) -> Column:
    """Put columns below each other."""
    begins = np.cumsum([0, *(len(column.words) for column in columns)])[:-1]
    codes = [column.codes + begin for column, begin in zip(columns, begins, strict=True)]
    words = [word for column in columns for word in column.words]
    return Column(codes=np.concatenate(codes).astype(np.int32), words=words)
