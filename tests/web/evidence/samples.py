"""Small documents of every kind that is taken, and some that look like one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
NOTHING_ELSE: Mapping[str, bytes | str] = {}
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def pdf(text: str = "") -> bytes:
    """A PDF that holds a text as it is."""
    return PDF + b"% " + text.encode()


def picture(format_: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (4, 4)).save(held, format_)
    return held.getvalue()


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def docx(parts: Mapping[str, bytes | str] = NOTHING_ELSE, *, main: str = WORD) -> bytes:
    stated = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return packed({"[Content_Types].xml": stated, "word/document.xml": "<document/>", **parts})


def odt(parts: Mapping[str, bytes | str] = NOTHING_ELSE) -> bytes:
    return packed({"mimetype": OPEN_TEXT, "content.xml": "<content/>", **parts})


def xlsx() -> bytes:
    held = io.BytesIO()
    Workbook().save(held)
    return held.getvalue()


def upload(content: bytes = PDF, name: str = "letter.pdf") -> SimpleUploadedFile:
    """A file as a form gives it."""
    return SimpleUploadedFile(name, content)
