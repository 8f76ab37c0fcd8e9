"""A report from open to filed: what it holds, worked out by hand, and who does what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.web.cast import PASSWORD, act_of
from tests.web.exception_requests.cases import Case
from tests.web.filings.reports import Reports

from dutystation.published.canonical import sha256_of
from dutystation.published.finding_counts import FindingCounts
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.actions import grant_role, record_delegate
from dutystation.web.accounts.models import Grant, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.models import Event
from dutystation.web.exception_requests import deciding
from dutystation.web.filings import actions
from dutystation.web.filings.actions import NotConfirmed
from dutystation.web.filings.models import FiledPerson, Version
from dutystation.web.filings.people import people_sha256
from dutystation.web.filings.queries import case_of, days_late, holding_versions
from dutystation.web.mail.actions import send_waiting
from dutystation.web.worklists.models import Item

pytestmark = pytest.mark.django_db


def figure(content: dict[str, Any], code: str, period: str, variant: str) -> dict[str, Any]:
    [found] = [
        one
        for one in content["figures"]
        if (one["code"], one["period"], one["variant"]) == (code, period, variant)
    ]
    return dict(found)


def test_figures_and_bridge_are_those_of_the_run(reports: Reports) -> None:
    content = reports.prepared().content
    share = figure(content, "in_person_share", "2025-02", "total")
    assert (share["numerator"], share["denominator"], share["unclassified"]) == (960, 2880, 0)
    assert share["value"] == 960 / 2880
    assert content["bridge"] == {
        "on_rolls": 9,
        "returned": 2,
        "not_returned": 4,
        "not_in_duty_status": 0,
        "unknown": 3,
        "reasons": {"space": 1, "protected_accommodation": 1, "pending": 1, "none": 1},
    }
    assert (content["kind"], content["people"], content["changes"]) == ("report", 4, [])
    assert {one["code"] for one in content["figures"]} == {"in_person_share", "office_share"}
    assert {one["org_unit"] for one in content["figures"]} == {"NORTH"}


def test_each_person_is_named_with_one_reason_and_what_stands_behind_it(reports: Reports) -> None:
    named = {row.person: row for row in reports.prepared().people.all()}
    assert {person: row.reason for person, row in named.items()} == {
        "ada": "space",
        "boris": "protected_accommodation",
        "noor": "pending",
        "pia": "none",
    }
    ada = named["ada"]
    assert ada.evidence == f"request:{reports.cases['ada']}, 0 documents, 2 kept elsewhere"
    assert ada.decided_by == "finn (facilities specialist), hanna (component head)"
    assert (ada.decided_on, ada.starts_on, ada.ends_on) == (
        date(2025, 2, 3),
        date(2025, 2, 10),
        date(2025, 4, 10),
    )
    assert ada.attestation == (
        "What the order asks for was found sufficient before the decision of the facilities specialist and "
        "the component head of NORTH."
    )
    assert (ada.off_site_minutes, ada.duty_station, ada.arrangement) == (480, "HQ", "routine")
    assert named["noor"].evidence == f"request:{reports.cases['noor']}, 0 documents"
    assert (named["noor"].authority, named["pia"].evidence) == ("", "")


def test_a_protected_reason_has_an_attestation_and_no_clause_that_would_tell_which_it_is(
    reports: Reports,
) -> None:
    boris = reports.prepared().people.get(person="boris")
    assert boris.attestation == (
        "The accommodation specialist of NORTH has seen what is kept elsewhere under a reference and found "
        "it sufficient."
    )
    assert boris.authority == "The accommodation process, which the law sets above the order"


def test_the_registers_count_what_stands_behind_the_reasons(reports: Reports) -> None:
    registers = reports.prepared().content["registers"]
    space = registers["exceptions"][0]
    assert (space["reason"], space["people"], space["approved"], space["off_site_minutes"]) == (
        "space",
        1,
        1,
        480,
    )
    assert space["expiring"] == 1  # 10 April is 51 days away, and 60 is soon
    pending = registers["exceptions"][2]
    assert (pending["reason"], pending["pending"], pending["none"]) == ("pending", 1, 0)
    assert registers["accommodation"]["requests"] == registers["accommodation"]["granted"] == 1
    [hq] = registers["space"]
    assert (hq["seats"], hq["assigned"], hq["short_by"]) == (8, 15, 7)
    assert hq["seat_checked_on"] == "2025-02-03"
    assert registers["disputes"]["open"] == 0


def test_the_hash_stands_for_content_and_people_as_they_are_kept(reports: Reports) -> None:
    made = reports.prepared()
    kept = Version.objects.get(pk=made.pk)
    assert sha256_of(kept.content) == kept.sha256 == made.sha256
    assert kept.content["people_sha256"] == people_sha256(kept.people.all())
    row = kept.people.get(person="ada")
    row.reason = "none"
    assert people_sha256([row, *kept.people.exclude(person="ada")]) != kept.content["people_sha256"]


def test_the_same_moment_prepared_again_says_the_same_but_its_number(reports: Reports) -> None:
    first, second = reports.prepared(), reports.prepared()
    assert (first.number, second.number) == (1, 2)
    assert {**first.content, "version": 2} == second.content
    assert reports.of().waiting == second


def test_a_component_from_which_nobody_is_missing_files_a_zero_report(reports: Reports) -> None:
    grant_role(
        act_of("root"),
        reports.cast["erin"],
        Role.COMPONENT_HEAD,
        Unit.objects.get(pk="SOUTH"),
        date(2025, 1, 1),
    )
    reports.cast["erin"].set_password(PASSWORD)
    reports.cast["erin"].save()
    version = actions.prepare(*reports.by("eric", "SOUTH"))
    actions.certify(*reports.by("erin", "SOUTH"), version.sha256, PASSWORD)
    assert (version.kind, version.content["people"], version.people.count()) == ("zero", 0, 0)
    assert reports.of("SOUTH").holding == version


def test_certifying_files_what_was_shown_in_the_words_of_the_order(reports: Reports) -> None:
    version = reports.prepared()
    made = reports.certified()
    assert made.statement == (
        "I certify that this report was made from the records of this component as they were delivered up to "
        "the as-of date, that every person who has not returned is in it with one reason and a reference to "
        "the documents behind it, that I know of no fault of the data that it does not name, and that it "
        "holds no medical information."
    )
    assert (made.person_id, made.role, made.as_delegate) == ("hanna", "component_head", False)
    assert (made.sha256, made.days_late) == (version.sha256, 0)
    filing = reports.of()
    assert (filing.state, filing.holding, filing.waiting) == ("filed", version, None)
    assert filing.first_filed_on == reports.day
    assert list(holding_versions("dhs-2025", "component-report")) == [version]


def test_a_delegate_certifies_where_the_order_lets_them(reports: Reports) -> None:
    held = Grant.objects.get(person="hanna")
    omar = reports.cast["omar"]
    omar.set_password(PASSWORD)
    omar.save()
    record_delegate(reports.act("hanna"), held.pk, omar, reports.day, reports.day)
    reports.prepared()
    assert reports.certified(by="omar").as_delegate


@pytest.mark.parametrize("person", ["hanna", "boris", "dana", "gale", "ines", "eric", "omar"])
def test_nobody_but_component_hr_prepares(reports: Reports, person: str) -> None:
    with pytest.raises(Refused, match="does not ask you"):
        reports.prepared(by=person)


def test_whoever_prepared_it_cannot_certify_it(reports: Reports) -> None:
    grant_role(
        act_of("root"),
        reports.cast["hanna"],
        Role.COMPONENT_HR,
        Unit.objects.get(pk="NORTH"),
        date(2025, 1, 1),
    )
    reports.prepared(by="hanna")
    with pytest.raises(Refused, match="You prepared this version yourself"):
        reports.certified()
    assert reports.of().state == "prepared"


def test_a_wrong_password_certifies_nothing_and_is_an_event(reports: Reports) -> None:
    version = reports.prepared()
    with pytest.raises(NotConfirmed):
        actions.certify(*reports.by("hanna"), version.sha256, "not the password of hanna")
    assert reports.of().state == "prepared"
    assert Event.objects.filter(verb="filing.certification_not_confirmed", about="hanna").count() == 1


def test_ten_wrong_passwords_make_who_certifies_wait_as_at_sign_in(reports: Reports) -> None:
    """A quarter of an hour from the first of the ten on; the right one is not taken before, nor looked at."""
    version = reports.prepared()
    act, sight, filing = reports.by("hanna")

    def tries(password: str, minutes: int) -> str:
        later = replace(act, at=act.at + timedelta(minutes=minutes))
        try:
            actions.certify(later, sight, filing, version.sha256, password)
        except NotConfirmed as refused:
            return str(refused)
        return "certified"

    wrong = [tries("not the password of hanna", minute) for minute in range(10)]
    assert set(wrong) == {"You are not confirmed. Nothing was certified. Try again."}
    again = f"{timezone.localtime(act.at + timedelta(minutes=15)):%H:%M}"
    waits = "There were too many wrong tries with your password. Nothing was certified. Try again at "
    assert tries(PASSWORD, 14) == f"{waits}{again}."
    assert Event.objects.filter(verb="filing.certification_not_confirmed").count() == 10
    assert tries(PASSWORD, 15) == "certified"


def test_a_version_that_was_not_shown_is_not_certified(reports: Reports) -> None:
    shown = reports.prepared()
    reports.prepared()
    with pytest.raises(Refused, match="Another version waits by now"):
        actions.certify(*reports.by("hanna"), shown.sha256, PASSWORD)


def test_a_report_filed_after_its_day_stays_late(reports: Reports) -> None:
    reports.on(date(2025, 2, 22)).prepared()
    assert reports.certified().days_late == 3
    actions.send_back(*reports.on(date(2025, 2, 25)).by("dana"), "Noor has returned.")
    reports.filed("Noor is counted as returned.")
    assert days_late(reports.of(), date(2025, 3, 1)) == 3
    assert reports.of().holding.certification.days_late == 3  # type: ignore[union-attr]


def test_an_amendment_says_why_and_what_it_changes(reports: Reports) -> None:
    first = reports.filed()
    reports.receive(reports.runs.after)
    with pytest.raises(Refused, match="A version was filed before"):
        reports.prepared()
    second = reports.filed("The sender corrected noor's record.")
    assert (second.replaces, reports.of().holding) == (first, second)
    changed = {change["what"]: (change["before"], change["after"]) for change in second.content["changes"]}
    assert changed["bridge.returned"] == ("2", "3")
    assert changed["bridge.not_returned"] == ("4", "3")
    assert changed["reasons.pending"] == ("1", "")
    assert changed["figures.in_person_share.2025-02.total"] == ("960/2880, 0", "1440/2880, 0")
    assert changed["run"] == (reports.runs.before, reports.runs.after)
    assert "bridge.on_rolls" not in changed
    assert {row.person for row in second.people.all()} == {"ada", "boris", "pia"}
    assert FiledPerson.objects.filter(version=first).count() == 4


def test_the_narrative_goes_with_the_next_version_as_it_stands(reports: Reports) -> None:
    actions.write_narrative(*reports.by("chen"), "The third floor opens in April.")
    version = reports.prepared()
    actions.write_narrative(*reports.by("chen"), "It opens in May.")
    assert version.content["narrative"] == "The third floor opens in April."
    with pytest.raises(Refused, match="does not ask you"):
        actions.write_narrative(*reports.by("hanna"), "No.")


def test_an_approval_that_was_taken_back_is_not_counted(reports: Reports) -> None:
    case = Case(reports.cast, Ground.SPACE, number=reports.cases["ada"], day=date(2025, 2, 11))
    deciding.reopen(case.act("finn"), case.number, "a seat is free", case.sight("finn"))
    assert not any(one.ended_on for one in case_of(reports.of(), None, reports.day).people)  # type: ignore[union-attr]
    case.day = date(2025, 2, 13)
    deciding.deny(case.act("hanna"), case.sight("hanna"), case.number, "A seat is free.", "The second floor.")
    with pytest.raises(Refused, match=r"Approvals that are counted have ended: ada \(2025-02-12\)"):
        reports.prepared()


def test_those_who_have_to_know_get_a_mail_that_says_nothing_of_it(reports: Reports) -> None:
    send_waiting(reports.act("chen").at)
    mail.outbox.clear()
    reports.filed()
    actions.send_back(*reports.by("dana"), "Look at noor again.")
    send_waiting(reports.act("chen").at)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["hanna@rivers.example"], "A report waits for your certification"),
        (["chen@rivers.example"], "A report was certified and filed"),
        (["chen@rivers.example"], "A report came back to be corrected"),
    ]
    assert not any("noor" in str(sent.body) for sent in mail.outbox)


def test_a_missing_delivery_stands_in_the_way_until_somebody_says_why(reports: Reports) -> None:
    """North delivered its time records for the first pay period, and nothing of its own for the second."""
    reports.receive(reports.runs.gap)
    with pytest.raises(Refused, match="nothing says why: time_records of NORTH for 2025-02"):
        reports.prepared()
    with pytest.raises(Refused, match="not missing any more"):
        actions.explain_gap(*reports.by("chen"), "NORTH/roster/2025-02", "We moved.")
    with pytest.raises(Refused, match="does not ask you"):
        actions.explain_gap(*reports.by("hanna"), "NORTH/time_records/2025-02", "We moved.")
    missing = Item.objects.filter(kind="missing_delivery", key="NORTH/time_records/2025-02")
    assert missing.get().state == "open"
    actions.explain_gap(*reports.by("chen"), "NORTH/time_records/2025-02", "We moved.")
    assert missing.get().state == "explained"  # on the list of findings too
    actions.explain_gap(*reports.by("chen"), "NORTH/time_records/2025-02", "The department sends them now.")
    [gap] = reports.filed().content["gaps"]
    assert (gap["table"], gap["period"], gap["sender"]) == ("time_records", "2025-02", "NORTH")
    assert gap["explanation"] == "The department sends them now."
    assert case_of(reports.of("SOUTH"), None, reports.day).gaps == {}  # type: ignore[union-attr]


def test_faults_of_the_data_are_counted_by_kind(reports: Reports) -> None:
    faults = {(one["kind"], one["reason"]): one["count"] for one in reports.prepared().content["faults"]}
    assert faults["unknown_status", "no_time_records"] == 3  # finn, lena and omar
    assert sum(count for (kind, _), count in faults.items() if kind == "no_reason") == 1  # pia


def test_an_approval_that_ends_is_no_fault_of_the_data(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {("NORTH", "ending_approval", "ends_soon"): 2, ("NORTH", "rejected_row", "not_a_date"): 1}
    monkeypatch.setattr("dutystation.web.filings.findings._counted", lambda *_: FindingCounts(counts, ()))
    faults = [(one["kind"], one["count"]) for one in reports.prepared().content["faults"]]
    assert faults == [("rejected_row", 1)]
