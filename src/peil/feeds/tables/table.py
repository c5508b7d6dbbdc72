"""Tables as they stand in their files: rows of words, each distinct word kept once."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peil.feeds.tables.problems import fail, in_order, in_rows, quoted
from peil.terms.errors import BadDossier

Codes = NDArray[np.int32]

BOM = b"\xef\xbb\xbf"
CHUNK = BLOCK = 1 << 24
SMALL = 1 << 20
"""Bytes up to which a table is read in Python: quickly, and without a thread of Arrow's."""
LINE_ENDS = (b"\n", b"\r")
EMPTY_LINE = re.compile(rb"\n[ \t]*\r?\n|\r[ \t]*\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the cells of a table are separated and quoted, and which words stand for an empty one.

    `may_be_single` lets it have a single column, as a list has.
    """

    delimiter: str = ","
    quote: str = '"'
    missing: frozenset[str] = frozenset({""})
    may_be_single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: (N,) codes into its distinct words."""

    codes: Codes
    words: Sequence[str]

    def by_row(self, values: Sequence[Any], kind: Any) -> NDArray[Any]:
        """Spread one value for each distinct word over the rows."""
        by_word = np.empty(len(values), dtype=kind)
        by_word[:] = values
        return by_word[self.codes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its file, its number of rows without the header, and its columns by name."""

    file: str
    rows: int
    columns: Mapping[str, Column]


def read_table(content: bytes, file: str, dialect: Dialect) -> Table:
    """Read a table as words.

    Args:
        content: what stands in its file.
        dialect: how it is written.

    Raises:
        BadDossier: it is empty, not UTF-8, or not a table of equal rows.
    """
    data = _text_of(content, file, dialect)
    header = _header(data, file, dialect)
    try:
        columns = _read_small(data, header, dialect) or _columns(data, header, dialect)
    except _NotATableError as error:
        _explain(data, header, file, dialect)
        raise fail(file, f"cannot be split into cells ({error})", "save it again as CSV") from None
    # Arrow takes all that follows a quote that is not closed for one cell.
    if EMPTY_LINE.search(data) or data.count(dialect.quote.encode()) % 2:
        _explain(data, header, file, dialect)
    table = Table(file=file, rows=len(columns[header[0]].codes), columns=columns)
    _refuse_blank_rows(table)
    return table


def neighbours(*alike: Any, by: Sequence[Any] = ()) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the rows that follow each other among those that are alike.

    Args:
        alike: each (N,) by which rows are alike.
        by: each (N,) in whose order rows that are alike follow, the first one first; those that are
            the same follow as they stand.

    Returns:
        (P,) a row, and (P,) the one that follows it.
    """
    order = np.lexsort([*reversed(by), *reversed(alike)])
    one, other = order[:-1], order[1:]
    same = np.logical_and.reduce([each[one] == each[other] for each in alike])
    return one[same], other[same]


def words_of(file: str, content: bytes) -> Table:
    """Read a Parquet file as words, as a CSV of the same cells would be read.

    Raises:
        BadDossier: it is damaged, or a column holds neither texts nor numbers nor days.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return table_of(file, pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False))
    except (pa.ArrowException, OSError, ValueError, OverflowError):
        raise fail(
            file, "is damaged, or no Parquet file of texts, numbers and days", "write it anew"
        ) from None


def table_of(file: str, arrow: Any) -> Table:
    """Make a table of one of Arrow.

    Raises:
        BadDossier: a column has no plain name, or the name of another.
        ArrowException: a column holds neither texts nor numbers nor days.
    """
    _refuse_names(arrow.column_names, file)
    each = arrow.combine_chunks()
    columns = {name: _encoded(each[name]) for name in each.column_names}
    return Table(file=file, rows=arrow.num_rows, columns=columns)


class _NotATableError(Exception):
    """The fast reader met a row that does not fit."""


def _text_of(data: bytes, file: str, dialect: Dialect) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise fail(file, "is written in UTF-16", "save it as CSV in UTF-8")
    nul, bad = data.find(b"\0"), _undecodable(data)
    if nul >= 0:
        raise _refused(data, nul, "a NUL byte, as in a binary file,", file, dialect)
    if bad >= 0:
        what = f"the byte 0x{data[bad]:02x}, which is not UTF-8,"
        raise _refused(data, bad, what, file, dialect)
    data = _without_blank_end(data.removeprefix(BOM), dialect)
    if not data.strip():
        raise fail(file, "is empty", "write at least the row of column names")
    return data


def _without_blank_end(data: bytes, dialect: Dialect) -> bytes:
    """Leave out rows at the end that hold delimiters and blanks alone, as spreadsheets write them."""
    blank, stop = f"{dialect.delimiter} \t{dialect.quote}".encode(), len(data)
    while (at := max(data.rfind(end, 0, stop) for end in LINE_ENDS)) >= 0:
        last = data[at + 1 : stop]
        # A quote that is alone ends a cell of several lines.
        if last.strip(blank) or last.count(dialect.quote.encode()) % 2:
            break
        stop = at
    return data[:stop]


def _refused(data: bytes, at: int, what: str, file: str, dialect: Dialect) -> BadDossier:
    row = _row_at(data[:at], dialect.quote.encode())
    return fail(file, f"holds {what} at byte {at}", "save it as CSV in UTF-8", row)


def _undecodable(data: bytes) -> int:
    """Give the place of the first byte that is not UTF-8, or -1."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), CHUNK):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(data[start : start + CHUNK], final=start + CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return start - held + error.start
    return -1


def _row_at(before: bytes, quote: bytes) -> int:
    """Number the row that comes after some text, line ends between quotes left out."""
    outside = before.split(quote)[::2]
    return 1 + max(sum(part.count(end) for part in outside) for end in (b"\n", b"\r"))


def _rows(data: bytes, dialect: Dialect) -> Iterator[list[str]]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    return csv.reader(text, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True)


def _header(data: bytes, file: str, dialect: Dialect) -> list[str]:
    try:
        header = next(_rows(data, dialect))
    except csv.Error as error:
        raise fail(file, f"has no row of column names ({error})", "write them", 1) from None
    _refuse_names(header, file)
    if len(header) == 1 and not dialect.may_be_single:
        raise fail(
            file,
            f"has a single column {quoted(header[0])} when split at {dialect.delimiter!r}",
            "set the delimiter of its dialect in datapackage.json",
            1,
        )
    return header


def _refuse_names(header: Sequence[str], file: str) -> None:
    for place, name in enumerate(header, start=1):
        if not name.strip() or not name.isprintable():
            what = f"has no plain name of column {place} of {len(header)}"
            raise fail(file, what, "name it, or delete what stands above the column names", 1)
    for name, times in Counter(header).items():
        if times > 1:
            raise fail(file, f"has the column {quoted(name)} twice", "rename or delete one", 1)


def _read_small(data: bytes, header: list[str], dialect: Dialect) -> dict[str, Column] | None:
    """Read a small table without Arrow; nothing where it is large, or its quotes are odd.

    Arrow's threads may still be at work when a bad value ends the program, which then aborts.
    """
    if len(data) > SMALL:
        return None
    try:
        rows = [row for row in _rows(data, dialect) if row][1:]
    except csv.Error:
        return None
    if any(len(row) != len(header) for row in rows):
        raise _NotATableError("rows of unequal length")
    if not rows:
        none = np.empty(0, np.int32)
        return {name: Column(codes=none, words=()) for name in header}
    cells = zip(*rows, strict=True)
    return {name: _small(own, dialect) for name, own in zip(header, cells, strict=True)}


def _small(cells: Sequence[str], dialect: Dialect) -> Column:
    numbers = {word: i for i, word in enumerate(dict.fromkeys(cells))}
    codes = np.fromiter((numbers[word] for word in cells), np.int32, len(cells))
    return Column(codes=codes, words=_plain(numbers, dialect.missing))


def _columns(data: bytes, header: list[str], dialect: Dialect) -> dict[str, Column]:
    import pyarrow as pa
    from pyarrow import csv as fast

    if not re.search(rb"[\r\n]", data):
        none = np.empty(0, np.int32)
        return {name: Column(codes=none, words=()) for name in header}
    words = pa.dictionary(pa.int32(), pa.string())
    try:
        table = fast.read_csv(
            pa.BufferReader(data),
            read_options=fast.ReadOptions(block_size=BLOCK),
            parse_options=fast.ParseOptions(
                delimiter=dialect.delimiter, quote_char=dialect.quote, newlines_in_values=True
            ),
            convert_options=fast.ConvertOptions(
                column_types=dict.fromkeys(header, words), strings_can_be_null=False
            ),
        )
    except pa.ArrowException as error:
        raise _NotATableError(str(error).split(":")[0][:60]) from None
    if table.column_names != header:
        raise _NotATableError("the column names are quoted unevenly")
    return {name: _column(table[name], dialect.missing) for name in header}


def _column(chunked: Any, missing: frozenset[str]) -> Column:
    """Make a column; words that stand for a missing cell, and blanks, become empty."""
    chunks = chunked.unify_dictionaries().chunks
    codes = [_codes(chunk.indices) for chunk in chunks]
    words = map(_spelled, chunks[0].dictionary.to_pylist()) if chunks else []
    return Column(
        codes=np.concatenate(codes) if codes else np.empty(0, np.int32),
        words=_plain(words, missing),
    )


def _encoded(column: Any) -> Column:
    """Give the distinct values of a column as words; one that is not there is empty."""
    return _column(column.dictionary_encode(null_encoding="encode"), frozenset({"nan"}))


def _spelled(value: Any) -> str:
    """Write a value as it would stand in a CSV."""
    if isinstance(value, str):
        return value
    is_whole = isinstance(value, float) and value.is_integer()
    return "" if value is None else f"{value:.0f}" if is_whole else str(value)


def _plain(words: Iterable[str], missing: frozenset[str]) -> list[str]:
    return ["" if word in missing or word.isspace() else word for word in words]


def _codes(indices: Any) -> Codes:
    """Give the codes as they lie in memory: `to_numpy` would import pandas wherever it is there."""
    held = np.frombuffer(indices.buffers()[1], np.int32)
    return held[indices.offset : indices.offset + len(indices)]


def _explain(data: bytes, header: list[str], file: str, dialect: Dialect) -> None:
    """Find the rows that do not fit, one by one, and refuse the table for them."""
    sizes: list[int] = []
    rows = _rows(data, dialect)
    try:
        sizes.extend(len(row) for row in rows)
    except csv.Error as error:
        raise fail(
            file,
            f"cannot be split into cells ({error})",
            "mend the quotes in and above this row",
            len(sizes) + 1,
        ) from None
    wrong = np.flatnonzero(np.array(sizes[1:], dtype=np.int64) != len(header))
    if len(wrong):
        raise BadDossier(
            in_order(
                in_rows(
                    file,
                    wrong,
                    lambda i: f"has {sizes[i + 1]} cells where the header has {len(header)}",
                    "delete the row if it is empty, or put quotes around cells that hold the "
                    f"delimiter {dialect.delimiter!r}",
                )
            )
        )


def _refuse_blank_rows(table: Table) -> None:
    blank = np.ones(table.rows, dtype=np.bool_)
    for column in table.columns.values():
        is_blank = np.array([word == "" for word in column.words], dtype=np.bool_)
        blank &= is_blank[column.codes] if len(is_blank) else False
    if blank.any():
        rows = np.flatnonzero(blank)
        raise BadDossier(
            in_order(in_rows(table.file, rows, lambda _: "has only empty cells", "delete the row"))
        )
