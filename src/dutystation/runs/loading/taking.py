"""One file on its way into a workspace: written first, then put in its place by one deciding commit.

What is replaced is worked out at the commit, from the table as it then is, and anew where others were faster.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from dutystation.directives.rules import Rules
from dutystation.lake.commits import commit_files, data_folder, described, list_rows, until_committed, writing
from dutystation.lake.corrections import refuse_emptying, refuse_unsaid_correction
from dutystation.lake.delivered import ReceivedFile, keep
from dutystation.lake.files import files_listed_by, files_of_slice
from dutystation.lake.records import Delivery, ReadWith, Slice, in_force, records_of, summary_of
from dutystation.lake.windows import refuse_untimely
from dutystation.lake.workspace import LakeTable, Workspace, local_path
from dutystation.runs.days import now
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.loading.judged_delivery import (
    JudgedFile,
    Reader,
    ReadFile,
    judged_file,
    period_of_a_row,
    refuse_other_periods,
)
from dutystation.runs.loading.lake_columns import Origin, in_order, with_origin
from dutystation.runs.loading.lake_rows import (
    amended,
    listed_rows,
    refuse_rows_without_id,
    relisted,
)
from dutystation.runs.progress import Progress
from dutystation.tables.inputs import BY_PERIOD
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayPeriod


@dataclass(frozen=True)
class Loaded:
    """A delivery as it now stands. `changed` is false where it is one that was there before.

    `reasons` says how many rows were rejected for which reason, `left_out` how many a profile has left out;
    `also` are deliveries in force that brought the same file from other senders.
    """

    delivery: Delivery
    changed: bool
    reasons: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    also: tuple[Delivery, ...] = ()


class _SliceMovedOn(Exception):
    """Somebody else changed the slice that an amendment was merged with."""


@dataclass(frozen=True)
class Taking:
    """One file on its way into a workspace."""

    shape: Shape
    workspace: Workspace
    engine: DuckDBEngine
    folder: Path
    rules: Rules
    progress: Progress
    received: ReceivedFile
    reader: Reader
    received_on: date
    sender: str
    amends: bool
    corrects: str | None

    def known(self, stated: PayPeriod | None) -> Loaded | None:
        """The delivery in force that brought the same file before; None where there is none."""
        for (sender, period), chain in in_force(self._records()).items():
            if sender == self.sender and (stated is None or stated.label == period):
                same = self._same(self._delivery(Origin("", sender, period), None), chain)
                if same is not None:
                    return Loaded(same, changed=False)
        return None

    def taken(self, stated: PayPeriod | None) -> Loaded:
        """Reads and judges the file and commits it."""
        if stated is not None:
            self._refuse(stated, self._standing(stated))
        read = self.reader.read(self.received, self.shape, self.engine, self.folder, self.progress, stated)
        with self.progress.step(f"Judging {self.shape.name}"):
            period = self._period(read, stated)
            self._refuse(period, self._standing(period))
            judged = self._judged(read, period, stated)
        with self.progress.step("Taking it into the workspace"):
            while True:
                try:
                    return self._commit(judged, period)
                except _SliceMovedOn:  # merge anew, with what the other one brought
                    continue

    def _period(self, read: ReadFile, stated: PayPeriod | None) -> PayPeriod | None:
        """The pay period of the delivery, as far as one row tells; None for tables without."""
        if self.shape.name not in BY_PERIOD:
            return None
        found = stated or period_of_a_row(read, self.shape, self.rules.calendar, self.engine)
        if found is None:
            raise UnusableInput(
                self.received.name,
                "no row tells which pay period it is for",
                remedy="Say it with --period",
            )
        return found

    def _judged(self, read: ReadFile, period: PayPeriod | None, stated: PayPeriod | None) -> JudgedFile:
        """The judged rows; those of a delivery that is refused are removed again."""
        origin = Origin(_new_id(), self.sender, period.label if period else "")
        # What an amendment brings is merged first; everything else lies where it belongs at once.
        folder = self.folder if self.amends else data_folder(self._table())
        with writing():
            judged = judged_file(read, self.shape, origin, folder, self.engine)
        try:
            self._refuse_emptying(judged, self._standing(period))
            if period is not None:
                refuse_other_periods(judged, self.shape, stated, self.rules.calendar, self.engine)
            if self.amends:
                refuse_rows_without_id(judged, self.shape, self.engine)
        except UnusableInput:
            judged.path.unlink()
            raise
        return judged

    def _commit(self, judged: JudgedFile, period: PayPeriod | None) -> Loaded:
        """Commits the delivery, however often others are faster; an amendment is merged before."""
        origin = replace(judged.origin, delivery=_new_id()) if self.amends else judged.origin
        delivery = self._delivery(origin, judged)
        standing = self._standing(period)
        self._refuse(period, standing)
        accepted, listed = self._write(judged, origin, standing)
        if listed is not None:
            list_rows(self.workspace, self.shape.name, [listed], {"dutystation.listed-by": delivery.id})

        def attempt() -> Loaded:
            table = self._table()
            slices = in_force(records_of(table))
            chain = slices.get(delivery.slice, [])
            if same := self._same(delivery, chain):
                return Loaded(same, changed=False)
            self._refuse(period, chain)
            self._refuse_emptying(judged, chain)
            if self.amends and chain != standing:
                raise _SliceMovedOn
            before = chain[-1].id if chain else ""
            ready = replace(delivery, amends=before) if self.amends else replace(delivery, replaces=before)
            commit_files(
                table,
                add=described(table, [accepted]),
                remove=files_of_slice(table, delivery.slice),
                summary=summary_of(ready),
            )
            left_out, also = judged.read.left_out_reasons, _also_sent(ready, slices)
            return Loaded(ready, changed=True, reasons=judged.reasons, left_out=left_out, also=also)

        for file in (self.received, *self.reader.beside.values()):
            keep(file, self.workspace)
        return until_committed(attempt)

    def _write(
        self, judged: JudgedFile, origin: Origin, standing: list[Delivery]
    ) -> tuple[Path, Path | None]:
        """The data files of accepted and of listed rows; None where there are none of the latter."""
        table, listed = self._table(), self.workspace.listed(self.shape.name)
        assert listed is not None
        accepted, others = judged.path, listed_rows(judged, self.shape, origin)
        if self.amends:
            now = with_origin(judged.sound, self.shape, origin)
            files = [local_path(file.file_path) for file in files_of_slice(table, standing[-1].slice)]
            before = [file.path for file in files_listed_by(listed, {standing[-1].id})]
            others = relisted(before, others, now, self.shape, origin, self.engine)
            accepted = data_folder(table) / f"{origin.delivery}.parquet"
            merged = amended(files, now, self.shape, self.engine)
            self.engine.write_file(in_order(merged, self.shape), accepted)
        if others is None:
            return accepted, None
        path = data_folder(listed) / f"{origin.delivery}.parquet"
        self.engine.write_file(others.order_by(PLACE_OF_ROW), path)
        return accepted, path

    def _table(self) -> LakeTable:
        table = self.workspace.accepted(self.shape.name)
        assert table is not None
        return table

    def _standing(self, period: PayPeriod | None) -> list[Delivery]:
        """The deliveries in force of the slice."""
        return in_force(self._records()).get((self.sender, period.label if period else ""), [])

    def _records(self) -> list[Delivery]:
        return records_of(self.workspace.accepted(self.shape.name))

    def _delivery(self, origin: Origin, judged: JudgedFile | None) -> Delivery:
        """The record of this delivery; without `judged` as far as it is known before the file is read."""
        rows = judged.read.rows_beside if judged else {}
        return Delivery(
            id=origin.delivery,
            table=self.shape.name,
            sender=origin.sender,
            period=origin.period,
            file=self.received.name,
            sha256=self.received.sha256,
            bytes=self.received.bytes,
            profile=self.reader.name,
            profile_sha256=self.reader.sha256,
            rows=judged.rows if judged else 0,
            accepted=judged.accepted if judged else 0,
            rejected=judged.rejected if judged else 0,
            left_out=judged.left_out if judged else 0,
            received_at=now(),
            received_on=self.received_on.isoformat(),
            amends="?" if self.amends else "",
            read_with=tuple(
                ReadWith(role, file.name, file.sha256, file.bytes, rows.get(role, 0))
                for role, file in self.reader.beside.items()
            ),
        )

    def _same(self, delivery: Delivery, chain: list[Delivery]) -> Delivery | None:
        return next((before for before in chain if before.has_content_of(delivery)), None)

    def _refuse(self, period: PayPeriod | None, chain: list[Delivery]) -> None:
        """Refuses what comes too late or too early, an amendment of nothing, and what replaces unsaid.

        What has a pay period is corrected, what is delivered as a whole is brought up to date: only there
        a replacement need not be said. Raises UnusableInput.
        """
        label = period.label if period else ""
        if self._same(self._delivery(Origin("", self.sender, label), None), chain):
            return  # somebody else has just brought the same file
        what = self._slice_in_words(label)
        if self.amends and not chain:
            raise UnusableInput(
                self.received.name,
                f"{what} was never delivered, so there is nothing to amend",
                remedy="Leave --amends out of a first delivery",
            )
        if not self.amends and (period or self.corrects is not None):
            name = self.received.name
            refuse_unsaid_correction(name, what, self.corrects, chain, self._records())
        if period is not None:
            before = chain[-1] if chain else None
            refuse_untimely(self.received.name, self.shape.name, period, self.received_on, self.rules, before)

    def _refuse_emptying(self, judged: JudgedFile, chain: list[Delivery]) -> None:
        """Refuses what would put nothing in the place of accepted rows; an amendment leaves them standing."""
        if self.amends or judged.accepted:
            return
        unused, first = {**judged.read.left_out_reasons, **judged.reasons}, ""
        for row in self.engine.rows(judged.refused.order_by("line").limit(1)):
            first = f"Line {row['line']}: {row['message']}"
        refuse_emptying(
            self.received.name,
            self._slice_in_words(judged.origin.period),
            self.corrects,
            chain,
            rows=judged.rows,
            unused=unused,
            first=first,
        )

    def _slice_in_words(self, period: str) -> str:
        return f"{self.shape.name} of {self.sender}" + (f" for pay period {period}" if period else "")


def _also_sent(taken: Delivery, slices: Mapping[Slice, list[Delivery]]) -> tuple[Delivery, ...]:
    """What is in force with rows of the same file from other senders: it may be the same data twice."""
    return tuple(
        other
        for (sender, _), chain in sorted(slices.items())
        for other in chain
        if sender != taken.sender and other.sha256 == taken.sha256 and other.accepted and taken.accepted
    )


def _new_id() -> str:
    """A name that tells when the delivery was taken, and that no other one has."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
