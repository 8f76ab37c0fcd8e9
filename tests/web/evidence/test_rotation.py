"""After a rotation the older key is not needed any more; it can be broken off, and begun again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import storages
from pytest_django.fixtures import Settings
from tests.web.cast import act_of
from tests.web.evidence.samples import PDF, upload

from dutystation.terms.errors import BrokenSeal, NoSealingKey
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.evidence import rotation
from dutystation.web.evidence.actions import add, open_document
from dutystation.web.evidence.keys import SealingKeys, key_id
from dutystation.web.evidence.models import Document, DocumentSeal
from dutystation.web.evidence.queries import shown_documents
from dutystation.web.evidence.rotation import SealedColumn, rotate_keys
from dutystation.web.evidence.sealing import HEADER_BYTES, is_newest

pytestmark = pytest.mark.django_db
FIRST, SECOND = b"1" * 32, b"2" * 32
HEADER, LABEL = "evidence.DocumentSeal.header", "evidence.DocumentSeal.label"
ACT = act_of(SYSTEM)


@pytest.fixture
def three(cast: dict[str, Person], settings: Settings) -> list[Document]:
    """Three documents of ada, sealed with the first key; now the second one seals."""
    settings.SEALING_KEYS = SealingKeys((FIRST,))
    documents = [
        add(
            act_of("ada"),
            about=cast["ada"],
            subject="request:12",
            item="letter",
            upload=upload(PDF, f"letter {number}.pdf"),
            sealed=True,
        )
        for number in range(3)
    ]
    settings.SEALING_KEYS = SealingKeys((FIRST, SECOND))
    return documents


def test_every_document_is_opened_without_the_older_key(
    three: list[Document], settings: Settings, sight: Callable[[str], Sight], cast: dict[str, Person]
) -> None:
    assert rotate_keys(ACT) == {HEADER: 3, LABEL: 3}
    settings.SEALING_KEYS = SealingKeys((SECOND,))
    for document in three:
        opened = open_document(act_of("noor"), sight("noor"), document.subject, document.pk)
        assert b"".join(opened.chunks) == PDF
    names = {
        shown.label and shown.label.name
        for shown in shown_documents(sight("noor"), "request:12", cast["ada"])
    }
    assert names == {"letter 0.pdf", "letter 1.pdf", "letter 2.pdf"}


def test_no_stored_file_is_touched(three: list[Document]) -> None:
    def stored() -> list[bytes]:
        return [Path(storages["evidence"].path(document.stored)).read_bytes() for document in three]

    before = stored()
    rotate_keys(ACT)
    assert stored() == before


def test_a_second_rotation_finds_nothing_to_do(three: list[Document]) -> None:
    rotate_keys(ACT)
    held = list(DocumentSeal.objects.order_by("pk").values_list("header", "label"))
    assert rotate_keys(ACT) == {HEADER: 0, LABEL: 0}
    assert list(DocumentSeal.objects.order_by("pk").values_list("header", "label")) == held


def test_a_rotation_that_was_broken_off_is_finished_by_the_next(
    three: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 1)
    last = DocumentSeal.objects.order_by("pk").last()
    assert last is not None
    whole = bytes(last.header)
    last.header = bytes([*whole[:-1], whole[-1] ^ 1])
    last.save()
    with pytest.raises(BrokenSeal):
        rotate_keys(ACT)
    assert not Event.objects.filter(verb="keys.rotated").exists()
    last.header = whole
    last.save()
    assert rotate_keys(ACT) == {HEADER: 1, LABEL: 3}
    assert all(is_newest(bytes(seal.header)) for seal in DocumentSeal.objects.all())


def test_columns_of_other_subjects_are_renewed_with_them(three: list[Document]) -> None:
    """A column that is given twice stands for another one: its first turn left nothing to do."""
    again = SealedColumn(DocumentSeal, "label")
    DocumentSeal.objects.filter(pk=three[0].pk).update(label=b"")  # an empty value is nothing sealed
    assert rotate_keys(ACT, [again])[LABEL] == 0
    assert is_newest(bytes(DocumentSeal.objects.get(pk=three[1].pk).label))


def test_a_rotation_is_an_event_that_names_the_key_by_its_id(three: list[Document]) -> None:
    rotate_keys(ACT)
    event = Event.objects.get(verb="keys.rotated")
    assert (event.subject, event.details) == ("keys", {"key": key_id(SECOND).hex(), "count": 6})


def test_without_a_key_or_with_the_old_one_gone_nothing_is_renewed(
    three: list[Document], settings: Settings
) -> None:
    settings.SEALING_KEYS = SealingKeys()
    with pytest.raises(NoSealingKey, match="No sealing key is set"):
        rotate_keys(ACT)
    settings.SEALING_KEYS = SealingKeys((SECOND,))
    with pytest.raises(NoSealingKey, match=f"sealed with the key {key_id(FIRST).hex()}"):
        rotate_keys(ACT)
    assert {bytes(seal.header)[4:12] for seal in DocumentSeal.objects.all()} == {key_id(FIRST)}
    assert all(len(bytes(seal.header)) == HEADER_BYTES for seal in DocumentSeal.objects.all())
