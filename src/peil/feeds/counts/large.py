"""Plain tables of counts as one Arrow table, for thousands of series."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from peil.feeds.counts.names import refuse_mistaken
from peil.feeds.counts.read import EFFORT, CountRows, read_rows
from peil.feeds.tables.cells import FIRST_YEAR, LAST_YEAR
from peil.feeds.tables.numbers import ENOUGH, LARGEST, TOO_FEW
from peil.feeds.tables.problems import UNFIT, UNSEEN, UNSEEN_REMEDY, one_of, quoted
from peil.observe.indicator import EFFORTS
from peil.observe.watch.declared import COLUMNS as DECLARED
from peil.observe.watch.table import SEPARATOR, TAKEN
from peil.terms.errors import BadInput
from peil.terms.regions import FEWEST_PEOPLE

LONGEST_NAME = 200
"""Letters of a name, as in a dossier; of each part where it is a path of regions."""


def read_large(files: Sequence[Path]) -> tuple[pa.Table, str | None]:
    """Read the rows of files of counts, each cell checked, as `watch_table` takes them.

    Args:
        files: at least one CSV with the columns of `read_counts`, and effort where there is one.

    Returns:
        The rows, and the length of period that all dates are written in; None for days.

    Raises:
        BadInput: a file cannot be read as it stands; the sentence names file, row and value.
    """
    tables, forms = [], set()
    for path in files:
        rows = read_rows(path)
        tables.append(_table(rows))
        forms.add(rows.period)
    period = forms.pop() if len(forms) == 1 else None
    return pa.concat_tables(tables, promote_options="default").combine_chunks(), period


def _table(rows: CountRows) -> pa.Table:
    names, regions = zip(*rows.names, strict=True)
    columns = {
        "series": pa.array(names).take(pa.array(rows.series)),
        "date": pa.array(rows.day, pa.date32()),
        "count": pa.array(rows.count, pa.float64(), from_pandas=True),
    }
    if any(regions):
        columns["region"] = pa.array(regions).take(pa.array(rows.series))
    if not np.isnan(rows.population).all():
        columns["population"] = pa.array(rows.population, pa.float64(), from_pandas=True)
    for name, of in DECLARED.items():
        said = getattr(rows.declared, of)
        if said is not None:
            said = said.astype(np.float64) if said.dtype.kind == "b" else said
            columns[name] = pa.array(said, TAKEN[name], from_pandas=True)
    if EFFORT in rows.unused:
        effort = rows.unused[EFFORT]
        columns[EFFORT] = pa.array(effort.words).take(pa.array(effort.codes))
    return pa.table(columns)


def refuse_unlikely(table: pa.Table) -> None:
    """Refuse names that cannot be shown, and counts and days that no file of counts may hold.

    Args:
        table: rows as `watch_table` takes them, each column in its type.

    Raises:
        BadInput: the first such value.
    """
    for kind in [name for name in ("series", "region") if name in table.column_names]:
        counted = pc.value_counts(table.column(kind)).to_pylist()
        rows = {each["values"]: each["counts"] for each in counted if each["values"] is not None}
        for name in rows:
            _refuse_unfit(kind, name)
        refuse_mistaken(kind, rows)
    too_many = pc.filter(table.column("count"), pc.greater(table.column("count"), float(LARGEST)))
    for count in too_many.drop_null().to_pylist():
        if np.isfinite(count):
            raise BadInput(f"a count is {count:g}; write one up to {LARGEST}")
    if "population" in table.column_names:
        least = pc.min(table.column("population")).as_py()
        if least is not None and least < FEWEST_PEOPLE:
            raise BadInput(f"a population is {least:g}, {TOO_FEW}; write {ENOUGH}")
    if EFFORT in table.column_names:
        for word in set(table.column(EFFORT).unique().to_pylist()) - {*EFFORTS, "", None}:
            raise BadInput(f"an effort is {quoted(word)}; {one_of(EFFORTS, word)}")
    _refuse_far(table.column("date"))


def _refuse_far(days: pa.ChunkedArray) -> None:
    """Refuse days of years that no count is of, by their numbers: Arrow's own years overflow."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    is_far = pc.or_(pc.less(days, pa.scalar(first)), pc.greater(days, pa.scalar(last)))
    far = pc.filter(days, is_far).drop_null().cast(pa.int32())
    if len(far):
        year = int(str(np.datetime64(far[0].as_py(), "D").astype("datetime64[Y]")))
        raise BadInput(
            f"a date is of the year {year}; write a year from {FIRST_YEAR} to {LAST_YEAR}"
        )


def _refuse_unfit(kind: str, name: str) -> None:
    if not name.strip() and kind == "series":
        raise BadInput(f"a series is called {name!r}; give it a name")
    longest = max(map(len, name.split(SEPARATOR) if kind == "region" else [name]))
    if longest > LONGEST_NAME:
        raise BadInput(
            f"a {kind} is called {quoted(name)}, {longest:,} letters long; "
            f"write at most {LONGEST_NAME}"
        )
    if UNSEEN.search(name) or UNFIT.search(name):
        raise BadInput(f"a {kind} is called {ascii(name)[:60]}; {UNSEEN_REMEDY}")
