"""Telling people of an order, some at a time: each batch is one transaction, and whole or not at all.

Few people are told in the request that issues the order. Many are told afterwards, by whoever works
dispatches off: a program beside the server, a command, or the work of the day. It can be broken off at any
moment and goes on with the next person; nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.mail.actions import write_to_each
from dutystation.web.notices.models import Dispatch, IssuedDirective, Notice
from dutystation.web.notices.queries import OPEN, asked_by, directive_of, reached, untold
from dutystation.web.notices.rules import Dispatched, Reach, due_on

AT_ONCE = 2000
"""People told in one transaction, which bounds its memory and how long it holds anything."""


def begin(act: Act, issued: IssuedDirective, people: dict[Dispatched, int]) -> None:
    """Begins to tell people of a version; how many they are of each kind has been counted.

    Up to `settings.TOLD_AT_ONCE` of them are told in the transaction that is open.
    """
    begun = [
        Dispatch.objects.create(directive=issued, what=what, people=number, begun_at=act.at)
        for what, number in people.items()
    ]
    if sum(people.values()) <= settings.TOLD_AT_ONCE:
        for dispatch in begun:
            while _tell_next(act, dispatch):
                pass


def stop(act: Act, issued: IssuedDirective) -> None:
    """Tells nobody any more of a version that another one replaces. Waits for a batch that is under way."""
    for dispatch in Dispatch.objects.select_for_update().filter(directive=issued, closed_at=None):
        _close(act, dispatch)


@transaction.atomic
def dispatch_some(act: Act) -> int | None:
    """Tells the next people of the oldest dispatch that is open; how many, None where none is open.

    Two programs at once take turns: the second waits for the batch of the first, and takes the next one.
    """
    waiting = Dispatch.objects.select_for_update(of=("self",)).filter(closed_at=None)
    dispatch = waiting.select_related("directive__replaces").order_by("pk").first()
    if dispatch is None:
        return None
    told = _tell_next(act, dispatch)
    if not told:
        record(
            act,
            Verb.NOTICES_DISPATCHED,
            f"order:{dispatch.directive.version}",
            version=dispatch.directive.version,
            what=dispatch.what,
            people=dispatch.told,
        )
    return told


def dispatch_all(act: Act) -> int:
    """Tells everybody who waits to be told; returns how many they were."""
    people = 0
    while (told := dispatch_some(act)) is not None:
        people += told
    return people


def batches_of(people: QuerySet[Person]) -> Iterator[list[Person]]:
    """People by their ids, some at a time, each batch a query of its own."""
    after = ""
    while batch := _after(after, people):
        yield batch
        after = batch[-1].pk


def mail(act: Act, issued: IssuedDirective, batch: list[Person], *, again: bool) -> dict[str, int]:
    """Mails to those of a batch who have an address, as ids of messages by id of person."""
    subject = _("Reminder: %(title)s") if again else _("Notice: %(title)s")
    said = (
        _("a notice waits for you to acknowledge it. Read it here:")
        if again
        else _("a notice was issued to you. It says what is asked of you and by when. Read it here:")
    )
    address = settings.ADDRESS + reverse("notice", args=[issued.version])
    written = write_to_each(
        [(person.pk, f"{person},\n\n{said}\n{address}\n") for person in batch if person.email],
        Truncator(subject % {"title": issued.title}).chars(200),
        about=f"order:{issued.version}",
        at=act.at,
    )
    return {message.to_id: message.pk for message in written}


def _tell_next(act: Act, dispatch: Dispatch) -> int:
    """Tells one batch and notes how far that is; how many, and where nobody is left closes the dispatch."""
    batch = _after(dispatch.after, _left(dispatch))
    if not batch:
        _close(act, dispatch)
        return 0
    if dispatch.what == Dispatched.REMINDERS:
        mail(act, dispatch.directive, batch, again=True)
        told = Notice.objects.filter(OPEN, directive=dispatch.directive, person__in=batch)
        told.update(chased_at=act.at)
    else:
        _write_notices(act, dispatch, batch)
    dispatch.told += len(batch)
    dispatch.after = batch[-1].pk
    dispatch.save(update_fields=["told", "after"])
    return len(batch)


def _write_notices(act: Act, dispatch: Dispatch, batch: list[Person]) -> None:
    issued = dispatch.directive
    asked = dispatch.what == Dispatched.NOTICES
    day = due_on(directive_of(issued), act.day) if asked else None
    messages = mail(act, issued, batch, again=False)
    Notice.objects.bulk_create(
        Notice(
            directive=issued,
            person=person,
            component_id=(person.unit.component_id or person.unit_id) if person.unit else None,
            message_id=messages.get(person.pk),
            delivered_at=act.at,
            due_on=day,
        )
        for person in batch
    )


def _left(dispatch: Dispatch) -> QuerySet[Person]:
    """Whom a dispatch is still to tell, besides those before the one it has come to."""
    issued = dispatch.directive
    if dispatch.what == Dispatched.REMINDERS:
        to_remind = Notice.objects.filter(OPEN, directive=issued, person=OuterRef("pk"))
        return Person.objects.filter(Exists(to_remind), on_rolls=True)
    if dispatch.what == Dispatched.NOTICES:
        return reached(Reach.read(issued.population)).filter(untold(issued))
    assert issued.replaces is not None
    return asked_by(issued.replaces).filter(untold(issued))


def _after(person: str, people: QuerySet[Person]) -> list[Person]:
    wanted = people.select_related("unit").only("person", "name", "email", "unit", "unit__component")
    return list(wanted.filter(pk__gt=person).order_by("pk")[:AT_ONCE])


def _close(act: Act, dispatch: Dispatch) -> None:
    dispatch.closed_at = act.at
    dispatch.save(update_fields=["closed_at"])
