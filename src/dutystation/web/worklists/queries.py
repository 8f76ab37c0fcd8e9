"""Reading findings: what is in whose sight, how many there are, and what is chosen of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from dutystation.directives.directive import Directive
from dutystation.directives.load import read_directive
from dutystation.reports.suppression import OWN_STAFF
from dutystation.terms.errors import UnusableInput
from dutystation.terms.finding import FindingKind
from dutystation.terms.ground import NO_GROUND
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import COUNT_FINDINGS, Sight, Thing, in_force, within
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of, newest_run
from dutystation.web.results.reasons import reasons_shown_of
from dutystation.web.worklists.chosen import Chosen, Filter
from dutystation.web.worklists.models import Choice, Item
from dutystation.web.worklists.rules import ItemState, ItemVerb, before

DIRECTIVE_OF_A_RUN = "report/directive.yaml"
OPEN = Q(state=ItemState.OPEN)
TELL_A_REASON = {FindingKind.NO_REASON: NO_GROUND}
"""Kinds of which there is one finding for each person with a reason, so that they count these people."""
NUMBERS = ("open", "overdue", "mine", "nobodys", "explained")


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

    Those of a person belong to the component of their unit (see `Item`), so that for a whole component no
    person needs to be looked at.
    """
    seen = Q(pk__in=[])
    for unit in units:
        if unit.parent_id is None:  # everything, without looking whose it is
            return Q()
        if unit.component_id == unit.pk:
            seen |= Q(component=unit)
        else:
            seen |= within(unit, "person")
    return seen


def findings(sight: Sight, kind: FindingKind, asked: Filter) -> QuerySet[Item]:
    """The findings of a kind that are in sight and match, those due first."""
    return _matching(of_units(sight.units(Thing.FINDING)), sight, kind, asked).order_by("due_on", "pk")


def with_rows(items: Iterable[Item]) -> list[Item]:
    """The findings of one page, in its order, with what the page shows of them.

    They are asked for once it is known which they are: so those of the pages before need not be put together.
    """
    shown = Item.objects.filter(pk__in=[item.pk for item in items]).prefetch_related("answers")
    with_people = shown.select_related("person", "person__unit", "owner", "component")
    return list(with_people.order_by("due_on", "pk"))


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


def choices(sight: Sight, kind: FindingKind) -> Choices:
    """Every sender, reason, period and component with findings of a kind, of the components in sight."""
    units = sight.units(Thing.FINDING)
    rows = Choice.objects.filter(kind=kind).values_list("sender", "reason", "period", "component")
    if not any(unit.parent_id is None for unit in units):
        rows = rows.filter(component__in={unit.component_id for unit in units})
    columns = [sorted({value for value in column if value}) for column in zip(*rows, strict=True)]
    return Choices(*columns) if columns else Choices([], [], [], [])


@dataclass(frozen=True)
class KindCount:
    """One row is a kind with how many findings of it are there; `component` is empty for all in sight.

    Where they are `hidden` the numbers are 0 and say nothing.
    """

    kind: FindingKind
    component: str
    open: int
    overdue: int
    mine: int
    nobodys: int
    explained: int
    hidden: bool = False


def counts(sight: Sight) -> list[KindCount]:
    """The findings in sight that are not mended, by component and kind, in the order of both."""
    return _counted(of_units(sight.units(Thing.FINDING)), sight)


def counts_for_the_department(sight: Sight) -> list[KindCount]:
    """The same of the units whose counts are in sight: numbers, no names.

    People without a reason are findings and a line of the figures, and hidden here where they are there.
    """
    seen = Q(pk__in=[])
    for unit in sight.units_of(*COUNT_FINDINGS):
        if unit.parent_id is None:
            seen = Q()
            break
        seen |= Q(component=unit.component_id)
    return _with_reasons_hidden(_counted(seen, sight), sight)


def _with_reasons_hidden(counted: Sequence[KindCount], sight: Sight) -> list[KindCount]:
    """The counts without those of people without a reason that may not be shown to whoever looks."""
    units = Unit.objects.in_bulk({count.component for count in counted if count.kind in TELL_A_REASON})
    hidden_from = [unit for unit in units.values() if not sight.sees_small_counts_of(unit)]
    run = newest_run() if hidden_from else None
    if run is None:
        return list(counted)
    shown = reasons_shown_of(run, sight.day)
    hidden = {
        (unit.pk, kind)
        for unit in hidden_from
        for kind, reason in TELL_A_REASON.items()
        if shown.hides(OWN_STAFF if unit.parent_id is None else unit.pk, reason)
    }
    return [
        KindCount(count.kind, count.component, 0, 0, 0, 0, 0, hidden=True)
        if (count.component, count.kind) in hidden
        else count
        for count in counted
    ]


def by_kind(counted: Iterable[KindCount]) -> list[KindCount]:
    """The sum of each kind over all components, in the order of the kinds; also of those without any."""
    found = list(counted)
    return [
        KindCount(
            kind,
            "",
            *(sum(getattr(count, name) for count in found if count.kind is kind) for name in NUMBERS),
        )
        for kind in FindingKind
    ]


def _counted(seen: Q, sight: Sight) -> list[KindCount]:
    rows = Item.objects.filter(seen, state__in=(ItemState.OPEN, ItemState.EXPLAINED)).order_by()
    counted = rows.values("component", "kind").annotate(
        open=Count("pk", filter=OPEN),
        overdue=Count("pk", filter=OPEN & Q(due_on__lt=sight.day)),
        mine=Count("pk", filter=OPEN & Q(owner=sight.person)),
        nobodys=Count("pk", filter=OPEN & Q(owner=None)),
        explained=Count("pk", filter=Q(state=ItemState.EXPLAINED)),
    )
    order = list(FindingKind)
    found = [
        KindCount(
            kind=FindingKind(row["kind"]),
            component=row["component"] or "",
            open=row["open"],
            overdue=row["overdue"],
            mine=row["mine"],
            nobodys=row["nobodys"],
            explained=row["explained"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda count: (count.component, order.index(count.kind)))


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
            found.append(
                Waiting(title % {"count": number_format(mine["count"])}, reverse("worklists"), mine["due"])
            )
        if nobodys["count"]:
            title = ngettext(
                "Nobody looks at %(count)s finding yet",
                "Nobody looks at %(count)s findings yet",
                nobodys["count"],
            )
            found.append(
                Waiting(
                    title % {"count": number_format(nobodys["count"])}, reverse("worklists"), nobodys["due"]
                )
            )
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
