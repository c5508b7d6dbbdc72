"""A record: a row that somebody made, that is in a state, and that only some may see."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models.signals import class_prepared
from django.dispatch import receiver

WORD = 40
"""Letters of a code."""
SHOWN = 80
"""Letters by which a record is called in a list."""
LINE = 300
"""Letters of a text on one line."""


def random_id() -> str:
    """Make an id that tells nothing: a gap in a sequence would tell of a hidden record."""
    return secrets.token_urlsafe(12)


def word(among: Iterable[str] = (), **options: Any) -> Any:
    """Make a field for a code, of a closed list where one is given."""
    choices = [(code, code) for code in among] or None
    return models.CharField(max_length=WORD, choices=choices, **options)


def line(**options: Any) -> Any:
    """Make a field for a text on one line."""
    return models.CharField(max_length=LINE, **options)


def prose(**options: Any) -> Any:
    """Make a field for a text of several lines."""
    return models.TextField(**options)


Reach = Mapping[str, tuple[str, ...]]
BASE = frozenset(
    {"id", "state", "version", "office", "author", "changed_by", "created_at", "changed_at"}
)
"""Fields of every record, which no form asks for."""


class Record(models.Model):
    """A row with its author and office, its state, and a version against lost updates.

    Attributes:
        states: in which one may be.
        reach: for a condition of a right, where the offices or persons stand that meet it, as
            lookups of the query language from the record.
        parts: the names of the relations whose records are shown below it.
        near: the fields whose records it offers to make something for, as their own pages do.
        said: the fields by which it is called in a list.
        whose: the name that stands beside it there.
        offered: in which order forms offer it; as lists do where nothing is said.
        own_part: the fields that those see who see the record only because they were asked.
        goes_with: a kind and the relation to its records: where there are any, who sees one of them
            sees all of this, and who sees none the own part.
        marking: that its page bears, where it has no field for one.
        is_hidden: whether nothing may tell of one, not even a count, to who may not see it.
    """

    states: ClassVar[tuple[str, ...]] = ()
    reach: ClassVar[Reach] = {}
    parts: ClassVar[tuple[str, ...]] = ()
    near: ClassVar[tuple[str, ...]] = ()
    said: ClassVar[tuple[str, ...]] = ("text",)
    whose: ClassVar[Any] = models.F("office__name")
    offered: ClassVar[tuple[Any, ...]] = ()
    own_part: ClassVar[tuple[str, ...]] = ()
    goes_with: ClassVar[tuple[str, str]] = ("", "")
    marking: Any = "restricted"
    is_hidden: ClassVar[bool] = False

    id = models.CharField(primary_key=True, max_length=16, default=random_id, editable=False)
    state = word()
    version = models.PositiveIntegerField(default=1)
    office = models.ForeignKey("shared.Office", models.PROTECT, related_name="+")
    author = models.ForeignKey("shared.Person", models.PROTECT, related_name="+")
    changed_by = models.ForeignKey("shared.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    reason = prose(blank=True)

    class Meta:
        """Newest first."""

        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = ()
        ordering = ("-created_at", "id")
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=("-created_at", "id"), name="%(app_label)s_%(class)s_new"),
        )

    def __str__(self) -> str:
        return shortened(": ".join(str(_reached(self, each.split("__"))) for each in self.said))

    @property
    def kind(self) -> str:
        """The code of its kind, as rights and words name it."""
        return kind_of(type(self))


@receiver(class_prepared)
def hold_codes(sender: Any, **_: Any) -> None:
    """Let columns of records hold only the codes of their closed lists, whoever writes to them."""
    if issubclass(sender, Record):
        for field in sender._meta.local_fields:
            among = sender.states if field.name == "state" else [c for c, _ in field.choices or ()]
            if among:
                known = models.Q(**{f"{field.name}__in": sorted({*among, *[""][: field.blank]})})
                name = f"{sender._meta.label_lower.replace('.', '_')}_{field.name}"
                sender._meta.constraints.append(models.CheckConstraint(condition=known, name=name))


def shortened(text: str) -> str:
    """Cut a text to what names a record in a list, and show that it was cut."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


def _reached(row: Any, names: Iterable[str]) -> Any:
    for name in names:
        row = getattr(row, name)
    return row


def kind_of(model: type[models.Model]) -> str:
    """Give the code of a kind of records: `EmbargoedItem` is `embargoed_item`."""
    name = model.__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
