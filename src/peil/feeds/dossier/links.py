"""Links: what the rows of one table name of another, and whether it is there."""

from collections.abc import Callable, Collection, Iterator, Sequence

from peil.feeds.dossier.cells import Cells
from peil.feeds.tables.problems import nearest, quoted
from peil.terms.errors import Problem

BETWEEN = "+"
"""Joins several words in one cell."""


def links_of(text: str) -> tuple[str, ...]:
    """Split the words of a cell, each once, in order."""
    return tuple(dict.fromkeys(text.split(BETWEEN))) if text else ()


def unknown_links(
    cells: Cells,
    column: str,
    known: Sequence[str],
    what: str,
    remedy: Callable[[str], str] | None = None,
    *,
    also: Collection[str] = (),
) -> Iterator[Problem]:
    """Find the cells that name a word which is nowhere, one problem for each row.

    Args:
        column: its column; without it nothing is named.
        known: the words that may be named.
        what: ends the sentence, such as "which is not in findings.csv".
        remedy: what to do about a word; without one the nearest is offered.
        also: words that may be named too, and are not offered.
    """
    if not cells.has(column):
        return
    there, offered = frozenset(known), list(known)
    first = {
        text: next((w for w in links_of(text) if w not in there and w not in also), "")
        for text in cells.words(column)
    }
    texts = cells.texts(column)
    yield from cells.wrong(
        [first[text] != "" for text in texts],
        lambda r: f"{column} has {quoted(first[texts[r]])}, {what}",
        lambda r: (
            remedy(first[texts[r]])
            if remedy
            else f"{nearest(offered, first[texts[r]])}, or add it there"
        ),
    )
