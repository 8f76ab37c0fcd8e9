from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Person
from dutystation.web.department.rules import ReminderKind
from dutystation.web.filings.models import Filing


class Reminder(models.Model):
    """One row is that a component was reminded of its report. Rows are added and never changed or removed.

    `on` is the day it was planned for, so that each planned reminder is written once, whenever the work of
    the day comes to it; for a reminder that somebody writes it is the day itself.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ReminderKind])
    on = models.DateField()
    people = models.PositiveIntegerField()
    """To how many people it was written. None holds the role, or has an address, where it is 0."""
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who wrote it; None where it was written by itself."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("filing", "kind", "on"), name="report_reminder_once"),)

    def __str__(self) -> str:
        return f"{self.filing}: {self.kind}, {self.on}"


class Fulfilment(models.Model):
    """One row is what the policy office recorded of an obligation of the department itself.

    The newest row of an obligation counts. Rows are added and never changed or removed; a later one corrects.
    """

    order = models.CharField(max_length=200)
    obligation = models.CharField(max_length=100)
    met_on = models.DateField(null=True)
    """The day it was met; None where an earlier row was wrong and it has not been met."""
    reference = models.TextField()
    """Where that can be looked up, or what was wrong."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("order", "obligation", "-id"), name="fulfilment_newest"),)

    def __str__(self) -> str:
        return f"{self.order}, {self.obligation}: {self.met_on}"


class Consolidation(models.Model):
    """One row is the department's report as it was put together once. Never changed or removed.

    `content` names the version and the hash of each component's filing; see
    `publication.consolidation_document`. `sha256` is taken over its canonical JSON.
    """

    order = models.CharField(max_length=200)
    obligation = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    filed = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """Who put it together; None where the work of the day did."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("order", "obligation", "-number")
        constraints = (
            models.UniqueConstraint(fields=("order", "obligation", "number"), name="consolidation_once"),
        )

    def __str__(self) -> str:
        return f"consolidation:{self.pk}"


class Proposal(models.Model):
    """One row is that somebody proposes to release a consolidation. Never changed or removed."""

    consolidation = models.ForeignKey(Consolidation, models.PROTECT, related_name="proposals")
    why = models.TextField(blank=True)
    """Why published numbers have moved; empty where none has."""
    with_reasons = models.BooleanField()
    withheld = models.JSONField()
    """Components and facilities that are not named, by id."""
    moved = models.PositiveIntegerField()
    """How many published numbers it moves."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"proposal:{self.pk}"


class Release(models.Model):
    """One row is a proposal that another person approved, and so a public release. Never changed."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="release")
    order = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    """Over the names and hashes of its files."""
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("order", "name"), name="release_once"),)

    def __str__(self) -> str:
        return self.name


class Declination(models.Model):
    """One row is a proposal that was declined, or taken back. Never changed or removed."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="declination")
    reason = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.proposal}, declined"
