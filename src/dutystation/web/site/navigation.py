"""Where somebody can go from every page, by the roles they hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dutystation.web.accounts.roles import DECIDERS, DELEGABLE, Role
from dutystation.web.accounts.scope import FILINGS, Sight
from dutystation.web.notices.order_views import SEEING
from dutystation.web.retention.scope import sees_retention
from dutystation.web.seats.queries import SEE_SEATS
from dutystation.web.worklists.views import SEE_WORKLISTS


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: str
    address: str
    here: bool
    """Whether it leads to the very page that is shown."""
    section: bool
    """Whether the page that is shown belongs to it, unless the page says itself to which one it does."""


BOARD = ("consolidations", "what_if_ground", "what_if_classes", "releases")
"""Pages that are reached from the board and lie at addresses of their own."""


def places(sight: Sight, path: str) -> tuple[Place, ...]:
    """The entries for one person, in their order."""
    entries: list[tuple[str, str]] = [(_("Home"), reverse("home")), (_("Notices"), reverse("notices"))]
    if sight.person.unit_id:
        entries.append((_("My record"), reverse("record", kwargs={"person": sight.person.pk})))
        entries.append((_("My requests"), reverse("requests")))
        entries.append((_("Single days"), reverse("situational_days")))
    if sight.holds(*DECIDERS, Role.AUDITOR):
        entries.append((_("Worklist"), reverse("worklist")))
    if sight.holds(*SEE_SEATS):
        entries.append((_("Seats"), reverse("seats")))
    if sight.holds(*DELEGABLE):
        entries.append((_("Delegates"), reverse("delegates")))
    if sight.holds(Role.SUPERVISOR, Role.COMPONENT_HR, Role.AUDITOR):
        entries += [(_("People"), reverse("people")), (_("Disputes"), reverse("disputes"))]
    if sight.holds(*FILINGS):
        entries.append((_("Reports"), reverse("filings")))
    if sight.units_with_figures():
        entries.append((_("Figures"), reverse("figures")))
    if sight.holds(*SEE_WORKLISTS):
        entries.append((_("Findings"), reverse("worklists")))
    if sight.holds(*SEEING):
        entries.append((_("Orders"), reverse("orders")))
    if sight.holds(*FILINGS):
        entries.append((_("Board"), reverse("board")))
    if sees_retention(sight):
        entries.append((_("Retention"), reverse("retention")))
    if sight.holds(Role.AUDITOR):
        entries.append((_("Events"), reverse("events")))
    if sight.holds(Role.ADMINISTRATOR):
        entries.append((_("Roles"), reverse("roles")))
    section = _section({address for _title, address in entries}, sight, path)
    return tuple(Place(title, address, path == address, address == section) for title, address in entries)


def _section(addresses: set[str], sight: Sight, path: str) -> str:
    """The address of the entry to which a page belongs, by the longest beginning; empty where of none."""
    home, board = reverse("home"), reverse("board")
    begins = {address: address for address in addresses if address != home}
    begins |= {reverse(name): board for name in BOARD}
    begins[reverse("questions")] = reverse("record", kwargs={"person": sight.person.pk})
    found = [begin for begin in begins if path.startswith(begin)]
    return begins[max(found, key=len)] if found else ""
