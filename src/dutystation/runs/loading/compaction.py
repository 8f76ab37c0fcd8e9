"""Many small files of a slice become one, sorted; not one row changes."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dutystation.lake.commits import commit_files, data_folder, described, until_committed
from dutystation.lake.delivered import working_folder
from dutystation.lake.files import current_snapshots, files_of_slice, planned_files
from dutystation.lake.records import Slice
from dutystation.lake.schemas import accepted_columns
from dutystation.lake.upkeep import UPKEEP
from dutystation.lake.workspace import Workspace, local_path
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.loading.lake_columns import in_order
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Shape


@dataclass(frozen=True)
class Compacted:
    """A slice whose `files` files are now one."""

    table: str
    slice: Slice
    files: int


def compact(workspace: Workspace) -> list[Compacted]:
    """Compacts every slice that lies in several files; one that is replaced meanwhile is left alone.

    The snapshots before keep their files, until they are expired.
    """
    snapshots = current_snapshots(workspace)
    done = []
    with working_folder(workspace) as folder, closing(DuckDBEngine(folder)) as engine:
        for shape in (shape for shape in INPUT_TABLES if shape.name in snapshots):
            files: defaultdict[Slice, list[Path]] = defaultdict(list)
            for file in planned_files(workspace, shape.name, snapshots[shape.name]):
                files[file.slice].append(file.path)
            for slice_, paths in sorted(files.items()):
                if len(paths) > 1 and _compacted(workspace, shape, slice_, paths, engine):
                    done.append(Compacted(shape.name, slice_, len(paths)))
    return done


def _compacted(
    workspace: Workspace, shape: Shape, slice_: Slice, paths: Sequence[Path], engine: DuckDBEngine
) -> bool:
    table = workspace.accepted(shape.name)
    assert table is not None
    one = data_folder(table) / f"compacted-{secrets.token_hex(8)}.parquet"
    rows = engine.parquet(paths).select(*accepted_columns(shape))
    engine.write_file(in_order(rows, shape), one)

    def attempt() -> bool:
        table = workspace.accepted(shape.name)
        assert table is not None
        standing = files_of_slice(table, slice_)
        if sorted(local_path(file.file_path) for file in standing) != sorted(paths):
            one.unlink()
            return False
        commit_files(table, add=described(table, [one]), remove=standing, summary={UPKEEP: "compaction"})
        return True

    return until_committed(attempt)
