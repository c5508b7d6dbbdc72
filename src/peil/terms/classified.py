"""Classified information: the marks by which it is known, and refused where nothing such is held."""

import re
from functools import cache
from unicodedata import normalize

from peil.terms.packaged import packaged
from peil.terms.text import without_unseen

ALIKE = str.maketrans("АВЕКМНОРСТХΑΒΕΚΜΝΟΡΤΧ_-", "ABEKMHOPCTXABEKMNOPTX  ")
"""Letters of other alphabets that look like ours, and what stands between words."""


def mark_in(text: str) -> str:
    """Give the mark of a classification that a text bears; nothing where it bears none."""
    letters = without_unseen(normalize("NFKC", text)).translate(ALIKE)
    found = _marks().search(" ".join(letters.split()))
    return found[0] if found else ""


@cache
def _marks() -> re.Pattern[str]:
    marks = packaged("terms", "classified.toml")["marks"]
    either = (f"(?i:{each.replace(' ', ' ?')})" if " " in each else each for each in marks)
    return re.compile(rf"\b(?:{'|'.join(either)})\b")
