"""Open an event file as an Ibis table of words, without reading it into memory."""

import csv
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from peil.feeds.importing.columns import called, refuse_missing, refuse_other_width, refuse_twice
from peil.feeds.importing.source import Source
from peil.feeds.tables.days import ISO, format_of
from peil.feeds.tables.opening import PARQUET, SPECIAL, delimiter_of, named, unreadable
from peil.report.folder_lock import PATIENCE, draft_folder
from peil.terms.errors import BadInput

MEMORY = "1GB"
"""What DuckDB may hold; it spills to the disk beyond that."""
BUFFER = 2**23
"""Bytes that are read at a time; four times as many by itself, and several buffers are held."""
EVENTS, EVENTS_WITH_DAYS = "events", "events_with_days"

LONGEST = BUFFER // 2
"""Bytes of a line that are always read; of some lines longer than two buffers, DuckDB loses what
follows them without a word."""

HEAD = 2**20
"""Bytes of a file that are looked at for its row of column names."""
MOST_ROWS = 1000
"""Rows that are looked at for the form of their days."""

ZIP = b"PK\x03\x04"
BAD_ENDINGS = {".xlsx", ".xls", ".ods"}
TOO_LONG = "has a row that is too long, as after a quote that is not closed"
FAULTS = {
    "unterminated quote": "has a quote that is not closed",
    "reached an invalid state": "ends some lines as Unix and some as Windows does, "
    "or has a quote within a cell that is not doubled",
    "does not support a full read": TOO_LONG,
    "maximum line size": TOO_LONG,
}
"""What is wrong with a file, by what the engine says of it in lower-case letters."""
LINE = re.compile(r"CSV Error on Line: (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEvents:
    """An event file that is open.

    Args:
        connection: the Ibis backend that computes.
        table: the columns that the source needs, as words.
        whole: all columns of the file but that of ids.
        with_days: the same with the columns that the source calls days as dates, so that reading
            it stops at a word that is none; None where the source or the form of file has none.
        first_row: number of the first row of events, as a spreadsheet counts.
        form: the form of days, as for `strptime`, in which `with_days` is read.
        order: DAY_FIRST or MONTH_FIRST where `table` holds days as in 15/01/2024, read so; None
            where they stand as they were written.
    """

    connection: Any
    table: Any
    whole: Any
    with_days: Any | None
    first_row: int
    form: str = ISO
    order: str | None = None

    def arrays(self, expression: Any) -> Mapping[str, Any]:
        """Compute an expression, and give its columns as arrays, masked where a cell is missing.

        Arrow tables would come by way of pandas, wherever that is there.
        """
        computed = self.connection.raw_sql(self.connection.compile(expression))
        return dict(computed.fetchnumpy())

    def progress(self) -> float:
        """Tell how much of the file has been read, in per cent; below zero where unknown."""
        return float(self.connection.con.query_progress())


def columns_of(path: Path) -> tuple[str, ...]:
    """Read the column names of an event file; without any that can be told apart, none.

    Raises:
        BadInput: there is no such file, or it is not text.
    """
    if _magic(path).startswith(PARQUET):
        return _parquet_columns(path)
    return _split(_head(path))[1]


@contextmanager
def open_events(path: Path, source: Source) -> Iterator[OpenEvents]:
    """Open an event file for as long as it is counted.

    Raises:
        BadInput: there is no such file, it lacks a column, or it is not of the source's form.
    """
    import ibis

    # What the memory does not hold only its owner may read.
    kept = draft_folder(Path(gettempdir()), "peil-import-", mode=0o700, patience=PATIENCE)
    with kept as scratch, _without_advice(), _unchanged(path):
        file = _unzipped(path, scratch) if source.header else path
        connection = ibis.duckdb.connect(memory_limit=MEMORY, temp_directory=str(scratch))
        _keep_faulty_words(connection)
        try:
            with_events = _opened(connection, file, source)
            with explained(path):
                yield with_events
        finally:
            connection.disconnect()


@contextmanager
def _unchanged(path: Path) -> Iterator[None]:
    """Refuse a file that was written to while it was counted."""
    _magic(path)
    before = path.stat()
    yield
    try:
        after = path.stat()
    except OSError:
        return  # It was deleted, and what was open is what it held.
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise BadInput(f"{called(path)} was changed while it was counted; import it once it stays")


@contextmanager
def _without_advice() -> Iterator[None]:
    """Keep to ourselves what DuckDB tells Ibis about names that it will use one day."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="ibis")
        yield


def _keep_faulty_words(connection: Any) -> None:
    """Let TRY_CAST give NULL: pushed into the reader of CSV, it fails like a plain cast."""
    known = connection.raw_sql("SELECT name FROM duckdb_optimizers()").fetchall()
    if ("type_pushdown",) in known:
        connection.raw_sql("SET disabled_optimizers = 'type_pushdown'")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the engine says of a file into one sentence."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise BadInput(
            f"{called(path)} has too many different countries to count in {MEMORY}; "
            "check that its columns are what their names say"
        ) from None
    except (duckdb.InterruptException, RuntimeError) as error:
        if isinstance(error, duckdb.InterruptException) or "interrupted" in str(error):
            raise KeyboardInterrupt from None
        raise
    except duckdb.Error as error:
        raise BadInput(_sentence(path, str(error))) from None


def _sentence(path: Path, said: str) -> str:
    found = LINE.search(said)
    row = f", row {found[1]}" if found else ""
    if "not utf-8" in said.lower():
        return f"{called(path)}{row}: is not written in UTF-8; save it again as CSV in UTF-8"
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", said)
    if counts:
        return (
            f"{called(path)}{row}: has {counts[2]} cells where {counts[1]} are expected; "
            "put quotes around cells that hold the delimiter"
        )
    if _magic(path).startswith(PARQUET):
        return f"{called(path)} is no whole Parquet file; write it anew"
    what = next((told for sign, told in FAULTS.items() if sign in said.lower()), None)
    first = " ".join(said.split())[:120]
    return f"{called(path)}{row}: {what or f'cannot be split into cells ({first})'}; mend it there"


def _opened(connection: Any, path: Path, source: Source) -> OpenEvents:
    if _magic(path).startswith(PARQUET):
        names = _parquet_columns(path)
        refuse_missing(path, names, source.columns)
        refuse_twice(path, names, source.columns)
        read = [*source.columns, *(n for n in source.beside if n in names)]
        with explained(path):
            table = connection.read_parquet(str(path))
        words = _with_beside(table.select(**{n: table[n].cast("string") for n in read}), source)
        whole = table.drop(*filter(None, [source.id]))
        return OpenEvents(
            connection=connection, table=words, whole=whole, with_days=None, first_row=1
        )
    lines = _head(path)
    _refuse_long_line(path)
    if source.header:
        delimiter, names, has_names = "\t", source.header, False
        refuse_other_width(path, lines, source)
    else:
        delimiter, names = _split(lines, source.columns)
        has_names = True
        refuse_missing(path, names, source.columns)
        refuse_twice(path, names, source.columns)
    places = {n: names.index(n) for n in (*source.columns, *source.beside) if n in names}
    csv_in = partial(
        _csv, connection, path, places, width=len(names), header=has_names, delimiter=delimiter
    )
    with explained(path):
        table, whole = csv_in(EVENTS)
        with_days, form = None, ISO
        if source.days:
            form = format_of(_cells(lines, delimiter, [places[name] for name in source.days]))
            with_days, _ = csv_in(EVENTS_WITH_DAYS, days=source.days, form=form)
    return OpenEvents(
        connection=connection,
        table=_with_beside(table, source),
        whole=whole.drop(*(f"c{places[n]}" for n in [source.id] if n)),
        with_days=with_days,
        first_row=2 if has_names else 1,
        form=form,
    )


def _with_beside(table: Any, source: Source) -> Any:
    """Add the columns that a source compares with others, empty, where a file has them not."""
    import ibis

    absent = {n: ibis.null("string") for n in source.beside if n not in table.columns}
    return table.mutate(**absent) if absent else table


def _csv(
    connection: Any,
    path: Path,
    places: Mapping[str, int],
    view: str,
    *,
    width: int,
    header: bool,
    delimiter: str,
    days: Sequence[str] = (),
    form: str = ISO,
) -> tuple[Any, Any]:
    """Name the columns of a text file, by their places, as a table that is read when it is asked.

    Returns:
        The columns of those places, and all of the file.

    The engine knows columns by their places: as names it refuses some that files have, such as
    none at all, or one that differs from another in capitals alone.
    """
    import ibis

    are_days = {places[name] for name in days}
    kinds = {f"c{n}": "DATE" if n in are_days else "VARCHAR" for n in range(width)}
    read = connection.con.read_csv(
        str(path),
        columns=kinds,
        auto_detect=False,
        header=header,
        delimiter=delimiter,
        # Files with tabs hold quotes as plain letters.
        quotechar='"' if header else "",
        escapechar='"' if header else "",
        strict_mode=True,
        buffer_size=BUFFER,
        date_format=form,
        compression="uncompressed",
    )
    read.create_view(view)
    # Named by us: to ask the engine for the columns takes Arrow, and its memory.
    called = {"VARCHAR": "string", "DATE": "date"}
    table = ibis.table({name: called[kind] for name, kind in kinds.items()}, name=view)
    return table.select(**{name: table[f"c{n}"] for name, n in places.items()}), table


def _magic(path: Path) -> bytes:
    if why := unreadable(path, largest=None):
        what = {SPECIAL: "is no file that stays"}.get(why, why)
        raise BadInput(f"{named(path)} {what}; give one event file by its path")
    with path.open("rb") as file:
        return file.read(4)


def _parquet_columns(path: Path) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(path).names)
    except (OSError, pa.ArrowException):
        raise BadInput(f"{called(path)} is no whole Parquet file; write it anew") from None


def _head(path: Path) -> str:
    """Give the beginning of a text file."""
    magic = _magic(path)
    if magic.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput(f"{called(path)} is written in UTF-16; save it as CSV in UTF-8")
    if magic.startswith(ZIP) or path.suffix.lower() in BAD_ENDINGS:
        raise BadInput(
            f"{called(path)} is a workbook or an archive, not CSV; export it as CSV in UTF-8"
        )
    with path.open("rb") as file:
        data = file.read(HEAD)
    if b"\0" in data:
        raise BadInput(f"{called(path)} is a binary file, not CSV; export it as CSV in UTF-8")
    # The last letter may be cut; a byte that is no UTF-8 further in is found while counting.
    text = data.decode("utf-8-sig", errors="replace")
    if not text.strip():
        raise BadInput(f"{called(path)} is empty; give a file with events")
    return text


def _refuse_long_line(path: Path) -> None:
    """Refuse a line that fills a whole block of the file, of which little is looked at otherwise."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for start in range(0, len(data) - LONGEST + 1, LONGEST):
            if all(data.find(end, start, start + LONGEST) < 0 for end in (b"\n", b"\r")):
                raise BadInput(f"{called(path)}, about byte {start}: {TOO_LONG}; mend it there")


def _split(text: str, wanted: Sequence[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Tell what separates the cells, and the columns; none with ends that the engine does not know."""
    delimiter, names = delimiter_of(text, wanted)
    is_known = "\r" not in text.split("\n", 1)[0].rstrip("\r")
    return delimiter, names if is_known else ()


def _cells(text: str, delimiter: str, places: Sequence[int]) -> Iterator[str]:
    """Give the words of some columns of the first rows; a last row that is cut is left out."""
    rows = csv.reader(text[: text.rfind("\n") + 1].splitlines(), delimiter=delimiter)
    with suppress(csv.Error):
        for row in islice(rows, 1, MOST_ROWS):
            yield from (row[place] for place in places if place < len(row))


def _unzipped(path: Path, scratch: Path) -> Path:
    """Unpack an archive of one file; any other file stays where it is."""
    if not _magic(path).startswith(ZIP):
        return path
    try:
        with zipfile.ZipFile(path) as archive:
            (member,) = archive.infolist()
            if member.file_size > shutil.disk_usage(scratch).free:
                raise BadInput(
                    f"{called(path)} needs {member.file_size / 1e9:.1f} GB when unpacked, more "
                    "than is free; make room, or set TMPDIR to another disk"
                )
            target = scratch / "events"
            with archive.open(member) as packed, target.open("wb") as file:
                shutil.copyfileobj(packed, file, 2**20)
            return target
    except ValueError:
        raise BadInput(
            f"{called(path)} does not hold exactly one file; unpack it and give the event file"
        ) from None
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise BadInput(f"{called(path)} cannot be unpacked; unpack it by hand") from None
