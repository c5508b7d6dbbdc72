"""Rules of sense for the list of names: where a dossier has one, no other name stands in its columns."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from peil.decide.decision import Decision
from peil.feeds.dossier.cells import Cells
from peil.feeds.tables.names import look_of, seen_of, shown
from peil.feeds.tables.problems import LONGEST_QUOTE, about, row_number
from peil.terms.calendar import Labels
from peil.terms.errors import Problem

Tables = Mapping[str, Cells]
LISTED = "names"
"""The table of names; its kinds are the names of the columns that each holds for, in any table."""


def listed_names(tables: Tables) -> dict[str, list[str]]:
    """Give the names that a dossier lists, by kind; a kind without any is open."""
    listed: dict[str, list[str]] = {}
    if LISTED in tables:
        kinds = tables[LISTED].layout.fields["kind"].enum
        for kind, name in zip(*_columns(tables), strict=True):
            if kind in kinds:
                listed.setdefault(kind, []).append(name)
    return listed


def listed_rules(tables: Tables, decisions: Mapping[str, Decision]) -> Iterator[Problem]:
    """Refuse names that are not in the dossier's list: each of them may be a person's."""
    listed = listed_names(tables)
    if listed:
        yield from _alike(tables[LISTED])
    for kind, names in listed.items():
        for cells in _holding(tables, kind):
            yield from _unlisted(cells, kind, names)
    for file, decision in decisions.items():
        for kind, name in _named_in(decision):
            if name not in listed.get(kind, (name,)):
                remedy = _remedy(kind, name, listed[kind])
                yield about(file, _said(kind, name), remedy)


def listed_questions(tables: Tables, decisions: Mapping[str, Decision]) -> Iterator[Problem]:
    """Ask about names that nothing of the dossier has."""
    listed = listed_names(tables)
    used = {pair for decision in decisions.values() for pair in _named_in(decision)}
    for kind in listed:
        used |= {(kind, word) for cells in _holding(tables, kind) for word in cells.words(kind)}
    if listed:
        yield from tables[LISTED].wrong(
            [pair not in used for pair in zip(*_columns(tables), strict=True)],
            "{name!r} is the {kind} of no row; delete it, unless rows with it are to come",
        )


def _columns(tables: Tables) -> tuple[Labels, Labels]:
    return tables[LISTED].texts("kind"), tables[LISTED].texts("name")


def _holding(tables: Tables, kind: str) -> list[Cells]:
    """Give the tables with a column of a kind; one that only the dossier declares is its own."""
    return [c for c in tables.values() if kind in c.layout.fields and c.has(kind)]


def _named_in(decision: Decision) -> Iterator[tuple[str, str]]:
    yield "office", decision.office
    yield from (("office", each.office) for each in decision.dissent)
    yield from (("place", each.place) for each in decision.exceptions)


def _unlisted(cells: Cells, kind: str, names: Sequence[str]) -> Iterator[Problem]:
    unknown = {*cells.words(kind)} - {"", *names}
    if unknown:
        texts = cells.texts(kind)
        yield from cells.wrong(
            cells.among(kind, unknown),
            lambda r: _said(kind, texts[r]),
            lambda r: _remedy(kind, texts[r], names),
        )


def _said(kind: str, name: str) -> str:
    return f"{kind} is {shown(name)}, which is not among the names of {LISTED}.csv"


def _remedy(kind: str, name: str, names: Sequence[str]) -> str:
    same = [each for each in names if look_of(each) == look_of(name)]
    near = same or get_close_matches(name[:LONGEST_QUOTE], names, n=1)
    declare = f"declare it there with the kind {kind}"
    return f"write {shown(near[0])}, or {declare}" if near else f"{declare} if it is no person"


def _alike(cells: Cells) -> Iterator[Problem]:
    """Find names of a kind that are another in other letters; the same ones repeat their key."""
    names, first = cells.texts("name"), dict[tuple[str, str], int]()
    seen = [(k, seen_of(n)) for k, n in zip(cells.texts("kind"), names, strict=True)]
    rows = [first.setdefault(each, row) for row, each in enumerate(seen)]
    yield from cells.wrong(
        [names[one] != name for one, name in zip(rows, names, strict=True)],
        lambda r: (
            f"name is {shown(names[r])}, which looks like {shown(names[rows[r]])} of row "
            f"{row_number(rows[r])} and is another word"
        ),
        "keep the one that the rows have",
    )
