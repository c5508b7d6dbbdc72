"""Decisions in force: the newest of each scope, found without looking at those before it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from peil.store.desk.models import Decision, Scope

WIDEST = "country"
"""The type of the scope whose level holds where a narrower one has none of its own."""


def level_in_force(scope: Scope) -> Decision | None:
    """Find the decision in force for a scope; None where none was made."""
    return _newest(scope=scope)


def level_before(scope: Scope) -> Decision | None:
    """Find the decision that holds for a scope: its own, or else the country's; None without both."""
    return level_in_force(scope) or level_in_country()


def level_in_country() -> Decision | None:
    """Find the decision in force for the country; None where none was made."""
    return _newest(scope__type=WIDEST)


def _newest(**of: Any) -> Decision | None:
    found = Decision.objects.filter(next__isnull=True, **of)
    return found.order_by("-created_at").first()


def in_force(seen: QuerySet[Any]) -> QuerySet[Any]:
    """Give of the decisions that somebody may see those in force, wider scopes first."""
    of_scope = Decision.objects.filter(scope=OuterRef("pk")).order_by("-created_at", "id")
    newest = list(
        Scope.objects.order_by().values_list(Subquery(of_scope.values("pk")[:1]), flat=True)
    )
    return seen.filter(pk__in=_last_of(newest)).select_related("scope", "office")


def _last_of(decisions: Iterable[str]) -> set[str]:
    """Give what supersedes each decision in the end: a clock set back may make it the older one."""
    last = set(decisions)
    while later := dict(Decision.objects.filter(previous__in=last).values_list("previous", "pk")):
        last = last - later.keys() | set(later.values())
    return last
