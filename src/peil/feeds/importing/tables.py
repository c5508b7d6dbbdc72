"""Tables of a dossier with rows at their end: every byte that was there stays as it was."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from peil.feeds.tables.table import Dialect

Row = Mapping[str, str]


def with_rows(data: bytes, dialect: Dialect, names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Add rows at the end of a table, written as the table is.

    Args:
        data: the table as it stands.
        dialect: how it is written.
        names: its columns, in order; a row says nothing of the others.
        rows: cells by column.
    """
    text, end = io.StringIO(), _line_end(data)
    writer = csv.writer(
        text, delimiter=dialect.delimiter, quotechar=dialect.quote, lineterminator=end
    )
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    old = data.rstrip(b"\r\n")
    return (old + end.encode() if text.getvalue() else data) + text.getvalue().encode()


def with_column(data: bytes, dialect: Dialect, name: str) -> bytes:
    """Add a column of empty cells at the end of a table."""
    end = _line_end(data)
    delimiter, quote = dialect.delimiter.encode(), dialect.quote.encode()
    made: list[bytes] = []
    row = b""
    for line in data.rstrip(b"\r\n").splitlines(keepends=True):
        row += line
        # A row goes on while a quote is open.
        if row.count(quote) % 2 == 0:
            made.append(row.rstrip(b"\r\n") + delimiter + (b"" if made else name.encode()))
            row = b""
    return end.encode().join(made) + end.encode()


def _line_end(data: bytes) -> str:
    return "\r\n" if b"\r\n" in data[: 2**16] else "\n"
