"""The folder of a watch of many series: its tables, written with the parts of the run beside them."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from peil.feeds.tables.problems import DESCRIPTOR
from peil.observe.watch.many import WatchedMany, latest, sum_up
from peil.report.render.data import rows_csv
from peil.terms.errors import BadInput, BadOutput
from peil.workflow.watching_many import ManySettings, Progress, watch_many

PARTS, WHOLE, LATEST, WHOLE_CSV = "parts", "watched.parquet", "latest.csv", "watched.csv"
"""What lies in the folder."""
BETWEEN = "; "
"""Stands between the regions that carry a signal, whose names may hold blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a run writes: the folder, and whether the whole table as CSV too."""

    folder: Path
    with_csv: bool = False

    @property
    def tables(self) -> dict[str, Path]:
        """The tables, by the word for what they hold."""
        whole = {"whole": self.folder / WHOLE}
        csv = {"whole_csv": self.folder / WHOLE_CSV} if self.with_csv else {}
        return {**whole, **csv, "latest": self.folder / LATEST}


def watch_into(
    source: Path,
    places: Places,
    *,
    settings: ManySettings,
    workers: int | None,
    watched: Progress,
) -> tuple[WatchedMany, dict[Path, bytes]]:
    """Watch every series of a file, and make the tables that are to lie in the folder.

    Returns:
        The run summed up, and what is to be written, by place.

    Raises:
        BadInput: as `watch_many`, or there is no row.
        BadOutput: the parts cannot be kept.
    """
    _refuse_foreign(places)
    table = watch_many(
        source, places.folder / PARTS, settings=settings, workers=workers, watched=watched
    )
    if not len(table):
        raise BadInput(f"{source} has no row; give one for each period of each series")
    found = sum_up(
        table,
        title=source.name,
        false_signals_per_year=settings.false_signals_per_year,
        false_discovery_rate=settings.false_discovery_rate,
    )
    makers = {
        "whole": lambda: _parquet(table),
        "whole_csv": lambda: watched_csv(table),
        "latest": lambda: watched_csv(latest(table)),
    }
    return found, {path: makers[key]() for key, path in places.tables.items()}


def _refuse_foreign(places: Places) -> None:
    """Refuse a folder that holds what another run did not write, and would be lost or mixed up."""
    theirs = [DESCRIPTOR, *(path.name for path in places.tables.values())]
    found = [name for name in theirs if (places.folder / name).exists()]
    if found and not (places.folder / PARTS).is_dir():
        raise BadOutput(
            f"{places.folder} holds {found[0]}, and no run of watch-many wrote there; choose a new or "
            "empty folder"
        )


def watched_csv(watched: pa.Table) -> bytes:
    """Write watched rows as CSV, numbers unrounded and no text a formula."""
    rows = watched.to_pylist()
    for row in rows:
        if row.get("carried_by") is not None:
            row["carried_by"] = BETWEEN.join(row["carried_by"])
    return rows_csv(watched.column_names, rows)


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())
