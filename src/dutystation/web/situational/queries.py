"""Reading single days: one's own, those to decide, and how often the same weekday was approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dutystation.directives.directive import Directive, SituationalTelework
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Capacity, Sight, within_any
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.exception_requests.asked import holders
from dutystation.web.notices.models import IssuedDirective, Notice
from dutystation.web.notices.queries import directive_of, issued_on, rescission_on
from dutystation.web.situational.models import Change, SituationalDay
from dutystation.web.situational.rules import DECISIONS, State, Verb, same_weekdays

COUNTED_AT_HOME = 50


@dataclass(frozen=True)
class Asking:
    """Whether somebody can ask for a day: the order, and why they cannot, empty where they can."""

    issued: IssuedDirective | None
    why_not: str

    @property
    def order(self) -> Directive | None:
        return None if self.issued is None else directive_of(self.issued)


def asking(person: Person, today: date) -> Asking:
    """Under which order somebody asks for a single day; who was not called back has nothing to ask."""
    issued = issued_on(today)
    if issued is None:
        return Asking(None, _("No order is in force, so that no day needs to be asked for here."))
    if not directive_of(issued).order.situational_telework.each_time:
        return Asking(issued, _("The order in force does not ask for a permission of each single day."))
    if not Notice.objects.filter(directive=issued, person=person, due_on__isnull=False).exists():
        return Asking(issued, _("The order in force does not call you back: no day needs its permission."))
    return Asking(issued, "")


def rule_of(asked: SituationalDay) -> SituationalTelework:
    """What the order, under which it was asked, says of single days."""
    return directive_of(asked.directive).order.situational_telework


def deciders(person: Person, single: SituationalTelework, today: date) -> frozenset[str]:
    """The ids of everybody who may decide a day of somebody; never they themselves."""
    if person.unit is None:
        return frozenset()
    there = holders(today, [person.unit])
    found = [there.of(role.value, person.unit, delegable=single.delegable) for role in single.decided_by]
    return frozenset().union(*found) - {person.pk}


def capacity_for(sight: Sight, asked: SituationalDay) -> Capacity | None:
    """In which role somebody may decide it; None where the order does not ask them, or it is their own."""
    single = rule_of(asked)
    if asked.person_id == sight.person.pk:
        return None
    return sight.capacity(single.decided_by, asked.person.unit, delegable=single.delegable)


def day_in_sight(sight: Sight, number: int) -> SituationalDay:
    """A day that somebody may read: their own, one that they may decide, or one that they have decided.

    Raises Http404 for every other one, as where none is.
    """
    whole = SituationalDay.objects.select_related("person", "person__unit", "directive")
    asked = get_object_or_404(whole.defer("directive__text"), pk=number)
    if asked.person_id == sight.person.pk:
        return asked
    if asked.state == State.ASKED and capacity_for(sight, asked):
        return asked
    if asked.changes.filter(by=sight.person, verb__in=DECISIONS).exists():
        return asked
    raise Http404


def days_of(person: Person) -> QuerySet[SituationalDay]:
    """The days that somebody has asked for, the latest first."""
    return SituationalDay.objects.filter(person=person).order_by("-day", "-pk")


def to_decide(sight: Sight) -> QuerySet[SituationalDay]:
    """Undecided days of others that somebody may decide, the earliest first; none after a rescission."""
    undecided = SituationalDay.objects.filter(state=State.ASKED)
    found = Q(pk__in=[])
    if sight.grants and rescission_on(sight.day) is None:
        # Of few orders at a time: one of an order that was replaced is decided as it says.
        for issued in IssuedDirective.objects.filter(pk__in=undecided.values("directive")).defer("text"):
            found |= Q(directive=issued) & _reached(sight, directive_of(issued).order.situational_telework)
    waiting_days = undecided.filter(found).exclude(person=sight.person)
    return waiting_days.select_related("person", "person__unit").order_by("day", "pk")


def _reached(sight: Sight, single: SituationalTelework) -> Q:
    """The condition on days of people for whom somebody holds one of the roles, as the order lets them."""
    units = (
        grant.unit
        for grant in sight.grants
        if grant.role in single.decided_by and (single.delegable or grant.deputy_for_id is None)
    )
    return within_any(units, "person")


def decided_by(person: Person) -> QuerySet[SituationalDay]:
    """The days that somebody has decided, the latest first."""
    decided = SituationalDay.objects.filter(changes__by=person, changes__verb__in=DECISIONS)
    return decided.select_related("person", "person__unit").order_by("-day", "-pk")


def history_of(asked: SituationalDay) -> QuerySet[Change]:
    """What became of it, in its order."""
    return asked.changes.select_related("by").order_by("pk")


def approval_on(person: Person, day: date) -> Change | None:
    """The approval of situational telework that holds for one day of somebody; None where there is none."""
    approvals = Change.objects.filter(
        asked__person=person, asked__day=day, asked__state=State.APPROVED, verb=Verb.APPROVE
    )
    return approvals.select_related("by").first()


@dataclass(frozen=True)
class SameWeekday:
    """How many of the weeks up to a day had the same weekday approved, and when that is looked at."""

    approved: int
    weeks: int
    looked_at_from: int


def same_weekday(asked: SituationalDay, today: date) -> SameWeekday:
    """How often the weekday of a day was approved for its person, in as many weeks as findings look at."""
    rules = directive_of(asked.directive).rules_on(today)
    weeks = rules.situational_pattern_window_weeks
    approved = SituationalDay.objects.filter(
        person=asked.person_id, day__in=same_weekdays(asked.day, weeks), state=State.APPROVED
    )
    return SameWeekday(approved.count(), weeks, rules.situational_pattern_weeks)


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """Days that somebody may decide."""
    if not sight.grants:
        return []
    due = to_decide(sight).values_list("decide_until", flat=True)[: COUNTED_AT_HOME + 1]
    count = len(due)
    if not count:
        return []
    title = (
        ngettext(
            "%(count)s day of situational telework waits for a decision",
            "%(count)s days of situational telework wait for a decision",
            count,
        )
        if count <= COUNTED_AT_HOME
        else _("More than %(count)s days of situational telework wait for a decision")
    )
    return [Waiting(title % {"count": min(count, COUNTED_AT_HOME)}, reverse("situational_to_decide"), due[0])]


def day_words(day: date) -> str:
    """A day with its weekday, `Monday, 3 February 2025`."""
    return f"{date_format(day, 'l')}, {date_format(day)}"
