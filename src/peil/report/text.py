"""The report for a terminal: tables in colours where there is one, plain where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from peil.report.account import Table
from peil.report.words import NO_BREAK, Words

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH = 100
NARROWEST = 60
LEAST_TEXT = 14
"""Characters that a column of words needs at least."""
LONGEST_WORD = 20
"""A longer word, such as an address, may be broken."""
GLUE = "\ue000"
"""Stands for a space that may not break, which the library that wraps lines would break."""
ANY_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
STEERING = re.compile(rf"(?!\x1b\[[\d;]*m){ANY_STEERING.pattern}")
"""Characters that steer a terminal: no source may; of our own, colours pass where wanted."""


def print_parts(parts: Sequence[RenderableType], *, width: int, is_terminal: bool) -> str:
    """Print parts one below the other."""
    console = _console(max(width, NARROWEST), is_terminal=is_terminal)
    for part in parts:
        console.print(part)
    written = console.file
    if not isinstance(written, StringIO):
        raise TypeError("the console writes somewhere else")
    steering = STEERING if is_terminal else ANY_STEERING
    text = steering.sub("", written.getvalue().replace(GLUE, NO_BREAK))
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n"


def _console(width: int, *, is_terminal: bool) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=width,
        force_terminal=is_terminal,
        color_system="standard" if is_terminal else None,
        no_color=not is_terminal,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _heading(text: str) -> RenderableType:
    from rich.text import Text

    return Text(f"\n{text}", style="bold underline")


def _soft(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text, style="dim")


def _bullets(lines: Sequence[str]) -> Iterator[RenderableType]:
    from rich.table import Table as Grid

    for line in lines:
        grid = Grid.grid(padding=(0, 1, 0, 0))
        grid.add_row("•", line)
        yield grid


def sheet_of(table: Table, words: Words, width: int) -> RenderableType:
    """Lay out a table below its title, as records where its columns have no room."""
    from rich.console import Group

    note = [_soft(table.note)] if table.note else []
    if len(table.head) == 1:
        rows = list(_bullets([row[0].text for row in table.rows]))
    elif _needed(table) > width:
        rows = list(_records(table, words))
    else:
        rows = [grid_of(table)]
    return Group(_heading(table.title), *note, *rows)


def _needed(table: Table) -> int:
    """Give the width below which a table cannot be read."""
    return sum(_needed_by(table, i) + 2 for i in range(len(table.head)))


def _needed_by(table: Table, column: int) -> int:
    texts = [table.head[column], *(row[column].text for row in table.rows)]
    longest = max(map(len, texts))
    if column in table.numeric:
        return longest
    longest_word = max(len(word) for text in texts for word in text.split() or [""])
    return max(min(longest, LEAST_TEXT), min(longest_word, LONGEST_WORD))


def _records(table: Table, words: Words) -> Iterator[RenderableType]:
    """Write each row as a few lines, where there is no room for its columns."""
    from rich.padding import Padding
    from rich.text import Text

    for row in table.rows:
        pairs = zip(table.head[1:], row[1:], strict=True)
        told = [words.labelled(head, cell.text) for head, cell in pairs if cell.text]
        yield Text(row[0].text, style="bold")
        yield Padding(Text(" · ".join(told)), (0, 0, 0, 2))


def grid_of(table: Table) -> RenderableType:
    """Make a table with a line below its head, numbers to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for i, head in enumerate(table.head):
        is_number = i in table.numeric
        grid.add_column(
            Text(head),
            justify="right" if is_number else "left",
            no_wrap=is_number,
            overflow="fold",
        )
    for row in table.rows:
        grid.add_row(*(Text(cell.text) for cell in row))
    return grid
