"""Where somebody can go from every page, by the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: str
    address: str
    here: bool


def places(sight: Sight, path: str) -> tuple[Place, ...]:
    """The entries for one person, in their order."""
    entries = [(_("Home"), "home")]
    if sight.holds(Role.AUDITOR):
        entries.append((_("Events"), "events"))
    if sight.holds(Role.ADMINISTRATOR):
        entries.append((_("Roles"), "roles"))
    found = [(title, reverse(name)) for title, name in entries]
    return tuple(
        Place(title, address, path == address or (address != reverse("home") and path.startswith(address)))
        for title, address in found
    )
