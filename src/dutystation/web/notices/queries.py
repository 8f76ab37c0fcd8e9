"""Which version of an order holds on a day, whom it reaches, and how far its notices have come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.directives.load import read_directive
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.queries import named_like
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, Thing
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.notices.models import Chase, Dispatch, IssuedDirective, Notice
from dutystation.web.notices.rules import Reach

OUTSIDE = "outside"
OPEN = Q(acknowledged_at=None, due_on__isnull=False)
"""The condition on notices that are still to be acknowledged."""


def issued_on(day: date) -> IssuedDirective | None:
    """The version that holds on a day; None before the first one, and after a rescission."""
    found = _newest_on(day)
    return None if found is None or found.rescinds else found


def rescission_on(day: date) -> IssuedDirective | None:
    """The rescission that holds on a day; None where an order holds, and before the first one."""
    found = _newest_on(day)
    return found if found is not None and found.rescinds else None


def _newest_on(day: date) -> IssuedDirective | None:
    return IssuedDirective.objects.filter(from_day__lte=day).order_by("-from_day", "-version").first()


def latest() -> IssuedDirective | None:
    """The newest version, whether it holds already or from a later day; a rescission is one too."""
    return IssuedDirective.objects.order_by("-version").first()


def all_versions() -> QuerySet[IssuedDirective]:
    """Every version without its text, the newest first."""
    return IssuedDirective.objects.defer("text").select_related("issued_by").order_by("-version")


def directive_of(issued: IssuedDirective) -> Directive:
    """The order that was issued, read from the bytes that were issued.

    Its text is asked for only where no order of the same bytes was read before: lists leave it out.
    """
    return _read(_Text(issued.sha256, issued.name, issued))


@dataclass(frozen=True)
class _Text:
    """The bytes of an order, known by their hash."""

    sha256: str
    name: str
    issued: IssuedDirective = field(compare=False)


@lru_cache(maxsize=8)
def _read(text: _Text) -> Directive:
    return read_directive(bytes(text.issued.text), name=text.name, file=f"{text.name}.yaml")


def in_units(reach: Reach) -> Q:
    """The condition on people of the units of a reach and of everything below them."""
    inside = Q(pk__in=[])
    for path in Unit.objects.filter(pk__in=reach.units).values_list("path", flat=True):
        inside |= Q(unit__path__startswith=path)
    return inside


def within_reach(reach: Reach) -> Q:
    """The condition on people who get a notice."""
    return in_units(reach) & Q(on_rolls=True, population__in=reach.populations)


def reached(reach: Reach) -> QuerySet[Person]:
    """Everybody who gets a notice."""
    return Person.objects.filter(within_reach(reach))


def untold(issued: IssuedDirective) -> Q:
    """The condition on people who have no notice of a version."""
    # Not as "not among those who have": PostgreSQL would go through all of them for each person.
    return ~Q(Exists(Notice.objects.filter(directive=issued, person=OuterRef("pk"))))


def asked_by(issued: IssuedDirective) -> QuerySet[Person]:
    """Those on the rolls whom a version asks something of."""
    asked = Notice.objects.filter(directive=issued, due_on__isnull=False)
    return Person.objects.filter(on_rolls=True, pk__in=asked.values("person"))


def open_dispatches(version: int) -> list[Dispatch]:
    """What people are still being told of a version, in its order."""
    return list(Dispatch.objects.filter(directive__version=version, closed_at=None).order_by("pk"))


@dataclass(frozen=True)
class LeftOut:
    """One row is a kind of people on the rolls who get no notice, and how many they are.

    `kind` is `outside` for people of other units, else their population, or `unknown`.
    """

    kind: str
    people: int


@dataclass(frozen=True)
class Preview:
    """Whom a reach comes to before anything is issued. `without_address` are reached, but not by mail."""

    people: int
    without_address: int
    by_component: tuple[tuple[str, int], ...]
    left_out: tuple[LeftOut, ...]


def preview(reach: Reach) -> Preview:
    """Counts whom a reach comes to, and everybody on the rolls whom it leaves out, each person once."""
    found = reached(reach)
    units = found.values("unit__component__name", "unit__name", "unit__component").annotate(n=Count("pk"))
    components: dict[str, int] = {}
    for row in units:
        name = row["unit__component__name"] or row["unit__name"]
        components[name] = components.get(name, 0) + row["n"]
    inside = Case(When(in_units(reach), then=Value(True)), default=Value(False))
    kinds = Person.objects.filter(on_rolls=True).annotate(inside=inside).values("inside", "population")
    left_out: dict[str, int] = {}
    for kept in kinds.annotate(n=Count("pk")).order_by("-inside", "population"):
        kind = (kept["population"] or "unknown") if kept["inside"] else OUTSIDE
        if kind not in reach.populations:
            left_out[kind] = left_out.get(kind, 0) + kept["n"]
    return Preview(
        people=sum(components.values()),
        without_address=found.filter(email="").count(),
        by_component=tuple(sorted(components.items())),
        left_out=tuple(LeftOut(kind, people) for kind, people in left_out.items()),
    )


@dataclass(frozen=True)
class Progress:
    """One row is a component, or all of them together: people by how far their notices have come.

    `asked` are those who are to acknowledge it; `mailed` those whose mail has left.
    """

    component: str
    delivered: int
    mailed: int
    read: int
    asked: int
    acknowledged: int

    @property
    def left(self) -> int:
        return self.asked - self.acknowledged


def progress(version: int) -> list[Progress]:
    """How far the notices of a version have come in each component, by name.

    Mails that have left are counted as those written without those that wait, which are few but for the
    minutes after an order is issued.
    """
    # Neither order nor component is joined: an index alone then answers for hundreds of thousands of people.
    notices = Notice.objects.filter(
        directive=IssuedDirective.objects.filter(version=version).values("pk")[:1]
    )
    wait = notices.filter(message__isnull=False, message__sent_at=None).order_by()
    waiting_mails = dict(wait.values_list("component").annotate(n=Count("pk")))
    rows = (
        notices.order_by()
        .values("component")
        .annotate(
            delivered=Count("pk"),
            mails=Count("message"),
            read=Count("read_at"),
            asked=Count("due_on"),
            acknowledged=Count("acknowledged_at"),
        )
    )
    counted = list(rows)
    components = [row["component"] for row in counted if row["component"]]
    names = dict(Unit.objects.filter(pk__in=components).values_list("pk", "name"))
    found = [
        Progress(
            names.get(row["component"] or "", "–"),
            row["delivered"],
            row["mails"] - waiting_mails.get(row["component"], 0),
            row["read"],
            row["asked"],
            row["acknowledged"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda row: row.component)


def total(rows: list[Progress], words: str) -> Progress:
    """All components together, under the words that the line is shown with."""
    names = ("delivered", "mailed", "read", "asked", "acknowledged")
    return Progress(words, **{name: sum(getattr(row, name) for row in rows) for name in names})


def chases(version: int) -> QuerySet[Chase]:
    """Every round of reminders of a version, the newest first."""
    return Chase.objects.filter(directive__version=version).select_related("by")


def notices_of(person: Person) -> QuerySet[Notice]:
    """Every notice of one person, the newest first."""
    notices = Notice.objects.filter(person=person).select_related("directive", "directive__replaced_by")
    return notices.defer("directive__text", "directive__replaced_by__text").order_by("-directive__version")


def notices_in_sight(sight: Sight, version: int, *, state: str, search: str) -> QuerySet[Notice]:
    """The notices of a version in sight by name: all of them, or those that are `open` or `acknowledged`.

    `search` is the beginning of a name or an id.
    """
    seen = Notice.objects.filter(sight.where(Thing.NOTICE, "person"), directive__version=version)
    if state == "open":
        seen = seen.filter(OPEN)
    elif state == "acknowledged":
        seen = seen.exclude(acknowledged_at=None)
    if search:
        seen = seen.filter(person__in=named_like(search))
    return seen.select_related("person", "person__unit", "message").order_by("person__name", "person_id")


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """A notice to acknowledge; for the policy office, that the day has passed and some have not."""
    newest = latest()
    if newest is None or newest.rescinds:
        return []
    found = []
    own = Notice.objects.filter(OPEN, directive=newest, person=sight.person).first()
    if own is not None:
        title = _("Read and acknowledge the notice: %(title)s") % {"title": newest.title}
        found.append(Waiting(title, reverse("notice", args=[newest.version]), own.due_on))
    late = Notice.objects.filter(OPEN, directive=newest, due_on__lt=day)
    if sight.holds(Role.POLICY_OFFICE) and late.exists():
        title = _("Some people have not acknowledged %(title)s in time") % {"title": newest.title}
        found.append(Waiting(title, reverse("order", args=[newest.version])))
    return found
