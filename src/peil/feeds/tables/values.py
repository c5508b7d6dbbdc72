"""Tables that are values: of pandas, of Arrow, or columns by name, read as their file would be."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from peil.feeds.tables.columns import COUNTS, DATES
from peil.feeds.tables.table import Column, Table, table_of
from peil.terms.errors import BadInput

AnyTable = Any
"""A file, a pandas or Arrow table, or columns by name."""
NAME = "table"
OF_ALL = (*DATES, "population", "region")
"""Columns that say something of every series beside them."""


def given_table(given: AnyTable) -> Path | Table:
    """Take a table as it is given: a file's name, a pandas or Arrow table, or columns by name.

    The index of a pandas table is a column too, unless it only numbers the rows.

    Raises:
        BadInput: it is no table.
    """
    if isinstance(given, str | Path):
        return Path(given)
    import pyarrow as pa

    try:
        return table_of(NAME, pa.table(_framed(given)))
    except (TypeError, ValueError, pa.ArrowException) as error:
        raise BadInput(
            f"a {type(given).__name__} is no table of texts, numbers and days "
            f"({str(error).splitlines()[0][:80]}); give a pandas or Arrow table, columns by name, "
            "or a file"
        ) from None


def _framed(given: Any) -> Any:
    """Make a pandas series or index of periods a table with days; leave other tables alone."""
    if isinstance(given, Mapping) or not hasattr(given, "reset_index"):
        return given
    index = given.index
    frame = given.to_frame() if not hasattr(given, "columns") else given
    if index.name is None and index.dtype.kind not in "iuf":
        index = index.rename(DATES[0])
    if hasattr(index, "to_timestamp"):
        index = index.to_timestamp()
    is_numbered = index.dtype.kind in "iuf" and index.name is None
    return frame.set_index(index).reset_index(drop=is_numbered).rename(columns=str)


def long_form(table: Path | Table) -> Path | Table:
    """Bring series that stand side by side below each other; a table that is long stays so.

    A table without a column of counts or of series is wide: each column that is neither a
    period, a population nor a region is a series. A file is left as it is.
    """
    if isinstance(table, Path):
        return table
    small = {name.strip().lower(): name for name in table.columns}
    if small.keys() & {*COUNTS, "series"} or not small.keys() & {*DATES}:
        return table
    series = [name for key, name in small.items() if key not in OF_ALL]
    if not series:
        return table
    each = {
        name: _repeated(table.columns[small[name]], len(series)) for name in OF_ALL if name in small
    }
    of_row = np.repeat(np.arange(len(series), dtype=np.int32), table.rows)
    each["series"] = Column(codes=of_row, words=series)
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
