"""Single days of situational telework: each asked for and decided by itself, by whom the order names.

Ada of BANK asks; omar is the approving official of NORTH. The day is Monday, 3 February 2025, in the pay
period from 26 January to 8 February.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.web.cast import DAY, NOON, act_of
from tests.web.issued_orders import issue_order, order_with

from dutystation.terms.errors import Refused
from dutystation.web.accounts.actions import grant_role, record_delegate
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.mail.actions import send_waiting
from dutystation.web.mail.models import Message
from dutystation.web.notices.actions import rescind
from dutystation.web.notices.rules import Reach
from dutystation.web.situational import actions
from dutystation.web.situational.daily import work_of_the_day
from dutystation.web.situational.models import Change, SituationalDay
from dutystation.web.situational.queries import same_weekday
from dutystation.web.situational.rules import BY, TABLE, State, Verb, after

Browse = Callable[[str], Client]
Cast = dict[str, Person]
FRIDAY = DAY + timedelta(days=4)
WHY = "The plumber comes between eight and noon"
SAYS = "A plumber cannot wait"
pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    """Pages are asked for on the day too."""
    settings.DEMONSTRATION_DAY = DAY.isoformat()


def asks(cast: Cast, day: date = FRIDAY, *, person: str = "ada", at: datetime = NOON) -> SituationalDay:
    return actions.ask(act_of(person, at), cast[person], day, WHY)


def approves(cast: Cast, asked: SituationalDay, *, at: datetime = NOON, by: str = "omar") -> None:
    actions.approve(act_of(by, at), sight_of(cast[by], at.date()), asked.pk, SAYS)


def state_of(asked: SituationalDay) -> str:
    return SituationalDay.objects.get(pk=asked.pk).state


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_the_table_lets_each_day_be_decided_once_and_ends(state: State, verb: Verb) -> None:
    ends = {
        (State.ASKED, Verb.APPROVE): State.APPROVED,
        (State.ASKED, Verb.DECLINE): State.DECLINED,
        (State.ASKED, Verb.WITHDRAW): State.WITHDRAWN,
        (State.ASKED, Verb.LAPSE): State.LAPSED,
        (State.ASKED, Verb.END): State.ENDED,
        (State.APPROVED, Verb.GIVE_BACK): State.GIVEN_BACK,
    }
    assert after(verb, state) == ends.get((state, verb))
    assert set(TABLE) == set(State)
    assert set(BY) == set(Verb)


def test_a_day_is_asked_for_approved_and_given_back(cast: Cast) -> None:
    issue_order()
    asked = asks(cast)
    assert (asked.state, asked.decide_until) == (State.ASKED, FRIDAY)
    approves(cast, asked)
    assert state_of(asked) == State.APPROVED
    actions.give_back(act_of("ada"), asked.pk)
    assert state_of(asked) == State.GIVEN_BACK
    told = [(change.verb, change.by_id, change.role, change.says) for change in Change.objects.all()]
    assert told == [("approve", "omar", "approving_official", SAYS), ("give_back", "ada", "", "")]
    assert asks(cast).pk != asked.pk  # what was given back can be asked for anew


def test_why_and_the_sentence_are_in_no_event_and_in_no_mail(cast: Cast) -> None:
    issue_order()
    approves(cast, asks(cast))
    happened = Event.objects.filter(verb__startswith="situational.").order_by("number")
    assert [(event.verb, event.about, event.details) for event in happened] == [
        ("situational.asked", "ada", {"day": "2025-02-07"}),
        ("situational.approved", "ada", {"day": "2025-02-07", "role": "approving_official"}),
    ]
    told = list(Message.objects.filter(about__startswith="situational:").values_list("to", "subject"))
    assert told == [
        ("omar", "A day of situational telework waits for a decision"),
        ("ada", "A day that you asked for is decided"),
    ]
    send_waiting(NOON)
    written = [f"{sent.subject} {sent.body}" for sent in mail.outbox if "telework" in sent.subject]
    written += Message.objects.filter(about__startswith="situational:").values_list("text", flat=True)
    assert len(written) == 3
    assert not any(words in text for text in written for words in ("Ada", "plumber", "Friday", "7 Feb"))


def test_the_person_and_whoever_decides_read_why_and_nobody_else(cast: Cast, browse: Browse) -> None:
    issue_order()
    asked = asks(cast)
    address = f"/single-days/{asked.pk}/"
    for reader in ("ada", "omar"):
        assert WHY in browse(reader).get(address).content.decode()
    assert WHY not in browse("omar").get("/single-days/to-decide/").content.decode()
    approves(cast, asked)
    assert SAYS in browse("omar").get(address).content.decode()
    for other in ("boris", "chen", "ines", "gale", "pia"):
        assert browse(other).get(address).status_code == 404


def test_a_day_is_asked_for_once_unless_it_was_taken_back(cast: Cast) -> None:
    issue_order()
    first = asks(cast)
    with pytest.raises(Refused, match="You have asked for 7 February 2025 already; it stands so: waits"):
        asks(cast)
    actions.withdraw(act_of("ada"), first.pk)
    second = asks(cast)
    actions.decline(act_of("omar"), sight_of(cast["omar"], DAY), second.pk, SAYS)
    with pytest.raises(Refused, match="it stands so: declined"):
        asks(cast)
    with pytest.raises(Refused, match="cannot be done with the day now; it stands so: declined"):
        approves(cast, second)


def test_a_day_of_the_pay_period_can_be_asked_for_afterwards_and_an_earlier_one_not(cast: Cast) -> None:
    issue_order()
    assert asks(cast, date(2025, 1, 26)).decide_until == date(2025, 2, 8)  # the end of the pay period
    with pytest.raises(Refused, match="25 January 2025 lies in a pay period that is over"):
        asks(cast, date(2025, 1, 25))


def test_who_was_not_called_back_has_nothing_to_ask(cast: Cast, browse: Browse) -> None:
    page = browse("ada").get("/single-days/").content.decode()
    assert "No order is in force" in page
    issue_order(reach=Reach(("SOUTH",), ("civilian", "military")))
    with pytest.raises(Refused, match="does not call you back"):
        asks(cast)
    page = browse("ada").get("/single-days/").content.decode()
    assert "does not call you back" in page
    assert "Ask for this day" not in page


def test_an_order_that_leaves_single_days_free_asks_for_no_permission(cast: Cast) -> None:
    issue_order(order_with(("  each_time: yes", "  each_time: no")))
    with pytest.raises(Refused, match="does not ask for a permission of each single day"):
        asks(cast)


def test_nobody_decides_a_day_of_their_own(cast: Cast) -> None:
    issue_order()
    with pytest.raises(Refused, match="Nobody holds the role that decides it"):
        asks(cast, person="omar")
    grant_role(act_of(SYSTEM), cast["hanna"], Role.APPROVING_OFFICIAL, Unit.objects.get(pk="NORTH"), DAY)
    own = asks(cast, person="omar")
    with pytest.raises(Refused, match="Nobody decides on a day of their own"):
        approves(cast, own)
    approves(cast, own, by="hanna")
    assert state_of(own) == State.APPROVED


@pytest.mark.parametrize(("delegable", "decides"), [("no", False), ("yes", True)])
def test_a_delegate_decides_only_where_the_order_lets_it_be(
    cast: Cast, browse: Browse, delegable: str, *, decides: bool
) -> None:
    text = "decided_by: [approving_official]\n  each_time: yes\n  delegable: "
    issue_order(order_with((f"{text}no", f"{text}{delegable}")))
    held = Grant.objects.get(person="omar", role=Role.APPROVING_OFFICIAL)
    record_delegate(act_of("omar"), held.pk, cast["finn"], DAY, FRIDAY)
    asked = asks(cast)
    assert Message.objects.filter(to="finn", about=str(asked)).exists() == decides
    listed = browse("finn").get("/single-days/to-decide/").content.decode()
    assert (f"/single-days/{asked.pk}/" in listed) == decides
    if decides:
        approves(cast, asked, by="finn")
        assert Change.objects.get().as_delegate
    else:
        with pytest.raises(Refused, match="The order does not ask you about this day"):
            approves(cast, asked, by="finn")


def test_a_day_is_given_back_before_it_has_begun(cast: Cast) -> None:
    issue_order()
    asked = asks(cast)
    approves(cast, asked)
    with pytest.raises(Refused, match="7 February 2025 has begun"):
        actions.give_back(act_of("ada", NOON + timedelta(days=4)), asked.pk)
    with pytest.raises(Refused, match="Only the person who asked"):
        actions.give_back(act_of("pia"), asked.pk)


def test_what_nobody_decides_lapses_when_its_day_has_gone_by(cast: Cast) -> None:
    issue_order()
    asked, approved = asks(cast), asks(cast, FRIDAY - timedelta(days=1))
    approves(cast, approved)
    for days, state in ((4, State.ASKED), (5, State.LAPSED), (5, State.LAPSED)):
        work_of_the_day(act_of(SYSTEM, NOON + timedelta(days=days)))
        assert state_of(asked) == state
    assert state_of(approved) == State.APPROVED
    assert Event.objects.filter(verb="situational.lapsed").count() == 1
    with pytest.raises(Refused, match="it stands so: not decided in time"):
        approves(cast, asked, at=NOON + timedelta(days=5))


def test_after_a_rescission_nothing_is_asked_or_decided_and_what_waits_ends(
    cast: Cast, browse: Browse, settings: Settings
) -> None:
    """Rescinded from Tuesday: decided on Monday; on Tuesday not, before the work of the day either."""
    issue_order()
    waits, approved = asks(cast), asks(cast, FRIDAY + timedelta(days=3))
    rescind(act_of("dana"), 1, DAY + timedelta(days=1), "It ends.")
    approves(cast, approved)
    work_of_the_day(act_of(SYSTEM))
    assert state_of(waits) == State.ASKED
    settings.DEMONSTRATION_DAY = (DAY + timedelta(days=1)).isoformat()
    later = NOON + timedelta(days=1)
    with pytest.raises(Refused, match="No order is in force"):
        asks(cast, FRIDAY + timedelta(days=4), at=later)
    with pytest.raises(Refused, match="The order was rescinded: it asks for no permission of single days"):
        approves(cast, waits, at=later)
    assert "day of situational telework waits" not in browse("omar").get("/").content.decode()
    for reader, address in (
        ("ada", "/single-days/"),
        ("ada", f"/single-days/{waits.pk}/"),
        ("omar", "/single-days/to-decide/"),
    ):
        page = browse(reader).get(address).content.decode()
        assert "it was rescinded from 4 February 2025" in page
        assert "Days that wait are not decided any more" in page
    assert "Approve this day" not in browse("omar").get(f"/single-days/{waits.pk}/").content.decode()
    for _ in range(2):
        work_of_the_day(act_of(SYSTEM, later))
    assert (state_of(waits), state_of(approved)) == (State.ENDED, State.APPROVED)
    told = Message.objects.filter(
        about=str(waits), subject="A day that you asked for is not decided any more"
    )
    assert [message.to_id for message in told] == ["ada"]


def test_it_cannot_be_decided_any_more_before_the_work_of_the_day_comes(cast: Cast) -> None:
    issue_order()
    asked = asks(cast)
    with pytest.raises(Refused, match="It could be decided until 7 February 2025"):
        approves(cast, asked, at=NOON + timedelta(days=5))
    assert state_of(asked) == State.ASKED


def test_how_often_the_weekday_was_approved_stands_before_the_decision(cast: Cast, browse: Browse) -> None:
    """The order looks at 8 weeks. The Fridays of 7, 14 and 21 February are approved, the next one is not."""
    issue_order()
    for week, verb in enumerate((actions.approve, actions.approve, actions.approve, actions.decline)):
        asked = asks(cast, FRIDAY + timedelta(weeks=week))
        verb(act_of("omar"), sight_of(cast["omar"], DAY), asked.pk, SAYS)
    approves(cast, asks(cast, FRIDAY - timedelta(days=1)))  # a Thursday
    for week, approved in ((4, 3), (7, 3), (8, 2)):  # in the eighth week after it the first lies outside
        found = same_weekday(asks(cast, FRIDAY + timedelta(weeks=week)), DAY)
        assert (found.approved, found.weeks, found.looked_at_from) == (approved, 8, 6)
    waiting = SituationalDay.objects.filter(state=State.ASKED).earliest("day")
    page = browse("omar").get(f"/single-days/{waiting.pk}/").content.decode()
    assert "Friday was approved for this person so many times before: 3" in page
    assert "so many times before" not in browse("ada").get(f"/single-days/{waiting.pk}/").content.decode()


@pytest.mark.usefixtures("received")
def test_my_record_says_that_a_day_was_approved_and_why_stays_out_of_it(cast: Cast, browse: Browse) -> None:
    issue_order()
    day = date(2025, 1, 29)  # ada worked 7.5 hours of it away
    asked = asks(cast, day)
    address = "/people/ada/record/2025-01-29/"
    approved = "Situational telework was approved for this day"
    assert approved not in browse("ada").get(address).content.decode()
    approves(cast, asked)
    for reader in ("ada", "boris", "chen"):
        page = browse(reader).get(address).content.decode()
        assert approved in page
        assert WHY not in page
        assert SAYS not in page
    assert approved not in browse("ada").get("/people/ada/record/2025-01-28/").content.decode()


def test_the_pages_ask_and_decide(cast: Cast, browse: Browse) -> None:
    issue_order()
    sent = browse("ada").post("/single-days/", {"day": FRIDAY.isoformat(), "why": WHY})
    address = sent.headers["Location"]
    assert (
        "You have asked for 7 February"
        in browse("ada").post("/single-days/", {"day": FRIDAY.isoformat(), "why": WHY}).content.decode()
    )
    home = browse("omar").get("/").content.decode()
    assert "1 day of situational telework waits for a decision" in home
    browse("omar").post(f"{address}do/approve/", {"says": "  "})
    assert "waits for a decision" in browse("ada").get(address).content.decode()
    browse("omar").post(f"{address}do/approve/", {"says": SAYS})
    page = browse("ada").get(address).content.decode()
    assert SAYS in page
    assert "Give the day back" in page
    assert "waits for a decision" not in browse("omar").get("/").content.decode()
    assert f"{address}" in browse("omar").get("/single-days/to-decide/?decided=1").content.decode()


def test_a_list_of_many_days_takes_no_more_queries(cast: Cast, browse: Browse) -> None:
    issue_order()
    client, taken = browse("omar"), []
    for people, days in ((("ada",), range(1)), (("ada", "pia"), range(1, 15))):
        for person in people:
            for day in days:
                asks(cast, FRIDAY + timedelta(days=day), person=person)
        client.get("/single-days/to-decide/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/single-days/to-decide/").content.decode()
        taken.append(len(captured))
    assert page.count("/single-days/") > 29
    assert taken[0] == taken[1]


def test_the_database_keeps_what_became_of_a_day(cast: Cast) -> None:
    issue_order()
    approves(cast, asks(cast))
    for change in (lambda: Change.objects.update(says=""), lambda: Change.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
