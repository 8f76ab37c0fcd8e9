from __future__ import annotations

from django.db import models

from dutystation.web.audit.chain import GENESIS


class Event(models.Model):
    """One row is one thing that somebody did or looked at. Rows are added and never changed or removed.

    `hash` is taken over all other columns, `previous` among them, so that no event can be changed, removed or
    put between two others without breaking the chain. Nothing medical is ever written here.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    about = models.CharField(max_length=200, blank=True)
    """The person whom the event is about, by id."""
    details = models.JSONField(default=dict)
    request = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=("subject", "number"), name="event_by_subject"),
            models.Index(fields=("about", "number"), name="event_by_about"),
            models.Index(fields=("actor", "number"), name="event_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"


class ChainEnd(models.Model):
    """One row, the only one, is the end of the chain: whoever adds an event holds it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
