"""What a page of a release is put together from."""

from __future__ import annotations

from dataclasses import dataclass

from dutystation.reports.pictures import Picture
from dutystation.reports.table import Table

NOT_LISTED = "in no listed component"
"""Everybody of the department who is in no component that the release names."""


@dataclass(frozen=True)
class Heading:
    """A heading within a page."""

    text: str


@dataclass(frozen=True)
class Files:
    """Files of the release with what they hold."""

    files: tuple[tuple[str, str], ...]


Block = str | Heading | Files | Table | Picture
