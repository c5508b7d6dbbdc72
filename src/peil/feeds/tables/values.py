"""Tables that are values: of pandas, of Arrow, or columns by name, read as their file would be."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peil.feeds.tables.columns import DATES
from peil.feeds.tables.table import Table, table_of
from peil.terms.errors import BadInput

AnyTable = Any
"""A file, a pandas or Arrow table, or columns by name."""
NAME = "table"


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
