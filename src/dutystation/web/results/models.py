from __future__ import annotations

from django.db import models

from dutystation.terms.publication import BRIDGE_COUNTS, BridgeLine
from dutystation.web.accounts.models import Facility, Unit
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.rules import FaultKind


class RunPeriod(models.Model):
    """One row is a pay period of a run, from its first to its last day, both included."""

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="periods", db_index=False)
    period = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    is_status_period = models.BooleanField()
    """Whether return statuses were taken in it; one period of a run is, where it had ended."""

    class Meta:
        ordering = ("first",)
        constraints = (models.UniqueConstraint(fields=("run", "period"), name="run_period_once"),)

    def __str__(self) -> str:
        return f"{self.run_id}, {self.period}"


class UnitFigure(models.Model):
    """One row is a figure of a unit with everything below it, in one pay period (or `all`) and variant.

    As published, see `terms.figure.Figure`: whole minutes for the shares, person-days for the rate; ratios
    are shares, missing where there is nothing to divide by. Source: contract section 5.
    """

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="figures", db_index=False)
    org_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    variant = models.CharField(max_length=40)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    unclassified = models.BigIntegerField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    status = models.CharField(max_length=20)
    minutes = models.JSONField(null=True)
    """Whole minutes by place; missing for the rate."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("run", "org_unit", "code", "variant", "period"), name="unit_figure_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} of {self.org_unit_id}, {self.period}, {self.variant}"


class BridgeCount(models.Model):
    """One row is the people on the rolls of the department or a component, by return status.

    `reasons` are those who have not returned, by reason, protected grounds as one: of a component with one
    such person the ground would be theirs. Pages must suppress before they show them, see `results.reasons`.
    Source: contract section 6, domain rule 10.20.
    """

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="bridge", db_index=False)
    org_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    """0 for the department, then the components in the order in which the run has them."""
    on_rolls = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    not_returned = models.PositiveIntegerField()
    not_in_duty_status = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    reasons = models.JSONField()

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("run", "org_unit"), name="bridge_count_once"),)

    def __str__(self) -> str:
        return f"{self.org_unit_id}: {self.not_returned} of {self.on_rolls}"

    @property
    def line(self) -> BridgeLine:
        """The same as a report has it."""
        counts = {count: getattr(self, count) for count in BRIDGE_COUNTS}
        return BridgeLine(self.org_unit_id, **counts, reasons=self.reasons)


class EvidenceTally(models.Model):
    """One row is the claimed in-person days of a unit in a pay period (or `all`), by evidence class.

    A day is a day of one person. Source: contract section 7.
    """

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="tallies", db_index=False)
    org_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=20)
    corroborated = models.PositiveIntegerField()
    explained = models.PositiveIntegerField()
    not_assessable = models.PositiveIntegerField()
    uncorroborated = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "org_unit", "period"), name="evidence_tally_once"),
        )

    def __str__(self) -> str:
        return f"{self.org_unit_id}, {self.period}"


class OccupancyDay(models.Model):
    """One row is a facility on a day with anybody present: how many people, contractors included."""

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="occupancy", db_index=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("run", "facility", "day"), name="occupancy_day_once"),)

    def __str__(self) -> str:
        return f"{self.facility_id}, {self.day}: {self.people}"


class Utilised(models.Model):
    """One row is how a facility was used over a span by one measure; 1.0 of `utilisation` is full."""

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="utilisation", db_index=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", db_index=False)
    measure = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    occupancy = models.FloatField()
    usable_sqft = models.CharField(max_length=40)
    """As delivered."""
    utilisation = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "facility", "measure", "first"), name="utilised_once"),
        )

    def __str__(self) -> str:
        return f"{self.facility_id}, {self.measure}, {self.first}"


class StationedPeople(models.Model):
    """One row is how many people of one unit, itself alone, have their duty station at one facility."""

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="stationed", db_index=False)
    org_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", db_index=False)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "facility", "org_unit"), name="stationed_people_once"),
        )

    def __str__(self) -> str:
        return f"{self.people} of {self.org_unit_id} at {self.facility_id}"


class RunFault(models.Model):
    """One row is how many rows of a run's data are of one kind, see `rules.FaultKind`.

    `reason` is why rows were rejected or excluded, or the kind of badge event; `pay_code` and `place_code`
    are the pair nobody has mapped, and `minutes` the whole minutes under it.
    """

    run = models.ForeignKey(ReceivedRun, models.PROTECT, related_name="faults", db_index=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in FaultKind])
    table = models.CharField(max_length=40)
    reason = models.CharField(max_length=40, blank=True)
    pay_code = models.CharField(max_length=200, blank=True)
    place_code = models.CharField(max_length=200, blank=True)
    rows = models.PositiveBigIntegerField()
    minutes = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("run", "kind", "table", "reason", "pay_code", "place_code"), name="run_fault_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.run_id}, {self.kind}: {self.rows} rows of {self.table}"
