"""The record of every delivery, and which deliveries are in force.

The record is JSON in the summary of the snapshot that the delivery made of the table of accepted rows: record
and rows come into being in one commit, and neither without the other. When that snapshot is expired, the
record moves into a property of the table, again in one commit (`lake/upkeep.py`). Why: `docs/decisions`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, TypeVar

from pyiceberg.table import Table
from pyiceberg.table.snapshots import Snapshot

RECORD, DELIVERY_ID = "dutystation.delivery", "dutystation.delivery-id"
EXPIRED_RECORD = "dutystation.expired-delivery."
"""What the properties begin with that keep the records of expired snapshots, one for each delivery."""

Slice = tuple[str, str]
"""Sender and period; the period is empty for the tables that are delivered as a whole."""


Role = Literal["profile", "crosswalk", "companion"]


@dataclass(frozen=True)
class ReadWith:
    """A file that a delivery was read with: another one could have made other rows of the same export.

    `rows` is how many rows of a crosswalk or companion could be looked up; 0 of a profile, which has none.
    """

    role: Role
    file: str
    sha256: str
    bytes: int
    rows: int = 0


T = TypeVar("T")


@dataclass(frozen=True)
class Delivery:
    """One file from one sender for one table (and pay period), and what became of its rows.

    `id` names it for ever. `rows` = `accepted` + `rejected` + `left_out`. `replaces` is the delivery in
    whose place it stands, `amends` the one whose rows with the same ids it replaces; both empty where there
    is none. `received_at` is UTC, `received_on` the day from which the windows are counted. `snapshot` and
    `sequence` say where in the history of the table it stands; 0 before it is there.

    `read_with` is empty where the file has the columns of the contract, and in records from before it was
    noted: there `profile_sha256` is what `reading_sha256` is now.
    """

    id: str
    table: str
    sender: str
    period: str
    file: str
    sha256: str
    bytes: int
    profile: str
    profile_sha256: str
    rows: int
    accepted: int
    rejected: int
    left_out: int
    received_at: str
    received_on: str
    replaces: str = ""
    amends: str = ""
    snapshot: int = 0
    sequence: int = 0
    read_with: tuple[ReadWith, ...] = ()

    @property
    def reading_sha256(self) -> str:
        """Of everything that says how the file was read, which two deliveries share that are the same."""
        beside = [other.sha256 for other in self.read_with if other.role != "profile"]
        if not beside:
            return self.profile_sha256
        return hashlib.sha256("\n".join((self.profile_sha256, *beside)).encode()).hexdigest()

    @property
    def slice(self) -> Slice:
        return self.sender, self.period

    def has_content_of(self, other: Delivery) -> bool:
        """Whether both bring the same file, read in the same way, for the same slice, to the same end."""
        names = ("table", "sender", "period", "sha256", "profile", "reading_sha256")
        return all(getattr(self, name) == getattr(other, name) for name in names) and bool(
            self.amends
        ) == bool(other.amends)


def summary_of(delivery: Delivery) -> dict[str, str]:
    """What the snapshot of a delivery says beside Iceberg's own counts."""
    stated = asdict(delivery)
    del stated["snapshot"], stated["sequence"]
    return {DELIVERY_ID: delivery.id, RECORD: json.dumps(stated, sort_keys=True, ensure_ascii=False)}


def record_of(snapshot: Snapshot) -> Delivery | None:
    """The delivery that made a snapshot; None where upkeep made it."""
    text = snapshot.summary.additional_properties.get(RECORD) if snapshot.summary else None
    if text is None:
        return None
    place = {"snapshot": snapshot.snapshot_id, "sequence": snapshot.sequence_number or 0}
    return _delivery(json.loads(text) | place)


def records_of(table: Table | None) -> list[Delivery]:
    """Every delivery of a table, the first one first."""
    if table is None:
        return []
    kept = [record for snapshot in table.snapshots() if (record := record_of(snapshot))]
    expired = [
        _delivery(json.loads(text))
        for name, text in table.properties.items()
        if name.startswith(EXPIRED_RECORD)
    ]
    found = {record.id: record for record in (*expired, *kept)}
    return sorted(found.values(), key=lambda record: record.sequence)


def kept_records(expired: Iterable[Delivery]) -> dict[str, str]:
    """Properties that keep the records of snapshots which are about to go.

    One for each delivery, so that of two commands that expire at once neither undoes what the other kept.
    """
    return {
        EXPIRED_RECORD + record.id: json.dumps(asdict(record), sort_keys=True, ensure_ascii=False)
        for record in expired
    }


def in_force(records: Iterable[Delivery], *, sequence: int | None = None) -> Mapping[Slice, list[Delivery]]:
    """The deliveries that make up each slice: a whole one, then its amendments in their order.

    `records` are in their order; with `sequence` only those up to that place of the table's history count.
    """
    slices: dict[Slice, list[Delivery]] = {}
    for record in records:
        if sequence is not None and record.sequence > sequence:
            continue
        if record.amends:
            slices.setdefault(record.slice, []).append(record)
        else:
            slices[record.slice] = [record]
    return slices


def replaced_by(records: Iterable[Delivery]) -> Mapping[str, str]:
    """By delivery no longer in force the one that took its place."""
    gone: dict[str, str] = {}
    standing: dict[Slice, list[str]] = {}
    for record in records:
        if record.amends:
            standing.setdefault(record.slice, []).append(record.id)
            continue
        gone |= dict.fromkeys(standing.get(record.slice, []), record.id)
        standing[record.slice] = [record.id]
    return gone


def _delivery(stated: Mapping[str, Any]) -> Delivery:
    """A record as it was written."""
    read_with = tuple(_as_far_as_known(ReadWith, other) for other in stated.get("read_with", ()))
    return _as_far_as_known(Delivery, {**stated, "read_with": read_with})


def _as_far_as_known(kind: type[T], stated: Mapping[str, Any]) -> T:
    """What a later version adds is not read."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in stated.items() if name in known})
