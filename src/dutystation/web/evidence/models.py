from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from dutystation.web.accounts.models import Person
from dutystation.web.evidence.rules import Scan, WithdrawalReason

SCANS = {
    Scan.CLEAN: _("scanned, nothing was found"),
    Scan.NOT_SCANNED: _("not scanned"),
}
REASONS = {
    WithdrawalReason.MISTAKE: _("given by mistake"),
    WithdrawalReason.REPLACED: _("replaced by another document"),
    WithdrawalReason.NOT_NEEDED: _("not needed any more"),
    WithdrawalReason.OF_SOMEBODY_ELSE: _("belongs to somebody else"),
}


class Document(models.Model):
    """One row is a document as it was given. Rows are added and never changed or removed.

    Its content is in the store under `stored`. Of a sealed document, `name` is empty and `sha256` that of the
    sealed bytes, so that the store can be checked without any key; its own name and hash are in its seal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    subject = models.CharField(max_length=200)
    """What it supports, as events name it: `request:12`."""
    item = models.CharField(max_length=200)
    """Which of the things that the order asks for it is meant to be."""
    sealed = models.BooleanField()
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    """Bytes, as it was given."""
    sha256 = models.CharField(max_length=64)
    """Of the bytes in the store, in hexadecimal digits."""
    stored = models.CharField(max_length=100)
    scan = models.CharField(max_length=20, choices=[(scan.value, words) for scan, words in SCANS.items()])
    scanner = models.CharField(max_length=200, blank=True)
    """What the scanner called itself, with the day of its signatures."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("added_at", "id")
        indexes = (models.Index(fields=("subject", "added_at"), name="document_by_subject"),)

    def __str__(self) -> str:
        return f"document:{self.pk}"

    @property
    def withdrawn_at(self) -> datetime | None:
        """When it was withdrawn; None while it is offered."""
        return self.withdrawal.at if hasattr(self, "withdrawal") else None

    @property
    def destroyed_at(self) -> datetime | None:
        """When it was destroyed; None while it is kept."""
        return self.destruction.at if hasattr(self, "destruction") else None

    @property
    def withdrawn_reason(self) -> str:
        """Why it was withdrawn, one of `WithdrawalReason`; empty while it is offered."""
        return self.withdrawal.reason if hasattr(self, "withdrawal") else ""


class DocumentSeal(models.Model):
    """One row is what opens one sealed document, itself sealed with a key that is set. A rotation renews it.

    Without the row and the key its content is lost for good, wherever copies of it may lie. The database
    lets no row go but that of a document that has a `Destruction`.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="seal")
    header = models.BinaryField()
    """The head of the sealed content; the store holds the rest."""
    label = models.BinaryField()
    """Its given name and the SHA-256 of its content, sealed."""

    def __str__(self) -> str:
        return f"seal of document:{self.document_id}"


class Withdrawal(models.Model):
    """One row is that a document is not offered any more. It stays as it is, and so does its content."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="withdrawal")
    reason = models.CharField(
        max_length=40, choices=[(reason.value, words) for reason, words in REASONS.items()]
    )
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"withdrawal of document:{self.document_id}"


class Destruction(models.Model):
    """One row is that a document is destroyed: its key is gone, nobody opens it, its bytes go next.

    Rows are added and never changed or removed. The row of the document stays, as what there was.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="destruction")
    schedule_item = models.CharField(max_length=300)
    """Under which item of the records schedule, as the order cites it."""
    under = models.CharField(max_length=60)
    """What it was approved with, as events name it: `disposal:3`."""
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    """Who approved it."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"destruction of document:{self.document_id}"


class Removal(models.Model):
    """One row is that the bytes of a destroyed document are gone from the store. Never changed or removed."""

    destruction = models.OneToOneField(Destruction, models.PROTECT, primary_key=True, related_name="removal")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"removal of document:{self.destruction_id}"
