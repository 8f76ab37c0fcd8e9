"""The findings of delivered rows: of person-days with time records, and of rows that were rejected."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.measures.cross_checks import (
    ineligible_telework,
    questioned_days,
    unarranged_remote,
    unarranged_telework,
    with_components,
)
from dutystation.runs.counted import finding_rows
from dutystation.runs.delivered.department import Department
from dutystation.runs.delivered.ledger import one_table
from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.engines.engine import Engine
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.finding import FindingKind


@dataclass(frozen=True)
class RecordFindings:
    """What rows of a workspace give rise to look at, against one department."""

    source: WorkspaceSource
    department: Department
    engine: Engine

    def of_records(self, tables: Mapping[str, ir.Table], label: str, senders: Collection[str]) -> ir.Table:
        """The findings of time records of one pay period, and of its claimed days.

        `tables` are `off_site_days`, and where there are such `evidence` and `refused`, the last one of rows
        that `senders` delivered.
        """
        days, roster = tables["off_site_days"], self.department.roster
        parts = [
            finding_rows.day_rows(unarranged_telework(days, roster), label),
            finding_rows.day_rows(ineligible_telework(days, roster), label, FindingKind.NOT_ELIGIBLE),
            finding_rows.day_rows(
                unarranged_remote(days, roster), label, FindingKind.REMOTE_WITHOUT_REMOTE_ARRANGEMENT
            ),
        ]
        if "evidence" in tables:
            parts.append(finding_rows.questioned_rows(questioned_days(tables["evidence"], roster), label))
        if "refused" in tables:
            parts.append(self.of_rejected(TIME_RECORDS, tables["refused"], label, senders))
        return one_table(parts)

    def of_rejected(
        self, shape: Shape, refused: ir.Table, label: str, senders: Collection[str] | None = None
    ) -> ir.Table:
        """The findings of rejected rows of a table, of one pay period where it has any, of some senders."""
        told = self.source.told(shape, refused, self.engine, period=label or None, senders=senders)
        rows = with_components(
            refused.inner_join(told, PLACE_OF_ROW),
            self.department.roster,
            self._senders,
            self.department.tree.root,
        )
        return finding_rows.rejected_row_findings(rows, label)

    @cached_property
    def _senders(self) -> ir.Table:
        """One row per unit, which may be a sender: `sender`, `sender_component`."""
        units = self.department.tree.units
        texts = [list(units), [unit.component for unit in units.values()]]
        columns = dict(
            zip(("sender", "sender_component"), (pa.array(text, pa.string()) for text in texts), strict=True)
        )
        return self.engine.table_of(pa.table(columns))
