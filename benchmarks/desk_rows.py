"""A desk full of rows that nobody wrote, made quickly."""

import datetime as dt
from collections.abc import Iterator

from peil.store.desk.models.assessing import Assessment, Scope
from peil.store.desk.models.deciding import Decision
from peil.store.record import random_id
from peil.store.shared.audit import written
from peil.store.shared.chain import NOTHING, digest_of
from peil.store.shared.models import Event, Person

BATCH = 5_000
SCOPES = 50


def fill(assessments: int, events: int, now: dt.datetime) -> dict[str, str]:
    """Fill a desk, and give the addresses of its pages by name."""
    ada = Person.objects.get(email="ada@example.org")
    begun = now - dt.timedelta(days=3650)
    base = {"office_id": "ocam", "author": ada, "changed_by": ada}
    base |= {"created_at": begun, "changed_at": begun}
    scopes = [Scope(type="site", name=f"Site {i}", state="open", **base) for i in range(SCOPES)]
    Scope.objects.bulk_create(scopes)
    made = [
        Assessment(
            state="signed",
            scope=scopes[i % SCOPES],
            level=2,
            reasons="because",
            **base | {"created_at": begun + dt.timedelta(minutes=i)},
        )
        for i in range(assessments)
    ]
    Assessment.objects.bulk_create(made, batch_size=BATCH)
    _decide(made, base, begun)
    for start in range(0, events, BATCH):
        Event.objects.bulk_create(_chain(start, min(BATCH, events - start), made, ada, begun))
    first = made[0].pk
    return {
        "front": "/",
        "list": "/assessment/",
        "record": f"/assessment/{first}/",
        "form": "/assessment/new/create/",
        "search": "/search/?q=Site+7",
        "search in vain": "/search/?q=zebra",
    }


def _decide(made: list[Assessment], base: dict[str, object], begun: dt.datetime) -> None:
    """Let each assessment be followed by a decision that supersedes the one before it."""
    last: dict[str, Decision] = {}
    rows = []
    for each in made:
        row = Decision(
            id=random_id(),
            assessment=each,
            scope=each.scope,
            level=2,
            decided_on=begun.date(),
            valid_from=begun,
            previous=last.get(each.scope_id),
            **base | {"created_at": each.created_at},
        )
        last[each.scope_id] = row
        rows.append(row)
    Decision.objects.bulk_create(rows, batch_size=BATCH)


_before = NOTHING


def _chain(
    start: int, number: int, made: list[Assessment], ada: Person, at: dt.datetime
) -> Iterator[Event]:
    global _before
    for i in range(start + 1, start + number + 1):
        about = made[i % len(made)].pk
        row = Event(number=i, at=at, person=ada.pk, office="ocam", action="read", about=about)
        row.about_kind, row.before = "assessment", _before
        _before = row.digest = digest_of(written(row))
        yield row
