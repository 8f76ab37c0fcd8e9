"""Cases of the demonstration: notices that were read, requests in many states, a disputed day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

from dutystation.terms.distance import DistanceFrom, DistanceMethod, DistanceTest, ReferenceSet
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import Act
from dutystation.web.exception_requests import actions, deciding, ending
from dutystation.web.exception_requests.actions import Wish
from dutystation.web.exception_requests.deciding import SPACE_FACTS, Terms
from dutystation.web.exception_requests.distances import Distance, DistanceRecord, ProposedStation
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.queries import ground_rule
from dutystation.web.exception_requests.worksite import Schedule
from dutystation.web.notices.actions import acknowledge, read
from dutystation.web.notices.models import IssuedDirective, Notice
from dutystation.web.notices.queries import directive_of
from dutystation.web.records.actions import open_dispute
from dutystation.web.records.queries import newest_run
from dutystation.web.retention.holding import place

Cast = Mapping[Role | None, Person]
ASKERS = 12
"""Colleagues of the sample employee who ask for something."""


def at_noon(day: date) -> datetime:
    """Noon of a day in the department's time zone."""
    return datetime.combine(day, time(12), ZoneInfo(settings.TIME_ZONE))


@dataclass
class Story:
    """What happens to one request, day after day."""

    cast: Cast
    issued: IssuedDirective
    person: Person
    day: date
    number: int = 0

    def act(self, person: Person) -> Act:
        return Act(person.pk, at_noon(self.day))

    def sight(self, role: Role) -> Sight:
        return sight_of(self.cast[role], self.day)

    def by(self, role: Role) -> tuple[Act, Sight, int]:
        """Who acts on the request, as actions are given it."""
        return self.act(self.cast[role]), self.sight(role), self.number

    def later(self, days: int) -> Story:
        self.day += timedelta(days=days)
        return self

    def asks(self, ground: Ground, asked: str, statement: str, *, basis: str = "") -> Story:
        until = None if basis else self.day + timedelta(days=60)
        if directive_of(self.issued).grounds[ground].term.needs_end is False:
            until = None
        first = self.day if ground is Ground.LEGAL_IMPEDIMENT else None
        wish = Wish(ground, asked, statement, self.day + timedelta(days=7), until, basis, first)
        if ground is Ground.LEGAL_IMPEDIMENT:
            wish = Wish(
                ground,
                asked,
                statement,
                wish.from_day,
                self.day + timedelta(days=60),
                basis,
                date(2024, 1, 1),
                self.day + timedelta(days=120),
            )
        self.number = actions.write_draft(self.act(self.person), self.person, wish, self.issued).pk
        return self

    def hands_in(self) -> Story:
        actions.submit(self.act(self.person), self.number)
        return self

    def is_taken_up(self, role: Role) -> Story:
        actions.acknowledge(*self.by(role))
        return self

    def has_its_documents(self, role: Role) -> Story:
        request = Request.objects.select_related("directive", "component").get(pk=self.number)
        for document in ground_rule(request).documents:
            actions.judge_item(
                *self.by(role), document.item, sufficient=True, reference=f"Invented file {self.number}"
            )
        return self

    def is_agreed_by(self, role: Role) -> Story:
        deciding.agree(*self.by(role))
        return self

    def is_approved_by(self, role: Role, reasons: str, limits: str = "") -> Story:
        stated = dict.fromkeys(SPACE_FACTS, self.day.isoformat())
        stated["seat_expected_on"] = (self.day + timedelta(days=45)).isoformat()
        stated["host_decision"] = "No seat before the move of the third floor"
        deciding.approve(*self.by(role), Terms(reasons, limits, stated=stated))
        return self

    def is_found_far_by(self, role: Role, miles: str) -> Story:
        """Approved on the ground of distance, with one day in a pay period at the duty station."""
        far = DistanceTest(DistanceFrom.DUTY_STATION, ReferenceSet.DEPARTMENT_FACILITY)
        own = DistanceTest(DistanceFrom.HOME, ReferenceSet.OWN_STATION)
        here, there, home = "Lonely Creek 00001", "Invented Falls 00002", "Made-up Meadow 00003"
        route, measured_on = DistanceMethod.ROUTE, self.day - timedelta(days=2)
        record = DistanceRecord(
            (
                Distance(far, here, there, route, Decimal(miles), measured_on),
                Distance(own, home, here, route, Decimal("3.0"), measured_on),
            ),
            ProposedStation(there, Decimal("3.0"), Decimal("61.5")),
        )
        terms = Terms("The way is too far.", "Remote work", distance=record, schedule=Schedule(1))
        deciding.approve(*self.by(role), terms)
        return self

    def is_denied_by(self, role: Role, reasons: str, alternatives: str) -> Story:
        deciding.deny(*self.by(role), reasons, alternatives)
        return self


def invent_cases(cast: Cast, issued: IssuedDirective, as_of: date) -> None:
    """Invents what has happened between the order and the day of the report."""
    ada = cast[None]
    _notices(cast, issued, as_of)
    colleagues = Person.objects.filter(unit=ada.unit, on_rolls=True, name="").exclude(population="contractor")
    askers = [ada, *colleagues.select_related("unit", "unit__component").order_by("person")[:ASKERS]]
    for tell, person in zip(STORIES, askers, strict=False):
        tell(Story(cast, issued, person, issued.from_day + timedelta(days=7)))
    run = newest_run()
    assert run is not None
    day = as_of - timedelta(days=8)
    statement = "I worked in the branch office all day. The code says something else."
    open_dispute(Act(ada.pk, at_noon(as_of)), ada, day, statement, run, directive_of(issued))
    _holds(cast, as_of)


def _holds(cast: Cast, as_of: date) -> None:
    """The legal specialist keeps what concerns one employee, and what concerns the component."""
    lena, ada = cast[Role.LABOUR_AND_LEGAL_SPECIALIST], cast[None]
    assert ada.unit is not None
    said = (
        (ada, "An invented complaint about the desks of the unit", "Invented docket 12"),
        (ada.unit.component, "An invented question of the inspector general", "Invented letter 7"),
    )
    for reach, reason, reference in said:
        since = as_of - timedelta(days=10)
        act, sight = Act(lena.pk, at_noon(as_of)), sight_of(lena, as_of)
        place(act, sight, reach, from_day=since, reason=reason, reference=reference)


def _notices(cast: Cast, issued: IssuedDirective, as_of: date) -> None:
    """Two out of three read their notice, and half of all acknowledge it."""
    for number, notice in enumerate(Notice.objects.filter(directive=issued).order_by("person")[:120]):
        act = Act(notice.person_id, at_noon(issued.from_day + timedelta(days=1 + number % 9)))
        if number % 3 and notice.person_id != cast[None].pk:
            read(act, notice.pk)
            if number % 2:
                acknowledge(act, notice.pk)


def _draft(story: Story) -> None:
    story.later(20).asks(Ground.OTHER_COMPELLING, "Telework on two days a week", "My child changes schools.")


def _no_seat(story: Story) -> None:
    story.asks(Ground.SPACE, "Telework until there is a seat", "There is no seat for me on the third floor.")
    story.hands_in().later(2).is_taken_up(Role.FACILITIES_SPECIALIST)
    story.has_its_documents(Role.FACILITIES_SPECIALIST).is_agreed_by(Role.FACILITIES_SPECIALIST)
    story.later(3).is_approved_by(Role.COMPONENT_HEAD, "There is no seat yet.", "Telework on all days")


def _no_seat_undecided(story: Story) -> None:
    story.later(9).asks(Ground.SPACE, "Telework until there is a seat", "My desk went to somebody else.")
    story.hands_in().later(2).is_taken_up(Role.FACILITIES_SPECIALIST)
    story.has_its_documents(Role.FACILITIES_SPECIALIST)


def _accommodation(story: Story) -> None:
    story.asks(Ground.DISABILITY, "Telework on three days a week", "An invented statement that is sealed.")
    story.hands_in().later(1).is_taken_up(Role.ACCOMMODATION_SPECIALIST)
    story.has_its_documents(Role.ACCOMMODATION_SPECIALIST).later(6)
    story.is_approved_by(
        Role.ACCOMMODATION_SPECIALIST, "An invented reason that is sealed.", "Telework on three days a week"
    )


def _accommodation_undecided(story: Story) -> None:
    story.later(10).asks(Ground.MEDICAL, "Telework for two months", "Another invented statement.")
    story.hands_in()


def _spouse(story: Story) -> None:
    story.asks(
        Ground.MILITARY_SPOUSE, "Remote work", "We moved with the unit.", basis="Spouse on active duty"
    )
    story.hands_in().later(1).is_taken_up(Role.COMPONENT_HR).has_its_documents(Role.COMPONENT_HR)
    story.later(1).is_approved_by(Role.COMPONENT_HR, "The basis was checked.", "Remote work")


def _agreement(story: Story) -> None:
    story.later(4).asks(
        Ground.LEGAL_IMPEDIMENT,
        "Telework as agreed",
        "The agreement of our unit says so.",
        basis="Invented Agreement 12, article 4",
    )
    story.hands_in().later(2).is_taken_up(Role.LABOUR_AND_LEGAL_SPECIALIST)
    story.has_its_documents(Role.LABOUR_AND_LEGAL_SPECIALIST).is_agreed_by(Role.LABOUR_AND_LEGAL_SPECIALIST)


def _compelling(story: Story) -> None:
    story.asks(Ground.OTHER_COMPELLING, "Telework for a month", "I care for my father after an operation.")
    story.hands_in().later(2).is_taken_up(Role.AGENCY_HEAD).has_its_documents(Role.AGENCY_HEAD)
    story.is_agreed_by(Role.SUPERVISOR).later(3).is_approved_by(Role.AGENCY_HEAD, "Both certify it.")


def _denied(story: Story) -> None:
    story.asks(Ground.OTHER_COMPELLING, "Telework on Fridays", "The train is slow on Fridays.")
    story.hands_in().later(3).is_taken_up(Role.AGENCY_HEAD)
    story.is_denied_by(
        Role.AGENCY_HEAD, "A slow train is no compelling reason.", "Begin an hour later on Fridays."
    )


def _returned(story: Story) -> None:
    story.later(6).asks(Ground.EQUIPMENT, "Telework until the computer is there", "I have no computer yet.")
    story.hands_in().later(1).is_taken_up(Role.FACILITIES_SPECIALIST)
    actions.ask_for_documents(*story.by(Role.FACILITIES_SPECIALIST))


def _far_away(story: Story) -> None:
    story.asks(Ground.DISTANCE, "Remote work", "The station at the creek is far from everything.")
    story.hands_in().later(2).is_taken_up(Role.COMPONENT_HR).has_its_documents(Role.COMPONENT_HR)
    story.is_agreed_by(Role.COMPONENT_HR).later(3).is_found_far_by(Role.COMPONENT_HEAD, "60.2")


def _no_computer(story: Story) -> None:
    """Looked at again a month after it began, and so soon due."""
    story.asks(Ground.EQUIPMENT, "Telework until the computer is there", "My computer is on its way.")
    story.hands_in().later(1).is_taken_up(Role.FACILITIES_SPECIALIST)
    story.has_its_documents(Role.FACILITIES_SPECIALIST).is_agreed_by(Role.FACILITIES_SPECIALIST)
    story.later(2).is_approved_by(Role.COMPONENT_HEAD, "It is ordered.", "Telework on all days")


def _withdrawn(story: Story) -> None:
    story.asks(Ground.OTHER_COMPELLING, "Telework for two weeks", "A room is being painted.").hands_in()
    ending.withdraw(story.later(1).act(story.person), story.number)


STORIES: tuple[Callable[[Story], None], ...] = (
    _draft,
    _no_seat,
    _no_seat_undecided,
    _accommodation,
    _accommodation_undecided,
    _spouse,
    _agreement,
    _compelling,
    _denied,
    _returned,
    _withdrawn,
    _far_away,
    _no_computer,
)
"""One for each of the first askers; the sample employee has the first."""
