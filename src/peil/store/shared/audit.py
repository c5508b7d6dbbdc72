"""The audit: a chain of events, each written within the transaction that it tells of."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from peil.store.shared.models import Event

NOTHING = "0" * 64
"""What stands before the first event."""
LOCK = 7_345_117
"""The number of the lock under which PostgreSQL lets one transaction at a time append."""
COLUMNS = ("number", "at", "person", "office", "action", "about_kind", "about", "detail", "before")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened, without any content: `detail` holds a code or a digest."""

    at: dt.datetime
    action: str
    person: str = ""
    office: str = ""
    about_kind: str = ""
    about: str = ""
    detail: str = ""


def append(entry: Entry) -> int:
    """Append an event to the chain, and give its number; the caller holds the transaction."""
    _one_at_a_time()
    last = Event.objects.order_by("-number").values_list("number", "digest").first()
    number, before = (last[0] + 1, last[1]) if last else (1, NOTHING)
    event = Event(number=number, before=before, **{k: getattr(entry, k) for k in Entry.__slots__})
    event.digest = digest_of(written(event))
    event.save(force_insert=True)
    return number


def last_moment() -> dt.datetime | None:
    """Give the moment of the last event; None before the first."""
    return Event.objects.order_by("-number").values_list("at", flat=True).first()


def about(key: str, person: str = "") -> list[Event]:
    """Give the events about a record, save looks, oldest first; of one person where one is given."""
    found = Event.objects.filter(about=key).exclude(action="read")
    return list(found.filter(person=person) if person else found)


def written(event: Event) -> tuple[str, ...]:
    """Write an event as the cells that its digest covers, and that an export holds."""
    cells = {name: str(getattr(event, name)) for name in COLUMNS}
    cells["at"] = event.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return tuple(cells.values())


def digest_of(cells: tuple[str, ...]) -> str:
    """Give the digest of the cells of an event, the last of which is the digest before it."""
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()


def chain() -> Iterator[tuple[str, ...]]:
    """Give every event as the cells of a line, with its digest as the last."""
    for event in Event.objects.order_by("number").iterator():
        yield (*written(event), event.digest)


def _one_at_a_time() -> None:
    """Wait for other transactions that append; SQLite lets only one write anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
