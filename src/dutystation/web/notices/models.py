from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Person, Unit
from dutystation.web.mail.models import Message
from dutystation.web.notices.rules import Dispatched


class IssuedDirective(models.Model):
    """One row is one version of an order as it was issued: the bytes of its file never change.

    There is one line of versions, numbered from 1: each names the one it replaces, and from `from_day` on it
    holds. A rescission is a version of its own, with `rescinds` true; after it nothing is asked of anybody.
    """

    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField(unique=True)
    text = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    from_day = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    rescinds = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    """Why it was issued anew or rescinded; empty for the first version."""
    population = models.JSONField(default=dict)
    """Whom it was issued to: `units` (ids, with everything below) and `populations` (civilian, military)."""

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Notice(models.Model):
    """One row is what one version of an order asks of one person, and when they learnt of it.

    `delivered_at` is when it was there for them to read in the application, which is when it is written. The
    row of a person whom the version asks nothing of, since it rescinds or no longer reaches them, has no
    `due_on`.
    """

    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    component = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    """The person's component when the notice was written; the department itself for people of its own."""
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="+")
    """The mail that tells of it; None where the person had no address."""
    delivered_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    """The day by which it is to be acknowledged."""
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    """When a reminder was last written."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("directive", "person"), name="notice_once"),)
        indexes = (
            models.Index(fields=("person", "-directive"), name="notice_by_person"),
            models.Index(
                fields=("directive", "person"),
                condition=models.Q(acknowledged_at=None, due_on__isnull=False),
                name="notice_open",
            ),
            models.Index(
                fields=("directive", "component", "due_on", "message", "read_at", "acknowledged_at"),
                name="notice_counts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.directive} to {self.person_id}"

    @property
    def open(self) -> bool:
        """Whether the person is still to acknowledge it."""
        return self.due_on is not None and self.acknowledged_at is None


class Chase(models.Model):
    """One row is one round of reminders to all who had not acknowledged a version: one a day at most."""

    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="chases")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    """How many had not acknowledged; those without an address get no mail."""

    class Meta:
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=("directive", "day"), name="chase_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.directive}, {self.day}: {self.people}"


class Dispatch(models.Model):
    """One row is people who are told something of a version, some at a time, by their ids.

    Everybody up to `after` has been told; it is open until nobody is left, or another version replaces it.
    """

    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="dispatches")
    what = models.CharField(max_length=20, choices=[(what.value, what.value) for what in Dispatched])
    people = models.PositiveIntegerField()
    """How many were to be told when it began."""
    told = models.PositiveIntegerField(default=0)
    after = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("id",), condition=models.Q(closed_at=None), name="dispatch_open"),)

    def __str__(self) -> str:
        return f"{self.directive}: {self.told} of {self.people} {self.what}"
