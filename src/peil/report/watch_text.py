"""The watch for a terminal: what cannot be told first, then every series, the changed ones first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from peil.observe.direction import RISING, STEADY, WANING
from peil.report.text import GLUE, print_parts
from peil.report.watch_account import NUMERIC, WatchAccount, WatchRow, tell_watch
from peil.report.watch_course import course_text
from peil.report.watching import WatchBrief
from peil.report.words import Words

if TYPE_CHECKING:
    from rich.console import RenderableType

ROOMY = 100
"""Characters from which a terminal has room for all columns."""
MOST_ROWS = 60
MOST_TOLD = 5
"""Series that are told in sentences below the table, where no more have changed."""
STYLES = {RISING: "bold red", WANING: "bold blue"}
WRAPPED = ("series", "direction")


def render_watch_text(
    brief: WatchBrief, words: Words, *, width: int = ROOMY, is_terminal: bool = False
) -> str:
    """Render the watch as text of at most `width` characters a line."""
    words = words.marked(GLUE)
    told = tell_watch(brief, words)
    rows = told.rows[:MOST_ROWS]
    parts = (
        *_top(told),
        _heading(told.table),
        *([_table(told, rows)] if width >= ROOMY else _records(told, rows, words)),
        *_foot(told, words),
    )
    return print_parts(parts, width=width, is_terminal=is_terminal)


def _top(told: WatchAccount) -> Iterator[RenderableType]:
    from rich.text import Text

    yield _soft(f"{told.kicker} · {told.as_known}")
    if told.not_checked:
        yield _soft(told.not_checked)
    yield Text(f"\n{told.headline}", style="bold")
    yield from told.notes


def _table(told: WatchAccount, rows: Sequence[WatchRow]) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0)
    )
    for key, head in zip(told.columns, told.head, strict=True):
        grid.add_column(
            Text(head),
            justify="right" if key in NUMERIC else "left",
            no_wrap=key not in WRAPPED,
            overflow="fold",
        )
    for row in rows:
        cells = {key: Text(text) for key, text in row.cells().items()}
        course = Text(course_text(row.course_short))
        all_ = {"series": Text(row.name), "direction": _says(row), "course": course, **cells}
        grid.add_row(*(all_[key] for key in told.columns))
    return grid


def _says(row: WatchRow) -> RenderableType:
    from rich.text import Text

    return Text(f"{row.mark} {row.says}", style=STYLES.get(row.kind, ""))


def _records(
    told: WatchAccount, rows: Sequence[WatchRow], words: Words
) -> Iterator[RenderableType]:
    """Write each series as a few lines, where there is no room for the columns."""
    from rich.padding import Padding
    from rich.text import Text

    for row in rows:
        yield Text.assemble((row.name, "bold"), f"  {course_text(row.course_short)}  ")
        cells = row.cells()
        heads = zip(told.columns, told.head, strict=True)
        pairs = " · ".join(words.labelled(head, cells[key]) for key, head in heads if key in cells)
        yield Padding(_says(row), (0, 0, 0, 2))
        yield Padding(Text(pairs), (0, 0, 0, 2))


def _foot(told: WatchAccount, words: Words) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    if told.rows[MOST_ROWS:]:
        yield from ("", words("watch.rows_left", n=len(told.rows) - MOST_ROWS))
    if told.delays_note:
        yield from ("", _soft(told.delays_note))
    yield _heading(words("watch.notes"))
    for row in _worth_telling(told.rows):
        yield Text(row.name, style="bold")
        first = " ".join(filter(None, (row.verdict, row.quiet)))
        sentences = " ".join((*row.facts, *row.delays[:1]))
        yield Padding(Text.assemble(f"{first} ", (sentences, "dim")), (0, 0, 0, 2))
    if left := _left(told.rows):
        yield words("watch_more.series", n=left)
    yield from _outbreaks(told, words)
    yield from ("", words("watch.elsewhere"))


def _outbreaks(told: WatchAccount, words: Words) -> Iterator[RenderableType]:
    """Name the old outbreaks of series that are not told, and how a person keeps one."""
    worth = _worth_telling(told.rows)
    further = [row.outbreaks for row in told.rows if row.outbreaks and row not in worth]
    if further:
        rest = len(further) - MOST_TOLD
        listed = words.listed(further[:MOST_TOLD])
        named = words("watch.and_more", names=listed, number=rest) if rest > 0 else listed
        yield words("watch_kept.further", list=named)
    if told.keepable:
        yield from ("", *map(_soft, told.keepable))


def _worth_telling(rows: Sequence[WatchRow]) -> Sequence[WatchRow]:
    """Choose all that changed, then the first that are not steady; the only one in any case."""
    changed = [row for row in rows if row.has_changed]
    unsteady = [row for row in rows if not row.has_changed and row.kind != STEADY]
    rest = unsteady[: max(MOST_TOLD - len(changed), 0)]
    return (changed[:MOST_ROWS] + rest) or rows[:1]


def _left(rows: Sequence[WatchRow]) -> int:
    """Count the series that changed or cannot be told, and of which no sentence tells."""
    worth = [row for row in rows if row.has_changed or row.kind != STEADY]
    return max(len(worth) - len(_worth_telling(rows)), 0)


def _heading(text: str) -> RenderableType:
    from rich.text import Text

    return Text(f"\n{text}", style="bold underline")


def _soft(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text, style="dim")
