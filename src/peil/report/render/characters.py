"""Tables and small pictures in characters; what has no room in a table stands below its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from peil.report.chart.figure import Bar, Drawing, Line, Note, Value
from peil.report.model import Table, plain

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


BLOCKS = "▁▂▃▄▅▆▇█"
NONE = "·"
FULL = 24
"""Characters of a bar that is full."""
BACKGROUND = ("pale", "shade")
"""Colours of what lies behind the bars."""


def course(drawing: Drawing) -> str:
    """Write a small picture as a row of bars, the largest one full; a dot where nothing is known."""
    marks = [mark for panel in drawing.panels for mark in panel.marks]
    for line in (mark for mark in marks if isinstance(mark, Line)):
        return _blocks([None if y is None else _number(y) for _, y in line.points])
    bars = {_number(mark.x[0]): _number(mark.y[1]) for mark in marks if isinstance(mark, Bar)}
    starts, x = sorted(bars), drawing.panels[0].x
    step = min((b - a for a, b in pairwise(starts)), default=1.0)
    first = min(starts, default=0.0) if x.low is None else _number(x.low)
    places = {round((start - first) / step): bars[start] for start in starts}
    last = (
        max(places, default=-1) if x.high is None else round((_number(x.high) - first) / step) - 1
    )
    return _blocks([places.get(i) for i in range(last + 1)])


def _blocks(heights: Sequence[float | None]) -> str:
    known = [height for height in heights if height is not None and height == height]
    most = max([1.0, *known])
    return "".join(
        BLOCKS[min(int(height / most * len(BLOCKS)), len(BLOCKS) - 1)] if height in known else NONE
        for height in heights
    )


def row_bars(drawing: Drawing, data: Table) -> list[tuple[str, str, str]]:
    """Give name, bar and value of each row, where a picture is one simple bar a row; else nothing.

    The value is the last one of the row of data; its bar begins at the low end of the axis.
    """
    (panel,) = drawing.panels if len(drawing.panels) == 1 else (None,)
    if panel is None or panel.y.scale != "rows" or len(panel.y.rows) != len(data.rows):
        return []
    bars = [m for m in panel.marks if isinstance(m, Bar) and m.look.colour not in BACKGROUND]
    ends = {round(sum(map(_number, bar.y)) / 2): _number(bar.x[1]) for bar in bars}
    low, high = panel.x.low or 0.0, panel.x.high or max(ends.values(), default=0.0)
    begin_low = all(bar.x[0] == low for bar in bars) and _number(high) > _number(low)
    is_plain = all(isinstance(mark, Bar | Note) for mark in panel.marks)
    if not (bars and begin_low and len(ends) == len(bars) and is_plain):
        return []
    part = FULL / (_number(high) - _number(low))
    lengths = {i: round(part * (end - _number(low))) for i, end in ends.items()}
    return [
        (row.text, "█" * lengths.get(i, 0), plain(data.rows[i].cells[-1].text))
        for i, row in enumerate(panel.y.rows)
    ]


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else float(value.toordinal())
