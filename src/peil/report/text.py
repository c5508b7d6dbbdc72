"""The report for a terminal: tables in colours where there is one, plain where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from peil.report.account import CONTRADICTED, Account, Point, Table
from peil.report.brief import Brief
from peil.report.charts import Chart, fit_chart
from peil.report.sides import has_weight
from peil.report.told_brief import tell
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
SHOWN = ("weights", "sensitivity")
"""Tables of the annex that stand in the terminal as well."""
SUMS, LEAST = 2, 0.05
"""Rows of the weights that are sums, and the least weight in decibans that a row shows."""
BAR = 24
"""Characters of a bar that is full."""


def render_text(
    brief: Brief, words: Words, *, width: int = WIDTH, is_terminal: bool = False
) -> str:
    """Render a brief as text of at most `width` characters a line.

    Args:
        brief: what to report.
        words: the language.
        width: of the terminal; texts wrap, tables shrink.
        is_terminal: whether colours can be shown; without, nothing but characters is written.
    """
    words = words.marked(GLUE)
    told = tell(brief, words)
    parts = (
        *_first_page(told, fit_chart(brief, words) if has_weight(brief) else None, words),
        *_annex(told, words, max(width, NARROWEST)),
        _heading(words("title.cite")),
        told.citation,
    )
    return print_parts(parts, width=width, is_terminal=is_terminal)


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


def _first_page(told: Account, fit: Chart | None, words: Words) -> Iterator[RenderableType]:
    from rich.text import Text

    yield _soft(f"{told.kicker} · {told.as_known}")
    if told.not_checked:
        yield _soft(told.not_checked)
    yield Text(f"\n{told.headline}", style="bold")
    yield " ".join([*told.notes, told.reach])
    if told.small:
        yield _soft(" ".join(told.small))
    yield from _fit(fit) if fit else ["", words("chart.no_fit")]
    yield from _sides(told, words)
    yield from _decided(told, words)
    yield _heading(words("title.would"))
    yield from _bullets(told.would)
    yield _heading(words("title.firmness"))
    yield told.firmness
    yield _heading(words("title.limits"))
    yield from _bullets(told.limits)
    yield _heading(words("title.families"))
    yield _soft(words("kind.how"))
    yield _pairs((point.what, point.says, point.detail) for point in told.families)


def _heading(text: str) -> RenderableType:
    from rich.text import Text

    return Text(f"\n{text}", style="bold underline")


def _soft(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text, style="dim")


def _fit(chart: Chart) -> Iterator[RenderableType]:
    """Draw the bars in characters."""
    yield _heading(chart.title)
    yield _pairs(
        (name.text, "█" * round(BAR * (percent.value or 0.0)), percent.text)
        for name, percent in chart.table.rows
    )


def _sides(told: Account, words: Words) -> Iterator[RenderableType]:
    from rich.text import Text

    yield _heading(words("title.sides"))
    yield _soft(words("sides.how"))
    for side in told.sides:
        yield Text(f"\n{side.title}", style="bold")
        if side.points:
            yield _pairs((point.what, point.says, point.detail) for point in side.points)
        if side.rest:
            yield _soft(side.rest)
    yield ""
    yield from told.sums
    yield from (_soft(line) for line in told.neutral)


def _decided(told: Account, words: Words) -> Iterator[RenderableType]:
    yield _heading(words("title.decided"))
    yield from told.decided.lines
    if told.decided.reasons:
        yield words.labelled(told.decided.title, "").rstrip()
        yield from (_reason(point) for point in told.decided.measured)
        yield from (_reason(point) for point in told.decided.not_compared)
    if told.decided.unmeasured:
        yield words.labelled(words("decided.unmeasured"), "").rstrip()
        yield from (_reason(replace(point, says="")) for point in told.decided.unmeasured)
    yield from told.decided.after
    if told.decided.source:
        yield _soft(words("decided.source", source=told.decided.source))


def _reason(point: Point) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    style = "bold red" if point.mark == CONTRADICTED else ""
    return Padding(Text.assemble(f"• {point.what} ", (point.says, style)), (0, 0, 0, 2))


def _bullets(lines: Sequence[str]) -> Iterator[RenderableType]:
    from rich.table import Table as Grid

    for line in lines:
        grid = Grid.grid(padding=(0, 1, 0, 0))
        grid.add_row("•", line)
        yield grid


def _pairs(rows: Iterator[tuple[str, str, str]]) -> RenderableType:
    """Lay out rows of three texts without any lines."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 2, 0, 0))
    for what, says, detail in rows:
        grid.add_row(Text(what, style="bold"), Text(says), Text(detail, style="dim"))
    return grid


def _annex(told: Account, words: Words, width: int) -> Iterator[RenderableType]:
    """Show the tables that a terminal has room for, and of the weights only what weighs."""
    tables = {table.key: table for table in told.annex}
    listed = tables.get("directions")
    for key in SHOWN:
        if key in tables:
            yield sheet_of(_that_weighs(tables[key]), words, width)
    if listed is not None:
        hidden = len(listed.rows) - (len(_that_weighs(tables["weights"]).rows) - SUMS)
        yield from ("", words("table.without_weight", number=hidden))
    yield from ("", words("table.elsewhere"))


def _that_weighs(table: Table) -> Table:
    """Leave out rows of weights that are nothing when written with one digit."""
    if table.key != "weights":
        return table
    rows = [row for row in table.rows if any(abs(c.value or 0.0) >= LEAST for c in row[4:])]
    return replace(table, rows=tuple(rows))


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
