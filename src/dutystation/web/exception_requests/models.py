from __future__ import annotations

from datetime import date

from django.db import models

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.exception_requests.rules import OF_A_REQUEST, UNDECIDED, State, Vote
from dutystation.web.notices.models import IssuedDirective


class Request(models.Model):
    """One row is what one person asks: to work elsewhere, on a ground of the order, for some time.

    Of a request on a protected ground, `ground`, `asked`, `statement` and `basis` are empty: they are in its
    `Sealed` row, which only those in `Thing.SEALED_STATEMENT` read.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="requests")
    component = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    """The person's component when the request was made; its route is the one that holds."""
    directive = models.ForeignKey(IssuedDirective, models.PROTECT, related_name="+")
    protected = models.BooleanField()
    ground = models.CharField(max_length=40, blank=True)
    asked = models.CharField(max_length=300, blank=True)
    statement = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    """For a categorical ground the fact it rests on, for a legal impediment the instrument."""
    basis_from = models.DateField(null=True)
    basis_until = models.DateField(null=True)
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    oral = models.BooleanField(default=False)
    """Whether it was made by word of mouth and written down by somebody else; the clock runs all the same."""
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, default=State.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    written_at = models.DateTimeField()
    submitted_on = models.DateField(null=True)
    """The first day of the clock."""
    paused_on = models.DateField(null=True)
    acknowledge_by = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    limit = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewed_by")

    class Meta:
        indexes = (
            models.Index(fields=("component", "state", "decide_by"), name="request_worklist"),
            models.Index(fields=("person", "-id"), name="request_by_person"),
            models.Index(
                fields=("decide_by", "id"),
                condition=models.Q(state__in=[state.value for state in UNDECIDED]),
                name="request_undecided",
            ),
            models.Index(
                fields=("person", "state"),
                condition=models.Q(ground=Ground.SPACE.value),
                name="request_for_space",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(protected=False) | models.Q(ground="", asked="", statement="", basis=""),
                name="request_protected_is_sealed",
            ),
            models.CheckConstraint(
                condition=models.Q(until_day=None) | models.Q(until_day__gte=models.F("from_day")),
                name="request_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{OF_A_REQUEST}{self.pk}"

    def is_written_for_them_by(self, person: str) -> bool:
        """Whether somebody wrote down what the person asked by word of mouth."""
        return self.oral and self.written_by_id == person


class Sealed(models.Model):
    """One row is what is sealed of a protected request or of a decision on one. A rotation renews it."""

    subject = models.CharField(primary_key=True, max_length=60)
    """`request:12` or `decision:5`."""
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"sealed {self.subject}"


class Pause(models.Model):
    """One row is a time in which the clock of a request stood still."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="pauses")
    from_day = models.DateField()
    until_day = models.DateField()

    def __str__(self) -> str:
        return f"{self.request}: {self.from_day} to {self.until_day}"


class ItemVerdict(models.Model):
    """One row is what an official found of one thing that the order asks for. The newest one counts."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="verdicts")
    item = models.CharField(max_length=100)
    sufficient = models.BooleanField()
    reason = models.TextField(blank=True)
    """What is missing, so that the person can mend it. Of a protected request it is sealed."""
    documents = models.PositiveSmallIntegerField(default=0)
    """How many documents of the thing were there."""
    elsewhere = models.BooleanField(default=False)
    """Whether it is kept elsewhere, under what `reference` says."""
    reference = models.CharField(max_length=200, blank=True)
    """Under what it is kept elsewhere. Of a protected request it is sealed."""
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}: {self.item}"


class Step(models.Model):
    """One row is what one official said of a request: they agreed, or they decided."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    as_delegate = models.BooleanField(default=False)
    agreed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "round", "person"), name="step_of_a_person_once"),
            models.UniqueConstraint(
                fields=("request", "round", "role"),
                condition=models.Q(agreed=True),
                name="agreement_of_a_role_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.request}: {self.role}"

    def vote(self) -> Vote:
        return Vote(self.role, self.person_id, self.round, self.agreed)


class Outcome(models.TextChoices):
    """What was decided."""

    APPROVED = "approved"
    APPROVED_FOR_LESS = "approved_for_less"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    LAPSED = "lapsed"
    GIVEN_UP = "given_up"


class Decision(models.Model):
    """One row is a decision. The database never changes or removes it; a later one names it.

    Of a protected request, `reasons` and `alternatives` are in its `Sealed` row, and `authority` and `facts`
    are empty: the clause would tell which ground it is. `limits` is what a supervisor needs to know and no
    more, nothing medical. `facts` are what it stands on, as of its day.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="decisions")
    previous = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    review_on = models.DateField(null=True)
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    """None for what happens by itself."""
    deciders = models.JSONField(default=list)
    """Who agreed, each with role and whether as a delegate: ids, as of the decision."""
    authority = models.TextField(blank=True)
    """The clause of the route; `queries.authority_of` gives that of a protected request."""
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("request", "-id"), name="decision_by_request"),)

    def __str__(self) -> str:
        return f"decision:{self.pk}"

    @property
    def known_until(self) -> date | None:
        """On a protected ground, up to which day others than its readers know it to hold: the first of its
        last day and the day of the next look at it.

        Which of the two it is they are not told: on some of these grounds no approval is without a last day.
        """
        return self.review_on or self.valid_until


class Reconsideration(models.Model):
    """One row is what should be looked at anew, in one round of a request. It is never changed.

    The person says it of a denial. Of an approval an official says what has changed, or the program.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="reconsiderations")
    round = models.PositiveSmallIntegerField()
    what = models.TextField(blank=True)
    """In the words of who asks for it. Of a protected request it is sealed."""
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("request", "round"), name="reconsidered_once"),)

    def __str__(self) -> str:
        return f"reconsideration:{self.pk}"


class InterimMeasure(models.Model):
    """One row is what holds until a request is decided. Its text holds nothing medical."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="interim_measures")
    text = models.CharField(max_length=300)
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}: interim"


class DelayNote(models.Model):
    """One row is why a request takes longer than it should, and when it will be decided."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="delay_notes")
    reason = models.TextField()
    expected_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}: delay"


class ExpiryReminder(models.Model):
    """One row is that a person was reminded, so many days before a decision ends; each once."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("decision", "days"), name="reminder_once"),)

    def __str__(self) -> str:
        return f"{self.decision}: {self.days} days before"
