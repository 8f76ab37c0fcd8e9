"""Decisions go into the measurement as the contract's table, and are accepted there row by row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.web.cast import act_of
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.errors import BrokenSeal, UnusableOutput
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.audit.models import Event
from dutystation.web.exception_requests.export import write_decisions
from dutystation.web.exception_requests.models import Sealed
from dutystation.web.exception_requests.rules import Verb


def test_every_decision_of_a_request_that_was_handed_in_is_a_row(
    cast: dict[str, Person], tmp_path: Path
) -> None:
    Case(cast).drafted()
    do(Verb.WITHDRAW, Case(cast).submitted())
    Case(cast, Ground.SPACE).submitted()
    Case(cast).approved()
    Case(cast).denied()
    do(Verb.ASK_RECONSIDERATION, Case(cast).denied())
    Case(cast, Ground.DISABILITY).approved()
    do(Verb.REOPEN, Case(cast, Ground.MILITARY_SPOUSE).approved())
    do(Verb.LAPSE, Case(cast).approved())
    file = tmp_path / "decisions.csv"
    assert write_decisions(act_of("root"), file) == 9
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open(encoding="utf-8", newline="") as opened:
        assert [tuple(row.values()) for row in csv.DictReader(opened)] == [
            ("ada", "space", "pending", "", "", ""),
            ("ada", "other_compelling", "approved", "2025-02-10", "2025-04-10", "2025-02-03"),
            ("ada", "other_compelling", "denied", "", "", "2025-02-03"),
            ("ada", "other_compelling", "denied", "", "", "2025-02-03"),
            ("ada", "other_compelling", "pending", "", "", ""),
            ("ada", "disability", "approved", "2025-02-10", "", "2025-02-03"),
            ("ada", "military_spouse", "approved", "2025-02-10", "", "2025-02-03"),
            ("ada", "military_spouse", "pending", "", "", ""),
            ("ada", "other_compelling", "approved", "2025-02-10", "2025-04-10", "2025-02-03"),
        ]


def test_a_seal_that_cannot_be_opened_leaves_no_file_that_looks_whole(
    cast: dict[str, Person], tmp_path: Path
) -> None:
    """Whoever is missing in it would be without an exception at the next run."""
    Case(cast).approved()
    Case(cast, Ground.DISABILITY).approved()
    sealed = Sealed.objects.get(subject__startswith="request")
    sealed.content = bytes(sealed.content)[:-1] + bytes([bytes(sealed.content)[-1] ^ 1])
    sealed.save()
    before = Event.objects.count()
    with pytest.raises(BrokenSeal):
        write_decisions(act_of("root"), tmp_path / "decisions.csv")
    assert list(tmp_path.iterdir()) == []
    assert Event.objects.count() == before


def test_a_file_that_is_there_is_not_overwritten(cast: dict[str, Person], tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("something else")
    with pytest.raises(UnusableOutput, match="Give a file that is not there"):
        write_decisions(act_of("root"), file)
    assert file.read_text() == "something else"
