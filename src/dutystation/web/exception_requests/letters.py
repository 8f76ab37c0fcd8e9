"""The letter of a decision: what was decided, why, what it rests on, and what can be done about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dutystation.reports.labels import day
from dutystation.reports.letter import Letter, LetterSection
from dutystation.web.accounts.roles import Role
from dutystation.web.exception_requests.facts import facts_of
from dutystation.web.exception_requests.models import Decision, Outcome
from dutystation.web.exception_requests.queries import authority_of
from dutystation.web.exception_requests.sealed import content_of, reasons_of
from dutystation.web.exception_requests.wording import OUTCOMES
from dutystation.web.notices.queries import directive_of


def letter_of(decision: Decision) -> Letter:
    """The letter to the person of a request. Whoever calls asks first whether it may be read.

    Raises Refused where a seal cannot be opened now.
    """
    request = decision.request
    directive, content = directive_of(request.directive), content_of(request)
    facts = [
        (_("What you asked for"), content.asked),
        (_("Ground"), directive.grounds[content.ground].label),
        (_("Decision"), str(OUTCOMES[decision.outcome])),
    ]
    if decision.valid_from and decision.outcome != Outcome.DENIED:
        until = day(decision.valid_until) if decision.valid_until else _("until further notice")
        facts.append((_("It holds"), f"{day(decision.valid_from)} – {until}"))
    if decision.review_on:
        facts.append((_("Looked at again on"), day(decision.review_on)))
    return Letter(
        sender=request.component.name,
        to=str(request.person),
        title=_("Decision on your request"),
        dated=decision.decided_on,
        reference=f"{_('Request')} {request.pk}, {_('decision')} {decision.pk}",
        opening=_("This is the decision on what you asked for under the order “{title}”.").format(
            title=request.directive.title
        ),
        facts=tuple(facts),
        sections=tuple(_sections(decision)),
        signed=_signed(decision),
    )


def _sections(decision: Decision) -> list[LetterSection]:
    said = reasons_of(decision)
    sections = []
    if said.reasons:
        sections.append(LetterSection(_("Reasons"), tuple(said.reasons.splitlines())))
    if decision.limits:
        sections.append(LetterSection(_("What it covers"), tuple(decision.limits.splitlines())))
    if said.alternatives:
        sections.append(LetterSection(_("What you can do instead"), tuple(said.alternatives.splitlines())))
    sections.append(LetterSection(_("What it rests on"), (authority_of(decision),), facts_of(decision)))
    if decision.outcome == Outcome.DENIED:
        rights = directive_of(decision.request.directive).rights_on(decision.decided_on)
        sections.append(LetterSection(_("If you do not agree"), items=rights))
    return sections


def _signed(decision: Decision) -> str:
    if decision.decided_by is None:
        return _("This came about by itself; nobody had to decide it.")
    last = decision.deciders[-1] if decision.deciders else None
    role = Role(last["role"]).words if last and last["person"] == decision.decided_by_id else ""
    return f"{decision.decided_by}" + (f", {role}" if role else "")
