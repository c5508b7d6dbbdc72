"""The page of sources: what stands where, and since when it is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from peil.report.account import Cell
from peil.report.links import anchor
from peil.report.site_brief import KINDS, PEERS, SiteBrief, Sourced
from peil.report.tabular import rows_csv
from peil.report.words import Words, words_in

COLUMNS = ("kind", "country", "id", "start", "end", "value", "said", "published", "source")
MOST = 250
"""Rows of one kind that the page has room for; the table has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What one source says of one thing.

    `anchor` leads to the first row of each thing; the others have none.
    """

    anchor: str
    name: str
    lang: str
    number: str
    known: str
    source: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGroup:
    """The sources of one kind of fact; `note` says where rows are left out."""

    kind: str
    title: str
    note: str
    rows: tuple[SourceRow, ...]


def source_groups(brief: SiteBrief, words: Words) -> tuple[SourceGroup, ...]:
    """List every source by what it is used for."""
    return tuple(group for kind in KINDS if (group := _group(kind, brief, words)).rows)


def _group(kind: str, brief: SiteBrief, words: Words) -> SourceGroup:
    held = [fact for fact in brief.facts if fact.kind == kind]
    held.sort(key=lambda fact: (fact.country, fact.id, fact.source))
    by = groupby(held, key=lambda fact: (fact.country, fact.id, fact.source))
    groups = [list(facts) for _, facts in by]
    note = ""
    if len(groups) > MOST:
        shown, all_ = words.number(MOST), words.number(len(groups))
        note = words("site.sources_cut", shown=shown, all=all_)
    return SourceGroup(
        kind=kind,
        title=words.code("site_kind", kind),
        note=note,
        rows=tuple(_rows(groups[:MOST], words)),
    )


def _rows(groups: Iterable[list[Sourced]], words: Words) -> Iterator[SourceRow]:
    before = None
    for facts in groups:
        first = facts[0]
        days = [fact.published for fact in facts]
        known = [words.short_day(day) for day in dict.fromkeys((min(days), max(days)))]
        name = first.name(words)
        if first.kind == PEERS:
            name = f"{words.code('country', first.country)} – {name}"
        is_new = (first.country, first.id) != before
        yield SourceRow(
            anchor=anchor_of(first.kind, first.id, first.country) if is_new else "",
            name=name,
            lang="" if words.language in first.names else "en",
            number=words.number(len(facts)),
            known=" – ".join(known),
            source=Cell(text=first.source, has_links=True),
        )
        before = first.country, first.id


def anchor_of(kind: str, id_: str, country: str = "") -> str:
    """Name the place on the page of sources where the sources of a thing begin."""
    return anchor(kind, country, id_) if kind == PEERS else anchor(kind, id_)


def sources_csv(brief: SiteBrief) -> bytes:
    """Write every fact with its source as a table, in English."""
    english = words_in("en")
    return rows_csv(COLUMNS, (_row(fact, english) for fact in brief.facts))


def _row(fact: Sourced, english: Words) -> Mapping[str, Any]:
    given = {name: getattr(fact, name) for name in COLUMNS}
    return given | {"said": fact.sentence(english)}
