"""Reading holds, lists of what is past its time, and what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dutystation.terms.retention import RecordKind
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.department.queries import order_on
from dutystation.web.exception_requests.models import Request
from dutystation.web.retention.due import Past, oldest, past_by_component, term_of
from dutystation.web.retention.models import Disposal, Entry, Hold, Register, ReleaseAsked
from dutystation.web.retention.rules import COUNTED, DOCUMENTS, Reach, may_be_second
from dutystation.web.retention.scope import (
    DISPOSE,
    HOLDING,
    SEEING,
    may_dispose,
    may_hold_component,
    may_hold_everything,
    may_hold_person,
    own_units,
    reaches,
    sees_documents,
    sees_held,
    where_holds,
)

OPEN = Q(approval=None, declination=None)
"""The condition on lists that nobody has decided."""


@dataclass(frozen=True)
class Line:
    """What is past its time in one component, by kind as `COUNTED` has them; None where it is not shown."""

    component: Unit
    counts: tuple[Past | None, ...]


@dataclass(frozen=True)
class Oldest:
    """The oldest of records that are only looked at, and whether it is past its time."""

    kind: RecordKind
    written_on: date
    is_past: bool


def hold_register() -> None:
    """Holds the register until the transaction ends; the first lock of everything done here."""
    Register.objects.select_for_update().get(pk=1)


def lines(sight: Sight, day: date) -> list[Line]:
    """What is past its time in the components in sight, those alone in which anything is; by name.

    Whoever sees no holds on people sees nothing of what is held: a line of zeros would tell of one.
    """
    past = past_by_component(order_on(day), day)
    seen = own_units(sight, *SEEING)
    components = [
        unit for unit in Unit.objects.filter(pk__in=past).order_by("name", "pk") if reaches(seen, unit)
    ]
    found = (
        Line(
            unit,
            tuple(
                _shown(past[unit.pk].get(kind, Past()), held=sees_held(sight))
                if kind not in DOCUMENTS or sees_documents(sight, kind, unit)
                else None
                for kind in COUNTED
            ),
        )
        for unit in components
    )
    return [line for line in found if any(count and (count.free or count.held) for count in line.counts)]


def _shown(past: Past, *, held: bool) -> Past:
    return past if held else Past(past.free)


def oldest_lines(day: date) -> list[Oldest]:
    """The oldest mail and event, each with whether it is past its time."""
    found = []
    for kind in (RecordKind.MAILS, RecordKind.EVENTS):
        written, term = oldest(kind), term_of(order_on(day), kind, day)
        if written is not None:
            found.append(Oldest(kind, on := localdate(written), term is not None and on <= term.last_start))
    return found


def holds_in_sight(sight: Sight) -> QuerySet[Hold]:
    """Every hold that somebody may know of, in force or ended, with what was asked and done about it."""
    rows = Hold.objects.filter(where_holds(sight)).select_related(
        "person__unit", "component", "by", "release__by", "release__asked__by"
    )
    return rows.order_by("-pk")


def may_release(sight: Sight, hold: Hold) -> bool:
    """Whether somebody may ask for the release of a hold, or release it when another one asked."""
    if hold.reach is Reach.PERSON:
        assert hold.person is not None
        return may_hold_person(sight, hold.person)
    if hold.component is not None:
        return may_hold_component(sight, hold.component)
    return may_hold_everything(sight)


def newest_asked(hold: Hold) -> ReleaseAsked | None:
    """What was asked last about releasing a hold."""
    return hold.releases_asked.select_related("by").order_by("-pk").first()


def disposals_in_sight(sight: Sight) -> QuerySet[Disposal]:
    """Every list that somebody may know of, the newest first, with how many documents and what became."""
    seen = Q(pk__in=[])
    for kind in DOCUMENTS:
        for unit in own_units(sight, *DISPOSE[kind], Role.AUDITOR):
            seen |= Q(kind=kind, component__path__startswith=unit.path)
    rows = Disposal.objects.filter(seen).select_related(
        "component", "put_forward__by", "approval__by", "declination__by"
    )
    counted = rows.annotate(
        documents=Count("entries"),
        destroyed=Count("entries", filter=Q(entries__document__destruction__isnull=False)),
        stayed=Count("entries", filter=Q(entries__kept__isnull=False)),
    )
    return counted.order_by("-pk")


def handed_in(numbers: Iterable[int]) -> set[int]:
    """Those of some requests that were handed in: of the others nobody but their person sees a page."""
    found = Request.objects.filter(pk__in=list(numbers), submitted_on__isnull=False)
    return set(found.values_list("pk", flat=True))


def unfinished_entries(disposal: Disposal) -> QuerySet[Entry]:
    """The documents of a list that are neither destroyed nor kept."""
    return disposal.entries.filter(kept=None, document__destruction=None)


def is_listed(day: date) -> Exists:
    """Whether a document is on a list that is not done, or on a declined one that is to come again later."""
    waits = Q(disposal__declination=None, kept=None) | Q(disposal__declination__again_from__gt=day)
    return Exists(Entry.objects.filter(waits, document=OuterRef("pk")))


def is_kept_whole(component: Unit) -> bool:
    """Whether a hold on a component, or on everything, is in force; of those on people it says nothing."""
    reach = Q(component=component) | Q(component=None)
    return Hold.objects.filter(reach, person=None, release=None).exists()


def waiting(sight: Sight, _day: date) -> list[Waiting]:
    """Lists that wait for somebody to look through them or to approve them, and holds to be released."""
    found = []
    for disposal in disposals_in_sight(sight).filter(OPEN) if own_units(sight, *SEEING) else ():
        if not may_dispose(sight, disposal.kind, disposal.component):
            continue
        address = reverse("disposal", args=[disposal.pk])
        if not hasattr(disposal, "put_forward"):
            found.append(Waiting(_("Documents are past their time: look through the list"), address))
        elif may_be_second(sight.person.pk, disposal.put_forward.by_id):
            found.append(Waiting(_("Documents are to be destroyed: a second person approves it"), address))
    return [*found, *_releases_waiting(sight)]


def _releases_waiting(sight: Sight) -> list[Waiting]:
    if not own_units(sight, HOLDING):
        return []
    asked = holds_in_sight(sight).filter(release=None).prefetch_related("releases_asked")
    return [
        Waiting(_("A hold is to be released: a second person confirms it"), reverse("hold", args=[hold.pk]))
        for hold in asked.exclude(releases_asked=None).distinct()
        if may_release(sight, hold)
        and may_be_second(sight.person.pk, next(iter(hold.releases_asked.all())).by_id)
    ]
