"""What forms without links of their own share: signs, letters, labels, and the parts of an entry."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from peil.report.model import (
    Block,
    Entry,
    Figure,
    Kind,
    LeftOut,
    Mark,
    Piece,
    Saying,
    filled,
    joined,
    pieces,
)
from peil.report.words import Words

SIGNS: Mapping[Mark, str] = {
    "": "",
    "contradicted": "✗",
    "agrees": "✓",
    "unmeasured": "○",
    "rising": "▲",
    "waning": "▼",
    "steady": "–",
    "cannot_tell": "?",
    "none": "·",
}
"""The sign of each mark, for those who cannot tell its colour."""
STEERING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that steer a terminal or the direction of writing, or that no file may hold."""
TO_RIGHT: tuple[Kind, ...] = ("number", "day", "bounds")
"""Columns that stand to the right, and whose cells do not wrap."""
Role = Literal["above", "alarm", "ending", "line", "source"]


def clean(text: str) -> str:
    """Give a text without what nobody can see and what would change how the rest is shown."""
    return STEERING.sub("", text)


def lettered(block: Block, letter_of: Mapping[str, str], words: Words) -> str:
    """Give the title of a block, behind its letter if it is of the annex."""
    letter = letter_of.get(block.key)
    return words("table.lettered", letter=letter, title=block.title) if letter else block.title


def is_small(block: Block) -> bool:
    """Whether a block is a small picture, of which several stand in a grid."""
    return isinstance(block, Figure) and block.drawing.size == "small"


def in_lines(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Give blocks line by line: small pictures in one, others beside each other if so told."""
    for is_grid, run in groupby(blocks, key=is_small):
        line: list[Block] = []
        for block in run:
            if line and not (is_grid or block.beside):
                yield line
                line = []
            line.append(block)
        yield line


def left_out(left: LeftOut, words: Words) -> str:
    """Say how many are shown, of how many."""
    return words("report.shown", shown=words.number(left.shown), all=words.number(left.of))


def labelled(label: str, text: Saying, words: Words) -> tuple[Piece, ...]:
    """Put a label before a text that may have links."""
    return filled(words, "format.colon", label=label, text=pieces(text))


def sourced(source: Saying, words: Words) -> tuple[Piece, ...]:
    """Name a source."""
    return filled(words, "report.source", source=pieces(source))


def entry_parts(entry: Entry, words: Words) -> Iterator[tuple[Role, Saying]]:
    """Give what is said of an entry below its name, its alarms and endings first."""
    if entry.above:
        yield "above", entry.above
    yield from (("alarm", line) for line in entry.alarms)
    yield from (("ending", line) for line in entry.endings)
    yield from (("line", line) for line in entry.lines)
    links = ((label, joined([(name,) for name in names], " · ")) for label, names in entry.links)
    for label, text in (*entry.facts, *links, *entry.files):
        yield "line", labelled(label, text, words)
    yield from (("source", sourced(source, words)) for source in entry.sources)


def dated_name(entry: Entry, words: Words) -> tuple[Piece, ...]:
    """Give the name of an entry behind its day, in the language that it has."""
    day = (Piece(text=f"{words.known(entry.day, entry.precision)} · "),) if entry.day else ()
    return (*day, *spoken(entry.name, entry.lang))


def spoken(saying: Saying, lang: str | None) -> tuple[Piece, ...]:
    """Give a text whose pieces are in a language unless they have one of their own."""
    return tuple(replace(piece, lang=piece.lang or lang) for piece in pieces(saying))
