"""What is done with single days, one function for each verb of the table in `rules`.

Each locks the day, asks the rules, changes it, adds a row to its history and an event, in one transaction.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.mail.actions import write, write_to_each
from dutystation.web.notices.queries import rescission_on
from dutystation.web.situational.models import Change, SituationalDay
from dutystation.web.situational.queries import asking, capacity_for, deciders
from dutystation.web.situational.rules import (
    ASKED_ONCE,
    State,
    Verb,
    after,
    decide_until,
    first_day,
)
from dutystation.web.situational.wording import STATES


@transaction.atomic
def ask(act: Act, person: Person, day: date, why: str) -> SituationalDay:
    """Asks for one day. Those who may decide it are told that one waits, and neither whose nor why.

    Raises Refused where the order asks for no such permission or does not call the person back, where the day
    lies in a pay period that is over, where it was asked for already, and where nobody could decide it.
    """
    # Two of one person come one after the other, so that the second hears why it is refused.
    Person.objects.select_for_update().get(pk=person.pk)
    under = asking(person, act.day)
    if under.why_not or under.issued is None or under.order is None:
        raise Refused(under.why_not)
    calendar = under.order.rules_on(act.day).calendar
    if day < first_day(act.day, calendar):
        raise Refused(
            _("%(day)s lies in a pay period that is over.") % {"day": date_format(day)},
            remedy=_("Say in My record what is not right about that day."),
        )
    _refuse_twice(person, day)
    asked_people = deciders(person, under.order.order.situational_telework, act.day)
    if not asked_people:
        raise Refused(
            _("Nobody holds the role that decides it."),
            remedy=_("Tell human resources; the administrator gives the role to somebody."),
        )
    asked = SituationalDay.objects.create(
        person=person,
        directive=under.issued,
        day=day,
        why=why,
        asked_at=act.at,
        decide_until=decide_until(day, act.day, calendar),
    )
    text = _("Sign in to see and to decide it.")
    subject = _("A day of situational telework waits for a decision")
    write_to_each(((one, text) for one in sorted(asked_people)), subject, about=str(asked), at=act.at)
    _recorded(act, Event.SITUATIONAL_ASKED, asked)
    return asked


@transaction.atomic
def approve(act: Act, sight: Sight, number: int, says: str) -> SituationalDay:
    """An official of the order approves one day, with a sentence. Raises Refused where they may not."""
    return _decide(act, sight, number, Verb.APPROVE, says)


@transaction.atomic
def decline(act: Act, sight: Sight, number: int, says: str) -> SituationalDay:
    """An official of the order declines one day, and says why. Raises Refused where they may not."""
    return _decide(act, sight, number, Verb.DECLINE, says)


@transaction.atomic
def withdraw(act: Act, number: int) -> SituationalDay:
    """The person takes it back before it is decided."""
    asked = _locked(number)
    _own(act, asked)
    _move(asked, Verb.WITHDRAW)
    _noted(act, asked, Verb.WITHDRAW, by=asked.person)
    _recorded(act, Event.SITUATIONAL_WITHDRAWN, asked)
    return asked


@transaction.atomic
def give_back(act: Act, number: int) -> SituationalDay:
    """The person gives an approved day back before it has begun; whoever approved it is told."""
    asked = _locked(number)
    _own(act, asked)
    _move(asked, Verb.GIVE_BACK)
    if act.day >= asked.day:
        raise Refused(
            _("%(day)s has begun.") % {"day": date_format(asked.day)},
            remedy=_("Where you work is what your time record says."),
        )
    _noted(act, asked, Verb.GIVE_BACK, by=asked.person)
    approved = asked.changes.select_related("by").get(verb=Verb.APPROVE)
    if approved.by is not None:
        _tell(act, asked, approved.by, _("A day of situational telework was given back"))
    _recorded(act, Event.SITUATIONAL_GIVEN_BACK, asked)
    return asked


@transaction.atomic
def lapse(act: Act, number: int) -> SituationalDay:
    """Nobody has decided it by the last day for that."""
    asked = _locked(number)
    _move(asked, Verb.LAPSE)
    if act.day <= asked.decide_until:
        raise Refused(_("It can still be decided."))
    _noted(act, asked, Verb.LAPSE)
    _tell(act, asked, asked.person, _("A day that you asked for was not decided in time"))
    _recorded(act, Event.SITUATIONAL_LAPSED, asked)
    return asked


@transaction.atomic
def end(act: Act, number: int) -> SituationalDay:
    """The order was rescinded before anybody decided it, and asks for no permission any more."""
    asked = _locked(number)
    _move(asked, Verb.END)
    if rescission_on(act.day) is None:
        raise Refused(_("It can still be decided."))
    _noted(act, asked, Verb.END)
    _tell(act, asked, asked.person, _("A day that you asked for is not decided any more"))
    _recorded(act, Event.SITUATIONAL_ENDED, asked)
    return asked


def _decide(act: Act, sight: Sight, number: int, verb: Verb, says: str) -> SituationalDay:
    asked = _locked(number)
    _move(asked, verb)
    if asked.person_id == sight.person.pk:
        raise Refused(_("Nobody decides on a day of their own."))
    capacity = capacity_for(sight, asked)
    if capacity is None:
        raise Refused(_("The order does not ask you about this day."))
    if rescission_on(act.day):
        raise Refused(
            _("The order was rescinded: it asks for no permission of single days any more."),
            remedy=_("Nothing is left to decide."),
        )
    if act.day > asked.decide_until:
        raise Refused(
            _("It could be decided until %(day)s.") % {"day": date_format(asked.decide_until)},
            remedy=_("The person can ask anew."),
        )
    if not says.strip():
        raise Refused(_("Say it in a sentence; the person reads it."))
    _noted(
        act,
        asked,
        verb,
        by=sight.person,
        role=capacity.role,
        as_delegate=capacity.as_delegate,
        says=says.strip(),
    )
    _tell(act, asked, asked.person, _("A day that you asked for is decided"))
    event = Event.SITUATIONAL_APPROVED if verb is Verb.APPROVE else Event.SITUATIONAL_DECLINED
    _recorded(act, event, asked, role=capacity.role.value)
    return asked


def _refuse_twice(person: Person, day: date) -> None:
    there = SituationalDay.objects.filter(person=person, day=day, state__in=ASKED_ONCE).first()
    if there is not None:
        raise Refused(
            _("You have asked for %(day)s already; it stands so: %(state)s.")
            % {"day": date_format(day), "state": STATES[there.state]},
            remedy=_("Each day is asked for once."),
        )


def _locked(number: int) -> SituationalDay:
    """The day, held until the transaction ends: whoever comes second sees what the first has done."""
    rows = SituationalDay.objects.select_for_update(of=("self",))
    return rows.select_related("person", "person__unit", "directive").get(pk=number)


def _move(asked: SituationalDay, verb: Verb) -> None:
    state = after(verb, State(asked.state))
    if state is None:
        raise Refused(
            _("This cannot be done with the day now; it stands so: %(state)s.")
            % {"state": STATES[asked.state]},
            remedy=_("Load the page again to see where it stands."),
        )
    asked.state = state
    asked.save(update_fields=["state"])


def _own(act: Act, asked: SituationalDay) -> None:
    if act.actor != asked.person_id:
        raise Refused(_("Only the person who asked for a day takes it back."))


def _noted(
    act: Act,
    asked: SituationalDay,
    verb: Verb,
    *,
    by: Person | None = None,
    role: str = "",
    as_delegate: bool = False,
    says: str = "",
) -> None:
    Change.objects.create(
        asked=asked, verb=verb, by=by, role=role, as_delegate=as_delegate, says=says, at=act.at
    )


def _tell(act: Act, asked: SituationalDay, to: Person, subject: str) -> None:
    """Mails somebody that something happened, and not what."""
    write(to, subject, _("Sign in to read it."), about=str(asked), at=act.at)


def _recorded(act: Act, verb: Event, asked: SituationalDay, **details: str) -> None:
    """Notes an event with the day and where it stands; never why it was asked for, nor what was said."""
    record(act, verb, str(asked), about=asked.person_id, day=asked.day.isoformat(), **details)
