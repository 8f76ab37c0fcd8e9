from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Facility, Person
from dutystation.web.exception_requests.models import Request
from dutystation.web.seats.rules import Drawing

SEED = 32
"""Hexadecimal digits of a seed."""


class Draw(models.Model):
    """One row is a draw among people who wait for a seat at a facility. The database never changes it."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="draws")
    round = models.PositiveIntegerField()
    """The first draw of a facility is 1."""
    seed = models.CharField(max_length=SEED)
    drawn_on = models.DateField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """None where it was drawn by itself."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("facility", "round"), name="draw_round_once"),)

    def __str__(self) -> str:
        return f"draw:{self.facility_id}:{self.round}"

    def drawing(self) -> Drawing:
        return Drawing(self.round, self.seed, self.drawn_on)


class Drawn(models.Model):
    """One row is a request whose place a draw gives. The database never changes it."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="drawn")
    request = models.ForeignKey(Request, models.PROTECT, related_name="drawn")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draw", "request"), name="drawn_once"),)

    def __str__(self) -> str:
        return f"{self.draw}: {self.request_id}"


class Offer(models.Model):
    """One row is a seat that was offered, with which a request is looked at again. It is never changed.

    `place` is where the person stood among `waited` people, of whom `seats` seats were free for. Where the
    order says that somebody else comes first, `reason` says why they were offered it.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="offers")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="offers")
    run = models.CharField(max_length=100)
    """The run whose numbers of seats and people it stands on."""
    seats = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    waited = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    offered_on = models.DateField()
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """None where it was offered by itself."""

    class Meta:
        indexes = (models.Index(fields=("facility", "-id"), name="offer_by_facility"),)

    def __str__(self) -> str:
        return f"offer:{self.pk}"
