from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Person


class IssuedDirective(models.Model):
    """One row is one version of an order as it was issued: the bytes of its file never change.

    A version that replaces another names it; from `from_day` on the new one holds. A rescission is a version
    of its own, with `rescinds` true, after which nothing is asked of anybody.
    """

    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
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
        constraints = (models.UniqueConstraint(fields=("name", "version"), name="directive_version_once"),)

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Notice(models.Model):
    """One row is what one version of an order asks of one person, and when they learnt of it.

    `delivered_at` is when it was there for them to read in the application, which is when it is written.
    """

    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    delivered_at = models.DateTimeField()
    due_on = models.DateField()
    """The day by which it is to be acknowledged."""
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    """When a reminder was last sent."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("directive", "person"), name="notice_once"),)
        indexes = (
            models.Index(fields=("person", "-directive"), name="notice_by_person"),
            models.Index(fields=("directive",), condition=models.Q(acknowledged_at=None), name="notice_open"),
        )

    def __str__(self) -> str:
        return f"{self.directive} to {self.person_id}"
