"""What is done about orders and their notices: issued, rescinded, read, acknowledged, chased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.mail.actions import write_to_each
from dutystation.web.notices.models import Chase, IssuedDirective, Notice
from dutystation.web.notices.queries import OPEN, directive_of, latest, reached
from dutystation.web.notices.rules import Reach, due_on, may_chase, why_not_from

AT_ONCE = 2000
"""People told at a time, which bounds the memory."""


FOLLOWING: list[Callable[[Act], object]] = []
"""What subjects above this one do once an order is issued, in its transaction; the site names them."""


@transaction.atomic
def issue(
    act: Act, order: Directive, reach: Reach, from_day: date, *, replaces: int = 0, reason: str = ""
) -> IssuedDirective:
    """Issues an order, or issues it anew, and gives everybody whom it reaches a notice with its day.

    `replaces` is the version that stood when it was prepared, 0 for none. Whoever had to acknowledge that one
    and is not reached any more is told so. Raises Refused where another version came in between, the reason
    of a later version is missing, the day does not fit, nothing would change, or nobody is reached.
    """
    before = _still_the_latest(replaces)
    if before is not None and not reason:
        raise Refused(_("A new version needs its reason."), remedy=_("Say what changed and why."))
    _day_fits(act, from_day, before, order)
    if before is not None and (bytes(before.text), before.population, before.rescinds) == (
        order.source_text,
        reach.stored(),
        False,
    ):
        raise Refused(
            _("This is the version that stands already."), remedy=_("Change the order or whom it reaches.")
        )
    issued = _kept(act, order, from_day, before, reason=reason, rescinds=False, population=reach.stored())
    people = _tell(act, issued, reached(reach), due_on(order, act.day))
    if not people:
        raise Refused(_("The order would reach nobody."), remedy=_("Choose other units or people."))
    if before is not None:
        _tell(act, issued, _asked_by(before).exclude(pk__in=_told(issued)), None)
    verb = Verb.DIRECTIVE_REISSUED if before else Verb.DIRECTIVE_ISSUED
    _record_version(act, verb, issued, people)
    for follow in FOLLOWING:
        follow(act)
    return issued


@transaction.atomic
def rescind(act: Act, version: int, from_day: date, reason: str) -> IssuedDirective:
    """Rescinds the order: a version of its own, and a notice of it to everybody who was asked.

    Raises Refused where this version is not the newest, is a rescission itself, or the day does not fit.
    """
    before = _still_the_latest(version)
    if before is None or before.rescinds:
        raise Refused(_("No order stands that could be rescinded."), remedy=_("Look at the list of orders."))
    if not reason:
        raise Refused(_("A rescission needs its reason."), remedy=_("Say why the order ends."))
    order = directive_of(before)
    _day_fits(act, from_day, before, order)
    issued = _kept(act, order, from_day, before, reason=reason, rescinds=True, population=before.population)
    people = _tell(act, issued, _asked_by(before), None)
    _record_version(act, Verb.DIRECTIVE_RESCINDED, issued, people)
    return issued


@transaction.atomic
def read(act: Act, notice_id: int) -> None:
    """Notes that a person opened their notice: the first time, and never again."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.read_at is not None:
        return
    notice.read_at = act.at
    notice.save(update_fields=["read_at"])
    _record(act, Verb.NOTICE_READ, notice)


@transaction.atomic
def acknowledge(act: Act, notice_id: int) -> None:
    """Notes that a person has taken note of what the order asks. It is no consent, and waives nothing.

    Raises Refused where it was done, nothing is asked, it was never opened, or a newer version is there.
    """
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.acknowledged_at is not None:
        raise Refused(_("You have acknowledged this notice already."))
    if notice.due_on is None:
        raise Refused(_("This notice asks nothing of you."))
    if IssuedDirective.objects.filter(replaces_id=notice.directive_id).exists():
        raise Refused(_("A newer version replaces this one."), remedy=_("Read the newer notice."))
    if notice.read_at is None:
        raise Refused(_("You have not opened the notice."), remedy=_("Read it first."))
    notice.acknowledged_at = act.at
    notice.save(update_fields=["acknowledged_at"])
    _record(act, Verb.NOTICE_ACKNOWLEDGED, notice)


@transaction.atomic
def chase(act: Act, version: int) -> Chase:
    """Writes a reminder to everybody on the rolls who has not acknowledged the newest version.

    Raises Refused where reminders were written that day, the version is not the newest, or none is left.
    """
    directive = IssuedDirective.objects.select_for_update().get(version=version)
    _still_the_latest(version)
    days = Chase.objects.filter(directive=directive).values_list("day", flat=True)
    if not may_chase(act.day, days):
        raise Refused(
            _("Reminders were written today already."), remedy=_("They can be written again tomorrow.")
        )
    left = Notice.objects.filter(OPEN, directive=directive, person__on_rolls=True)
    people = left.update(chased_at=act.at)
    if not people:
        raise Refused(_("Everybody has acknowledged this version. Nobody is left to remind."))
    for batch in _batches(Person.objects.filter(pk__in=left.values("person"))):
        _mail(act, directive, batch, again=True)
    chased = Chase.objects.create(directive=directive, day=act.day, at=act.at, by_id=act.actor, people=people)
    record(act, Verb.NOTICES_CHASED, f"order:{version}", version=version, people=people)
    return chased


@transaction.atomic
def add_newcomers(act: Act) -> int:
    """Gives whoever came within the newest version after it was issued a notice; returns how many."""
    newest = latest()
    if newest is None or newest.rescinds:
        return 0
    day = due_on(directive_of(newest), act.day)
    within = reached(Reach.read(newest.population))
    people = _tell(act, newest, within.exclude(pk__in=_told(newest)), day)
    # Somebody whom the version did not reach was told so, and is within it by now.
    back = Notice.objects.filter(directive=newest, due_on=None, person__in=within)
    for batch in _batches(Person.objects.filter(pk__in=back.values("person"))):
        _mail(act, newest, batch, again=False)
    people += back.update(due_on=day, delivered_at=act.at, read_at=None)
    if people:
        record(act, Verb.NOTICES_ADDED, f"order:{newest.version}", version=newest.version, people=people)
    return people


def _still_the_latest(version: int) -> IssuedDirective | None:
    """The newest version, held until the transaction ends. Raises Refused where it is another one."""
    newest = IssuedDirective.objects.select_for_update().order_by("-version").first()
    stands = newest.version if newest else 0
    if stands != version:
        raise Refused(
            _("Version %(version)s is the newest by now.") % {"version": stands},
            remedy=_("Look at it first, and begin again."),
        )
    return newest


def _day_fits(act: Act, from_day: date, before: IssuedDirective | None, order: Directive) -> None:
    why = why_not_from(from_day, act.day, before.from_day if before else None, order.issued_on)
    complaints = {
        "before_the_order": _("The order itself is of a later day."),
        "in_the_past": _("A new version cannot hold from a day that has passed."),
        "before_the_replaced": _("The version it replaces holds from a later day only."),
    }
    if why:
        raise Refused(complaints[why], remedy=_("Choose a later day."))


def _kept(
    act: Act,
    order: Directive,
    from_day: date,
    before: IssuedDirective | None,
    *,
    reason: str,
    rescinds: bool,
    population: dict[str, list[str]],
) -> IssuedDirective:
    issued = IssuedDirective(
        name=order.name,
        title=order.title,
        version=before.version + 1 if before else 1,
        text=order.source_text,
        sha256=order.sha256,
        from_day=from_day,
        issued_at=act.at,
        issued_by_id=act.actor,
        replaces=before,
        rescinds=rescinds,
        reason=reason,
        population=population,
    )
    try:
        with transaction.atomic():
            issued.save(force_insert=True)
    except IntegrityError as twice:
        # Two people at once: the newest row cannot be held before there is one, or while it is replaced.
        raise Refused(
            _("Somebody else issued a version at this moment."),
            remedy=_("Look at it first, and begin again."),
        ) from twice
    return issued


def _asked_by(issued: IssuedDirective) -> QuerySet[Person]:
    """Those on the rolls whom a version asks something of."""
    asked = Notice.objects.filter(directive=issued, due_on__isnull=False)
    return Person.objects.filter(on_rolls=True, pk__in=asked.values("person"))


def _told(issued: IssuedDirective) -> QuerySet[Notice, Any]:
    return Notice.objects.filter(directive=issued).values("person")


def _batches(people: QuerySet[Person]) -> Iterator[list[Person]]:
    """People by their ids, some at a time, each batch a query of its own."""
    wanted = people.select_related("unit").only("person", "name", "email", "unit", "unit__component")
    after = ""
    while batch := list(wanted.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        yield batch
        after = batch[-1].pk


def _tell(act: Act, issued: IssuedDirective, people: QuerySet[Person], day: date | None) -> int:
    """Writes a notice, and a mail that leads to it, to each of the people; returns how many."""
    count = 0
    for batch in _batches(people):
        messages = _mail(act, issued, batch, again=False)
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
        count += len(batch)
    return count


def _mail(act: Act, issued: IssuedDirective, batch: list[Person], *, again: bool) -> dict[str, int]:
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


def _record_version(act: Act, verb: Verb, issued: IssuedDirective, people: int) -> None:
    record(
        act,
        verb,
        f"order:{issued.version}",
        title=issued.title,
        version=issued.version,
        sha256=issued.sha256,
        from_day=issued.from_day.isoformat(),
        population=issued.population,
        reason=issued.reason,
        people=people,
    )


def _record(act: Act, verb: Verb, notice: Notice) -> None:
    version = notice.directive.version
    record(act, verb, f"order:{version}", about=notice.person_id, version=version)
