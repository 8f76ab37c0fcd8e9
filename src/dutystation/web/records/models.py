from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Person
from dutystation.web.records.rules import UNANSWERED, DisputeState


class ReceivedRun(models.Model):
    """One row is a finished run of the workspace whose people and days the application shows."""

    name = models.CharField(primary_key=True, max_length=100)
    as_of = models.DateField()
    ended_at = models.DateTimeField()
    directive_name = models.CharField(max_length=200)
    directive_sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-as_of", "-ended_at")
        get_latest_by = ("as_of", "ended_at")

    def __str__(self) -> str:
        return self.name


class Receiving(models.Model):
    """One row, the only one: whoever takes in a run holds it, and whoever lets none come in meanwhile.

    The newest run cannot be held in its place: before the first there is none, and while somebody waits for
    it another one becomes the newest.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    def __str__(self) -> str:
        return "receiving"


class Dispute(models.Model):
    """One row is what somebody says against how one day of theirs was counted.

    `as_counted` is the day as it was shown to them when they wrote, frozen. A day has one dispute at a time.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="disputes")
    day = models.DateField()
    statement = models.TextField()
    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="+")
    as_counted = models.JSONField()
    state = models.CharField(max_length=30, default=DisputeState.OPEN)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(ReceivedRun, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=("state", "due_on"), name="dispute_by_due_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "day"),
                condition=models.Q(state__in=[state.value for state in UNANSWERED]),
                name="dispute_of_a_day_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}, {self.day}: {self.state}"

    @property
    def unanswered(self) -> bool:
        return self.state in UNANSWERED
