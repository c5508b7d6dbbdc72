"""What is decided and told: decisions, measures, products, bulletins and reports.

A decision is a row that is never changed; the next one of its scope supersedes it.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from peil.store.desk.fields import MARKINGS, an_office, of, step
from peil.store.desk.models.assessing import Judged
from peil.store.record import Reach, Record, line, prose, word

LONGEST = 20_000
"""Letters of a bulletin in a language."""


class LevelException(Record):
    """Another level for a narrower scope, drafted with an assessment and signed with it."""

    states = ("draft", "signed")
    said = ("scope__name", "level")
    assessment = of("Assessment", "exceptions")
    scope = of("Scope", "exceptions")
    level = step()
    until = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        """One of a scope."""

        constraints = (
            models.UniqueConstraint(fields=("assessment", "scope"), name="exception_once"),
        )


class Decisions(models.Manager["Decision"]):
    """Gives decisions with the state that follows from those made since."""

    def get_queryset(self) -> models.QuerySet["Decision"]:
        """Tell superseded decisions from those in force and those that were kept at a review."""
        later: models.QuerySet[Decision] = models.QuerySet(self.model).filter(
            previous=OuterRef("pk")
        )
        state = Case(
            When(Exists(later), then=Value("superseded")),
            When(is_kept=True, then=Value("kept")),
            default=Value("in_force"),
        )
        return super().get_queryset().annotate(state=state)  # type: ignore[no-redef]  # no column


class Decision(Record):
    """A level decided and signed; never changed, superseded by the next of its scope."""

    states = ("in_force", "kept", "superseded")
    said = ("scope__name", "level")
    reach: ClassVar[Reach] = {
        "recipient": (
            "products__distributions__to",
            "assessment__products__distributions__to",
            "first__products__distributions__to",
            "first__assessment__products__distributions__to",
            "told",
            "first__told",
        )
    }
    goes_with = ("product", "assessment__products")
    own_part = ("scope", "level", "decided_on", "valid_from", "review_by", "previous", "within")
    parts = ("narrower", "measures", "products", "bulletins")
    near = ("scope",)

    marking = word(MARKINGS, default="limited")
    assessment = of("Assessment", "decisions", null=True, blank=True)
    scope = of("Scope", "decisions")
    level = step()
    reasons = prose(blank=True)
    decided_on = models.DateField()
    valid_from = models.DateTimeField()
    review_by = models.DateField(null=True, blank=True)
    is_kept = models.BooleanField(default=False)
    previous = models.OneToOneField("self", models.PROTECT, related_name="next", null=True)
    within = of("self", "narrower", null=True)
    first = of("self", "kept_since", null=True)
    told: Any = models.ManyToManyField("shared.Office", related_name="+", editable=False)

    objects = Decisions()

    @cached_property
    def state(self) -> str:
        """Its state, where it was reached from another record and not by the manager."""
        return str(Decision.objects.get(pk=self.pk).state)

    class Meta(Record.Meta):
        """Reviewed after it was made."""

        base_manager_name = "objects"
        indexes = (*Record.Meta.indexes, models.Index(fields=("scope", "-created_at", "id")))
        constraints = (
            models.CheckConstraint(
                condition=Q(review_by__isnull=True) | Q(review_by__gte=F("decided_on")),
                name="review_after_decision",
            ),
        )


class Measure(Record):
    """What the crisis centre decides to do; its own decision, which may differ from the advice."""

    states = ("draft", "decided", "ended")
    reach: ClassVar[Reach] = {"co_decider": ("decision__assessment__used__co_decider",)}
    parts = ("advice",)

    marking = word(MARKINGS, default="limited")
    decision = of("Decision", "measures")
    text = prose()
    until = models.DateField(null=True, blank=True)


class Advice(Record):
    """What somebody advises on a measure; no two who advise read each other's."""

    states = ("given",)
    reach: ClassVar[Reach] = {"recipient": ("measure__office",)}

    measure = of("Measure", "advice")
    text = prose()


class Product(Judged, Record):
    """What is sent of a signed assessment, or of a level that was raised at once."""

    states = ("signed", "superseded")
    said = ("decision__scope__name", "decision__level")
    reach: ClassVar[Reach] = {
        "requester": ("assessment__asked_by",),
        "recipient": ("distributions__to",),
    }
    parts = ("distributions",)

    marking = word(MARKINGS, default="restricted")
    assessment = of("Assessment", "products", null=True, blank=True)
    decision = of("Decision", "products", null=True, blank=True)
    text = prose()


class Distribution(Record):
    """A product sent to an office, by which article or for which reason, and its acknowledgement."""

    states = ("sent", "acknowledged")
    said = ("to__name",)
    reach: ClassVar[Reach] = {"recipient": ("to",), "own_office": ("to",)}

    product = of("Product", "distributions")
    to = an_office("distributions")
    basis = line()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        """A product goes once to an office."""

        constraints = (models.UniqueConstraint(fields=("product", "to"), name="distributed_once"),)


class Bulletin(Record):
    """What the public is told of a decision, in four languages, each approved by itself."""

    states = ("draft", "approved", "published", "corrected", "withdrawn")
    said = ("decision__scope__name", "decision__level")
    decision = of("Decision", "bulletins", limit_choices_to={"next": None})
    text_en = prose(blank=True, max_length=LONGEST)
    text_fr = prose(blank=True, max_length=LONGEST)
    text_nl = prose(blank=True, max_length=LONGEST)
    text_de = prose(blank=True, max_length=LONGEST)
    approved = models.CharField(max_length=20, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)
    correction = prose(blank=True)

    @property
    def marking(self) -> str:
        """Everybody's once it was told; before that it is as the level that it tells of."""
        return "public" if self.told_at else str(self.decision.marking)


class WorkingFile(Record):
    """A working file with its purpose; at its end it is said what is kept and what destroyed."""

    states = ("open", "closed")
    said = ("purpose",)
    purpose = prose()
    keeps = prose(blank=True)
    destroys = prose(blank=True)


class ActivityReport(Record):
    """The report of activities to the council and the overseers."""

    states = ("draft", "sent")
    said = ("title",)
    reach: ClassVar[Reach] = {"recipient": ("recipients",)}

    marking = word(MARKINGS, default="limited")
    title = line()
    text = prose()
    recipients = models.ManyToManyField("shared.Office", related_name="+", blank=True)
