"""Entering: what was already in force when a desk began, from one table."""

import datetime as dt
from typing import Any

import numpy as np

from peil.feeds.tables.columns import Columns
from peil.feeds.tables.problems import row_number
from peil.store import records
from peil.store.record import Record
from peil.store.shared.actor import Actor
from peil.terms.rights import RuleError
from peil.workflow.acting import Server, note
from peil.workflow.uploading import uploaded

TEXTS = ("type", "name", "reasons")
DAYS = ("decided_on", "review_by")
COLUMNS = (*TEXTS, "level", *DAYS)


def enter(_: None, *, by: Actor, now: dt.datetime, server: Server, file: Any) -> Record:
    """Enter the levels in force from a table: a row for each scope, all of them or none.

    Raises:
        RuleError: a row cannot be entered; the sentence names it.
    """
    rows = uploaded(file, COLUMNS, _rows)
    first, *others = [_enter(number, row, server, by=by, now=now) for number, row in rows]
    for each in others:
        note(by, now, "enter", each)
    return first


def _rows(columns: Columns) -> list[tuple[int, dict[str, Any]]]:
    """Read the rows of a table, each with its number."""
    for each in COLUMNS:
        columns.need("", None, each)
    read: dict[str, Any] = {each: columns.remarks(each).tolist() for each in TEXTS}
    read |= {each: columns.days(each).tolist() for each in DAYS}
    read["level"] = columns.counts("level").tolist()
    rows = zip(*(read[each] for each in COLUMNS), strict=True)
    return [(row_number(i), dict(zip(COLUMNS, row, strict=True))) for i, row in enumerate(rows)]


def _enter(
    number: int, row: dict[str, Any], server: Server, *, by: Actor, now: dt.datetime
) -> Record:
    """Make the scope of a row, if there is none of its name, and the level in force for it."""
    if np.isnan(row["level"]) or int(row["level"]) not in server.scale.numbers:
        raise RuleError("desk_rule.entered_level", row=number)
    if row["type"] not in records.codes_of("scope", "type"):
        raise RuleError("desk_rule.entered_type", row=number, type=row["type"])
    if row["decided_on"] is None or row["decided_on"] > now.date():
        raise RuleError("desk_rule.entered_day", row=number)
    known = records.every("scope").filter(type=row["type"], name=row["name"]).first()
    scope = known or records.make(
        "scope", by=by, now=now, state="open", type=row["type"], name=row["name"]
    )
    if records.every("decision").filter(scope=scope).exists():
        raise RuleError("desk_rule.entered_twice", row=number, scope=row["name"])
    values = {name: row[name] for name in ("decided_on", "reasons", "review_by")}
    return records.make(
        "decision", by=by, now=now, scope=scope, level=int(row["level"]), valid_from=now, **values
    )
