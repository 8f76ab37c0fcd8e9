"""In which role somebody acts on a filing: the order names the roles, their grants say who holds them."""

from __future__ import annotations

from collections.abc import Sequence

from dutystation.directives.directive import Directive
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Capacity, Sight
from dutystation.web.filings.rules import Who


def roles_of(who: Who, directive: Directive) -> tuple[Sequence[str], bool]:
    """The roles that do it under an order, and whether a delegate can. The department's is always its own."""
    if who is Who.DEPARTMENT:
        return (Role.POLICY_OFFICE.value,), False
    named = directive.order.certification
    roles = named.prepared_by if who is Who.PREPARER else named.certified_by
    return tuple(role.value for role in roles), named.delegable


def capacity(sight: Sight, who: Who, directive: Directive, component: Unit) -> Capacity | None:
    """In which role somebody is one of those who do it for a component; None where they are not."""
    roles, delegable = roles_of(who, directive)
    return sight.capacity(roles, component, delegable=delegable)
