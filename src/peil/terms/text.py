"""Texts of a dossier: English, and what they are in other languages."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Self

ENGLISH = "en"
ABBREVIATED = re.compile(r"\.\w\.$")
BLANK = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0))
"""Letters of an alphabet that leave a blank; without them a text must have one that is seen."""
UNSEEN = ("Cc", "Cf", "Cn")
"""Categories of letters that steer a text, or are none, and are not seen."""
SPACED = "\t\n\r"
"""The only ones of them that a text may hold."""
PILE = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")
"""More marks on one letter than any language writes."""


class Translated(str):
    """An English text that carries its translations, by language code, wherever it is handed on."""

    __slots__ = ("others",)
    others: Mapping[str, str]

    def __new__(cls, english: str, others: Mapping[str, str] | None = None) -> Self:
        """Make it; without translations it is a text as any other."""
        made = super().__new__(cls, english)
        made.others = others or {}
        return made


def filled(pattern: str, *texts: str) -> Translated:
    """Fill the places `{}` of a pattern, in English and in every language that all the texts have."""
    named = [names_of(text) for text in texts]
    common = set.intersection(*map(set, named))
    made = {code: pattern.format(*(names[code] for names in named)) for code in sorted(common)}
    return Translated(made[ENGLISH], made)


def names_of(text: str) -> dict[str, str]:
    """Give a text by language code, English first."""
    return {ENGLISH: text, **(text.others if isinstance(text, Translated) else {})}


def without_stop(text: str) -> str:
    """Take the full stop from a sentence; one that belongs to an abbreviation, as in "T.E.R.", stays."""
    return text if ABBREVIATED.search(text) else text.removesuffix(".")


def says_something(text: str) -> bool:
    """Say whether a text has a letter or digit that is seen."""
    return any(letter.isalnum() for letter in text.translate(BLANK))


def without_unseen(text: str) -> str:
    """Take from a text the letters that nobody sees, by which two may look alike or one turn round."""
    letters = PILE.sub(r"\1", text.translate(BLANK))
    return "".join(c for c in letters if c in SPACED or unicodedata.category(c) not in UNSEEN)
