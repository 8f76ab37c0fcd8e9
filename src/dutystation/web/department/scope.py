"""Who does what for the department. What they see is said in `accounts.scope`."""

from __future__ import annotations

from django.http import Http404

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.roles import Role


def needs_department(request: ActingRequest) -> None:
    """Raises Http404 unless what concerns all components together is in sight."""
    if not request.sight.sees_department():
        raise Http404


def is_policy_office(request: ActingRequest) -> bool:
    """Whether somebody is of the policy office of the whole department."""
    return _of_the_department(request, Role.POLICY_OFFICE)


def may_approve_releases(request: ActingRequest) -> bool:
    """Whether somebody can approve what another person proposed."""
    return _of_the_department(request, Role.POLICY_OFFICE) or _of_the_department(request, Role.AGENCY_HEAD)


def _of_the_department(request: ActingRequest, role: Role) -> bool:
    return any(grant.role == role and grant.unit.parent_id is None for grant in request.sight.grants)
