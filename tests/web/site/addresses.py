"""Every address of the application: how it is built, and who of the cast gets a page there.

One entry for each name of an address; the walk fails where one is missing. `made` makes what the page is
about and gives the arguments of the address. `seen_by` gets the page on GET; everybody else signed in gets
404, or 405 where only POST is answered. `posted_by` may send; what is sent is empty, so that nothing is
carried out: the answer is then a page with complaints or a way back, and for everybody else 404.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.web.cast import CAST, DAY, NOON, PASSWORD, act_of
from tests.web.department.filed import opened
from tests.web.evidence.samples import upload
from tests.web.exception_requests.cases import Case
from tests.web.issued_orders import issue_order
from tests.web.worklists.rivers import MISSING, NAMELESS, QUESTIONED, REJECTED, found

from dutystation.terms.ground import Ground
from dutystation.web.accounts.actions import record_delegate
from dutystation.web.accounts.models import Grant, Person
from dutystation.web.accounts.scope import sight_of
from dutystation.web.department.actions import consolidate
from dutystation.web.department.models import Release
from dutystation.web.department.queries import open_proposals
from dutystation.web.department.releasing import Terms, approve, propose, withheld_now
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests.models import Decision
from dutystation.web.filings.actions import certify, prepare
from dutystation.web.filings.models import Filing, Version
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.retention.models import Disposal, Entry, Hold
from dutystation.web.situational.actions import ask
from dutystation.web.situational.models import SituationalDay

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(CAST)


def nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Address:
    """One address; see the head of this file."""

    seen_by: frozenset[str] = NOBODY
    posted_by: frozenset[str] = NOBODY
    made: Callable[[], Mapping[str, Any]] = field(default=nothing)
    asked: Mapping[str, str] = field(default_factory=dict)
    """What a page is asked for besides its address."""
    for_strangers: bool = False
    """Whether somebody who is not signed in gets an answer."""


def only(*people: str) -> frozenset[str]:
    return frozenset(people)


def disputed_day() -> dict[str, Any]:
    """A dispute of ada's that waits for an answer."""
    dispute, _ = Dispute.objects.get_or_create(
        person_id="ada",
        day=NOON.date(),
        defaults={
            "run": ReceivedRun.objects.get(),
            "as_counted": {},
            "opened_at": NOON,
            "due_on": NOON.date(),
        },
    )
    return {"dispute": dispute.pk}


SEE_ADAS_RECORD = only("ada", "boris", "chen", "ines")
SEE_RECORDS_OF_OTHERS = only("boris", "erin", "chen", "eric", "ines")


def ada_asks(*, ground: Ground = Ground.SPACE, state: str = "ready") -> Callable[[], dict[str, Any]]:
    """A request of ada's, by its number."""

    def made() -> dict[str, Any]:
        case = Case(Person.objects.select_related("unit", "unit__component").in_bulk(), ground)
        getattr(case, state)()
        return {"request_id": case.number}

    return made


def a_sealed_document() -> dict[str, Any]:
    """A document that ada gave for a request on a protected ground."""
    asked = ada_asks(ground=Ground.DISABILITY)()
    ada, subject = Person.objects.get(pk="ada"), f"request:{asked['request_id']}"
    given = add(act_of("ada"), about=ada, subject=subject, item="letter", upload=upload(), sealed=True)
    return {**asked, "document": given.pk}


def the_order() -> IssuedDirective:
    """An order issued to everybody, once."""
    return IssuedDirective.objects.first() or issue_order()


def a_delegate() -> dict[str, Any]:
    """Omar acts for gale."""
    held = Grant.objects.get(person="gale")
    omar = Person.objects.get(pk="omar")
    return {"grant": record_delegate(act_of("gale"), held.pk, omar, DAY, DAY).pk}


def under_an_order(**arguments: str) -> dict[str, Any]:
    """An order holds; the arguments are given back."""
    the_order()
    return arguments


def a_letter() -> dict[str, Any]:
    numbers = ada_asks(state="approved")()
    return {**numbers, "decision": Decision.objects.get(request=numbers["request_id"]).pk}


def a_single_day() -> dict[str, Any]:
    """A day that ada has asked for, once."""
    the_order()
    ada = Person.objects.select_related("unit").get(pk="ada")
    there = SituationalDay.objects.filter(person=ada).first()
    return {"number": (there or ask(act_of("ada"), ada, DAY + timedelta(days=4), "A plumber comes")).pk}


SEE_ADAS_REQUEST = only("ada", "boris", "chen", "finn", "lena", "omar", "hanna", "gale", "ines")
DECIDING = only("boris", "chen", "noor", "finn", "lena", "omar", "hanna", "gale", "eric", "erin", "ines")
SEE_FINDINGS = only("chen", "eric", "ines")
SEE_SEATS = only("finn", "chen", "eric", "ines")
ON_THE_ROLLS = EVERYBODY - {"ines"}
SEEING_NAMES = only("boris", "erin", "chen", "eric", "ines")
"""Supervisors, human resources and the auditor, each for the people they are there for."""


SEE_FILED = only("chen", "hanna", "ines", "dana", "gale")
"""Whoever prepares, certifies or audits the reports of NORTH, and the department they are filed to."""


def issued() -> dict[str, Any]:
    """An order issued to everybody."""
    return {"version": the_order().version}


def listed() -> dict[str, Any]:
    """The same, for a page that lists what there is."""
    the_order()
    return {}


def a_report() -> dict[str, Any]:
    """What NORTH owes under the order."""
    the_order()
    return {"filing_id": Filing.objects.get(component="NORTH").pk}


def a_prepared_report() -> dict[str, Any]:
    """The same, with a version that waits for certification."""
    owed = a_report()
    chen = Person.objects.get(pk="chen")
    prepare(act_of("chen"), sight_of(chen, DAY), owed["filing_id"], "Prepared again.")
    return owed


def a_filed_version() -> dict[str, Any]:
    """A version that hanna has certified."""
    owed = a_prepared_report()
    hanna = Person.objects.get(pk="hanna")
    waiting = Version.objects.filter(filing=owed["filing_id"]).latest("number")
    made = certify(
        act_of("hanna"),
        sight_of(hanna, DAY),
        owed["filing_id"],
        waiting.sha256,
        PASSWORD,
    )
    return {**owed, "number": made.version.number}


SEEING_FIGURES = only("boris", "chen", "finn", "omar", "hanna", "gale", "dana", "ines", "eric", "erin")
"""Whoever holds a role that shows figures; everybody is stationed at the head office."""


def some_findings() -> dict[str, Any]:
    """What a run found in NORTH, and of a day of ada's."""
    found(ReceivedRun.objects.get(), QUESTIONED, REJECTED, NAMELESS, MISSING)
    return {}


def a_finding(**arguments: str) -> dict[str, Any]:
    """The same, with the arguments of an address."""
    some_findings()
    return arguments


DEPARTMENT = only("dana", "gale", "ines")
ON_THE_BOARD = DEPARTMENT | {"chen", "hanna", "eric"}


def put_together() -> dict[str, Any]:
    """What NORTH has filed, put together."""
    a_filed_version()
    return {"consolidation_id": consolidate(act_of("dana"))[0].pk}


def proposed() -> dict[str, Any]:
    """The same, proposed by dana to be released; one proposal is open at a time."""
    if there := open_proposals().first():
        return {"proposal_id": there.pk}
    terms = Terms("", with_reasons=True, withheld=withheld_now())
    return {"proposal_id": propose(act_of("dana"), put_together()["consolidation_id"], terms).pk}


def released() -> dict[str, Any]:
    """The same, released, once."""
    if there := Release.objects.first():
        return {"release_id": there.pk}
    return {"release_id": approve(act_of("gale"), proposed()["proposal_id"]).pk}


SEE_RETENTION = only("chen", "eric", "noor", "lena", "ines")


def a_hold() -> dict[str, Any]:
    """A hold of lena's on ada."""
    hold, _ = Hold.objects.get_or_create(
        person_id="ada", by_id="lena", defaults={"from_day": DAY, "reason": "A complaint", "at": NOON}
    )
    return {"hold_id": hold.pk}


def a_list() -> dict[str, Any]:
    """A list of sealed documents of NORTH, on which is one of ada's."""
    if there := Disposal.objects.filter(declination=None, approval=None).first():
        return {"disposal_id": there.pk}
    given = Document.objects.get(pk=a_sealed_document()["document"])
    made = Disposal.objects.create(
        component_id="NORTH",
        kind="sealed_documents",
        schedule_item="GRS 2.3, item 020",
        years=3,
        counted_from="person_left",
        clause="GRS 2.3, item 020",
        at=NOON,
    )
    Entry.objects.create(disposal=made, document=given, started_on=DAY, due_on=DAY)
    return {"disposal_id": made.pk}


ADDRESSES: dict[str, Address] = {
    "home": Address(seen_by=EVERYBODY, made=listed),
    "sign_in": Address(seen_by=EVERYBODY, posted_by=EVERYBODY, for_strangers=True),
    "sign_in_as_sample": Address(for_strangers=True),
    "sign_out": Address(posted_by=EVERYBODY),
    "health": Address(seen_by=EVERYBODY, for_strangers=True),
    "notices": Address(seen_by=EVERYBODY, made=listed),
    "notice": Address(seen_by=ON_THE_ROLLS, made=issued),
    "acknowledge_notice": Address(posted_by=ON_THE_ROLLS, made=issued),
    "notice_people": Address(seen_by=SEEING_NAMES, made=issued),
    "orders": Address(seen_by=SEEING_NAMES | {"dana"}, made=listed),
    "order": Address(seen_by=only("dana", "ines"), made=issued),
    "issue_order": Address(seen_by=only("dana"), posted_by=only("dana")),
    "chase_order": Address(posted_by=only("dana"), made=issued),
    "rescind_order": Address(seen_by=only("dana"), posted_by=only("dana"), made=issued),
    "roles": Address(seen_by=only("root"), posted_by=only("root")),
    "end_role": Address(posted_by=only("root"), made=lambda: {"grant": Grant.objects.get(person="boris").pk}),
    "delegates": Address(seen_by=DECIDING - {"ines", "noor"}, posted_by=DECIDING - {"ines", "noor"}),
    "end_delegate": Address(posted_by=only("gale"), made=a_delegate),
    "people": Address(seen_by=SEE_RECORDS_OF_OTHERS),
    "disputes": Address(seen_by=SEE_RECORDS_OF_OTHERS),
    "answer_dispute": Address(posted_by=only("chen"), made=disputed_day),
    "withdraw_dispute": Address(posted_by=only("ada"), made=disputed_day),
    "record": Address(seen_by=SEE_ADAS_RECORD, made=lambda: {"person": "ada"}),
    "record_day": Address(
        seen_by=SEE_ADAS_RECORD,
        posted_by=only("ada"),
        made=lambda: under_an_order(person="ada", day="2025-01-27"),
    ),
    "download_record": Address(
        seen_by=SEE_ADAS_RECORD,
        made=lambda: {"person": "ada", "form": "csv"},
        asked={"first": "2025-01-01", "last": "2025-01-31"},
    ),
    "figures": Address(seen_by=SEEING_FIGURES, made=listed),
    "unit_figures": Address(
        seen_by=only("boris", "chen", "finn", "omar", "hanna", "gale", "ines"),
        made=lambda: under_an_order(org_unit="BANK"),
    ),
    "unit_buildings": Address(
        seen_by=only("chen", "finn", "omar", "hanna", "gale", "dana", "ines"),
        made=lambda: under_an_order(org_unit="NORTH"),
    ),
    "facility_figures": Address(seen_by=SEEING_FIGURES, made=lambda: under_an_order(facility="HQ")),
    "figures_data": Address(seen_by=only("gale", "dana", "ines")),
    "document": Address(seen_by=only("noor"), made=a_sealed_document),
    "withdraw_document": Address(posted_by=only("ada"), made=a_sealed_document),
    "requests": Address(seen_by=EVERYBODY),
    "new_request": Address(seen_by=EVERYBODY, posted_by=EVERYBODY, made=lambda: under_an_order()),
    "change_request": Address(seen_by=only("ada"), posted_by=only("ada"), made=ada_asks(state="drafted")),
    "request": Address(seen_by=SEE_ADAS_REQUEST, made=ada_asks()),
    "add_document": Address(posted_by=only("ada"), made=ada_asks()),
    "do_with_request": Address(
        posted_by=only("finn", "hanna"), made=lambda: {**ada_asks()(), "verb": "approve"}
    ),
    "letter": Address(seen_by=SEE_ADAS_REQUEST, made=a_letter),
    "worklist": Address(seen_by=DECIDING),
    "seats": Address(seen_by=SEE_SEATS, made=listed),
    "seats_at": Address(seen_by=SEE_SEATS, made=lambda: under_an_order(facility="HQ")),
    "draw_seats": Address(posted_by=only("finn"), made=lambda: under_an_order(facility="HQ")),
    "offer_seat": Address(posted_by=only("finn"), made=ada_asks(state="approved")),
    "oral_request": Address(
        seen_by=only("boris", "chen"),
        posted_by=only("boris", "chen"),
        made=lambda: under_an_order(person="ada"),
    ),
    "situational_days": Address(seen_by=EVERYBODY, posted_by=EVERYBODY, made=listed),
    "situational_to_decide": Address(seen_by=DECIDING - {"ines"}, made=listed),
    "situational_day": Address(seen_by=only("ada", "omar"), made=a_single_day),
    "do_with_situational_day": Address(
        posted_by=only("omar"), made=lambda: {**a_single_day(), "verb": "approve"}
    ),
    "filings": Address(seen_by=only("chen", "eric", "hanna", "ines", "dana", "gale"), made=listed),
    "filing": Address(seen_by=SEE_FILED, made=a_report),
    "filing_version": Address(seen_by=SEE_FILED, made=a_filed_version),
    "filing_people": Address(seen_by=SEE_FILED, made=a_filed_version),
    "filing_difference": Address(seen_by=SEE_FILED, made=a_filed_version),
    "filing_package": Address(seen_by=SEE_FILED, made=a_filed_version),
    "certify_filing": Address(seen_by=only("hanna"), posted_by=only("hanna"), made=a_prepared_report),
    "write_narrative": Address(posted_by=only("chen"), made=a_report),
    "explain_gap": Address(posted_by=only("chen"), made=a_report),
    "do_with_filing": Address(
        posted_by=only("hanna"),
        made=lambda: {"filing_id": a_filed_version()["filing_id"], "verb": "withdraw"},
    ),
    "board": Address(seen_by=ON_THE_BOARD, made=listed),
    "chase_filing": Address(posted_by=only("dana"), made=lambda: {"filing_id": opened()["NORTH"].pk}),
    "fulfil": Address(
        seen_by=only("dana"),
        posted_by=only("dana"),
        made=lambda: under_an_order(obligation="telework-policy"),
    ),
    "consolidations": Address(seen_by=DEPARTMENT),
    "put_together": Address(posted_by=only("dana"), made=listed),
    "consolidation": Address(seen_by=DEPARTMENT, made=put_together),
    "propose_release": Address(posted_by=only("dana"), made=put_together),
    "what_if_ground": Address(seen_by=DEPARTMENT, made=listed),
    "what_if_classes": Address(seen_by=DEPARTMENT, made=listed),
    "releases": Address(seen_by=EVERYBODY),
    "approve_release": Address(posted_by=only("dana", "gale"), made=proposed),
    "decline_release": Address(posted_by=only("dana", "gale"), made=proposed),
    "release_file": Address(seen_by=EVERYBODY, made=lambda: {**released(), "file": "index.html"}),
    "release_zip": Address(seen_by=EVERYBODY, made=released),
    "worklists": Address(seen_by=SEE_FINDINGS | {"dana", "gale"}, made=some_findings),
    "findings": Address(
        seen_by=SEE_FINDINGS, posted_by=only("chen", "eric"), made=lambda: a_finding(kind="questioned_day")
    ),
    "export_findings": Address(seen_by=SEE_FINDINGS, made=lambda: a_finding(kind="rejected_row")),
    "case_list": Address(
        seen_by=SEE_FINDINGS,
        posted_by=only("chen", "eric"),
        made=lambda: disputed_day() and {"kind": "disputes"},
    ),
    "export_case_list": Address(seen_by=SEE_FINDINGS, made=lambda: under_an_order(kind="overdue")),
    "questions": Address(seen_by=EVERYBODY, made=some_findings),
    "question": Address(seen_by=only("ada"), posted_by=only("ada"), made=lambda: a_finding(day="2025-01-28")),
    "retention": Address(seen_by=SEE_RETENTION, made=listed),
    "place_hold": Address(seen_by=only("lena"), posted_by=only("lena")),
    "hold": Address(seen_by=only("lena", "ines"), made=a_hold),
    "ask_for_release": Address(posted_by=only("lena"), made=a_hold),
    "release_hold": Address(posted_by=only("lena"), made=a_hold),
    "disposal": Address(seen_by=only("chen", "noor", "ines"), made=a_list),
    "do_with_disposal": Address(posted_by=only("chen", "noor"), made=lambda: {**a_list(), "verb": "decline"}),
    "events": Address(seen_by=only("ines")),
    "export_events": Address(posted_by=only("ines")),
}
