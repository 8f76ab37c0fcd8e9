"""Reads a delivered file by a profile: the step between the file as sent and the rows that are judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.lake.delivered import ReceivedFile, receive, receive_bytes
from dutystation.lake.records import Role
from dutystation.profiles.contract_rows import Converted
from dutystation.profiles.profile import Profile
from dutystation.profiles.shapes import shape_of
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.loading.exports import ExportFiles, ReadExport, read_export
from dutystation.runs.loading.judged_delivery import ReadFile
from dutystation.runs.loading.nothing_left import reasons_of, refuse_nothing_left
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
    beside: Mapping[Role, ReceivedFile] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def sha256(self) -> str:
        return self.profile.sha256

    def received(self, folder: Path) -> ProfileReader:
        profile = receive_bytes(self.profile.source_text, f"{self.name}.yaml", folder / "profile")
        beside: dict[Role, ReceivedFile] = {"profile": profile}
        if self.crosswalk is not None:
            beside["crosswalk"] = receive(self.crosswalk, folder / "crosswalk")
        if self.companion is not None:
            beside["companion"] = receive(self.companion, folder / "companion")
        copies = {role: file.path for role, file in beside.items()}
        return replace(
            self, crosswalk=copies.get("crosswalk"), companion=copies.get("companion"), beside=beside
        )

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
        export = read_export(self.profile, files, engine, scratch, progress, stated)
        converted = export.converted
        kept = Converted(engine.kept(converted.rows), engine.kept(converted.left_out))
        reasons = reasons_of(kept.left_out, engine)
        refuse_nothing_left(received.name, content, kept, reasons, stated, engine)
        [made] = engine.rows(kept.rows.agg(rows=kept.rows.count()))
        raw = RawTable(shape, received.name, made["rows"], (kept.rows,))
        others, nothing = {reason: found.rows for reason, found in reasons.items()}, ibis.literal("")
        named = kept.left_out.select(
            "file", "line", "reason", "column", "message", id=kept.left_out.value.fill_null(nothing)
        )
        return ReadFile(
            raw,
            named if others else None,
            others,
            takes_one_period=content.other_periods == "leave_out",
            rows_beside=_rows_beside(export, engine),
        )


def _rows_beside(export: ReadExport, engine: DuckDBEngine) -> dict[Role, int]:
    tables: dict[Role, ir.Table | None] = {"crosswalk": export.crosswalk, "companion": export.companion}
    return {
        role: engine.rows(table.agg(rows=table.count()))[0]["rows"]
        for role, table in tables.items()
        if table is not None
    }
