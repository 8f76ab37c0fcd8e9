"""Reading findings: what is in whose sight, how many there are, and what is chosen of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from dutystation.directives.directive import Directive
from dutystation.directives.load import read_directive
from dutystation.terms.errors import UnusableInput
from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import COUNT_FINDINGS, Sight, Thing, in_force, within
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of
from dutystation.web.worklists.chosen import Chosen, Filter
from dutystation.web.worklists.models import Item
from dutystation.web.worklists.rules import ItemState, ItemVerb, before

DIRECTIVE_OF_A_RUN = "report/directive.yaml"
OPEN = Q(state=ItemState.OPEN)
WITH_ROWS = ("person", "person__unit", "owner", "component")


def directive_of_run(run: ReceivedRun) -> Directive:
    """The order under which a run was measured, as the run keeps it. Raises UnusableInput without it."""
    file = folder_of(run.name) / DIRECTIVE_OF_A_RUN
    try:
        text = file.read_bytes()
    except OSError as problem:
        raise UnusableInput(
            str(file), f"it cannot be read ({problem.strerror})", remedy="Run the measurement anew"
        ) from problem
    return read_directive(text, name=run.directive_name, file=str(file))


def of_units(units: Iterable[Unit]) -> Q:
    """The condition on findings that somebody sees who sees what is found in the rows of these units.

    Findings without a person are their component's; those of a person are in sight as the person is.
    """
    seen = Q(pk__in=[])
    for unit in units:
        if unit.parent_id is None:  # everything, without looking whose it is
            return Q()
        if unit.component_id == unit.pk:
            seen |= Q(component=unit) & (Q(person=None) | within(unit, "person"))
        else:
            seen |= within(unit, "person")
    return seen


def findings(sight: Sight, kind: FindingKind, asked: Filter) -> QuerySet[Item]:
    """The findings of a kind that are in sight and match, those due first, with what a list shows of them."""
    seen = _matching(of_units(sight.units(Thing.FINDING)), sight, kind, asked)
    return seen.select_related(*WITH_ROWS).prefetch_related("answers").order_by("due_on", "pk")


def chosen_findings(sight: Sight, chosen: Chosen) -> QuerySet[Item]:
    """What is chosen of the findings that somebody mends, as human resources of their units."""
    mended_by = of_units(sight.units_of(Role.COMPONENT_HR))
    if chosen.ticked is None:
        return _matching(mended_by, sight, chosen.kind, chosen.filter)
    return Item.objects.filter(mended_by, kind=chosen.kind, pk__in=chosen.ticked)


def _matching(seen: Q, sight: Sight, kind: FindingKind, asked: Filter) -> QuerySet[Item]:
    condition = asked.condition(sight.person.pk, sight.day.isoformat())
    return Item.objects.filter(seen & condition, kind=kind)


@dataclass(frozen=True)
class Choices:
    """What a list of findings can be narrowed to, as it stands in its rows."""

    senders: Sequence[str]
    reasons: Sequence[str]
    periods: Sequence[str]
    components: Sequence[str]


def choices(sight: Sight, kind: FindingKind, asked: Filter) -> Choices:
    """Every sender, reason, period and component of the findings in sight in the state that is asked for."""
    found = _matching(of_units(sight.units(Thing.FINDING)), sight, kind, Filter(state=asked.state))
    rows = found.order_by().values_list("sender", "reason", "period", "component").distinct()
    columns = [sorted({value for value in column if value}) for column in zip(*rows, strict=True)]
    return Choices(*columns) if columns else Choices([], [], [], [])


@dataclass(frozen=True)
class KindCount:
    """One row is a kind with how many findings of it are there; `component` is empty for all in sight."""

    kind: FindingKind
    component: str
    open: int
    overdue: int
    mine: int
    nobodys: int
    explained: int


def counts(sight: Sight) -> list[KindCount]:
    """Every kind with the findings in sight that are not mended, in the order of the kinds."""
    rows = Item.objects.filter(of_units(sight.units(Thing.FINDING)))
    found = {count.kind: count for count in _counted(rows, sight, "kind")}
    return [found.get(kind, KindCount(kind, "", 0, 0, 0, 0, 0)) for kind in FindingKind]


def counts_by_component(sight: Sight) -> list[KindCount]:
    """Every component and kind with findings, in the units whose counts are in sight: numbers, no names."""
    units = sight.units_of(*COUNT_FINDINGS)
    seen = Q(pk__in=[])
    for unit in units:
        seen |= Q() if unit.parent_id is None else Q(component=unit.component_id)
    whole = any(unit.parent_id is None for unit in units)
    rows = Item.objects.all() if whole else Item.objects.filter(seen)
    order = list(FindingKind)
    found = _counted(rows, sight, "component", "kind")
    return sorted(found, key=lambda count: (count.component, order.index(count.kind)))


def _counted(rows: QuerySet[Item], sight: Sight, *by: str) -> list[KindCount]:
    counted = (
        rows.exclude(state=ItemState.MENDED)
        .order_by()
        .values(*by)
        .annotate(
            open=Count("pk", filter=OPEN),
            overdue=Count("pk", filter=OPEN & Q(due_on__lt=sight.day)),
            mine=Count("pk", filter=OPEN & Q(owner=sight.person)),
            nobodys=Count("pk", filter=OPEN & Q(owner=None)),
            explained=Count("pk", filter=Q(state=ItemState.EXPLAINED)),
        )
    )
    return [
        KindCount(
            kind=FindingKind(row["kind"]),
            component=row.get("component", ""),
            open=row["open"],
            overdue=row["overdue"],
            mine=row["mine"],
            nobodys=row["nobodys"],
            explained=row["explained"],
        )
        for row in counted
    ]


def possible_owners(sight: Sight) -> QuerySet[Person]:
    """Everybody who is human resources for a unit of whoever looks, or for one above or below it."""
    beside = Q(pk__in=[])
    for unit in sight.units_of(Role.COMPONENT_HR):
        parts = unit.path.rstrip("/").split("/")
        above = ["/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]
        beside |= Q(unit__path__in=above) | Q(unit__path__startswith=unit.path)
    held = Grant.objects.filter(beside & in_force(sight.day), role=Role.COMPONENT_HR)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name", "person")


def own_findings(person: Person) -> QuerySet[Item]:
    """What was found in somebody's own rows and is not mended; questions about their days first."""
    own = Item.objects.filter(person=person).exclude(state=ItemState.MENDED).prefetch_related("answers")
    return own.order_by("kind", "-day", "pk")


def own_question(person: Person, day: date) -> Item | None:
    """The question about a day of somebody's; None where there is none, or it is mended."""
    asked = Item.objects.filter(person=person, day=day, kind=FindingKind.QUESTIONED_DAY)
    return asked.filter(state__in=before(ItemVerb.ANSWER)).prefetch_related("answers").first()


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """Findings that somebody looks at, those that nobody looks at yet, and questions about one's own days."""
    found = []
    if sight.holds(Role.COMPONENT_HR):
        mends = Item.objects.filter(of_units(sight.units_of(Role.COMPONENT_HR)), OPEN).order_by()
        mine = mends.filter(owner=sight.person).aggregate(count=Count("pk"), due=Min("due_on"))
        nobodys = mends.filter(owner=None).aggregate(count=Count("pk"), due=Min("due_on"))
        if mine["count"]:
            title = ngettext(
                "%(count)s finding is yours to look at",
                "%(count)s findings are yours to look at",
                mine["count"],
            )
            found.append(Waiting(title % {"count": mine["count"]}, reverse("worklists"), mine["due"]))
        if nobodys["count"]:
            title = ngettext(
                "Nobody looks at %(count)s finding yet",
                "Nobody looks at %(count)s findings yet",
                nobodys["count"],
            )
            found.append(Waiting(title % {"count": nobodys["count"]}, reverse("worklists"), nobodys["due"]))
    asked = Item.objects.filter(
        OPEN, person=sight.person, kind=FindingKind.QUESTIONED_DAY, answers=None
    ).count()
    if asked:
        title = ngettext(
            "There is %(count)s question about your days",
            "There are %(count)s questions about your days",
            asked,
        )
        found.append(Waiting(title % {"count": asked}, reverse("questions")))
    return found
