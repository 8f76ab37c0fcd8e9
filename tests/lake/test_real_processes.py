"""Loads at once, a kill -9 at any moment, a full disk: tables are as before or as after, never between."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.lake.loading import AMENDMENT, CORRECTED, FIRST, HEADER, accepted, everything, refused
from tests.lake.processes import Loads, loads

from dutystation.lake.files import deliveries
from dutystation.lake.workspace import open_workspace

MOMENTS = 20
NOTHING: dict[str, list[object]] = {"accepted": [], "refused": []}
MANY = "".join(f"P1,2025-01-{27 + n % 4},0.25,01,,X{n}\n" for n in range(3000))


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loads]:
    with loads(tmp_path_factory.mktemp("loads")) as running:
        yield running


def ids(workspace: Path) -> list[tuple[str, str]]:
    """The state of every delivery: by what it was replaced, or nothing."""
    with closing(open_workspace(workspace)) as opened:
        return [(account.delivery.id, account.replaced_by) for account in deliveries(opened)]


def test_a_kill_at_any_moment_leaves_the_tables_as_before_or_as_after(started: Loads, tmp_path: Path) -> None:
    """Twenty moments, spread over the time in which a load writes into the workspace.

    Every fourth one is a first load into a new workspace, the others correct what is there. Each time the
    same command again brings what was meant.
    """
    chance = random.Random(20250120)
    standing, plain = tmp_path / "standing", tmp_path / "plain"
    states = {}
    for content in (FIRST, CORRECTED):
        assert started.done(plain, content).said == "taken"
        states[content] = everything(plain)
    assert started.done(standing, FIRST).said == "taken"
    meant, survived, struck = CORRECTED, [], 0
    longest = _seconds_of_commit(started, tmp_path)
    for moment in range(MOMENTS):
        new = moment % 4 == 3
        workspace = tmp_path / f"new-{moment}" if new else standing
        before = NOTHING if new else states[CORRECTED if meant == FIRST else FIRST]
        running = started.start(workspace, meant)
        running.wait_for_commit()
        time.sleep(longest * (moment + chance.random()) / MOMENTS)
        running.kill()
        if running.ended().code == -9:
            struck += 1
        else:  # loads take less time now than the one that was timed, beside other work perhaps
            longest *= 0.8
        now = everything(workspace)
        assert now in (before, states[meant]), moment
        survived.append(now == states[meant])
        again = started.done(workspace, meant)
        assert (again.code, again.said) == (0, "unchanged" if survived[-1] else "taken"), moment
        assert everything(workspace) == states[meant], moment
        if not new:
            meant = FIRST if meant == CORRECTED else CORRECTED
    assert struck >= MOMENTS // 2, "too few were killed before they had ended to show anything"
    assert not all(survived)


def _seconds_of_commit(started: Loads, tmp_path: Path) -> float:
    """How long a load takes from its first write into the workspace to its end."""
    running = started.start(tmp_path / "timed", FIRST)
    running.wait_for_commit()
    began = time.monotonic()
    ended = running.ended()
    assert ended.code == 0
    return time.monotonic() - began


def test_rows_listed_by_a_load_that_was_killed_are_believed_by_nobody(
    started: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the two commits, made certain: the deciding one never comes."""
    from tests.lake.loading import take

    workspace = tmp_path / "lake"
    assert take(workspace, CORRECTED).changed
    with monkeypatch.context() as patch:
        patch.setattr("dutystation.runs.loading.taking.until_committed", _never)
        with pytest.raises(KeyboardInterrupt):
            take(workspace, FIRST)
    with closing(open_workspace(workspace)) as opened:
        listed = opened.listed("time_records")
        assert listed is not None and listed.current_snapshot() is not None
    assert refused(workspace, "id") == []
    assert accepted(workspace, "record_id") == [("R1",), ("R2",), ("R3",)]
    assert take(workspace, FIRST).changed
    assert refused(workspace, "id") == [("R2",)]


def _never(attempt: object) -> None:
    raise KeyboardInterrupt


def test_two_loads_at_once_into_different_slices_both_arrive(started: Loads, tmp_path: Path) -> None:
    """The very first loads of a workspace, so that they also meet in making it."""
    workspace, senders = tmp_path / "lake", ["CBP", "FEMA", "TSA"]
    running = [started.start(workspace, FIRST, sender=sender) for sender in senders]
    ended = [load.ended() for load in running]
    assert [(load.code, load.said) for load in ended] == [(0, "taken")] * 3
    assert accepted(workspace, "sender, record_id") == [(s, r) for s in senders for r in ("R1", "R3")]
    assert refused(workspace, "sender, id") == [(sender, "R2") for sender in senders]


def test_of_corrections_at_once_of_one_delivery_the_first_counts_and_the_others_are_told(
    started: Loads, tmp_path: Path
) -> None:
    workspace = tmp_path / "lake"
    assert started.done(workspace, FIRST).said == "taken"
    [(first, _)] = ids(workspace)
    contents = [HEADER + f"P{n},2025-01-27,{n},01,,R{n}\nP{n},2025-01-28,x,01,,S{n}\n" for n in (1, 2, 3)]
    running = [started.start(workspace, content, corrects=first) for content in contents]
    taken, *others = sorted((load.ended().said for load in running), reverse=True)
    (_, second), (standing, _) = ids(workspace)
    assert (taken, second) == ("taken", standing)
    told = (
        f"UnusableInput: time_records.csv: --corrects {first} is not the last delivery of time_records of "
        f"CBP for pay period 2025-02; that is {standing}. Look at that one first; if this file corrects it, "
        "name it."
    )
    assert others == [told, told]
    [[person, record]] = accepted(workspace, "person, record_id")
    assert refused(workspace, "id") == [(f"S{person[1:]}",)]
    assert record == f"R{person[1:]}"


def test_the_same_file_twice_at_once_is_one_delivery(started: Loads, tmp_path: Path) -> None:
    workspace = tmp_path / "lake"
    running = [started.start(workspace, FIRST), started.start(workspace, FIRST)]
    assert sorted(load.ended().said for load in running) == ["taken", "unchanged"]
    assert len(ids(workspace)) == 1
    assert accepted(workspace, "record_id") == [("R1",), ("R3",)]
    assert refused(workspace, "id") == [("R2",)]


def test_amendments_at_once_lose_nothing_of_each_other(started: Loads, tmp_path: Path) -> None:
    workspace = tmp_path / "lake"
    assert started.done(workspace, FIRST).said == "taken"
    other = HEADER + "P7,2025-01-30,7,01,,R7\n"
    running = [started.start(workspace, content, amends=True) for content in (AMENDMENT, other)]
    assert [load.ended().said for load in running] == ["taken", "taken"]
    expected = [("R1", 8.0), ("R3", 2.0), ("R4", 6.0), ("R7", 7.0)]
    assert accepted(workspace, "record_id, hours::double") == expected
    assert refused(workspace, "id") == [("R2",)]


def test_a_full_disk_is_said_in_a_sentence_and_changes_nothing(started: Loads, tmp_path: Path) -> None:
    """No file can grow beyond a size: at first not even the copy, at last everything but the metadata."""
    workspace = tmp_path / "lake"
    assert started.done(workspace, FIRST).said == "taken"
    before, more = everything(workspace), CORRECTED + MANY
    refusals = set()
    for limit in (1_000, 3_000, 6_000, 9_000, 12_000, 20_000, 80_000):
        content = CORRECTED if limit < 80_000 else more
        ended = started.done(workspace, content, limit=limit)
        if ended.code == 0:
            break
        assert ended.code == 2, ended
        assert ended.said.startswith("UnusableOutput"), ended
        refusals.add(ended.said)
        assert everything(workspace) == before
    assert refusals
    assert started.done(workspace, more).said == "taken"
    assert len(accepted(workspace, "record_id")) == 3003
