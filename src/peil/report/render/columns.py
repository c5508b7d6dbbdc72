"""Tables in characters: columns that wrap, with what has no room on lines below each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

GAP = 2
"""Spaces between two columns, and before a line below its row."""
LEAST_TEXT, MOST_LEAST = 14, 40
"""Characters that a column of words needs at least, and that no column needs more than."""
LONGEST_WORD = 20
"""A longer word, such as an address, may be broken."""
MOST_LINES, MOST_HEAD = 8, 4
"""Lines that a cell and a head should not need more than."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TextColumn:
    """The texts of one column.

    Args:
        head: its name.
        label: what stands before a cell that goes below its row.
        cells: one for each row.
        to_right: it stands to the right and does not wrap.
        is_last: it goes below the row before others do, where not all have room.
    """

    head: Text
    label: Text
    cells: tuple[Text, ...]
    to_right: bool = False
    is_last: bool = False

    def natural(self) -> int:
        """Give the width in which nothing wraps."""
        return _longest(line for text in (self.head, *self.cells) for line in _lines(text))

    def least(self) -> int:
        """Give the width below which the column cannot be read; heads always wrap."""
        longest = _longest(line for text in self.cells for line in _lines(text))
        head = max(_longest(self.head.plain.split()), len(self.head) // MOST_HEAD)
        if self.to_right:
            return max(longest, head)
        word = min(
            _longest(word for text in self.cells for word in text.plain.split()), LONGEST_WORD
        )
        wanted = max(min(longest, LEAST_TEXT), word, longest // MOST_LINES)
        return max(min(wanted, MOST_LEAST), min(head, LONGEST_WORD))


def column_lines(columns: Sequence[TextColumn], console: Console) -> Iterator[Text]:
    """Write rows as wide as the console, each with what has no room in it on lines below."""
    width = console.width
    beside, below = _placed(columns, width)
    widths = _widths(beside, width)
    if beside[1:]:
        yield from _row([column.head for column in beside], beside, widths, console)
        yield _text("─" * (sum(widths) + GAP * (len(widths) - 1)), "dim")
    for i in range(len(columns[0].cells)):
        if below and i:
            yield _text()
        yield from _row([column.cells[i] for column in beside], beside, widths, console)
        for column in below:
            if column.cells[i].plain:
                field = column.label.copy().append_text(column.cells[i])
                for line in field.wrap(console, width - GAP, overflow="fold"):
                    yield _text(" " * GAP).append_text(line)


def _placed(columns: Sequence[TextColumn], width: int) -> tuple[list[TextColumn], list[TextColumn]]:
    """Put columns below the row until the others have room; the first always stays."""
    beside = list(columns)
    for column in sorted(columns[:0:-1], key=lambda column: not column.is_last):
        if sum(each.least() + GAP for each in beside) - GAP <= width:
            break
        beside.remove(column)
    return beside, [column for column in columns if column not in beside]


def _widths(columns: Sequence[TextColumn], width: int) -> list[int]:
    """Give each column what it needs at least, and share the rest by what more each would fill."""
    least = [min(column.least(), width) for column in columns]
    more = [column.natural() - given for column, given in zip(columns, least, strict=True)]
    free = width - sum(least) - GAP * (len(columns) - 1)
    part = min(1.0, free / max(sum(more), 1))
    return [given + int(part * each) for given, each in zip(least, more, strict=True)]


def _row(
    texts: Sequence[Text], columns: Sequence[TextColumn], widths: Sequence[int], console: Console
) -> Iterator[Text]:
    wrapped = [
        text.wrap(console, width, overflow="fold") or [_text()]
        for text, width in zip(texts, widths, strict=True)
    ]
    for n in range(max(map(len, wrapped))):
        line = _text()
        for column, lines, width in zip(columns, wrapped, widths, strict=True):
            cell = lines[n] if n < len(lines) else _text()
            cell.rstrip()
            cell.align("right" if column.to_right else "left", width)
            line.append_text(cell).append(" " * GAP)
        line.rstrip()
        yield line


def _text(plain: str = "", style: str = "") -> Text:
    from rich.text import Text

    return Text(plain, style=style)


def _lines(text: Text) -> Sequence[str]:
    return text.plain.split("\n")


def _longest(texts: Iterable[str]) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, texts), default=0)
