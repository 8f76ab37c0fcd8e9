from __future__ import annotations

from django.db import models

from dutystation.terms.retention import RecordKind
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.evidence.models import Document
from dutystation.web.retention.rules import Kept, Reach, request_number


class Register(models.Model):
    """One row, the only one: whoever places or releases a hold, lists or destroys something holds it.

    So a hold and a destruction in the same moment come one after the other.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    def __str__(self) -> str:
        return "register"


class Hold(models.Model):
    """One row is that records are kept whatever their time, from when it is written until it is released.

    Of one person, of one component, or of everybody where both are empty. Never changed or removed.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    component = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    from_day = models.DateField()
    """Since when records must be kept, as it is stated; not after the day on which it was placed."""
    reason = models.TextField()
    reference = models.CharField(max_length=200)
    """Under what the matter is filed: a docket, a letter, a number."""
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(component=None), name="hold_of_one_reach"
            ),
        )

    def __str__(self) -> str:
        return f"hold:{self.pk}"

    @property
    def reach(self) -> Reach:
        if self.person_id is not None:
            return Reach.PERSON
        return Reach.EVERYTHING if self.component_id is None else Reach.COMPONENT


class ReleaseAsked(models.Model):
    """One row is that somebody asked to release a hold; the newest one counts. Never changed or removed."""

    hold = models.ForeignKey(Hold, models.PROTECT, related_name="releases_asked")
    reason = models.TextField()
    reference = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.hold}: release asked"


class Release(models.Model):
    """One row is that another person released a hold as it was asked. Never changed or removed."""

    hold = models.OneToOneField(Hold, models.PROTECT, related_name="release")
    asked = models.OneToOneField(ReleaseAsked, models.PROTECT, related_name="release")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.hold}: released"


class Disposal(models.Model):
    """One row is a list of documents of one component that are past their time. Never changed or removed."""

    component = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in RecordKind])
    schedule_item = models.CharField(max_length=300)
    years = models.PositiveSmallIntegerField()
    counted_from = models.CharField(max_length=30)
    clause = models.TextField()
    """The clause of the years, with its source and how well that is known, as the order had it."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"disposal:{self.pk}"


class Entry(models.Model):
    """One row is a document on a list. Never changed or removed."""

    disposal = models.ForeignKey(Disposal, models.PROTECT, related_name="entries")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    started_on = models.DateField()
    """The day from which its years are counted."""
    due_on = models.DateField()
    """The first day on which it may be destroyed."""

    class Meta:
        ordering = ("started_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("disposal", "document"), name="document_on_a_list_once"),
        )

    def __str__(self) -> str:
        return f"{self.disposal}: {self.document}"

    @property
    def number(self) -> int:
        """The number of the request that the document supports."""
        return request_number(self.document.subject)


class EntryKept(models.Model):
    """One row is that a document stayed although its list was approved. Never changed or removed."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="kept")
    why = models.CharField(max_length=20, choices=[(kept.value, kept.value) for kept in Kept])
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry}, kept"


class PutForward(models.Model):
    """One row is that somebody looked through a list and put it forward. Never changed or removed."""

    disposal = models.OneToOneField(Disposal, models.PROTECT, primary_key=True, related_name="put_forward")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.disposal}, put forward"


class Approval(models.Model):
    """One row is that another person approved a list. Never changed or removed."""

    disposal = models.OneToOneField(Disposal, models.PROTECT, primary_key=True, related_name="approval")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.disposal}, approved"


class Declination(models.Model):
    """One row is that a list was declined; its documents are listed again from a day on. Never changed."""

    disposal = models.OneToOneField(Disposal, models.PROTECT, primary_key=True, related_name="declination")
    reason = models.TextField()
    again_from = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.disposal}, declined"
