"""A report for a terminal: a short answer first; in colours where there are any, plain elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from peil.report.model import (
    Block,
    Cell,
    Entries,
    Entry,
    Figure,
    Mark,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Saying,
    Section,
    Table,
    Text,
    Tone,
    is_loud,
    letters,
    pieces,
)
from peil.report.render.characters import TextColumn, column_lines, course, row_bars
from peil.report.render.parts import (
    SIGNS,
    TO_RIGHT,
    Role,
    clean,
    dated_name,
    entry_parts,
    left_out,
    lettered,
    sourced,
)
from peil.report.render.shorten import shortened
from peil.report.words import NO_BREAK, Words

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text as Styled

NARROWEST = 60
ROOMY = 80
"""Characters from which the parts of a point stand beside each other."""
MOST_LINES = 40
"""Lines of the short answer."""
MOST_NAMED = 160
"""Characters of the titles that the last sentence of the short answer names."""
GLUE = "\ue000"
"""Stands for a space that may not break, which the library that wraps lines would break."""
TONES: dict[Tone, str] = {
    "plain": "", "loud": "bold red", "note": "dim", "sum": "bold", "unchecked": "yellow",
}  # fmt: skip
ROLES: dict[Role, str] = {
    "above": "dim", "alarm": "bold red", "ending": "bold blue", "line": "", "source": "dim",
}  # fmt: skip
COLOURS: dict[Mark, str] = {
    "contradicted": "bold red", "agrees": "blue", "unmeasured": "dim", "rising": "bold red",
    "waning": "bold blue",
}  # fmt: skip


def render_terminal(
    report: Report, words: Words, *, width: int, is_terminal: bool, full: bool = False
) -> str:
    """Render a report as text of at most `width` characters a line, 60 at least.

    Args:
        report: what to tell.
        words: its language.
        width: of the terminal, in characters.
        is_terminal: whether colours can be shown; without, nothing but characters is written.
        full: whether all is wanted, and not the short answer of about 40 lines.
    """
    console = _console(max(width, NARROWEST), is_terminal=is_terminal)
    form = _Terminal(words=words, letter_of=letters(report), console=console, is_full=full)
    blocks = tuple(b for b in report.blocks if b.rank != Rank.DATA and not is_loud(b))
    left = tuple[str, ...]()
    if not full:
        room = MOST_LINES - form.height([*form.top(report), "", "", "", ""])
        blocks, left = shortened(blocks, room, lambda block: form.height(form.block(block)))
    form.printed([*form.top(report), *(part for block in blocks for part in form.block(block))])
    form.printed([*(form.foot(report) if full else form.more(left) if left else [])])
    return _written(console)


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


def _written(console: Console) -> str:
    if not isinstance(console.file, StringIO):
        raise TypeError("the console writes somewhere else")
    text = console.file.getvalue().replace(GLUE, NO_BREAK)
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n"


Parts = Iterator["RenderableType"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terminal:
    words: Words
    letter_of: dict[str, str]
    console: Console
    is_full: bool

    def printed(self, parts: Sequence[RenderableType]) -> None:
        for part in parts:
            self.console.print(part)

    def height(self, parts: Iterator[RenderableType] | Sequence[RenderableType]) -> int:
        """Count the lines that parts take."""
        lines = (self.console.render_lines(part, pad=False) for part in parts)
        return sum(map(len, lines))

    # Texts

    def say(self, saying: Saying, style: str = "") -> Styled:
        """Make a text, without what would steer a terminal."""
        text = _text("", style)
        for piece in pieces(saying):
            shown = self.letter_of.get(piece.ref, piece.text)
            text.append(_clean(shown), "bold" if piece.strong else "")
        return text

    def marked(self, mark: Mark, text: Styled) -> Styled:
        """Put the sign of a mark before a text, both in its colour."""
        if not mark:
            return text
        style = COLOURS.get(mark, "")
        return _text("", style).append(f"{SIGNS[mark]} ").append_text(text)

    # The whole

    def top(self, report: Report) -> Parts:
        """Say of what this is, as known when, what is loud, and the headline."""
        yield self.say(" · ".join(filter(None, (report.kicker, report.as_known))), "dim")
        if report.not_checked:
            yield self.say(report.not_checked, "dim")
        yield ""
        for block in filter(is_loud, report.blocks):
            yield from self.block(block)
        yield self.say(report.headline, "bold")

    def foot(self, report: Report) -> Parts:
        """Say how to cite the report."""
        if report.citation:
            yield from self.heading(self.words("title.cite"))
            yield self.say(report.citation)

    def more(self, titles: Sequence[str]) -> Parts:
        """Name what the short answer leaves out, and how to get it."""
        named: list[str] = []
        for title in filter(None, titles):
            if named and len("; ".join([*named, title])) > MOST_NAMED:
                break
            named.append(title)
        names, rest = self.words.listed(named), len([t for t in titles if t]) - len(named)
        if rest:
            names = self.words("report.and_more", names=names, n=rest)
        key = "report.more_named" if names else "report.more"
        yield from ("", self.say(self.words(key, names=names), "dim"))

    def heading(self, title: str, style: str = "bold underline") -> Parts:
        yield ""
        yield self.say(title, style)

    # Blocks

    def block(self, block: Block) -> Parts:
        """Tell a block: its title, how it is read, what it holds, and where that comes from."""
        if block.title:
            yield from self.heading(lettered(block, self.letter_of, self.words))
        elif not isinstance(block, Text):
            yield ""
        if block.note:
            yield self.say(block.note, "dim")
        yield from self.inside(block)
        if block.left_out:
            yield self.say(left_out(block.left_out, self.words), "dim")
        for source in block.sources:
            yield self.say(sourced(source, self.words), "dim")

    def inside(self, block: Block) -> Parts:
        """Tell what a block of any kind holds."""
        match block:
            case Text():
                yield from (self.say(line, TONES[block.tone]) for line in block.lines)
            case Points():
                yield from self.points(block)
            case Table():
                yield from self.table(block)
            case Figure():
                yield from self.figure(block)
            case Entries():
                for entry in block.items:
                    yield from self.entry(entry)
            case Section():
                for i, each in enumerate(block.blocks):
                    parts = list(self.block(each))
                    yield from parts[1:] if i == 0 and block.title and parts[:1] == [""] else parts

    def points(self, points: Points) -> Parts:
        """Lay points out beside what they say, or below each other where there is little room."""
        style = TONES[points.tone]
        if not any(point.says or point.detail for point in points.items):
            for point in points.items:
                yield _bullet(self.marked(point.mark, self.say(point.what, style)))
        elif self.console.width >= ROOMY:
            yield _beside([self.parts_of(point, style) for point in points.items])
        else:
            for point in points.items:
                what, *parts = self.parts_of(point, style)
                yield what
                yield from (_indented(part) for part in parts if part.plain)

    def parts_of(self, point: Point, style: str) -> tuple[Styled, Styled, Styled]:
        """Give what a point is about, what it says, and from which figures."""
        says = self.say(point.says, COLOURS.get(point.mark, style))
        what = self.marked(point.mark, self.say(point.what, f"{style} bold".strip()))
        return what, says, self.say(point.detail, "dim")

    def table(self, table: Table) -> Parts:
        """Lay a table out in columns; one of a single column is a list."""
        rows = [[self.cell(cell) for cell in row.cells] for row in table.rows]
        for row, cells in zip(table.rows, rows, strict=True):
            cells[0] = self.marked(row.mark, cells[0])
        if len(table.columns) == 1:
            yield from (_bullet(cells[0]) for cells in rows)
            return
        columns = [
            TextColumn(
                head=self.say(column.head, "bold"),
                label=self.say(self.words.labelled(column.head, ""), "dim"),
                cells=tuple(cells[i] for cells in rows),
                to_right=column.kind in TO_RIGHT,
                is_last=column.kind == "source",
            )
            for i, column in enumerate(table.columns)
        ]
        yield from column_lines(columns, self.console)

    def cell(self, cell: Cell) -> Styled:
        """Give a cell: its text, or a small picture in characters, and what stands below."""
        drawn = course(cell.drawing) if cell.drawing else ""
        text = self.marked(cell.mark, self.say(drawn or cell.text))
        for line in cell.lines:
            text.append("\n" if text.plain else "").append_text(self.say(line, "dim"))
        return text

    def figure(self, figure: Figure) -> Parts:
        """Draw simple bars in characters; tell any other picture in words, and by its data."""
        if bars := row_bars(figure.drawing, figure.data):
            yield _beside([tuple(_text(part) for part in map(_clean, bar)) for bar in bars])
        else:
            yield self.say(figure.alt)
            if figure.shows_data and self.is_full:
                yield from self.table(figure.data)
        yield self.say(figure.source, "dim")

    def entry(self, entry: Entry) -> Parts:
        """Tell one thing of a list, its alarms and endings before all else."""
        yield self.marked(entry.mark, self.say(dated_name(entry, self.words), "bold"))
        for role, saying in entry_parts(entry, self.words):
            loud = (Piece(text="! "),) if role in ("alarm", "ending") else ()
            yield _indented(self.say((*loud, *pieces(saying)), ROLES[role]))


def _clean(text: str) -> str:
    return clean(text).replace(NO_BREAK, GLUE)


def _text(plain: str = "", style: str = "") -> Styled:
    from rich.text import Text as Styled

    return Styled(plain, style=style)


def _bullet(text: Styled) -> RenderableType:
    return _beside([(_text("•"), text)], gap=1)


def _beside(rows: Sequence[Sequence[Styled]], gap: int = 2) -> RenderableType:
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, gap, 0, 0))
    for _ in rows[0]:
        grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return grid


def _indented(part: Styled) -> RenderableType:
    from rich.padding import Padding

    return Padding(part, (0, 0, 0, 2))
