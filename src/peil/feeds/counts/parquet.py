"""Plain tables of counts in Parquet files, each column in the type that the watch takes."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from peil.feeds.tables.problems import quoted
from peil.observe.watch.table import REQUIRED, TAKEN
from peil.terms.errors import BadInput

DAYS, NUMBERS, NAMES = (
    "days, in the type date32 or as text such as 2018-01-22",
    "numbers, in a type of numbers",
    "names, as text",
)
"""What a column holds, as it is asked for."""
HOLDS = {pa.string(): NAMES, pa.date32(): DAYS, pa.float64(): NUMBERS}
MARKS = ("closed", "events")
"""Numbers that may be given as true and false."""
MOST_NAMED = 8

FITS: dict[str, Callable[[pa.DataType], bool]] = {
    DAYS: lambda kind: pa.types.is_date(kind) or pa.types.is_timestamp(kind) or _is_text(kind),
    NUMBERS: lambda kind: (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or _is_text(kind)
    ),
    NAMES: lambda kind: pa.types.is_integer(kind) or _is_text(kind),
}
"""Whether a type may hold such things; one of nothing but nulls always may."""


def read_parquet(files: Sequence[Path]) -> pa.Table:
    """Read the rows of Parquet files of counts, as `watch_table` takes them.

    Raises:
        BadInput: a file cannot be read, lacks a column, or holds what its column may not; the
            sentence names file, column, type and value.
    """
    return pa.concat_tables([_table(path) for path in files], promote_options="default")


def _table(path: Path) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            _refuse_columns(path, file.schema_arrow.names)
            table = file.read([name for name in file.schema_arrow.names if name in TAKEN])
    except (OSError, pa.ArrowException) as error:
        # Arrow puts sentences of its own where the system has its few words.
        number = error.errno if isinstance(error, OSError) else None
        why = os.strerror(number) if number else None
        raise BadInput(
            f"{path} cannot be read: {why or 'it is damaged, or no Parquet file'}; write it anew"
        ) from None
    names = table.column_names
    return pa.table([_cast(path, name, table.column(name)) for name in names], names=names)


def _refuse_columns(path: Path, names: Sequence[str]) -> None:
    shown = ", ".join(map(quoted, names[:MOST_NAMED])) or "none"
    for name in TAKEN:
        if name in REQUIRED and name not in names:
            raise BadInput(
                f"{path} has no column {name!r} but {shown}{', ...' * (len(names) > MOST_NAMED)}; "
                "name its columns series, date and count, and if need be population, region "
                "and effort"
            )
        if names.count(name) > 1:
            raise BadInput(f"{path} has the column {name!r} twice; rename or delete one")


def _cast(path: Path, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind, what = TAKEN[name], HOLDS[TAKEN[name]]
    is_mark = name in MARKS and pa.types.is_boolean(column.type)
    if not (is_mark or FITS[what](column.type) or pa.types.is_null(column.type)):
        raise BadInput(
            f"{path}: the column {name!r} is of the type {_named(column.type)}; write {what}"
        )
    if _is_of_unknown_zone(column.type):
        raise BadInput(
            f"{path}: the column {name!r} is of the type {_named(column.type)}, of a time zone "
            f"that is not known; write {what}"
        )
    cast = _casted(column, kind)
    if cast is None:
        row = _first_wrong(column, kind)
        raise BadInput(
            f"{path}, row {row + 1}: the column {name!r}, of the type {_named(column.type)}, "
            f"holds {_shown(column[row])}; write {what}"
        )
    return cast


def _casted(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
    """Bring a column into a type; None where a value does not fit.

    Whole numbers too large to be exact are rounded: whoever asks for a limit sees them.
    """
    try:
        if pa.types.is_string_view(column.type):  # not every type can be made of views
            column = column.cast(pa.string())
        return column.cast(kind, safe=not pa.types.is_integer(column.type))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _first_wrong(column: pa.ChunkedArray, kind: pa.DataType) -> int:
    """Find the first value that does not fit a type, by halves."""
    first, after = 0, len(column)
    while after - first > 1:
        middle = (first + after) // 2
        if _casted(column.slice(first, middle - first), kind) is None:
            after = middle
        else:
            first = middle
    return first


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _is_of_unknown_zone(kind: pa.DataType) -> bool:
    if not pa.types.is_timestamp(kind) or kind.tz is None:
        return False
    return _casted(pa.chunked_array([pa.array([0], kind)]), pa.date32()) is None


def _named(kind: pa.DataType) -> str:
    return quoted(str(kind))[1:-1]


def _shown(value: pa.Scalar) -> str:
    text = value.as_py() if _is_text(value.type) else str(value.as_py())
    return quoted(text)
