"""Whom an order asks about an undecided request: roles that are missing, and who may speak for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from dutystation.web.accounts.models import Grant, Unit
from dutystation.web.accounts.roles import DECIDERS
from dutystation.web.accounts.scope import in_force
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import Vote, can_be_agreed, objection_to_vote, outstanding


@dataclass(frozen=True)
class Holders:
    """Who holds which deciding role on a day: by role and path of the unit, each with whether as delegate."""

    held: Mapping[tuple[str, str], Collection[tuple[str, bool]]] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, str, str, bool]]) -> Holders:
        """From rows of role, path of the unit, person, and whether as a delegate."""
        held: dict[tuple[str, str], list[tuple[str, bool]]] = {}
        for role, path, person, as_delegate in rows:
            held.setdefault((role, path), []).append((person, as_delegate))
        return cls(held)

    def of(self, role: str, unit: Unit | None, *, delegable: bool) -> frozenset[str]:
        """Everybody who holds a role for a unit, itself or from above; delegates only where that may be."""
        paths = [] if unit is None else _upwards(unit)
        found = (holder for path in paths for holder in self.held.get((role, path), ()))
        return frozenset(person for person, as_delegate in found if delegable or not as_delegate)


HELD: Mapping[str, Any] = {
    "text": "role",
    "path": "unit__path",
    "person": "person",
    "as_delegate": ExpressionWrapper(Q(deputy_for__isnull=False), BooleanField()),
}
"""Which column of a grant is which of `Holders.of_rows`, the role as `text`."""


def held_roles(day: date, units: Iterable[Unit] | None = None) -> QuerySet[Grant]:
    """The deciding roles that are held on a day; with `units` those that reach these."""
    rows = Grant.objects.filter(
        in_force(day) & (Q(deputy_for=None) | in_force(day, "deputy_for__")),
        role__in=DECIDERS,
        person__is_active=True,
    )
    if units is None:
        return rows
    return rows.filter(unit__path__in={path for unit in units for path in _upwards(unit)})


def holders(day: date, units: Iterable[Unit] | None = None) -> Holders:
    """Who holds the roles of `held_roles`, in one query."""
    return Holders.of_rows(held_roles(day, units).values_list(*HELD.values()))


def _upwards(unit: Unit) -> list[str]:
    """The path of a unit and of every one above it."""
    return [unit.path[: place + 1] for place, sign in enumerate(unit.path) if sign == "/"]


@dataclass(frozen=True)
class Asked:
    """The roles whose agreement is missing, and who may still speak for each role of the route."""

    missing: tuple[str, ...]
    may_speak: Mapping[str, Collection[str]]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The roles for which somebody is wanted; empty where different people can agree for all of them."""
        if can_be_agreed(self.missing, self.may_speak):
            return ()
        return tuple(role for role in self.missing if not self.may_speak[role]) or self.missing

    def best_for(self, person: str, roles: Collection[str]) -> str | None:
        """In which of their roles somebody agrees; None where all of those have agreed already.

        Where they hold several, in one that leaves the others to somebody else.
        """
        fitting = [role for role in self.missing if role in roles]
        for role in fitting:
            others = [other for other in self.missing if other != role]
            if can_be_agreed(others, {name: set(self.may_speak[name]) - {person} for name in others}):
                return role
        return fitting[0] if fitting else None


def asked_about(
    request: Request,
    roles: Sequence[str],
    votes: Sequence[Vote],
    there: Holders,
    *,
    delegable: bool,
    reconsidering: bool,
) -> Asked:
    """Who is asked about a request that these roles decide. Neither who asks nor who has spoken is asked."""
    silent = {request.person_id} | {
        vote.person
        for vote in votes
        if objection_to_vote(vote.person, votes, request.round, reconsidering=reconsidering)
    }
    return Asked(
        outstanding(roles, votes, request.round),
        {role: there.of(role, request.person.unit, delegable=delegable) - silent for role in roles},
    )
