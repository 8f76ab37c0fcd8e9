"""Requests of ada's that have ended, with documents, and who does what on which day years later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.web.cast import act_of
from tests.web.evidence.samples import pdf, upload
from tests.web.exception_requests.cases import Case, issued

from dutystation.terms.ground import Ground
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests import ending
from dutystation.web.retention.disposing import approve, propose, put_forward
from dutystation.web.retention.models import Disposal, Hold, Release, ReleaseAsked

LAST_DAY = date(2025, 3, 31)
"""The last day of what was approved."""
DUE = date(2028, 4, 1)
"""Three years later by GRS 2.3, item 010, and the day after."""
Cast = Mapping[str, Person]


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, 0, tzinfo=UTC)


def act_on(person: str, day: date) -> Act:
    """Something that a person does about noon of a day."""
    return Act(person, at_noon(day))


def by(person: str, day: date = DUE) -> tuple[Act, Sight]:
    """Who does something on a day, and what they see."""
    return act_on(person, day), sight_of(Person.objects.get(pk=person), day)


def given(number: int, name: str, content: str = "", *, sealed: bool = False, about: str = "ada") -> Document:
    """A document that somebody gave for a request."""
    return add(
        act_of(about),
        about=Person.objects.get(pk=about),
        subject=f"request:{number}",
        item="letter",
        upload=upload(pdf(content), name),
        sealed=sealed,
    )


def an_open_document(
    cast: Cast, name: str = "letter.pdf", content: str = "", person: str = "ada"
) -> Document:
    """One of a request whose approval ended on 31 March 2025; of others than ada one withdrawn on it."""
    case = Case(cast, Ground.OTHER_COMPELLING, person=person)
    if person != "ada":
        document = given(case.submitted().number, name, content, about=person)
        ending.withdraw(act_on(person, LAST_DAY), case.number)
        return document
    document = given(case.approved(until_day=LAST_DAY).number, name, content)
    ending.lapse(act_on(SYSTEM, date(2025, 4, 1)), case.number)
    return document


def a_sealed_document(cast: Cast, name: str = "clinic.pdf", content: str = "") -> Document:
    """One of a request on a protected ground that was denied on 3 February 2025; ada left on 31 March."""
    case = Case(cast, Ground.DISABILITY).denied()
    document = given(case.number, name, content, sealed=True)
    Person.objects.filter(pk="ada").update(on_rolls=False, left_on=LAST_DAY)
    return document


def seconds(cast: Cast) -> None:
    """Dana is of human resources of the department too; omar and gale are legal specialists beside lena."""
    held = (
        ("dana", Role.COMPONENT_HR, "RIVERS"),
        ("omar", Role.LABOUR_AND_LEGAL_SPECIALIST, "NORTH"),
        ("gale", Role.LABOUR_AND_LEGAL_SPECIALIST, "RIVERS"),
    )
    for person, role, unit in held:
        grant_role(act_of("root"), cast[person], role, Unit.objects.get(pk=unit), date(2025, 1, 1))


def listed(cast: Cast, day: date = DUE) -> Disposal:
    """The only list that the work of a day makes."""
    issued(cast)
    [made] = propose(act_on(SYSTEM, day))
    return made


def approved(disposal: Disposal, day: date = DUE) -> Disposal:
    """Chen puts it forward, dana approves it."""
    put_forward(*by("chen", day), disposal.pk)
    approve(*by("dana", day), disposal.pk)
    return disposal


def on_hold(**reach: object) -> Hold:
    """A hold that lena has placed."""
    made: Hold = Hold.objects.create(
        from_day=date(2025, 2, 1),
        reason="An inquiry",
        reference="Docket 12",
        by_id="lena",
        at=act_on("lena", DUE).at,
        **reach,
    )
    return made


def released(hold: Hold) -> None:
    """Lena asked for it and omar released it."""
    at = act_on("lena", DUE).at
    asked = ReleaseAsked.objects.create(hold=hold, reason="Settled", by_id="lena", at=at)
    Release.objects.create(hold=hold, asked=asked, by_id="omar", at=at)
