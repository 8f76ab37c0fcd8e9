"""How uploads are taken: in memory, so that no document ever lies in the clear in a temporary folder."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemoryWithinLimit(FileUploadHandler):
    """Keeps as much of one request's files as one document may be large, and counts the rest.

    What is too large is given on with its whole size and without content; `rules.within` refuses it.
    """

    held = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.held += len(raw_data)
        if self.held <= settings.EVIDENCE_LIMIT:
            self.file.write(raw_data)
        else:
            self.file = BytesIO()

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        if self.held > settings.EVIDENCE_LIMIT:
            # Several files can be too large together; none of them is given on by half.
            self.file, file_size = BytesIO(), max(file_size, settings.EVIDENCE_LIMIT + 1)
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
