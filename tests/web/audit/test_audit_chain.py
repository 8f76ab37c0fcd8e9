"""Events are added and never changed; a chain that was touched says where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from dutystation.terms.errors import UnusableInput, UnusableOutput
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.chain import Break
from dutystation.web.audit.event_file import break_in_file
from dutystation.web.audit.export import export_lines, write_events
from dutystation.web.audit.models import ChainEnd, Event
from dutystation.web.audit.queries import broken_at, chain_end
from dutystation.web.audit.verbs import SENTENCES, Verb, sentence

AT = datetime.fromisoformat("2025-02-03T12:00:00-05:00")

pytestmark = pytest.mark.django_db


def three_events() -> None:
    for number in (1, 2, 3):
        with transaction.atomic():
            record(Act("ines", AT), Verb.EVENTS_VIEWED, f"events {number}")


def test_every_event_names_the_hash_of_the_one_before_it() -> None:
    three_events()
    first, second, third = Event.objects.all()
    assert first.previous == "0" * 64
    assert second.previous == first.hash
    assert third.previous == second.hash
    assert broken_at() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'somebody else'",
        "DELETE FROM audit_event WHERE number = 2",
        "DELETE FROM audit_event",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_event(statement: str) -> None:
    three_events()
    with pytest.raises(DatabaseError, match="audit_event is append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.count() == 3
    assert broken_at() is None


def test_an_event_is_recorded_only_within_the_transaction_of_its_change() -> None:
    if connection.in_atomic_block:
        with pytest.raises(ValueError, match="undone"), transaction.atomic():
            record(Act("ines", AT), Verb.EVENTS_VIEWED, "events")
            raise ValueError("undone")
    assert not Event.objects.exists()
    assert ChainEnd.objects.get().number == 0


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    three_events()
    file = tmp_path / "events.jsonl"
    file.write_text("".join(export_lines(chain_end())), encoding="utf-8")
    return file


def test_an_exported_chain_is_verified_without_the_database(exported: Path) -> None:
    assert break_in_file(exported) is None


def test_a_changed_event_of_an_export_is_named(exported: Path) -> None:
    exported.write_text(exported.read_text().replace("events 2", "events 9"))
    assert break_in_file(exported) == Break(2, "it was changed after it was written")


def test_a_number_put_in_that_no_json_can_hold_is_a_change(exported: Path) -> None:
    exported.write_text(exported.read_text().replace('"events 2"', "1e999"))
    assert break_in_file(exported) == Break(2, "it was changed after it was written")


def test_an_event_missing_in_the_middle_or_at_the_end_is_named(exported: Path) -> None:
    lines = exported.read_text().splitlines(keepends=True)
    exported.write_text("".join([lines[0], *lines[2:]]))
    assert break_in_file(exported) == Break(2, "it is missing")
    exported.write_text("".join([*lines[:2], lines[3]]))
    assert break_in_file(exported) == Break(3, "the chain ended with number 3")


def test_an_event_put_in_with_a_hash_of_its_own_does_not_fit(exported: Path) -> None:
    lines = exported.read_text().splitlines(keepends=True)
    forged = {**json.loads(lines[1]), "previous": "f" * 64}
    exported.write_text("".join([lines[0], json.dumps(forged) + "\n", *lines[2:]]))
    assert break_in_file(exported) == Break(2, "it does not name the event before it")


@pytest.mark.parametrize(("text", "line"), [("not json\n", 1), ('{"number": 1}\n', 1)])
def test_a_file_that_is_no_export_is_refused_by_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text(text)
    with pytest.raises(UnusableInput, match=f"other.jsonl, line {line}: this is no event"):
        break_in_file(file)


def test_an_export_without_its_last_line_is_refused(exported: Path) -> None:
    exported.write_text("".join(exported.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(UnusableInput, match="where the chain ended is missing"):
        break_in_file(exported)


def test_every_verb_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Verb)
    assert sentence(Verb.ROLE_GRANTED, {"role": "auditor"}) == "was given the role auditor for – from –"


def test_an_export_that_breaks_off_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    three_events()

    def broken_off(end: tuple[int, str]) -> Iterator[str]:
        yield next(export_lines(end))
        raise KeyboardInterrupt

    monkeypatch.setattr("dutystation.web.audit.export.export_lines", broken_off)
    with pytest.raises(KeyboardInterrupt):
        write_events(Act("ines", AT), tmp_path / "events.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_an_export_ends_with_the_event_that_says_who_exported(tmp_path: Path) -> None:
    three_events()
    file = tmp_path / "events.jsonl"
    assert write_events(Act("ines", AT), file) == 4
    assert break_in_file(file) is None
    assert json.loads(file.read_text().splitlines()[3])["verb"] == "events.exported"
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UnusableOutput, match="Give a file that is not there"):
        write_events(Act("ines", AT), file)
