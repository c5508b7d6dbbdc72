"""The sign beside each mark, for those who cannot tell its colour, and the letter before a title."""

from collections.abc import Mapping

from peil.report.model import Block, Mark
from peil.report.words import Words

SIGNS: dict[Mark, str] = {
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


def lettered(block: Block, letter_of: Mapping[str, str], words: Words) -> str:
    """Give the title of a block, behind its letter if it is of the annex."""
    letter = letter_of.get(block.key)
    return words("table.lettered", letter=letter, title=block.title) if letter else block.title
