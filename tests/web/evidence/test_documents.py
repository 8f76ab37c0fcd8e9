"""Documents are added, opened by those who may, and withdrawn; nothing of them is ever changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from pytest_django.fixtures import Settings
from tests.web.cast import CAST, act_of
from tests.web.evidence.samples import PDF, pdf, upload

from dutystation.terms.errors import BrokenSeal, Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.models import Event
from dutystation.web.audit.queries import broken_at
from dutystation.web.evidence.actions import add, open_document, withdraw
from dutystation.web.evidence.models import Document
from dutystation.web.evidence.queries import documents_of, shown_documents
from dutystation.web.evidence.rules import Scan, WithdrawalReason

pytestmark = pytest.mark.django_db
SeenBy = Callable[[str], Sight]


def given(about: Person, *, sealed: bool, content: bytes = PDF, name: str = "letter.pdf") -> Document:
    return add(
        act_of("ada"),
        about=about,
        subject="request:12",
        item="accommodation-reference",
        upload=upload(content, name),
        sealed=sealed,
    )


def stored_file(document: Document) -> Path:
    return Path(storages["evidence"].path(document.stored))


def test_an_open_document_is_kept_as_it_was_given(cast: dict[str, Person], sight: SeenBy) -> None:
    document = given(cast["ada"], sealed=False)
    assert stored_file(document).read_bytes() == PDF
    assert stored_file(document).stat().st_mode & 0o777 == 0o600
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (document.name, document.size, document.media_type) == ("letter.pdf", len(PDF), "application/pdf")
    opened = open_document(act_of("chen"), sight("chen"), "request:12", document.pk)
    assert (opened.name, b"".join(opened.chunks)) == ("letter.pdf", PDF)


def test_a_sealed_document_is_kept_so_that_only_its_seal_opens_it(
    cast: dict[str, Person], sight: SeenBy
) -> None:
    content = pdf("what the clinic wrote")
    document = given(cast["ada"], sealed=True, content=content, name="clinic.pdf")
    held = stored_file(document).read_bytes()
    assert b"clinic" not in held
    assert document.sha256 == hashlib.sha256(held).hexdigest()
    assert document.name == ""
    opened = open_document(act_of("noor"), sight("noor"), "request:12", document.pk)
    assert b"".join(opened.chunks) == content
    assert opened.name == f"document-{str(document.pk)[:8]}.pdf"


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("sealed", [True, False])
def test_a_document_is_opened_by_those_who_may_and_is_not_there_for_others(
    cast: dict[str, Person], sight: SeenBy, who: str, *, sealed: bool
) -> None:
    document = given(cast["ada"], sealed=sealed)
    may = {"noor"} if sealed else {"ada", "boris", "chen", "finn", "lena", "omar", "hanna", "gale", "ines"}
    if who in may:
        assert b"".join(open_document(act_of(who), sight(who), "request:12", document.pk).chunks) == PDF
        event = Event.objects.get(verb="evidence.opened")
        assert (event.actor, event.subject, event.about) == (who, f"document:{document.pk}", "ada")
    else:
        with pytest.raises(Http404):
            open_document(act_of(who), sight(who), "request:12", document.pk)
        assert not Event.objects.filter(verb="evidence.opened").exists()


@pytest.mark.parametrize(
    ("who", "name", "item", "may_open", "may_withdraw"),
    [
        ("ada", "clinic.pdf", "accommodation-reference", False, True),
        ("noor", "clinic.pdf", "accommodation-reference", True, False),
        ("boris", None, "", False, False),
        ("ines", None, "", False, False),
    ],
)
def test_of_a_sealed_document_others_learn_that_it_is_there(
    cast: dict[str, Person],
    sight: SeenBy,
    who: str,
    name: str | None,
    item: str,
    *,
    may_open: bool,
    may_withdraw: bool,
) -> None:
    given(cast["ada"], sealed=True, name="clinic.pdf")
    [shown] = shown_documents(sight(who), "request:12", cast["ada"])
    assert (shown.label.name if shown.label else None) == name
    assert (shown.item, shown.may_open, shown.may_withdraw) == (item, may_open, may_withdraw)


@pytest.mark.parametrize("who", ["pia", "eve", "eric", "dana", "root", "omar"])
def test_somebody_out_of_sight_learns_of_no_sealed_document(
    cast: dict[str, Person], sight: SeenBy, who: str
) -> None:
    given(cast["ada"], sealed=True)
    assert shown_documents(sight(who), "request:12", cast["ada"]) == []


def test_a_lost_key_takes_the_name_and_not_the_list(
    cast: dict[str, Person], sight: SeenBy, settings: Settings
) -> None:
    from dutystation.web.evidence.keys import SealingKeys

    given(cast["ada"], sealed=True)
    settings.SEALING_KEYS = SealingKeys((b"x" * 32,))
    [shown] = shown_documents(sight("noor"), "request:12", cast["ada"])
    assert (shown.label, shown.name_is_lost) == (None, True)


def test_a_withdrawn_document_stays_with_its_content_and_is_not_offered(
    cast: dict[str, Person], sight: SeenBy
) -> None:
    document = given(cast["ada"], sealed=True)
    withdraw(act_of("ada"), document.pk, WithdrawalReason.MISTAKE)
    assert documents_of("request:12") == []
    [still] = documents_of("request:12", withdrawn=True)
    assert (still.withdrawn_reason, still.withdrawn_at) == ("mistake", act_of("ada").at)
    assert stored_file(document).is_file()
    with pytest.raises(Refused, match="was withdrawn"):
        open_document(act_of("noor"), sight("noor"), "request:12", document.pk)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(act_of("ada"), document.pk, WithdrawalReason.MISTAKE)


def test_only_whom_it_is_about_or_who_added_it_withdraws_a_document(cast: dict[str, Person]) -> None:
    document = given(cast["ada"], sealed=True)
    with pytest.raises(Refused, match="Only whom a document is about"):
        withdraw(act_of("noor"), document.pk, WithdrawalReason.MISTAKE)
    with pytest.raises(Refused, match="no reason"):
        withdraw(act_of("ada"), document.pk, "because of what it says about me")
    assert not Event.objects.filter(verb="evidence.withdrawn").exists()


@pytest.mark.parametrize("sealed", [True, False])
def test_a_document_changed_in_the_store_is_not_opened(
    cast: dict[str, Person], sight: SeenBy, *, sealed: bool
) -> None:
    document = given(cast["ada"], sealed=sealed)
    held = bytearray(stored_file(document).read_bytes())
    held[-1] ^= 1
    stored_file(document).write_bytes(held)
    who = "noor" if sealed else "chen"
    with pytest.raises(BrokenSeal, match="is not opened"):
        open_document(act_of(who), sight(who), "request:12", document.pk)


def test_a_sealed_document_exchanged_for_another_is_not_opened(
    cast: dict[str, Person], sight: SeenBy
) -> None:
    one, other = given(cast["ada"], sealed=True), given(cast["pia"], sealed=True)
    stored_file(one).write_bytes(stored_file(other).read_bytes())
    with pytest.raises(BrokenSeal):
        open_document(act_of("noor"), sight("noor"), "request:12", one.pk)
    one.seal.header, one.seal.label = other.seal.header, other.seal.label
    one.seal.save()
    with pytest.raises(BrokenSeal):
        open_document(act_of("noor"), sight("noor"), "request:12", one.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_document SET name = 'other.pdf'",
        "DELETE FROM evidence_document",
        "UPDATE evidence_withdrawal SET reason = 'replaced'",
        "DELETE FROM evidence_withdrawal",
    ],
)
def test_the_database_refuses_to_change_a_document_or_its_withdrawal(
    cast: dict[str, Person], statement: str
) -> None:
    document = given(cast["ada"], sealed=False)
    withdraw(act_of("ada"), document.pk, WithdrawalReason.MISTAKE)
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_every_step_is_an_event_without_the_name_of_the_document(
    cast: dict[str, Person], sight: SeenBy
) -> None:
    document = given(cast["ada"], sealed=True, name="clinic.pdf")
    open_document(act_of("noor"), sight("noor"), "request:12", document.pk)
    withdraw(act_of("ada"), document.pk, WithdrawalReason.REPLACED)
    events = Event.objects.filter(subject=f"document:{document.pk}")
    assert [(event.verb, event.actor) for event in events] == [
        ("evidence.added", "ada"),
        ("evidence.opened", "noor"),
        ("evidence.withdrawn", "ada"),
    ]
    assert "clinic" not in str([event.details for event in events])
    assert "accommodation" not in str([event.details for event in events])
    assert broken_at() is None


def test_a_document_that_cannot_be_written_down_leaves_nothing_in_the_store(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise DatabaseError("the database is away")

    before = held_files()
    monkeypatch.setattr("dutystation.web.evidence.actions.record", breaks)
    with pytest.raises(DatabaseError):
        given(cast["ada"], sealed=False)
    assert held_files() == before
    assert documents_of("request:12") == []


def test_a_subject_has_so_many_documents_and_no_more(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutystation.web.evidence.actions.AT_MOST", 2)
    given(cast["ada"], sealed=False)
    given(cast["ada"], sealed=False)
    with pytest.raises(Refused, match="2 documents here already"):
        given(cast["ada"], sealed=False)


def test_without_a_scanner_a_document_says_that_it_was_not_scanned(cast: dict[str, Person]) -> None:
    assert given(cast["ada"], sealed=False).scan == Scan.NOT_SCANNED


def held_files() -> set[Path]:
    folder = Path(storages["evidence"].path(""))
    return {file for file in folder.rglob("*") if file.is_file()}
