"""Open a plain table as programs for tables write it, with what they add to it."""

import re
from collections.abc import Sequence
from pathlib import Path

from peil.feeds.dossier.descriptor import Resource
from peil.feeds.dossier.files import LARGEST
from peil.feeds.dossier.problems import quoted
from peil.feeds.dossier.table import BOM, Table, read_table
from peil.terms.errors import BadDossier, BadInput

DELIMITERS = (",", ";", "\t")
SAYS_DELIMITER = re.compile(rb"sep=([,;\t])[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
"""The first line with which a spreadsheet is told what separates the cells; it shows no such row."""
LINE_ENDS = (b"\n", b"\r")
HEAD = 1 << 16
"""Bytes in which the row of column names is looked for."""


def open_table(path: Path, columns: str = "date and count") -> Table:
    """Open a table that has a row of column names and at least one other.

    A first line such as `sep=;` is heeded, and rows of nothing at the end are left out.

    Args:
        path: a CSV, separated by commas, semicolons or tabs.
        columns: those that it should have, for sentences.

    Raises:
        BadInput: there is no such table.
    """
    name = path.name or str(path)
    _refuse_no_file(path, columns)
    try:
        data = path.read_bytes().removeprefix(BOM)
        said = SAYS_DELIMITER.match(data)
        data = data[said.end() :] if said else data
        known = (said[1].decode(),) if said else DELIMITERS
        delimiter = _delimiter(name, data[:HEAD], columns, known)
        data = _without_blank_end(data, delimiter)
        resource = Resource(name=name, file=name, path=path, delimiter=delimiter)
        table = read_table(resource, data)
    except OSError as error:
        raise BadInput(f"{name}: cannot be read ({error.strerror}); mend it") from None
    except BadDossier as error:
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        raise BadInput(f"{error.problems[0]}{more}") from None
    if not table.rows:
        raise BadInput(f"{name}: has column names and no row; add one row for each period")
    return table


def _refuse_no_file(path: Path, columns: str) -> None:
    try:
        is_file, is_there = path.is_file(), path.exists()
        size = path.stat().st_size if is_file else 0
    except (OSError, ValueError):
        is_file, is_there, size = False, False, 0
    if not is_file:
        what = "is no file" if is_there else "does not exist"
        name = str(path) if str(path).isprintable() else quoted(str(path))
        raise BadInput(f"{name} {what}; give a CSV with the columns {columns}")
    if size > LARGEST:
        raise BadInput(f"{path.name}: is larger than two gigabytes; split it")


def _delimiter(name: str, head: bytes, columns: str, known: Sequence[str]) -> str:
    """Tell from the row of column names what separates the cells."""
    line = head.decode("utf-8", "replace").lstrip("\r\n").splitlines()[:1] or [""]
    found = max(known, key=line[0].count)
    is_binary = b"\0" in head  # the reader of tables says what it is
    if line[0].strip() and found not in line[0] and not is_binary:
        raise BadInput(
            f"{name}, row 1: has the single column {quoted(line[0].strip())}; write at least "
            f"the columns {columns}, separated by commas or semicolons"
        )
    return found


def _without_blank_end(data: bytes, delimiter: str) -> bytes:
    """Leave out rows at the end that hold delimiters and blanks alone."""
    blank = delimiter.encode() + b' \t"'
    while (at := max(data.rfind(end) for end in LINE_ENDS)) >= 0 and not data[at + 1 :].strip(
        blank
    ):
        data = data[:at]
    return data
