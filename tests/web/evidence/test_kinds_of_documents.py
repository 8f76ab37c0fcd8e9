"""What a document is follows from its content; a name that says something else is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from tests.web.evidence.samples import (
    PDF,
    WORD_WITH_MACROS,
    docx,
    odt,
    packed,
    picture,
    xlsx,
)

from dutystation.terms.errors import Refused
from dutystation.web.evidence import rules
from dutystation.web.evidence.rules import KINDS, kind_of, neutral_name, safe_name, within
from dutystation.web.evidence.wording import refused_in_words

PNG, JPEG, TIFF = picture("PNG"), picture("JPEG"), picture("TIFF")
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("letter.pdf", PDF, "application/pdf"),
        ("LETTER.PDF", PDF, "application/pdf"),
        ("scan.png", PNG, "image/png"),
        ("scan.jpg", JPEG, "image/jpeg"),
        ("scan.jpeg", JPEG, "image/jpeg"),
        ("scan.tif", TIFF, "image/tiff"),
        ("scan.tiff", TIFF, "image/tiff"),
        ("letter.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("table.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("letter.odt", odt(), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_what_is_taken(name: str, content: bytes, media_type: str) -> None:
    assert kind_of(name, content).media_type == media_type


@pytest.mark.parametrize(
    "name", ["page.html", "run.exe", "letter.docm", "book.xlsm", "old.doc", "pic.svg", "a.zip"]
)
def test_an_ending_that_is_not_taken_is_refused_with_what_is(name: str) -> None:
    taken = r"is not taken. Give a PDF, a picture \(PNG, JPEG, TIFF\) or an office"
    with pytest.raises(Refused, match=taken), refused_in_words():
        kind_of(name, PDF)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.pdf", PNG),
        ("letter.pdf", b"<html><script>alert(1)</script>"),
        ("letter.pdf", b"MZ" + bytes(60) + PDF),
        ("scan.png", JPEG),
        ("scan.png", PDF),
        ("letter.docx", xlsx()),
        ("letter.docx", odt()),
        ("letter.docx", PDF),
        ("letter.docx", OLD_WORD),
        ("letter.docx", packed({"run.exe": b"MZ"})),
        ("table.xlsx", docx()),
        ("letter.odt", docx()),
        ("letter.odt", packed({"mimetype": "application/vnd.oasis.opendocument.presentation"})),
        ("letter.docx", docx()[:-30]),
    ],
)
def test_content_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with (
        pytest.raises(Refused, match=r"but its content is something else\. Save it anew"),
        refused_in_words(),
    ):
        kind_of(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.docx", docx(main=WORD_WITH_MACROS)),
        ("letter.docx", docx({"word/vbaProject.bin": b"macros"})),
        ("letter.odt", odt({"Basic/Standard/Module1.xml": "<module/>"})),
        ("letter.odt", odt({"Scripts/python/run.py": "run()"})),
    ],
)
def test_an_office_file_with_macros_is_refused_whatever_its_name(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="holds macros, which are programs"), refused_in_words():
        kind_of(name, content)


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_UNPACKED_BYTES", 1_000_000)
    assert kind_of("letter.docx", docx({"word/long.xml": bytes(900_000)})).office
    with pytest.raises(Refused, match="would grow beyond all measure"), refused_in_words():
        kind_of("letter.docx", docx({"word/bomb.xml": bytes(1_000_000)}))


def test_a_file_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_PACKED_FILES", 10)
    with pytest.raises(Refused, match="would grow beyond all measure"), refused_in_words():
        kind_of("letter.docx", docx({f"word/{number}.xml": "" for number in range(10)}))


def test_a_part_that_says_it_is_smaller_than_it_is_is_refused() -> None:
    honest = docx({"word/bomb.xml": bytes(5_000_000)})
    # The size is stated in the part's own head and again in the list at the end.
    with pytest.raises(Refused, match="its content is something else"), refused_in_words():
        kind_of("letter.docx", honest.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))


def test_a_part_locked_by_a_password_is_refused() -> None:
    content = bytearray(docx())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        start = archive.infolist()[0].header_offset
    listed = content.index(b"PK\x01\x02")
    content[start + 6] |= 1
    content[listed + 8] |= 1
    with pytest.raises(Refused, match="without a password"), refused_in_words():
        kind_of("letter.docx", bytes(content))


def test_an_empty_file_and_one_without_an_ending_are_refused() -> None:
    with pytest.raises(Refused, match="The file is empty"), refused_in_words():
        kind_of("letter.pdf", b"")
    with pytest.raises(Refused, match="has no ending"), refused_in_words():
        kind_of("letter", PDF)


def test_a_file_is_as_large_as_the_limit_and_no_larger() -> None:
    within(20_000_000, 20_000_000)
    with pytest.raises(Refused, match="larger than 20 MB"), refused_in_words():
        within(20_000_001, 20_000_000)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Letter of 3 May (copy).PDF", "Letter of 3 May (copy).pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\scan.pdf", "scan.pdf"),
        ("a\u202efdp.exe.pdf", "a_fdp.exe.pdf"),  # would be read from right to left
        ("line\r\nSet-Cookie: a=b.pdf", "line_Set-Cookie_ a=b.pdf".replace("=", "_")),
        ('quote".pdf', "quote.pdf"),
        (".pdf.pdf", "pdf.pdf"),
        ("....pdf", "document.pdf"),
        ("Bescheinigung für Müller.pdf", "Bescheinigung für Müller.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given, KINDS[0]) == safe


def test_a_picture_gets_back_the_usual_ending_of_its_kind() -> None:
    assert safe_name("scan.JPEG", KINDS[2]) == "scan.jpg"


def test_a_sealed_document_is_given_out_under_a_name_that_tells_nothing() -> None:
    assert neutral_name("3f2a9c1b-0000-4000-8000-000000000000", "image/png") == "document-3f2a9c1b.png"
