"""Plain tables of counts as one Arrow table, for thousands of series."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from peil.feeds.counts.read import CountRows, read_rows
from peil.feeds.dossier.rules_names import seen_of, shown
from peil.feeds.tables.cells import FIRST_YEAR, LAST_YEAR
from peil.feeds.tables.numbers import LARGEST
from peil.feeds.tables.problems import UNFIT, UNSEEN, UNSEEN_REMEDY, quoted
from peil.observe.watch.declared import COLUMNS as DECLARED
from peil.observe.watch.table import SEPARATOR, TAKEN
from peil.terms.errors import BadInput

EFFORT = "effort"
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
        names = pc.unique(table.column(kind)).drop_null().to_pylist()
        for name in names:
            _refuse_unfit(kind, name)
        _refuse_alike(kind, names)
    too_many = pc.filter(table.column("count"), pc.greater(table.column("count"), float(LARGEST)))
    for count in too_many.drop_null().to_pylist():
        if np.isfinite(count):
            raise BadInput(f"a count is {count:g}; write one up to {LARGEST}")
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


def _refuse_alike(kind: str, names: Iterable[str]) -> None:
    """Refuse names, or the wholes that a path of regions names, that look the same and are not."""
    first: dict[str, str] = {}
    for name in sorted(_with_wholes(names) if kind == "region" else names):
        look = SEPARATOR.join(map(seen_of, name.split(SEPARATOR)))
        other = first.setdefault(look, name)
        if other != name:
            raise BadInput(
                f"the {kind} {shown(name)} looks like {shown(other)} and would be counted apart "
                "from it; write both the same"
            )


def _with_wholes(regions: Iterable[str]) -> set[str]:
    parts = [region.split(SEPARATOR) for region in regions]
    return {SEPARATOR.join(each[:n]) for each in parts for n in range(1, len(each) + 1)}


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
