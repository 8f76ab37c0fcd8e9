"""A request as one person sees it: how much of it, and what they can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import QueryDict

from dutystation.directives.business_days import business_days_between
from dutystation.directives.grounds import GroundRule
from dutystation.terms.ground import Ground
from dutystation.web.accounts.scope import Sight, Thing
from dutystation.web.evidence.queries import ShownDocument, shown_documents
from dutystation.web.exception_requests.facts import facts_of, space_words
from dutystation.web.exception_requests.forms import FORMS, ApprovalForm, GiveUpForm
from dutystation.web.exception_requests.models import Decision, ItemVerdict, Request
from dutystation.web.exception_requests.queries import (
    Noted,
    Noting,
    approval_holds,
    capacities_on,
    is_sufficient,
    noted,
    space_at,
)
from dutystation.web.exception_requests.rules import (
    BY,
    TABLE,
    TAKES_DOCUMENTS,
    UNDECIDED,
    State,
    Verb,
    Who,
    outstanding,
)
from dutystation.web.exception_requests.sealed import Content, Reasons, Texts, texts_of
from dutystation.web.exception_requests.wording import GIVE_UP, VERBS, Words
from dutystation.web.notices.queries import directive_of

APPROVALS = frozenset({Verb.APPROVE, Verb.APPROVE_FOR_LESS})


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
class Doable:
    """One thing that who looks can do now."""

    verb: Verb
    words: Words
    form: forms.Form
    asks: bool
    """Whether it asks for words, so that it is folded away until it is wanted."""


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
    space: Sequence[str]
    """Seats and people of the building today, where the request is about them."""
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
    texts = texts_of(request, *decisions, *verdicts) if readable else None
    content = texts.content(request) if texts else None
    rule = directive_of(request.directive).grounds[content.ground] if content else None
    route = rule.route_for(request.component_id) if rule else None
    notes = noted(request)
    agreed = [note.vote() for note in notes if note.kind is Noting.AGREED]
    decider = route is not None and not own and bool(capacities_on(route, sight, request))
    undecided = request.state in UNDECIDED
    missing = outstanding(route.decided_by, agreed, request.round) if route and undecided else ()
    holds = bool(decisions) and approval_holds(decisions[0], day)
    documents = shown_documents(
        sight,
        str(request),
        request.person,
        items={document.item: document.says for document in rule.documents} if rule else {},
    )
    return RequestPage(
        request=request,
        content=content,
        rule=rule,
        items=_items(rule, verdicts, texts, documents) if rule and texts else (),
        decisions=[
            Shown(decision, texts.reasons(decision) if texts else None, facts_of(decision))
            for decision in decisions
        ],
        interim=[note for note in notes if note.kind is Noting.INTERIM],
        delays=[note for note in notes if note.kind is Noting.DELAY],
        documents=documents,
        may_add_documents=own and State(request.state) in TAKES_DOCUMENTS,
        doable=_doable(request, own=own, decider=decider, content=content, missing=len(missing), holds=holds),
        may_judge=decider and Verb.JUDGE_ITEM in TABLE[State(request.state)],
        missing_roles=missing,
        space=_space(request, day) if content and content.ground is Ground.SPACE else (),
        days_left=_days_left(request, day),
    )


def _space(request: Request, day: date) -> Sequence[str]:
    found = space_at(request.person.duty_station, day)
    return space_words(found.facts(), day.isoformat()) if found else ()


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


def _doable(
    request: Request, *, own: bool, decider: bool, content: Content | None, missing: int, holds: bool
) -> list[Doable]:
    """What can be done now. While others are missing too one can agree, and the last one decides."""
    left_out = {Verb.JUDGE_ITEM, *(APPROVALS if missing > 1 else {Verb.AGREE})}
    who = {Who.REQUESTER} if own else {Who.DECIDER} if decider else set()
    found = []
    for verb in TABLE[State(request.state)]:
        if BY[verb] & who and verb not in left_out:
            form = form_for(verb, content, holds=holds)
            words = GIVE_UP if isinstance(form, GiveUpForm) else VERBS[verb]
            found.append(Doable(verb, words, form, asks=bool(form.fields)))
    return found


def form_for(
    verb: Verb, content: Content | None, data: QueryDict | None = None, *, holds: bool
) -> forms.Form:
    """The form of a verb, for a request of that content; `holds` says whether an approval holds on it."""
    kind = GiveUpForm if verb is Verb.WITHDRAW and holds else FORMS[verb]
    if issubclass(kind, ApprovalForm):
        space = content is not None and content.ground is Ground.SPACE
        return kind(data, auto_id=f"{verb}_%s", space=space)
    return kind(data, auto_id=f"{verb}_%s")


def _days_left(request: Request, day: date) -> int | None:
    """Business days until it should be decided; None while nothing runs."""
    running = request.state in UNDECIDED and request.state != State.AWAITING_DOCUMENTS
    if not running or request.decide_by is None:
        return None
    return business_days_between(day, request.decide_by)
