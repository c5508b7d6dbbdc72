"""The pages of sources and of data: what stands where, and since when it is known."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from peil.report.links import anchor
from peil.report.model import (
    Cell,
    Link,
    Piece,
    Point,
    Points,
    Rank,
    Report,
    Saying,
    Section,
    Text,
    linked,
)
from peil.report.render.data import rows_csv
from peil.report.site.build import Shelf
from peil.report.tell.parts import Cells, cut, picked, table
from peil.report.tell.site.facts import (
    AUTHORITY,
    FIGURES,
    KINDS,
    NO_LINK,
    OTHERS,
    PEERS,
    SiteFound,
    Sourced,
)
from peil.report.words import Words, words_in

COLUMNS = (
    "kind", "country", "id", "start", "end", "value", "worked_out", "said", "published", "read_at",
    "source",
)  # fmt: skip
CSV = "sources.csv"
MOST = 250
"""Rows of one kind that the page has room for; the table has all."""
MOST_TOLD = 24
"""Figures from one source that are given one by one."""
BESIDE = re.compile(r"; (?![^()]*\))")
"""What stands between two sources, and not within the brackets of one."""


def tell_sources(found: SiteFound, words: Words) -> Report:
    """List every source by what it is used for."""
    kinds = [kind for kind in KINDS if any(fact.kind == kind for fact in found.facts)]
    own = Counter(fact.read_at for fact in found.facts if fact.kind == FIGURES)
    lines: list[Saying] = [words("site.sources_note"), (Piece(text=CSV, to=Link(page=CSV)),)]
    if own[AUTHORITY]:
        told = {where: words.number(own[where]) for where in (AUTHORITY, OTHERS, NO_LINK)}
        lines.insert(1, words("site.read_at", all=words.number(own.total()), **told))
    alone = list(_resting_on_one(found))
    if any(alone):
        lines.append(words("site.one_source", n=sum(alone), all=words.number(len(alone))))
    named = [
        Point(what=(Piece(text=words.code("site_kind", kind), to=Link(anchor=kind)),))
        for kind in kinds
    ]
    blocks = (
        Text(key="about", rank=Rank.ANSWER, lines=tuple(lines)),
        Points(key="kinds", rank=Rank.ANSWER, items=tuple(named)),
        *(_folded(kind, found, words) for kind in kinds),
    )
    return found.page("sources", words("site.sources"), words, blocks)


def _resting_on_one(found: SiteFound) -> Iterator[bool]:
    """Say of each indicator's period in the country whether one source alone gives its figure."""
    cited = defaultdict[tuple[str, date, date], set[str]](set)
    for fact in found.facts:
        if fact.kind == FIGURES:
            cited[fact.id, fact.start, fact.end] |= {*BESIDE.split(fact.source)}
    yield from (len(sources) == 1 for sources in cited.values())


def _folded(kind: str, found: SiteFound, words: Words) -> Section:
    held = sorted((fact for fact in found.facts if fact.kind == kind), key=_thing_and_source)
    groups = [list(facts) for _, facts in groupby(held, key=_thing_and_source)]
    rows, left_out = _rows(groups[:MOST], words), cut(MOST, len(groups))
    listed = table(kind, "", rows, words, group="site", left_out=left_out)
    title = words.code("site_kind", kind)
    return Section(key=f"{kind}-kind", title=title, folds=True, blocks=(listed,))


def _thing_and_source(fact: Sourced) -> tuple[str, str, str]:
    return fact.country, fact.id, fact.source


def _rows(
    groups: Sequence[Sequence[Sourced]], words: Words
) -> Iterator[tuple[Cells, dict[str, str]]]:
    """Give a row for each source; the first of each thing is where links to it lead."""
    before = None
    for facts in groups:
        first, days = facts[0], [(fact.published, fact.precision) for fact in facts]
        known = dict.fromkeys(words.known(*day) for day in (min(days), max(days)))
        name = first.name(words)
        if first.kind == PEERS:
            name = f"{words.country(first.country)} – {name}"
        source = linked(words.told(first.source))
        official = (words("site.official"),) if first.read_at == AUTHORITY else ()
        of = (first.country,) if first.kind == PEERS else ()
        is_new = (first.country, first.id) != before
        yield (
            {
                "used_for": Cell(text=name, lang=None if words.language in first.names else "en"),
                "source_head": Cell(text=source, lines=official),
                "figures_head": _figures(facts, words),
                "known_head": " – ".join(known),
            },
            {"anchor": anchor(first.kind, *of, first.id) if is_new else ""},
        )
        before = first.country, first.id


def _figures(facts: Sequence[Sourced], words: Words) -> str | int:
    """Give the country's figures with their periods, in order of time; of many, and of other facts, how many."""
    if facts[0].kind != FIGURES or len(facts) > MOST_TOLD:
        return len(facts)
    ordered = sorted(facts, key=lambda fact: (fact.start, fact.end))
    told = (words.labelled(words.period(e.start, e.end), e.figure(words)) for e in ordered)
    return words.listed(list(dict.fromkeys(told)))


def sources_csv(found: SiteFound) -> bytes:
    """Write every fact with its source as a table, in English; of a figure also whether it is ours."""
    return rows_csv(COLUMNS, (_fact(fact, words_in("en")) for fact in found.facts))


def _fact(fact: Sourced, words: Words) -> dict[str, object]:
    is_told = fact.kind in (FIGURES, PEERS) and fact.value is not None
    by_us = fact.is_worked_out if is_told else None
    told = {"worked_out": by_us, "said": fact.sentence(words)}
    return picked(fact, *(name for name in COLUMNS if name not in told)) | told


def tell_downloads(found: SiteFound, shelf: Shelf, words: Words) -> Report:
    """List every file of the site with the page that shows it."""
    pages = {
        name: (Piece(text=place.title, to=Link(page=place.key)),)
        for place in shelf.places.values()
        for name in place.data
    }
    rows: Iterator[tuple[Cells, dict[str, Link]]] = (
        (
            {"file_head": name, "page_head": pages.get(name, ""), "size_head": len(held)},
            {"to": Link(page=name)},
        )
        for name, held in sorted(shelf.files.items())
    )
    lines = tuple(words(f"site.{key}") for key in ("downloads_note", "again", "licence"))
    about = Text(key="about", rank=Rank.ANSWER, lines=lines)
    blocks = (about, table("files", "", rows, words, group="site"))
    return found.page("downloads", words("site.downloads"), words, blocks)
