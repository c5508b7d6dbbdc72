"""Rules of sense for names: one country, service or publisher is written in one way everywhere."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

import numpy as np

from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.links import links_of
from peil.feeds.dossier.rules_listed import listed_names
from peil.feeds.dossier.rules_policy import LINKS
from peil.feeds.tables.names import (
    OFTEN,
    countries,
    letters_apart,
    likely,
    look_of,
    shown,
    told_rows,
)
from peil.feeds.tables.numbers import ENOUGH, TOO_FEW
from peil.feeds.tables.problems import DESCRIPTOR, UNFIT, UNSEEN, about
from peil.terms.errors import Problem
from peil.terms.regions import FEWEST_PEOPLE

COUNTRY = "country"
NAMES = ("service", "publisher", COUNTRY)
"""Columns whose words say which rows belong together, in all tables."""
THINGS = {
    **dict.fromkeys(("findings", "practices", "recommendations", "arrangements"), "id"),
    **dict.fromkeys(("returns_rules", "local_arrangements"), "id"),
    "funding": "line",
    "judgements": "question",
}
"""Columns whose ids a later row repeats, by table; a slip would make another thing of it."""
NO_COUNTRY = "which is no country of ISO 3166"
CLOSE = 0.8
"""How alike a name and that of a country must be for one to be meant by the other."""
OR_ELSE = (
    "add its inhabitants to population.csv if it is a region, or write "
    '"fictional": true beside the subject in datapackage.json if it is made up'
)


def name_rules(
    tables: Mapping[str, Cells], subject: str, declared: Collection[str]
) -> Iterator[Problem]:
    """Find names that are likely to be meant for another, so that their rows would be passed over.

    Of a column whose names the dossier lists, the list says which are meant.

    Args:
        subject: the country of the descriptor, whose spelling goes before that of the tables.
        declared: names that the descriptor lists as they are meant.
    """
    for column in (each for each in NAMES if each not in listed_names(tables)):
        holding = [cells for cells in tables.values() if cells.has(column)]
        first = {look_of(subject): (subject, DESCRIPTOR)} if column == COUNTRY else {}
        for cells in holding:
            for word in filter(_is_plain, cells.words(column)):
                first.setdefault(look_of(word), (word, cells.table.file))
            yield from _unlike(cells, column, first)
        rows = _rows_of(holding, column)
        near = _likely(rows, subject if column == COUNTRY else None, declared)
        # Breaks are told by their own rule that nothing was observed there.
        for cells in (each for each in holding if near and each.layout.name != "breaks"):
            yield from _nearly(cells, column, near, rows)


def id_rules(tables: Mapping[str, Cells], declared: Collection[str]) -> Iterator[Problem]:
    """Find ids of few rows that are a letter away from one of many, whose later rows they may be.

    Args:
        tables, declared: as for `name_rules`.
    """
    for table, column in THINGS.items():
        if table in tables and tables[table].has(column):
            rows = _rows_of([tables[table]], column) + _linked(tables, table)
            near = {
                id_: meant
                for id_, meant in _likely(rows, None, declared).items()
                if letters_apart(id_, meant) == 1
            }
            yield from _nearly(tables[table], column, near, rows)


def _linked(tables: Mapping[str, Cells], target: str) -> Counter[str]:
    """Count the rows of other tables that name each id of a table."""
    rows: Counter[str] = Counter()
    for table in LINKS.keys() & tables.keys():
        for column, leads_to in LINKS[table].items():
            if leads_to == target and tables[table].has(column):
                for word, n in _rows_of([tables[table]], column).items():
                    rows.update(dict.fromkeys(links_of(word), n))
    return rows


def country_rules(
    tables: Mapping[str, Cells], subject: str, declared: Collection[str]
) -> Iterator[Problem]:
    """Refuse what is neither a country nor a region with inhabitants: it may be a person.

    Args:
        tables, subject, declared: as for `name_rules`, which tells of the names that are likely
            to be meant for another.
    """
    holding = [cells for cells in tables.values() if cells.has(COUNTRY)]
    rows = _rows_of(holding, COUNTRY)
    regions = {*tables["population"].words(COUNTRY)} if "population" in tables else set()
    unknown = {word for word in {*rows, subject} - regions if _is_plain(word)}
    if unknown:
        unknown -= countries().keys() | _likely(rows, subject, declared).keys()
    if subject in unknown:
        what = f"has the subject {shown(subject)}, {NO_COUNTRY}"
        yield about(DESCRIPTOR, what, _remedy(subject))
    for cells in holding:
        yield from _no_countries(cells, unknown - {subject})


def population_rules(cells: Cells) -> Iterator[Problem]:
    """Refuse places so small that a rate would be one of persons."""
    yield from cells.wrong(
        cells.numbers("population") < FEWEST_PEOPLE,
        f"population is {{population!r}}, {TOO_FEW}; write {ENOUGH}",
    )


def _no_countries(cells: Cells, unknown: Collection[str]) -> Iterator[Problem]:
    yield from cells.wrong(
        cells.among(COUNTRY, unknown),
        lambda r: f"country is {shown(cells.text(COUNTRY, r))}, {NO_COUNTRY}",
        lambda r: _remedy(cells.text(COUNTRY, r)),
    )


def _remedy(name: str) -> str:
    near = get_close_matches(name, countries(), n=1, cutoff=CLOSE)
    return f"write {shown(near[0])}, or {OR_ELSE}" if near else f"correct it, {OR_ELSE}"


def _rows_of(holding: Sequence[Cells], column: str) -> Counter[str]:
    """Count the rows of each name in all tables."""
    rows: Counter[str] = Counter()
    for cells in holding:
        words = cells.words(column)
        counted = np.bincount(cells.codes(column), minlength=len(words))
        rows.update(dict(zip(words, counted.tolist(), strict=True)))
    return Counter({word: n for word, n in rows.items() if _is_plain(word)})


def _likely(rows: Counter[str], subject: str | None, declared: Collection[str]) -> dict[str, str]:
    """Find the names that are nearly another, and do not look like it altogether."""
    often = Counter({} if subject is None else {subject: OFTEN * OFTEN})
    near = likely(rows + often, are_countries=subject is not None)
    return {
        name: meant
        for name, meant in near.items()
        if name not in declared and look_of(name) != look_of(meant)
    }


def _nearly(
    cells: Cells, column: str, near: Mapping[str, str], rows: Mapping[str, int]
) -> Iterator[Problem]:
    texts = cells.texts(column)
    yield from cells.wrong(
        cells.among(column, near),
        lambda r: (
            f"{column} is {shown(texts[r])} in {told_rows(rows[texts[r]])} of the dossier, and "
            f"{shown(near[texts[r]])} in {rows[near[texts[r]]]:,}"
        ),
        lambda r: (
            f'write {shown(near[texts[r]])}, or list {shown(texts[r])} under "names" beside the '
            f"subject in {DESCRIPTOR}"
        ),
    )


def _unlike(cells: Cells, column: str, first: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    words = cells.words(column)
    meant = {word: first[look_of(word)] for word in words if _is_plain(word)}
    if all(word == other for word, (other, _) in meant.items()):
        return
    texts = cells.texts(column)
    yield from cells.wrong(
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
