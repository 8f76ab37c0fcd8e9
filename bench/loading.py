"""One load of a CSV file in a process of its own, by our own command's function or by the bare engine.

python -m bench.loading FOLDER text             DuckDB reads the file as text and counts its cells
python -m bench.loading FOLDER load WORKSPACE   `dutystation load` into a new workspace, its steps as JSON
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import duckdb

from bench.data import DIRECTIVE, Size, as_of, made
from bench.job import Stopwatch
from bench.processes import bytes_in, cost_of
from bench.results import Kept
from dutystation.directives.load import load_directive
from dutystation.runs.load import Asked, load

DELIVERY = Size("delivery", 140_000, 1, "csv")
"""One pay period of so many people: two million time records."""
TABLES = ("time_records", "badge_events")
KINDS = ("text", "load")


def measure(data: Path, times: int, kept: Kept) -> None:
    """Both kinds in turn, so that other work on the machine disturbs both alike."""
    folder = made(DELIVERY, data)
    for number in range(times):
        for table in TABLES:
            for kind in KINDS:
                sys.stderr.write(f"{table}, {kind}: {number + 1} of {times}\n")
                with tempfile.TemporaryDirectory(dir=data) as scratch:
                    workspace = Path(scratch) / "workspace"
                    module = ["bench.loading", str(folder), table, kind, str(workspace)]
                    kept.add(cost_of(module, folder=Path(scratch)), table=table, kind=kind)


def main() -> None:
    folder, table, kind = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    said = _text(folder, table) if kind == "text" else _load(folder, table, Path(sys.argv[4]))
    sys.stdout.write(json.dumps(said))


def _text(folder: Path, table: str) -> dict[str, object]:
    source = f"read_csv('{folder / table}.csv', all_varchar = true, header = true)"
    names = [name for name, *_ in duckdb.sql(f"describe from {source}").fetchall()]
    counted = ", ".join(f"count({name})" for name in names)
    [row] = duckdb.sql(f"select count(*), {counted} from {source}").fetchall()
    return {"rows": row[0]}


def _load(folder: Path, table: str, workspace: Path) -> dict[str, object]:
    watch, source = Stopwatch(), folder / f"{table}.csv"
    day = as_of(folder)
    rules = load_directive(DIRECTIVE).rules_on(day)
    loaded = load(
        Asked(source, table, "DHS"), workspace, rules=rules, received_on=day, progress=watch
    ).delivery
    return {
        "rows": loaded.rows,
        "accepted": loaded.accepted,
        "file_bytes": loaded.bytes,
        "workspace_bytes": bytes_in(workspace),
        "lake_bytes": sum(path.stat().st_size for path in workspace.rglob("*.parquet")),
        "steps": watch.seconds,
    }


if __name__ == "__main__":
    main()
