"""A person's days as a file of theirs: CSV with one row per record, JSON with everything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from pydantic import TypeAdapter

from dutystation.published.person_days import PersonRecord

COLUMNS = (
    "work_date",
    "period",
    "hours",
    "minutes",
    "pay_code",
    "place_code",
    "place",
    "counted_minutes",
    "fate",
    "evidence_class",
    "record_id",
    "file",
    "line",
)


def csv_text(record: PersonRecord) -> str:
    """One row is a time record of the person; a day on which only a badge was seen has an empty record."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(_rows(record))
    return text.getvalue()


def _rows(record: PersonRecord) -> Iterator[tuple[object, ...]]:
    for day in record.days:
        if not day.records:
            yield (day.day, day.period, *[""] * 7, day.evidence_class, *[""] * 3)
        for entry in day.records:
            yield (
                day.day,
                day.period,
                harmless(entry.hours),
                entry.minutes,
                harmless(entry.pay_code),
                harmless(entry.place_code),
                entry.place,
                entry.counted_minutes,
                entry.fate,
                day.evidence_class,
                harmless(entry.record_id),
                harmless(entry.file),
                entry.line,
            )


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def json_text(record: PersonRecord, run: str) -> str:
    """The record whole, with the run it comes from."""
    found = TypeAdapter(PersonRecord).dump_python(record, mode="json")
    return json.dumps({"run": run, **found}, ensure_ascii=False, indent=1)
