"""Reading filings: which are in sight, how they stand, what stands in their way, what was filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dutystation.terms.ground import published_reason
from dutystation.terms.publication import BridgeLine
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.scope import FilingSight, Sight, within
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.exception_requests.models import DelayNote, Request
from dutystation.web.exception_requests.rules import UNDECIDED
from dutystation.web.filings import rules
from dutystation.web.filings.capacity import capacity, roles_of
from dutystation.web.filings.checks import Case
from dutystation.web.filings.checks.case import NamedPerson
from dutystation.web.filings.content import bridge_of
from dutystation.web.filings.findings import Gap, found
from dutystation.web.filings.grounds import behind, grounds_of, with_ended_approval
from dutystation.web.filings.measured import bridge_of as measured_bridge
from dutystation.web.filings.measured import not_returned
from dutystation.web.filings.models import FiledPerson, Filing, GapNote, Step, Version
from dutystation.web.filings.people import merged
from dutystation.web.filings.rules import HOLDING, WAITING, State, Who
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of
from dutystation.web.notices.rules import Reach
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import newest_run

TO_PREPARE = (State.OPEN, State.RETURNED, State.WITHDRAWN)
"""Nothing is filed and nothing waits: somebody has to prepare it."""


def components_of(issued: IssuedDirective) -> list[Unit]:
    """The components that an order reaches, whole or in part, by id."""
    reach = list(Unit.objects.filter(pk__in=Reach.read(issued.population).units))
    components = Unit.objects.filter(component=F("org_unit")).order_by("org_unit")
    return [unit for unit in components if any(unit.holds(other) or other.holds(unit) for other in reach)]


def filing_of(component: str, obligation: str) -> Filing | None:
    """The newest filing of a component on an obligation; None where none was opened."""
    rows = Filing.objects.filter(component=component, obligation=obligation).select_related("component")
    return rows.order_by("-pk").first()


def filings_in_sight(sight: Sight) -> QuerySet[Filing]:
    """Filings of which something is in sight, those due first."""
    seen = sight.where_filings() | _of_named_roles(sight)
    rows = Filing.objects.filter(seen).select_related("component", "holding", "waiting")
    # What a version holds is large, and lists show nothing of it.
    return rows.defer("holding__content", "waiting__content", "narrative").order_by("due_on", "component")


def titles_of(filings: Iterable[Filing]) -> Mapping[tuple[int, str], str]:
    """What the orders of filings call what is owed, by the version of the order and the obligation."""
    orders = IssuedDirective.objects.filter(pk__in={filing.directive_id for filing in filings})
    return {
        (issued.pk, name): owed.title
        for issued in orders
        for name, owed in directive_of(issued).obligations.items()
    }


def _of_named_roles(sight: Sight) -> Q:
    """Filings that an order lets somebody prepare or certify, whatever their role is called."""
    named = Q(pk__in=[])
    if not sight.grants:
        return named
    for issued in IssuedDirective.objects.filter(pk__in=Filing.objects.values("directive")):
        directive = directive_of(issued)
        for who in (Who.PREPARER, Who.CERTIFIER):
            roles, _delegable = roles_of(who, directive)
            for grant in sight.grants:
                if grant.role in roles:
                    named |= Q(directive=issued, component__path__startswith=grant.unit.path)
    return named


def sight_of_filing(sight: Sight, filing: Filing) -> FilingSight:
    """How much of a filing somebody sees; all of it whoever prepares or certifies it."""
    directive = directive_of(filing.directive)
    if any(capacity(sight, who, directive, filing.component) for who in (Who.PREPARER, Who.CERTIFIER)):
        return FilingSight.WHOLE
    return sight.filings_of(filing.component)


def versions_in_sight(seen: FilingSight, filing: Filing) -> QuerySet[Version]:
    """The versions of a filing that are in sight, the newest first: all of them, or those that were filed."""
    rows = Version.objects.filter(filing=filing).select_related("certification__person", "prepared_by", "run")
    if seen is FilingSight.NOTHING:
        return rows.none()
    return rows if seen is FilingSight.WHOLE else rows.exclude(certification=None)


def steps_in_sight(seen: FilingSight, filing: Filing) -> QuerySet[Step]:
    """What was done with it, the newest first; to the department only what concerns versions it was given."""
    rows = Step.objects.filter(filing=filing).select_related("person", "version").defer("version__content")
    if seen is not FilingSight.WHOLE:
        rows = rows.filter(verb__in=(rules.Verb.CERTIFY, rules.Verb.RETURN, rules.Verb.WITHDRAW))
    return rows.order_by("-pk")


def content(version: Version) -> dict[str, Any]:
    """Everything a version holds but the people; see docs/filings.md."""
    kept: dict[str, Any] = version.content
    return kept


def people_of(version: Version, *, reason: str = "", search: str = "") -> QuerySet[FiledPerson]:
    """Whom a version names, by id: all of them, those with a reason, those whose id begins with `search`."""
    rows = FiledPerson.objects.filter(version=version)
    if reason:
        rows = rows.filter(reason=reason)
    if search:
        rows = rows.filter(person__istartswith=search)
    return rows.order_by("person")


def holding_versions(order: str, obligation: str) -> QuerySet[Version]:
    """The filed versions that are counted in the department, by component, each with its certification."""
    held = Filing.objects.filter(order=order, obligation=obligation, state__in=HOLDING)
    rows = Version.objects.filter(pk__in=held.values("holding"))
    return rows.select_related("filing__component", "certification__person").order_by("filing__component")


def days_late(filing: Filing, day: date) -> int:
    """Days after the due day on which it was first filed, or that have gone by without."""
    return rules.days_late(filing.due_on, filing.first_filed_on, day)


def last_filed(filing: Filing) -> Version | None:
    """The version that was filed last, whatever became of it."""
    return filing.versions.exclude(certification=None).order_by("-number").first()


def explanations(filing: Filing) -> Mapping[str, GapNote]:
    """The newest note on each missing delivery, by the key of the gap."""
    return {note.key: note for note in filing.gap_notes.select_related("person").order_by("pk")}


def case_of(filing: Filing, version: Version | None, day: date, certifier: str = "") -> Case | None:
    """Everything that checks look at: of a version as it was frozen, or of the newest run as things stand.

    The cases behind it are always as they stand on `day`. None before any run was received.
    """
    newest = newest_run()
    return None if newest is None else case_under(newest, filing, version, day, certifier)


def case_under(
    newest: ReceivedRun,
    filing: Filing,
    version: Version | None,
    day: date,
    certifier: str = "",
    notes: Mapping[str, GapNote] | None = None,
) -> Case:
    """The same for whoever has asked for the newest run, and for the notes on missing deliveries, already."""
    component = filing.component
    run = version.run if version else newest
    if version:
        bridge: BridgeLine | None = bridge_of(content(version))
        rows = list(version.people.order_by("person").values_list("person", "reason"))
        gaps = {str(Gap.read(gap)): bool(gap["explanation"]) for gap in content(version)["gaps"]}
    else:
        explained = explanations(filing) if notes is None else notes
        gaps = {str(gap): gap.key in explained for gap in found(run, component).gaps}
        bridge = merged(measured_bridge(run, component.pk))
        rows = [
            (person.person, published_reason(person.reason)) for person in not_returned(run, component.pk)
        ]
    return Case(
        day=day,
        run=run.name,
        newest_run=newest.name,
        bridge=bridge,
        people=_named(component, rows, day),
        overdue=_overdue(component, day),
        gaps=gaps,
        preparer=version.prepared_by_id if version else "",
        certifier=certifier,
    )


def _named(component: Unit, rows: list[tuple[str, str]], day: date) -> tuple[NamedPerson, ...]:
    """People with the end of the approval they rest on, where it has one that has gone by."""
    those = with_ended_approval(component, day)
    # Mostly there are none, and one question answers it in place of the four that grounds take.
    ended = grounds_of(component, people=those) if those.exists() else {}
    found = []
    for person, reason in rows:
        ground = behind(reason, ended.get(person, ()), day)
        found.append(NamedPerson(person, reason, ground.ended_on(day) if ground else None))
    return tuple(found)


def _overdue(component: Unit, day: date) -> Mapping[int, bool]:
    """Requests that are undecided beyond their limit, by number, with whether a note says why."""
    late = Request.objects.filter(
        within(component, "person"), state__in=UNDECIDED, limit__lt=day, paused_on=None
    )
    numbers = list(late.order_by("pk").values_list("pk", flat=True))
    noted = set(DelayNote.objects.filter(request__in=numbers).values_list("request_id", flat=True))
    return {number: number in noted for number in numbers}


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """Reports that somebody has to prepare, and versions that wait for their certification."""
    asked: list[Waiting] = []
    if not sight.grants:
        return asked
    unfinished = Filing.objects.filter(_of_named_roles(sight), state__in=(*TO_PREPARE, *WAITING))
    rows = unfinished.select_related("component", "directive", "waiting").defer("waiting__content")
    for filing in rows.order_by("due_on", "component"):
        directive = directive_of(filing.directive)
        names = {"component": filing.component, "title": directive.obligations[filing.obligation].title}
        if filing.state in WAITING:
            if not capacity(sight, Who.CERTIFIER, directive, filing.component):
                continue
            assert filing.waiting is not None
            if filing.waiting.prepared_by_id == sight.person.pk:
                continue
            title = _("Certify the report of %(component)s: %(title)s") % names
            asked.append(Waiting(title, reverse("certify_filing", args=[filing.pk]), filing.due_on))
        elif capacity(sight, Who.PREPARER, directive, filing.component):
            title = _("Prepare the report of %(component)s: %(title)s") % names
            asked.append(Waiting(title, reverse("filing", args=[filing.pk]), filing.due_on))
    return asked
