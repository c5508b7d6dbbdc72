"""What leads to a decision: scopes, requests, contributions, judgements and assessments."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When

from peil.store.desk.fields import ANSWERABLE, MARKINGS, SCOPES, UNSIGNED, an_office, of, step
from peil.store.record import Reach, Record, line, prose, word
from peil.terms.admiralty import AXES, admiralty_codes
from peil.terms.estimative import estimative_words

TYPES = ("strategic", "point")
STARTERS = ("ocam", "government_member", "support_service")
LIKELIHOODS = tuple(each.id for each in estimative_words())
CONFIDENCES = ("low", "moderate", "high")
VALENCES = ("for", "against", "neither")
RELIABILITIES, CREDIBILITIES = (tuple(c.code for c in admiralty_codes(axis)) for axis in AXES)
GROUNDS = ("embargo", "judicial_secrecy", "third_party", "other")
USES = ("use", "partly", "not")
LIKELY = (MinValueValidator(0.0), MaxValueValidator(1.0))


class Scope(Record):
    """What a level is decided for: the country, or a place, event, group or phenomenon in it."""

    states = ("open",)
    said = ("name",)
    offered = (Case(*(When(type=each, then=Value(n)) for n, each in enumerate(SCOPES))), "name")
    type = word(SCOPES)
    name = line()

    class Meta(Record.Meta):
        """A scope is never a person."""

        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("name",), name="scope_once"),)


class Judged(models.Model):
    """How grave and how likely something is held to be, and why: what is judged, and told."""

    seriousness = prose(blank=True)
    likelihood = word(LIKELIHOODS, blank=True)
    confidence = word(CONFIDENCES, blank=True)
    speaks_for = prose(blank=True)
    speaks_against = prose(blank=True)
    would_change = prose(blank=True)

    class Meta(Record.Meta):
        """No table of its own."""

        abstract = True


class Assessment(Judged, Record):
    """A strategic or point assessment, from its draft to the signature."""

    states = (*UNSIGNED, "signed")
    said = ("scope__name",)
    reach: ClassVar[Reach] = {"asked": ("requests__to",), "requester": ("asked_by",)}
    own_part = ("marking", "type", "scope")
    parts = (
        "requests",
        "contributions",
        "embargoed",
        "judgements",
        "remarks",
        "dissents",
        "exceptions",
        "statements",
        "decisions",
    )

    marking = word(MARKINGS, default="restricted")
    type = word(TYPES, default="point")
    started_by = word(STARTERS, default="ocam")
    asked_by = an_office(null=True, blank=True)
    scope = of("Scope", "assessments")
    begins_from = of(
        "self", "continued", null=True, blank=True, limit_choices_to={"state": "signed"}
    )
    level = step(null=True, blank=True)
    reasons = prose(blank=True)
    review_by = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "shared.Person", models.PROTECT, related_name="+", null=True, editable=False
    )


class Request(Record):
    """A question to a service, with the day by which it is due."""

    states = (*ANSWERABLE, "answered", "declined")
    said = ("question",)
    whose = F("to__name")
    reach: ClassVar[Reach] = {"asked": ("to",)}
    parts = ("contributions",)

    assessment = of("Assessment", "requests")
    to = an_office("requests")
    question = prose()
    due = models.DateField(blank=True)
    is_urgent = models.BooleanField(default=False)
    urgent_because = prose(blank=True)
    asks_back = prose(blank=True)
    wants_until = models.DateField(null=True, blank=True)
    explained = prose(blank=True)
    knows_nothing = models.BooleanField(default=False)
    ground = word(GROUNDS, blank=True)


class Contribution(Record):
    """What a service tells, asked or not, graded by the unit for source and content apart."""

    states = ("draft", "given", "graded")
    marking = word(MARKINGS, default="restricted")
    assessment = of("Assessment", "contributions", null=True, blank=True)
    request = of("Request", "contributions", null=True, blank=True)
    text = prose()
    valence = word(VALENCES, default="neither")
    ask_me_first = models.BooleanField(default=False)
    agreed_on = models.DateField(null=True, blank=True)
    reliability = word(RELIABILITIES, blank=True)
    credibility = word(CREDIBILITIES, blank=True)


class EmbargoedItem(Record):
    """What goes to the director alone; director and co-decider decide together of its use.

    `says`, `assessment` and `recipients` are what was proposed last: it is decided once both said the
    same, and then `used_in` that assessment unless they said that it is not used.
    """

    states = ("given", "decided")
    reach: ClassVar[Reach] = {"own_office": ("office", "co_decider"), "co_decider": ("co_decider",)}
    is_hidden = True

    marking = word(MARKINGS, default="restricted")
    assessment = of(
        "Assessment", "embargoed", null=True, blank=True, limit_choices_to={"state__in": UNSIGNED}
    )
    used_in = of("Assessment", "used", null=True)
    co_decider = an_office()
    text = prose()
    says = word(USES, blank=True)
    director_says = word(USES, blank=True)
    co_decider_says = word(USES, blank=True)
    recipients = models.ManyToManyField("shared.Office", related_name="+", blank=True)
    proposed_for: Any = models.ManyToManyField("Assessment", related_name="+", editable=False)

    class Meta(Record.Meta):
        """Decided only where both said the same."""

        constraints = (
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (Q(director_says=F("co_decider_says")) & ~Q(director_says="")),
                name="embargo_decided_by_both",
            ),
        )


class Judgement(Record):
    """What one person holds likely, and again once the first round is pooled; private until then."""

    states = ("round_1", "round_2", "told", "left_out")
    said = ("question",)
    reach: ClassVar[Reach] = {"asked": ("person",), "own_person": ("person",)}

    assessment = of("Assessment", "judgements")
    person = models.ForeignKey("shared.Person", models.PROTECT, related_name="judgements")
    question = line()
    probability = models.FloatField(null=True, blank=True, validators=LIKELY)
    why = prose(blank=True)
    revised = models.FloatField(null=True, blank=True, validators=LIKELY)
    revised_why = prose(blank=True)

    class Meta(Record.Meta):
        """One answer of a person to a question."""

        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "person", "question"), name="judgement_once"
            ),
        )


class Remark(Record):
    """A remark on an assessment, settled before it is signed."""

    states = ("open", "settled")
    reach: ClassVar[Reach] = {"asked": ("assessment__requests__to",)}

    assessment = of("Assessment", "remarks")
    text = prose()
    answer = prose(blank=True)


class Dissent(Record):
    """An office that does not agree, and what it says; it goes with the decision."""

    states = ("given",)
    reach: ClassVar[Reach] = {"asked": ("assessment__requests__to",)}

    assessment = of("Assessment", "dissents")
    text = prose()


class ConsequenceStatement(Record):
    """What would be lost by a lower level: attached before it is signed, or set aside with a reason."""

    states = ("draft", "answered", "attached", "overridden")
    assessment = of("Assessment", "statements")
    text = prose(blank=True)
    lowering = prose(blank=True, editable=False)

    class Meta(Record.Meta):
        """Set aside only with a reason."""

        constraints = (
            models.CheckConstraint(
                condition=~Q(state="overridden") | ~Q(reason=""), name="statement_reason"
            ),
        )
