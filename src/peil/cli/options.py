"""What the commands share: their options, what they refuse, and how they show progress."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, TypedDict, TypeVar

import typer

from peil.report.words import LANGUAGES
from peil.terms.errors import BadInput, BadOutput

# Whatever reads a file says in one sentence that it cannot be read, so `typer` is not to look.
Dossier = Annotated[
    Path,
    typer.Argument(
        readable=False, help="Folder or zip archive of the dossier, such as dossiers/belgium."
    ),
]
Format = Annotated[str, typer.Option("--format", help="text or json.")]
A_DAY = "<day>"
"""What the help calls a day that is to be given."""
AsOf = Annotated[
    str, typer.Option("--as-of", metavar=A_DAY, help="Day of knowledge, such as 2018-01-22.")
]
_WITHOUT_IT = "Day of knowledge; without it, that of the latest"
AsOfFigure = Annotated[
    str | None, typer.Option("--as-of", metavar=A_DAY, help=f"{_WITHOUT_IT} figure.")
]
AsOfRow = Annotated[str | None, typer.Option("--as-of", metavar=A_DAY, help=f"{_WITHOUT_IT} row.")]
Language = Annotated[str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")]
RuleFile = Annotated[
    Path | None,
    typer.Option(
        "--rule",
        readable=False,
        help="Constants of the proposal: a file, or a name such as hysteresis-1.",
    ),
]
LadderFile = Annotated[
    Path | None,
    typer.Option(
        "--ladder",
        readable=False,
        help="Ladder, in the place of the dossier's: a file, or a name such as peil-ladder-1.",
    ),
]
Method = Annotated[
    str | None,
    typer.Option(
        "--method", help="forward-filter-1 or forward-filter-2, with its rule and ladder."
    ),
]

UNVERIFIED = "unverified"
With = Annotated[list[str] | None, typer.Option("--with", help=f"Let in: {UNVERIFIED}.")]

FORMATS = ("text", "json")
DAY_FORM = r"\d{4}-\d{2}-\d{2}"
DAY, DAYS = "2018-01-22", "2015-01-01:2015-06-30"
WIDEST = 120
"""Characters of a line; a wider one is hard to read."""
T = TypeVar("T")


def one_of(option: str, given: list[str], known: tuple[str, ...]) -> None:
    """Refuse a value that the option does not have, and name those that it has."""
    for value in given:
        if value not in known:
            raise BadInput(f"{option} has the value {value!r}; use {' or '.join(known)}")


def outside(source: Path | None, *files: Path | None, also: Sequence[Path | None] = ()) -> None:
    """Refuse to write where something that is read would be lost, or twice into one file.

    Args:
        source: the dossier's folder, or the file that is read in its place; None without any.
        files: where the command would write.
        also: what else the command reads.
    """
    named = [file for file in files if file is not None]
    if len({*map(os.path.realpath, named)}) < len(named):
        raise BadOutput(f"{named[-1]} is named for two outputs; give each a file of its own")
    for read in filter(None, (source, *also)):
        for file in named:
            _keep(read, file)


def _keep(read: Path, file: Path) -> None:
    if _are_one(read, file):
        raise BadOutput(f"{file} is read, and would be lost if written to; name another file")
    if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(read)):
        raise BadOutput(f"{file} would be written into {read}; choose a place outside it")


def _are_one(read: Path, file: Path) -> bool:
    """Whether two names are of one file that is there, through links or letters of either case."""
    try:
        return file.is_file() and file.samefile(read)
    except OSError:
        return False


def lets_in_unverified(with_: list[str] | None) -> bool:
    """Whether `--with` lets in what nobody confirmed in a source, the only thing it may name."""
    one_of("--with", with_ or [], (UNVERIFIED,))
    return UNVERIFIED in (with_ or [])


def day_of(option: str, text: str) -> date:
    """Read the day that an option was given, written as 2018-01-22."""
    try:
        day = date.fromisoformat(text) if re.fullmatch(DAY_FORM, text, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise BadInput(f"{option} has {text!r}, which is no day; write it as {DAY}")
    last = datetime.now(UTC).year + 1
    if day.year > last:
        raise BadInput(f"{option} has {text!r}, long after today; give a day up to the year {last}")
    return day


def days_of(option: str, text: str) -> tuple[date, date]:
    """Read the first and the last day that an option was given, a colon between them."""
    parts = text.split(":")
    if len(parts) != 2:
        raise BadInput(
            f"{option} has {text!r}, which is no first and last day; write them as {DAYS}"
        )
    first, last = (day_of(option, part.strip()) for part in parts)
    if last < first:
        raise BadInput(f"{option} has {text!r}, which ends before it begins; swap the two days")
    return first, last


def progress(what: str) -> Callable[[Sequence[T]], Iterable[T]]:
    """Show on a terminal how far the work is; a pipe sees nothing of it."""

    def shown(each: Sequence[T]) -> Iterable[T]:
        if not sys.stderr.isatty():
            return each
        from rich.console import Console
        from rich.progress import track

        return track(each, what, console=Console(stderr=True), transient=True)

    return shown


def counting(share: Callable[[], float]) -> AbstractContextManager[object]:
    """Show on a terminal how much of a file has been counted; a pipe sees nothing of it."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Share(ProgressColumn):
        def render(self, _: object) -> Text:
            return Text(f"{max(share(), 0):.0f} %")

    columns = (SpinnerColumn(), TextColumn("Counting events"), Share(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("", total=None)
    return progress


def constants(rule: Path | None, ladder: Path | None, method: str | None) -> dict[str, Any]:
    """Read the rule and the ladder that were asked for, as the arguments of what uses them."""
    from peil.assess.rule import rule_of
    from peil.feeds.dossier.texts import read_ladder, read_rule

    given = None if rule is None else read_rule(rule)
    own = None if method is None else rule_of(method)
    if given and own and given.method != own.method:
        raise BadInput(
            f"--rule has a rule of {given.method} and --method asks for {own.method}; "
            "leave one of them out"
        )
    return {"rule": given or own, "ladder": None if ladder is None else read_ladder(ladder)}


class Screen(TypedDict):
    """What a text for a terminal must know of it."""

    width: int
    is_terminal: bool


def screen() -> Screen:
    """Measure the terminal; where there is none, text is as for one of 100 characters."""
    width = min(shutil.get_terminal_size((100, 40)).columns, WIDEST)
    return {"width": width, "is_terminal": sys.stdout.isatty()}


def say(text: str) -> None:
    """Print, whatever letters the terminal lacks."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()
