"""Watch thousands of series from a file: in parts that a stopped run leaves behind for the next.

A part is a chunk of series, written in one step under the fingerprint of all that it was made
from: its rows, the settings, the code and the versions of what it counts with. A rerun makes only
the parts that are not there, so that the result is the same bytes however often a run was stopped.
"""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from peil.feeds.counts.holidays import read_holidays
from peil.feeds.counts.large import read_large, refuse_unlikely
from peil.feeds.counts.parquet import read_parquet
from peil.observe.watch.discoveries import FALSE_DISCOVERY_RATE, with_discoveries
from peil.observe.watch.hierarchy import MISSING, with_carriers, with_parents
from peil.observe.watch.holidays import Holidays
from peil.observe.watch.methods import PEIL
from peil.observe.watch.peil_method import BUDGET
from peil.observe.watch.table import SEPARATOR, checked, coded, in_order, starts_of, watch_table
from peil.report.folder_lock import folder_lock
from peil.terms.errors import BadInput, BadOutput

SERIES_IN_A_PART = 250
"""As many as are lost at most, for each process, when a run is stopped."""
PART, UNFINISHED = ".part.parquet", ".unfinished"
CSV, PARQUET = ".csv", ".parquet"
REPORTED = "reported"
"""The column with the days on which counts came."""
JUDGES = ("peil.terms", "peil.surveillance", "peil.observe")
"""Packages with the code and the tables that judge a series."""
COUNTS_WITH = ("numba", "numpy", "pyarrow", "scipy")
"""What they count with: another version may change a last digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManySettings:
    """How many series are watched; each setting is explained where it is used.

    `absent` says what a region's row that is not there means, missing or zero; `as_of` is the
    day on which the counts were as they are, told from the days of report where these are given;
    `calendar` is a country, or a file of days, from which the `holidays` are read.
    """

    method: str = PEIL
    false_signals_per_year: float = BUDGET
    last: int | None = None
    period: str | None = None
    false_discovery_rate: float = FALSE_DISCOVERY_RATE
    absent: str = MISSING
    as_of: date | None = None
    calendar: str = ""
    holidays: Holidays = ()


DEFAULTS = ManySettings()
Progress = Callable[[int, int], None]
"""Called with the series that are done, and all series."""


def watch_many(
    source: Path,
    parts: Path,
    *,
    settings: ManySettings = DEFAULTS,
    workers: int | None = None,
    watched: Progress = lambda _done, _all: None,
) -> pa.Table:
    """Watch every series of a file, with the regions that theirs lie in, and find what stands out.

    Args:
        source: a CSV or Parquet file, or a folder of them, with the columns of `watch_table`.
        parts: a folder for finished parts; those of another input, of other settings or of
            other code are deleted from it.
        workers: processes; as many as there are processors without it.
        watched: called in this process whenever a part is done.

    Returns:
        The rows of `watch_table`, with discoveries over the whole set and, where regions are
        paths, with what carries each signal. The same bytes for any number of workers.

    Raises:
        BadInput: the source cannot be read, or a series of it cannot be watched.
        BadOutput: the parts cannot be written.
    """
    with_discoveries(watch_table(_no_rows()), false_discovery_rate=settings.false_discovery_rate)
    table, settings = _read(source, settings)
    with _only_run_in(parts):
        chunks = {_part_of(chunk, parts, settings): chunk for chunk in _chunks(table)}
        _clear(parts, keep=set(chunks))
        _make_parts(chunks, settings, workers or os.cpu_count() or 1, watched)
        made = [pq.read_table(part, partitioning=None) for part in chunks]
    whole = in_order(pa.concat_tables(made)) if made else watch_table(_no_rows())
    found = with_discoveries(whole, false_discovery_rate=settings.false_discovery_rate)
    return (with_carriers(found) if _has_paths(found) else found).combine_chunks()


@contextmanager
def _only_run_in(parts: Path) -> Iterator[None]:
    """Keep other runs out of a folder, which would delete each other's parts."""
    busy = f"another run is at work in {parts}; wait until it ends, or give another folder"
    with ExitStack() as lock:
        try:
            parts.mkdir(parents=True, exist_ok=True)
            lock.enter_context(folder_lock(parts, refusal=busy))
        except OSError as error:
            raise _unkept(parts, error) from error
        yield


def _unkept(parts: Path, error: OSError) -> BadOutput:
    # Arrow puts sentences of its own where the system has its few words.
    reason = os.strerror(error.errno) if error.errno else "it is refused"
    return BadOutput(
        f"parts cannot be kept in {parts}: {reason}; give a folder to write to, with room"
    )


def _no_rows() -> pa.Table:
    return pa.table({name: pa.array([], pa.null()) for name in ("series", "date", "count")})


def _read(source: Path, settings: ManySettings) -> tuple[pa.Table, ManySettings]:
    """Read the counts, add those of the regions above, and take the period that is written."""
    kind, files = _files_of(source)
    table, period = read_large(files) if kind == CSV else (checked(read_parquet(files)), None)
    refuse_unlikely(table)
    if _has_paths(table):
        _refuse_broken_paths(table)
        table = with_parents(table, absent=settings.absent)
    return table, replace(
        settings,
        period=settings.period or period,
        as_of=settings.as_of or _last_report(table),
        holidays=_holidays(table, settings.calendar) or settings.holidays,
    )


def _holidays(table: pa.Table, calendar: str) -> Holidays:
    first, last = (end(table.column("date")).as_py() for end in (pc.min, pc.max))
    if not calendar or first is None:
        return ()
    # The last date may be the first day of a year.
    return read_holidays(calendar, first, last + timedelta(days=366))


def _last_report(table: pa.Table) -> date | None:
    """Give the day on which a table with days of report was as it is."""
    if REPORTED not in table.column_names:
        return None
    days = (pc.max(table.column(name)).as_py() for name in (REPORTED, "date"))
    return max((day for day in days if day is not None), default=None)


def _files_of(source: Path) -> tuple[str, list[Path]]:
    """List the files of counts; what is hidden, or of another kind, is none."""
    every = sorted(source.rglob("*")) if source.is_dir() else [source]
    files = [path for path in every if not _is_hidden(path, source)]
    kinds = {path.suffix.lower() for path in files} & {CSV, PARQUET}
    if len(kinds) != 1:
        raise BadInput(
            f"{source} is no CSV or Parquet file, and no folder of one kind of them; "
            "give a name that ends in .csv or .parquet"
        )
    (kind,) = kinds
    return kind, [path for path in files if path.suffix.lower() == kind]


def _is_hidden(path: Path, source: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.relative_to(source).parts)


def _has_paths(table: pa.Table) -> bool:
    if "region" not in table.column_names:
        return False
    return any(SEPARATOR in region for region in coded(table, "region")[0] if region is not None)


def _refuse_broken_paths(table: pa.Table) -> None:
    for region in coded(table, "region")[0]:
        if region is not None and not all(part.strip() for part in region.split(SEPARATOR)):
            raise BadInput(
                f"the region {region!r} has a part without a name; "
                "write each as a path such as Belgium/Flanders/Antwerp"
            )


def _chunks(table: pa.Table) -> Iterator[pa.Table]:
    """Part the rows into chunks of whole series, sorted, so that no order of rows matters.

    Each is a copy: what is sent to another process of a slice is all that it was cut from.
    """
    by = [name for name in ("series", "region", "date", REPORTED) if name in table.column_names]
    keys = [(name, "ascending", "at_start") for name in by]
    order = pc.sort_indices(table, sort_keys=keys)
    starts = starts_of(table.select(by[: by.index("date")]).take(order))
    for first, after in pairwise([*starts[::SERIES_IN_A_PART].tolist(), len(table)]):
        yield table.take(order.slice(first, after - first)).combine_chunks()


def _part_of(chunk: pa.Table, parts: Path, settings: ManySettings) -> Path:
    """Name the part of a chunk by all that it is made from."""
    alone = replace(settings, false_discovery_rate=FALSE_DISCOVERY_RATE, absent=MISSING)
    versions = [version(name) for name in COUNTS_WITH]
    made_from = sha256(f"{alone!r} {versions}".encode())
    made_from.update(_code())
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, chunk.schema) as stream:
        stream.write_table(chunk)
    made_from.update(sink.getvalue())
    return parts / f"{made_from.hexdigest()}{PART}"


def _code() -> bytes:
    """Fingerprint the code and the tables that judge a series: other code makes other parts."""
    found = sha256()
    for package in JUDGES:
        for file in sorted(_sources(files(package)), key=str):
            found.update(file.read_bytes())
    return found.digest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry)
        elif entry.is_file():
            yield entry


def _clear(parts: Path, keep: set[Path]) -> None:
    """Delete parts that are of no use to this run, and those that cannot be read."""
    try:
        for path in (*parts.glob(f"*{PART}"), *parts.glob(f"*{PART}*{UNFINISHED}")):
            if path not in keep or not _is_sound(path):
                path.unlink()
    except OSError as error:
        raise _unkept(parts, error) from error


def _is_sound(part: Path) -> bool:
    try:
        pq.read_metadata(part)
    except (OSError, pa.ArrowException):
        return False
    return True


def _make_parts(
    chunks: dict[Path, pa.Table], settings: ManySettings, workers: int, watched: Progress
) -> None:
    sizes = {part: len(starts_of(chunk)) for part, chunk in chunks.items()}
    total, missing = sum(sizes.values()), [part for part in chunks if not part.exists()]
    done = total - sum(sizes[part] for part in missing)
    watched(done, total)
    jobs = [(part, chunks[part], settings) for part in missing]
    makers = min(workers, len(jobs))
    for part in map(_make_part, jobs) if makers < 2 else _in_processes(jobs, makers):
        done += sizes[part]
        watched(done, total)


def _in_processes(jobs: list[Any], workers: int) -> Iterator[Path]:
    """Make parts in processes of their own; when stopped, those in the making are finished."""
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)
    try:
        for made in as_completed([pool.submit(_make_part, job) for job in jobs]):
            yield made.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _follow_parent() -> None:
    """Leave Ctrl-C to the process that started this one, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make_part(job: tuple[Path, pa.Table, ManySettings]) -> Path:
    """Watch a chunk and write its part in one step: it is there whole, or not at all."""
    part, chunk, settings = job
    made = watch_table(
        chunk,
        method=settings.method,
        false_signals_per_year=settings.false_signals_per_year,
        last=settings.last,
        period=settings.period,
        as_of=settings.as_of,
        holidays=dict(settings.holidays),
    )
    unfinished = part.with_name(f"{part.name}.{os.getpid()}{UNFINISHED}")
    try:
        pq.write_table(made, unfinished)
        unfinished.replace(part)
    except OSError as error:
        raise _unkept(part.parent, error) from error
    return part
