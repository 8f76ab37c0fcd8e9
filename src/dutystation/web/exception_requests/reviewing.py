"""Approvals that are looked at again soon, for whoever may confirm them. Source: domain rule 10.17."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from dutystation.web.accounts.models import Grant
from dutystation.web.accounts.scope import Sight, within
from dutystation.web.exception_requests.queries import (
    IN_FORCE,
    PROTECTED_ROLES,
    decisions_in_force,
    worklist,
)
from dutystation.web.exception_requests.rules import State
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of, issued_on


def expiring_soon_days(day: date) -> int | None:
    """Within how many days something ends soon, by the order that holds; None where none does."""
    issued = issued_on(day)
    return None if issued is None else directive_of(issued).rules_on(day).expiring_soon_days


def due_reviews(sight: Sight, search: str = "") -> QuerySet[Any]:
    """Approved requests of others that are looked at again within `expiring_soon_days`, or were to be before.

    Each with `review_on`, those due first come first: those that somebody may confirm, of people on the rolls
    whose name or id begins with `search`. None where no order holds.
    """
    days = expiring_soon_days(sight.day)
    held = decisions_in_force(sight.day).filter(request=OuterRef("pk"), outcome__in=IN_FORCE)
    found = worklist(sight, search=search).filter(
        _confirmed_by(sight), state=State.APPROVED, person__on_rolls=True
    )
    dated: QuerySet[Any] = found.annotate(review_on=Subquery(held.values("review_on")[:1]))
    if days is None:
        return dated.none()
    return dated.filter(review_on__lte=sight.day + timedelta(days=days)).order_by("review_on", "pk")


def _confirmed_by(sight: Sight) -> Q:
    """The condition on requests whose order names a role that somebody holds, on their ground."""
    found = Q(pk__in=[])
    # Of few orders at a time; each request is decided as its own order says.
    for issued in IssuedDirective.objects.filter(rescinds=False).defer("text"):
        for grant in sight.grants:
            there = within(grant.unit, "person") & Q(directive=issued)
            if grant.role in PROTECTED_ROLES:
                found |= there & Q(protected=True)
            found |= there & Q(protected=False, ground__in=_grounds(issued, grant))
    return found


def _grounds(issued: IssuedDirective, grant: Grant) -> list[str]:
    """The grounds on which an order asks a role in any component, of a delegate where it may be delegated."""
    return [
        ground
        for ground, rule in directive_of(issued).grounds.items()
        if any(
            grant.role in route.decided_by and (route.delegable or grant.deputy_for_id is None)
            for route in rule.routes
        )
    ]
