"""Lists as files: CSV, some thousand lines at a time, without holding them all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.db.models import QuerySet

from dutystation.web.records.download import harmless
from dutystation.web.worklists.models import Answer, Item

COLUMNS = (
    *("kind", "component", "state", "due_on", "owner", "person", "period", "day", "table", "sender"),
    *("file", "line", "reason", "minutes", "as_delivered", "details", "explanation", "note"),
    *("answer", "answer_says", "answered_at"),
)
AT_ONCE = 2000
"""Lines read, and handed on together: a server sends few long pieces much faster than many short ones."""


def csv_of_findings(findings: QuerySet[Item]) -> Iterator[str]:
    """The header, then one line per finding."""
    return as_csv(COLUMNS, _rows(findings))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The text of a file in pieces, no cell of it a formula."""
    left = chain([columns], rows)
    while batch := list(islice(left, AT_ONCE)):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([harmless(str(value)) for value in row] for row in batch)
        yield text.getvalue()


def _rows(findings: QuerySet[Item]) -> Iterator[tuple[object, ...]]:
    left = findings.iterator(AT_ONCE)
    while batch := list(islice(left, AT_ONCE)):
        answers = Answer.objects.filter(item__in=[item.pk for item in batch]).order_by("pk")
        newest = {answer.item_id: answer for answer in answers}
        for item in batch:
            yield _row(item, newest.get(item.pk))


def _row(item: Item, answer: Answer | None) -> tuple[object, ...]:
    return (
        *(item.kind, item.component_id, item.state, item.due_on, item.owner_id or "", item.person_id or ""),
        *(item.period, item.day or "", item.table, item.sender, item.file, item.line or "", item.reason),
        *(item.minutes or "", item.as_delivered),
        "; ".join(f"{name}: {value}" for name, value in item.details.items()),
        *(item.explanation, item.note),
        *((answer.explanation, answer.says, answer.at.isoformat()) if answer else ("", "", "")),
    )
