"""Rules of sense for names: one country, service or publisher is written in one way everywhere."""

import unicodedata
from collections.abc import Iterator, Mapping

from peil.feeds.dossier.cells import Cells, wrong_rows
from peil.feeds.tables.problems import DESCRIPTOR, LONGEST_QUOTE, UNFIT, UNSEEN
from peil.terms.errors import Problem

NAMES = ("country", "service", "publisher")
"""Columns whose words say which rows belong together, in all tables."""

LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιυκρ",
    "ABESIJKMHOPCTYXaeopcyxijshd" + "ABEZHIKMNOPTYXoviukp",
)  # fmt: skip
"""Cyrillic and Greek letters that look like Latin ones, by what they look like."""


def name_rules(tables: Mapping[str, Cells], subject: str) -> Iterator[Problem]:
    """Find names that look like another and are not, so that their rows would be passed over.

    Args:
        tables: every table that could be read.
        subject: the country of the descriptor, whose spelling goes before that of the tables.
    """
    for column in NAMES:
        first = {look_of(subject): (subject, DESCRIPTOR)} if column == "country" else {}
        for cells in (each for each in tables.values() if each.has(column)):
            for word in filter(_is_plain, cells.words(column)):
                first.setdefault(look_of(word), (word, cells.table.file))
            yield from _unlike(cells, column, first)


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
        return " ".join(name.split()).lower()
    parts = unicodedata.normalize("NFC", name).translate(LOOKS)
    seen = "".join(c for c in parts if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", " ".join(seen.split()).casefold())


def _unlike(cells: Cells, column: str, first: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    words = cells.words(column)
    meant = {word: first[look_of(word)] for word in words if _is_plain(word)}
    if all(word == other for word, (other, _) in meant.items()):
        return
    texts = cells.texts(column)
    yield from wrong_rows(
        cells,
        [text in meant and meant[text][0] != text for text in texts],
        lambda r: (
            f"{column} is {shown(texts[r])}, which looks like {shown(meant[texts[r]][0])} of "
            f"{meant[texts[r]][1]} and is another word"
        ),
        "write it the same in both places",
    )


def _is_plain(name: str) -> bool:
    """Whether nothing is wrong with the form of a name, of which its cell would tell."""
    return name == name.strip() != "" and not UNSEEN.search(name) and not UNFIT.search(name)


def shown(name: str) -> str:
    """Quote a name so that letters that look alike are told apart."""
    text = ascii(name)
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 4]}...{text[-1]}"
