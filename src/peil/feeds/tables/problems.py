"""Sentences about what is wrong: quoted safely, sorted, and not one for each of a million rows."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from peil.terms.errors import BadDossier, BadInput, Problem

MOST_ALIKE = 20
"""Problems of one kind that are listed before the rest is only counted."""
LONGEST_QUOTE = 60

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Letters that steer a terminal or turn the order of a line, and are not seen."""
UNFIT = re.compile("[\t\n\xad]")
"""Letters that may stand in a text, and in no name: line breaks, tabs and soft hyphens."""
UNSEEN_REMEDY = "write it again without the control character"

DESCRIPTOR = "datapackage.json"


def quoted(value: object) -> str:
    """Quote a value on one line, without control characters, shortened where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 4]}...{text[-1]}"


def about(file: str, what: str, remedy: str, row: int | None = None) -> Problem:
    """Say what is wrong with a file, or with a row of it, and what to do."""
    return Problem(file=file, row=row, what=what, remedy=remedy)


def fail(file: str, what: str, remedy: str, row: int | None = None) -> BadDossier:
    """Make the error for a file that cannot be read any further."""
    return BadDossier((about(file, what, remedy, row),))


@contextmanager
def told_of(file: str) -> Iterator[None]:
    """Let what is refused within be told of a file."""
    try:
        yield
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from None


def in_rows(
    file: str, rows: Any, say: Callable[[int], str], remedy: str | Callable[[int], str]
) -> Iterator[Problem]:
    """Say what is wrong in each row, up to a limit; the last sentence counts the rest.

    Args:
        rows: indexes of rows, the first row below the header being 0.
        say: what is wrong in a row, given its index.
        remedy: what to do, for all rows or given a row's index.
    """
    rest = len(rows) - MOST_ALIKE - 1
    for n, row in enumerate(rows[: MOST_ALIKE + 1].tolist()):
        more = f" (and {rest} more rows of this kind)" if n == MOST_ALIKE and rest > 0 else ""
        told = remedy if isinstance(remedy, str) else remedy(row)
        yield about(file, say(row) + more, told, row_number(row))


def row_number(index: int) -> int:
    """Number a row as a spreadsheet does: the header is row 1."""
    return index + 2


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort by file, the descriptor first, then by row, without repeating a sentence."""
    return tuple(
        sorted(
            set(problems),
            key=lambda p: (p.file != DESCRIPTOR, p.file, p.row or 0, p.what, p.remedy),
        )
    )


def one_of(words: Sequence[str], given: str = "") -> str:
    """Name the words that may stand in a place, the nearest first where one is near."""
    near = difflib.get_close_matches(given[:LONGEST_QUOTE], words, n=1)
    if near:
        return f"write {near[0]!r}, or one of {', '.join(words)}"
    return f"write one of {', '.join(words)}"


def nearest(words: Sequence[str], given: str) -> str:
    """Name the word that was probably meant, if one is near."""
    near = difflib.get_close_matches(given[:LONGEST_QUOTE], words, n=1)
    return f"write {near[0]!r}" if near else "correct it"
