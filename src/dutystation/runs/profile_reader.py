"""Reads a delivered file by a profile: the step between the file as sent and the rows that are judged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import ibis

from dutystation.lake.delivered import ReceivedFile
from dutystation.profiles.contract_rows import Converted
from dutystation.profiles.profile import Profile
from dutystation.profiles.shapes import shape_of
from dutystation.runs.delivery import RawTable
from dutystation.runs.duckdb_engine import DuckDBEngine
from dutystation.runs.exports import ExportFiles, read_export
from dutystation.runs.judged_delivery import ReadFile
from dutystation.runs.nothing_left import reasons_of, refuse_nothing_left
from dutystation.runs.progress import Progress
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableCommand
from dutystation.terms.period import PayPeriod


@dataclass(frozen=True)
class ProfileReader:
    """A profile, and the files that lie beside the export where it asks for them."""

    profile: Profile
    crosswalk: Path | None = None
    companion: Path | None = None

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def sha256(self) -> str:
        """Of the profile and of what lies beside the export: others may read other rows from it."""
        beside = [path.read_bytes() for path in (self.crosswalk, self.companion) if path is not None]
        if not beside:
            return self.profile.sha256
        parts = [self.profile.sha256, *(hashlib.sha256(content).hexdigest() for content in beside)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def read(
        self,
        received: ReceivedFile,
        shape: Shape,
        engine: DuckDBEngine,
        scratch: Path,
        progress: Progress,
        stated: PayPeriod | None,
    ) -> ReadFile:
        """The rows that the profile makes of the file. Raises UnusableInput, UnusableCommand."""
        if shape_of(self.profile.content).name != shape.name:
            raise UnusableCommand(
                f"--table {shape.name}: the profile {self.name} makes rows of {self.profile.content.table}. "
                "Leave --table out."
            )
        content, files = self.profile.content, ExportFiles(received.path, self.crosswalk, self.companion)
        converted = read_export(self.profile, files, engine, scratch, progress, stated).converted
        kept = Converted(engine.kept(converted.rows), engine.kept(converted.left_out))
        reasons = reasons_of(kept.left_out, engine)
        refuse_nothing_left(received.name, content, kept, reasons, stated, engine)
        [made] = engine.rows(kept.rows.agg(rows=kept.rows.count()))
        raw = RawTable(shape, received.name, made["rows"], (kept.rows,))
        others, nothing = {reason: found.rows for reason, found in reasons.items()}, ibis.literal("")
        named = kept.left_out.select(
            "file", "line", "reason", "column", "message", id=kept.left_out.value.fill_null(nothing)
        )
        return ReadFile(raw, named if others else None, others, content.other_periods == "leave_out")
