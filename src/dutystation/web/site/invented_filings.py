"""Reports of components in the demonstration: filed, returned, given back, waiting, and not begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.department.actions import consolidate
from dutystation.web.filings import actions
from dutystation.web.filings.models import Filing
from dutystation.web.site.invented_cases import Cast, at_noon

NARRATIVE = (
    "An invented narrative. Two buildings have fewer seats than people assigned to them; the third floor "
    "of one is ready in April. Everybody else has been told by when to come back."
)


@dataclass(frozen=True)
class Report:
    """One component's report, with those who prepare and certify it."""

    filing: Filing
    preparer: Person
    certifier: Person
    day: date

    def _by(self, person: Person, hours: int) -> tuple[Act, Sight, int]:
        at: datetime = at_noon(self.day) + timedelta(hours=hours)
        return Act(person.pk, at), sight_of(person, self.day), self.filing.pk

    def is_prepared(self) -> None:
        actions.write_narrative(*self._by(self.preparer, -3), NARRATIVE)
        actions.prepare(*self._by(self.preparer, -3))

    def is_filed(self) -> None:
        self.is_prepared()
        waiting = Filing.objects.select_related("waiting").get(pk=self.filing.pk).waiting
        assert waiting is not None
        actions.certify(*self._by(self.certifier, -1), waiting.sha256, str(self.certifier))

    def is_given_back(self) -> None:
        self.is_prepared()
        actions.decline(*self._by(self.certifier, -1), "An invented reason: say which building has no seats.")

    def is_returned_by(self, policy: Person) -> None:
        self.is_filed()
        actions.send_back(
            *self._by(policy, 1), "An invented reason: the narrative names no day of full compliance."
        )


def invent_filings(cast: Cast, since: date, as_of: date) -> None:
    """Invents how far each component is: the sample component's report waits for its head to certify it.

    Of the others, in the order of their ids, two are not begun, one has been given back, one returned, and
    the rest are filed. The policy office has put together what there is.
    """
    sample = cast[Role.COMPONENT_HR].unit
    assert sample is not None
    reports = []
    for filing in Filing.objects.select_related("component").order_by("component"):
        if sample.path.startswith(filing.component.path):
            Report(filing, cast[Role.COMPONENT_HR], cast[Role.COMPONENT_HEAD], as_of).is_prepared()
        elif others := _signers(filing.component, since):
            reports.append(Report(filing, *others, as_of))
    policy = cast[Role.POLICY_OFFICE]
    begun: list[Callable[[Report], None]] = [
        Report.is_given_back,
        lambda report: report.is_returned_by(policy),
    ]
    for tell, report in zip(begun, reports[2:], strict=False):
        tell(report)
    for report in reports[2 + len(begun) :]:
        report.is_filed()
    if any(Filing.objects.exclude(holding=None)):
        consolidate(Act(policy.pk, at_noon(as_of) + timedelta(hours=2)))


def _signers(component: Unit, since: date) -> tuple[Person, Person] | tuple[()]:
    """The first two people of a component, who prepare and certify its report; nobody where there is one."""
    people = Person.objects.filter(unit__component=component, on_rolls=True).exclude(population="contractor")
    found = list(people.select_related("unit").order_by("person")[:2])
    if len(found) < 2:
        return ()
    act = Act(SYSTEM, at_noon(since))
    for person, role in zip(found, (Role.COMPONENT_HR, Role.COMPONENT_HEAD), strict=True):
        grant_role(act, person, role, component, since)
    return found[0], found[1]
