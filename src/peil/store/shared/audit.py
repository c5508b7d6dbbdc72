"""The audit: a chain of events, each written within the transaction that it tells of."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import Count, Max

from peil.store.shared.chain import NOTHING, digest_of
from peil.store.shared.models import Checkpoint, Event

EXERCISE = "exercise"
"""The first event of a desk on which nothing is real."""
FOLLOWED = "law"
"""What the events are about by which a server begins to follow other tables of law."""
REFUSED = "be_refused"
"""That somebody asked for what no right allows, whether there is such a record or not."""
LOOKS = ("read", "list", "search", "export", REFUSED)
"""What changes nothing."""
LOCK = 7_345_117
"""The number of the lock under which PostgreSQL lets one transaction at a time write."""
COLUMNS = ("number", "at", "person", "office", "action", "about_kind", "about", "detail", "before")


def append(*, at: dt.datetime, action: str, **of: str) -> int:
    """Append an event to the chain, and give its number; the caller holds the transaction.

    Args:
        at: the moment.
        action: what was done.
        of: who did it, for which office, and about what, as an event keeps it; never any content:
            `detail` holds a code or a digest.
    """
    one_at_a_time()
    last, before = head()
    event = Event(number=last + 1, before=before, at=at, action=action, **of)
    event.digest = digest_of(written(event))
    event.save(force_insert=True)
    return event.number


def begin_exercise(now: dt.datetime) -> bool:
    """Let all that follows be an exercise; False where something real stands there already."""
    if not head()[0]:
        append(at=now, action=EXERCISE)
    return is_exercise()


def is_exercise() -> bool:
    """Say whether all that the chain tells of is an exercise."""
    return Event.objects.filter(number=1, action=EXERCISE).exists()


def note_law(digest: str, now: dt.datetime) -> None:
    """Append that the tables of law are others than those last noted."""
    last = law_noted()
    if last is None or last.detail != digest:
        append(at=now, action="follow", about_kind="rights_row", about=FOLLOWED, detail=digest)


def law_noted() -> Event | None:
    """Give the event that last noted other tables of law; None before the first."""
    return Event.objects.filter(about=FOLLOWED).order_by("-number").first()


def last_moment() -> dt.datetime | None:
    """Give the latest moment of any event, were it not the last in the chain; None before the first."""
    return Event.objects.order_by("-at").values_list("at", flat=True).first()


def about(key: str, person: str = "") -> list[Event]:
    """Give the events about a record, save looks, oldest first; of one person where one is given."""
    found = Event.objects.filter(about=key).exclude(action__in=LOOKS)
    return list(found.filter(person=person) if person else found)


def looked_at(key: str) -> list[tuple[str, int, dt.datetime]]:
    """Give who looked at a record, each with how often and when last."""
    looks = Event.objects.filter(about=key, action="read").order_by()
    return list(looks.values_list("person").annotate(Count("number"), Max("at")))


def counted(office: str, since: dt.datetime, without: Iterable[str] = ()) -> tuple[int, int]:
    """Count what an office looked at and what it did since a moment, without some kinds."""
    own = Event.objects.filter(office=office, at__gte=since).exclude(about_kind__in=[*without])
    own = own.exclude(action=REFUSED)
    looks = own.filter(action__in=LOOKS).count()
    return looks, own.count() - looks


def written(event: Event) -> tuple[str, ...]:
    """Write an event as the cells that its digest covers, and that an export holds."""
    cells = {name: str(getattr(event, name)) for name in COLUMNS}
    cells["at"] = event.at.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return tuple(cells.values())


def chain() -> Iterator[tuple[str, ...]]:
    """Give every event as the cells of a line, with its digest as the last."""
    for event in Event.objects.order_by("number").iterator():
        yield (*written(event), event.digest)


def head() -> tuple[int, str]:
    """Give the number and the digest of the last event."""
    last = Event.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, NOTHING)


def has(number: int, digest: str) -> bool:
    """Say whether the chain has an event with a digest; every chain has the nothing before it."""
    found = Event.objects.filter(number=number, digest=digest)
    return number == 0 or found.exists()


def checkpoint(signature: str, *, size: int, digest: str, at: dt.datetime) -> None:
    """Keep that the chain was signed up to an event."""
    Checkpoint.objects.create(size=size, digest=digest, at=at, signature=signature)


def last_checkpoint() -> Checkpoint | None:
    """Give the newest signed head; None before the first."""
    return Checkpoint.objects.order_by("-pk").first()


def one_at_a_time() -> None:
    """Wait until no other transaction writes; SQLite lets only one write anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
