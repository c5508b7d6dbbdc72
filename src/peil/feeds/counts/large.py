"""Plain tables of counts as one Arrow table, for thousands of series."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from peil.feeds.counts.opening import open_table
from peil.feeds.counts.read import Rows, read_rows

EFFORT = "effort"


def read_large(files: Sequence[Path]) -> tuple[pa.Table, str | None]:
    """Read the rows of files of counts, each cell checked, as `watch_table` takes them.

    Args:
        files: at least one CSV with the columns of `read_counts`, and effort where there is one.

    Returns:
        The rows, and the length of period that all dates are written in; None for days.

    Raises:
        BadInput: a file cannot be read as it stands; the sentence names file, row and value.
    """
    each = [(path, read_rows(path)) for path in files]
    tables = [_table(path, rows) for path, rows in each]
    forms = {rows.period for _, rows in each}
    period = forms.pop() if len(forms) == 1 else None
    return pa.concat_tables(tables, promote_options="default").combine_chunks(), period


def _table(path: Path, rows: Rows) -> pa.Table:
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
    if EFFORT in rows.unused:
        column = open_table(path).columns[EFFORT]
        columns[EFFORT] = pa.array(column.words).take(pa.array(column.codes))
    return pa.table(columns)
