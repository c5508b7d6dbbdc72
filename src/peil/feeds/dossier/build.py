"""Build the records of a dossier from tables without problems.

A table of records is read by the fields of its dataclass: each has the column of its name, and its
type says how a cell becomes a value. Series and money have too many rows for that, and are built
column by column.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from peil.act.arrangements import Arrangement, ArrangementCount, ArrangementEvent, Shares
from peil.act.funding import Funding, no_funding
from peil.act.policy import Policy
from peil.act.recommendations import Finding, Recommendation, Status
from peil.feeds.dossier.cells import Cells
from peil.feeds.dossier.layout import layout_of
from peil.feeds.dossier.links import links_of
from peil.observe.indicator import Indicator
from peil.observe.population import Population
from peil.observe.series import Series
from peil.terms.admiralty import Grade
from peil.terms.calendar import Flags

Made = TypeVar("Made")
Tables = Mapping[str, Cells]
Values = Sequence[Any]

NAME = "name_"
LANGUAGES = tuple(
    column.removeprefix(NAME)
    for column in layout_of("indicators").fields
    if column.startswith(NAME)
)
"""Those in which an indicator can have a name."""
SHARES = tuple(f"share_{share.name}" for share in fields(Shares))
READ, WORKED_OUT, DAY = "read", "worked_out", "day"
"""What a row without a column of confidence, and a day without one of precision, is taken to be."""


def records_of(
    cells: Cells | None,
    kind: type[Made],
    by: Callable[[Made], Any] | None = None,
    /,
    **columns: str,
) -> tuple[Made, ...]:
    """Make a record of each row of a table.

    Args:
        cells: the table; None where there is none.
        kind: a dataclass.
        by: what the records are sorted by; without it they stand in the order of their table.
        columns: by field, the name of a column that has another.
    """
    if cells is None:
        return ()
    each = {f.name: _values(cells, f, columns.get(f.name, f.name)) for f in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    made = [kind(**dict(zip(each, row, strict=True))) for row in zip(*each.values(), strict=True)]
    return tuple(made if by is None else sorted(made, key=by))


def _values(cells: Cells, field: Field[Any], column: str) -> Values:
    """Give the values of a field, one for each row."""
    if field.name in OF_SEVERAL:
        return OF_SEVERAL[field.name](cells)
    if field.type == tuple[str, ...]:
        return [links_of(text) for text in cells.texts(column)]
    if not cells.has(column):
        return [_absent(field)] * cells.table.rows
    return _cells(cells, column)


def _cells(cells: Cells, column: str) -> Values:
    """Give the cells of a column; one that is empty is nothing, where it is no text or flag."""
    if column not in cells.typed:
        return list(cells.texts(column))
    values, kind = cells.typed[column].tolist(), cells.layout.fields[column].type
    if kind == "boolean":
        return list(values)
    made = int if kind in ("integer", "year") else lambda value: value
    return [
        made(v) if is_there else None
        for v, is_there in zip(values, cells.filled[column], strict=True)
    ]


def _absent(field: Field[Any]) -> Any:
    """Give what a field is where the table has no such column."""
    if field.default is not MISSING:
        return field.default
    if field.type is str:
        return DAY if field.name.endswith("precision") else ""
    return False if field.type is bool else None


def _names(cells: Cells) -> Values:
    columns = [cells.texts(f"{NAME}{language}") for language in LANGUAGES]
    each = (zip(LANGUAGES, row, strict=True) for row in zip(*columns, strict=True))
    return [{language: text for language, text in row if text} for row in each]


def is_verified(cells: Cells) -> Flags:
    """Say which rows somebody read in their source, or worked out from it; without the column all."""
    return cells.among("confidence", (READ, WORKED_OUT)) | (not cells.has("confidence"))


def _parts(cells: Cells, kind: type[Any], columns: Sequence[str]) -> Values:
    """Make a part of each row from several columns; nothing where one of its numbers is missing."""
    each = [_values(cells, f, c) for f, c in zip(fields(kind), columns, strict=True)]
    names = [f.name for f in fields(kind)]
    rows = zip(*each, strict=True)
    return [None if None in row else kind(**dict(zip(names, row, strict=True))) for row in rows]


OF_SEVERAL: Mapping[str, Callable[[Cells], Values]] = {
    "names": _names,
    "grade": lambda cells: _parts(cells, Grade, ("reliability", "credibility")),
    "shares": lambda cells: _parts(cells, Shares, SHARES),
    "verified": lambda cells: is_verified(cells).tolist(),
}
"""Fields that are made of other columns than one of their name."""


def make_indicators(cells: Cells) -> dict[str, Indicator]:
    """Make the indicators, by id."""
    return {each.id: each for each in records_of(cells, Indicator, kind="measure_kind")}


def make_population(cells: Cells | None) -> dict[str, Population]:
    """Make the population of each country, by year."""
    by_country: dict[str, dict[int, float]] = {}
    if cells is not None:
        columns = (_cells(cells, name) for name in ("country", "year", "population"))
        for country, year, people in zip(*columns, strict=True):
            by_country.setdefault(country, {})[year] = people
    return {country: Population(by_year=years) for country, years in sorted(by_country.items())}


def make_policy(tables: Tables, findings: Sequence[Finding]) -> Policy:
    """Make a policy from the tables that are there; the others are empty.

    The order of rows in a file is no input: what is made stands in the order of keys and days.
    """

    def sorted_of(table: str, kind: type[Made]) -> tuple[Made, ...]:
        return records_of(tables.get(table), kind, lambda each: (each.key, each.published))  # type: ignore[attr-defined]  # each kind has both

    return Policy(
        findings=findings,
        recommendations=sorted_of("recommendations", Recommendation),
        statuses=sorted_of("statuses", Status),
        arrangements=sorted_of("arrangements", Arrangement),
        events=sorted_of("events", ArrangementEvent),
        counts=sorted_of("arrangement_counts", ArrangementCount),
        funding=_funding(tables["funding"]) if "funding" in tables else no_funding(),
    )


def make_series(cells: Cells) -> dict[tuple[str, str], Series]:
    """Make one series in canonical order for each country and indicator.

    One sort puts all rows in the canonical order of a series within each group, so that each
    series is a slice.
    """
    keys = ("source", "publisher", "value", "published", "period_end", "period_start")
    order = np.lexsort([_order_of(cells, name) for name in (*keys, "indicator", "country")])
    whole = Series(
        start=cells.days("period_start")[order],
        end=cells.days("period_end")[order],
        period_precision=_precisions(cells, "period_precision")[order],
        value=cells.numbers("value")[order],
        published=cells.days("published")[order],
        precision=_precisions(cells, "published_precision")[order],
        partial=cells.flags("partial")[order],
        approximate=cells.flags("approximate")[order],
        verified=is_verified(cells)[order],
        worked_out=cells.among("confidence", (WORKED_OUT,))[order],
        publisher=cells.texts("publisher")[order],
        source=cells.texts("source")[order],
    )
    places, names = cells.texts("country")[order], cells.texts("indicator")[order]
    changes = (places[1:] != places[:-1]) | (names[1:] != names[:-1])
    edges = [0, *(np.flatnonzero(changes) + 1).tolist(), len(whole)] if len(whole) else []
    return {(places[a], names[a]): whole.take(slice(a, b)) for a, b in pairwise(edges)}


def _precisions(cells: Cells, name: str) -> NDArray[Any]:
    """Say how exactly each day is known: the day, where the table does not say."""
    told = cells.texts(name)
    return np.where(told == "", DAY, told)


def _funding(cells: Cells) -> Funding:
    """Make the money column by column, so that hundreds of thousands of vintages are read fast."""
    made = Funding(
        line=cells.texts("line"),
        arrangement=cells.texts("arrangement"),
        stage=cells.texts("stage"),
        year=cells.numbers("year").astype(np.int64),
        amount=cells.numbers("amount"),
        currency=cells.texts("currency"),
        price_year=np.nan_to_num(cells.numbers("price_year")).astype(np.int64),
        ends=cells.days("ends"),
        published=cells.days("published"),
        precision=_precisions(cells, "published_precision"),
        source=cells.texts("source"),
    )
    columns = ("published", "year", "stage", "line")
    return made.take(np.lexsort([_order_of(cells, name) for name in columns]))


def _order_of(cells: Cells, name: str) -> NDArray[Any]:
    """Give what a column sorts by; words by their rank."""
    if name in cells.typed:
        return cells.typed[name]
    words = cells.words(name)
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), dtype=np.int32)
    rank[order] = np.arange(len(words), dtype=np.int32)
    return rank[cells.codes(name)]
