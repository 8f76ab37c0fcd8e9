"""Single days of the demonstration: approved, declined, given back, not decided in time, and waiting ones."""

from __future__ import annotations

from datetime import date, timedelta

from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.site.invented_cases import Cast, at_noon
from dutystation.web.situational import actions
from dutystation.web.situational.models import SituationalDay

ONE_WEEK = timedelta(days=7)


def invent_days(cast: Cast, issued: IssuedDirective, as_of: date) -> None:
    """Invents what the sample employee and their supervisor have asked for, up to the day of the report."""
    ada, boris = (
        Person.objects.select_related("unit").get(pk=cast[role].pk) for role in (None, Role.SUPERVISOR)
    )
    begun = issued.from_day + ONE_WEEK
    thursday = begun + timedelta(days=(3 - begun.weekday()) % 7)
    _decided(cast, _asked(ada, thursday, "The heating at home is repaired."), approved=True)
    _decided(cast, _asked(ada, thursday + timedelta(days=1), "A long weekend."), approved=False)
    given_back = _asked(boris, thursday + ONE_WEEK, "A parcel has to be signed for.")
    _decided(cast, given_back, approved=True)
    actions.give_back(Act(boris.pk, at_noon(thursday + timedelta(days=1))), given_back.pk)
    late = _asked(boris, thursday + timedelta(days=5), "The car is being mended.")
    actions.lapse(Act(SYSTEM, at_noon(late.decide_until + timedelta(days=1))), late.pk)
    next_thursday = as_of + timedelta(days=(2 - as_of.weekday()) % 7 + 1)
    for person, why in ((ada, "The plumber comes in the morning."), (boris, "My street is closed that day.")):
        actions.ask(Act(person.pk, at_noon(as_of)), person, next_thursday, why)


def _asked(person: Person, day: date, why: str) -> SituationalDay:
    return actions.ask(Act(person.pk, at_noon(day - timedelta(days=3))), person, day, why)


def _decided(cast: Cast, asked: SituationalDay, *, approved: bool) -> None:
    official, day = cast[Role.APPROVING_OFFICIAL], asked.day - timedelta(days=2)
    act, sight = Act(official.pk, at_noon(day)), sight_of(official, day)
    if approved:
        actions.approve(act, sight, asked.pk, "Nothing at the office needs you in person that day.")
    else:
        actions.decline(act, sight, asked.pk, "A long weekend is leave, which you can take.")
