"""A hold is placed by one person at once and released by two, and few know of one on a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import CAST, DAY, act_of
from tests.web.retention.ended import DUE, a_sealed_document, an_open_document, by, on_hold, seconds

from dutystation.terms.errors import Refused
from dutystation.terms.retention import RecordKind
from dutystation.web.accounts.actions import record_delegate
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.audit.models import Event
from dutystation.web.retention.due import Past
from dutystation.web.retention.holding import ask_release, place, release
from dutystation.web.retention.models import Hold, Release
from dutystation.web.retention.queries import holds_in_sight, lines, waiting
from dutystation.web.retention.rules import COUNTED

pytestmark = pytest.mark.django_db
SAID = {"from_day": date(2025, 1, 15), "reason": "A complaint about desks", "reference": "Docket 12"}


def place_as(person: str, reach: Person | Unit | None, **said: object) -> Hold:
    return place(*by(person, DAY), reach, **{**SAID, **said})  # type: ignore[arg-type]


def test_who_may_place_one_on_whom(cast: dict[str, Person]) -> None:
    north, bank, south = (Unit.objects.get(pk=unit) for unit in ("NORTH", "BANK", "SOUTH"))
    assert [place_as("lena", reach).reach for reach in (cast["ada"], north)] == ["person", "component"]
    for reach in (cast["lena"], cast["eve"], south, bank, None):
        with pytest.raises(Refused):
            place_as("lena", reach)
    for other in ("chen", "ines", "hanna", "root", "noor"):
        with pytest.raises(Refused, match="cannot place a hold"):
            place_as(other, cast["ada"])
    with pytest.raises(Refused, match="not come yet"):
        place_as("lena", cast["ada"], from_day=date(2025, 2, 4))
    seconds(cast)
    assert place_as("gale", None).reach == "everything"


def test_a_delegate_neither_places_nor_sees_one(cast: dict[str, Person]) -> None:
    on_hold(person_id="ada")
    record_delegate(act_of("lena"), Grant.objects.get(person="lena").pk, cast["eve"], DAY, DAY)
    assert not holds_in_sight(by("eve", DAY)[1]).exists()
    with pytest.raises(Refused):
        place_as("eve", cast["ada"])


def test_it_is_released_by_another_person_than_the_one_who_asked(cast: dict[str, Person]) -> None:
    seconds(cast)
    hold = place_as("lena", cast["ada"])
    with pytest.raises(Refused, match="Nobody has asked"):
        release(*by("omar"), hold.pk)
    ask_release(*by("lena"), hold.pk, reason="It is settled.", reference="")
    with pytest.raises(Refused, match="You asked for the release yourself"):
        release(*by("lena"), hold.pk)
    with pytest.raises(Refused, match="cannot release"):
        release(*by("ines"), hold.pk)
    [wait] = [each for each in waiting(by("omar")[1], DUE) if "hold" in str(each.title)]
    assert wait.address == reverse("hold", args=[hold.pk])
    assert not waiting(by("lena")[1], DUE)
    release(*by("omar"), hold.pk)
    assert Release.objects.get().asked.reason == "It is settled."
    with pytest.raises(Refused, match="released already"):
        release(*by("gale"), hold.pk)


def test_its_events_say_neither_whom_it_is_on_nor_why(cast: dict[str, Person]) -> None:
    place_as("lena", cast["ada"])
    event = Event.objects.latest("number")
    assert (event.verb, event.about, event.details) == ("hold.placed", "", {"reach": "person"})


@pytest.mark.parametrize(
    ("reach", "seen_by"),
    [
        ({"person_id": "ada"}, {"lena", "ines"}),
        ({"person_id": "lena"}, {"ines"}),
        ({"component_id": "NORTH"}, {"lena", "ines", "chen", "noor"}),
        ({"component_id": "SOUTH"}, {"eric", "ines"}),
        ({}, {"lena", "ines", "chen", "noor", "eric"}),
    ],
)
def test_who_knows_of_one(
    browse_signed_in: Callable[[str], Client], reach: dict[str, str], seen_by: set[str]
) -> None:
    hold = on_hold(**reach)
    pages = {who: browse_signed_in(who).get(reverse("retention")) for who in CAST}
    assert {who for who, page in pages.items() if b"Docket 12" in page.content} == seen_by
    found = {who: browse_signed_in(who).get(reverse("hold", args=[hold.pk])).status_code for who in CAST}
    assert {who for who, status in found.items() if status == 200} == seen_by


def test_counts_tell_nobody_of_a_hold_on_a_person_or_of_sealed_documents(cast: dict[str, Person]) -> None:
    an_open_document(cast)
    on_hold(person_id="ada")
    assert lines(by("chen")[1], DUE) == []
    [line] = lines(by("ines")[1], DUE)
    assert dict(zip(COUNTED, line.counts, strict=True))[RecordKind.OPEN_DOCUMENTS] == Past(held=1)
    a_sealed_document(cast)
    shown = {
        who: [line.counts[:2] for line in lines(by(who)[1], DUE)] for who in ("lena", "noor", "ines", "eric")
    }
    assert shown == {
        "lena": [(None, Past(held=1))],
        "noor": [],
        "ines": [(Past(held=1), Past(held=1))],
        "eric": [],
    }


def test_the_pages_place_and_release_it(browse: Callable[[str], Client], cast: dict[str, Person]) -> None:
    seconds(cast)
    form = {**SAID, "from_day": "2025-01-15", "reach": "person", "whose": "Ada"}
    lena, omar = browse("lena"), browse("omar")
    missing = lena.post(reverse("place_hold"), {**form, "whose": ""})
    assert b"Give the id or the name." in missing.content
    assert (
        b"You cannot place a hold there."
        in lena.post(reverse("place_hold"), {**form, "whose": "eve"}).content
    )
    page = lena.post(reverse("place_hold"), form, follow=True)
    assert b"The hold is placed." in page.content
    hold = Hold.objects.get()
    lena.post(reverse("ask_for_release", args=[hold.pk]), {"reason": "Settled."})
    assert b"You asked for the release" in lena.get(reverse("hold", args=[hold.pk])).content
    assert b"Release the hold" in omar.get(reverse("hold", args=[hold.pk])).content
    done = omar.post(reverse("release_hold", args=[hold.pk]), follow=True)
    assert b"The hold is released." in done.content
    assert b"Holds that have ended" in omar.get(reverse("retention")).content
