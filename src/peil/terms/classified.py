"""Classified information: the marks by which it is known, and refused where nothing such is held."""

import re
from functools import cache

from peil.terms.packaged import packaged


def mark_in(text: str) -> str:
    """Give the mark of a classification that a text bears, in capitals; nothing where it bears none."""
    found = _marks().search(" ".join(text.split()))
    return found[0] if found else ""


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(packaged('terms', 'classified.toml')['marks'])})\b")
