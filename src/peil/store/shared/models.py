"""People and their offices, the roles they hold until a day, their duties, and the audit."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from peil.store.record import Reach, Record, line, one_of, prose, random_id, word

STANDINGS = ("cleared_secret", "cleared_top_secret", "delegated", "designated")
DUTY_STATES = ("open", "seen", "answered", "declined", "overdue", "handed_over")


class Office(models.Model):
    """A body or service whose people act in its name; `group` is one that the law sends things to."""

    code = models.CharField(primary_key=True, max_length=40)
    name = line()
    group = word(blank=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)


class People(BaseUserManager["Person"]):
    """Finds people by their address."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by address, small letters or not."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in; what a person may do stands in mandates."""

    id = models.CharField(primary_key=True, max_length=16, default=random_id, editable=False)
    email = models.EmailField(unique=True)
    name = line()
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    is_digest = models.BooleanField(default=False)

    objects = People()
    USERNAME_FIELD = "email"

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)


class Mandate(models.Model):
    """A role that a person holds for an office until a day; deputies stand in for its holder."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    office = models.ForeignKey(Office, models.PROTECT, related_name="mandates")
    role = word()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, related_name="deputises", null=True, blank=True
    )

    class Meta:
        """A mandate does not end before it begins."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="mandate_days",
            ),
        )


class Standing(models.Model):
    """What a person was given beside a role until a day: a clearance, a delegation, a listing."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings")
    kind = word()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        """Only kinds that a condition of a right asks for."""

        constraints = (one_of("kind", STANDINGS),)


class Duty(Record):
    """Something that an office owes by a day, or one person alone, of which the office sees nothing."""

    reach: ClassVar[Reach] = {"own_office": ("owed_by",), "own_person": ("owed_by", "person")}

    said = ("task",)

    owed_by = models.ForeignKey(Office, models.PROTECT, related_name="duties", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties", null=True, blank=True)
    task = word()
    about_kind = word()
    about = models.CharField(max_length=16)
    due = models.DateField()
    reckoned = line(blank=True)
    shown_again = models.DateField(null=True, blank=True)
    ground = prose(blank=True)

    class Meta(Record.Meta):
        """The most urgent first."""

        ordering = ("due", "id")
        constraints = (one_of("state", DUTY_STATES),)
        indexes = (models.Index(fields=("about",)), models.Index(fields=("owed_by", "state")))


class Event(models.Model):
    """One link of the audit: who did what to which record, and never what it says.

    `digest` is of this event and of the one before it, so that nothing can be changed, left out
    or put between without breaking the chain.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=16, blank=True)
    office = models.CharField(max_length=40, blank=True)
    action = word()
    about_kind = word(blank=True)
    about = models.CharField(max_length=16, blank=True)
    detail = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """In the order in which it happened."""

        ordering = ("number",)
        indexes = (models.Index(fields=("about",)), models.Index(fields=("person",)))


class Checkpoint(models.Model):
    """The size and head of the chain at a moment, signed in OpenSSH's form."""

    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = prose()


class Message(models.Model):
    """A mail that waits: that something waits for somebody and where, never what."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    task = word()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed = line(blank=True)
