"""Sources on the page of a day: one that is later than the day says that the fact was read in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

from babel.dates import get_month_names

from peil.report.model import HERE, Block, Cell, Entry, Piece, Point, Row, linked, plain
from peil.report.words import Words
from peil.terms.calendar import NamedDay, days_named
from peil.terms.text import ENGLISH, Translated, names_of

GERMAN_MONTHS = "|".join(get_month_names(locale="de").values())
SENTENCE = re.compile(rf"(?<=[.;]) (?!(?<=\d\. )(?<!\d\d\d\. )(?:{GERMAN_MONTHS})\b)")
"""Between two sentences or clauses; the stop of a German day, as in “15. März”, ends none."""
TOLD = (Block, Cell, Entry, Point, Row)
HOLDERS = (tuple, *TOLD)
"""What may hold a citation."""
Told = TypeVar("Told")


@lru_cache(maxsize=4096)
def day_of(citation: str) -> NamedDay | None:
    """Give the latest day that a citation names; of a month or a year the first day, None without any."""
    return max(days_named(citation), default=None)


def dated(day: date, precision: str, words: Words, *, is_short: bool = False) -> str:
    """Write a day as exactly as it is known: a day, a month or a year."""
    if precision == "year":
        return str(day.year)
    if precision != "day":
        return words.known_month(day, precision, is_short=is_short)
    return words.short_day(day) if is_short else words.day(day)


def as_known(told: Told, day: date, words: Words) -> Told:
    """Let each citation of a later day say that the fact was read in it, wherever it stands.

    Args:
        told: a block, or any part of one.
        day: of the page.
        words: the language of the page.
    """
    if isinstance(told, tuple):
        if told and isinstance(told[0], Piece):
            return cast(Told, _as_read(told, day, words)) if told[0].cites else told
        made = tuple(as_known(each, day, words) for each in told)
        is_same = all(new is old for new, old in zip(made, told, strict=True))
        return told if is_same else cast(Told, made)
    if not isinstance(told, TOLD):
        return told
    part: Any = told
    changed: dict[str, Any] = {}
    for name in _fields_of(part.__class__):
        held: Any = getattr(part, name)
        # Most of what a cell holds is text or nothing; a call for each would take longest of all.
        may_cite = isinstance(held, HOLDERS)
        if may_cite and (made := as_known(held, day, words)) is not held:
            changed[name] = made
    return cast(Told, replace(part, **changed)) if changed else told


@lru_cache(maxsize=16)
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _as_read(citation: tuple[Piece, ...], day: date, words: Words) -> tuple[Piece, ...]:
    text = plain(citation)
    parts = text.split("; ")
    if not any(_is_later(part, day) for part in parts):
        return citation
    return tuple(_parts(parts, day, words, citation[0].lang))


def known_text(text: str, day: date) -> str:
    """Keep the sentences of an undated remark that name no later day: the others were written since.

    A translation that is cut into other sentences is left out where one of the English is.
    """
    kept = _told_by(SENTENCE.split(text), day)
    if all(kept):
        return text
    cut = {code: SENTENCE.split(each) for code, each in names_of(text).items()}
    said = {code: _kept(parts, kept) for code, parts in cut.items() if len(parts) == len(kept)}
    return Translated(said[ENGLISH], said)


def _told_by(parts: Sequence[str], day: date) -> list[bool]:
    """Say which clauses name no later day; one that opens or closes a bracket goes with all in it."""
    kept = [not _is_later(part, day) for part in parts]
    opened = depth = 0
    for i, part in enumerate(parts):
        depth = max(0, depth + part.count("(") - part.count(")"))
        if not depth:
            if not (kept[opened] and kept[i]):
                kept[opened : i + 1] = [False] * (i + 1 - opened)
            opened = i + 1
    return kept


def _kept(parts: Sequence[str], kept: Sequence[bool]) -> str:
    """Put together what is kept; what is left of a sentence begins and ends as the whole one did."""
    sentences: list[list[tuple[str, bool]]] = [[]]
    for part, is_kept in zip(parts, kept, strict=True):
        sentences[-1].append((part, is_kept))
        if not part.endswith(";"):
            sentences.append([])
    return " ".join(filter(None, map(_left_of, sentences)))


def _left_of(clauses: Sequence[tuple[str, bool]]) -> str:
    said = " ".join(part for part, is_kept in clauses if is_kept).removesuffix(";").rstrip()
    if not said:
        return ""
    (first, _), (last, _) = clauses[0], clauses[-1]
    if not first[:1].islower():
        said = said[:1].upper() + said[1:]
    return said.rstrip(".") + "." if last.endswith(".") else said


def known_lines(lines: Iterable[str], day: date) -> tuple[str, ...]:
    """Keep what undated lines say without naming a later day; a line that says nothing else goes."""
    return tuple(filter(None, (known_text(line, day) for line in lines)))


def _is_later(citation: str, day: date) -> bool:
    found = day_of(citation)
    return found is not None and found[0] > day


def _parts(parts: list[str], day: date, words: Words, lang: str | None) -> Iterator[Piece]:
    for i, part in enumerate(parts):
        if i:
            yield Piece(text="; ")
        found, after = day_of(part), ""
        if found is not None and found[0] > day:
            said = words("table.read_in", day=dated(*found, words), source=HERE)
            before, _, after = said.partition(HERE)
            if part.startswith(before):  # A source that already says so says it once.
                before, after = "", ""
            yield Piece(text=before)
        yield from linked(part, lang)
        if after:
            yield Piece(text=after)
