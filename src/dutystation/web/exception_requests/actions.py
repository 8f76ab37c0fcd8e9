"""What is done with requests, one function for each verb of the table in `rules`.

Each locks the request, asks the rules, changes it, and records an event, in one transaction.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.queries import component_of
from dutystation.web.accounts.scope import Capacity, Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.exception_requests.models import (
    DelayNote,
    InterimMeasure,
    ItemVerdict,
    Pause,
    Request,
)
from dutystation.web.exception_requests.queries import (
    capacities,
    clock_of,
    given_items,
    ground_rule,
    objection_of,
    rules_for,
)
from dutystation.web.exception_requests.rules import (
    Objection,
    State,
    Verb,
    after,
    objection_to_term,
)
from dutystation.web.exception_requests.sealed import Content, keep_sealed
from dutystation.web.exception_requests.wording import STATES, objection_words
from dutystation.web.mail.actions import write
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of, issued_on


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. `basis` and its days are for grounds that rest on a fact or an instrument."""

    ground: Ground
    asked: str
    statement: str
    from_day: date
    until_day: date | None = None
    basis: str = ""
    basis_from: date | None = None
    basis_until: date | None = None


@transaction.atomic
def write_draft(
    act: Act, person: Person, wish: Wish, issued: IssuedDirective, *, renews: Request | None = None
) -> Request:
    """Begins a request; nobody but the person sees it before it is submitted.

    Raises Refused where the order does not reach the person's unit or the days cannot be.
    """
    request = _written(act, person, wish, issued, oral=False, renews=renews)
    recorded(act, Event.REQUEST_DRAFTED, request)
    return request


@transaction.atomic
def record_oral(act: Act, person: Person, wish: Wish, issued: IssuedDirective, asked_on: date) -> Request:
    """Writes down what a person asked by word of mouth; the clock runs from the day they asked.

    Source: 29 CFR 1614.203(d)(3), no form is required (domain section 6.1).
    """
    _could_ask(act, issued, asked_on)
    request = _written(act, person, wish, issued, oral=True)
    _submit(request, asked_on)
    request.save()
    tell(act, request, _("A request of yours was written down"))
    recorded(act, Event.REQUEST_RECORDED, request, asked_on=asked_on.isoformat())
    return request


@transaction.atomic
def correct_day(act: Act, request_id: int, asked_on: date) -> Request:
    """Whoever wrote a request down mends the day on which it was made; the person is told of it.

    Only before an official takes it up: afterwards nobody whom the clock binds moves it.
    """
    request = locked(request_id)
    move(request, Verb.CORRECT_DAY)
    if not request.is_written_for_them_by(act.actor):
        raise Refused(_("The day of a request is mended by whoever wrote it down."))
    _could_ask(act, request.directive, asked_on)
    before = _text(request.submitted_on)
    _submit(request, asked_on)
    request.save()
    tell(act, request, _("The day of your request was mended"))
    recorded(act, Event.REQUEST_DAY_CORRECTED, request, before=before, asked_on=asked_on.isoformat())
    return request


@transaction.atomic
def change_draft(act: Act, request_id: int, wish: Wish) -> Request:
    """Writes a draft anew. Raises Refused once it is submitted."""
    request = locked(request_id)
    if request.state != State.DRAFT:
        raise Refused(
            _("The request is submitted and stays as it is."), remedy=_("Withdraw it, and ask anew.")
        )
    _say(request, wish)
    recorded(act, Event.REQUEST_DRAFTED, request)
    return request


@transaction.atomic
def submit(act: Act, request_id: int) -> Request:
    """Hands a request in; its clock begins.

    Raises Refused where the order's term does not allow its days, or no order holds any more that asks for
    anything. What was handed in before a rescission is decided all the same.
    """
    request = locked(request_id)
    move(request, Verb.SUBMIT)
    if issued_on(act.day) is None:
        raise Refused(
            _("The order does not hold any more: it asks nothing of you."),
            remedy=_("Nothing has to be handed in. The draft can be withdrawn."),
        )
    term = ground_rule(request).term
    objection = objection_to_term(request.from_day, request.until_day, term)
    if objection:
        raise Refused(objection_words(objection, term), remedy=_("Change the days of the request."))
    _submit(request, act.day)
    request.save()
    recorded(act, Event.REQUEST_SUBMITTED, request, decide_by=_text(request.decide_by))
    return request


@transaction.atomic
def acknowledge(act: Act, sight: Sight, request_id: int) -> Request:
    """An official takes the request up, and the person learns by when it is decided."""
    request = locked(request_id)
    move(request, Verb.ACKNOWLEDGE)
    capacities_for(sight, request)
    request.acknowledged_on = act.day
    request.save(update_fields=["state", "acknowledged_on"])
    tell(act, request, _("Your request is being looked at"))
    recorded(act, Event.REQUEST_ACKNOWLEDGED, request)
    return request


@transaction.atomic
def judge_item(
    act: Act,
    sight: Sight,
    request_id: int,
    item: str,
    *,
    sufficient: bool,
    reason: str = "",
    reference: str = "",
) -> ItemVerdict:
    """An official finds one thing that the order asks for sufficient, or says what is missing.

    What is found sufficient is there: as documents, or elsewhere under a reference (domain rule 10.17).
    """
    request = locked(request_id)
    move(request, Verb.JUDGE_ITEM)
    capacities_for(sight, request)
    if item not in {document.item for document in ground_rule(request).documents}:
        raise Refused(_("The order does not ask for this on this ground."))
    if not sufficient and not reason.strip():
        raise Refused(_("Say what is missing, so that the person can mend it."))
    given, reference = given_items(request)[item], reference.strip() if sufficient else ""
    if sufficient and not given and not reference:
        raise Refused(
            _("No document has been given for this."),
            remedy=_("Return the request for it, or say under which reference it is kept elsewhere."),
        )
    texts = {"reason": reason, "reference": reference}
    verdict = ItemVerdict.objects.create(
        request=request,
        item=item,
        sufficient=sufficient,
        documents=given,
        elsewhere=bool(reference),
        by=sight.person,
        at=act.at,
        **({} if request.protected else texts),
    )
    if request.protected:
        keep_sealed(verdict, texts)
    recorded(act, Event.REQUEST_ITEM_JUDGED, request, sufficient="yes" if sufficient else "no")
    return verdict


@transaction.atomic
def ask_for_documents(act: Act, sight: Sight, request_id: int) -> Request:
    """Returns a request for documents; its clock stands still until they come."""
    request = locked(request_id)
    move(request, Verb.ASK_FOR_DOCUMENTS)
    capacities_for(sight, request)
    request.paused_on = act.day
    request.save(update_fields=["state", "paused_on"])
    tell(act, request, _("Documents are needed for your request"))
    recorded(act, Event.REQUEST_RETURNED, request)
    return request


@transaction.atomic
def hand_in(act: Act, request_id: int) -> Request:
    """The person says that the documents are there; the clock goes on."""
    request = locked(request_id)
    move(request, Verb.HAND_IN)
    assert request.paused_on is not None
    Pause.objects.create(request=request, from_day=request.paused_on, until_day=act.day)
    request.paused_on = None
    set_clock(request, act.day)
    request.save()
    recorded(act, Event.REQUEST_HANDED_IN, request, decide_by=_text(request.decide_by))
    return request


@transaction.atomic
def record_interim(
    act: Act, sight: Sight, request_id: int, text: str, from_day: date, until_day: date | None
) -> InterimMeasure:
    """An official notes what holds until the request is decided."""
    request = locked(request_id)
    move(request, Verb.RECORD_INTERIM)
    capacities_for(sight, request)
    if until_day is not None and until_day < from_day:
        raise Refused(_("The last day lies before the first."))
    measure = InterimMeasure.objects.create(
        request=request, text=text, from_day=from_day, until_day=until_day, by=sight.person, at=act.at
    )
    tell(act, request, _("Something holds until your request is decided"))
    recorded(act, Event.REQUEST_INTERIM, request, from_day=from_day.isoformat())
    return measure


@transaction.atomic
def note_delay(act: Act, sight: Sight, request_id: int, reason: str, expected_on: date) -> DelayNote:
    """An official says why it takes longer, and when it will be decided; the person reads it."""
    request = locked(request_id)
    move(request, Verb.NOTE_DELAY)
    capacities_for(sight, request)
    if expected_on < act.day:
        raise Refused(
            _("%(day)s has gone by.") % {"day": date_format(expected_on)},
            remedy=_("Give a day that is still to come."),
        )
    note = DelayNote.objects.create(
        request=request, reason=reason, expected_on=expected_on, by=sight.person, at=act.at
    )
    tell(act, request, _("Your request takes longer"))
    recorded(act, Event.REQUEST_DELAYED, request, expected_on=expected_on.isoformat())
    return note


def locked(request_id: int) -> Request:
    """The request, held until the transaction ends: whoever comes second sees what the first has done."""
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("person", "person__unit", "component", "directive").get(pk=request_id)


def move(request: Request, verb: Verb) -> None:
    """Sets the state that the verb leads to. Raises Refused where the table has none."""
    state = after(verb, State(request.state))
    if state is None:
        raise Refused(
            _("This cannot be done with the request now; it stands so: %(state)s.")
            % {"state": STATES[request.state]},
            remedy=_("Load the page again to see where it stands."),
        )
    request.state = state


def capacities_for(sight: Sight, request: Request) -> list[Capacity]:
    """In which roles somebody acts on a request. Raises Refused where the order does not let them.

    Whoever decided before has no part in it while another official looks at it again.
    """
    found = capacities(sight, request)
    if not found:
        raise Refused(_("The order does not ask you about this request."))
    if sight.person.pk == request.person_id:
        raise Refused(_("Nobody decides on a request of their own."))
    if objection_of(sight.person, request) is Objection.DECIDED_BEFORE:
        raise Refused(objection_words(Objection.DECIDED_BEFORE))
    return found


def set_clock(request: Request, day: date) -> None:
    """Works the days of a request out anew."""
    days = clock_of(request, rules_for(request, day))
    request.acknowledge_by, request.decide_by, request.limit = days.acknowledge_by, days.decide_by, days.limit


def tell(act: Act, request: Request, subject: str) -> None:
    """Mails the person that something happened, and not what."""
    text = _("There is something new about your request. Sign in to read it.")
    write(request.person, subject, text, about=str(request), at=act.at)


def _written(
    act: Act,
    person: Person,
    wish: Wish,
    issued: IssuedDirective,
    *,
    oral: bool,
    renews: Request | None = None,
) -> Request:
    component = component_of(person.unit)
    if component is None:
        raise Refused(_("The order reaches nobody without a unit."))
    request = Request(
        person=person,
        component=Unit.objects.get(pk=component.pk),
        directive=issued,
        protected=directive_of(issued).grounds[wish.ground].protected,
        oral=oral,
        written_by_id=act.actor,
        written_at=act.at,
        renews=renews,
    )
    _say(request, wish)
    return request


def _could_ask(act: Act, issued: IssuedDirective, asked_on: date) -> None:
    """Raises Refused for a day on which nobody can have asked for an exception from the order."""
    remedy = _("Give the day on which the person asked.")
    if asked_on > act.day:
        raise Refused(_("%(day)s has not come yet.") % {"day": date_format(asked_on)}, remedy=remedy)
    issued_on = directive_of(issued).issued_on
    if asked_on < issued_on:
        raise Refused(
            _("The order is of %(day)s; nobody asked for an exception from it before.")
            % {"day": date_format(issued_on)},
            remedy=remedy,
        )


def _say(request: Request, wish: Wish) -> None:
    """Writes what is asked; on a protected ground the words are sealed."""
    if wish.until_day is not None and wish.until_day < wish.from_day:
        raise Refused(_("The last day lies before the first."))
    if wish.basis_from is not None and wish.basis_until is not None and wish.basis_until < wish.basis_from:
        raise Refused(_("What it rests on ends before it begins."))
    protected = directive_of(request.directive).grounds[wish.ground].protected
    content = Content(wish.ground, wish.asked, wish.statement, wish.basis)
    request.protected = protected
    for field, text in asdict(content).items():
        setattr(request, field, "" if protected else text)
    request.from_day, request.until_day = wish.from_day, wish.until_day
    request.basis_from, request.basis_until = wish.basis_from, wish.basis_until
    request.save()
    if protected:
        keep_sealed(request, asdict(content))


def _submit(request: Request, day: date) -> None:
    request.state = State.SUBMITTED
    request.submitted_on = day
    set_clock(request, day)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def recorded(act: Act, verb: Event, request: Request, **details: Any) -> None:
    """Notes an event about a request, with its state; never its ground, which may be sealed."""
    record(act, verb, str(request), about=request.person_id, state=request.state, **details)
