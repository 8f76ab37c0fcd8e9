"""What is done about records: a run is received, a day is disputed, a dispute is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.directives.business_days import business_days_after
from dutystation.directives.directive import Directive
from dutystation.published.person_days import facilities_of, people_of
from dutystation.terms.errors import Refused
from dutystation.terms.publication import Publication
from dutystation.web.accounts.actions import FacilityLine, RosterLine, take_roster
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.mail.actions import write
from dutystation.web.records.counted import counted
from dutystation.web.records.models import Dispute, ReceivedRun, Receiving
from dutystation.web.records.presence import people_seen
from dutystation.web.records.queries import days_of, folder_of, newest_run
from dutystation.web.records.rules import UNANSWERED, DisputeState, DisputeVerb, after


@transaction.atomic
def receive_run(act: Act, run: str, publication: Publication) -> ReceivedRun:
    """Takes in a finished run: who is on the rolls, and whether a disputed day is counted differently now.

    `publication` is its report, see `queries.publication_of`. Everything or nothing; a run that was received
    is received again without effect on disputes that ended. Raises Refused where a newer one was received.
    """
    newest = hold_newest_run()
    if newest is not None and publication.as_of < newest.as_of:
        raise Refused(
            _("The run %(run)s, of a later day, was received before.") % {"run": newest.name},
            remedy=_("Receive one of that day or later."),
        )
    received, _new = ReceivedRun.objects.update_or_create(
        name=run,
        defaults={
            "as_of": publication.as_of,
            "ended_at": datetime.fromisoformat(publication.provenance.ended_at),
            "directive_name": publication.directive,
            "directive_sha256": publication.provenance.directive_sha256,
            "received_at": act.at,
        },
    )
    seen = people_seen(publication.badge.occupancy if publication.badge else ())
    facilities = (
        FacilityLine(**asdict(line), seen=seen.get(line.facility)) for line in facilities_of(folder_of(run))
    )
    take_roster(act, run, publication.org_units, _roster(run), facilities)
    for dispute in Dispute.objects.select_for_update().filter(state__in=UNANSWERED).select_related("person"):
        _find_corrected(act, dispute, received)
    return received


def hold_newest_run() -> ReceivedRun | None:
    """The newest run, None before the first one; until the transaction ends none comes in that is newer."""
    Receiving.objects.select_for_update().get(pk=1)
    return newest_run()


def _roster(run: str) -> Iterator[RosterLine]:
    for lines in people_of(folder_of(run)):
        for line in lines:
            yield RosterLine(
                line.person,
                line.org_unit,
                line.arrangement,
                line.population,
                line.telework_eligible,
                line.duty_station,
                line.bargaining_unit,
            )


def _find_corrected(act: Act, dispute: Dispute, run: ReceivedRun) -> None:
    [*days] = days_of(run, dispute.person, dispute.day, dispute.day).days
    if counted(days[0] if days else None) == dispute.as_counted:
        return
    _move(dispute, DisputeVerb.FIND_CORRECTED)
    dispute.corrected_by, dispute.closed_at = run, act.at
    dispute.save(update_fields=["state", "corrected_by", "closed_at"])
    _tell(act, dispute)
    _recorded(act, Verb.DISPUTE_CORRECTED, dispute, run=run.name)


@transaction.atomic
def open_dispute(
    act: Act, person: Person, day: date, statement: str, run: ReceivedRun, directive: Directive
) -> Dispute:
    """A person says what is wrong about a day of theirs, as `run` counts it.

    Raises Refused where the day is disputed already, or lies after the run's day.
    """
    if day > run.as_of:
        raise Refused(
            _("%(day)s is not counted yet.") % {"day": date_format(day)},
            remedy=_("Wait until a later run shows it."),
        )
    if Dispute.objects.select_for_update().filter(person=person, day=day, state__in=UNANSWERED).exists():
        raise Refused(
            _("You dispute %(day)s already.") % {"day": date_format(day)},
            remedy=_("Withdraw that first to write another statement."),
        )
    [*days] = days_of(run, person, day, day).days
    due = business_days_after(act.day, directive.rules_on(act.day).answer_dispute_business_days)
    dispute = Dispute.objects.create(
        person=person,
        day=day,
        statement=statement,
        run=run,
        as_counted=counted(days[0] if days else None),
        opened_at=act.at,
        due_on=due,
    )
    _recorded(act, Verb.DISPUTE_OPENED, dispute, due_on=due.isoformat())
    return dispute


@transaction.atomic
def promise_correction(act: Act, dispute_id: int, by: Person, answer: str) -> Dispute:
    """Human resources have the sender correct the day. Raises Refused where the dispute has ended."""
    dispute = _locked(dispute_id)
    _not_oneself(dispute, by)
    _answer(act, dispute, DisputeVerb.PROMISE_CORRECTION, by, answer)
    _recorded(act, Verb.DISPUTE_CORRECTION_PROMISED, dispute)
    return dispute


@transaction.atomic
def explain(act: Act, dispute_id: int, by: Person, answer: str) -> Dispute:
    """Human resources say why the day was counted as it was. Raises Refused where the dispute has ended."""
    dispute = _locked(dispute_id)
    _not_oneself(dispute, by)
    dispute.closed_at = act.at
    _answer(act, dispute, DisputeVerb.EXPLAIN, by, answer)
    _recorded(act, Verb.DISPUTE_EXPLAINED, dispute)
    return dispute


@transaction.atomic
def withdraw(act: Act, dispute_id: int) -> Dispute:
    """The person takes their dispute back. Raises Refused where it has ended."""
    dispute = _locked(dispute_id)
    _move(dispute, DisputeVerb.WITHDRAW)
    dispute.closed_at = act.at
    dispute.save(update_fields=["state", "closed_at"])
    _recorded(act, Verb.DISPUTE_WITHDRAWN, dispute)
    return dispute


def _locked(dispute_id: int) -> Dispute:
    return Dispute.objects.select_for_update().get(pk=dispute_id)


def _move(dispute: Dispute, verb: DisputeVerb) -> None:
    state = after(verb, DisputeState(dispute.state))
    if state is None:
        raise Refused(
            _("The dispute is answered or has ended already; it stands so: %(state)s.")
            % {"state": _(DisputeState(dispute.state).words)},
            remedy=_("Load the page again to see it."),
        )
    dispute.state = state


def _answer(act: Act, dispute: Dispute, verb: DisputeVerb, by: Person, answer: str) -> None:
    _move(dispute, verb)
    dispute.answer, dispute.answered_by, dispute.answered_at = answer, by, act.at
    dispute.save(update_fields=["state", "answer", "answered_by", "answered_at", "closed_at"])
    _tell(act, dispute)


def _not_oneself(dispute: Dispute, by: Person) -> None:
    if dispute.person_id == by.pk:
        raise Refused(_("Nobody answers a dispute of their own."), remedy=_("Ask a colleague to answer it."))


def _tell(act: Act, dispute: Dispute) -> None:
    write(
        dispute.person,
        _("An answer about a day of your record"),
        _("There is an answer about %(day)s. Sign in and open My record to read it.")
        % {"day": date_format(dispute.day)},
        about=f"dispute:{dispute.pk}",
        at=act.at,
    )


def _recorded(act: Act, verb: Verb, dispute: Dispute, **details: str) -> None:
    record(
        act, verb, f"dispute:{dispute.pk}", about=dispute.person_id, day=dispute.day.isoformat(), **details
    )
