from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from dutystation.web.accounts.roles import Role


class Unit(models.Model):
    """One row is an org unit of the last run that was received.

    `path` holds the ids from the root down to the unit, each followed by a slash, so that everything below a
    unit is found by the beginning of its path.
    """

    org_unit = models.CharField(primary_key=True, max_length=200)
    name = models.CharField(max_length=300)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    component = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """None for the department itself."""
    path = models.CharField(max_length=2000, unique=True)

    def __str__(self) -> str:
        return self.name

    def holds(self, other: Unit) -> bool:
        """Whether `other` is this unit or below it."""
        return other.path.startswith(self.path)


class People(BaseUserManager["Person"]):
    """Creates people who sign in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(person=username)


class Person(AbstractBaseUser):
    """One row is somebody on a roster that was received, or somebody else who signs in.

    People are known by the id of the roster. What the roster says of them is as of the last run received;
    somebody who is not on it any more stays, with `on_rolls` false.
    """

    person = models.CharField(primary_key=True, max_length=200)
    name = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="people")
    on_rolls = models.BooleanField(default=False)
    left_on = models.DateField(null=True)
    """The day on which the first run without them was received; None for whoever is on the rolls, never was,
    or left before this was noted."""
    arrangement = models.CharField(max_length=20, blank=True)
    population = models.CharField(max_length=20, blank=True)
    telework_eligible = models.BooleanField(default=True)
    duty_station = models.CharField(max_length=200, blank=True)
    bargaining_unit = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    objects = People()

    USERNAME_FIELD = "person"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("name", "person")
        indexes = (
            models.Index(fields=("name", "person"), name="person_by_name"),
            models.Index(fields=("duty_station",), name="person_by_station"),
        )

    def __str__(self) -> str:
        return self.name or self.person


class Grant(models.Model):
    """One row is a role that a person holds for a unit and everything below it, from one day to another.

    Rows are ended and never removed. `deputy_for` names the grant whose holder recorded this person as their
    delegate; the delegate holds the same role, and can be asked wherever the order lets it be delegated.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=[(role.value, role.words) for role in Role])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    """The last day; None while it is open."""
    ended_at = models.DateTimeField(null=True)
    """When what a delegate does was ended at once: on the last day it then holds up to this moment only."""
    deputy_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="deputies")
    component = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    """The component of the person when they got the role, which rests while they are in another one; None for
    somebody of the department itself or of no roster."""

    class Meta:
        indexes = (models.Index(fields=("person", "until_day"), name="grant_by_person"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_day=None) | models.Q(until_day__gte=models.F("from_day")),
                name="grant_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("person", "role", "unit"),
                condition=models.Q(until_day=None),
                name="grant_is_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {Role(self.role).words}, {self.unit_id}"

    def in_force(self, day: date) -> bool:
        return self.from_day <= day and self.lasts_into(day)

    def lasts_into(self, day: date) -> bool:
        """Whether it has not ended when a day ends."""
        if self.until_day is None or self.ended_at is None:
            return self.until_day is None or day <= self.until_day
        return day < self.until_day


class Facility(models.Model):
    """One row is a building or site of the last run that was received."""

    facility = models.CharField(primary_key=True, max_length=200)
    name = models.CharField(max_length=300)
    seats = models.PositiveIntegerField(null=True)
    usable_sqft = models.CharField(max_length=40, blank=True)
    """As delivered."""
    readers = models.CharField(max_length=20)
    timezone = models.CharField(max_length=60)
    run = models.CharField(max_length=100)
    """The run that told of it last."""
    present_on = models.DateField(null=True)
    """The newest day of that run on which badges saw anybody there; None where they saw nobody."""
    present = models.PositiveIntegerField(null=True)
    """Different people seen there on that day."""
    busiest_on = models.DateField(null=True)
    """The day on which most people were seen in the four weeks up to `present_on`."""
    busiest = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("name", "facility")

    def __str__(self) -> str:
        return self.name
