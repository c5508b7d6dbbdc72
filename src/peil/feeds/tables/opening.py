"""Open a table, whoever wrote it: what it lies in, and what separates its cells."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from peil.feeds.tables.problems import quoted
from peil.feeds.tables.table import BOM, Dialect, Table, read_table, words_of
from peil.terms.errors import BadDossier, BadInput

LARGEST = 2**31 - 1
"""Bytes; the columns of a table are indexed by 32 bits."""
ABSENT, SPECIAL = "does not exist", "is not a regular file"
LARGE = "is larger than two gigabytes"
DELIMITERS = (",", ";", "\t")
SAYS_DELIMITER = re.compile(rb"sep=([,;\t])[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
"""The first line with which a spreadsheet is told what separates the cells; it shows no such row."""
PARQUET = b"PAR1"
PERIODS = "one row for each period"
"""What a table of counts should have."""
HEAD = 1 << 16
"""Bytes in which the row of column names is looked for."""


def unreadable(path: Path, largest: int | None = LARGEST) -> str:
    """Say why a file cannot be read; nothing where it can be."""
    try:
        if not path.exists():
            return ABSENT
        if not path.is_file():
            return SPECIAL
        if largest is not None and path.stat().st_size > largest:
            return LARGE
        with path.open("rb"):
            return ""
    except ValueError:
        return "is no name of a file"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


def named(path: Path) -> str:
    """Name a file in a sentence by the path that was given."""
    return str(path) if str(path).isprintable() else quoted(str(path))


def delimiter_of(
    text: str, wanted: Sequence[str] = (), among: Sequence[str] = DELIMITERS
) -> tuple[str, tuple[str, ...]]:
    """Tell from the row of column names what separates the cells of a table.

    It is what gives most of the wanted columns, and then most columns.

    Args:
        text: a table, or its beginning.
        wanted: names that its columns should have.
        among: what may separate the cells.

    Returns:
        The delimiter, and the names of the columns.
    """
    splits = {sign: _split(text, sign) for sign in among}
    best = max(among, key=lambda sign: (len({*wanted} & {*splits[sign]}), len(splits[sign])))
    return best, splits[best]


def _split(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))
    except csv.Error:
        return ()


def open_table(
    given: Path | Table,
    columns: str = "date and count",
    row: str = PERIODS,
    *,
    may_be_single: bool = False,
) -> Table:
    """Open a table that has a row of column names and at least one other.

    A first line such as `sep=;` is heeded, and rows of nothing at the end are left out.

    Args:
        given: a CSV, separated by commas, semicolons or tabs, a Parquet file, or a table.
        row: what it should have at least one row of.
        may_be_single: whether one column is enough.

    Raises:
        BadInput: there is no such table.
    """
    table = given if isinstance(given, Table) else _read(given, columns, may_be_single)
    if not table.rows:
        raise BadInput(f"{table.file}: has column names and no row; add {row}")
    return table


def _read(path: Path, columns: str, may_be_single: bool) -> Table:
    if why := unreadable(path):
        raise BadInput(f"{named(path)} {why}; give a CSV with the columns {columns}")
    try:
        return _table(path.name or str(path), path, None if may_be_single else columns)
    except BadDossier as error:
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        raise BadInput(f"{error.problems[0]}{more}") from None


def _table(name: str, path: Path, columns: str | None) -> Table:
    data = path.read_bytes()
    if data.startswith(PARQUET):
        return words_of(name, data)
    data = data.removeprefix(BOM)
    said = SAYS_DELIMITER.match(data)
    data = data[said.end() :] if said else data
    among = (said[1].decode(),) if said else DELIMITERS
    delimiter, header = delimiter_of(
        data[:HEAD].decode("utf-8", "replace").lstrip("\r\n"), (), among
    )
    is_binary = b"\0" in data[:HEAD]  # the reader of tables says what it is
    if columns and len(header) == 1 and header[0].strip() and not is_binary:
        raise BadInput(
            f"{name}, row 1: has the single column {quoted(header[0].strip())}; write at least "
            f"the columns {columns}, separated by commas or semicolons, and nothing above them"
        )
    data = without_blank_columns(data, delimiter) if not is_binary else data
    return read_table(data, name, Dialect(delimiter=delimiter, may_be_single=not columns))


def without_blank_columns(data: bytes, delimiter: str) -> bytes:
    """Leave out the last columns where neither their names nor any of their cells say anything."""
    sign = delimiter.encode()
    cell = rb"(?:%b *)" % re.escape(sign)
    first = re.match(rb"[^\r\n]*?(%b+)(?:[\r\n]|$)" % cell, data)
    if first is None:
        return data
    lines = data.splitlines(keepends=True)
    last = re.compile(rb"%b{%d}(?=[\r\n]*$)" % (cell, first[1].count(sign)))
    if not all(last.search(line) for line in lines if line.strip()):
        return data
    return b"".join(last.sub(b"", line) for line in lines)
