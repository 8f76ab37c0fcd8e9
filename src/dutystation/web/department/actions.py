"""What is done for the department: an obligation of its own is recorded, reports are put together."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.publication.consolidation import Consolidation as Consolidated
from dutystation.publication.consolidation import FiledReport, Missing, OwnRun, filed_report, own_run
from dutystation.publication.consolidation_document import document_of
from dutystation.published.canonical import sha256_of
from dutystation.published.telework_bins import TELEWORK_BINS_CSV, read_telework_bins
from dutystation.terms.errors import Refused
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department.models import Consolidation, Fulfilment
from dutystation.web.department.queries import hold_filings, standing_on
from dutystation.web.filings.queries import components_of, holding_versions
from dutystation.web.filings.rules import State
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of
from dutystation.web.records.queries import folder_of, newest_run, publication_of


@transaction.atomic
def record_fulfilment(
    act: Act, order: Directive, obligation: str, met_on: date | None, reference: str
) -> Fulfilment:
    """Records that the department met an obligation of its own, or that an earlier record was wrong.

    Raises Refused for a report of the components, for a day to come, and for a correction of nothing.
    """
    owed = order.obligations.get(obligation)
    if owed is None or owed.component_report:
        raise Refused(_("This is no obligation of the department itself."), remedy=_("Look at the board."))
    if met_on is not None and met_on > act.day:
        raise Refused(_("That day has not come yet."), remedy=_("Record it once it is met."))
    earlier = Fulfilment.objects.select_for_update().filter(order=order.name, obligation=obligation)
    if met_on is None and (not (last := earlier.first()) or last.met_on is None):
        raise Refused(_("Nothing is recorded that could be corrected."), remedy=_("Give the day it was met."))
    made = Fulfilment.objects.create(
        order=order.name,
        obligation=obligation,
        met_on=met_on,
        reference=reference,
        person_id=act.actor,
        at=act.at,
    )
    record(
        act,
        Verb.OBLIGATION_RECORDED,
        f"obligation:{obligation}",
        obligation=obligation,
        met_on=met_on.isoformat() if met_on else None,
        reference=reference,
    )
    return made


def consolidate(act: Act) -> tuple[Consolidation, bool]:
    """Puts together what counts now, and says whether that is a new report or the one that was newest.

    Raises Refused where no order was issued, no run was received, or nothing is filed; UnusableInput where
    the run's folder is gone.
    """
    issued = standing_on(act.day)
    run = newest_run()
    if issued is None or run is None:
        raise Refused(
            _("Nothing can be put together before an order is issued and a run is received."),
            remedy=_("Issue the order, and receive a run."),
        )
    # Read before anything is held: a large run takes seconds.
    return _consolidate(act, issued, _own_run(run.name, run.ended_at))


@transaction.atomic
def _consolidate(act: Act, issued: IssuedDirective, own: OwnRun) -> tuple[Consolidation, bool]:
    order = directive_of(issued)
    obligation = order.report_obligation
    states = hold_filings(order.name, obligation)
    filed = _filed(order.name, obligation)
    if not filed:
        raise Refused(
            _("No component has filed a report that counts."), remedy=_("Wait until the first one is filed.")
        )
    there = {report.part.component for report in filed}
    missing = tuple(
        Missing(
            unit.pk,
            unit.name,
            states[unit.pk].state if unit.pk in states else State.OPEN.value,
            states[unit.pk].due_on if unit.pk in states else order.due_on(obligation),
        )
        for unit in components_of(issued)
        if unit.pk not in there
    )
    rules = order.rules_on(own.as_of)
    found = Consolidated(order.name, obligation, rules.provisional_limit, rules.calendar, filed, missing, own)
    return _kept(act, found)


def _filed(order: str, obligation: str) -> tuple[FiledReport, ...]:
    return tuple(
        filed_report(
            version.content,
            sha256=version.sha256,
            filed_on=localdate(version.certification.at),
            days_late=version.certification.days_late,
        )
        for version in holding_versions(order, obligation)
    )


def _kept(act: Act, found: Consolidated) -> tuple[Consolidation, bool]:
    document = document_of(found)
    sha256 = sha256_of(document)
    earlier = Consolidation.objects.filter(order=found.order, obligation=found.obligation)
    newest = earlier.defer("content").order_by("-number").first()
    if newest is not None and newest.sha256 == sha256:
        return newest, False
    made = Consolidation.objects.create(
        order=found.order,
        obligation=found.obligation,
        number=newest.number + 1 if newest else 1,
        as_of=found.as_of,
        filed=len(found.filed),
        missing=len(found.missing),
        content=document,
        sha256=sha256,
        person_id=None if act.actor == SYSTEM else act.actor,
        at=act.at,
    )
    record(
        act,
        Verb.DEPARTMENT_CONSOLIDATED,
        str(made),
        number=made.number,
        filed=made.filed,
        missing=[each.component for each in found.missing],
        sha256=sha256,
    )
    return made, True


@lru_cache(maxsize=2)
def _own_run(run: str, ended_at: datetime) -> OwnRun:
    """A run that was made anew under its name ended at another time."""
    bins = folder_of(run) / TELEWORK_BINS_CSV
    return own_run(publication_of(run), run, telework=read_telework_bins(bins) if bins.is_file() else ())
