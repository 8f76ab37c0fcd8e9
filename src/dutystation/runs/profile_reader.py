"""Reads a delivered file by a profile: the step between the file as sent and the rows that are judged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import ibis

from dutystation.lake.delivered import ReceivedFile
from dutystation.profiles.profile import Profile
from dutystation.profiles.shapes import shape_of
from dutystation.runs.delivery import RawTable
from dutystation.runs.duckdb_engine import DuckDBEngine
from dutystation.runs.exports import ExportFiles, read_export
from dutystation.runs.judged_delivery import ReadFile
from dutystation.runs.progress import Progress
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableCommand


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
        self, received: ReceivedFile, shape: Shape, engine: DuckDBEngine, scratch: Path, progress: Progress
    ) -> ReadFile:
        """The rows that the profile makes of the file. Raises UnusableInput, UnusableCommand."""
        if shape_of(self.profile.content).name != shape.name:
            raise UnusableCommand(
                f"--table {shape.name}: the profile {self.name} makes rows of {self.profile.content.table}. "
                "Leave --table out."
            )
        files = ExportFiles(received.path, self.crosswalk, self.companion)
        converted = read_export(self.profile, files, engine, scratch, progress).converted
        rows, left_out = engine.kept(converted.rows), engine.kept(converted.left_out)
        [made] = engine.rows(rows.agg(rows=rows.count()))
        [others] = engine.rows(left_out.agg(rows=left_out.count()))
        raw = RawTable(shape, received.name, made["rows"], (rows,))
        named = left_out.select(
            "file", "line", "reason", "column", "message", id=left_out.value.fill_null(ibis.literal(""))
        )
        return ReadFile(raw, named if others["rows"] else None, others["rows"])
