"""Texts, cells and tables of the reports that are not told by the one report yet."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]*[^\s<>\"'\\^`{|}.,;:!?)\]]")
"""An address of the web; the stop or bracket that closes a sentence is not part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text, with the address that it links to."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text in a table; `value` for a workbook, `lang` where it is not the page's language."""

    text: str
    value: float | None = None
    lang: str | None = None
    has_links: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text cut at its web addresses; only http and https become links."""
        return pieces(self.text) if self.has_links else (Piece(text=self.text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: the columns whose index is in `numeric` are aligned to the right."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    numeric: frozenset[int] = frozenset()


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at its web addresses."""
    found: list[Piece] = []
    begin = 0
    for match in ADDRESS.finditer(text):
        found.append(Piece(text=text[begin : match.start()]))
        found.append(Piece(text=match[0], url=match[0]))
        begin = match.end()
    found.append(Piece(text=text[begin:]))
    return tuple(piece for piece in found if piece.text)
