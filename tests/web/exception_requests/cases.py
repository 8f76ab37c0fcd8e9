"""Requests of ada's in every state, made through the actions as people would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.web.cast import DAY, NOON

from dutystation.directives.load import load_directive
from dutystation.terms.distance import DistanceFrom, DistanceMethod, DistanceTest, ReferenceSet
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.exception_requests import actions, deciding, ending
from dutystation.web.exception_requests.actions import Wish
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.distances import Distance, DistanceRecord
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import State, Verb
from dutystation.web.exception_requests.worksite import Schedule
from dutystation.web.notices.models import IssuedDirective

ORDER = load_directive("dhs-2025")
SPACE = {"checked_on": "2025-02-03", "host_decision": "No seat", "seat_expected_on": "2025-04-01"}
FAR = DistanceRecord(
    (
        Distance(
            DistanceTest(DistanceFrom.DUTY_STATION, ReferenceSet.DEPARTMENT_FACILITY),
            "Rivertown 00001",
            "Hilltown 00002",
            DistanceMethod.ROUTE,
            Decimal("50.1"),
            date(2025, 2, 1),
        ),
    )
)
"""The way that decides under dhs-2025, a tenth of a mile beyond the limit of 50."""
SAYS = "sentence that ada wrote"
FILE = "File 7"
"""Where what the order asks for is kept, of requests to which no document was added."""

WISHES = {
    Ground.OTHER_COMPELLING: Wish(
        Ground.OTHER_COMPELLING, "Telework", SAYS, date(2025, 2, 10), date(2025, 4, 10)
    ),
    Ground.SPACE: Wish(Ground.SPACE, "Telework", SAYS, date(2025, 2, 10), date(2025, 4, 10)),
    Ground.DISABILITY: Wish(Ground.DISABILITY, "Telework", SAYS, date(2025, 2, 10)),
    Ground.MEDICAL: Wish(Ground.MEDICAL, "Telework", SAYS, date(2025, 2, 10), date(2025, 4, 10)),
    Ground.RELIGIOUS: Wish(Ground.RELIGIOUS, "Telework", SAYS, date(2025, 2, 10)),
    Ground.LEGAL_IMPEDIMENT: Wish(
        Ground.LEGAL_IMPEDIMENT,
        "Telework",
        SAYS,
        date(2025, 2, 10),
        date(2025, 4, 10),
        basis="Agreement 12, article 4",
        basis_from=date(2024, 1, 1),
        basis_until=date(2025, 6, 30),
    ),
    Ground.MILITARY_SPOUSE: Wish(
        Ground.MILITARY_SPOUSE, "Remote work", SAYS, date(2025, 2, 10), basis="Spouse on active duty"
    ),
    Ground.DISTANCE: Wish(Ground.DISTANCE, "Remote work", SAYS, date(2025, 2, 10), date(2025, 4, 10)),
}
DECIDERS: Mapping[Ground, tuple[str, ...]] = {
    Ground.OTHER_COMPELLING: ("boris", "gale"),
    Ground.SPACE: ("finn", "hanna"),
    Ground.DISABILITY: ("noor",),
    Ground.MEDICAL: ("noor",),
    Ground.RELIGIOUS: ("noor",),
    Ground.LEGAL_IMPEDIMENT: ("lena", "hanna"),
    Ground.MILITARY_SPOUSE: ("chen",),
    Ground.DISTANCE: ("chen", "hanna"),
}
"""Who decides on each ground in NORTH, by the order; the last one decides when the others have agreed."""


def issued(cast: Mapping[str, Person]) -> IssuedDirective:
    """The order as it was issued; once for a test."""
    found = IssuedDirective.objects.first()
    return found or IssuedDirective.objects.create(
        name=ORDER.name,
        title=ORDER.title,
        version=1,
        text=ORDER.source_text,
        sha256=ORDER.sha256,
        from_day=ORDER.issued_on,
        issued_at=NOON,
        issued_by=cast["dana"],
    )


@dataclass
class Case:
    """A request on a ground, of ada's if nobody else is named, and what can be done with it on a day."""

    cast: Mapping[str, Person]
    ground: Ground = Ground.OTHER_COMPELLING
    day: date = DAY
    number: int = 0
    person: str = "ada"
    schedule: Schedule | None = None

    def act(self, person: str) -> Act:
        return Act(person, NOON + timedelta(days=(self.day - DAY).days))

    def sight(self, person: str) -> Sight:
        return sight_of(self.cast[person], self.day)

    @property
    def request(self) -> Request:
        return Request.objects.get(pk=self.number)

    @property
    def deciders(self) -> tuple[str, ...]:
        return DECIDERS[self.ground]

    def drafted(self, **changed: object) -> Case:
        wish = replace(WISHES[self.ground], **changed)  # type: ignore[arg-type]
        asker = self.cast[self.person]
        self.number = actions.write_draft(self.act(asker.pk), asker, wish, issued(self.cast)).pk
        return self

    def submitted(self, **changed: object) -> Case:
        self.drafted(**changed)
        actions.submit(self.act(self.person), self.number)
        return self

    def by_word_of_mouth(self, writer: str = "boris", asked_on: date = DAY) -> Case:
        """Somebody else writes down what was asked."""
        asker, wish = self.cast[self.person], WISHES[self.ground]
        made = actions.record_oral(self.act(writer), asker, wish, issued(self.cast), asked_on)
        self.number = made.pk
        return self

    def in_review(self, **changed: object) -> Case:
        self.submitted(**changed)
        decider = self.deciders[-1]
        actions.acknowledge(self.act(decider), self.sight(decider), self.number)
        return self

    def with_documents(self, decider: str = "") -> Case:
        decider = decider or self.deciders[-1]
        for document in ORDER.grounds[self.ground].documents:
            actions.judge_item(
                self.act(decider),
                self.sight(decider),
                self.number,
                document.item,
                sufficient=True,
                reference=FILE,
            )
        return self

    def agreed(self) -> Case:
        for decider in self.deciders[:-1]:
            deciding.agree(self.act(decider), self.sight(decider), self.number)
        return self

    def ready(self, **changed: object) -> Case:
        return self.in_review(**changed).with_documents().agreed()

    def approved(self, **changed: object) -> Case:
        self.ready(**changed)
        decider = self.deciders[-1]
        terms = Terms("It is so.", "Telework", stated=SPACE, distance=FAR, schedule=self.schedule)
        deciding.approve(self.act(decider), self.sight(decider), self.number, terms)
        return self

    def denied(self) -> Case:
        self.in_review()
        decider = self.deciders[-1]
        deciding.deny(self.act(decider), self.sight(decider), self.number, "No need.", "A quiet room.")
        return self


def in_state(cast: Mapping[str, Person], state: State) -> Case:
    """A request that has come to a state on its way, on the ground of other compelling needs."""
    case = Case(cast)
    made: Mapping[State, Callable[[], object]] = {
        State.DRAFT: case.drafted,
        State.SUBMITTED: case.submitted,
        State.IN_REVIEW: case.ready,
        State.AWAITING_DOCUMENTS: lambda: do(Verb.ASK_FOR_DOCUMENTS, case.in_review()),
        State.APPROVED: case.approved,
        State.DENIED: case.denied,
        State.IN_RECONSIDERATION: lambda: do(Verb.ASK_RECONSIDERATION, case.denied()),
        State.WITHDRAWN: lambda: do(Verb.WITHDRAW, case.submitted()),
        State.LAPSED: lambda: do(Verb.LAPSE, case.approved()),
    }
    made[state]()
    return case


def do(verb: Verb, case: Case, decider: str = "") -> None:
    """Does something with a request as whoever may."""
    who = decider or case.deciders[-1]
    act, sight, number = case.act(who), case.sight(who), case.number
    ada = case.act("ada")
    item = ORDER.grounds[case.ground].documents[0].item
    later = Act(SYSTEM, datetime.fromisoformat("2025-06-02T12:00:00-04:00"))
    todo: Mapping[Verb, Callable[[], object]] = {
        Verb.SUBMIT: lambda: actions.submit(ada, number),
        Verb.CORRECT_DAY: lambda: actions.correct_day(case.act("boris"), number, date(2025, 1, 31)),
        Verb.ACKNOWLEDGE: lambda: actions.acknowledge(act, sight, number),
        Verb.JUDGE_ITEM: lambda: actions.judge_item(
            act, sight, number, item, sufficient=True, reference=FILE
        ),
        Verb.ASK_FOR_DOCUMENTS: lambda: actions.ask_for_documents(act, sight, number),
        Verb.HAND_IN: lambda: actions.hand_in(ada, number),
        Verb.RECORD_INTERIM: lambda: actions.record_interim(act, sight, number, "Telework", DAY, None),
        Verb.NOTE_DELAY: lambda: actions.note_delay(act, sight, number, "Waiting.", date(2025, 3, 3)),
        Verb.AGREE: lambda: deciding.agree(act, sight, number),
        Verb.APPROVE: lambda: deciding.approve(act, sight, number, Terms("So.", stated=SPACE, distance=FAR)),
        Verb.APPROVE_FOR_LESS: lambda: deciding.approve_for_less(
            act, sight, number, Terms("So.", "Two days a week", stated=SPACE, distance=FAR)
        ),
        Verb.DENY: lambda: deciding.deny(act, sight, number, "No need.", "A quiet room."),
        Verb.ASK_RECONSIDERATION: lambda: deciding.ask_reconsideration(ada, number, "All of it."),
        Verb.CONFIRM: lambda: deciding.confirm(act, sight, number, "It still is so."),
        Verb.REOPEN: lambda: deciding.reopen(act, number, "something has changed"),
        Verb.WITHDRAW: lambda: ending.withdraw(ada, number, sure=True),
        Verb.LAPSE: lambda: ending.lapse(later, number),
    }
    todo[verb]()
