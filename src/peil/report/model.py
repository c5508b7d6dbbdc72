"""A report: a header and blocks, all values in one language and in no format.

`tell` makes it from typed results; the renderers lay any report out, and none of them finds words
of its own for a subject. So the terminal, the page, the paper, the workbook and the data cannot
tell different things.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Literal

from peil.report.chart.figure import Drawing
from peil.terms.text import ENGLISH

ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]*[^\s<>\"'\\^`{|}.,;:!?)\]]")
"""An address of the web; the stop or bracket that closes a sentence is not part of it."""
HERE = "\ue001"
"""Stands for a piece in a sentence until it is put there."""

Tone = Literal["plain", "loud", "note", "sum", "unchecked"]
"""How loudly a block speaks: as usual, before all else, aside, as a result, or as a warning."""
Mark = Literal[
    "", "contradicted", "agrees", "unmeasured", "rising", "waning", "steady", "cannot_tell", "none"
]
"""What a line, row or cell is marked by; shown by a colour and a sign, never by colour alone."""
Kind = Literal["text", "number", "day", "source", "figure", "bounds"]
"""What a column holds; numbers and days stand to the right, sources are small."""


class Rank(IntEnum):
    """How soon a block is wanted: it decides the short answer, what is folded, and the paper.

    What is DATA has no room on any page: it stands in the data, and in the workbook in place of
    what the pictures show.
    """

    ANSWER = 0
    FIRST_PAGE = 1
    REST = 2
    ANNEX = 3
    DATA = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where something leads: to a place on a page of Peil, by the page's key, or to an address.

    A link whose place is absent is shown as text.
    """

    page: str = ""
    anchor: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text.

    Args:
        lang: its language, where it is not the report's.
        ref: the key of a block whose letter is set here when the report is laid out.
        strong: it stands out.
        cites: a citation begins with it, of one source or of several with a semicolon between.
    """

    text: str = ""
    to: Link | None = None
    lang: str | None = None
    ref: str = ""
    strong: bool = False
    cites: bool = False


Saying = str | tuple[Piece, ...]
"""A text: plain, or in pieces where a link or a foreign name stands inside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many are shown, of how many."""

    shown: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What every block has.

    Args:
        key: names it within its report; references and links lead to it.
        title: what stands above it.
        note: how it is to be read.
        beside: it stands beside the block before it, where there is room.
        share: its part of the width of such a row.
        folds: on a narrow screen it is shut until the reader opens it, as all of the annex is.
        sources: where its content comes from.
        left_out: said where not all is shown.
    """

    key: str
    title: str = ""
    note: Saying = ""
    tone: Tone = "plain"
    rank: Rank = Rank.REST
    beside: bool = False
    share: int = 1
    folds: bool = False
    sources: tuple[Saying, ...] = ()
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Block):
    """Paragraphs."""

    lines: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One line of an argument: what, how strongly, and from which figures."""

    what: Saying
    says: Saying = ""
    detail: Saying = ""
    mark: Mark = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Block):
    """Points below each other; those that say nothing more than `what` are a plain list."""

    items: tuple[Point, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Args:
        head: its name in the reader's language.
        kind: what it holds.
        unit: of its numbers, for the workbook and the data.
    """

    head: str
    kind: Kind = "text"
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table.

    Args:
        text: what is shown first.
        value: what can be computed with: a number, share or day, unrounded.
        lines: what stands below it, smaller.
        drawing: a small picture in place of a text; `text` then says what it shows.
        lang: where it is not the report's.
    """

    text: Saying = ""
    value: float | dt.date | None = None
    lines: tuple[Saying, ...] = ()
    drawing: Drawing | None = None
    mark: Mark = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; `anchor` leads to it, and its first cell leads to `to`."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    to: Link | None = None
    mark: Mark = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Block):
    """A table; its first column names the rows.

    `is_cards`: on a narrow screen each row becomes a card.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_cards: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Block):
    """A picture with what it shows in words, and its data.

    Args:
        drawing: what is drawn.
        alt: what the picture shows, for who cannot see it.
        source: below the picture.
        data: the same as a table.
        to: where the picture leads.
        shows_data: whether the data is folded below it; not where a table beside it has it.
    """

    drawing: Drawing
    alt: str
    source: Saying
    data: Table
    to: Link | None = None
    shows_data: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing of a list: an arrangement, a recommendation, a finding, a change.

    Args:
        name: what it is called; `lang` is the language of the name.
        day, precision: on which it happened or became known, and how exactly that is known.
        above: what it is, in short.
        alarms: what speaks against taking it apart; `endings`: what speaks for ending it. Both
            are as loud.
        lines: what else is said.
        facts: labelled texts.
        links: where one may go from here, under a label each.
        sources: where it comes from.
        files: what can be taken away, by name and address.
    """

    name: Saying
    anchor: str = ""
    lang: str | None = None
    day: dt.date | None = None
    precision: str = "day"
    above: Saying = ""
    alarms: tuple[Saying, ...] = ()
    endings: tuple[Saying, ...] = ()
    lines: tuple[Saying, ...] = ()
    facts: tuple[tuple[str, Saying], ...] = ()
    links: tuple[tuple[str, tuple[Piece, ...]], ...] = ()
    sources: tuple[Saying, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    mark: Mark = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries(Block):
    """A list of things."""

    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Block):
    """Blocks below one title; `is_folded`: shut until the reader opens it."""

    blocks: tuple[Block, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a report says, in one language.

    Args:
        kind: of which it is, as the registry names it; also the key of its page.
        title: the subject, such as the dossier's name.
        kicker: country and subject, above the headline.
        as_known: "As known on …", empty where no day matters.
        day: of that knowledge.
        headline: the one sentence that must be read.
        method: by which it was made, in codes.
        citation: how to cite it.
        not_checked: that no native speaker has checked the language, or empty.
        blocks: in the order in which they are read.

    Raises:
        ValueError: two blocks have one key.
    """

    kind: str
    language: str
    title: str
    kicker: str
    headline: Saying
    blocks: tuple[Block, ...]
    as_known: str = ""
    day: dt.date | None = None
    method: str = ""
    citation: str = ""
    not_checked: str = ""

    def __post_init__(self) -> None:
        """Refuse two blocks of one key, to which no reference could lead."""
        keys = [block.key for block in walk(self.blocks)]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"two blocks are called {', '.join(sorted(twice))}; name each apart")


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Give all blocks in the order in which they are read, those of a section after it."""
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from walk(block.blocks)


def is_loud(block: Block) -> bool:
    """Whether a block stands before all else, whatever its rank."""
    return block.tone == "loud"


def letters(report: Report) -> dict[str, str]:
    """Letter the blocks of the annex, A to Z and on with AA, by key."""
    annex = [b.key for b in report.blocks if b.rank == Rank.ANNEX]
    return {key: _letter(i) for i, key in enumerate(annex)}


def _letter(i: int) -> str:
    return (_letter(i // 26 - 1) if i >= 26 else "") + chr(ord("A") + i % 26)


def pieces(saying: Saying) -> tuple[Piece, ...]:
    """Give a text in pieces."""
    return (Piece(text=saying),) if isinstance(saying, str) else saying


def plain(saying: Saying, letter_of: dict[str, str] | None = None) -> str:
    """Give a text without links and languages; references become letters."""
    return "".join((letter_of or {}).get(p.ref, p.text) for p in pieces(saying))


def joined(sayings: Iterable[Saying], apart: str) -> tuple[Piece, ...]:
    """Put texts one after another, with the same between each and the next."""
    spaced = ((Piece(text=apart), *pieces(each)) for each in sayings)
    return tuple(piece for each in spaced for piece in each)[1:]


def filled(words: Callable[..., str], key: str, **values: object) -> tuple[Piece, ...]:
    """Fill the places of a sentence, of which one is a piece or several: a link, or a reference."""
    (name,) = (name for name, value in values.items() if isinstance(value, Piece | tuple))
    before, _, after = words(key, **{**values, name: HERE}).partition(HERE)
    inside: Any = values[name]
    inside = (inside,) if isinstance(inside, Piece) else inside
    return tuple(p for p in (Piece(text=before), *inside, Piece(text=after)) if p.text or p.ref)


def linked(text: str, lang: str | None = ENGLISH) -> tuple[Piece, ...]:
    """Cut a citation, in English, at its web addresses, which become links; only http and https do."""
    found: list[Piece] = []
    begin = 0
    for match in ADDRESS.finditer(text):
        found.append(Piece(text=text[begin : match.start()], lang=lang))
        found.append(Piece(text=match[0], to=Link(address=match[0]), lang=lang))
        begin = match.end()
    found.append(Piece(text=text[begin:], lang=lang))
    first, *others = [piece for piece in found if piece.text] or [Piece()]
    return replace(first, cites=True), *others
