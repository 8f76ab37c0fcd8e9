"""The package of a filed version: signed, the same twice, and in the wide edition about nobody."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.web.exception_requests.cases import Case
from tests.web.filings.reports import Reports
from tests.web.issued_orders import order_with
from tests.web.planted import WORD, holds

from dutystation.published.package import verify_package
from dutystation.published.signing import fingerprint
from dutystation.reports.filing import Edition
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb
from dutystation.web.filings.actions import write_narrative
from dutystation.web.filings.models import Version
from dutystation.web.filings.package import breaks_within_figures, take_package

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
PLANTED = "Zoltan Plantagenet asked for it"


def filed(reports: Reports) -> Version:
    """A filed version whose narrative names somebody."""
    act, sight, filing = reports.by("chen")
    write_narrative(act, sight, filing, PLANTED)
    return reports.filed()


def taken(reports: Reports, version: Version, edition: Edition = Edition.NAMED) -> bytes:
    """The bytes of the package, as chen takes it."""
    return b"".join(take_package(reports.act("chen"), version, edition).chunks)


def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def said(package: bytes) -> str:
    """Everything that somebody reads in the PDF, the workbook and the JSON."""
    held = files(package)
    with pypdfium2.PdfDocument(held["filing.pdf"]) as document:
        pages = " ".join(page.get_textpage().get_text_bounded() for page in document)
    book = load_workbook(io.BytesIO(held["filing.xlsx"]))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    texts = [content.decode() for name, content in held.items() if name.endswith((".json", ".jsonl"))]
    return " ".join([" ".join(pages.split()), *cells, *texts])


def address(version: Version, edition: str = "named") -> str:
    numbers = {"filing_id": version.filing_id, "number": version.number}
    return reverse("filing_package", kwargs=numbers) + f"?edition={edition}"


def test_the_package_is_verified_with_the_key_of_the_application(reports: Reports, tmp_path: Path) -> None:
    package = tmp_path / "filing.zip"
    package.write_bytes(taken(reports, filed(reports)))
    found = verify_package(package, settings.SIGNING_KEY.public_key())
    assert found.problems == ()
    assert found.signer == fingerprint(settings.SIGNING_KEY.public_key())
    assert found.files == 8


def test_a_changed_byte_is_found(reports: Reports, tmp_path: Path) -> None:
    content = taken(reports, filed(reports))
    at = content.index(b'"people":4')
    package = tmp_path / "filing.zip"
    package.write_bytes(content[:at] + b'"people":3' + content[at + 10 :])
    assert verify_package(package).problems != ()


def test_the_certified_hash_is_the_one_of_the_file_of_the_content(reports: Reports) -> None:
    version = filed(reports)
    held = files(taken(reports, version))
    certification = json.loads(held["certification.json"])
    content = json.loads(held["content.json"])
    assert hashlib.sha256(held["content.json"]).hexdigest() == version.sha256 == certification["sha256"]
    assert hashlib.sha256(held["people.jsonl"]).hexdigest() == content["people_sha256"]
    assert certification["statement"].startswith("I certify that this report was made from the records")
    assert (certification["by"], certification["role"]) == ("hanna", "component head")


@pytest.mark.parametrize("edition", list(Edition))
def test_what_is_in_a_package_is_as_its_schemas_say(reports: Reports, edition: Edition) -> None:
    held = files(taken(reports, filed(reports), edition))
    documents: dict[str, list[Any]] = {"content": [json.loads(held["content.json"])]}
    certification = json.loads(held["certification.json"])
    assert certification.pop("edition") == edition
    documents["certification"] = [certification]
    if edition is Edition.NAMED:
        documents["person"] = [json.loads(line) for line in held["people.jsonl"].splitlines()]
        assert len(documents["person"]) == 4
    assert {name for name in held if name.endswith("schema.json")} == {f"{n}.schema.json" for n in documents}
    for name, found in documents.items():
        described = json.loads(held[f"{name}.schema.json"])
        for document in found:
            jsonschema.validate(document, described)


def test_who_has_not_returned_is_named_with_one_reason(reports: Reports) -> None:
    """By hand: ada has no seat, boris a protected ground, noor waits for a decision, pia has no approval."""
    held = files(taken(reports, filed(reports)))
    people = [json.loads(line) for line in held["people.jsonl"].splitlines()]
    assert [(person["person"], person["reason"]) for person in people] == [
        ("ada", "space"),
        ("boris", "protected_accommodation"),
        ("noor", "pending"),
        ("pia", "none"),
    ]
    book = load_workbook(io.BytesIO(held["filing.xlsx"]))
    assert [row[0] for row in book["People"].iter_rows(min_row=2, max_row=5, values_only=True)] == [
        "ada",
        "boris",
        "noor",
        "pia",
    ]


def test_in_person_are_sixteen_of_forty_eight_hours(reports: Reports) -> None:
    found = said(taken(reports, filed(reports)))
    assert "33.3% of the hours worked in pay period 2025-02 were worked in person." in found
    assert PLANTED in found


def test_the_same_version_gives_the_same_package(reports: Reports) -> None:
    version = filed(reports)
    first = taken(reports, version)
    reports.on(reports.day.replace(day=25))
    assert taken(reports, Version.objects.get(pk=version.pk)) == first


def test_the_wide_edition_says_nothing_of_anybody_and_no_small_protected_count(reports: Reports) -> None:
    """One person of four has a protected ground; it and the three others of the list are hidden with it."""
    version = filed(reports)
    package = taken(reports, version, Edition.WITHOUT_PEOPLE)
    content = json.loads(files(package)["content.json"])
    assert content["bridge"]["not_returned"] == 4
    assert set(content["bridge"]["reasons"].values()) == {None}
    assert content["registers"]["accommodation"]["requests"] is None
    found = said(package)
    assert "people.jsonl" not in files(package)
    for planted in (PLANTED, version.sha256, version.content["people_sha256"], "Zoltan", '"boris"'):
        assert planted not in found


@pytest.mark.parametrize("edition", list(Edition))
def test_nothing_of_a_sealed_statement_is_in_any_package(reports: Reports, edition: Edition) -> None:
    """Noor decides on pia's request on grounds of health; what pia wrote is hers and noor's to read."""
    asked = Case(reports.cast, Ground.DISABILITY, person="pia")
    asked.in_review(statement=f"I have {WORD} and cannot travel.")
    package = taken(reports, filed(reports), edition)
    assert WORD not in said(package)
    assert not any(holds(content) for content in files(package).values())
    assert [event for event in Event.objects.all() if WORD in str(event.details)] == []


@pytest.mark.parametrize(("periods", "told"), [(["2025-02"], 0), (["2025-02", "2025-03"], 1)])
def test_a_series_break_is_told_where_the_figures_lie_on_both_sides(periods: list[str], told: int) -> None:
    order = order_with(("first_day: 2023-03-12", "first_day: 2025-02-09"))  # the first day of 2025-03
    held = {"component": "NORTH", "figures": [{"period": period} for period in [*periods, "all"]]}
    assert len(breaks_within_figures(order, held, date(2025, 2, 19))) == told


def test_a_version_that_nobody_certified_has_no_package(reports: Reports) -> None:
    with pytest.raises(Refused, match="never filed"):
        taken(reports, reports.prepared())


def test_of_what_is_not_as_it_was_certified_no_package_is_made(reports: Reports) -> None:
    version = filed(reports)
    version.content["bridge"]["returned"] += 1
    with pytest.raises(Refused, match="not what was certified"):
        taken(reports, version)


def test_taking_a_package_is_an_event_and_leaves_nothing_behind(reports: Reports) -> None:
    version = filed(reports)
    before = sorted(path.name for path in settings.WEB_FOLDER.iterdir())
    taken(reports, version, Edition.WITHOUT_PEOPLE)
    event = Event.objects.filter(verb=Verb.FILING_DOWNLOADED).get()
    assert (event.actor, event.subject) == ("chen", f"filing:{version.filing_id}")
    assert event.details["edition"] == "without_people"
    assert sorted(path.name for path in settings.WEB_FOLDER.iterdir()) == before


def test_whoever_sees_a_filed_version_takes_either_edition_and_nobody_else(
    reports: Reports, browse: Browse
) -> None:
    version = filed(reports)
    for person in ("chen", "hanna", "ines", "dana", "gale"):
        for edition, ending in (("named", ""), ("without_people", "-without-people")):
            answer = browse(person).get(address(version, edition))
            assert answer.status_code == 200
            assert f'filename="NORTH-component-report-version-1{ending}.zip"' in answer["Content-Disposition"]
            assert len(answer.getvalue()) == int(answer["Content-Length"])
    for person in ("ada", "boris", "finn", "eric", "root"):
        assert browse(person).get(address(version)).status_code == 404
    assert browse("chen").get(address(version, "everything")).status_code == 404


def test_the_page_of_a_filed_version_offers_both_and_names_the_key(reports: Reports, browse: Browse) -> None:
    version = filed(reports)
    page = browse("dana").get(reverse("filing_version", args=[version.filing_id, version.number]))
    shown = page.content.decode()
    assert address(version) in shown
    assert address(version, "without_people") in shown
    assert fingerprint(settings.SIGNING_KEY.public_key()) in shown


def test_the_page_of_a_version_that_was_not_filed_offers_none(reports: Reports, browse: Browse) -> None:
    version = reports.prepared()
    page = browse("chen").get(reverse("filing_version", args=[version.filing_id, version.number]))
    assert address(version) not in page.content.decode()
