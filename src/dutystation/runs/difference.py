"""What moved between two runs, and why: other deliveries, another directive, another day."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.lake.files import planned_files, slices
from dutystation.lake.pins import read_pins
from dutystation.lake.records import Delivery, Slice
from dutystation.lake.schemas import empty_accepted, sound_columns
from dutystation.lake.workspace import Workspace, open_workspace
from dutystation.published.read import read_publication
from dutystation.runs.causes import PERSON, READS, STATION, Places, units_above
from dutystation.runs.duckdb_engine import DuckDBEngine
from dutystation.runs.engine import Engine
from dutystation.runs.run import workspace_of
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput
from dutystation.terms.figure import Figure
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import Publication
from dutystation.terms.run_folder import REPORT


@dataclass(frozen=True)
class Replacement:
    """One slice of one table that two runs read differently: the deliveries that made it up, in order.

    `rows_gone` accepted rows were there before and `rows_new` are there since; a changed row is both. `units`
    are those whose figures these rows can move, None where they can be any.
    """

    table: str
    slice: Slice
    before: tuple[Delivery, ...]
    after: tuple[Delivery, ...]
    rows_gone: int
    rows_new: int
    units: frozenset[str] | None = None

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


@dataclass(frozen=True)
class MovedFigure:
    """One figure in two runs; None where a run has no such figure. `because` may have moved it."""

    before: Figure | None
    after: Figure | None
    because: tuple[Replacement, ...]

    @property
    def figure(self) -> Figure:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Difference:
    """Two runs of one workspace: the settings that differ, the slices that differ, the figures that moved."""

    settings: tuple[str, ...]
    replacements: tuple[Replacement, ...]
    figures: tuple[MovedFigure, ...]


def difference(run_a: Path, run_b: Path) -> Difference:
    """What changed from the first run to the second. Raises UnusableInput, also for other workspaces."""
    home = workspace_of(run_a)
    if workspace_of(run_b).resolve() != home.resolve():
        raise UnusableInput(
            str(run_b), f"this run lies in another workspace than {run_a}", remedy="Compare runs of one"
        )
    before, after = (read_publication(folder / REPORT) for folder in (run_a, run_b))
    above = units_above(before.org_units, after.org_units)
    with closing(open_workspace(home)) as workspace:
        replacements = _replacements(workspace, read_pins(run_a), read_pins(run_b), above)
    settings = _settings(before, after)
    moved = _moved(before, after, replacements, otherwise_explained=bool(settings))
    return Difference(settings, replacements, moved)


def _settings(before: Publication, after: Publication) -> tuple[str, ...]:
    found = []
    if before.as_of != after.as_of:
        found.append(f"as of {before.as_of}, then {after.as_of}")
    was, now = before.provenance, after.provenance
    if (was.directive_name, was.directive_sha256) != (now.directive_name, now.directive_sha256):
        found.append(
            f"directive {was.directive_name} ({was.directive_sha256[:12]}), "
            f"then {now.directive_name} ({now.directive_sha256[:12]})"
        )
    if was.package_version != now.package_version:
        found.append(f"dutystation {was.package_version}, then {now.package_version}")
    return tuple(found)


def _replacements(
    workspace: Workspace,
    before: Mapping[str, int],
    after: Mapping[str, int],
    above: Mapping[str, frozenset[str]],
) -> tuple[Replacement, ...]:
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
                changed = engine.kept(_changes(rows_before, rows_after))
                gone, new = _numbers(changed, engine)
                units = places.units(shape, changed, rows_before, rows_after)
                engine.forget(changed)
                found.append(Replacement(shape.name, part, *chains, gone, new, units))
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


def _changes(before: ir.Table, after: ir.Table) -> ir.Table:
    """How many rows are `gone` and how many `new`; equal rows cancel out one by one.

    One row per person of a changed row; of tables without people one row, or none.
    """
    both = ibis.union(before.mutate(times=ibis.literal(-1)), after.mutate(times=ibis.literal(1)))
    sums = both.group_by(before.columns).agg(times=both.times.sum())
    changed = sums.filter(sums.times != 0)
    return changed.group_by([name for name in (PERSON,) if name in changed.columns]).agg(
        gone=(-changed.times).sum(where=changed.times < 0).fill_null(0),
        new=changed.times.sum(where=changed.times > 0).fill_null(0),
    )


def _numbers(changed: ir.Table, engine: Engine) -> tuple[int, int]:
    [found] = engine.rows(
        changed.agg(gone=changed.gone.sum().fill_null(0), new=changed.new.sum().fill_null(0))
    )
    return int(found["gone"]), int(found["new"])


def _moved(
    before: Publication,
    after: Publication,
    replacements: tuple[Replacement, ...],
    *,
    otherwise_explained: bool,
) -> tuple[MovedFigure, ...]:
    was, now = ({_key(figure): figure for figure in found.figures} for found in (before, after))
    return tuple(
        MovedFigure(
            was.get(key),
            now.get(key),
            _concerned(now.get(key) or was[key], replacements, otherwise_explained=otherwise_explained),
        )
        for key in sorted(was.keys() | now.keys())
        if was.get(key) != now.get(key)
    )


def _key(figure: Figure) -> tuple[str, str, str, str]:
    return figure.code, figure.org_unit, figure.period, figure.variant


def _concerned(
    figure: Figure, replacements: tuple[Replacement, ...], *, otherwise_explained: bool
) -> tuple[Replacement, ...]:
    """The replacements that may have moved a figure: of tables it reads, of its period, of its people.

    Where there is none, a setting may have moved it. Otherwise something reaches further, as where a row
    repeats the id of another: then what may have moved it is looked for in wider and wider circles.
    """
    read = tuple(r for r in replacements if r.table in READS[figure.code])
    changed = tuple(r for r in read if r.changed)
    then = tuple(r for r in changed if figure.period == ALL_PERIODS or r.period in ("", figure.period))
    own = tuple(r for r in then if r.units is None or figure.org_unit in r.units)
    return own if own or otherwise_explained else then or changed or read
