"""How much of a page in another language is still English."""

import csv
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from peil.report.words import words_in
from peil.terms.regions import read_regions

UNSEEN = ("head", "script", "style", "template")
VOID = {"meta", "link", "br", "img", "hr", "input"}
LETTERS = re.compile(r"[^\W\d_]{2,}")
FILE = re.compile(r"\S+\.(?:csv|json|pdf|atom|xlsx|html)\b")
SOURCE_KEYS = ("source", "note", "relevance_source", "name_local")


class Said(NamedTuple):
    """A stretch of visible text, the language that it is marked with, and whether it names a source."""

    text: str
    lang: str
    is_source: bool


class Left(NamedTuple):
    """Words that are English, all words that count, and those that stand apart."""

    english: tuple[str, ...]
    counted: int
    apart: int

    @property
    def share(self) -> float:
        """The English part of what counts."""
        return sum(len(text.split()) for text in self.english) / max(self.counted, 1)


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[tuple[str, str | None, bool]] = []
        self.said: list[Said] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            given = dict(attrs)
            is_source = "source" in (given.get("class") or "").split()
            self.inside.append((tag, given.get("lang"), is_source))

    def handle_endtag(self, tag: str) -> None:
        while self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(FILE.sub("", data).split())
        if LETTERS.search(text) and not any(tag in UNSEEN for tag, *_ in self.inside):
            lang = next(lang for _, lang, _ in reversed(self.inside) if lang)
            self.said.append(Said(text, lang, any(each[2] for each in self.inside)))


def said_on(html: str) -> list[Said]:
    """List what a page says, as far as it has words."""
    return _Page(html).said


def sources_of(folder: Path) -> str:
    """Put together the sources, notes and local names of a dossier: none of them is translated."""
    found = [region.source for region in read_regions().values()]
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            found += [row.get(key) or "" for row in csv.DictReader(opened) for key in SOURCE_KEYS]
    for file in folder.glob("*.toml"):
        found += _sources_in(tomllib.loads(file.read_text(encoding="utf-8")))
    return "\n".join(" ".join(text.split()) for text in found)


def _sources_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (
            each for key, each in value.items() if key == "source" and isinstance(each, str)
        )
        value = [*value.values()]
    for each in value if isinstance(value, list) else ():
        yield from _sources_in(each)


def texts_of(folder: Path, language: str) -> dict[str, str]:
    """Give the translations of a dossier in a language, with their kind."""
    with (folder / "texts.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {row["text"]: row["kind"] for row in rows if row["language"] == language}


def vocabulary(language: str, texts: dict[str, str]) -> frozenset[str]:
    """Give the words that a language has itself: what is equal in both for these is not English."""
    months = Locale(language).months["format"]
    named = [each for width in ("wide", "abbreviated") for each in months[width].values()]
    told = [*words_in(language).terms.values(), *texts, *named]
    return frozenset(word for text in told for word in LETTERS.findall(text))


def english_left(
    own: str, english: str, texts: dict[str, str], sources: str, language: str
) -> Left:
    """Count what is marked as English or equal to the English page; sources and official names apart."""
    known, held = {each.text for each in said_on(english)}, vocabulary(language, texts)
    left: list[str] = []
    counted = apart = 0
    for text, lang, is_source in said_on(own):
        is_title = text.strip(" ();:·") in sources or (is_source and lang == "en")
        if is_title or texts.get(text) == "official":
            apart += len(text.split())
            continue
        counted += len(text.split())
        is_foreign = not set(LETTERS.findall(text)) <= held
        if lang == "en" or (lang == language and text in known and is_foreign):
            left.append(text)
    return Left(tuple(left), counted, apart)
