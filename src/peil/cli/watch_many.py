"""The command `peil watch-many`: thousands of series of one file, into a folder."""

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import one_of, say
from peil.cli.watch import Holidays, say_compiling
from peil.report.words import words_in
from peil.terms.errors import BadInput

if TYPE_CHECKING:
    from peil.workflow.watching_many import Progress

Csv = Annotated[bool, typer.Option("--csv", help="Also write the whole table as CSV.")]
Absent = Annotated[
    str, typer.Option(help="What a region's row that is not there means: missing or zero.")
]
PERIODS, ABSENT = ("day", "week", "month", "quarter", "year"), ("missing", "zero")
JUDGED = 52
HOLDS = {
    "whole": "watch_many.file_whole",
    "whole_csv": "watch_many.file_whole_csv",
    "latest": "watch_many.file_latest",
    "html": "watch_many.file_page",
}
"""What is said of each file that was written."""
STOPPED = 130
"""Exit code of a command that Ctrl-C ended."""
STOPPING = "stopping; the parts that are done are kept, and the same command goes on from there"


@reporting
def watch_many(
    counts: Annotated[
        Path,
        typer.Argument(
            readable=False,
            help="CSV or Parquet file, or a folder of them, with the columns series, date and "
            "count; population, region and effort too.",
        ),
    ],
    folder: Annotated[
        Path,
        typer.Argument(help="Folder for the tables, and the parts a stopped run goes on from."),
    ],
    method: Annotated[
        str, typer.Option(help="peil, or a method of the field by its name.")
    ] = "peil",
    false_signals_per_year: Annotated[
        float, typer.Option(help="Budget of each series in each direction.")
    ] = 0.1,
    last: Annotated[int, typer.Option(help="Latest periods that are judged.")] = JUDGED,
    period: Annotated[
        str | None, typer.Option(help=f"{', '.join(PERIODS)}; without it, told from the dates.")
    ] = None,
    false_discovery_rate: Annotated[
        float, typer.Option(help="Share of the discoveries that may be false.")
    ] = 0.1,
    absent: Absent = "missing",
    holidays: Holidays = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; without it, as many as processors.")
    ] = None,
    csv: Csv = False,
    *,
    forms: Forms,
) -> None:
    """Watch thousands of series at once, and say what stands out from all of them."""
    from peil.workflow.watched_folder import Places, watch_into
    from peil.workflow.watching_many import ManySettings

    one_of("--period", [period] if period else [], PERIODS)
    one_of("--absent", [absent], ABSENT)
    _at_least_one("--last", last)
    _at_least_one("--workers", workers)
    places = Places(folder=folder, with_csv=csv)
    forms.keep(counts, written=[folder, *places.tables.values()])
    asked = ManySettings(
        method=method,
        false_signals_per_year=false_signals_per_year,
        last=last,
        period=period,
        false_discovery_rate=false_discovery_rate,
        absent=absent,
        calendar=holidays or "",
    )
    say_compiling(method)
    with _stoppable(), _progress() as watched:
        found, tables = watch_into(counts, places, settings=asked, workers=workers, watched=watched)
    forms.deliver("watch-many", found, beside=tables)
    if forms.output == "text":
        say("\n".join(["", *_files(places.tables | forms.files, forms.language)]))


def _files(files: Mapping[str, Path], language: str) -> Iterator[str]:
    """Say of each table, and of the page, what it holds."""
    words = words_in(language)
    for what, file in files.items():
        if what in HOLDS:
            yield words(HOLDS[what], file=str(file))


def _at_least_one(option: str, number: int | None) -> None:
    if number is not None and number < 1:
        raise BadInput(f"{option} has the value {number}; give 1 or more")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Say at Ctrl-C how the run goes on later, and end once the parts at work are done.

    A second Ctrl-C ends at once. Where the run was started deaf to Ctrl-C, it stays so.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _stop)
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, _stop_at_once)
    sys.stderr.write(f"{STOPPING}\n")
    raise KeyboardInterrupt


def _stop_at_once(_signal: int, _frame: FrameType | None) -> None:
    """End the processes that the first Ctrl-C lets finish; this one waits for nothing else."""
    for process in active_children():
        process.terminate()


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Show on a terminal how many series are done and how long the rest takes; a pipe sees nothing."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("Reading the counts", total=None)

        def move(done: int, total: int) -> None:
            if shown.tasks[0].total is None:
                # What was there from before tells nothing about the pace.
                shown.reset(task, total=total, completed=done, description="Watching the series")
            shown.update(task, completed=done)

        yield move
