"""Which protected ground a request is made on is told to nobody but the person and the specialist.

The same request, made on one ground and on another, is the same to everybody else: on every page, in every
file, event and mail, and in every table that is not sealed. Source: domain rules 10.19 and 10.20.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import zip_longest

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from django.test import Client
from tests.web.cast import DAY, NOON
from tests.web.evidence.samples import upload
from tests.web.exception_requests.cases import Case, do
from tests.web.made_once import undone

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.audit.models import Event
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests import actions, daily, deciding, models
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.rules import Verb
from dutystation.web.mail.models import Message

pytestmark = pytest.mark.usefixtures("received")
PROTECTED = (Ground.DISABILITY, Ground.MEDICAL, Ground.RELIGIOUS)
OUTSIDERS = ("boris", "chen", "ines", "hanna", "gale", "dana", "omar", "finn", "lena", "root", "pia", "eve")
PLACES = (
    *("/", "/worklist/", "/worklist/?search=ada", "/worklists/", "/worklists/cases/overdue/"),
    *("/worklists/cases/ending/", "/worklists/cases/ending/export/", "/people/", "/people/ada/record/"),
)
TABLES: tuple[type[Model], ...] = (
    *(models.Request, models.Decision, models.Step, models.ItemVerdict, models.InterimMeasure),
    *(models.DelayNote, models.Pause, models.ExpiryReminder, Document, Message, Event),
)
"""What a thief of the database reads besides what is sealed."""
BY_CHANCE = {"id", "stored", "sha256", "hash", "previous", "request", "at"}
"""Columns of these tables that are another one each time, or say in which order events came."""
A_YEAR_LATER = date(2026, 2, 10)
Browse = Callable[[str], Client]
On = Callable[[date], None]
Told = dict[str, str]
"""What is told, by who is told it and where."""


@pytest.fixture
def it_is(monkeypatch: pytest.MonkeyPatch) -> On:
    """Sets the day that it is for the pages."""
    return lambda day: monkeypatch.setattr("dutystation.web.site.middleware.now", lambda: noon_of(day))


def noon_of(day: date) -> datetime:
    return NOON + timedelta(days=(day - DAY).days)


def approved(cast: dict[str, Person], ground: Ground, until: date | None) -> Case:
    """Ada asks, gives a document, and is asked for more; noor notes, judges and approves it."""
    case = Case(cast, ground).in_review(until_day=until)
    document = {"item": "accommodation-reference", "upload": upload(), "sealed": True}
    add(case.act("ada"), about=cast["ada"], subject=str(case.request), **document)  # type: ignore[arg-type]
    do(Verb.ASK_FOR_DOCUMENTS, case)
    do(Verb.HAND_IN, case)
    noor = (case.act("noor"), case.sight("noor"), case.number)
    actions.record_interim(*noor, "Telework on Mondays", DAY, None)
    actions.note_delay(*noor, "The committee meets on Thursday.", date(2025, 3, 3))
    case.with_documents()
    deciding.approve(*noor, Terms("It is so.", "Telework on two days"))
    return case


def seen(browse: Browse, number: int) -> Told:
    """What each of those who may not know the ground gets at each address that could show it."""
    places = (f"/requests/{number}/", f"/events/?search=request:{number}", *PLACES)
    return {
        f"{person} at {place}": without_chance(browse(person).get(place).getvalue().decode())
        for person in OUTSIDERS
        for place in places
    }


def written() -> Told:
    """Every row about requests as it is kept in the clear, one a line."""
    return {table.__name__: "\n".join(rows_of(table)) for table in TABLES}


def rows_of(table: type[Model]) -> list[str]:
    names = [field.attname for field in table._meta.concrete_fields if field.attname not in BY_CHANCE]
    return [without_chance(str(row)) for row in table._default_manager.order_by("pk").values(*names)]


def without_chance(text: str) -> str:
    """A text without what is another one each time: marks of forms, ids of documents, hashes."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\b[0-9A-Za-z]{64}\b", "…", text)


def told(story: Callable[[], Told]) -> Told:
    """What a story tells; afterwards it is as if it had not been."""
    with undone(), connection.cursor() as cursor:
        # PostgreSQL goes on counting where a transaction that came to nothing has stopped.
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
        return story()


def what_differs(one: Told, other: Told) -> list[tuple[str, str, str]]:
    """Where two stories tell something else, with the first line in which they do."""
    found = []
    for place in {**one, **other}:
        here, there = (told.get(place, "").splitlines() for told in (one, other))
        lines = ((place, *pair) for pair in zip_longest(here, there, fillvalue=""))
        found += [line for line in lines if line[1] != line[2]][:1]
    return found


def test_from_the_draft_to_the_end_nobody_else_can_tell_the_grounds_apart(
    cast: dict[str, Person], browse: Browse, it_is: On
) -> None:
    """It is approved to 10 April 2025, reminded of, and ends."""

    def story(ground: Ground) -> Told:
        case = approved(cast, ground, date(2025, 4, 10))
        found: Told = {}
        for day in (date(2025, 2, 20), date(2025, 4, 8), date(2025, 4, 11)):
            it_is(day)
            daily.work_of_the_day(Act(SYSTEM, noon_of(day)))
            found |= {f"{day}, {place}": page for place, page in seen(browse, case.number).items()}
        return found | written()

    disability, medical, religious = (told(partial(story, ground)) for ground in PROTECTED)
    assert what_differs(disability, medical) == []
    assert what_differs(disability, religious) == []
    assert "request.lapsed" in disability["Event"]  # it came as far as that


def test_at_the_yearly_look_nobody_else_can_tell_them_apart(
    cast: dict[str, Person], browse: Browse, it_is: On
) -> None:
    def story(ground: Ground) -> Told:
        case = approved(cast, ground, date(2027, 6, 30))
        case.day = A_YEAR_LATER
        assert case.request.decisions.get().review_on == A_YEAR_LATER
        do(Verb.CONFIRM, case)
        it_is(A_YEAR_LATER)
        return seen(browse, case.number) | written()

    disability, medical, religious = (told(partial(story, ground)) for ground in PROTECTED)
    assert what_differs(disability, medical) == []
    assert what_differs(disability, religious) == []
    assert "to be looked at again on 10 February 2027" in "".join(disability.values())


def test_an_approval_without_a_last_day_looks_like_one_that_ends_after_the_next_look(
    cast: dict[str, Person], browse: Browse, it_is: On
) -> None:
    """Under this order a medical approval has a last day, and one on another protected ground need not."""

    def story(ground: Ground, until: date | None) -> Told:
        it_is(date(2025, 8, 20))
        return seen(browse, approved(cast, ground, until).number)

    disability = told(lambda: story(Ground.DISABILITY, None))
    assert what_differs(disability, told(lambda: story(Ground.MEDICAL, date(2026, 6, 30)))) == []
    [page] = [page for place, page in disability.items() if place.startswith("boris at /requests/")]
    assert "It holds from 10 February 2025. By 10 February 2026 it ends or is looked at again." in page
    assert "no last day" not in page
    assert "until further notice" not in page


def test_the_person_and_the_specialist_read_all_of_it(cast: dict[str, Person], browse: Browse) -> None:
    case = approved(cast, Ground.MEDICAL, date(2026, 6, 30))
    for person in ("ada", "noor"):
        page = browse(person).get(f"/requests/{case.number}/").content.decode()
        assert "Qualifying medical condition" in page
        assert "10 February 2025 – 30 June 2026; looked at again on 10 February 2026" in page


def test_the_same_comparison_tells_grounds_apart_that_are_not_protected(
    cast: dict[str, Person], browse: Browse
) -> None:
    def story(ground: Ground) -> Told:
        return seen(browse, Case(cast, ground).approved().number)

    found = what_differs(told(lambda: story(Ground.SPACE)), told(lambda: story(Ground.LEGAL_IMPEDIMENT)))
    assert "boris at /worklist/" in {place for place, *_ in found}
