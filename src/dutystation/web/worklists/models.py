from __future__ import annotations

from django.db import models

from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.records.models import ReceivedRun
from dutystation.web.worklists.rules import CaseKind, Explanation, ItemState

_EXPLANATIONS = [(word.value, word.value) for word in Explanation]


class Item(models.Model):
    """One row is a finding that a component still looks at, or has looked at.

    It is known from run to run by kind and key. `component` is the one that mends it: with a person always
    that of their unit as the newest run has it, so that whoever sees the record sees what is found in it.
    """

    component = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    """A `terms.finding.FindingKind`."""
    key = models.CharField(max_length=500)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """None where a row names nobody whom the roster knows."""
    period = models.CharField(max_length=20, blank=True)
    day = models.DateField(null=True)
    table = models.CharField(max_length=60, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=500, blank=True)
    line = models.PositiveBigIntegerField(default=0)
    reason = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    as_delivered = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    content = models.CharField(max_length=64)
    """A hash of what was found, without the file and line it stands in: what an explanation was given for."""
    first_run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="+", db_index=False)
    changed_in = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="+", db_index=False)
    """The newest run that said something else here than the one before it: what stands in this row is as that
    run has it. Whatever is not mended, the run that was taken last has found too."""
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    due_on = models.DateField()
    due_reason = models.CharField(max_length=300, blank=True)
    """Why the due day was moved."""
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in ItemState],
        default=ItemState.OPEN.value,
    )
    explanation = models.CharField(max_length=40, choices=_EXPLANATIONS, blank=True)
    note = models.TextField(blank=True)
    """Why it is so, as human resources say it."""
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    """How often it was opened again."""

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="item_once"),)
        indexes = (
            # With the owner, so that the counts of a component are read from the index alone.
            models.Index(
                fields=("component", "kind", "state", "due_on", "id", "owner"), name="item_of_component"
            ),
            models.Index(fields=("kind", "state", "due_on", "id"), name="item_of_kind"),
            models.Index(
                fields=("owner", "component", "due_on"),
                condition=models.Q(state=ItemState.OPEN.value),
                name="item_of_owner",
            ),
        )

    def __str__(self) -> str:
        return f"finding:{self.pk}"

    @property
    def kind_of_finding(self) -> FindingKind:
        return FindingKind(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state == ItemState.OPEN

    @property
    def newest_answer(self) -> Answer | None:
        """What the person said last about a day of theirs."""
        answers = list(self.answers.all())
        return answers[-1] if answers else None


class Choice(models.Model):
    """One row is a sender, reason and pay period that a component has findings of a kind with.

    What a list can be narrowed to, without looking through all of its rows. Each run that is taken says it
    anew; it names nobody.
    """

    component = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    sender = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "component", "sender", "reason", "period"), name="choice_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.component_id}: {self.kind}"


class Answer(models.Model):
    """One row is what a person says about a day of theirs that badges question. Never changed or removed."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="answers")
    explanation = models.CharField(max_length=40, choices=_EXPLANATIONS)
    says = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.item}: {self.explanation}"


class Assignment(models.Model):
    """One row is who looks at a case on a list, and by when, as human resources last said.

    It is about the list alone: neither the case nor a day that the order gives moves with it. Where the case
    is on the list no more the row is without effect.
    """

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in CaseKind])
    case = models.PositiveBigIntegerField()
    """The number of the decision, request or dispute."""
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    due_reason = models.CharField(max_length=300, blank=True)
    """Why then."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "case"), name="assignment_once"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.case}"
