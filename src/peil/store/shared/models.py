"""People and their offices, the roles they hold until a day, their duties, and the audit."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from peil.store.record import Reach, Record, line, prose, random_id, word

STANDINGS = ("cleared_secret", "cleared_top_secret", "delegated")
CHANGES = ("grant", "end", "recover")


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


class Person(AbstractBaseUser):
    """Somebody who signs in; what a person may do stands in accounts.

    `epoch` is counted up when a role or a second factor changes, which ends every session.
    """

    id = models.CharField(primary_key=True, max_length=16, default=random_id, editable=False)
    email = models.EmailField(unique=True)
    name = line()
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    is_digest = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Give what each session must match: a new password or epoch ends it."""
        state = f"{self.epoch} {self.password}"
        return salted_hmac("session", state, secret, algorithm="sha256").hexdigest()


class Account(Record):
    """A role that a person holds for the record's office until a day; a deputy stands in."""

    states = ("held", "ended")
    reach: ClassVar[Reach] = {"own_person": ("person", "deputy")}
    said = ("person__name",)

    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    role = word()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    deputy = models.ForeignKey(
        Person, models.PROTECT, related_name="deputises", null=True, blank=True
    )

    class Meta(Record.Meta):
        """An account does not end before it begins."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="account_days",
            ),
        )


class AccountChange(Record):
    """A change of who may do what, proposed by one person and confirmed by another."""

    states = ("proposed", "confirmed", "refused")
    reach: ClassVar[Reach] = {"not_author": ("author", "changed_by", "person", "deputy")}
    said = ("name",)

    change = word(CHANGES)
    account = models.ForeignKey(Account, models.PROTECT, related_name="changes", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    email = models.EmailField()
    name = line()
    to_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    role = word()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    refusal = prose(blank=True)


class Standing(models.Model):
    """What a person was given beside a role until a day: a clearance or a delegation."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="standings")
    kind = word()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        """Only kinds that a condition of a right asks for."""

        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=STANDINGS), name="standing_kind"),
        )


class EmbargoList(Record):
    """A member whom the director designates to see embargoed items, until struck off."""

    states = ("listed", "ended")
    said = ("person__name",)
    is_hidden = True
    person = models.ForeignKey(Person, models.PROTECT, related_name="listings")


class Duty(Record):
    """Something that an office owes by a day, or one person alone, of which the office sees nothing."""

    states = ("open", "seen", "answered", "declined", "overdue", "handed_over")
    reach: ClassVar[Reach] = {
        "own_office": ("owed_by",),
        "own_person": ("owed_by", "person"),
        "recipient": ("offered_to",),
    }

    said = ("task",)
    whose = Coalesce("owed_by__name", "person__name")

    owed_by = models.ForeignKey(Office, models.PROTECT, related_name="duties", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties", null=True, blank=True)
    offered_to = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    task = word()
    about_kind = word()
    about = models.CharField(max_length=16)
    due = models.DateField()
    reckoned = line(blank=True)
    shown_again = models.DateField(null=True, blank=True)
    refusal = prose(blank=True)

    class Meta(Record.Meta):
        """The most urgent first."""

        ordering = ("due", "id")
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
        indexes = (
            models.Index(fields=("about", "person")),
            models.Index(fields=("person",)),
            models.Index(fields=("at",)),
            models.Index(fields=("office", "at", "action")),
        )


class Checkpoint(models.Model):
    """The size and head of the chain at a moment, signed in OpenSSH's form."""

    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = prose()


class Message(models.Model):
    """A mail that waits: that something waits for somebody and where, never what.

    Where `failed` says why it could not be sent, `at` is when it first failed and `sent_at` when it
    was last tried.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    task = word()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed = line(blank=True)
