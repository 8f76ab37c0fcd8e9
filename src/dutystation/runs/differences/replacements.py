"""What two runs of one workspace read differently: by slice the deliveries, and which rows changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import SECONDS_PER_DAY
from dutystation.lake.files import planned_files, slices
from dutystation.lake.records import Delivery, Slice
from dutystation.lake.schemas import empty_accepted, sound_columns
from dutystation.lake.workspace import Workspace
from dutystation.runs.differences.places import DAY, FACILITY, PERSON, STATION, Places, Reached
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.engines.engine import Engine
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Shape


@dataclass(frozen=True)
class Replacement:
    """One slice of one table that two runs read differently: the deliveries that made it up, in order.

    `rows_gone` accepted rows were there before and `rows_new` are there since; a changed row is both.
    `reached` says whom and what these rows concern.
    """

    table: str
    slice: Slice
    before: tuple[Delivery, ...]
    after: tuple[Delivery, ...]
    rows_gone: int
    rows_new: int
    reached: Reached = field(default_factory=Reached)

    @property
    def changed(self) -> bool:
        """Whether any accepted row differs, and not only which delivery brought it."""
        return bool(self.rows_gone or self.rows_new)

    @property
    def brought(self) -> tuple[Delivery, ...]:
        """The deliveries that the later run reads and the earlier one did not."""
        return tuple(delivery for delivery in self.after if delivery not in self.before)

    @property
    def left(self) -> tuple[Delivery, ...]:
        """Those that the later run does not read any more."""
        return tuple(delivery for delivery in self.before if delivery not in self.after)

    @property
    def period(self) -> str:
        """The pay period it is for; empty for tables that are delivered as a whole."""
        return self.slice[1]


def replacements(
    workspace: Workspace,
    before: Mapping[str, int],
    after: Mapping[str, int],
    above: Mapping[str, frozenset[str]],
) -> tuple[Replacement, ...]:
    """What was replaced between two pinned states of a workspace; `above` as in `Places`."""
    found = []
    with tempfile.TemporaryDirectory() as scratch, closing(DuckDBEngine(Path(scratch))) as engine:
        places: Places | None = None
        for shape in INPUT_TABLES:
            was, now = (_slices(workspace, shape.name, pins) for pins in (before, after))
            for part in sorted(was.keys() | now.keys()):
                chains = tuple(was.get(part, ())), tuple(now.get(part, ()))
                if [delivery.id for delivery in chains[0]] == [delivery.id for delivery in chains[1]]:
                    continue
                places = places or Places(_people(workspace, (before, after), engine), above, engine)
                rows_before = _rows(workspace, shape, before, part, engine)
                rows_after = _rows(workspace, shape, after, part, engine)
                changed = engine.kept(_changes(shape, rows_before, rows_after))
                gone, new = _numbers(changed, engine)
                reached = places.reached(shape, changed, rows_before, rows_after)
                engine.forget(changed)
                found.append(Replacement(shape.name, part, *chains, gone, new, reached))
    return tuple(found)


def _people(workspace: Workspace, runs: Iterable[Mapping[str, int]], engine: Engine) -> ir.Table | None:
    """One row per person, unit and duty station of the rosters that runs read, None where there is none."""
    files = {
        file.path
        for pins in runs
        if ROSTER.name in pins
        for file in planned_files(workspace, ROSTER.name, pins[ROSTER.name])
    }
    if not files:
        return None
    return engine.kept(engine.parquet(sorted(files)).select(PERSON, "org_unit", STATION).distinct())


def _slices(workspace: Workspace, table: str, pins: Mapping[str, int]) -> Mapping[Slice, list[Delivery]]:
    return slices(workspace, table, pins[table]) if table in pins else {}


def _rows(
    workspace: Workspace, shape: Shape, pins: Mapping[str, int], part: Slice, engine: Engine
) -> ir.Table:
    """The accepted rows of a slice as a run reads them, without where they came from."""
    planned = planned_files(workspace, shape.name, pins[shape.name]) if shape.name in pins else []
    files = [file.path for file in planned if file.slice == part]
    rows = engine.parquet(files) if files else engine.table_of(empty_accepted(shape))
    return rows.select(*sound_columns(shape))


def _changes(shape: Shape, before: ir.Table, after: ir.Table) -> ir.Table:
    """How many rows are `gone` and how many `new`; equal rows cancel out one by one.

    One row per person, facility and day of changed rows, as far as the table has them; of a table that has
    none of them one row.
    """
    both = ibis.union(before.mutate(times=ibis.literal(-1)), after.mutate(times=ibis.literal(1)))
    sums = both.group_by(before.columns).agg(times=both.times.sum())
    changed = sums.filter(sums.times != 0)
    if shape.name == BADGE_EVENTS.name:
        changed = changed.mutate(**{DAY: changed.wall_second // SECONDS_PER_DAY})
    keys = [name for name in (PERSON, FACILITY, DAY) if name in changed.columns]
    grouped = changed.group_by(keys) if keys else changed  # Ibis groups by nothing in another way
    return grouped.agg(
        gone=(-changed.times).sum(where=changed.times < 0).fill_null(0),
        new=changed.times.sum(where=changed.times > 0).fill_null(0),
    )


def _numbers(changed: ir.Table, engine: Engine) -> tuple[int, int]:
    [found] = engine.rows(
        changed.agg(gone=changed.gone.sum().fill_null(0), new=changed.new.sum().fill_null(0))
    )
    return int(found["gone"]), int(found["new"])
