from __future__ import annotations

from django.db import models

from dutystation.terms.ground import PROTECTED
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.filings.rules import State, Verb
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.records.models import ReceivedRun


class Filing(models.Model):
    """One row is what one component owes under one obligation of an order. It is locked by every verb.

    What was prepared, certified, returned or withdrawn stands in rows that never change; this row only says
    where it has come to.
    """

    component = models.ForeignKey(Unit, models.PROTECT, related_name="filings")
    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="+")
    """The version of the order that holds for it: a reissue is taken over while nothing is filed."""
    order = models.CharField(max_length=200)
    """The name of the order, which is the same for all of its versions."""
    obligation = models.CharField(max_length=100)
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    holding = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    """The filed version that is counted; None where none is."""
    waiting = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    """The version that waits for certification."""
    first_filed_on = models.DateField(null=True)
    """When the first version was filed, whatever became of it: lateness is counted from it and stays."""
    narrative = models.TextField(blank=True)
    """What the component writes; a version takes it as it then stands."""

    class Meta:
        ordering = ("due_on", "component")
        constraints = (
            models.UniqueConstraint(fields=("component", "order", "obligation"), name="filing_once"),
        )

    def __str__(self) -> str:
        return f"filing:{self.pk}"


class Version(models.Model):
    """One row is one version of a filing as it was prepared. Rows are added and never changed or removed.

    `content` is everything but the people (see `filings.content`); `sha256` is taken over its canonical JSON,
    which holds `people_sha256`, so that the one hash stands for all of it.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """The version that was filed last before it, if any: what it is compared with."""
    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="+")
    as_of = models.DateField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    why = models.TextField(blank=True)
    """What an amendment changes and why; empty for a first version."""
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()

    class Meta:
        ordering = ("filing", "-number")
        constraints = (models.UniqueConstraint(fields=("filing", "number"), name="version_number_once"),)

    def __str__(self) -> str:
        return f"{self.filing}, version {self.number}"


class FiledPerson(models.Model):
    """One row is a person who has not returned, as one version names them. Never changed or removed.

    `reason` is a published reason: disability, medical and religious are one, `protected_accommodation`.
    `evidence` refers to documents and `attestation` says who has seen them; neither holds anything of them.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="people")
    person = models.CharField(max_length=200)
    org_unit = models.CharField(max_length=200)
    arrangement = models.CharField(max_length=20)
    duty_station = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    authority = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=400, blank=True)
    attestation = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    """By when it is looked at again; on a protected ground, by when it ends or is looked at again."""
    off_site_minutes = models.PositiveIntegerField()
    open_disputes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("version", "person")
        constraints = (models.UniqueConstraint(fields=("version", "person"), name="filed_person_once"),)
        indexes = (models.Index(fields=("version", "reason"), name="filed_by_reason"),)

    def __str__(self) -> str:
        return f"{self.version}: {self.person}"

    @property
    def is_protected(self) -> bool:
        return self.reason == PROTECTED


class Certification(models.Model):
    """One row is that somebody certified a version and so filed it. Never changed or removed."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="certification")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    as_delegate = models.BooleanField()
    statement = models.TextField()
    """The exact words that were shown and certified."""
    sha256 = models.CharField(max_length=64)
    """The hash of the version, as it was shown."""
    days_late = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version}, certified by {self.person_id}"


class Step(models.Model):
    """One row is one verb done with a filing: by whom, on which version and why. Never changed or removed."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="steps")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20, choices=[(verb.value, verb.value) for verb in Verb])
    reason = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.filing}: {self.verb}"


class GapNote(models.Model):
    """One row is why a delivery that was expected is missing. The newest of a key counts; none is removed."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="gap_notes")
    key = models.CharField(max_length=300)
    """The key of the finding, which is the same from run to run."""
    text = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.filing}: {self.key}"
