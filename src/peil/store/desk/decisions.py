"""Decisions in force: the newest of each scope, found without looking at those before it."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from peil.store.desk.models import Decision, Scope


def in_force(seen: QuerySet[Any]) -> QuerySet[Any]:
    """Give of the decisions that somebody may see those in force, wider scopes first."""
    of_scope = Decision.objects.filter(scope=OuterRef("pk")).order_by("-created_at", "id")
    newest = list(
        Scope.objects.order_by().values_list(Subquery(of_scope.values("pk")[:1]), flat=True)
    )
    return seen.filter(pk__in=newest).select_related("scope", "office")
