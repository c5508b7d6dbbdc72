"""Where reports go: a terminal of some width, and the files that were asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from peil.report.words import Words, words_in
from peil.report.write import write_all

Make = Callable[[Words], str | bytes]
"""Makes a report in a language."""


class Screen(TypedDict):
    """What a text for a terminal must know of it."""

    width: int
    is_terminal: bool


PLAIN: Screen = {"width": 100, "is_terminal": False}
"""What a text is made for where there is no terminal."""


def write_reports(language: str, *reports: tuple[Path | None, Make]) -> None:
    """Make the reports that have a place, and write all of them, or none.

    Raises:
        BadOutput: one of them cannot be written.
    """
    words, files = words_in(language), dict[Path, bytes]()
    for place, make in reports:
        if place is not None:
            made = make(words)
            files[place] = made.encode() if isinstance(made, str) else made
    write_all(files)
