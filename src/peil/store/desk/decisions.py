"""Decisions in force: the newest of each scope, found without looking at those before it."""

from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from peil.store.desk.models.assessing import Assessment, Judged, Scope
from peil.store.desk.models.deciding import Decision

JUDGED = tuple(each.name for each in Judged._meta.fields)
"""What is told of an assessment beside its level and the reasons."""
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


def outdate_forms(scope: Scope) -> None:
    """Let whoever is about to sign look anew, as the level came into force of which the form told."""
    about = Q(scope=scope) | Q(exceptions__scope=scope)
    if scope.type == WIDEST:
        about = Q()
    found = Assessment.objects.filter(about, state="reviewed").order_by().values("pk")
    Assessment.objects.filter(pk__in=found).update(version=F("version") + 1)


def _newest(**of: Any) -> Decision | None:
    found = Decision.objects.filter(next__isnull=True, **of).select_related("scope")
    return found.order_by("-created_at").first()


def in_force(seen: QuerySet[Any]) -> QuerySet[Any]:
    """Give of the decisions that somebody may see those in force, wider scopes first."""
    of_scope = Decision.objects.filter(scope=OuterRef("pk")).order_by("-created_at", "id")
    newest, after = of_scope.values("pk")[:1], of_scope.values("next")[:1]
    found = Scope.objects.order_by().values_list(Subquery(newest), Subquery(after))
    last = {_last_of(pk, later) for pk, later in found}
    return (
        seen.filter(pk__in=last)
        .select_related("scope", "office")
        .order_by(Case(When(scope__type=WIDEST, then=0), default=1), "scope__name")
    )


def _last_of(decision: str, later: str | None) -> str:
    """Give what supersedes a decision in the end: a clock set back may make it the older one."""
    while later:
        after = Decision.objects.filter(previous=later).values_list("pk", flat=True).first()
        decision, later = later, after
    return decision
