"""The board and the reminders: everybody who owes a report has a line, whatever they did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import NOON, act_of
from tests.web.department.filed import in_person, opened, report

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.audit.models import Event
from dutystation.web.department.actions import record_fulfilment
from dutystation.web.department.board import Line, board_of
from dutystation.web.department.models import Fulfilment, Reminder
from dutystation.web.department.queries import order_on
from dutystation.web.department.reminding import chase, remind
from dutystation.web.filings.actions import send_back
from dutystation.web.mail.models import Message

pytestmark = pytest.mark.django_db
LATE = datetime(2025, 2, 22, 17, tzinfo=UTC)
"""Three days after the reports are due."""


def lines(sight: Sight) -> dict[str, Line]:
    board = board_of(sight, sight.day)
    assert board is not None
    return {line.component.pk: line for line in board.lines}


def of_dana(cast: dict[str, Person], at: datetime = NOON) -> dict[str, Line]:
    return lines(sight_of(cast["dana"], Act("dana", at).day))


def test_there_is_nothing_before_an_order(cast: dict[str, Person]) -> None:
    assert board_of(sight_of(cast["dana"], NOON.date()), NOON.date()) is None


def test_a_component_that_did_nothing_has_a_line_with_its_days(cast: dict[str, Person]) -> None:
    opened()
    north = of_dana(cast)["NORTH"]
    assert (north.state, north.clock.days_left, north.is_filed) == ("open", 16, False)
    assert of_dana(cast, LATE)["NORTH"].clock.days_late == 3


def test_a_filed_report_shows_its_share_with_bounds_and_what_moved(cast: dict[str, Person]) -> None:
    report("NORTH", {"2025-02": in_person(60, 40)})
    report("NORTH", {"2025-02": in_person(80, 20, unclassified=25)})
    north = of_dana(cast)["NORTH"]
    assert north.share is not None
    assert (north.share.value, north.share.low, north.share.high) == (0.8, 80 / 125, 105 / 125)
    assert round(north.change or 0) == 20
    assert north.is_amended
    assert not of_dana(cast)["SOUTH"].is_filed


def test_what_was_filed_late_is_shown_late_for_ever(cast: dict[str, Person]) -> None:
    report("NORTH", {}, at=LATE)
    north = of_dana(cast, datetime(2025, 6, 1, 17, tzinfo=UTC))["NORTH"]
    assert (north.clock.met, north.clock.days_late) == (True, 3)


def test_a_returned_report_counts_no_longer_and_is_marked(cast: dict[str, Person]) -> None:
    version = report("NORTH", {"2025-02": in_person(60, 40)})
    send_back(act_of("dana"), sight_of(cast["dana"], NOON.date()), version.filing_id, "A period is missing.")
    north = of_dana(cast)["NORTH"]
    assert (north.is_filed, north.returned, north.share, north.state) == (False, 1, None, "returned")


def test_each_component_sees_its_own_line_alone(sight: Callable[[str], Sight]) -> None:
    opened()
    assert set(lines(sight("chen"))) == {"NORTH"}
    assert set(lines(sight("hanna"))) == {"NORTH"}
    assert set(lines(sight("eric"))) == {"SOUTH"}
    for person in ("dana", "gale", "ines"):
        assert set(lines(sight(person))) == {"NORTH", "SOUTH"}
    assert not lines(sight("boris"))


def test_the_board_says_in_words_who_has_not_filed(browse: Callable[[str], Client]) -> None:
    report("NORTH", {"2025-02": in_person(60, 40)})
    page = browse("dana").get("/board/").content.decode()
    assert "1 of 2 components have filed" in page
    assert "Not filed: Southern Division" in page
    assert "60.0%" in page


def test_the_board_takes_as_many_queries_whatever_was_filed(
    browse: Callable[[str], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for component in ("NORTH", "SOUTH"):
        for office in (50, 60, 70):
            report(component, {"2025-02": in_person(office, 40)})
    client = browse("dana")
    with django_assert_max_num_queries(15):
        client.get("/board/")


class TestReminders:
    """Each once, on its day, until the report is filed."""

    def on(self, day: int, month: int = 2) -> Act:
        return Act(SYSTEM, datetime(2025, month, day, 17, tzinfo=UTC))

    def test_a_component_is_reminded_fourteen_and_three_days_before_and_weekly_after(
        self, cast: dict[str, Person]
    ) -> None:
        opened()
        days = [(4, 2), (5, 2), (6, 2), (16, 2), (17, 2), (25, 2), (26, 2), (27, 2), (5, 3), (5, 3)]
        written = [remind(self.on(day, month)) for day, month in days]
        assert written == [0, 2, 0, 2, 0, 0, 2, 0, 2, 0]
        kinds = Reminder.objects.filter(filing__component="NORTH").order_by("on")
        assert [kind for (kind,) in kinds.values_list("kind")] == ["first", "last", "late", "late"]

    def test_it_goes_to_whoever_prepares_and_certifies(self, cast: dict[str, Person]) -> None:
        opened()
        remind(self.on(5))
        told = set(Message.objects.filter(subject__startswith="The report of").values_list("to", flat=True))
        assert told == {"chen", "hanna", "eric"}  # SOUTH has no head
        assert Reminder.objects.get(filing__component="SOUTH").people == 1
        text = Message.objects.get(to="hanna", subject__startswith="The report").text
        assert "is due on 19 February 2025" in text

    def test_what_is_filed_is_not_asked_for_and_what_came_back_is(self, cast: dict[str, Person]) -> None:
        version = report("NORTH", {})
        assert remind(self.on(16)) == 1
        sight = sight_of(cast["dana"], NOON.date())
        send_back(act_of("dana"), sight, version.filing_id, "A period is missing.")
        assert remind(self.on(17)) == 1
        assert [sent.filing.component_id for sent in Reminder.objects.order_by("pk")] == ["SOUTH", "NORTH"]

    def test_days_without_their_work_bring_no_heap_of_reminders(self, cast: dict[str, Person]) -> None:
        opened()
        assert remind(self.on(20, 3)) == 2
        assert set(Reminder.objects.values_list("kind", "on")) == {("late", self.on(19, 3).day)}

    def test_the_policy_office_asks_once_a_day(self, cast: dict[str, Person]) -> None:
        filing = opened()["NORTH"]
        chased = chase(act_of("dana"), filing.pk)
        assert (chased.people, chased.by_id) == (2, "dana")
        assert Event.objects.get(verb="filing.chased").actor == "dana"
        with pytest.raises(Refused, match="asked for today"):
            chase(act_of("dana"), filing.pk)
        assert of_dana(cast)["NORTH"].chased_today
        assert chase(Act("dana", LATE), filing.pk).on == LATE.date()

    def test_nothing_is_written_before_an_order_is_issued(self, cast: dict[str, Person]) -> None:
        assert remind(self.on(26)) == 0


class TestObligationsOfTheDepartment:
    """Recorded by the policy office; a later record corrects and none goes."""

    def test_a_met_obligation_keeps_its_lateness(self, browse: Callable[[str], Client]) -> None:
        opened()
        client = browse("dana")
        answer = client.post(
            "/board/obligations/telework-policy/", {"met_on": "2025-01-27", "reference": "Letter 12"}
        )
        assert answer.headers["Location"] == "/board/"
        page = client.get("/board/").content.decode()
        assert "met 3 days late" in page
        assert "Letter 12" in page

    def test_a_later_record_corrects_and_the_first_one_stays(self, cast: dict[str, Person]) -> None:
        opened()
        order = order_on(NOON.date())
        assert order is not None
        with pytest.raises(Refused, match="Nothing is recorded"):
            record_fulfilment(act_of("dana"), order, "telework-policy", None, "None was sent")
        record_fulfilment(act_of("dana"), order, "telework-policy", NOON.date(), "Letter 12")
        record_fulfilment(act_of("dana"), order, "telework-policy", None, "Letter 12 was of another order")
        board = board_of(sight_of(cast["dana"], NOON.date()), NOON.date())
        assert board is not None
        own = {line.obligation: line for line in board.own}
        assert not own["telework-policy"].clock.met
        assert Fulfilment.objects.count() == 2

    def test_a_day_to_come_and_a_report_of_components_are_refused(self, cast: dict[str, Person]) -> None:
        opened()
        order = order_on(NOON.date())
        assert order is not None
        with pytest.raises(Refused, match="has not come"):
            record_fulfilment(act_of("dana"), order, "telework-policy", LATE.date(), "Letter 12")
        with pytest.raises(Refused, match="no obligation of the department"):
            record_fulfilment(act_of("dana"), order, "component-report", NOON.date(), "Letter 12")
