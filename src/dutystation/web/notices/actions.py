"""What is done about orders and their notices: issued, rescinded, read, acknowledged, chased."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dutystation.directives.alike import refuse_grounds_that_tell
from dutystation.directives.directive import Directive
from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.notices.dispatching import batches_of, begin, mail, stop
from dutystation.web.notices.models import Chase, Dispatch, IssuedDirective, Notice
from dutystation.web.notices.queries import (
    OPEN,
    asked_by,
    directive_of,
    reached,
    untold,
    within_reach,
)
from dutystation.web.notices.rules import Dispatched, Reach, due_on, may_chase, why_not_from


@transaction.atomic
def issue(
    act: Act, order: Directive, reach: Reach, from_day: date, *, replaces: int = 0, reason: str = ""
) -> IssuedDirective:
    """Issues an order, or issues it anew; everybody whom it reaches gets a notice with its day.

    `replaces` is the version that stood when it was prepared, 0 for none. Whoever had to acknowledge that one
    and is not reached any more is told so. Many people are told afterwards, see `dispatching`.
    Raises Refused where another version came in between, the reason of a later version is missing, the day
    does not fit, nothing would change, or nobody is reached; UnusableDirective where requests under the order
    would tell the protected ground they are made on.
    """
    refuse_grounds_that_tell(order)
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
    within = reached(reach)
    people = {Dispatched.NOTICES: within.count()}
    if not people[Dispatched.NOTICES]:
        raise Refused(_("The order would reach nobody."), remedy=_("Choose other units or people."))
    issued = _kept(act, order, from_day, before, reason=reason, rescinds=False, population=reach.stored())
    if before is not None:
        stop(act, before)
        asked = asked_by(before)
        people[Dispatched.ENDS] = asked.count() - asked.filter(within_reach(reach)).count()
    begin(act, issued, people)
    verb = Verb.DIRECTIVE_REISSUED if before else Verb.DIRECTIVE_ISSUED
    _record_version(act, verb, issued, people[Dispatched.NOTICES])
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
    stop(act, before)
    people = asked_by(before).count()
    begin(act, issued, {Dispatched.ENDS: people})
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

    Raises Refused where reminders were written that day, the version is not the newest, people are still
    being told of it, or none is left.
    """
    directive = IssuedDirective.objects.select_for_update().get(version=version)
    _still_the_latest(version)
    days = Chase.objects.filter(directive=directive).values_list("day", flat=True)
    if not may_chase(act.day, days):
        raise Refused(
            _("Reminders were written today already."), remedy=_("They can be written again tomorrow.")
        )
    if Dispatch.objects.filter(directive=directive, closed_at=None).exists():
        raise Refused(
            _("People are still being told of this version."),
            remedy=_("Wait until the page says that everybody is."),
        )
    people = Notice.objects.filter(OPEN, directive=directive, person__on_rolls=True).count()
    if not people:
        raise Refused(_("Everybody has acknowledged this version. Nobody is left to remind."))
    chased = Chase.objects.create(directive=directive, day=act.day, at=act.at, by_id=act.actor, people=people)
    begin(act, directive, {Dispatched.REMINDERS: people})
    record(act, Verb.NOTICES_CHASED, f"order:{version}", version=version, people=people)
    return chased


@transaction.atomic
def add_newcomers(act: Act) -> int:
    """Gives whoever came within the newest version after it was issued a notice; returns how many.

    Nobody is a newcomer while people are still being told of it.
    """
    newest = IssuedDirective.objects.select_for_update().order_by("-version").first()
    if newest is None or newest.rescinds or newest.dispatches.filter(closed_at=None).exists():
        return 0
    day = due_on(directive_of(newest), act.day)
    within = reached(Reach.read(newest.population))
    people = within.filter(untold(newest)).count()
    if people:
        begin(act, newest, {Dispatched.NOTICES: people})
    # Somebody whom the version did not reach was told so, and is within it by now.
    back = Notice.objects.filter(directive=newest, due_on=None, person__in=within)
    for batch in batches_of(Person.objects.filter(pk__in=back.values("person"))):
        mail(act, newest, batch, again=False)
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
