"""Days as they are written in Europe: 15.01.2024, or 15/01/2024 where nothing else can be meant."""

import re
from collections.abc import Mapping, Sequence

from peil.feeds.dossier.problems import quoted

MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?"
"""The time of day that programs write behind a day."""
DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){MIDNIGHT}", re.ASCII)
SLASHED = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){MIDNIGHT}", re.ASCII)
"""With slashes or hyphens, as in event files."""
MONTHS = 12


def in_iso(words: Sequence[str]) -> tuple[list[str], Mapping[int, tuple[str, str]]]:
    """Write days of a column as 2024-01-15, and leave other words as they are.

    With points the day comes first, as wherever points are used. With slashes or hyphens it
    comes first in one country and second in another: the whole column must leave one reading.

    Returns:
        The words, and for each whose reading is open what is wrong and what to do.
    """
    slashed = {i: match for i, word in enumerate(words) if (match := SLASHED.fullmatch(word))}
    day_first = any(int(match[1]) > MONTHS for match in slashed.values())
    month_first = any(int(match[2]) > MONTHS for match in slashed.values())
    is_open = day_first == month_first
    written = [_written(DOTTED.fullmatch(word), word) for word in words]
    if not is_open:
        for i, match in slashed.items():
            written[i] = _written(match, words[i], day=1 if day_first else 2)
    return written, {i: _open(words[i]) for i in slashed} if is_open else {}


def _written(match: re.Match[str] | None, word: str, day: int = 1) -> str:
    return word if match is None else f"{match[3]}-{int(match[3 - day]):02d}-{int(match[day]):02d}"


def _open(word: str) -> tuple[str, str]:
    return (
        f"has the date {quoted(word)}, of which the column does not tell the day from the month",
        "write days as 2024-01-15",
    )
