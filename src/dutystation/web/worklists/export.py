"""A list of findings as a file: CSV, row by row, without holding them all."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.db.models import QuerySet

from dutystation.web.records.download import harmless
from dutystation.web.worklists.models import Item

COLUMNS = (
    *("kind", "component", "state", "due_on", "owner", "person", "period", "day", "table", "sender"),
    *("file", "line", "reason", "minutes", "as_delivered", "details", "explanation", "note"),
    *("answer", "answer_says", "answered_at"),
)
AT_ONCE = 2000


class _Line:
    """What a CSV writer writes a line to: it is handed on at once."""

    def write(self, line: str) -> str:
        return line


def csv_lines(findings: QuerySet[Item]) -> Iterator[str]:
    """The header, then one line per finding."""
    rows = csv.writer(_Line(), lineterminator="\n")
    yield str(rows.writerow(COLUMNS))
    for item in findings.iterator(AT_ONCE):
        yield str(rows.writerow([harmless(str(value)) for value in _row(item)]))


def _row(item: Item) -> tuple[object, ...]:
    answer = item.newest_answer
    return (
        *(item.kind, item.component_id, item.state, item.due_on, item.owner_id or "", item.person_id or ""),
        *(item.period, item.day or "", item.table, item.sender, item.file, item.line or "", item.reason),
        *(item.minutes or "", item.as_delivered),
        "; ".join(f"{name}: {value}" for name, value in item.details.items()),
        *(item.explanation, item.note),
        *((answer.explanation, answer.says, answer.at.isoformat()) if answer else ("", "", "")),
    )
