"""Reminding components of their reports: by itself before and after the due day, and when somebody asks."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department.models import Reminder
from dutystation.web.department.rules import Intervals, ReminderKind, reminder_due
from dutystation.web.filings.actions import locked
from dutystation.web.filings.models import Filing
from dutystation.web.filings.rules import HOLDING, Who
from dutystation.web.filings.telling import asked
from dutystation.web.mail.actions import write_to_each
from dutystation.web.notices.queries import directive_of, issued_on


def remind(act: Act) -> int:
    """Writes every reminder whose day has come, each once; returns to how many components.

    Nothing is written while no order is in force, nor to a component whose report is filed.
    """
    issued = issued_on(act.day)
    if issued is None:
        return 0
    order = directive_of(issued)
    rules = order.rules_on(act.day)
    intervals = Intervals(
        rules.first_report_reminder_days, rules.last_report_reminder_days, rules.late_report_reminder_days
    )
    written = 0
    open_filings = Filing.objects.filter(order=order.name).exclude(state__in=HOLDING).order_by("pk")
    sent = set(Reminder.objects.filter(filing__in=open_filings).values_list("filing", "kind", "on"))
    for number, due_on in list(open_filings.values_list("pk", "due_on")):
        due = reminder_due(due_on, act.day, intervals)
        if due is None or (number, *due) in sent:
            continue
        written += _remind(act, number, due[0], due[1]) is not None
    return written


@transaction.atomic
def chase(act: Act, filing_id: int) -> Reminder:
    """Somebody in the department asks a component for its report, once a day at most.

    Raises Refused where it is filed, or was asked for today.
    """
    written = _remind(act, filing_id, ReminderKind.CHASED, act.day)
    if written is None:
        raise Refused(
            _("This report is filed by now, or was asked for today already."),
            remedy=_("Look at the board again; it can be asked for once a day."),
        )
    return written


@transaction.atomic
def _remind(act: Act, filing_id: int, kind: ReminderKind, on: date) -> Reminder | None:
    """Writes one reminder; None where the report is filed by now or this reminder is there already."""
    filing = locked(filing_id)
    again = Reminder.objects.filter(filing=filing, kind=kind, on=on)
    if filing.state in HOLDING or again.exists():
        return None
    people = {**asked(filing, Who.PREPARER, act.day), **asked(filing, Who.CERTIFIER, act.day)}
    to = [person for person in people.values() if person.email]
    title = directive_of(filing.directive).obligations[filing.obligation].title
    said = _words(filing, title, act.day)
    address = settings.ADDRESS + reverse("filing", args=[filing.pk])
    write_to_each(
        [(person.pk, f"{person},\n\n{said}\n{address}\n") for person in to],
        Truncator(_("The report of %(component)s") % {"component": filing.component}).chars(200),
        about=str(filing),
        at=act.at,
    )
    written = Reminder.objects.create(
        filing=filing,
        kind=kind,
        on=on,
        people=len(to),
        by_id=None if act.actor == SYSTEM else act.actor,
        at=act.at,
    )
    record(
        act,
        Verb.FILING_CHASED if kind is ReminderKind.CHASED else Verb.FILING_REMINDED,
        str(filing),
        component=filing.component_id,
        kind=kind.value,
        due_on=filing.due_on.isoformat(),
        people=len(to),
    )
    return written


def _words(filing: Filing, title: str, day: date) -> str:
    said = (
        _("“%(title)s” of %(component)s was due on %(due_on)s and is not filed. See what it needs here:")
        if day > filing.due_on
        else _("“%(title)s” of %(component)s is due on %(due_on)s. See what it still needs here:")
    )
    due_on = date_format(filing.due_on)
    return said % {"title": title, "component": filing.component, "due_on": due_on}
