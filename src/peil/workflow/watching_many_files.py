"""Watch thousands of series into a folder: the tables, the parts, and what is said of them."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from peil.report.watch_many import ManyBrief, latest_csv, many_json, sum_up, watched_csv
from peil.report.watch_many_page import render_many_page
from peil.report.watch_many_text import render_many_text
from peil.report.words import words_in
from peil.report.write import write_all
from peil.terms.errors import BadInput
from peil.workflow.output import PLAIN, Screen
from peil.workflow.watching_many import ManySettings, Progress, watch_many

PARTS, WHOLE, LATEST, WHOLE_CSV = "parts", "watched.parquet", "latest.csv", "watched.csv"
"""What lies in the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a run writes: the folder, whether the whole table as CSV too, and a page if any."""

    folder: Path
    with_csv: bool = False
    html: Path | None = None

    @property
    def tables(self) -> dict[str, Path]:
        """The tables, by the word for what they hold."""
        whole = {"whole": self.folder / WHOLE}
        csv = {"whole_csv": self.folder / WHOLE_CSV} if self.with_csv else {}
        return {**whole, **csv, "latest": self.folder / LATEST}

    @property
    def files(self) -> dict[str, Path]:
        """The tables and the page."""
        return self.tables | ({} if self.html is None else {"page": self.html})


def watch_into(
    source: Path,
    places: Places,
    *,
    settings: ManySettings,
    workers: int | None,
    language: str,
    watched: Progress,
) -> ManyBrief:
    """Watch every series of a file, and write the tables and the page, or none of them.

    Raises:
        BadInput: as `watch_many`, or there is no row.
        BadOutput: something cannot be written; what stood there stays as it was.
    """
    table = watch_many(
        source, places.folder / PARTS, settings=settings, workers=workers, watched=watched
    )
    if not len(table):
        raise BadInput(f"{source} has no row; give one for each period of each series")
    brief = sum_up(
        table,
        title=source.name,
        false_signals_per_year=settings.false_signals_per_year,
        false_discovery_rate=settings.false_discovery_rate,
    )
    write_all(_contents(table, brief, places, language))
    return brief


def _contents(
    table: pa.Table, brief: ManyBrief, places: Places, language: str
) -> dict[Path, bytes]:
    made = {"whole": _parquet(table), "latest": latest_csv(table)}
    if places.with_csv:
        made["whole_csv"] = watched_csv(table)
    if places.html is not None:
        made["page"] = render_many_page(brief, words_in(language)).encode()
    return {path: made[key] for key, path in places.files.items()}


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())


def many_text(
    brief: ManyBrief, places: Places, output: str, language: str, *, screen: Screen = PLAIN
) -> str:
    """Give the summary of a run as text for a terminal, or as JSON."""
    if output == "json":
        return many_json(brief)
    return render_many_text(
        brief,
        words_in(language),
        files=list(places.files.items()),
        **screen,
    )
