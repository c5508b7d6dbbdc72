"""Codes and numbers in event files: read as programs write them, or refused, and never counted as no."""

from collections.abc import Mapping
from functools import reduce
from operator import add, or_
from typing import Any

import ibis
import numpy as np

from peil.feeds.importing.reading import OpenEvents
from peil.feeds.importing.source import Code, EventRows, Source
from peil.feeds.tables.problems import quoted
from peil.feeds.tables.slips import refuse_swapped_days
from peil.terms.errors import BadInput

WORDS = (("yes", "1"), ("true", "1"), ("no", "0"), ("false", "0"))
"""Words that stand for the codes 1 and 0."""
CELL = "\x1f"
"""Ends a cell where those of a row are joined."""
SHOWN, FEW = 3, 10
"""Rows that are named before the rest is left, and of how many one may contradict itself."""


def in_plain_codes(table: Any, codes: Mapping[str, Code]) -> Any:
    """Write the codes of a table in one way: in small letters, 3.0 as 3, and yes as 1."""
    return table.mutate(**{name: _plain(table[name]) for name in codes}) if codes else table


def is_wrong(table: Any, codes: Mapping[str, Code]) -> Any:
    """Tell, as an expression over a table in plain codes, whether a row has a word that is none."""
    return reduce(or_, (~_fits(table[name], code) for name, code in codes.items()))


def refuse_wrong(opened: OpenEvents, source: Source, name: str) -> None:
    """Refuse a file with words that are no codes of their columns.

    Args:
        opened: the file, as it was written.

    Raises:
        BadInput: the first such column, with the numbers and words of some rows.
    """
    for column, code in source.codes.items():
        word = opened.table[column]
        rows = opened.table.select(
            row=ibis.row_number() + opened.first_row,
            word=word.fill_null(""),
            fits=_fits(_plain(word), code),
        )
        found = opened.arrays(rows.filter(~rows.fits).drop("fits").limit(SHOWN))
        shown = sorted(zip(found["row"].tolist(), found["word"].tolist(), strict=True))
        if shown:
            where = ", ".join(f"row {row}: {quoted(given)}" for row, given in shown)
            raise BadInput(
                f"{name} has what is no {column} ({where}); write {code.told}, or delete the rows"
            )


def refuse_repeated(opened: OpenEvents, source: Source, name: str) -> None:
    """Refuse a file in which two rows have one id: an event that would be counted twice.

    Raises:
        BadInput: there is such an id.
    """
    if not source.id:
        return
    ids = opened.table[source.id]
    rows = opened.table.select(id=ids).filter(ids.strip() != "").group_by("id")
    counted = rows.aggregate(n=lambda each: each.count())
    found = opened.arrays(counted.filter(counted.n > 1).order_by("id").limit(SHOWN))
    if len(found["n"]):
        listed = ", ".join(map(quoted, found["id"].tolist()))
        raise BadInput(
            f"{name} has the {source.id} {listed} in more than one row; keep one row for each event"
        )


def refuse_contradicted(opened: OpenEvents, rows: EventRows, name: str) -> None:
    """Refuse a file of whose rows one in ten or more have a date that another column contradicts.

    Raises:
        BadInput: it is such a file, as after a column that slid or was sorted by itself.
    """
    if not rows.contradicts:
        return
    wrong = {
        f"wrong{n}": is_so.fill_null(False).cast("int64").sum()
        for n, is_so in enumerate(rows.contradicts.values())
    }
    counted = opened.arrays(opened.table.aggregate(n=opened.table.count(), **wrong))
    every, *found = (int(value[0]) for value in counted.values())
    for what, n in zip(rows.contradicts, found, strict=True):
        if n >= max(every / FEW, 2):
            raise BadInput(
                f"{name} has {n:,} of {every:,} rows with {what}; export it again, as a column was "
                "moved or sorted by itself"
            )


def refuse_swapped(opened: OpenEvents, dated: Any, source: Source, name: str) -> None:
    """Refuse a list that is in order only where day and month are swapped up to the twelfth.

    Args:
        dated: its table in which days can be read.

    Raises:
        BadInput: it is such a list.
    """
    table = dated.select(row=ibis.row_number(), day=source.rows(dated).month)
    found = opened.arrays(table.filter(table.day.notnull()).order_by("row"))
    day = np.asarray(found["day"]).astype("datetime64[D]")
    refuse_swapped_days(name, np.zeros(len(day), dtype=np.int64), day)


def repeated_rows(opened: OpenEvents) -> int:
    """Count the rows that have every cell of an earlier one, but for their ids."""
    cells = [opened.whole[n].cast("string").fill_null("") + CELL for n in opened.whole.columns]
    # Numbers of words are told apart, as words of a whole row would fill the memory.
    row = reduce(add, cells).hash()
    counted = opened.arrays(opened.whole.aggregate(n=opened.whole.count() - row.nunique()))
    return int(counted["n"][0])


def _plain(word: Any) -> Any:
    bare = word.fill_null("").strip().lower().re_replace(r"^(-?[0-9]+)\.0+$", r"\1")
    return bare.cases(*WORDS, else_=bare)


def _fits(word: Any, code: Code) -> Any:
    return word.re_search(f"^({code.pattern})$")
