"""What moved between two runs, and why: other deliveries, another directive, another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dutystation.lake.pins import read_pins
from dutystation.lake.workspace import open_workspace
from dutystation.published.read import read_publication
from dutystation.runs.counted.badges import reach_days
from dutystation.runs.differences.causes import Bases, Basis, may_have_moved
from dutystation.runs.differences.moved_rows import Because, MovedGroup, MovedRow, moved_groups, moved_rows
from dutystation.runs.differences.places import units_above
from dutystation.runs.differences.replacements import Replacement, replacements
from dutystation.runs.run import workspace_of
from dutystation.runs.verify import directive_of
from dutystation.terms.errors import UnusableInput
from dutystation.terms.figure import Figure
from dutystation.terms.publication import Publication
from dutystation.terms.run_folder import REPORT


@dataclass(frozen=True)
class MovedFigure:
    """One figure in two runs; None where a run has no such figure. `because` may have moved it."""

    before: Figure | None
    after: Figure | None
    because: Because

    @property
    def figure(self) -> Figure:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Difference:
    """Two runs of one workspace: the settings, the slices and the figures that differ.

    So do `rows` of the other tables of numbers, and `groups` of rows of the row-level tables.
    """

    settings: tuple[str, ...]
    replacements: tuple[Replacement, ...]
    figures: tuple[MovedFigure, ...]
    rows: tuple[MovedRow, ...]
    groups: tuple[MovedGroup, ...]

    @property
    def moved(self) -> bool:
        """Whether anything that the reports publish differs."""
        return bool(self.figures or self.rows or self.groups)


def difference(run_a: Path, run_b: Path, *, row_tables: bool = True) -> Difference:
    """What changed from the first run to the second. Raises UnusableInput, also for other workspaces.

    Without `row_tables` those are not read, of which a change of the roster may concern nearly every row.
    """
    home = workspace_of(run_a)
    if workspace_of(run_b).resolve() != home.resolve():
        raise UnusableInput(
            str(run_b), f"this run lies in another workspace than {run_a}", remedy="Compare runs of one"
        )
    reports = run_a / REPORT, run_b / REPORT
    before, after = map(read_publication, reports)
    above = units_above(before.org_units, after.org_units)
    with closing(open_workspace(home)) as workspace:
        replaced = replacements(workspace, read_pins(run_a), read_pins(run_b), above)
    settings = _settings(before, after)
    bases = _bases(before, after, reports[1])

    def moved_by(basis: Basis) -> Because:
        return may_have_moved(basis, replaced, otherwise_explained=bool(settings))

    figures = (
        MovedFigure(was, now, moved_by(bases.of(now or was))) for was, now in _moved_figures(before, after)
    )
    rows = moved_rows(before, after, lambda row: moved_by(bases.of(row)))
    groups = moved_groups(reports, lambda table, group: moved_by(bases.of_rows(table, group)))
    return Difference(settings, replaced, tuple(figures), tuple(rows), tuple(groups) if row_tables else ())


def _bases(before: Publication, after: Publication, report: Path) -> Bases:
    return Bases(
        periods=frozenset((*before.periods, *after.periods)),
        status_periods=frozenset((before.status_period, after.status_period)),
        reach_days=reach_days(directive_of(after, report).rules_on(after.as_of)),
    )


def _settings(before: Publication, after: Publication) -> tuple[str, ...]:
    found = []
    if before.as_of != after.as_of:
        found.append(f"as of {before.as_of}, then {after.as_of}")
    if before.status_period != after.status_period:
        found.append(f"return status by pay period {before.status_period}, then {after.status_period}")
    was, now = before.provenance, after.provenance
    if (was.directive_name, was.directive_sha256) != (now.directive_name, now.directive_sha256):
        found.append(
            f"directive {was.directive_name} ({was.directive_sha256[:12]}), "
            f"then {now.directive_name} ({now.directive_sha256[:12]})"
        )
    if was.package_version != now.package_version:
        found.append(f"dutystation {was.package_version}, then {now.package_version}")
    return tuple(found)


def _moved_figures(before: Publication, after: Publication) -> Iterator[tuple[Figure | None, Figure | None]]:
    was, now = ({_key(figure): figure for figure in found.figures} for found in (before, after))
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            yield was.get(key), now.get(key)


def _key(figure: Figure) -> tuple[str, str, str, str]:
    return figure.code, figure.org_unit, figure.period, figure.variant
