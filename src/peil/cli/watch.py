"""The command `peil watch`: the indicators of a dossier, or the counts of a table."""

import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Any

import typer

from peil.cli.forms import Forms, reporting
from peil.cli.options import AsOfFigure, day_of, days_of, progress
from peil.terms.errors import BadInput

PEIL, BUDGET = "peil", 0.1
"""The method of the watch, and its false signals a year in each direction."""
TABLES = (".csv", ".parquet")
"""How the names of tables end that may stand in the place of a dossier."""
KNOWN = (*TABLES, ".zip")
Counts = Annotated[
    Path | None,
    typer.Option(
        readable=False,
        help="CSV with the columns date and count; series, population, completeness, reported, "
        "break, closed and events too.",
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        help="First and last day, as 2015-01-01:2015-06-30, of an old outbreak to keep in the "
        "baseline of all series; may be repeated."
    ),
]
Parameters = Annotated[
    str,
    typer.Option("--set", help="Parameters of a method of the field, as alpha=0.01,half_window=2."),
]
Holidays = Annotated[
    str | None,
    typer.Option(
        help="Country, such as BE or DE-BY, or CSV with the column date, whose holidays are part "
        "of what is expected."
    ),
]
SLOW = {
    PEIL: ("peil.observe.watch.shift_kernel", "run_chart"),
    "farrington": ("peil.surveillance.farrington_points", "window_points"),
    "farrington_flexible": ("peil.surveillance.farrington_points", "flexible_points"),
}
"""The inner loop of a method that takes long to compile, by its module and name."""
ROOM = 2**20
"""Bytes that must fit where an inner loop is to be kept; the largest takes two thirds."""
COMPILING = "Compiling the inner loops, once; this takes half a minute"
IN_MEMORY = (
    "Compiling the inner loops in memory, as nothing can be kept beside them; each run takes half "
    "a minute longer"
)


@reporting
def watch(
    dossier: Annotated[
        Path | None,
        typer.Argument(readable=False, help="Folder or zip of a dossier, or a table (--counts)."),
    ] = None,
    counts: Counts = None,
    as_of: AsOfFigure = None,
    date_column: Annotated[
        str | None, typer.Option(help="Column of the periods, in a table of counts.")
    ] = None,
    count_column: Annotated[str | None, typer.Option(help="Column of the counts.")] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="Each column of the table but the first is a series.")
    ] = False,
    holidays: Holidays = None,
    method: Annotated[str, typer.Option(help="peil, or a method of the field by its name.")] = PEIL,
    false_signals_per_year: Annotated[
        float, typer.Option(help="Budget of each series in each direction.")
    ] = BUDGET,
    last: Annotated[
        int | None,
        typer.Option(help="Periods that are judged; without it, a year of weeks or days, or five."),
    ] = None,
    keep: Keep = None,
    parameters: Parameters = "",
    *,
    forms: Forms,
) -> None:
    """Say which counts rise, which wane, and when nobody could know."""
    from peil.workflow.watching import WatchSettings, watch_dossier, watch_file

    day = None if as_of is None else day_of("--as-of", as_of)
    settings = WatchSettings(
        method=method,
        false_signals_per_year=false_signals_per_year,
        last=last,
        keep=[days_of("--keep", days) for days in keep or []],
        parameters=parameters,
    )
    columns: dict[str, Any] = {
        "date_column": date_column,
        "count_column": count_column,
        "wide": wide,
        "holidays": holidays,
    }
    source, watched = _source(dossier, counts), progress("Watching the series")
    forms.keep(source)
    say_compiling(method)
    if counts is not None or _is_table(source):
        found = watch_file(source, settings, as_of=day, **columns, watched=watched)
    elif any(columns.values()):
        raise BadInput(
            "--date-column, --count-column, --wide and --holidays are for a table of counts; "
            "leave them out"
        )
    else:
        found = watch_dossier(source, day, settings, watched=watched)
    forms.deliver("watch", found)


def _is_table(given: Path) -> bool:
    return given.suffix.lower() in TABLES and not given.is_dir()


def _source(dossier: Path | None, counts: Path | None) -> Path:
    """Give what is watched, a dossier or a table, whichever is given."""
    if dossier is not None and counts is not None:
        raise BadInput(f"{dossier} and --counts {counts} are both given; give one of them")
    given = dossier or counts
    if given is None:
        raise BadInput("nothing is given to watch; name a dossier, or a table by --counts FILE")
    is_other = counts is None and given.exists() and not (given.is_dir() or given.suffix in KNOWN)
    if is_other:
        raise BadInput(f"{given} is no folder of a dossier; if it is a table, give it by --counts")
    return given


def say_compiling(method: str) -> None:
    """Say on a terminal why the first run takes long: the inner loops are not yet compiled."""
    if sys.stderr.isatty() and method in SLOW:
        from peil.surveillance.compiled import folder_of_kept, is_kept

        module, name = SLOW[method]
        loop = getattr(import_module(module), name)
        if not is_kept(loop):
            has_room = can_be_kept(folder_of_kept(loop))
            sys.stderr.write(f"{COMPILING if has_room else IN_MEMORY}\n")


def can_be_kept(folder: str | None) -> bool:
    """Whether there is a folder for what is compiled, with room in it."""
    if folder is None:
        return False
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
    except OSError:
        return False
    return True
