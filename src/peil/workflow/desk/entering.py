"""Entering: a scope, or from one table what was already in force when a desk began."""

from typing import Any

import numpy as np

from peil.feeds.tables.columns import Columns
from peil.feeds.tables.names import seen_of
from peil.feeds.tables.problems import row_number
from peil.store import records
from peil.store.desk.decisions import WIDEST, level_in_country
from peil.store.record import Record
from peil.store.shared.actor import Actor
from peil.terms.classified import mark_in
from peil.terms.rights import RuleError
from peil.terms.text import says_something
from peil.workflow.acting import note
from peil.workflow.uploading import uploaded

TEXTS = ("type", "name", "reasons")
DAYS = ("decided_on", "review_by")
COLUMNS = (*TEXTS, "level", *DAYS)
Scopes = dict[str, Record]


def add_scope(_: None, *, by: Actor, **given: Any) -> Record:
    """Add a scope.

    Raises:
        RuleError: there is one of its name, were it written otherwise, or a country.
    """
    if (known := _known(_scopes(), given["type"], given["name"])) is not None:
        looks_the_same = seen_of(known.name) == seen_of(given["name"])
        key = "desk_rule.scope_known" if looks_the_same else "desk_rule.one_country"
        raise RuleError(key, scope=known)
    return records.make("scope", by=by, **given)


def enter(_: None, *, by: Actor, file: Any) -> Record:
    """Enter the levels in force from a table: a row for each scope, all of them or none.

    Raises:
        RuleError: a row cannot be entered; the sentence names it.
    """
    rows, scopes = uploaded(file, COLUMNS, _rows), _scopes()
    held, today = level_in_country(), by.now.replace(hour=0, minute=0, second=0, microsecond=0)
    for number, row in rows:
        _check(number, row, by)
        if held is not None and row["level"] < held.level:
            raise RuleError("desk_rule.entered_lower", row=number, level=held.level)
        if held is not None and row["level"] > held.level and held.valid_from < today:
            raise RuleError("desk_rule.entered_higher", row=number, level=held.level)
    first, *others = [_enter(number, row, scopes, by=by) for number, row in rows]
    for each in others:
        note(by, "enter", each)
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


def _scopes() -> Scopes:
    """Give each scope by what is seen of its name, and the country by no name as well."""
    found = {seen_of(each.name): each for each in records.every("scope")}
    for each in [each for each in found.values() if each.type == WIDEST]:
        found[""] = each
    return found


def _known(scopes: Scopes, kind: str, name: str) -> Any:
    """Give the scope that has a name, whatever its type; there is one country, whatever its name."""
    return (scopes.get("") if kind == WIDEST else None) or scopes.get(seen_of(name))


def _check(number: int, row: dict[str, Any], by: Actor) -> None:
    if np.isnan(row["level"]) or int(row["level"]) not in by.law.scale.numbers:
        raise RuleError("desk_rule.entered_level", row=number)
    if row["type"] not in records.codes_of("scope", "type"):
        raise RuleError("desk_rule.entered_type", row=number, type=row["type"])
    if row["decided_on"] is None or row["decided_on"] > by.on:
        raise RuleError("desk_rule.entered_day", row=number)
    if row["review_by"] is not None and row["review_by"] < row["decided_on"]:
        raise RuleError("desk_rule.entered_review", row=number, day=row["review_by"])
    if not says_something(row["name"]):
        raise RuleError("desk_rule.says_nothing")
    if mark := mark_in(f"{row['name']}\n{row['reasons']}"):
        raise RuleError("desk_rule.entered_mark", row=number, mark=mark)


def _enter(number: int, row: dict[str, Any], scopes: Scopes, *, by: Actor) -> Record:
    """Make the scope of a row, if there is none of its name, and the level in force for it."""
    scope = _known(scopes, row["type"], row["name"])
    if scope is None:
        new = {"state": "open", "type": row["type"], "name": row["name"]}
        scope = scopes[seen_of(row["name"])] = records.make("scope", by=by, **new)
        if row["type"] == WIDEST:
            scopes[""] = scope
    if scope.type != row["type"]:
        raise RuleError("desk_rule.scope_known", scope=scope)
    if records.every("decision").filter(scope=scope).exists():
        raise RuleError("desk_rule.entered_twice", row=number, scope=row["name"])
    values = {name: row[name] for name in ("decided_on", "reasons", "review_by")}
    return records.make(
        "decision", by=by, scope=scope, level=int(row["level"]), valid_from=by.now, **values
    )
