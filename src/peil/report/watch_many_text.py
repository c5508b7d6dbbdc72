"""A whole run of the watch as text for a terminal."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from peil.report.text import GLUE, NARROWEST, print_parts, sheet_of
from peil.report.watch_many import ManyBrief
from peil.report.watch_many_account import ManyAccount, tell_many
from peil.report.words import Words

HOLDS = {
    "whole": "watch_many.file_whole",
    "whole_csv": "watch_many.file_whole_csv",
    "latest": "watch_many.file_latest",
    "page": "watch_many.file_page",
}
"""What is said of each file that was written."""


def render_many_text(
    brief: ManyBrief,
    words: Words,
    *,
    files: Sequence[tuple[str, Path]] = (),
    width: int = 100,
    is_terminal: bool = False,
) -> str:
    """Lay out a whole run for a terminal: the numbers first, then what changed, then the files.

    Args:
        files: what was written, each with what it holds, as in HOLDS.
    """
    words = words.marked(GLUE)
    told = tell_many(brief, words)
    parts = (
        *_top(told),
        *(sheet_of(table, words, max(width, NARROWEST)) for table in told.tables),
        "",
        *(words(HOLDS[key], file=str(file)) for key, file in files),
    )
    return print_parts(parts, width=width, is_terminal=is_terminal)


def _top(told: ManyAccount) -> Iterator[RenderableType]:
    yield Text(f"{told.kicker} · {told.newest}", style="dim")
    if told.not_checked:
        yield Text(told.not_checked, style="dim")
    yield Text(f"\n{told.headline}", style="bold")
    yield from (f"- {line}" for line in (*told.found, *told.notes))
