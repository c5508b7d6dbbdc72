"""Records by their kind: found, seen by whom a right lets, made and changed."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

from django.apps import apps
from django.db.models import Exists, F, ForeignKey, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Substr

from peil.store.record import SHOWN, Record, kind_of, shortened
from peil.store.shared.actor import Actor
from peil.store.shared.conditions import EVERY, NONE, filter_of, holds
from peil.terms.rights import ANY, NEW, Right, RuleError

LOOKED_AT, FOUND = 500, 25
"""Rows that a search looks at, and most that it gives, before it asks whether to look on."""


@cache
def kinds() -> Mapping[str, type[Record]]:
    """Give the kinds of records of this server by their codes."""
    models = (each for each in apps.get_models() if issubclass(each, Record))
    return {kind_of(model): model for model in models}


def hidden() -> list[str]:
    """Give the kinds of which nothing may tell, not even a count, to who may not see a record."""
    return [kind for kind, model in kinds().items() if model.is_hidden]


class Listed(NamedTuple):
    """A record in a list."""

    kind: str
    pk: str
    state: str
    called: str
    office: str
    created_at: dt.datetime


def every(kind: str) -> Any:
    """Give all records of a kind, whoever may see them: for rules, never for a page."""
    return kinds()[kind]._default_manager.all()


def visible(kind: str, rights: Iterable[Right], by: Actor) -> QuerySet[Record]:
    """Give the records of a kind that some rights let an actor see, newest first."""
    model = kinds()[kind]
    allowed = NONE
    for right in rights:
        if (met := filter_of(model, right.conditions, by)) is not None:
            in_states = EVERY if ANY in right.states else Q(state__in=right.states)
            allowed |= in_states & met
    return model._default_manager.filter(allowed)


def may_be(record: Record, right: Right, by: Actor) -> bool:
    """Say whether a right covers a record as it stands, save what is asked of the act itself."""
    return right.covers(record.state) and holds(record, right.conditions, by)


def draft(kind: str, by: Actor, given: Mapping[str, Any]) -> Record:
    """Give a record as it would be made, not yet kept: who makes it, and to what it would belong."""
    made: Record = kinds()[kind](office_id=by.office, author_id=by.person)
    made.state = NEW
    for field in made._meta.fields:
        key = given.get(field.name)
        if key and isinstance(field, ForeignKey):
            to: Any = field.related_model
            found = key if isinstance(key, to) else to._base_manager.filter(pk=key).first()
            setattr(made, field.name, found)
    return made


def pointing(kind: str, fields: Iterable[str], record: Record) -> str:
    """Name the first of some fields of a kind that points at records like this one; else nothing."""
    model = kinds()[kind]
    return next((each for each in fields if _leads_to(model._meta.get_field(each), record)), "")


def _leads_to(field: Any, record: Record) -> bool:
    if field.related_model is not type(record):
        return False
    wanted = field.get_limit_choices_to()
    return all(getattr(record, name, None) == value for name, value in wanted.items())


def codes_of(kind: str, field: str) -> set[str]:
    """Give the codes of the closed list that a field of a kind has."""
    found: Any = kinds()[kind]._meta.get_field(field)
    return {code for code, _ in found.choices or ()}


def find(kind: str, key: str) -> Record | None:
    """Find a record by its kind and id, whoever may see it."""
    model = kinds().get(kind)
    if model is None:
        return None
    near = [each.name for each in model._meta.fields if each.is_relation]
    return model._default_manager.filter(pk=key).select_related(*near).first()


def listed(found: Iterable[QuerySet[Record]], start: int = 0, most: int = 1000) -> list[Listed]:
    """List records of one or several kinds, newest first, by one question to the database."""
    rows = [_listed(each) for each in found]
    if not rows:
        return []
    together = rows[0].union(*rows[1:]) if len(rows) > 1 else rows[0]
    found_rows = (Listed(*row) for row in together.order_by("-made", "key")[start : start + most])
    return [each._replace(called=shortened(each.called)) for each in found_rows]


def _listed(rows: QuerySet[Record]) -> QuerySet[Any, Any]:
    parts: list[Any] = [Cast(each, TextField()) for each in rows.model.said]
    said = parts[0]
    for part in parts[1:]:
        said = Concat(said, Value(": ", TextField()), part)
    columns: dict[str, Any] = {
        "kind": Value(kind_of(rows.model)),
        "key": F("pk"),
        "is_in": F("state"),
    }
    columns |= {
        "called": Substr(said, 1, SHOWN + 1),
        "by": rows.model.whose,
        "made": F("created_at"),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def about(record: Record) -> Record | None:
    """Give the record that one is about, such as a duty; None where it is about none."""
    return find(getattr(record, "about_kind", ""), getattr(record, "about", ""))


def names_of_about(rows: Iterable[Any]) -> dict[str, str]:
    """Call what rows are about, such as duties, by the key of each, asking the database once."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row.about_kind, set()).add(row.about)
    found = listed([every(kind).filter(pk__in=about) for kind, about in keys.items()])
    return {each.pk: each.called for each in found}


def about_any(rows: Any, seen: Callable[[str], QuerySet[Record]]) -> Any:
    """Leave of rows that are about others those whose other is among the seen ones of its kind."""
    if not hasattr(rows.model, "about_kind"):
        return rows
    shown = NONE
    for kind in rows.order_by().values_list("about_kind", flat=True).distinct():
        shown |= Q(about_kind=kind, about__in=seen(kind).order_by().values("pk"))
    return rows.filter(shown)


def going_with(kind: str, seen: Callable[[str], QuerySet[Record]]) -> Q:
    """Give the filter of the records of a kind of which nothing goes with what is not seen."""
    model = kinds()[kind]
    other, relation = model.goes_with
    own: QuerySet[Any] = model._default_manager.order_by().filter(pk=OuterRef("pk"))
    is_kept = Q(Exists(own.filter(**{f"{relation}__isnull": False})))
    return ~is_kept | Q(Exists(own.filter(**{f"{relation}__in": seen(other)})))


def containing(
    rows: QuerySet[Record], asked: str, lookups: Mapping[str, Q], start: int
) -> tuple[list[Listed], int]:
    """Find rows that hold each of some words in one of their fields, newest first.

    Args:
        lookups: the fields, each with the filter of the rows in which it is looked at.
        start: the row from which on they are looked at.

    Returns:
        What was found, and the row from which to look on; 0 where no older ones are left. Only so
        many are looked at and found at once: who waits does not wait for every row.
    """
    looked_at = rows.order_by("-created_at", "pk")[start : start + LOOKED_AT]
    holding = rows.model._default_manager.filter(pk__in=looked_at.values("pk"))
    for word in map(re.escape, normalize("NFC", asked).split()):
        each = NONE
        for lookup, where in lookups.items():
            # By a pattern: SQLite knows capital letters with accents there alone.
            each |= Q(**{f"{lookup}__iregex": word}) & where
        holding = holding.filter(each)
    found = listed([holding], most=FOUND + 1)
    if len(found) > FOUND:
        last = found[FOUND - 1]
        upto = Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__lte=last.pk)
        return found[:FOUND], rows.filter(upto).count()
    is_left = rows.order_by()[start + LOOKED_AT : start + LOOKED_AT + 1].exists()
    return found, start + LOOKED_AT if is_left else 0


def make(kind: str, *, by: Actor, **values: Any) -> Record:
    """Make a record in the name of the actor's office; many-to-many values follow the row."""
    model = kinds()[kind]
    several = {field.name for field in model._meta.many_to_many} & values.keys()
    row = {name: value for name, value in values.items() if name not in several}
    record = model._default_manager.create(
        office_id=by.office,
        author_id=by.person,
        changed_by_id=by.person,
        created_at=by.now,
        changed_at=by.now,
        **row,
    )
    for name in several:
        getattr(record, name).set(values[name])
    return record


def outdate(rows: QuerySet[Any], **values: Any) -> None:
    """Change records in nobody's name, so that whoever has the form of one open looks anew."""
    rows.update(**values, version=F("version") + 1)


def change(record: Record, *, by: Actor, **values: Any) -> Record:
    """Change a record, if nobody has changed it since it was read.

    Raises:
        RuleError: somebody has.
    """
    row = values | {"changed_by_id": by.person, "changed_at": by.now, "version": record.version + 1}
    same = type(record)._base_manager.filter(pk=record.pk, version=record.version)
    if not same.update(**row):
        raise RuleError("desk_rule.stale")
    for name, value in row.items():
        setattr(record, name, value)
    return record
