from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Person


class Message(models.Model):
    """One row is a mail to one person: it waits until it is sent, or says why it could not be.

    Its text never holds anything medical: mail leaves the building.
    """

    to = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    about = models.CharField(max_length=200)
    """What it is about, as events name their subject."""
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("written_at",), condition=models.Q(sent_at=None), name="message_waiting"),
            models.Index(fields=("about",), name="message_by_about"),
        )

    def __str__(self) -> str:
        return f"{self.subject} to {self.to_id}"
