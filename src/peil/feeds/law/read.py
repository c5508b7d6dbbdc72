"""Read the tables of law: rights and recipients, as rows with the days on which they hold."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np

from peil.feeds.tables.columns import Columns
from peil.feeds.tables.opening import named
from peil.feeds.tables.problems import one_of, quoted, row_number
from peil.terms.errors import BadInput
from peil.terms.rights import Recipient, Right, Rights

RIGHTS, RECIPIENTS, OFFICES = "rights.csv", "recipients.csv", "offices.csv"
JOINED = "+"
RIGHT = ("server", "role", "action", "kind", "states", "condition", "instrument", "article")
RECIPIENT = ("product", "started_by", "office", "instrument", "article")
OFFICE = ("office", "name", "group")
DAYS = ("valid_from", "valid_to")
VERIFIED = {"true": True, "false": False}


def read_rights(folder: Path, server: str, conditions: Collection[str]) -> Rights:
    """Read what the law lets the roles of a server do.

    Args:
        folder: that holds `rights.csv`.
        server: such as "desk"; rows of others are left out.
        conditions: those that the server knows.

    Raises:
        BadInput: the table lacks a column, or a row a condition that anybody knows.
    """
    rows = [_right(*each, conditions) for each in _rows(folder / RIGHTS, RIGHT)]
    found = tuple(row for row in rows if row.server == server)
    if not found:
        path = named(folder / RIGHTS)
        raise BadInput(f"{path} has no row of the server {quoted(server)}; add its rights")
    return Rights(rows=found)


def read_recipients(folder: Path) -> tuple[Recipient, ...]:
    """Read to which offices the law sends each product.

    Raises:
        BadInput: the table lacks a column.
    """
    return tuple(
        Recipient(**{k: row[k] for k in RECIPIENT}, first_day=first, last_day=last)
        for _, row, (first, last) in _rows(folder / RECIPIENTS, RECIPIENT)
    )


def read_offices(folder: Path) -> list[tuple[str, ...]]:
    """Read code, name and group of each office; none where there is no such table.

    Raises:
        BadInput: the table lacks a column.
    """
    path = folder / OFFICES
    rows = _rows(path, OFFICE) if path.exists() else ()
    return [tuple(row[name] for name in OFFICE) for _, row, _ in rows]


Row = tuple[str, Mapping[str, str], tuple[dt.date | None, dt.date | None]]


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[Row]:
    """Give each row: its place for sentences, its cells, and the days on which it holds."""
    columns = Columns(path, ", ".join(names), "at least one")
    texts = {name: columns.remarks(columns.need("", None, name)) for name in (*names, "verified")}
    days = [columns.days(columns.need("", None, name)) for name in DAYS]
    for i in range(columns.rows):
        first, last = (None if np.isnat(day[i]) else day[i].item() for day in days)
        place = f"{path.name}, row {row_number(i)}"
        yield place, {name: str(text[i]) for name, text in texts.items()}, (first, last)


def _right(
    place: str,
    row: Mapping[str, str],
    days: tuple[dt.date | None, dt.date | None],
    conditions: Collection[str],
) -> Right:
    named_ones = frozenset(row["condition"].split(JOINED))
    for unknown in sorted(named_ones - {*conditions}):
        remedy = one_of(sorted(conditions), unknown)
        raise BadInput(
            f"{place}: has the condition {quoted(unknown)}, which no server knows; {remedy}"
        )
    if row["verified"] not in VERIFIED:
        raise BadInput(f"{place}: verified is {quoted(row['verified'])}; write true or false")
    return Right(
        **{k: row[k] for k in RIGHT if k not in ("states", "condition")},
        states=frozenset(row["states"].split(JOINED)),
        conditions=named_ones,
        first_day=days[0],
        last_day=days[1],
        verified=VERIFIED[row["verified"]],
    )
