"""Reading people's days from the newest run, and what is disputed about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from dutystation.published.person_days import PersonDay, PersonOnRolls, PersonRecord, read_person
from dutystation.published.read import read_publication
from dutystation.terms.errors import UnusableInput
from dutystation.terms.months import last_of_month, months_from
from dutystation.terms.publication import Publication
from dutystation.terms.run_folder import REPORT, RUNS
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, Thing, within
from dutystation.web.accounts.waiting import Waiting
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.records.rules import UNANSWERED

ONE_DAY = timedelta(days=1)


def newest_run() -> ReceivedRun | None:
    """The run whose days are shown; None before any was received."""
    return ReceivedRun.objects.first()


def folder_of(run: str) -> Path:
    """The folder of a run in the workspace."""
    return Path(settings.WORKSPACE) / RUNS / run


def publication_of(run: str) -> Publication:
    """The report of a run. Raises UnusableInput where the workspace has no such run or it is broken."""
    folder = folder_of(run)
    if not folder.is_dir():
        raise UnusableInput(run, "the workspace has no such run", remedy="See: dutystation runs WORKSPACE")
    return read_publication(folder / REPORT)


def days_of(run: ReceivedRun, person: Person, first: date, last: date) -> PersonRecord:
    """A person's days in a run. Raises UnusableInput where the run's folder is gone or broken."""
    return read_person(folder_of(run.name), person.pk, first, last)


@dataclass(frozen=True)
class CalendarDay:
    """One cell of a calendar. `day` is None outside the month; `found` None where nothing is known of it."""

    day: date | None
    found: PersonDay | None = None
    dispute: Dispute | None = None

    @property
    def minutes(self) -> int:
        """Minutes counted on the day, leave and holidays aside."""
        records = self.found.records if self.found else ()
        return sum(record.counted_minutes for record in records if record.place != "nonwork")

    @property
    def places(self) -> Sequence[str]:
        """The places at which hours were counted, in the order in which they first stand in the record."""
        records = self.found.records if self.found else ()
        return list(dict.fromkeys(record.place for record in records if record.fate == "accepted"))


@dataclass(frozen=True)
class Month:
    """One month of somebody's days, in weeks from Sunday to Saturday, and what they come to by place."""

    first: date
    weeks: Sequence[Sequence[CalendarDay]]
    minutes: Sequence[tuple[str, int]]
    on_rolls: PersonOnRolls | None

    @property
    def last(self) -> date:
        """The last day of the month."""
        return last_of_month(self.first)

    @property
    def before(self) -> date | None:
        """The first day of the month before; None where the calendar begins."""
        return None if self.first == date.min else months_from(self.first, -1)

    @property
    def after(self) -> date | None:
        """The first day of the month after; None where the calendar ends."""
        return None if self.last == date.max else months_from(self.first, 1)


def month_of(run: ReceivedRun, person: Person, first: date) -> Month:
    """The month that begins on `first`."""
    last = last_of_month(first)
    record = days_of(run, person, first, last)
    found = {day.day: day for day in record.days}
    disputes = {
        dispute.day: dispute
        for dispute in Dispute.objects.filter(person=person, day__range=(first, last)).order_by("pk")
    }
    cells = [CalendarDay(None)] * ((first.weekday() + 1) % 7)
    for number in range((last - first).days + 1):
        day = first + number * ONE_DAY
        cells.append(CalendarDay(day, found.get(day), disputes.get(day)))
    cells += [CalendarDay(None)] * (-len(cells) % 7)
    minutes: dict[str, int] = {}
    for entry in (entry for day in record.days for entry in day.records if entry.fate == "accepted"):
        minutes[entry.place] = minutes.get(entry.place, 0) + entry.counted_minutes
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return Month(first, weeks, sorted(minutes.items(), key=lambda item: -item[1]), record.on_rolls)


def people_like(sight: Sight, search: str, unit: Unit | None = None) -> QuerySet[Person]:
    """The people whose record is in sight and whose name or id begins with `search`, of a unit and below."""
    begins = Q(name__istartswith=search) | Q(person__istartswith=search) if search else Q()
    seen = sight.people(Thing.RECORD).filter(begins)
    if unit is not None:
        seen = seen.filter(within(unit))
    return seen.select_related("unit").order_by("name", "person")


def disputes_in_sight(sight: Sight, *, unanswered: bool) -> QuerySet[Dispute]:
    """Disputes of others that are in sight, those due first; with `unanswered` those that are still open."""
    seen = Dispute.objects.filter(sight.of_others(Thing.RECORD, "person")).exclude(person=sight.person)
    if unanswered:
        seen = seen.filter(state__in=UNANSWERED)
    return seen.select_related("person", "person__unit").order_by("due_on", "pk")


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """Disputes that component HR has to answer."""
    if not sight.holds(Role.COMPONENT_HR):
        return []
    found = disputes_in_sight(sight, unanswered=True)
    counted = found.order_by().aggregate(count=Count("pk"), due=Min("due_on"))
    if not counted["count"]:
        return []
    title = ngettext(
        "%(count)s dispute waits for an answer", "%(count)s disputes wait for an answer", counted["count"]
    )
    return [Waiting(title % {"count": counted["count"]}, reverse("disputes"), counted["due"])]
