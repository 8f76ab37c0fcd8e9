"""What was prepared, certified, done and explained is never changed in the database, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.filings.reports import Reports

from dutystation.web.filings.models import Certification, FiledPerson, GapNote, Step, Version

pytestmark = pytest.mark.django_db

TABLES: Mapping[str, Any] = {
    "filings_version": Version,
    "filings_filedperson": FiledPerson,
    "filings_certification": Certification,
    "filings_step": Step,
    "filings_gapnote": GapNote,
}
CHANGES = ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"]
ON_POSTGRESQL = [*CHANGES, "TRUNCATE {} CASCADE"]


@pytest.mark.parametrize("change", ON_POSTGRESQL)
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses(reports: Reports, table: str, change: str) -> None:
    if change not in CHANGES and connection.vendor != "postgresql":
        change = CHANGES[0]  # SQLite empties tables with DELETE alone
    version = reports.filed()
    GapNote.objects.create(
        filing=version.filing,
        key="a",
        text="The sender moves.",
        person=version.prepared_by,
        at=version.prepared_at,
    )
    before = list(TABLES[table].objects.order_by("pk").values())
    assert before
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table))
    assert list(TABLES[table].objects.order_by("pk").values()) == before


def test_the_application_cannot_either(reports: Reports) -> None:
    version = reports.filed()
    version.why = "another reason"
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
        FiledPerson.objects.filter(version=version).delete()
