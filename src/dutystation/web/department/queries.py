"""Reading what concerns the department: its order, its components, what is put together and released."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.publication import consolidation_document
from dutystation.publication.consolidation import Consolidation as Consolidated
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.department.models import Consolidation, Fulfilment, Proposal, Release, Reminder
from dutystation.web.filings.models import Filing
from dutystation.web.filings.queries import holding_versions
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of, issued_on


def standing_on(day: date) -> IssuedDirective | None:
    """The version whose obligations are shown: the one in force, else the one that was last."""
    return issued_on(day) or IssuedDirective.objects.filter(rescinds=False).order_by("-version").first()


def order_on(day: date) -> Directive | None:
    """The order of that version, read from the bytes that were issued."""
    issued = standing_on(day)
    return directive_of(issued) if issued else None


def order_named(name: str) -> Directive:
    """The newest version of an order. Raises DoesNotExist where none of that name was issued."""
    return directive_of(IssuedDirective.objects.filter(name=name, rescinds=False).latest("version"))


def hold_filings(order: str, obligation: str) -> dict[str, Filing]:
    """The filings of an obligation by component, held until the transaction ends.

    Whoever files, returns or withdraws one of them comes before all of it or after it.
    """
    rows = Filing.objects.select_for_update().filter(order=order, obligation=obligation)
    return {filing.component_id: filing for filing in rows.order_by("pk")}


def newest_fulfilments(order: str) -> dict[str, Fulfilment]:
    """What was recorded last of each obligation of the department itself."""
    rows = Fulfilment.objects.filter(order=order).select_related("person").order_by("pk")
    return {row.obligation: row for row in rows}


def reminders_of(filings: Iterable[Filing]) -> dict[int, list[Reminder]]:
    """Every reminder of some filings, the newest first."""
    found: dict[int, list[Reminder]] = {}
    for reminder in Reminder.objects.filter(filing__in=list(filings)).order_by("-at", "-pk"):
        found.setdefault(reminder.filing_id, []).append(reminder)
    return found


def all_consolidations() -> QuerySet[Consolidation]:
    """Every report that was put together, the newest first, without what it holds."""
    return Consolidation.objects.defer("content").select_related("person").order_by("-pk")


def consolidated(row: Consolidation) -> Consolidated:
    """What a row holds."""
    return consolidation_document.consolidation_of(row.content)


def is_current(found: Consolidated) -> bool:
    """Whether exactly the versions in it are those that count now."""
    now = holding_versions(found.order, found.obligation).values_list("filing__component", "sha256")
    return set(now) == {(report.part.component, report.part.sha256) for report in found.filed}


def releases() -> QuerySet[Release]:
    """Every release, the newest first."""
    return Release.objects.select_related("person", "proposal__person", "proposal__consolidation").defer(
        "proposal__consolidation__content"
    )


def open_proposals() -> QuerySet[Proposal]:
    """What is proposed and neither approved nor declined: one at most."""
    rows = Proposal.objects.filter(release=None, declination=None).select_related("person", "consolidation")
    return rows.defer("consolidation__content")


def folder_of(release: Release) -> Path:
    """Where the files of a release are."""
    return releases_folder(release.order) / release.name


def releases_folder(order: str) -> Path:
    """Where releases of an order are kept: a folder that can be copied to any web server."""
    return Path(settings.RELEASES) / order


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """A release that waits for somebody else than the one who proposed it."""
    if not (sight.sees_department() and sight.holds(Role.POLICY_OFFICE, Role.AGENCY_HEAD)):
        return []
    return [
        Waiting(_("A public release waits for your approval"), reverse("releases"))
        for _proposal in open_proposals().exclude(person=sight.person)[:1]
    ]
