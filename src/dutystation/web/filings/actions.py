"""What is done with filings, one function for each verb of the table in `rules`.

Each holds the filing, asks the rules, changes it, adds a step that stays, and records an event, in one
transaction. Whoever certifies holds the newest run too, so that none comes in between.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.published.canonical import sha256_of
from dutystation.terms.errors import Refused
from dutystation.web.accounts.scope import Capacity, Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.filings.capacity import capacity
from dutystation.web.filings.checks import Case, checked
from dutystation.web.filings.confirming import is_confirmed, proof_asked_of, tries_again_at
from dutystation.web.filings.content import content_of
from dutystation.web.filings.drafting import parts_of
from dutystation.web.filings.findings import found
from dutystation.web.filings.models import Certification, FiledPerson, Filing, GapNote, Step, Version
from dutystation.web.filings.queries import (
    case_of,
    components_of,
    content,
    days_late,
    last_filed,
)
from dutystation.web.filings.rules import BY, HOLDING, State, Verb, Who, after
from dutystation.web.filings.telling import tell
from dutystation.web.filings.wording import STATES
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of, issued_on
from dutystation.web.records.actions import hold_newest_run
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import newest_run
from dutystation.web.worklists.actions import settle_missing_delivery

AT_ONCE = 2000
"""Rows of people written at a time."""


@transaction.atomic
def open_filings(act: Act) -> int:
    """Opens what every component owes under the order that holds; returns how many were opened.

    An order that was issued anew is taken over where nothing is filed, with its day. Done again, it changes
    nothing.
    """
    issued = issued_on(act.day)
    if issued is None:
        return 0
    IssuedDirective.objects.select_for_update().get(pk=issued.pk)
    order = directive_of(issued)
    owed, due_on = order.report_obligation, order.due_on(order.report_obligation)
    there = {
        filing.component_id: filing
        for filing in Filing.objects.select_for_update().filter(order=issued.name, obligation=owed)
    }
    opened = 0
    for component in components_of(issued):
        filing = there.get(component.pk)
        if filing is None:
            filing = Filing(component=component, order=issued.name, obligation=owed, state=State.OPEN)
            opened += 1
        elif filing.directive_id == issued.pk or filing.state in HOLDING:
            continue
        filing.directive, filing.due_on = issued, due_on
        filing.save()
        _recorded(act, Event.FILING_OPENED, filing, version=issued.version, due_on=due_on.isoformat())
    return opened


@transaction.atomic
def write_narrative(act: Act, sight: Sight, filing_id: int, text: str) -> Filing:
    """The component says in its own words what goes with the report; the next version takes it as it stands.

    Raises Refused for whoever does not prepare it.
    """
    filing = locked(filing_id)
    _capacity(sight, Who.PREPARER, filing)
    filing.narrative = text
    filing.save(update_fields=["narrative"])
    _recorded(act, Event.FILING_NARRATIVE_WRITTEN, filing)
    return filing


@transaction.atomic
def explain_gap(act: Act, sight: Sight, filing_id: int, key: str, text: str) -> GapNote:
    """The component says why a delivery is missing, also for its list of findings.

    Raises Refused where none with this key is.
    """
    settle_missing_delivery(act, Filing.objects.only("component").get(pk=filing_id).component_id, key)
    filing = locked(filing_id)
    _capacity(sight, Who.PREPARER, filing)
    missing = {gap.key: gap for gap in found(_newest(), filing.component).gaps}
    if key not in missing:
        raise Refused(_("This delivery is not missing any more."), remedy=_("Load the page again."))
    if not text.strip():
        raise Refused(_("An explanation needs words."), remedy=_("Say why the delivery is missing."))
    note = GapNote.objects.create(filing=filing, key=key, text=text, person=sight.person, at=act.at)
    gap = missing[key]
    _recorded(act, Event.FILING_GAP_EXPLAINED, filing, table=gap.table, period=gap.period, sender=gap.sender)
    return note


@transaction.atomic
def prepare(act: Act, sight: Sight, filing_id: int, why: str = "") -> Version:
    """Fixes a new version: the newest run, its figures and people, cases and narrative of this moment.

    `why` says what an amendment changes. Raises Refused where anything stands in the way, or a version was
    filed before and `why` is empty.
    """
    filing = locked(filing_id)
    state = _state_after(Verb.PREPARE, filing)
    _capacity(sight, Who.PREPARER, filing)
    run, before = _newest(), last_filed(filing)
    if before is not None and not why.strip():
        raise Refused(
            _("A version was filed before this one."), remedy=_("Say what the new one changes, and why.")
        )
    _refuse_blocked(case_of(filing, None, act.day))
    newest = filing.versions.order_by("-number").first()
    number = newest.number + 1 if newest else 1
    parts = parts_of(filing, run, number=number, replaces=before, preparer=sight.person.pk, day=act.day)
    made = content_of(parts)
    version = Version.objects.create(
        filing=filing,
        number=number,
        kind=parts.kind,
        replaces=before,
        run=run,
        as_of=run.as_of,
        content=made,
        sha256=sha256_of(made),
        why=why,
        prepared_by=sight.person,
        prepared_at=act.at,
    )
    for row in parts.people:
        row.version = version
    FiledPerson.objects.bulk_create(parts.people, batch_size=AT_ONCE)
    filing.state, filing.waiting = state, version
    filing.save(update_fields=["state", "waiting"])
    tell(act, filing, Who.CERTIFIER, _("A report waits for your certification"))
    _step(act, sight, version, Verb.PREPARE, reason=why)
    _recorded(act, Event.FILING_PREPARED, filing, version=number, run=run.name, sha256=version.sha256)
    return version


def certify(act: Act, sight: Sight, filing_id: int, sha256: str, given: str) -> Certification:
    """Certifies the version that waits, and so files it. `sha256` is the hash that was shown, `given` what
    they give to be confirmed.

    The checks are made once more, on this day. Raises Refused where somebody is not confirmed, gave too many
    wrong passwords shortly before, another version waits by now, or something stands in the way.
    """
    if again := tries_again_at(sight.person, act.at):
        raise NotConfirmed(
            _("There were too many wrong tries with your password."),
            remedy=_("Nothing was certified. Try again at %(time)s.")
            % {"time": f"{timezone.localtime(again):%H:%M}"},
        )
    if not is_confirmed(act, sight.person, given):
        with transaction.atomic():
            record(act, Event.FILING_NOT_CONFIRMED, f"filing:{filing_id}", about=sight.person.pk)
        raise NotConfirmed(_("You are not confirmed."), remedy=_("Nothing was certified. Try again."))
    with transaction.atomic():
        return _certify(act, sight, filing_id, sha256)


class NotConfirmed(Refused):
    """Says that somebody could not be confirmed just before they certify."""


def _certify(act: Act, sight: Sight, filing_id: int, sha256: str) -> Certification:
    hold_newest_run()
    filing = locked(filing_id)
    version = filing.waiting
    state = _state_after(Verb.CERTIFY, filing)
    held = _capacity(sight, Who.CERTIFIER, filing)
    assert version is not None
    if version.sha256 != sha256:
        raise Refused(_("Another version waits by now."), remedy=_("Read it, and certify that one."))
    if sha256_of(content(version)) != version.sha256:
        raise Refused(
            _("What is kept of this version is not what was prepared."),
            remedy=_("Tell whoever runs the program, and have it prepared again."),
        )
    _refuse_blocked(case_of(filing, version, act.day, sight.person.pk))
    made = Certification.objects.create(
        version=version,
        person=sight.person,
        role=held.role,
        as_delegate=held.as_delegate,
        statement=directive_of(filing.directive).order.certification.statement,
        sha256=version.sha256,
        days_late=days_late(filing, act.day),
        at=act.at,
    )
    filing.state, filing.holding, filing.waiting = state, version, None
    filing.first_filed_on = filing.first_filed_on or act.day
    filing.save(update_fields=["state", "holding", "waiting", "first_filed_on"])
    tell(act, filing, Who.PREPARER, _("A report was certified and filed"))
    _step(act, sight, version, Verb.CERTIFY)
    _recorded(
        act,
        Event.FILING_CERTIFIED,
        filing,
        version=version.number,
        sha256=version.sha256,
        days_late=made.days_late,
        confirmed_by=proof_asked_of(sight.person),
    )
    return made


@transaction.atomic
def decline(act: Act, sight: Sight, filing_id: int, reason: str) -> Step:
    """Whoever would certify gives the version that waits back, with a reason."""
    filing = locked(filing_id)
    version = filing.waiting
    filing.waiting = None
    return _taken_back(act, sight, filing, version, Verb.DECLINE, reason)


@transaction.atomic
def send_back(act: Act, sight: Sight, filing_id: int, reason: str) -> Step:
    """The department returns the version that holds, for correction; it stays as it was and is not counted.

    A version that waits for certification goes back too: the correction is to answer the reason.
    """
    filing = locked(filing_id)
    version = filing.holding
    filing.holding = filing.waiting = None
    return _taken_back(act, sight, filing, version, Verb.RETURN, reason)


@transaction.atomic
def withdraw(act: Act, sight: Sight, filing_id: int, reason: str) -> Step:
    """The component withdraws the version that holds; it stays as it was and is not counted."""
    filing = locked(filing_id)
    version = filing.holding
    filing.holding = filing.waiting = None
    return _taken_back(act, sight, filing, version, Verb.WITHDRAW, reason)


EVENTS = {
    Verb.DECLINE: Event.FILING_DECLINED,
    Verb.RETURN: Event.FILING_RETURNED,
    Verb.WITHDRAW: Event.FILING_WITHDRAWN,
}


def _taken_back(
    act: Act, sight: Sight, filing: Filing, version: Version | None, verb: Verb, reason: str
) -> Step:
    state = _state_after(verb, filing)
    _capacity(sight, BY[verb], filing)
    assert version is not None
    if not reason.strip():
        raise Refused(_("Say why."), remedy=_("The component reads the reason and mends what it names."))
    filing.state = state
    filing.save(update_fields=["state", "holding", "waiting"])
    if verb is Verb.WITHDRAW:
        tell(act, filing, Who.DEPARTMENT, _("A component has withdrawn its report"))
    else:
        tell(act, filing, Who.PREPARER, _("A report came back to be corrected"))
    step = _step(act, sight, version, verb, reason=reason)
    _recorded(act, EVENTS[verb], filing, version=version.number)
    return step


def locked(filing_id: int) -> Filing:
    """The filing, held until the transaction ends: whoever comes second sees what the first has done."""
    rows = Filing.objects.select_for_update(of=("self",))
    return rows.select_related("component", "directive", "holding", "waiting").get(pk=filing_id)


def _state_after(verb: Verb, filing: Filing) -> State:
    """The state that the verb leads to. Raises Refused where the table has none."""
    state = after(verb, State(filing.state))
    if state is None:
        raise Refused(
            _("This cannot be done with the report now; it stands so: %(state)s.")
            % {"state": STATES[filing.state]},
            remedy=_("Load the page again to see where it stands."),
        )
    return state


def _capacity(sight: Sight, who: Who, filing: Filing) -> Capacity:
    """In which role somebody acts. Raises Refused where the order does not let them."""
    held = capacity(sight, who, _directive(filing), filing.component)
    if held is None:
        raise Refused(_("The order does not ask you to do this."))
    return held


def _directive(filing: Filing) -> Directive:
    return directive_of(filing.directive)


def _newest() -> ReceivedRun:
    run = newest_run()
    if run is None:
        raise Refused(_("No run was received yet."), remedy=_("Have the department measured first."))
    return run


def _refuse_blocked(case: Case | None) -> None:
    """Raises Refused with the first thing that stands in the way; the page shows all of them."""
    assert case is not None
    blocks = [block for one in checked(case) for block in one.blocks]
    if blocks:
        raise Refused(_(blocks[0].says).format_map(blocks[0].values), remedy=_(blocks[0].remedy))


def _step(act: Act, sight: Sight, version: Version, verb: Verb, *, reason: str = "") -> Step:
    return Step.objects.create(
        filing_id=version.filing_id, version=version, verb=verb, reason=reason, person=sight.person, at=act.at
    )


def _recorded(act: Act, verb: Event, filing: Filing, **details: Any) -> None:
    """Notes the event; reasons and narratives stay in their rows."""
    record(act, verb, str(filing), component=filing.component_id, state=filing.state, **details)
