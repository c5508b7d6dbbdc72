"""Names: those that are meant for one, though they are written otherwise, and those of countries."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

import numpy as np

from peil.feeds.tables.problems import LONGEST_QUOTE
from peil.report.words import LANGUAGES
from peil.terms.errors import BadInput
from peil.terms.packaged import packaged

LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιυκρ",
    "ABESIJKMHOPCTYXaeopcyxijshd" + "ABEZHIKMNOPTYXoviukp",
)  # fmt: skip
"""Cyrillic and Greek letters that look like Latin ones, by what they look like."""
QUOTES = "'\" \u201c\u201d\u2018\u2019\u00ab\u00bb"
"""What may stand around a name and is no part of it."""
FEW = 3
"""Rows from which on a name is likely to be meant."""
OFTEN = 5
"""How many times as many rows the likely name has."""
SHORTEST, LONGER = 4, 7
"""Letters of a name from which on one, and two, may be wrong."""
ALPHABET, MOST_APART = 32, 4
"""Kinds of letters that are told apart, and how many differ where two are wrong."""
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
WORLD, NO_COUNTRY = "001", frozenset({"XA", "XB", "ZZ"})
"""Codes of the tables of names: that of all countries, and those that stand for none."""


def look_of(name: str) -> str:
    """Give what two names share that look alike: without case, accents, spaces and what is not seen."""
    parts = unicodedata.normalize("NFKD", name).translate(LOOKS)
    seen = "".join(c for c in parts if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(seen.casefold().split())


def seen_of(name: str) -> str:
    """Give what is seen of a name, in small letters: names that share it are meant for one.

    Other than `look_of` it keeps accents, and blanks within: among thousands of places Bürden and
    Burden are two.
    """
    if name.isascii():
        return " ".join(name.strip(QUOTES).split()).lower()
    parts = unicodedata.normalize("NFC", name).translate(LOOKS)
    seen = "".join(c for c in parts if unicodedata.category(c) != "Cf").strip(QUOTES)
    return unicodedata.normalize("NFC", " ".join(seen.split()).casefold())


def shown(name: str) -> str:
    """Quote a name so that letters that look alike are told apart."""
    text = "".join(map(_told_apart, name))
    mark = '"' if "'" in text else "'"
    cut = f"{text[: LONGEST_QUOTE - 5]}..." if len(text) > LONGEST_QUOTE - 2 else text
    return f"{mark}{cut}{mark}"


def _told_apart(letter: str) -> str:
    is_another = ord(letter) in LOOKS or unicodedata.normalize("NFKC", letter) != letter
    is_odd = is_another or unicodedata.combining(letter) or not letter.isprintable()
    return ascii(letter)[1:-1] if is_odd else letter


@cache
def countries() -> Mapping[str, str]:
    """Give the code of each country by its names: of ISO 3166, in every language that has words, and of dossiers.

    The European Union and the World count as such.
    """
    from babel import Locale  # slow to load, and only names that nobody declared are looked up

    each = (pair for language in LANGUAGES for pair in Locale.parse(language).territories.items())
    named = {name: code for code, name in each if len(code) == 2 or code == WORLD}
    return {
        **{name: code for name, code in named.items() if code not in NO_COUNTRY},
        **packaged("terms", "countries.toml"),
    }


def likely(rows: Mapping[str, int], *, are_countries: bool = False) -> dict[str, str]:
    """Find names of few rows that are nearly one of many, and are likely to be meant for it.

    Two names of one country in two languages are so too; two of different countries never, nor
    are names that differ in a digit, or of which one has another first letter.

    Args:
        rows: how many rows have each name.
        are_countries: whether they are names of countries, which may be of two languages.

    Returns:
        The likely name, by that which is not.
    """
    few = [name for name, n in rows.items() if n < FEW and len(name) >= SHORTEST]
    often = [name for name, n in rows.items() if n >= OFTEN]
    if not few or not often:
        return {}
    letters = np.array([_letters(name) for name in often])
    found = {}
    for name in few:
        apart = np.abs(letters - _letters(name)).sum(axis=1)
        near = [often[i] for i in np.flatnonzero((apart <= MOST_APART) | are_countries).tolist()]
        is_meant = _is_same_country if are_countries else are_near
        meant = [o for o in near if rows[o] >= OFTEN * rows[name] and is_meant(name, o)]
        if meant:
            found[name] = max(meant, key=lambda each: rows[each])
    return found


def is_one_country(one: str, other: str, *, in_any_language: bool) -> bool:
    """Tell whether two names are spellings of one country, or its names in two languages."""
    if look_of(one) == look_of(other):
        return True
    return in_any_language and _is_same_country(one, other)


def refuse_likely(what: str, rows: Mapping[str, int], *, are_countries: bool = False) -> None:
    """Refuse a name of few rows that is nearly one of many, or a number among words.

    Raises:
        BadInput: there is one.
    """
    numbers = [name for name in rows if NUMBER.fullmatch(name)]
    if numbers and len(rows) >= OFTEN * len(numbers):
        raise BadInput(f"the {what} {shown(numbers[0])} is a number among names; write its name")
    for name, meant in likely(rows, are_countries=are_countries).items():
        raise BadInput(
            f"the {what} {shown(name)} stands in {told_rows(rows[name])}, and {shown(meant)} in "
            f"{rows[meant]:,}; write {shown(meant)}"
        )


def told_rows(n: int) -> str:
    """Count rows in words."""
    return f"{n:,} row" + "s" * (n != 1)


def _is_same_country(name: str, other: str) -> bool:
    codes = countries()
    if name in codes and other in codes:
        return codes[name] == codes[other]
    return are_near(name, other)


def _letters(name: str) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Count the letters of a name, alike ones together, to pass over names that cannot be near."""
    return np.bincount([ord(c) % ALPHABET for c in look_of(name)], minlength=ALPHABET)


def are_near(name: str, likely: str) -> bool:
    """Whether a letter or two make one of the other, and they are not two countries."""
    one, other = look_of(name), look_of(likely)
    most = 1 if min(len(one), len(other)) < LONGER else 2
    digits = ["".join(filter(str.isdigit, each)) for each in (one, other)]
    if one[:1] != other[:1]:
        # A letter that is missing or swapped, never another: theft and heft, not Bath and Path.
        most = int(one[:1] in other[1:2] or other[:1] in one[1:2])
    if digits[0] != digits[1] or abs(len(one) - len(other)) > most:
        return False
    return letters_apart(one, other) <= most and not {name, likely} <= countries().keys()


def letters_apart(one: str, other: str) -> int:
    """Count the letters to change, add, take away or swap with the next (Damerau 1964)."""
    last, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, last, row = last, row, [i]
        for j, against in enumerate(other, start=1):
            steps = [last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != against)]
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                steps.append(earlier[j - 2] + 1)
            row.append(min(steps))
    return row[-1]
