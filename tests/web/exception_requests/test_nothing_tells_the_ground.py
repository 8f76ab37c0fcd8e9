"""Domain rule 10.19: which of the protected grounds somebody asks on is in no row of the database.

Three stories that differ in nothing but the ground, told one after another, each leaving the same dump.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import localdate
from tests.web.evidence.samples import pdf
from tests.web.exception_requests.cases import ORDER, issued

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.letters import letter_of
from dutystation.web.exception_requests.models import Decision, Request
from dutystation.web.exception_requests.rules import State

Browse = Callable[[str], Client]
PROTECTED = tuple(Ground(ground) for ground, rule in ORDER.grounds.items() if rule.protected)
RANDOM = re.compile(
    r"[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # hashes and ids of what is random
    r"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:?\d\d)?"  # moments
    r"|(?<=:)\d+"  # numbers of things, as events name them
)
"""What is another each time, whatever the ground."""
NUMBERS = re.compile(r"id|\w+_id|session_\w+|hash|previous|stored")
"""Columns that hold nothing else."""
ITEM = "accommodation-reference"


def whole_life(browse: Browse, cast: dict[str, Person], ground: Ground) -> None:
    """From the draft over an approval and a denial to reconsideration. It ends before any day of review."""
    issued(cast)
    today = localdate()
    soon = (today + timedelta(days=7)).isoformat()
    ada, noor = browse("ada"), browse("noor")
    wish = {
        "asked": "Telework",
        "statement": "I ask for it.",
        "from_day": soon,
        "until_day": (today + timedelta(days=60)).isoformat(),
    }
    page = ada.post("/requests/new/", {"ground": ground, **wish}).headers["Location"]
    ada.post(f"{page}change/", {**wish, "statement": "I ask for it once more."})
    document = SimpleUploadedFile("paper.pdf", pdf("paper"))
    ada.post(f"{page}document/", {"item": ITEM, "document": document})
    ada.post(f"{page}do/submit/")
    noor.post(f"{page}do/acknowledge/")
    noor.post(f"{page}do/judge_item/", {"item": ITEM, "sufficient": "no", "reason": "It cannot be read."})
    noor.post(f"{page}do/ask_for_documents/")
    noor.post(f"{page}do/record_interim/", {"text": "Telework", "from_day": soon})
    ada.post(f"{page}do/hand_in/")
    noor.post(f"{page}do/note_delay/", {"reason": "The reader is away.", "expected_on": soon})
    noor.post(f"{page}do/judge_item/", {"item": ITEM, "sufficient": "yes"})
    noor.post(f"{page}do/approve/", {"reasons": "It is so.", "limits": "Telework"})
    noor.post(f"{page}do/confirm/", {"reasons": "It still is so."})
    noor.post(f"{page}do/reopen/", {"why": "The room is another one."})
    noor.post(f"{page}do/deny/", {"reasons": "Not now.", "alternatives": "A quiet room."})
    ada.post(f"{page}do/ask_reconsideration/", {"what": "The room."})
    for decision in Decision.objects.order_by("pk"):
        noor.get(f"{page}letter/{decision.pk}/")
    assert Request.objects.get().state == State.IN_RECONSIDERATION


def dump() -> dict[str, list[Any]]:
    """Every table, row by row. Of what is sealed the length alone, and of what is random nothing."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            columns = [column[0] for column in cursor.description or ()]
            found[table] = [
                {name: comparable(name, value) for name, value in zip(columns, row, strict=True)}
                for row in cursor.fetchall()
            ]
    return found


def comparable(column: str, value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return len(bytes(value))
    if NUMBERS.fullmatch(column) and not str(value).isalpha():
        return "another"
    return RANDOM.sub("another", str(value))


def test_three_stories_that_differ_in_the_ground_alone_leave_the_same_rows(
    browse: Browse, cast: dict[str, Person]
) -> None:
    dumps = []
    for ground in PROTECTED:
        told = transaction.atomic()
        # As Django marks the transaction of a test: what insists on being outermost is not refused inside.
        told._from_testcase = True  # type: ignore[attr-defined]
        with told:
            whole_life(browse, cast, ground)
            dumps.append(dump())
            transaction.set_rollback(True)
    first, *others = dumps
    for other in others:
        for table, rows in first.items():
            assert other[table] == rows, table


@pytest.mark.parametrize("ground", PROTECTED)
def test_the_letter_says_the_clause_all_the_same(
    browse: Browse, cast: dict[str, Person], ground: Ground
) -> None:
    whole_life(browse, cast, ground)
    clause = ORDER.grounds[ground].route_for("NORTH").clause
    sections = {each.heading: each for each in letter_of(Decision.objects.get(outcome="approved")).sections}
    assert clause in sections["What it rests on"].paragraphs[0]
