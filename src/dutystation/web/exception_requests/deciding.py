"""Decisions on requests: each is a row of its own that names the one before it, and none is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.directives.grounds import GroundRule
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Capacity, Sight
from dutystation.web.audit.act import Act
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.exception_requests.actions import (
    capacities_for,
    locked,
    move,
    recorded,
    set_clock,
    tell,
)
from dutystation.web.exception_requests.distances import DistanceRecord, need_distance
from dutystation.web.exception_requests.models import Decision, Outcome, Reconsideration, Request, Step
from dutystation.web.exception_requests.queries import (
    asked_of,
    clause_of,
    ground_rule,
    held_approval,
    latest_decision,
    missing_roles,
    objection_of,
    rules_for,
    space_at,
    sufficient_items,
)
from dutystation.web.exception_requests.rules import (
    Verb,
    missing_items,
    objection_to_term,
    review_on,
)
from dutystation.web.exception_requests.sealed import keep_sealed
from dutystation.web.exception_requests.wording import objection_words
from dutystation.web.exception_requests.worksite import (
    STATES_NO_SCHEDULE,
    Schedule,
    need_schedule,
)

STILL_SO = ("distance", "schedule")
"""Facts that stay those of the approval when a check finds that it still holds."""
SPACE_FACTS = ("checked_on", "host_decision", "seat_expected_on")
"""What the facilities specialist states of a seat besides what the rosters say."""
BY_OFFICIALS = (Outcome.APPROVED, Outcome.APPROVED_FOR_LESS, Outcome.CONFIRMED, Outcome.DENIED)
NO_TEXTS: Mapping[str, str] = MappingProxyType({"reasons": "", "alternatives": ""})
NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Terms:
    """What an approval says. `limits` is what a supervisor needs to know; nothing medical."""

    reasons: str
    limits: str = ""
    from_day: date | None = None
    until_day: date | None = None
    stated: dict[str, str] = field(default_factory=dict)
    """What the official states of the facts, such as `SPACE_FACTS`."""
    distance: DistanceRecord | None = None
    schedule: Schedule | None = None


@transaction.atomic
def agree(act: Act, sight: Sight, request_id: int) -> Request:
    """One of several officials agrees; the last one decides. Raises Refused where nobody else is missing."""
    request = locked(request_id)
    move(request, Verb.AGREE)
    capacity = speaking_capacity(act, sight, request)
    missing = missing_roles(request)
    if capacity.role.value not in missing:
        raise Refused(_("Somebody in your role has agreed already."))
    if len(missing) == 1:
        raise Refused(_("Everybody else has agreed; you decide."), remedy=_("Approve or deny the request."))
    vote(act, sight, request, capacity, agreed=True)
    recorded(act, Event.REQUEST_AGREED, request, role=capacity.role.words)
    return request


@transaction.atomic
def approve(act: Act, sight: Sight, request_id: int, terms: Terms) -> Decision:
    """Approves as it was asked. Raises Refused where a document, an agreement or a fact is missing."""
    request = locked(request_id)
    whole = replace(terms, from_day=request.from_day, until_day=request.until_day)
    return _approve(act, sight, request, Verb.APPROVE, Outcome.APPROVED, whole)


@transaction.atomic
def approve_for_less(act: Act, sight: Sight, request_id: int, terms: Terms) -> Decision:
    """Approves for a shorter time or with limits, which are stated. Raises as `approve`."""
    request = locked(request_id)
    shorter = replace(
        terms,
        from_day=terms.from_day or request.from_day,
        until_day=terms.until_day or request.until_day,
    )
    same = (shorter.from_day, shorter.until_day) == (request.from_day, request.until_day)
    if same and not shorter.limits.strip():
        raise Refused(_("This is what was asked for."), remedy=_("Give other days or limits, or approve it."))
    if shorter.from_day and shorter.from_day < request.from_day:
        raise Refused(_("This begins before what was asked for."))
    if request.until_day and (shorter.until_day is None or shorter.until_day > request.until_day):
        raise Refused(_("This lasts longer than what was asked for."))
    return _approve(act, sight, request, Verb.APPROVE_FOR_LESS, Outcome.APPROVED_FOR_LESS, shorter)


@transaction.atomic
def deny(act: Act, sight: Sight, request_id: int, reasons: str, alternatives: str) -> Decision:
    """Denies with reasons and alternatives. Any of the officials who are asked can; then it is decided."""
    request = locked(request_id)
    if not reasons.strip() or not alternatives.strip():
        raise Refused(_("A denial gives its reasons and what can be done instead."))
    move(request, Verb.DENY)
    vote(act, sight, request, speaking_capacity(act, sight, request), agreed=False)
    request.closed_on = act.day
    request.save(update_fields=["state", "closed_on"])
    decision = decide(
        act,
        request,
        Outcome.DENIED,
        decided_by=sight.person,
        texts={"reasons": reasons, "alternatives": alternatives},
        facts=_facts(request, act.day),
    )
    tell(act, request, _("Your request is decided"))
    recorded(act, Event.REQUEST_DECIDED, request, outcome=decision.outcome)
    return decision


@transaction.atomic
def ask_reconsideration(act: Act, request_id: int, what: str) -> Request:
    """The person asks another official to look at a denial, and at what of it; the clock begins anew."""
    request = locked(request_id)
    if not what.strip():
        raise Refused(_("Say what should be looked at."))
    move(request, Verb.ASK_RECONSIDERATION)
    _begin_anew(act, request, what)
    recorded(act, Event.REQUEST_RECONSIDERED, request)
    return request


@transaction.atomic
def confirm(act: Act, sight: Sight, request_id: int, reasons: str) -> Decision:
    """An official finds at the periodic check that what an approval rests on still holds."""
    request = locked(request_id)
    move(request, Verb.CONFIRM)
    capacities_for(sight, request)
    held = held_approval(request)
    assert held is not None
    term = ground_rule(request).term
    decision = decide(
        act,
        request,
        Outcome.CONFIRMED,
        decided_by=sight.person,
        texts={"reasons": reasons, "alternatives": ""},
        facts={**_facts(request, act.day), **_still_so(held)},
        limits=held.limits,
        valid_from=held.valid_from,
        valid_until=held.valid_until,
        review_on=review_on(act.day, held.valid_until, term),
    )
    review = decision.review_on.isoformat() if decision.review_on else "–"
    recorded(act, Event.REQUEST_CONFIRMED, request, review_on=review)
    return decision


@transaction.atomic
def reopen(act: Act, request_id: int, why: str, sight: Sight | None = None, *, subject: str = "") -> Request:
    """An approval is looked at again, since what it rests on has changed; it holds until it is decided anew.

    By an official, or by itself without `sight`. `why` is kept with the request and in no event: what
    somebody writes can tell a ground. `subject` is that of the mail.
    """
    request = locked(request_id)
    move(request, Verb.REOPEN)
    if sight is not None:
        capacities_for(sight, request)
    _begin_anew(act, request, why)
    tell(act, request, subject or _("What your exception rests on has changed"))
    recorded(act, Event.REQUEST_REOPENED, request)
    return request


def speaking_capacity(act: Act, sight: Sight, request: Request) -> Capacity:
    """In which of their roles somebody agrees or decides. Raises Refused where it must be somebody else."""
    found = capacities_for(sight, request)
    objection = objection_of(sight.person, request)
    if objection:
        raise Refused(objection_words(objection))
    best = asked_of(request, act.day).best_for(sight.person.pk, [capacity.role for capacity in found])
    return next((capacity for capacity in found if capacity.role == best), found[0])


def vote(act: Act, sight: Sight, request: Request, capacity: Capacity, *, agreed: bool) -> Step:
    """Notes what an official said; the database too lets a person speak and a role agree once in a round."""
    return Step.objects.create(
        request=request,
        round=request.round,
        role=capacity.role,
        person=sight.person,
        as_delegate=capacity.as_delegate,
        agreed=agreed,
        at=act.at,
    )


def _approve(
    act: Act, sight: Sight, request: Request, verb: Verb, outcome: Outcome, terms: Terms
) -> Decision:
    move(request, verb)
    capacity = speaking_capacity(act, sight, request)
    ground = ground_rule(request)
    if set(missing_roles(request)) - {capacity.role.value}:
        raise Refused(_("Others have to agree first."), remedy=_("Agree yourself, or wait until they have."))
    missing = missing_items(ground, sufficient_items(request))
    if missing:
        raise Refused(_("Nobody has found this sufficient yet: %(item)s.") % {"item": missing[0]})
    assert terms.from_day is not None
    objection = objection_to_term(terms.from_day, terms.until_day, ground.term)
    if objection:
        raise Refused(objection_words(objection, ground.term), remedy=_("Approve it for less."))
    facts = _facts(request, act.day, terms)
    _need_facts(request, ground, terms, act.day)
    vote(act, sight, request, capacity, agreed=True)
    request.closed_on = act.day
    request.save(update_fields=["state", "closed_on"])
    decision = decide(
        act,
        request,
        outcome,
        decided_by=sight.person,
        texts={"reasons": terms.reasons, "alternatives": ""},
        facts=facts,
        limits=terms.limits,
        valid_from=terms.from_day,
        valid_until=terms.until_day,
        review_on=review_on(terms.from_day, terms.until_day, ground.term),
    )
    tell(act, request, _("Your request is decided"))
    recorded(act, Event.REQUEST_DECIDED, request, outcome=decision.outcome)
    return decision


def decide(
    act: Act,
    request: Request,
    outcome: Outcome,
    *,
    decided_by: Person | None = None,
    texts: Mapping[str, str] = NO_TEXTS,
    facts: Mapping[str, Any] = NO_FACTS,
    **columns: Any,
) -> Decision:
    """Writes the row of a decision; on a protected ground its texts are sealed and its clause left out.

    Those who agreed are its deciders where officials decided, and nobody where it came about otherwise.
    """
    steps = request.steps.filter(round=request.round) if outcome in BY_OFFICIALS else request.steps.none()
    decision = Decision.objects.create(
        request=request,
        previous=latest_decision(request),
        outcome=outcome,
        decided_on=act.day,
        decided_at=act.at,
        decided_by=decided_by,
        deciders=[
            {"person": step.person_id, "role": step.role, "as_delegate": step.as_delegate}
            for step in steps.order_by("pk")
        ],
        authority="" if request.protected else clause_of(request),
        facts=dict(facts),
        **(NO_TEXTS if request.protected else texts),
        **columns,
    )
    if request.protected:
        keep_sealed(decision, texts)
    return decision


def _facts(request: Request, day: date, terms: Terms | None = None) -> dict[str, Any]:
    """What a decision stands on, as of its day. Of a protected request nothing is kept in the clear."""
    if request.protected:
        return {}
    facts: dict[str, Any] = {"as_of": day.isoformat(), **(terms.stated if terms else {})}
    if terms is not None:
        facts |= _of_places(request, terms, day)
    if request.ground == Ground.SPACE:
        space = space_at(request.person.duty_station, day)
        facts["space"] = None if space is None else space.facts()
    if request.ground == Ground.LEGAL_IMPEDIMENT:
        facts["bargaining_unit"] = request.person.bargaining_unit
        facts["instrument"] = request.basis
        facts["instrument_from"] = request.basis_from.isoformat() if request.basis_from else None
        facts["instrument_until"] = request.basis_until.isoformat() if request.basis_until else None
    return facts


def _of_places(request: Request, terms: Terms, day: date) -> dict[str, Any]:
    """How far it is, and the schedule, as the official states them and the order judges them on a day."""
    rules, found = rules_for(request, day), {}
    if request.ground == Ground.DISTANCE and terms.distance is not None:
        found["distance"] = terms.distance.facts(rules)
    states_one = Ground(request.ground) not in STATES_NO_SCHEDULE
    if states_one and terms.schedule is not None and terms.from_day is not None:
        found["schedule"] = terms.schedule.facts(terms.from_day, rules)
    return found


def _still_so(held: Decision) -> dict[str, Any]:
    """What an approval rests on and a periodic check finds to hold still: it is not measured anew."""
    return {name: held.facts[name] for name in STILL_SO if name in held.facts}


def _need_facts(request: Request, ground: GroundRule, terms: Terms, day: date) -> None:
    """Raises Refused where an approval has nothing to stand on."""
    if request.protected:
        return
    ground_named, rules = Ground(request.ground), rules_for(request, day)
    need_schedule(terms.schedule, rules, day)
    if ground_named is Ground.DISTANCE:
        need_distance(terms.distance, rules, day)
    if ground_named is Ground.SPACE:
        missing = [name for name in SPACE_FACTS if not terms.stated.get(name)]
        if missing:
            raise Refused(
                _(
                    "A decision on office space states when the seat was checked, what the host of the "
                    "building decided, and when a seat is expected."
                )
            )
        _need_days_of_a_seat(terms.stated, day)
    elif ground_named is Ground.LEGAL_IMPEDIMENT:
        if not request.basis or request.basis_from is None:
            raise Refused(
                _("A legal impediment names the agreement, order or injunction with its first day.")
            )
        if request.basis_until and (terms.until_day is None or terms.until_day > request.basis_until):
            raise Refused(
                _("The instrument holds until %(day)s.") % {"day": date_format(request.basis_until)},
                remedy=_("Approve it for less."),
            )
    elif not ground.term.needs_end and not request.basis:
        raise Refused(_("A categorical exception names the fact it rests on."))


def _need_days_of_a_seat(stated: Mapping[str, str], day: date) -> None:
    """Raises Refused where a seat was checked on a day to come, or is expected on one that has gone by."""
    checked, expected = (date.fromisoformat(stated[name]) for name in ("checked_on", "seat_expected_on"))
    if checked > day:
        raise Refused(
            _("%(day)s has not come yet.") % {"day": date_format(checked)},
            remedy=_("Give the day on which the seat was checked."),
        )
    if expected < day:
        raise Refused(
            _("%(day)s has gone by.") % {"day": date_format(expected)},
            remedy=_("Give the day on which a seat is expected now."),
        )


def _begin_anew(act: Act, request: Request, what: str) -> None:
    """Another round, with what should be looked at in it, which is sealed where the request is."""
    request.round += 1
    request.submitted_on, request.closed_on = act.day, None
    set_clock(request, act.day)
    request.save()
    said = Reconsideration.objects.create(
        request=request, round=request.round, what="" if request.protected else what, at=act.at
    )
    if request.protected:
        keep_sealed(said, {"what": what})
