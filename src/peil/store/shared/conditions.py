"""Conditions of rights: each about a record written once, and read for a record and as a filter."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import ForeignKey, Q

from peil.store.record import Record
from peil.store.shared.actor import DESIGNATED, Actor
from peil.store.shared.models import STANDINGS, Office

OF_PERSON = frozenset({*STANDINGS, DESIGNATED})
"""About the person alone: met by what the person was given until a day."""
OF_ACT = frozenset(
    {"by_two", "consent_on_record", "jointly", "needs_to_know", "re_authenticated", "reasons_given"}
)
"""About the act: checked by the action when it is done."""
OF_RECORD = frozenset(
    {"asked", "co_decider", "not_author", "own_office", "own_person", "recipient", "requester"}
)
"""About the record: whether an office or a person that it reaches is the actor's."""
REFUSING = frozenset({"not_author"})
"""Met where what the record reaches does not hold the actor."""
USUAL: Mapping[str, tuple[str, ...]] = {
    "own_office": ("office",),
    "own_person": ("author",),
    "not_author": ("author", "changed_by"),
}
"""Where conditions look in records of a kind that says nothing else."""
NONE, EVERY = Q(pk__in=()), ~Q(pk__in=())
"""Filters of no record and of every one; an empty one would be neither where filters are joined."""
IN_PERSON = "in_person"
"""Met by who holds the role, and not by who stands in as a deputy."""
KNOWN = frozenset({"always", IN_PERSON}) | OF_PERSON | OF_ACT | OF_RECORD


def filter_of(model: type[Record], conditions: Iterable[str], by: Actor) -> Q | None:
    """Give the filter of the records that meet all conditions; None where no record can."""
    found = EVERY
    for condition in conditions:
        if condition in OF_PERSON and condition not in by.standings:
            return None
        if condition in OF_RECORD:
            found &= _reached(model, condition, by)
    return found


def holds(record: Record, conditions: Iterable[str], by: Actor) -> bool:
    """Say whether a record and a person meet all conditions, save those about the act."""
    return all(_holds(record, condition, by) for condition in conditions)


def _reached(model: type[Record], condition: str, by: Actor) -> Q:
    found = NONE
    for lookup in _lookups(model, condition):
        own = Q(**{lookup: _own(model, lookup.split("__"), by)})
        # By their keys, so that no record is found twice and lists keep their index.
        is_near = isinstance(model._meta.get_field(lookup.split("__")[0]), ForeignKey)
        near = own if is_near and "__" not in lookup else None
        found |= near or Q(pk__in=model._default_manager.filter(own).order_by().values("pk"))
    return ~found if condition in REFUSING else found


def _holds(record: Record, condition: str, by: Actor) -> bool:
    if condition in OF_PERSON:
        return condition in by.standings
    if condition not in OF_RECORD:
        return True
    model = type(record)
    paths = [each.split("__") for each in _lookups(model, condition)]
    is_reached = any(_own(model, path, by) in _walk(record, path) for path in paths)
    return is_reached != (condition in REFUSING)


def _own(model: Any, path: list[str], by: Actor) -> str:
    """Give the key of the actor's own office or person, whichever a lookup ends at."""
    target = model._meta.get_field(path[0]).related_model
    if len(path) > 1:
        return _own(target, path[1:], by)
    return by.office if target is Office else by.person


def _lookups(model: type[Record], condition: str) -> tuple[str, ...]:
    return {**USUAL, **model.reach}.get(condition, ())


def _walk(record: Any, names: list[str]) -> set[Any]:
    """Follow relations from a record, and give the keys of what stands at their end."""
    field, rest = record._meta.get_field(names[0]), names[1:]
    if field.one_to_many or field.many_to_many:
        return _several(record, names[0], "__".join(rest) or "pk")
    if not rest:
        return {getattr(record, field.attname)} - {None}
    near = getattr(record, names[0], None)
    return _walk(near, rest) if near is not None else set()


def _several(record: Any, name: str, lookup: str) -> set[Any]:
    """Give the keys behind a relation to several records, asked once while the record is held."""
    known = record.__dict__.setdefault("_reached", {})
    if (name, lookup) not in known:
        rows = getattr(record, name).order_by().values_list(lookup, flat=True)
        known[name, lookup] = set(rows) - {None}
    return set(known[name, lookup])
