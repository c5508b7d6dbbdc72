"""The columns of an event file: refused where those of its source are not among them."""

from collections.abc import Sequence
from pathlib import Path

from peil.feeds.importing.source import Source
from peil.feeds.tables.problems import quoted
from peil.terms.errors import BadInput

MOST_COLUMNS = 16_384
"""As a spreadsheet may have; the reader of CSV takes ever longer for more."""


def called(path: Path) -> str:
    """Name a file in a sentence."""
    return path.name if path.name.isprintable() else quoted(path.name)


def refuse_missing(path: Path, names: Sequence[str], wanted: Sequence[str]) -> None:
    """Refuse a file without a wanted column, and one whose columns are no such row."""
    if len(names) > MOST_COLUMNS:
        raise BadInput(
            f"{called(path)} has {len(names):,} columns; give at most {MOST_COLUMNS:,}, as a "
            "spreadsheet may have, among them those of this source"
        )
    if names and names[0].lower().startswith("sep="):
        raise BadInput(
            f"{called(path)} begins with {quoted(names[0])}, which is for a spreadsheet alone; "
            "delete that line"
        )
    missing = [name for name in wanted if name not in names]
    if not names:
        raise BadInput(
            f"{called(path)} has no row of column names at its top; put it into the first line, "
            "and end every line as Unix or Windows does"
        )
    if missing:
        which = "the column" if len(missing) == 1 else "the columns"
        given = ", ".join(quoted(name) for name in names[:8]) + (" ..." if len(names) > 8 else "")
        raise BadInput(
            f"{called(path)} has not {which} {', '.join(map(quoted, missing))} among {given}; "
            "check that it is a file of this source, with its row of column names, divided by "
            "commas, semicolons or tabs"
        )


def refuse_twice(path: Path, names: Sequence[str], wanted: Sequence[str]) -> None:
    """Refuse a wanted column that is there twice; the engine takes no heed of capitals."""
    for name in wanted:
        alike = [other for other in names if other.lower() == name.lower()]
        if len(alike) > 1:
            one, other = alike[:2]
            raise BadInput(
                f"{called(path)} has the column {quoted(one)} twice; rename or delete one"
                if one == other
                else f"{called(path)} has the columns {quoted(one)} and {quoted(other)}, which "
                "differ in capitals alone; rename or delete one"
            )


def refuse_other_width(path: Path, text: str, source: Source) -> None:
    """Refuse a file without names of columns that has more or fewer than its source."""
    width, wanted = text.split("\n", 1)[0].count("\t") + 1, len(source.header)
    if width != wanted:
        raise BadInput(
            f"{called(path)} has {width} columns divided by tabs where {source.title} has "
            f"{wanted}; check that it is a file of this source"
        )
