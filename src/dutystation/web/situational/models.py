from __future__ import annotations

from django.db import models

from dutystation.web.accounts.models import Person
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.situational.rules import ASKED_ONCE, DECISIONS, State


class SituationalDay(models.Model):
    """One row is one day on which one person asks to work elsewhere: an instance of situational telework.

    `why` is read by the person and by whoever decides it, and stands in no event, mail or list.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="situational_days")
    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="+")
    """The order under which it was asked; it names who decides."""
    day = models.DateField()
    why = models.CharField(max_length=300)
    state = models.CharField(max_length=20, default=State.ASKED)
    asked_at = models.DateTimeField()
    decide_until = models.DateField()
    """The last day on which it can be decided; undecided it lapses after it."""

    class Meta:
        indexes = (
            models.Index(fields=("person", "-day"), name="situational_by_person"),
            models.Index(
                fields=("day", "id"),
                condition=models.Q(state=State.ASKED.value),
                name="situational_undecided",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "day"),
                condition=models.Q(state__in=[state.value for state in ASKED_ONCE]),
                name="situational_day_once",
            ),
        )

    def __str__(self) -> str:
        return f"situational:{self.pk}"


class Change(models.Model):
    """One row is what became of a day that was asked for. The database never changes or removes it."""

    asked = models.ForeignKey(SituationalDay, models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """None for what happens by itself."""
    role = models.CharField(max_length=40, blank=True)
    as_delegate = models.BooleanField(default=False)
    says = models.CharField(max_length=500, blank=True)
    """The sentence of whoever decided."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("asked",),
                condition=models.Q(verb__in=[verb.value for verb in DECISIONS]),
                name="situational_decided_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.asked_id}: {self.verb}"
