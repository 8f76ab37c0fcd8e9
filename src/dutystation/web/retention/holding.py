"""What is done with holds: one person places one at once, two release it.

A hold that comes too late cannot be mended, so nobody waits for a second person to place one. A release lets
things be destroyed, so it takes two. Source: domain section 6.5 and rule 10.30.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.retention.models import Hold, Release, ReleaseAsked
from dutystation.web.retention.queries import hold_register, may_release, newest_asked
from dutystation.web.retention.rules import may_be_second
from dutystation.web.retention.scope import may_hold_component, may_hold_everything, may_hold_person


@transaction.atomic
def place(
    act: Act,
    sight: Sight,
    reach: Person | Unit | None,
    *,
    from_day: date,
    reason: str,
    reference: str,
) -> Hold:
    """Places a hold on a person, on a component, or on everything where `reach` is None; it holds at once.

    Raises Refused for who may not, and for a day to come.
    """
    if isinstance(reach, Person):
        allowed = may_hold_person(sight, reach)
    elif reach is None:
        allowed = may_hold_everything(sight)
    else:
        allowed = may_hold_component(sight, reach)
    if not allowed:
        raise Refused(_("You cannot place a hold there."), remedy=_("Ask the specialist of the department."))
    if isinstance(reach, Unit) and reach.component_id not in (None, reach.pk):
        raise Refused(
            _("A hold is on a component, and this is a unit of one."), remedy=_("Name the component.")
        )
    if from_day > act.day:
        raise Refused(_("That day has not come yet."), remedy=_("A hold begins when it is placed."))
    hold_register()
    made = Hold.objects.create(
        person=reach if isinstance(reach, Person) else None,
        component=reach if isinstance(reach, Unit) else None,
        from_day=from_day,
        reason=reason,
        reference=reference,
        by=sight.person,
        at=act.at,
    )
    record(act, Verb.HOLD_PLACED, str(made), reach=made.reach.value)
    return made


@transaction.atomic
def ask_release(act: Act, sight: Sight, hold_id: int, *, reason: str, reference: str) -> ReleaseAsked:
    """Asks for the release of a hold; another person confirms it. Raises Refused once it is released."""
    hold = _held(sight, hold_id)
    made = ReleaseAsked.objects.create(
        hold=hold, reason=reason, reference=reference, by=sight.person, at=act.at
    )
    record(act, Verb.HOLD_RELEASE_ASKED, str(hold))
    return made


@transaction.atomic
def release(act: Act, sight: Sight, hold_id: int) -> Release:
    """Another person releases a hold as it was asked last.

    Raises Refused where nobody asked, for whoever asked, and once it is released.
    """
    hold = _held(sight, hold_id)
    asked = newest_asked(hold)
    if asked is None:
        raise Refused(
            _("Nobody has asked for a release."), remedy=_("Ask for it; another person confirms it.")
        )
    if not may_be_second(sight.person.pk, asked.by_id):
        raise Refused(_("You asked for the release yourself."), remedy=_("Another specialist confirms it."))
    made = Release.objects.create(hold=hold, asked=asked, by=sight.person, at=act.at)
    record(act, Verb.HOLD_RELEASED, str(hold))
    return made


def _held(sight: Sight, hold_id: int) -> Hold:
    """The hold, while nobody else holds or destroys anything. Raises Refused where it cannot be released."""
    hold_register()
    hold = Hold.objects.select_related("person__unit", "component").get(pk=hold_id)
    if not may_release(sight, hold):
        raise Refused(_("You cannot release this hold."))
    if Release.objects.filter(hold=hold).exists():
        raise Refused(_("The hold is released already."))
    return hold
