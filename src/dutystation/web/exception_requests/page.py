"""A request as one person sees it: how much of it, and what they can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dutystation.directives.business_days import business_days_between
from dutystation.directives.directive import Directive
from dutystation.directives.grounds import GroundRule, Route
from dutystation.terms.ground import Ground
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, Thing
from dutystation.web.evidence.queries import ShownDocument, shown_documents
from dutystation.web.exception_requests.asked import Asked, asked_about
from dutystation.web.exception_requests.doable import Doable, doable
from dutystation.web.exception_requests.facts import facts_of, space_words
from dutystation.web.exception_requests.models import Decision, ItemVerdict, Request
from dutystation.web.exception_requests.place_wording import worksite_words
from dutystation.web.exception_requests.queries import (
    approval_holds,
    capacities_on,
    is_sufficient,
    space_at,
)
from dutystation.web.exception_requests.rules import (
    TAKES_DOCUMENTS,
    UNDECIDED,
    Objection,
    State,
    Verb,
    objection_to_vote,
    offered,
)
from dutystation.web.exception_requests.sealed import Content, Reasons, Texts, texts_of
from dutystation.web.exception_requests.told import Noted, Told, told_of
from dutystation.web.notices.queries import directive_of


@dataclass(frozen=True)
class Item:
    """One thing that the order asks for, the newest verdict on it, and how many documents of it are offered.

    `sufficient` is not, where documents that were judged were withdrawn since.
    """

    item: str
    says: str
    verdict: ItemVerdict | None
    reason: str
    reference: str
    given: int
    sufficient: bool


@dataclass(frozen=True)
class Shown:
    """A decision, its reasons, which are None where they are sealed to who looks, and what it stands on."""

    decision: Decision
    reasons: Reasons | None
    facts: Sequence[str]


@dataclass(frozen=True)
class RequestPage:
    """Everything that the page of a request shows to one person. `content` is None where it is sealed."""

    request: Request
    content: Content | None
    rule: GroundRule | None
    items: Sequence[Item]
    decisions: Sequence[Shown]
    interim: Sequence[Noted]
    delays: Sequence[Noted]
    documents: Sequence[ShownDocument]
    may_add_documents: bool
    doable: Sequence[Doable]
    may_judge: bool
    missing_roles: Sequence[str]
    wanted_roles: Sequence[str]
    """Those of them for which somebody is wanted, since nobody is left who could decide."""
    look_at: Sequence[str]
    """What should be looked at again, the newest first."""
    space: Sequence[str]
    """Seats and people of the building today, where the request is about them."""
    worksite: str
    """That the official worksite may have to be looked at, to whom it is said; else empty."""
    days_left: int | None


def reads(sight: Sight, request: Request) -> bool:
    """Whether somebody may read what a request says."""
    return not request.protected or sight.allows(Thing.SEALED_STATEMENT, request.person)


def page_of(sight: Sight, request: Request, day: date) -> RequestPage:
    """The page of a request that somebody may know of."""
    readable = reads(sight, request)
    own = request.person_id == sight.person.pk
    decisions = list(request.decisions.order_by("-pk"))
    verdicts = list(request.verdicts.order_by("pk")) if readable else []
    told = told_of(request, day)
    texts = texts_of(request, *decisions, *verdicts, *told.again) if readable else None
    content = texts.content(request) if texts else None
    order = directive_of(request.directive) if content else None
    rule = order.grounds[content.ground] if order and content else None
    route = rule.route_for(request.component_id) if rule else None
    asked = _asked(request, route, told) if route else None
    roles = [held.role for held in capacities_on(route, sight, request)] if route and not own else []
    missing = asked.missing if asked else ()
    verbs = offered(
        State(request.state),
        own=own,
        wrote=request.is_written_for_them_by(sight.person.pk),
        roles=roles,
        objection=_objection(sight, request, told),
        missing=missing,
    )
    holds = bool(decisions) and approval_holds(decisions[0], day)
    documents = _documents(sight, request, rule)
    rules = order.rules_on(day) if order else None
    return RequestPage(
        request=request,
        content=content,
        rule=rule,
        items=_items(rule, verdicts, texts, documents) if rule and texts else (),
        decisions=[
            Shown(decision, texts.reasons(decision) if texts else None, facts_of(decision))
            for decision in decisions
        ],
        interim=told.interim,
        delays=told.delays,
        documents=documents,
        may_add_documents=own and State(request.state) in TAKES_DOCUMENTS,
        doable=doable([verb for verb in verbs if verb is not Verb.JUDGE_ITEM], content, rules, holds=holds),
        may_judge=Verb.JUDGE_ITEM in verbs,
        missing_roles=missing,
        wanted_roles=asked.wanted if asked else (),
        look_at=[texts.what(again) for again in reversed(told.again)] if texts else (),
        space=_space(request, day) if content and content.ground is Ground.SPACE else (),
        worksite=_worksite(sight, decisions[0], order, day) if holds and order else "",
        days_left=_days_left(request, day),
    )


def _documents(sight: Sight, request: Request, rule: GroundRule | None) -> Sequence[ShownDocument]:
    items = {document.item: document.says for document in rule.documents} if rule else {}
    return shown_documents(sight, str(request), request.person, items=items)


def _objection(sight: Sight, request: Request, told: Told) -> Objection | None:
    """Why somebody may not vote on a request now, if they may not."""
    reconsidering = request.state == State.IN_RECONSIDERATION
    return objection_to_vote(sight.person.pk, told.votes, request.round, reconsidering=reconsidering)


def _asked(request: Request, route: Route, told: Told) -> Asked | None:
    """Who is still asked; None once it is decided."""
    if request.state not in UNDECIDED:
        return None
    return asked_about(
        request,
        route.decided_by,
        told.votes,
        told.holders,
        delegable=route.delegable,
        reconsidering=request.state == State.IN_RECONSIDERATION,
    )


def _space(request: Request, day: date) -> Sequence[str]:
    found = space_at(request.person.duty_station, day)
    return space_words(found.facts(), day.isoformat()) if found else ()


def _worksite(sight: Sight, held: Decision, order: Directive, day: date) -> str:
    """What the person and human resources of the component read of the official worksite."""
    person = held.request.person
    own = person.pk == sight.person.pk
    if not held.facts.get("schedule") or not (own or sight.holds_for(Role.COMPONENT_HR, person.unit)):
        return ""
    clause = order.clause_of("worksite_days_per_period", held.decided_on)
    return worksite_words(held.facts["schedule"], day, own=own, clause=clause)


def _items(
    rule: GroundRule, verdicts: Iterable[ItemVerdict], texts: Texts, documents: Iterable[ShownDocument]
) -> list[Item]:
    newest = {verdict.item: verdict for verdict in verdicts}
    given = Counter(shown.document.item for shown in documents if shown.document.withdrawn_at is None)
    found = []
    for asked in rule.documents:
        said = newest.get(asked.item)
        found.append(
            Item(
                item=asked.item,
                says=asked.says,
                verdict=said,
                reason=texts.reason(said) if said else "",
                reference=texts.reference(said) if said else "",
                given=given[asked.item],
                sufficient=said is not None and is_sufficient(said, given[asked.item]),
            )
        )
    return found


def _days_left(request: Request, day: date) -> int | None:
    """Business days until it should be decided; None while nothing runs."""
    running = request.state in UNDECIDED and request.state != State.AWAITING_DOCUMENTS
    if not running or request.decide_by is None:
        return None
    return business_days_between(day, request.decide_by)
