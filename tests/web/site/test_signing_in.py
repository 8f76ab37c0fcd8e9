"""How people come in: with a password, by a gateway, and in the demonstration alone by choosing somebody."""

from __future__ import annotations

import base64
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings
from tests.web.cast import act_of

from dutystation.published.signing import write_key
from dutystation.web.accounts.actions import set_password
from dutystation.web.accounts.models import Person
from dutystation.web.audit.models import Event
from dutystation.web.site.clock import now
from dutystation.web.site.error_reports import LineWithoutValues

Browse = Callable[[str], Client]
PASSWORD = "a long sentence of one's own"


def verbs() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("number").values_list("actor", "verb"))


def test_somebody_with_a_password_comes_in_and_goes_out(cast: dict[str, Person]) -> None:
    set_password(act_of("root"), cast["ada"], PASSWORD)
    client = Client()
    answer = client.post("/sign-in/", {"username": "ada", "password": PASSWORD, "next": "/roles/"})
    assert answer.headers["Location"] == "/roles/"
    client.post("/sign-out/")
    assert client.get("/").status_code == 302
    assert verbs()[-2:] == [("ada", "person.signed_in"), ("ada", "person.signed_out")]


def test_a_form_of_a_page_left_open_is_answered_by_a_page_of_the_application(
    cast: dict[str, Person],
) -> None:
    """Somebody signed out in another window, which changed the token that the form holds."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["ada"])
    answer = client.post("/sign-out/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "The page may have been open for too long" in page
    assert "DEBUG" not in page


def test_a_wrong_password_is_an_event_without_the_name_that_was_tried(cast: dict[str, Person]) -> None:
    answer = Client().post("/sign-in/", {"username": "ada", "password": "wrong"})
    assert "do not belong together" in answer.content.decode()
    newest = Event.objects.latest("number")
    assert (newest.verb, newest.actor, newest.about, newest.details) == ("person.sign_in_refused", "", "", {})
    assert re.fullmatch("sign-in:[0-9a-f]{16}", newest.subject)


def tried(who: str, password: str = "wrong") -> tuple[int, str]:
    """The status and the page of an answer to somebody who signs in."""
    answer = Client().post("/sign-in/", {"username": who, "password": password})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("who", ["ada", "nobody"])
def test_ten_wrong_tries_within_a_quarter_of_an_hour_make_an_id_wait(
    cast: dict[str, Person], who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether anybody has the id or not; another id does not wait, and after that time none does."""
    set_password(act_of("root"), cast["ada"], PASSWORD)
    assert [tried(who)[0] for _ in range(10)] == [200] * 10
    events = Event.objects.count()
    status, page = tried(who, PASSWORD)
    assert (status, Event.objects.count()) == (429, events)
    assert "There were too many wrong tries with this id. Try again at " in page
    assert "do not belong together" in tried("eve")[1]
    later = now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("dutystation.web.site.middleware.now", lambda: later)
    assert tried("ada", PASSWORD)[0] == 302


def test_nine_wrong_tries_do_not(cast: dict[str, Person]) -> None:
    set_password(act_of("root"), cast["ada"], PASSWORD)
    for _ in range(9):
        tried("ada")
    assert tried("ada", PASSWORD)[0] == 302


def test_who_was_signed_out_meanwhile_comes_back_to_the_page_and_hears_that_nothing_was_taken(
    cast: dict[str, Person],
) -> None:
    set_password(act_of("root"), cast["ada"], PASSWORD)
    client = Client()
    page = "http://testserver/requests/?state=draft"
    sent = client.post("/delegates/", {"person": "eve"}, headers={"Referer": page})
    assert sent.headers["Location"] == "/sign-in/?next=/requests/%3Fstate%3Ddraft"
    asked = client.get(sent.headers["Location"]).content.decode()
    assert "You had been signed out, and what you sent was not taken." in asked
    given = {"username": "ada", "password": PASSWORD, "next": "/requests/?state=draft"}
    assert client.post("/sign-in/", given).headers["Location"] == "/requests/?state=draft"


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/requests/"])
def test_from_no_page_of_ours_they_come_home(cast: dict[str, Person], page: str) -> None:
    sent = Client().post("/delegates/", headers={"Referer": page} if page else {})
    assert sent.headers["Location"] == "/sign-in/?next=/"


def test_an_address_that_only_takes_something_says_so(browse: Browse) -> None:
    answer = browse("ada").get("/sign-out/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "There is no page here" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_whoever_watches_over_the_service_may_ask_for_the_head_alone(db: None, method: str) -> None:
    assert getattr(Client(), method)("/health/").status_code == 200


def test_a_line_of_the_log_says_what_happened_and_not_to_whom(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for address in ("/people/ada/record/", "/nowhere/lupus-7731/"):
        assert browse("eve").get(address).status_code == 404
    first, second = (LineWithoutValues().format(record) for record in caplog.records)
    assert re.search(r" WARNING django\.request [0-9a-f]{32} 404 GET /people/<.*>/record/$", first)
    assert re.search(r" WARNING django\.request [0-9a-f]{32} 404 GET no such address$", second)


def test_nobody_is_sent_to_another_site_after_signing_in(cast: dict[str, Person]) -> None:
    set_password(act_of("root"), cast["ada"], PASSWORD)
    there = {"username": "ada", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post("/sign-in/", there).headers["Location"] == "/"


def test_a_gateway_signs_in_whom_it_names_if_they_are_known(
    cast: dict[str, Person], settings: Settings
) -> None:
    settings.SIGN_IN_HEADER = "X-Signed-In"
    assert Client().get("/", headers={"X-Signed-In": "ada"}).status_code == 200
    assert Client().get("/", headers={"X-Signed-In": "nobody"}).status_code == 302
    Person.objects.filter(pk="ada").update(is_active=False)
    assert Client().get("/", headers={"X-Signed-In": "ada"}).status_code == 302


def test_a_sign_in_by_the_gateway_is_an_event_once(cast: dict[str, Person], settings: Settings) -> None:
    settings.SIGN_IN_HEADER = "X-Signed-In"
    client = Client()
    for who in ("ada", "ada", "eve"):
        client.get("/", headers={"X-Signed-In": who})
    found = Event.objects.filter(verb="person.signed_in").order_by("number")
    assert list(found.values_list("actor", "about")) == [("ada", "ada"), ("eve", "eve")]


@pytest.mark.parametrize("headers", [{"X-Signed-In": "nobody"}, {"X-Signed-In": ""}, {}])
def test_whoever_the_gateway_names_no_longer_is_signed_out(
    cast: dict[str, Person], settings: Settings, headers: dict[str, str]
) -> None:
    settings.SIGN_IN_HEADER = "X-Signed-In"
    client = Client()
    assert client.get("/", headers={"X-Signed-In": "ada"}).status_code == 200
    assert client.get("/", headers=headers).status_code == 302


def test_the_next_person_at_a_shared_screen_is_not_the_one_before(
    cast: dict[str, Person], settings: Settings
) -> None:
    settings.SIGN_IN_HEADER = "X-Signed-In"
    client = Client()
    client.get("/", headers={"X-Signed-In": "ada"})
    assert client.get("/", headers={"X-Signed-In": "pia"}).context["request"].user == cast["pia"]


def test_somebody_with_a_password_is_signed_out_by_another_name_and_not_by_none(
    cast: dict[str, Person], settings: Settings
) -> None:
    settings.SIGN_IN_HEADER = "X-Signed-In"
    client = Client()
    client.force_login(cast["ada"])
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"X-Signed-In": "nobody"}).status_code == 302


def test_without_a_gateway_its_header_means_nothing(cast: dict[str, Person]) -> None:
    assert Client().get("/", headers={"X-Signed-In": "ada"}).status_code == 302


@pytest.fixture
def samples(cast: dict[str, Person]) -> None:
    for person in Person.objects.filter(pk__in=["ada", "boris"]):
        person.email = f"{person.pk}@sample.invalid"
        person.save()


@pytest.mark.usefixtures("samples")
def test_the_demonstration_lists_one_sample_person_per_role(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    page = Client().get("/sign-in/").content.decode()
    assert 'value="ada"' in page
    assert 'value="boris"' in page
    assert 'value="pia"' not in page
    assert Client().post("/sign-in/sample/", {"person": "ada"}).status_code == 302
    assert Client().post("/sign-in/sample/", {"person": "pia"}).status_code == 403


@pytest.mark.usefixtures("samples")
def test_in_the_demonstration_it_is_always_the_same_day(settings: Settings) -> None:
    settings.DEMONSTRATION, settings.DEMONSTRATION_DAY = True, "2025-02-19"
    client = Client()
    client.post("/sign-in/sample/", {"person": "ada"})
    assert "It is always 19 February 2025 here." in client.get("/").content.decode()
    assert localdate(Event.objects.latest("number").at).isoformat() == "2025-02-19"


@pytest.mark.usefixtures("samples")
def test_everywhere_else_there_are_no_such_people() -> None:
    assert 'value="ada"' not in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/sample/", {"person": "ada"}).status_code == 403


SHOW = (
    "from dutystation.web.site import settings; print(settings.DEMONSTRATION, settings.SESSION_COOKIE_SECURE)"
)


def shown(workspace: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The settings as a process of its own reads them."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**kept, "DUTYSTATION_WORKSPACE": str(workspace), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_no_demonstration_and_makes_up_no_secret(tmp_path: Path) -> None:
    signer = tmp_path.with_name(f"{tmp_path.name}-signer")
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "demonstration").write_text("2025-02-19")
    assert shown(tmp_path).stdout.split() == ["True", "False"]
    without = shown(tmp_path, DUTYSTATION_PRODUCTION="1")
    assert "DUTYSTATION_SECRET_KEY is not set" in without.stderr
    secret = {
        "DUTYSTATION_PRODUCTION": "1",
        "DUTYSTATION_SECRET_KEY": "given",
        "DUTYSTATION_SEALING_KEY": base64.b64encode(bytes(32)).decode(),
        "DUTYSTATION_SIGNING_KEY_FILE": str(signer),
    }
    write_key(signer)
    assert shown(tmp_path, **secret).stdout.split() == ["False", "True"]


def test_an_error_is_logged_by_place_and_without_what_was_written(
    browse: Browse, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dutystation.web.site import views

    def broken(*_: object) -> None:
        raise ValueError("a diagnosis that somebody wrote")

    client = browse("ada")
    client.raise_request_exception = False
    monkeypatch.setattr(views, "render", broken)
    with caplog.at_level(logging.ERROR):
        page = client.get("/")
    assert page.status_code == 500
    assert "give the administrator this number" in page.content.decode()
    [record] = [found for found in caplog.records if found.name == "django.request"]
    from dutystation.web.site.error_reports import LineWithoutValues

    logged = LineWithoutValues().format(record)
    assert "test_signing_in.py" in logged
    assert "ValueError" in logged
    assert "diagnosis" not in logged + page.content.decode()
